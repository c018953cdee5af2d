// Refunds and returns inside and outside of orders.
#include "shopify.hpp"

namespace aftersale::shopify {
namespace {

void add_units(std::vector<ReturnedLine>& lines, std::string line, std::int64_t quantity) {
  if (line.empty() || quantity == 0) return;
  for (ReturnedLine& known : lines) {
    if (known.line != line) continue;
    known.quantity += quantity;
    return;
  }
  lines.push_back({std::move(line), quantity});
}

/// A line reference in one of its places.
Value line_reference(Value item) {
  Value line = get(item, "line_item");
  if (!line.present()) line = get(get(item, "fulfillment_line_item"), "line_item");
  return line.present() ? line : get(item, "line_item_id");
}

}  // namespace

bool succeeded(Value transaction, const Currency& currency) {
  const Value status = transaction["status"];
  if (status.present() && !same_word(status.text(), "success")) return false;
  const Value code = transaction["currency"];
  return !code.is_string() || code.text() == currency.text();
}

RefundRead read_refund(Value refund, Amounts& amounts, const Lines& lines) {
  RefundRead out;
  Minor by_lines = 0, tax = 0, paid = 0;
  bool priced = false, canceled = false, counted = false;
  for (const Value item : list(refund, "refund_line_items")) {
    const std::int64_t units = amounts.quantity(item["quantity"]);
    const Value subtotal = money(item, "subtotal");
    priced = priced || subtotal.present();
    by_lines += amounts.minor(subtotal);
    tax += amounts.minor(money(item, "total_tax"));
    const Value restock = get(item, "restock_type");
    if (same_word(restock.text(), "cancel")) {
      canceled = true;
      continue;
    }
    add_units(out.lines, lines.find(line_reference(item), amounts.problems()), units);
  }
  // An adjustment's sign is the shop's: -5.00 of shipping went back to the buyer.
  for (const Value item : list(refund, "order_adjustments")) by_lines -= amounts.minor(money(item, "amount")) + amounts.minor(money(item, "tax_amount"));
  for (const Value item : list(refund, "transactions")) {
    if (!same_word(item["kind"].text(), "refund") || !succeeded(item, amounts.currency())) continue;
    counted = true;
    paid += amounts.positive(money(item, "amount"));
  }
  // Where prices include tax, the subtotal does. A refund by itself does not say which it is.
  const bool inclusive = lines.order != nullptr ? lines.order->tax_mode == TaxMode::inclusive : counted && paid == by_lines;
  if (!inclusive) by_lines += tax;
  if (const Value total = money(refund, "total_refunded"); total.present()) {
    out.amount = amounts.positive(total);
  } else {
    out.amount = counted ? paid : by_lines > 0 ? by_lines : 0;
  }
  if (priced && counted && by_lines != out.amount) {
    amounts.problems().warn("totals_differ", refund.pointer(),
                            join({"the refund's lines and adjustments add up to ", decimal_text(by_lines, amounts.currency()), ", its payments to ", decimal_text(out.amount, amounts.currency())}),
                            "the payments are taken");
  }
  out.canceled_only = canceled && out.lines.empty();
  return out;
}

std::vector<ReturnedLine> returned_lines(Value returning, Amounts& amounts, const Lines& lines) {
  std::vector<ReturnedLine> out;
  for (const Value item : list(returning, "return_line_items")) add_units(out, lines.find(line_reference(item), amounts.problems()), amounts.quantity(item["quantity"]));
  return out;
}

}  // namespace aftersale::shopify
