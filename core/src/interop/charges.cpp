// Where a storefront's amounts are finer than the currency: the total is rounded once, and what it is made of is shared out so
// that it adds up.
#include "interop/records.hpp"

namespace aftersale {
namespace {

void file_taxes(const Charge& c, const std::vector<Minor>& parts, std::vector<Tax>& taxes) {
  for (std::size_t i = c.taxes; i < parts.size(); ++i) {
    Tax tax;
    if (c.rates.size() == parts.size() - c.taxes) tax = c.rates[i - c.taxes];
    tax.amount = parts[i];
    if (tax.amount != 0 || !tax.rate.empty()) taxes.push_back(std::move(tax));
  }
}

void file_line(Reading& r, const Charge& c, const std::vector<Minor>& parts, Line& line) {
  if (!r.amounts.count(line.unit_price, line.quantity, c.value)) return;
  if (line.unit_price * line.quantity != parts[0]) line.gross_given = parts[0];
  for (std::size_t k = 1; k < c.taxes; ++k) {
    if (parts[k] == 0) continue;
    Discount& d = line.discounts.emplace_back();
    if (c.discounts.size() == c.taxes - 1) d = c.discounts[k - 1];
    d.amount = -parts[k];
  }
  file_taxes(c, parts, line.taxes);
}

}  // namespace

bool share_charges(Reading& r, std::vector<Charge>& charges) {
  Order& o = *r.order;
  const bool inclusive = o.tax_mode == TaxMode::inclusive;
  std::vector<Decimal> totals;
  Decimal sum;
  for (const Charge& c : charges) {
    totals.push_back(c.total);
    sum = add(sum, c.total);
  }
  const Currency& currency = r.amounts.currency();
  bool lost = false, below = false;
  const std::vector<Minor> shares = round_parts(totals, currency, r.amounts.round(sum, r.root, lost));
  for (std::size_t i = 0; i < charges.size() && r.problems.ok(); ++i) {
    Charge& c = charges[i];
    Minor here = 0;
    bool exactly = true, ignored = false;
    if (!to_minor(c.total, currency, here, exactly)) missing(r.problems, c.value, "total");
    lost = lost || !exactly;
    const std::size_t shared = inclusive ? c.taxes : c.parts.size();
    std::vector<Minor> parts = round_parts({c.parts.data(), shared}, currency, shares[i]);
    for (std::size_t k = 0; k < shared; ++k) r.amounts.round(c.parts[k], c.value, ignored);      // that it is an amount at all
    // Taxes that are inside are information only, so each is rounded by itself.
    for (std::size_t k = shared; k < c.parts.size(); ++k) parts.push_back(r.amounts.round(c.parts[k], c.value, ignored));
    for (std::size_t k = 0; k < parts.size(); ++k) below = below || (k > 0 && k < c.taxes ? parts[k] > 0 : parts[k] < 0);
    if (i < o.lines.size()) {
      Line& line = o.lines[i];
      line.unit_price = r.amounts.round(c.unit, c.value, ignored);
      below = below || line.unit_price < 0;
      file_line(r, c, parts, line);
    } else {
      ShippingCharge& s = o.shipping[i - o.lines.size()];
      s.price = parts[0];
      for (std::size_t k = 1; k < c.taxes; ++k) s.discount -= parts[k];
      file_taxes(c, parts, s.taxes);
    }
  }
  if (below) say(r.problems, r.lines.empty() ? r.root : r.lines.front(), "!negative|a price, discount or tax of the order is negative|check the order's amounts");
  return lost;
}

namespace {

/// A figure of one of the rows of "charges".
bool exact_by(Reading& r, Value here, Value expression, Decimal& out) {
  Choice choice(r, here, expression.text(), true);
  return exact_of(r, here, choice, out);
}

/// tax * part / whole, to nine digits more than the tax has; nothing of what is too large to be money.
Decimal share_of(const Decimal& tax, const Decimal& part, const Decimal& whole) {
  constexpr std::int64_t finer = 1'000'000'000, most = 100'000'000'000'000;
  const auto fits = [](const Decimal& d) { return d.coefficient > -most && d.coefficient < most; };
  if (whole.coefficient == 0 || !fits(tax) || !fits(part) || !fits(whole)) return {};
  // Both at the finer of their scales, so that it falls out.
  const Decimal a = add(part, {0, whole.scale}), b = add(whole, {0, part.scale});
  if (!fits(a) || !fits(b)) return {};
  const Decimal product = multiply(multiply(tax, static_cast<std::int64_t>(a.coefficient)), finer);
  return {product.coefficient / b.coefficient, tax.scale + 9};
}

/// The price of one unit of several: to six digits more than the figure has.
Decimal unit_of(const Decimal& gross, std::int64_t quantity) {
  constexpr std::int64_t finer = 1'000'000;
  const Decimal fine = multiply(gross, finer);
  return {fine.coefficient / quantity, gross.scale + 6};
}

/// What a charge comes to is what its parts have to add up to: the last discount takes the difference, as each is rounded by itself.
void settle(Charge& c, const Decimal& rest) {
  if (rest.coefficient == 0) return;
  if (c.parts.size() == 1 && rest.coefficient < 0) {
    c.parts.emplace_back();
    c.discounts.emplace_back();
  }
  c.parts.back() = add(c.parts.back(), rest);
  if (c.parts.size() == 1 || c.parts.back().coefficient <= 0) return;
  c.parts.front() = add(c.parts.front(), c.parts.back());
  c.parts.back() = Decimal();
}

Charge read_charge(Reading& r, Value table, Value value, std::int64_t quantity) {
  Charge c;
  c.value = value;
  Decimal gross, paid;
  const bool priced = exact_by(r, value, table["unit"], c.unit), whole = exact_by(r, value, table["gross"], gross);
  if (!priced && !whole) missing(r.problems, value, table["need"].text());
  if (!whole) gross = multiply(c.unit, quantity);
  if (!priced) c.unit = unit_of(gross, quantity);
  c.parts.push_back(gross);
  const Value discounts = table["discounts"], taxes = table["taxes"];
  for (const Value item : list(r, value, discounts.at(0).text())) {
    Decimal off;
    if (!exact_by(r, item, discounts.at(1), off) || off.coefficient == 0) continue;
    fill(r, Record::discount, &c.discounts.emplace_back(), discounts.at(2), item);
    c.parts.push_back({-off.coefficient, off.scale});
  }
  for (const Decimal& part : c.parts) c.total = add(c.total, part);
  if (exact_by(r, value, table["paid"], paid)) {
    settle(c, minus(paid, c.total));
    c.total = paid;
  }
  c.taxes = c.parts.size();
  for (const Value item : list(r, value, taxes.at(0).text())) {
    Decimal tax;
    if (!exact_by(r, item, taxes.at(1), tax)) continue;
    fill(r, Record::tax, &c.rates.emplace_back(), taxes.at(2), item);
    c.parts.push_back(tax);
    if (r.order->tax_mode != TaxMode::inclusive) c.total = add(c.total, tax);
  }
  return c;
}

/// An amount of the whole order in shares for its lines, by what they come to; the last takes the rest.
std::vector<Minor> shared(Reading& r, const std::vector<Charge>& all, const Decimal& amount, Value here) {
  const std::size_t lines = r.lines.size();
  Decimal sum, given;
  for (std::size_t i = 0; i < lines; ++i) sum = add(sum, all[i].total);
  std::vector<Decimal> shares;
  for (std::size_t i = 0; i + 1 < lines; ++i) {
    shares.push_back(share_of(amount, all[i].total, sum));
    given = add(given, shares.back());
  }
  shares.push_back(minus(amount, given));
  bool lost = false;
  return round_parts(shares, r.amounts.currency(), r.amounts.round(amount, here, lost));
}

/// What came off the order as a whole, told with either sign.
void spread_discount(Reading& r, Value row, Value here, std::vector<Charge>& all) {
  Decimal off;
  if (r.lines.empty() || !exact_by(r, here, row.at(0), off) || off.coefficient == 0) return;
  if (off.coefficient < 0) off.coefficient = -off.coefficient;
  const std::vector<Minor> whole = shared(r, all, off, here);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Charge& c = all[i];
    const Decimal part{-whole[i], r.amounts.currency().exponent};
    c.parts.insert(c.parts.begin() + static_cast<std::ptrdiff_t>(c.taxes++), part);
    fill(r, Record::discount, &c.discounts.emplace_back(), row.at(1), here);
    c.total = add(c.total, part);
  }
}

/// The order's tax, where lines say nothing of theirs.
void spread_tax(Reading& r, Value row, Value here, std::vector<Charge>& all) {
  Decimal tax;
  if (r.lines.empty() || !exact_by(r, here, row.at(0), tax) || tax.coefficient == 0) return;
  for (std::size_t i = 0; i < r.lines.size(); ++i) {
    if (all[i].parts.size() > all[i].taxes) return;
  }
  const std::vector<Minor> whole = shared(r, all, tax, here);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Charge& c = all[i];
    fill(r, Record::tax, &c.rates.emplace_back(), row.at(1), here);
    c.parts.push_back({whole[i], r.amounts.currency().exponent});
    if (r.order->tax_mode != TaxMode::inclusive) c.total = add(c.total, c.parts.back());
  }
}

}  // namespace

void read_charges(Reading& r, Value table, Value here) {
  Order& o = *r.order;
  std::vector<Charge> all;
  for (std::size_t i = 0; i < r.lines.size(); ++i) all.push_back(read_charge(r, table["line"], r.lines[i], o.lines[i].quantity));
  for (const Value item : r.shipping) all.push_back(read_charge(r, table["shipping"], item, 1));
  if (!r.problems.ok()) return;
  if (table["discount"].exists()) spread_discount(r, table["discount"], here, all);
  if (table["tax"].exists()) spread_tax(r, table["tax"], here, all);
  bool lost = share_charges(r, all);
  Decimal total;
  Choice choice(r, here, table["total"].text(), true);
  if (exact_of(r, here, choice, total)) o.totals.total = r.amounts.round(total, choice.value, lost);
  if (lost) {
    say(r.problems, choice.value.exists() ? choice.value : here, "fraction_of_minor_unit|the order's amounts are finer than % minor units; its total was rounded, and its parts so that they add up", r.amounts.currency().text());
  }
}

}  // namespace aftersale
