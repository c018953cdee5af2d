#include "aftersale/order.hpp"
#include "json/text.hpp"

namespace aftersale {

Minor Line::discount_total() const {
  Minor sum = 0;
  for (const Discount& d : discounts) sum += d.amount;
  return sum;
}

Minor Line::tax_total() const {
  Minor sum = 0;
  for (const Tax& t : taxes) sum += t.amount;
  return sum;
}

const Line* Order::find_line(std::string_view id_wanted) const {
  for (const Line& line : lines) {
    if (line.id == id_wanted) return &line;
  }
  return nullptr;
}

Minor paid_for(const Order& order, const Line& line) {
  return line.gross() - line.discount_total() + (order.tax_mode == TaxMode::exclusive ? line.tax_total() : 0) + line.duties;
}

Minor paid_for(const Order& order, const ShippingCharge& shipping) {
  Minor sum = shipping.price - shipping.discount;
  if (order.tax_mode == TaxMode::exclusive) {
    for (const Tax& t : shipping.taxes) sum += t.amount;
  }
  return sum;
}

namespace {

std::string money_text(Minor amount, const Currency& currency) {
  std::string digits = integer_text(amount < 0 ? -amount : amount);
  if (currency.exponent > 0) {
    while (digits.size() <= currency.exponent) digits.insert(digits.begin(), '0');
    digits.insert(digits.size() - currency.exponent, ".");
  }
  return (amount < 0 ? "-" : "") + join({digits, " ", currency.text()});
}

void compare(const Order& order, Problems& problems, const std::string& pointer, std::string_view name, const std::optional<Minor>& stated, Minor computed) {
  if (!stated || *stated == computed) return;
  problems.warn("totals_differ", join({pointer, "/totals/", name}),
                join({"the order states ", money_text(*stated, order.currency), ", its parts add up to ", money_text(computed, order.currency)}),
                "check the storefront's figures; amounts are taken from the parts");
}

}  // namespace

void check_totals(const Order& order, Problems& problems, const std::string& pointer) {
  Minor goods = 0, discounts = 0, tax = 0, shipping = 0, total = 0, tenders = 0, refunded = 0;
  for (const Line& line : order.lines) {
    goods += line.gross();
    discounts += line.discount_total();
    tax += line.tax_total();
    total += paid_for(order, line);
    if (line.gross() < line.discount_total()) {
      problems.warn("discount_above_price", join({pointer, "/lines"}), join({"line ", line.id, " is discounted by more than its price"}), "check its discounts");
    }
  }
  for (const ShippingCharge& charge : order.shipping) {
    shipping += charge.price - charge.discount;
    for (const Tax& t : charge.taxes) tax += t.amount;
    total += paid_for(order, charge);
  }
  for (const Tender& tender : order.tenders) {
    tenders += tender.amount;
    refunded += tender.refunded;
    if (tender.refunded > tender.amount) {
      problems.warn("refunded_above_paid", join({pointer, "/tenders"}), join({"tender ", tender.id, " was paid back more than it gave"}), "check its refunds");
    }
  }
  compare(order, problems, pointer, "goods", order.totals.goods, goods);
  compare(order, problems, pointer, "discounts", order.totals.discounts, discounts);
  compare(order, problems, pointer, "shipping", order.totals.shipping, shipping);
  compare(order, problems, pointer, "tax", order.totals.tax, tax);
  compare(order, problems, pointer, "total", order.totals.total, total);
  if (!order.tenders.empty()) {
    compare(order, problems, pointer, "paid", order.totals.paid, tenders);
    compare(order, problems, pointer, "refunded", order.totals.refunded, refunded);
  }
}

}  // namespace aftersale
