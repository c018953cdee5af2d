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
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    goods += line.gross();
    discounts += line.discount_total();
    tax += line.tax_total();
    total += paid_for(order, line);
    if (line.gross() < line.discount_total()) {
      problems.warn("discount_above_price", join({pointer, "/lines/", integer_text(static_cast<std::int64_t>(i)), "/discounts"}), join({"line ", line.id, " is discounted by more than its price"}), "check its discounts");
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

void check_account(const Order& order, Problems& problems, const std::string& pointer) {
  Minor total = 0, paid = 0;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    const std::string at = join({pointer, "/lines/", integer_text(static_cast<std::int64_t>(i))});
    total += paid_for(order, line);
    if (order.tax_mode == TaxMode::inclusive && line.tax_total() > paid_for(order, line)) {
      problems.warn("tax_above_price", join({at, "/taxes"}), "the tax that is included is more than the price", "check the line's taxes");
    }
    std::int64_t back = line.canceled;
    for (const EarlierReturn& r : order.returns) {
      for (const ReturnedLine& l : r.lines) back += l.line == line.id ? l.quantity : 0;
    }
    if (back > line.quantity) {
      problems.warn("returned_above_bought", join({at, "/quantity"}),
                    join({integer_text(back), " units came back or were canceled, of ", integer_text(line.quantity), " that were bought"}), "check the order's returns");
    }
  }
  for (const ShippingCharge& charge : order.shipping) total += paid_for(order, charge);
  for (const Tender& tender : order.tenders) paid += tender.amount;
  if (order.tenders.empty() || order.totals.paid || paid == total) return;
  problems.warn("totals_differ", join({pointer, "/tenders"}),
                join({"its tenders gave ", money_text(paid, order.currency), ", its parts add up to ", money_text(total, order.currency)}),
                "nothing is paid back above what the tenders gave");
}

}  // namespace aftersale
