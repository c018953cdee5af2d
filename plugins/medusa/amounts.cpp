// Medusa keeps amounts unrounded (83.48683 EUR) and leaves rounding to whoever pays. Here every charge is first put
// together exactly; then the total is rounded once, and what it is made of is shared out so that it adds up.
#include "medusa.hpp"

#include <algorithm>

namespace aftersale::medusa {
namespace {

__extension__ using Wide = __int128;
constexpr Wide limit = static_cast<Wide>(1) << 120;   // beyond it no amount is read: to_minor refuses it
constexpr int digits_kept = 12;

Wide size_of(Wide value) { return value < 0 ? -value : value; }

Decimal shortened(Wide coefficient, int scale) {
  while (scale > 0 && coefficient % 10 == 0) {
    coefficient /= 10;
    --scale;
  }
  while (scale > 30) {      // digits that no currency sees
    coefficient /= 10;
    --scale;
  }
  Decimal out;
  out.coefficient = coefficient;
  out.scale = scale;
  return out;
}

}  // namespace

Decimal minus(const Decimal& a, const Decimal& b) {
  Decimal negative = b;
  negative.coefficient = -negative.coefficient;
  const Decimal sum = add(a, negative);
  return shortened(sum.coefficient, sum.scale);
}

namespace {
Decimal times(const Decimal& a, const Decimal& b) {
  if (b.coefficient != 0 && size_of(a.coefficient) > limit / size_of(b.coefficient)) return shortened(limit, 0);
  return shortened(a.coefficient * b.coefficient, a.scale + b.scale);
}
}  // namespace

Decimal ratio(const Decimal& a, const Decimal& numerator, const Decimal& denominator) {
  Decimal product = times(a, numerator);
  if (denominator.coefficient == 0) return product;
  for (int i = 0; i < digits_kept + denominator.scale; ++i) {
    if (size_of(product.coefficient) > limit / 10) break;
    product.coefficient *= 10;
    ++product.scale;
  }
  const int scale = product.scale - denominator.scale;
  return scale < 0 ? shortened(limit, 0) : shortened(product.coefficient / denominator.coefficient, scale);
}

namespace {
bool equal(const Decimal& a, const Decimal& b) { return minus(a, b).coefficient == 0; }
}  // namespace

std::string text_of(const Decimal& value) {
  Wide rest = size_of(value.coefficient);
  std::string digits;
  for (int i = 0; rest != 0 || i <= value.scale; ++i) {
    if (i == value.scale && i != 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (value.coefficient < 0) digits += '-';
  return {digits.rbegin(), digits.rend()};
}

namespace {

Decimal whole(std::int64_t value) {
  Decimal out;
  out.coefficient = value;
  return out;
}
const Decimal hundred = {100, 0};

/// One thing that costs: a line or a shipping method, in exact amounts, as it was sold.
struct Charge {
  Value value;
  Decimal unit, gross, total;
  std::vector<Decimal> discounts, taxes;
  std::vector<Value> adjustments, tax_lines;   // what they were read from; may be fewer
  Decimal vanished;                            // what the document's own total no longer counts
};

bool inclusive(const Reading& r) { return r.order->tax_mode == TaxMode::inclusive; }

Decimal sum_of(const std::vector<Decimal>& parts) {
  Decimal sum;
  for (const Decimal& part : parts) sum = add(sum, part);
  return sum;
}

/// An amount with or without tax as one without or with it, at `rate` percent.
Decimal convert(const Decimal& amount, bool from_inclusive, bool to_inclusive, const Decimal& rate) {
  if (from_inclusive == to_inclusive) return amount;
  const Decimal with_tax = add(hundred, rate);
  return to_inclusive ? ratio(amount, with_tax, hundred) : ratio(amount, hundred, with_tax);
}

/// Adjustments are kept for each version of an order; the latest counts.
std::vector<Value> latest(Value adjustments) {
  std::int64_t version = 0;
  for (const Value item : adjustments) version = std::max(version, item["version"].integer().value_or(0));
  std::vector<Value> out;
  for (const Value item : adjustments) {
    if (item["version"].integer().value_or(0) == version) out.push_back(item);
  }
  return out;
}

struct Rates { std::vector<Decimal> each; Decimal sum; };

/// From the server's own figures, which cover all units.
void from_totals(Reading& r, Charge& c) {
  const bool with_tax = inclusive(r);
  Decimal discount, tax;
  r.amounts.exact(raw(c.value, with_tax ? "discount_total" : "discount_subtotal"), discount);
  r.amounts.exact(raw(c.value, "tax_total"), tax);
  for (const Value item : c.adjustments) {
    Decimal amount;
    if (!r.amounts.exact(raw(item, with_tax ? "total" : "subtotal"), amount)) r.amounts.exact(raw(item, "amount"), amount);
    c.discounts.push_back(amount);
  }
  for (const Value item : c.tax_lines) {
    Decimal amount;
    r.amounts.exact(raw(item, "total"), amount);
    c.taxes.push_back(amount);
  }
  if (!equal(sum_of(c.discounts), discount)) c.discounts = {discount};
  if (!equal(sum_of(c.taxes), tax)) c.taxes = {tax};
}

/// From price, adjustments and rates alone: for documents without totals, and for lines whose totals only cover the units
/// that have not come back.
void from_basics(Reading& r, Charge& c, std::int64_t quantity, bool own_inclusive, const Rates& rates) {
  const bool with_tax = inclusive(r);
  c.gross = convert(multiply(c.unit, quantity), own_inclusive, with_tax, rates.sum);
  for (const Value item : c.adjustments) {
    Decimal amount;
    r.amounts.exact(raw(item, "amount"), amount);
    c.discounts.push_back(convert(amount, item["is_tax_inclusive"].truth(), with_tax, rates.sum));
  }
  const Decimal base = minus(c.gross, sum_of(c.discounts));
  for (const Decimal& rate : rates.each) c.taxes.push_back(ratio(base, rate, with_tax ? add(hundred, rates.sum) : hundred));
}

/// Reads the amounts of a line or shipping method. `price` is its member's name, `returned` how many units came back.
Charge read_charge(Reading& r, Value value, std::string_view price, std::int64_t quantity, std::int64_t returned) {
  Charge c;
  c.value = value;
  const bool own_inclusive = value["is_tax_inclusive"].truth();
  const bool with_tax = inclusive(r);
  if (!r.amounts.exact(raw(value, price), c.unit)) missing(r.problems, value, price);
  c.adjustments = latest(value["adjustments"]);
  Rates rates;
  for (const Value item : value["tax_lines"]) {
    Decimal rate;
    r.amounts.exact(raw(item, "rate"), rate);
    rates.each.push_back(rate);
    rates.sum = add(rates.sum, rate);
    c.tax_lines.push_back(item);
  }
  Decimal base, stated;
  const bool has_totals = r.amounts.exact(raw(value, with_tax ? "original_total" : "subtotal"), base) && r.amounts.exact(raw(value, "total"), stated);
  const bool comparable = own_inclusive == with_tax && returned > 0;
  const bool shrunk = comparable && equal(base, multiply(c.unit, quantity - returned)) && c.unit.coefficient != 0;
  if (has_totals && !shrunk) {
    c.gross = base;
    from_totals(r, c);
  } else {
    from_basics(r, c, quantity, own_inclusive, rates);
  }
  c.total = minus(c.gross, sum_of(c.discounts));
  if (!with_tax) c.total = add(c.total, sum_of(c.taxes));
  if (has_totals && shrunk) c.vanished = minus(c.total, stated);
  c.unit = convert(c.unit, own_inclusive, with_tax, rates.sum);
  return c;
}

/// The charge's parts in whole minor units: gross, discounts (negative), then taxes, that make `total`.
std::vector<Minor> whole_parts(Reading& r, const Charge& c, Minor total) {
  std::vector<Decimal> parts = {c.gross};
  for (const Decimal& d : c.discounts) parts.push_back(minus(whole(0), d));
  if (!inclusive(r)) parts.insert(parts.end(), c.taxes.begin(), c.taxes.end());
  std::vector<Minor> out = round_parts(parts, r.amounts.currency(), total);
  bool lost = false;
  if (inclusive(r)) {      // information only, so each is rounded by itself
    for (const Decimal& t : c.taxes) out.push_back(r.amounts.round(t, c.value, lost));
  }
  return out;
}

std::vector<Tax> taxes_of(const Charge& c, const std::vector<Minor>& parts) {
  std::vector<Tax> out;
  const std::size_t first = 1 + c.discounts.size();
  for (std::size_t i = 0; first + i < parts.size(); ++i) {
    Tax tax;
    tax.amount = parts[first + i];
    if (i < c.tax_lines.size() && c.taxes.size() == c.tax_lines.size()) {
      const Value item = c.tax_lines[i];
      Decimal rate;
      if (parse_decimal(raw(item, "rate").text(), rate)) tax.rate = text_of(ratio(rate, whole(1), hundred));
      for (const std::string_view name : {"description", "code"}) {
        if (tax.title.empty()) tax.title = std::string(item[name].text());
      }
    }
    if (tax.amount != 0 || !tax.rate.empty()) out.push_back(std::move(tax));
  }
  return out;
}

void file_line(Reading& r, const Charge& c, Line& line, const std::vector<Minor>& parts) {
  bool lost = false;
  line.unit_price = r.amounts.round(c.unit, c.value, lost);
  if (!r.amounts.count(line.unit_price, line.quantity, c.value)) return;
  if (line.unit_price * line.quantity != parts[0]) line.gross_given = parts[0];
  for (std::size_t i = 0; i < c.discounts.size(); ++i) {
    Discount d;
    d.amount = -parts[1 + i];
    if (d.amount == 0) continue;
    if (c.adjustments.size() == c.discounts.size()) d.code = std::string(c.adjustments[i]["code"].text());
    line.discounts.push_back(std::move(d));
  }
  line.taxes = taxes_of(c, parts);
}

void state(Reading& r, std::optional<Minor>& slot, std::string_view name) {
  Decimal amount;
  bool lost = false;
  const Value value = raw(r.root, name);
  if (r.amounts.exact(value, amount)) slot = r.amounts.round(amount, value, lost);
}

/// Turns all charges into whole minor units that add up to the rounded total, and files them in the order.
void settle(Reading& r, const std::vector<Charge>& all) {
  std::vector<Decimal> exact;
  Decimal sum, vanished;
  for (const Charge& c : all) {
    exact.push_back(c.total);
    sum = add(sum, c.total);
    vanished = add(vanished, c.vanished);
  }
  bool lost = false;
  const Minor total = r.amounts.round(sum, r.root, lost);
  const std::vector<Minor> totals = round_parts(exact, r.amounts.currency(), total);
  bool below = false;
  for (std::size_t i = 0; i < all.size() && r.problems.ok(); ++i) {
    const Charge& c = all[i];
    Minor here = 0;
    bool whole_here = true;
    if (!to_minor(c.total, r.amounts.currency(), here, whole_here)) missing(r.problems, c.value, "total");
    lost = lost || !whole_here;
    const std::vector<Minor> parts = whole_parts(r, c, totals[i]);
    for (std::size_t p = 0; p < parts.size(); ++p) below = below || (p > 0 && p <= c.discounts.size() ? parts[p] > 0 : parts[p] < 0);
    if (i < r.order->lines.size()) {
      file_line(r, c, r.order->lines[i], parts);
      below = below || r.order->lines[i].unit_price < 0;
      continue;
    }
    ShippingCharge& s = r.order->shipping[i - r.order->lines.size()];
    s.price = parts[0];
    for (std::size_t p = 0; p < c.discounts.size(); ++p) s.discount -= parts[1 + p];
    s.taxes = taxes_of(c, parts);
  }
  if (below) r.problems.error("negative", r.root.pointer("items"), "a price, discount or tax of the order is negative", "check the order's amounts");

  Decimal stated, credit;
  if (!r.amounts.exact(raw(r.root, "total"), stated)) return;
  // Credit lines are money that the buyer used up; the goods cost what they cost.
  if (r.amounts.exact(raw(r.root, "credit_line_total"), credit)) stated = add(stated, credit);
  stated = add(stated, vanished);
  if (!lost && vanished.coefficient == 0) {      // otherwise rounding sets them apart from their parts
    state(r, r.order->totals.goods, inclusive(r) ? "original_item_total" : "item_subtotal");
    state(r, r.order->totals.tax, "tax_total");
  }
  r.order->totals.total = r.amounts.round(stated, r.root, lost);
  if (lost) {
    r.problems.warn("fraction_of_minor_unit", raw(r.root, "total").pointer(),
                    join({text_of(stated), " is no whole number of ", r.amounts.currency().text(), " minor units; it was rounded, and its parts so that they add up"}));
  }
}

}  // namespace

void charges(Reading& r, Value, void*) {
  std::vector<Charge> all;
  for (std::size_t i = 0; i < r.lines.size(); ++i) {
    all.push_back(read_charge(r, r.lines[i], "unit_price", r.order->lines[i].quantity, r.amounts.quantity(raw(r.lines[i]["detail"], "return_received_quantity"))));
  }
  for (const Value item : r.shipping) {
    const Value wrapped = item["shipping_method"];
    all.push_back(read_charge(r, wrapped.is_object() ? wrapped : item, "amount", 1, 0));
  }
  if (r.problems.ok()) settle(r, all);
}

}  // namespace aftersale::medusa
