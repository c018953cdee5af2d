// Vendure counts all money in whole hundredths, yen as well, and rounds each line. What a line comes to is read from its own
// prorated figures, which are what was paid; its price and discounts say how that came about.
#include "vendure.hpp"

namespace aftersale::vendure {
namespace {

bool exact(Reading& r, Value object, std::initializer_list<std::string_view> name, Decimal& out) { return r.amounts.exact(object[join(name)], out); }

/// How many units are left of a line; none when all were taken off the order.
std::int64_t left_of(Reading& r, Value line) { return r.amounts.quantity(line["quantity"]); }

/// A line, or a shipping line, whose price has a name in front of it and its sum another.
Charge read_charge(Reading& r, Value value, bool line, std::int64_t quantity) {
  const bool inclusive = r.order->tax_mode == TaxMode::inclusive, gone = line && left_of(r, value) == 0;
  const std::string_view mode = inclusive ? "WithTax" : "", sum = line ? "proratedLinePrice" : "discountedPrice";
  Charge c;
  c.value = value;
  if (!exact(r, value, {line ? "unitPrice" : "price", mode}, c.unit)) missing(r.problems, value, join({line ? "unitPrice" : "price", mode}));
  Decimal price = multiply(c.unit, quantity), net, gross;
  if (line && !gone) exact(r, value, {"linePrice", mode}, price);
  c.parts.push_back(price);
  Decimal paid = price;
  for (const Value item : value["discounts"]) {
    Decimal off;
    if (gone || !exact(r, item, {"amount", mode}, off)) continue;
    c.parts.push_back(off);
    paid = add(paid, off);
    c.discounts.emplace_back().title = std::string(item["description"].text());
  }
  bool stated = !gone && exact(r, value, {sum}, net), taxed = !gone && exact(r, value, {sum, "WithTax"}, gross);
  // Each discount was rounded by itself, the sum was not: what is between them belongs to the last discount.
  if (inclusive ? taxed : stated) {
    const Decimal rest = minus(inclusive ? gross : net, paid);
    if (c.parts.size() == 1 && rest.coefficient < 0) {
      c.parts.emplace_back();
      c.discounts.emplace_back();
    }
    c.parts.back() = add(c.parts.back(), rest);
    if (c.parts.size() > 1 && c.parts.back().coefficient > 0) {
      c.parts.front() = add(c.parts.front(), c.parts.back());
      c.parts.back() = Decimal();
    }
    paid = inclusive ? gross : net;
  }
  c.taxes = c.parts.size();
  c.total = paid;
  if (gone) {      // its own figures are nothing: what its units cost, they cost with their tax
    stated = exact(r, value, {"unitPrice"}, net);
    taxed = exact(r, value, {"unitPriceWithTax"}, gross);
    net = multiply(net, quantity);
    gross = multiply(gross, quantity);
  }
  if (stated && taxed) {
    Decimal rate;
    for (const Value item : value["taxLines"]) {
      Decimal one;
      if (parse_decimal(item["taxRate"].text(), one)) rate = add(rate, one);
      else if (!odd(r, item["taxRate"]) && item["taxRate"].present()) say(r.problems, item["taxRate"], "odd_type|\"%\" is no rate; it counts as nothing", item["taxRate"].text());
    }
    c.parts.push_back(minus(gross, net));
    Tax& tax = c.rates.emplace_back();
    if (rate.coefficient != 0) tax.rate = text_of({rate.coefficient, rate.scale + 2});
    if (value["taxLines"].size() == 1) tax.title = std::string(value["taxLines"].at(0)["description"].text());
    if (!inclusive) c.total = add(c.total, c.parts.back());
  }
  return c;
}

}  // namespace

/// How fine the shop's money is: hundredths, unless the host says what its MoneyStrategy has.
void digits(Reading& r, Value order, void*) {
  const std::int64_t given = r.amounts.quantity(order["moneyStrategyPrecision"], 2);
  r.amounts.count_in(static_cast<int>(given < 9 ? given : 9));
  if (given == r.amounts.currency().exponent) put(r.order->source.native, "moneyStrategyPrecision", "own");
}

void charges(Reading& r, Value order, void*) {
  std::vector<Charge> all;
  Decimal total;
  bool there = r.amounts.exact(order["totalWithTax"], total);
  for (std::size_t i = 0; i < r.lines.size(); ++i) {
    all.push_back(read_charge(r, r.lines[i], true, r.order->lines[i].quantity));
    if (left_of(r, r.lines[i]) != 0) continue;
    total = add(total, all.back().total);
    // Such a line costs nothing any more.
    const Value cost = r.lines[i]["linePriceWithTax"];
    Decimal still;
    if (r.amounts.exact(cost, still) && still.coefficient != 0) say(r.problems, cost, "totals_differ|% is stated, and no unit is left", cost.text());
  }
  for (const Value item : r.shipping) all.push_back(read_charge(r, item, false, 1));
  if (!r.problems.ok()) return;
  bool lost = share_charges(r, all);
  if (there) r.order->totals.total = r.amounts.round(total, order["totalWithTax"], lost);
  if (lost) {
    say(r.problems, order["totalWithTax"], "fraction_of_minor_unit|% is no whole number of % minor units; it was rounded, and its parts so that they add up", text_of(total), r.amounts.currency().text());
  }
}

}  // namespace aftersale::vendure
