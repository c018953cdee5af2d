#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

Minor slot(const std::vector<Minor>& slots, std::size_t index) { return index < slots.size() ? slots[index] : 0; }

void add_slot(std::vector<Minor>& slots, std::size_t index, Minor amount) {
  if (slots.size() <= index) slots.resize(index + 1, 0);
  slots[index] = plus(slots[index], amount);
}

bool found(const InspectedItem& entry) { return entry.grade != Grade::wrong_item && entry.disposition != Disposition::missing; }

Component component(ComponentKind kind, Minor amount, std::string_view code) {
  Component c;
  c.kind = kind;
  c.amount = amount;
  c.code = std::string(code);
  return c;
}

/// What the line's units are made of, as they were sold.
void add_value(const Order& order, const Line& line, const UnitValue& value, std::int64_t quantity, QuoteItem& item) {
  Component goods = component(ComponentKind::goods, value.goods, "goods");
  put(goods.params, "quantity", quantity);
  put(goods.params, "title", line.title);
  item.components.push_back(std::move(goods));
  for (std::size_t i = 0; i < line.discounts.size(); ++i) {
    const Discount& d = line.discounts[i];
    Component c = component(ComponentKind::discount, -value.discounts[i], "discount_share");
    put(c.params, "fundedBy", to_text(d.funded_by));
    if (line.discounts.size() > 1) put(c.params, "index", static_cast<std::int64_t>(i));
    if (!d.title.empty() || !d.code.empty()) put(c.params, "title", d.title.empty() ? d.code : d.title);
    item.components.push_back(std::move(c));
  }
  for (std::size_t i = 0; i < line.taxes.size(); ++i) {
    const bool inside = order.tax_mode == TaxMode::inclusive;
    Component c = component(ComponentKind::tax, value.taxes[i], inside ? "tax_included" : "tax");
    c.included = inside;
    if (line.taxes.size() > 1) put(c.params, "index", static_cast<std::int64_t>(i));
    if (!line.taxes[i].rate.empty()) put(c.params, "rate", line.taxes[i].rate);
    if (!line.taxes[i].title.empty()) put(c.params, "title", line.taxes[i].title);
    item.components.push_back(std::move(c));
  }
  // A line that is discounted by more than its price costs nothing; it does not owe us money.
  if (value.paid < 0) item.components.push_back(component(ComponentKind::discount, -value.paid, "discount_excess"));
}

/// Takes up to `wanted` from what is left of the item.
void take_off(QuoteItem& item, Minor& left, Minor wanted, Component c) {
  const Minor amount = std::min(left, wanted);
  if (amount <= 0) return;
  c.amount = -amount;
  left -= amount;
  item.components.push_back(std::move(c));
}

void add_deductions(const LineDecision& d, const std::vector<InspectedItem>& inspected, std::string_view line, Minor value, QuoteItem& item, Minor& left) {
  std::vector<Minor> weights;
  std::vector<const InspectedItem*> entries;
  for (const InspectedItem& entry : inspected) {
    if (entry.line != line || !found(entry)) continue;
    entries.push_back(&entry);
    weights.push_back(entry.quantity);
  }
  const std::vector<Minor> values = allocate(value, weights);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::int64_t share = std::clamp<std::int64_t>(entries[i]->deduction_basis_points, 0, std::clamp<std::int64_t>(d.inspection_max_basis_points, 0, 10000));
    if (share == 0) continue;
    Component c = component(ComponentKind::deduction, 0, "value_loss");
    put(c.params, "grade", to_text(entries[i]->grade));
    put(c.params, "quantity", entries[i]->quantity);
    put(c.params, "share", share);
    take_off(item, left, scale(values[i], share, 10000), std::move(c));
  }
}

void add_fees(const LineDecision& d, Resolution resolution, Minor value, QuoteItem& item, Minor& left) {
  for (const LineFee& fee : d.fees) {
    if (std::find(fee.waived_for.begin(), fee.waived_for.end(), resolution) != fee.waived_for.end()) continue;
    const bool restocking = fee.kind == "restocking";
    if (restocking && keeps(resolution)) continue;                 // nothing is put back on a shelf
    Component c = component(restocking ? ComponentKind::restocking_fee : ComponentKind::handling_fee, 0, restocking ? "restocking_fee" : "handling_fee");
    if (!fee.amount) put(c.params, "share", fee.basis_points);
    c.rule = fee.rule;
    c.layer = fee.layer;
    take_off(item, left, fee.amount ? *fee.amount : scale(value, std::clamp<std::int64_t>(fee.basis_points, 0, 10000), 10000), std::move(c));
  }
}

}  // namespace

