#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

/// Whether with this quote every unit that was shipped has come back. Lines that needed no shipping had no part in the
/// charge; an exchange or a unit that the buyer keeps for less is not "back".
bool all_back(const Order& order, const Account& before, const Quote& quote) {
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    if (!line.requires_shipping) continue;
    std::int64_t back = line.canceled + before.lines[i].back;
    for (const QuoteItem& item : quote.items) {
      if (item.line == line.id) back += item.quantity;
    }
    if (back < line.quantity) return false;
  }
  return true;
}

Minor standard_part(const Order& order, const ShippingCharge& charge) {
  const Minor paid = std::max<Minor>(0, aftersale::paid_for(order, charge));
  if (!charge.standard_price || *charge.standard_price >= charge.price || charge.price <= 0) return paid;
  return scale(paid, std::max<Minor>(0, *charge.standard_price), charge.price);      // discount and tax in proportion
}

struct Grant { int rank = 0; const LineDecision* line = nullptr; };      // 0 nothing, 1 standard, 2 all

}  // namespace

Minor standard_outbound(const Order& order) {
  Minor sum = 0;
  for (const ShippingCharge& charge : order.shipping) sum += standard_part(order, charge);
  return sum;
}

Minor add_outbound(const Order& order, const Account& before, const std::vector<const LineDecision*>& judged, bool nothing_came, Quote& quote) {
  if (before.shipping_refunded || replaces(quote.resolution) || quote.resolution == Resolution::price_adjustment || quote.items.empty()) return 0;
  const bool complete = quote.resolution != Resolution::partial_refund && all_back(order, before, quote);
  Grant best;
  for (const LineDecision* d : judged) {
    const int rank = d->outbound == "all" ? 2 : d->outbound == "standard" ? 1 : 0;
    if (rank > best.rank && (complete || !d->outbound_only_when_all)) best = {rank, d};
  }
  static const LineDecision of_the_sale;      // where no rule is behind it: a delivery that never was is not paid for
  if (nothing_came && complete) best = {2, &of_the_sale};
  Minor sum = 0;
  for (const ShippingCharge& charge : order.shipping) {
    const Minor paid = std::max<Minor>(0, aftersale::paid_for(order, charge));
    if (paid == 0) continue;
    Component c;
    c.kind = ComponentKind::outbound_shipping;
    if (!charge.title.empty()) put(c.params, "title", charge.title);
    if (best.rank == 0) {
      c.amount = paid;
      c.code = "outbound_not_refunded";
      c.included = true;
    } else {
      c.amount = best.rank == 2 ? paid : standard_part(order, charge);
      c.code = c.amount < paid ? "outbound_standard" : "outbound_all";
      c.rule = best.line->outbound_rule;
      c.layer = best.line->outbound_layer;
      sum += c.amount;
    }
    quote.components.push_back(std::move(c));
  }
  return sum;
}

}  // namespace aftersale::settlement
