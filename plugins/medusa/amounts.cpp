// Medusa keeps amounts unrounded (83.48683 EUR) and leaves rounding to whoever pays. Here every charge is first put
// together exactly; then the total is rounded once, and what it is made of is shared out so that it adds up.
#include "medusa.hpp"

namespace aftersale::medusa {
namespace {

__extension__ using Wide = __int128;
constexpr Wide limit = static_cast<Wide>(1) << 120;   // beyond it no amount is read: to_minor refuses it

constexpr Decimal whole(std::int64_t value) { return {value, 0}; }

Wide size_of(Wide value) { return value < 0 ? -value : value; }

/// a * numerator / denominator: exactly as far as it ends, else with at least 12 digits behind the point.
Decimal ratio(const Decimal& a, const Decimal& numerator, const Decimal& denominator) {
  Decimal out;
  if (numerator.coefficient != 0 && size_of(a.coefficient) > limit / size_of(numerator.coefficient)) return {limit, 0};
  out.coefficient = a.coefficient * numerator.coefficient;
  out.scale = a.scale + numerator.scale - denominator.scale;
  if (denominator.coefficient == 0) return {limit, 0};
  for (int i = 0; (i < 12 + denominator.scale || out.scale < 0) && size_of(out.coefficient) <= limit / 10; ++i) {
    out.coefficient *= 10;
    ++out.scale;
  }
  if (out.scale < 0) return {limit, 0};
  out.coefficient /= denominator.coefficient;
  for (; out.scale > 0 && (out.scale > 30 || out.coefficient % 10 == 0); --out.scale) out.coefficient /= 10;   // digits that no currency sees
  return out;
}

Decimal range_of(const std::vector<Decimal>& parts, std::size_t from, std::size_t to) {
  Decimal sum;
  for (std::size_t i = from; i < to; ++i) sum = add(sum, parts[i]);
  return sum;
}

}  // namespace

Decimal exact(Reading& r, Value object, const char* name, bool* there) {
  Decimal out;
  const bool found = r.amounts.exact(raw(object, name), out);
  if (there != nullptr) *there = found;
  return out;
}

Decimal sum_of(Reading& r, Value list, const char* name) {
  Decimal sum;
  for (const Value item : list) sum = add(sum, exact(r, item, name));
  return sum;
}

namespace {

bool inclusive(const Reading& r) { return r.order->tax_mode == TaxMode::inclusive; }

/// Adjustments are kept for each version of an order; the latest counts.
std::vector<Value> adjustments_of(Value value) {
  std::vector<Value> out;
  std::int64_t latest = 0;
  for (const Value item : value["adjustments"]) {
    const std::int64_t version = item["version"].integer().value_or(0);
    if (version > latest) out.clear();
    if (version >= latest) out.push_back(item);
    if (version > latest) latest = version;
  }
  return out;
}

/// In place of parts that do not add up, their sum.
void check_sum(std::vector<Decimal>& parts, std::size_t from, const Decimal& sum) {
  if (minus(range_of(parts, from, parts.size()), sum).coefficient == 0) return;
  parts.resize(from);
  parts.push_back(sum);
}

/// Says that figures of the server are not those of its own prices, beyond what rounding explains.
void compare(Reading& r, Value value, const char* name, const Decimal& stated, const Decimal& own) {
  Decimal off = minus(stated, own);
  if (off.coefficient < 0) off.coefficient = -off.coefficient;
  if (minus(off, {1, r.amounts.currency().exponent}).coefficient < 0) return;
  say_at(r.problems, value.pointer(name), "totals_differ|% is stated, and price, quantity, adjustments and taxes come to %", text_of(stated), text_of(own));
}

/// Reads the amounts of a line or shipping method; `returned` is how many units came back. Figures of the server cover all
/// units, or only those that have not come back. Without them, or in the latter case, all follows from price, adjustments
/// and rates; then `vanished` grows by what the document's own total no longer counts.
Charge read_charge(Reading& r, Value value, const char* price, std::int64_t quantity, std::int64_t returned, Decimal& vanished) {
  Charge c;
  c.value = value;
  bool priced = false, based = false, totaled = false;
  c.unit = exact(r, value, price, &priced);
  if (!priced) missing(r.problems, value, price);
  const bool own = value["is_tax_inclusive"].truth(), with_tax = inclusive(r);
  const Decimal all = add(whole(100), sum_of(r, value["tax_lines"], "rate"));
  // An amount with or without tax as one of the order's mode.
  const auto convert = [&](const Decimal& amount, bool from) { return from == with_tax ? amount : with_tax ? ratio(amount, all, whole(100)) : ratio(amount, whole(100), all); };
  const Decimal base = exact(r, value, with_tax ? "original_total" : "subtotal", &based);
  Decimal stated;
  if (based) stated = exact(r, value, "total", &totaled);
  const bool shrunk = own == with_tax && returned > 0 && c.unit.coefficient != 0 && minus(base, multiply(c.unit, quantity - returned)).coefficient == 0;
  const bool given = totaled && !shrunk;
  c.parts.push_back(given ? base : convert(multiply(c.unit, quantity), own));
  for (const Value item : adjustments_of(value)) {
    bool there = false;
    Decimal amount;
    if (given) amount = exact(r, item, with_tax ? "total" : "subtotal", &there);
    if (!there) amount = exact(r, item, "amount");
    if (!given) amount = convert(amount, item["is_tax_inclusive"].truth());
    c.parts.push_back(minus(Decimal(), amount));
  }
  if (given) {
    const char* name = with_tax ? "discount_total" : "discount_subtotal";
    const Decimal off = exact(r, value, name);
    // Where units came back, this tells figures of all units from figures of those that did not.
    if (returned > 0) compare(r, value, name, off, minus(Decimal(), range_of(c.parts, 1, c.parts.size())));
    check_sum(c.parts, 1, minus(Decimal(), off));
  }
  c.taxes = c.parts.size();
  c.total = range_of(c.parts, 0, c.taxes);
  for (const Value item : value["tax_lines"]) c.parts.push_back(given ? exact(r, item, "total") : ratio(c.total, exact(r, item, "rate"), with_tax ? all : whole(100)));
  if (given) check_sum(c.parts, c.taxes, exact(r, value, "tax_total"));
  if (!with_tax) c.total = range_of(c.parts, 0, c.parts.size());
  if (given) compare(r, value, with_tax ? "original_total" : "subtotal", base, convert(multiply(c.unit, quantity), own));
  if (totaled && shrunk) {
    compare(r, value, "total", stated, ratio(c.total, whole(quantity - returned), whole(quantity)));
    vanished = add(vanished, minus(c.total, stated));
  }
  c.unit = convert(c.unit, own);
  for (const Value item : adjustments_of(value)) c.discounts.emplace_back().code = std::string(item["code"].text());
  for (const Value item : value["tax_lines"]) {
    Tax& tax = c.rates.emplace_back();
    Decimal rate;
    if (parse_decimal(raw(item, "rate").text(), rate)) tax.rate = text_of({rate.coefficient, rate.scale + 2});
    tax.title = std::string(first(r, item, "description|code").text());
  }
  return c;
}

void state(Reading& r, std::optional<Minor>& slot, const char* name) {
  bool there = false, lost = false;
  const Decimal amount = exact(r, r.root, name, &there);
  if (there) slot = r.amounts.round(amount, r.root, lost);
}

}  // namespace

/// Turns all charges into whole minor units that add up to the rounded total.
void charges(Reading& r, Value, void*) {
  Order& o = *r.order;
  std::vector<Charge> all;
  Decimal vanished;
  for (std::size_t i = 0; i < r.lines.size() + r.shipping.size(); ++i) {
    const bool line = i < r.lines.size();
    const Value item = line ? r.lines[i] : r.shipping[i - r.lines.size()], wrapped = item["shipping_method"];
    all.push_back(read_charge(r, line || !wrapped.is_object() ? item : wrapped, line ? "unit_price" : "amount", line ? o.lines[i].quantity : 1,
                              line ? r.amounts.quantity(raw(item["detail"], "return_received_quantity")) : 0, vanished));
  }
  if (!r.problems.ok()) return;
  bool lost = share_charges(r, all);

  bool there = false;
  Decimal stated = exact(r, r.root, "total", &there);
  if (!there) return;
  // Credit lines of buyers and of refunds alike are off Medusa's total; the goods cost what they cost.
  stated = add(add(stated, exact(r, r.root, "credit_line_total")), vanished);
  if (!lost && vanished.coefficient == 0) {      // otherwise rounding sets them apart from their parts
    state(r, o.totals.goods, inclusive(r) ? "original_item_total" : "item_subtotal");
    state(r, o.totals.tax, "tax_total");
  }
  o.totals.total = r.amounts.round(stated, r.root, lost);
  if (lost) {
    say(r.problems, raw(r.root, "total"), "fraction_of_minor_unit|% is no whole number of % minor units; it was rounded, and its parts so that they add up", text_of(stated), r.amounts.currency().text());
  }
}

}  // namespace aftersale::medusa