Minor sum_of(const std::vector<Component>& components, ComponentKind kind) {
  Minor sum = 0;
  for (const Component& c : components) {
    if (c.kind == kind && !c.included) sum = plus(sum, c.amount);
  }
  return sum;
}

std::size_t part_index(const Component& c) {
  for (const Param& p : c.params) {
    if (p.name == "index" && p.kind == Param::Kind::integer) return static_cast<std::size_t>(std::clamp<std::int64_t>(p.number, 0, 255));
  }
  return 0;
}

UnitValue value_of(const Order& order, const Line& line, const Account::LineTaken& taken, std::int64_t units) {
  Taken t{taken.quoted, taken.goods, taken.units - taken.quoted + line.canceled};
  UnitValue v;
  v.paid = v.goods = next_share(line.gross(), line.quantity, t, units);
  // Discounts are shared out as running sums: so their sum is shared out as one amount, and no unit is discounted by more
  // than it costs while another keeps the difference.
  Minor sum = 0, shared = 0;
  t.amount = 0;
  for (std::size_t i = 0; i < line.discounts.size(); ++i) {
    sum = plus(sum, line.discounts[i].amount);
    t.amount = plus(t.amount, slot(taken.discounts, i));
    const Minor share = next_share(sum, line.quantity, t, units);
    v.discounts.push_back(share - shared);
    shared = share;
  }
  v.paid -= shared;
  for (std::size_t i = 0; i < line.taxes.size(); ++i) {
    t.amount = slot(taken.taxes, i);
    v.taxes.push_back(next_share(line.taxes[i].amount, line.quantity, t, units));
    if (order.tax_mode == TaxMode::exclusive) v.paid += v.taxes.back();
  }
  return v;
}

void take(Account::LineTaken& taken, const UnitValue& value, std::int64_t units) {
  taken.units += units;
  taken.quoted += units;
  taken.goods = plus(taken.goods, value.goods);
  for (std::size_t i = 0; i < value.discounts.size(); ++i) add_slot(taken.discounts, i, value.discounts[i]);
  for (std::size_t i = 0; i < value.taxes.size(); ++i) add_slot(taken.taxes, i, value.taxes[i]);
}

std::int64_t units_found(const std::vector<InspectedItem>& inspected, std::string_view line) {
  std::int64_t units = 0;
  for (const InspectedItem& entry : inspected) {
    if (entry.line == line && found(entry)) units += entry.quantity;
  }
  return units;
}

QuoteItem build_item(const Order& order, const Line& line, Account::LineTaken& taken, const LineDecision& d, const ItemTerms& terms, std::int64_t quantity) {
  QuoteItem item;
  item.line = line.id;
  item.title = line.title;
  item.quantity = quantity;
  const UnitValue value = value_of(order, line, taken, quantity);
  add_value(order, line, value, quantity, item);
  const Minor worth = std::max<Minor>(0, value.paid);
  Minor left = replaces(terms.resolution) ? 0 : worth;
  if (replaces(terms.resolution)) {
    for (Component& c : item.components) c.included = true;       // shows what is replaced; no money moves
  } else {
    if (terms.share_basis_points < 10000) {
      Component kept = component(ComponentKind::deduction, 0, "item_kept");
      put(kept.params, "share", 10000 - terms.share_basis_points);
      take_off(item, left, worth - scale(worth, terms.share_basis_points, 10000), std::move(kept));
    }
    if (terms.inspected != nullptr) add_deductions(d, *terms.inspected, line.id, worth, item, left);
    add_fees(d, terms.resolution, worth, item, left);
    // Bites only where storefront figures and our shares part ways, so that no line gives more than it took.
    const Minor room = std::max<Minor>(0, aftersale::paid_for(order, line) - taken.refunded);
    take_off(item, left, left - room, component(ComponentKind::already_refunded, 0, "already_refunded"));
  }
  item.total = left;
  take(taken, value, quantity);
  taken.refunded = plus(taken.refunded, left);
  return item;
}

}  // namespace aftersale::settlement
