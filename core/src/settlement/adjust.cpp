// Prices that change for units that stay bought: one that fell, or that of other goods taken in exchange. What was paid back
// so stays with the units, and comes off when they are returned later.
#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

Minor slot(const std::vector<Minor>& slots, std::size_t index) { return index < slots.size() ? slots[index] : 0; }

Minor sum(const std::vector<Minor>& parts) {
  Minor all = 0;
  for (const Minor part : parts) all = plus(all, part);
  return all;
}

void add_taxes(const Order& order, const Line* line, const std::vector<Minor>& taxes, int sign, bool included, QuoteItem& item) {
  for (std::size_t i = 0; i < taxes.size(); ++i) {
    if (taxes[i] == 0) continue;
    Component c = component(ComponentKind::tax, sign * taxes[i], "tax_adjusted");
    c.included = included || order.tax_mode == TaxMode::inclusive;
    if (taxes.size() > 1) put(c.params, "index", static_cast<std::int64_t>(i));
    if (line != nullptr && !line->taxes[i].rate.empty()) put(c.params, "rate", line->taxes[i].rate);
    item.components.push_back(std::move(c));
  }
}

}  // namespace

Adjusted adjusted_of(const Account::LineTaken& taken, std::int64_t units, Minor most) {
  Adjusted a;
  if (planted("adjustment_forgotten")) return a;
  a.units = std::min(units, taken.adjusted_units);
  a.amount = std::min(first_share(taken.adjusted, a.units, taken.adjusted_units), most);
  for (const Minor tax : taken.adjusted_taxes) a.taxes.push_back(first_share(tax, a.units, taken.adjusted_units));
  return a;
}

void add_adjusted(const Order& order, const Adjusted& a, bool included, QuoteItem& item) {
  if (a.amount == 0 && sum(a.taxes) == 0) return;
  const bool added = !included && order.tax_mode == TaxMode::exclusive && sum(a.taxes) <= a.amount;
  Component c = component(ComponentKind::price_adjustment, -(a.amount - (added ? sum(a.taxes) : 0)), "adjusted_before");
  c.included = included;
  put(c.params, "units", a.units);
  item.components.push_back(std::move(c));
  add_taxes(order, nullptr, a.taxes, -1, !added, item);
}

std::int64_t fresh_units(const Line& line, const Account::LineTaken& taken, std::int64_t units) {
  return std::clamp<std::int64_t>(returnable_units(line, taken) - taken.adjusted_units, 0, units);
}

Minor add_difference(const Order& order, const Line& line, const UnitValue& value, const Account::LineTaken& taken, const NewPrice& now, const Adjusted& before,
                     QuoteItem& item) {
  if (now.price == nullptr) return 0;
  const bool exchange = now.resolution == Resolution::exchange, added = order.tax_mode == TaxMode::exclusive;
  // In an exchange the discounts go with the goods: list price against list price. A price that fell is compared with what
  // was really paid.
  const Minor paid = std::max<Minor>(0, value.goods - value.discount_total());
  const Minor fall = (exchange ? value.goods : paid) - now.price->amount * item.quantity;
  const Minor net_before = before.amount - (added ? sum(before.taxes) : 0);
  const Minor change = fall < 0 ? -fall : std::min(std::max<Minor>(0, paid - net_before), fall - net_before);
  if (change <= 0 || (fall < 0 && !exchange)) return 0;
  std::vector<Minor> taxes;
  for (std::size_t i = 0; i < value.taxes.size(); ++i) {
    const Minor share = paid > 0 ? scale(value.taxes[i], change, paid) : 0;
    const Minor left = line.taxes[i].amount - slot(taken.taxes, i) - slot(taken.adjusted_taxes, i);
    taxes.push_back(fall < 0 ? share : std::clamp<Minor>(std::min(share, value.taxes[i] - slot(before.taxes, i)), 0, std::max<Minor>(0, left)));
  }
  const Minor all = change + (added ? sum(taxes) : 0);
  Component c = component(exchange ? ComponentKind::price_difference : ComponentKind::price_adjustment, change,
                          !exchange ? "price_fell" : fall < 0 ? "exchange_dearer" : "exchange_cheaper");
  put(c.params, "quantity", item.quantity);
  if (fall < 0) {
    c.amount = -all;
    c.included = true;                 // it is paid, not paid back
    item.components.push_back(std::move(c));
    return all;
  }
  put(c.params, "units", now.fresh);
  item.components.push_back(std::move(c));
  add_taxes(order, &line, taxes, 1, false, item);
  item.total = all;
  return 0;
}

}  // namespace aftersale::settlement
