#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

std::int64_t slot(const std::vector<std::int64_t>& slots, std::size_t index) { return index < slots.size() ? slots[index] : 0; }

bool found(const InspectedItem& entry) { return entry.grade != Grade::wrong_item && entry.disposition != Disposition::missing; }

/// Takes up to `wanted` from what is left of the item.
void take_off(QuoteItem& item, Minor& left, Minor wanted, Component c) {
  const Minor amount = planted("fee_unlimited") ? wanted : std::min(left, wanted);
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

void add_fees(const LineDecision& d, Resolution resolution, bool without_goods, Minor value, QuoteItem& item, Minor& left) {
  for (const LineFee& fee : d.fees) {
    if (std::find(fee.waived_for.begin(), fee.waived_for.end(), resolution) != fee.waived_for.end()) continue;
    const bool restocking = fee.kind == "restocking";
    if (restocking && (without_goods || keeps(resolution))) continue;                 // nothing is put back on a shelf
    Component c = component(restocking ? ComponentKind::restocking_fee : ComponentKind::handling_fee, 0, restocking ? "restocking_fee" : "handling_fee");
    if (!fee.amount) put(c.params, "share", fee.basis_points);
    c.rule = fee.rule;
    c.layer = fee.layer;
    take_off(item, left, fee.amount ? *fee.amount : scale(value, std::clamp<std::int64_t>(fee.basis_points, 0, 10000), 10000), std::move(c));
  }
}

}  // namespace

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
    if (value.points[i] > 0) put(c.params, "points", value.points[i]);
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
  if (value.duties > 0) item.components.push_back(component(ComponentKind::duty, value.duties, "duty"));
  // A line that is discounted by more than its price costs nothing; it does not owe us money.
  if (value.paid < 0) item.components.push_back(component(ComponentKind::discount, -value.paid, "discount_excess"));
}

Minor sum_of(const std::vector<Component>& components, ComponentKind kind) {
  Minor sum = 0;
  for (const Component& c : components) {
    if (c.kind == kind && !c.included) sum = plus(sum, c.amount);
  }
  return sum;
}

Component component(ComponentKind kind, Minor amount, std::string_view code) {
  Component c;
  c.kind = kind;
  c.amount = amount;
  c.code = std::string(code);
  return c;
}

std::int64_t number_param(const Component& c, std::string_view name) {
  for (const Param& p : c.params) {
    if (p.name == name && p.kind == Param::Kind::integer) return p.number;
  }
  return 0;
}

std::string_view text_param(const Component& c, std::string_view name) {
  for (const Param& p : c.params) {
    if (p.name == name) return p.text;
  }
  return {};
}

std::size_t part_index(const Component& c) { return static_cast<std::size_t>(std::clamp<std::int64_t>(number_param(c, "index"), 0, 255)); }

Minor UnitValue::discount_total() const {
  Minor sum = 0;
  for (const Minor d : discounts) sum = plus(sum, d);
  return sum;
}

UnitValue value_of(const Order& order, const Line& line, const Account::LineTaken& taken, std::int64_t units) {
  Taken t{taken.quoted, taken.goods, taken.units - taken.quoted + line.canceled};
  UnitValue v;
  v.paid = v.goods = next_share(line.gross(), line.quantity, t, units);
  // Discounts are shared out as running sums: so their sum is shared out as one amount, and no unit is discounted by more
  // than it costs while another keeps the difference.
  Minor sum = 0, shared = 0, gone = 0;
  for (std::size_t i = 0; i < line.discounts.size(); ++i) {
    sum = plus(sum, line.discounts[i].amount);
    t.amount = gone = plus(gone, slot(taken.discounts, i));
    const Minor share = planted("discount_whole") ? sum : next_share(sum, line.quantity, t, units);
    v.discounts.push_back(share - shared);
    shared = share;
    t.amount = slot(taken.points, i);
    v.points.push_back(next_share(line.discounts[i].points, line.quantity, t, units));
  }
  v.paid -= shared;
  for (std::size_t i = 0; i < line.taxes.size(); ++i) {
    t.amount = slot(taken.taxes, i);
    v.taxes.push_back(next_share(line.taxes[i].amount, line.quantity, t, units));
    if (planted("tax_twice")) v.taxes.back() *= 2;
    if (order.tax_mode == TaxMode::exclusive) v.paid += v.taxes.back();
  }
  t.amount = taken.duties;
  v.duties = next_share(line.duties, line.quantity, t, units);
  v.paid += v.duties;
  return v;
}

std::int64_t units_found(const std::vector<InspectedItem>& inspected, std::string_view line) {
  std::int64_t units = 0;
  for (const InspectedItem& entry : inspected) {
    if (entry.line == line && found(entry)) units += entry.quantity;
  }
  return units;
}

namespace {

/// What a partial refund keeps of what the units are worth, and what is taken off otherwise.
void reduce(const LineDecision& d, const ItemTerms& terms, Minor worth, QuoteItem& item, Minor& left) {
  if (terms.share_basis_points < 10000) {
    Component kept = component(ComponentKind::deduction, 0, "item_kept");
    put(kept.params, "share", 10000 - terms.share_basis_points);
    take_off(item, left, worth - scale(worth, terms.share_basis_points, 10000), std::move(kept));
  }
  if (terms.inspected != nullptr) add_deductions(d, *terms.inspected, item.line, worth, item, left);
  add_fees(d, terms.resolution, terms.without_goods, worth, item, left);
}

}  // namespace

QuoteItem build_item(const Order& order, const Line& line, Account::LineTaken& taken, const LineDecision& d, ItemTerms& terms, std::int64_t quantity) {
  QuoteItem item;
  item.line = line.id;
  item.title = line.title;
  item.quantity = quantity;
  const UnitValue value = value_of(order, line, taken, quantity);
  add_value(order, line, value, quantity, item);
  const bool stays_paid = terms.offer || replaces(terms.resolution) || terms.resolution == Resolution::price_adjustment;
  // Bites only where storefront figures and our shares part ways, so that no line gives more than it took.
  const Minor room = std::max<Minor>(0, aftersale::paid_for(order, line) - taken.refunded);
  if (stays_paid) {
    for (Component& c : item.components) c.included = true;       // shows what it is about; the price stays paid
    const std::int64_t fresh = terms.offer ? 0 : fresh_units(line, taken, quantity);
    const Adjusted before = adjusted_of(taken, quantity - fresh, minor_max);
    // Units that leave for a while, or for good, take with them what was paid back on them.
    if (terms.resolution != Resolution::price_adjustment) add_adjusted(order, before, true, item);
    if (adjusts(terms.resolution)) terms.charge = add_difference(order, line, value, taken, {terms.resolution, terms.price, fresh}, before, item);
    if (terms.offer) {
      item.components.push_back(component(ComponentKind::offer, *terms.offer, "offer"));
      item.total = *terms.offer;
    }
  } else {
    const Adjusted adjusted = adjusted_of(taken, quantity, std::max<Minor>(0, value.paid));
    add_adjusted(order, adjusted, false, item);
    const Minor worth = std::max<Minor>(0, value.paid - adjusted.amount);
    item.total = worth;
    reduce(d, terms, worth, item, item.total);
  }
  take_off(item, item.total, item.total - room, component(ComponentKind::already_refunded, 0, "already_refunded"));
  take_item(taken, item, terms.resolution);
  return item;
}

}  // namespace aftersale::settlement
