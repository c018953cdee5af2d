// Where a storefront's amounts are finer than the currency: the total is rounded once, and what it is made of is shared out so
// that it adds up.
#include "aftersale/codec_tools.hpp"

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

}  // namespace aftersale
