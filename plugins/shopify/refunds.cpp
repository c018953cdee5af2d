// Refunds, inside and outside of orders.
#include "shopify.hpp"

namespace aftersale::shopify {

bool succeeded(const Reading& r, Value transaction) {
  const Value status = transaction["status"], code = transaction["currency"];
  if (status.present() && !same_word(status.text(), "success")) return false;
  if (!code.is_string() || r.amounts.currency().empty() || code.text() == r.amounts.currency().text()) return true;
  say(r.problems, code, "other_currency|a payment in % is not counted among those in the order's currency", code.text());
  return false;
}

RefundRead read_refund(Reading& r, Value refund) {
  RefundRead out;
  Minor by_lines = 0, tax = 0, paid = 0;
  bool priced = false, canceled = false, counted = false;
  for (const Value item : list(r, refund, "refund_line_items")) {
    const std::int64_t units = r.amounts.quantity(item["quantity"]);
    const Value subtotal = money(item, "subtotal");
    priced = priced || subtotal.present();
    by_lines += r.amounts.minor(subtotal);
    tax += r.amounts.minor(money(item, "total_tax"));
    if (same_word(any_case(item, "restock_type").text(), "cancel")) {
      canceled = true;
      continue;
    }
    add_units(out.lines, line_of(r, first(r, item, "line_item|fulfillment_line_item.line_item|line_item_id")), units);
  }
  // An adjustment's sign is the shop's: -5.00 of shipping went back to the buyer.
  for (const Value item : list(r, refund, "order_adjustments")) by_lines -= r.amounts.minor(money(item, "amount")) + r.amounts.minor(money(item, "tax_amount"));
  for (const Value item : list(r, refund, "transactions")) {
    if (!same_word(item["kind"].text(), "refund") || !succeeded(r, item)) continue;
    counted = true;
    paid += r.amounts.positive(money(item, "amount"));
  }
  // Where prices include tax, the subtotal does. A refund by itself does not say which it is.
  const bool inclusive = r.order != nullptr ? r.order->tax_mode == TaxMode::inclusive : counted && paid == by_lines;
  if (!inclusive) by_lines += tax;
  const Value total = money(refund, "total_refunded");
  out.amount = total.present() ? r.amounts.positive(total) : counted ? paid : by_lines > 0 ? by_lines : 0;
  if (priced && counted && by_lines != out.amount) {
    const Currency& currency = r.amounts.currency();
    say(r.problems, refund, "totals_differ|the refund's lines and adjustments add up to %, its payments to %|the payments are taken", decimal_text(by_lines, currency),
        decimal_text(out.amount, currency));
  }
  if (by_lines > 0 && !counted && !total.present()) say(r.problems, refund, "payments_unknown|the refund names no payment; its lines and adjustments are taken");
  out.canceled_only = canceled && out.lines.empty();
  return out;
}

/// Comes after the returns: a refund that names its return adds to it, any other is a return of its own. Units that left
/// the order without coming back were canceled.
void earlier_refunds(Reading& r, Value doc, void*) {
  std::vector<EarlierReturn>& returns = r.order->returns;
  std::vector<ReturnedLine> gone;   // units that current_quantity no longer counts because they came back
  const auto came_back = [&gone](const std::vector<ReturnedLine>& lines) {
    for (const ReturnedLine& line : lines) add_units(gone, line.line, line.quantity);
  };
  for (const EarlierReturn& e : returns) {
    if (e.status == ReturnStatus::closed) came_back(e.lines);
  }
  for (const Value item : list(r, doc, "refunds")) {
    RefundRead refund = read_refund(r, item);
    const std::string link = id_of(r, item["return"]);
    EarlierReturn* known = nullptr;
    for (EarlierReturn& e : returns) {
      if (!link.empty() && e.id == link) known = &e;
    }
    if (known == nullptr || known->status != ReturnStatus::closed) came_back(refund.lines);
    if (known == nullptr) {
      if (refund.canceled_only || (refund.amount == 0 && refund.lines.empty())) continue;
      known = &returns.emplace_back();
      known->id = id_of(r, item);
      if (known->id.empty()) known->id = join({"refund-", std::to_string(returns.size())});
      known->status = ReturnStatus::refunded;
      known->native = "refund";
    }
    known->refunded += refund.amount;
    if (known->lines.empty()) known->lines = std::move(refund.lines);
  }
  for (std::size_t i = 0; i < r.lines.size(); ++i) {
    Line& line = r.order->lines[i];
    if (r.amounts.quantity(any_case(r.lines[i], "current_quantity")) > line.quantity) {
      say(r.problems, r.lines[i], "units_differ|more units than were ordered; taken as all of them");
    }
    std::int64_t removed = line.quantity - r.amounts.quantity(any_case(r.lines[i], "current_quantity"), line.quantity);
    for (const ReturnedLine& back : gone) removed -= back.line == line.id ? back.quantity : 0;
    if (removed > 0) line.canceled = removed < line.quantity ? removed : line.quantity;
  }
}

}  // namespace aftersale::shopify
