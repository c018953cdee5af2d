// Credit lines: money that the buyer used up at the checkout, such as store credit and gift cards. Medusa also writes one itself
// when it refunds what is not owed, so that its books balance; nobody has paid with that.
#include "medusa.hpp"

namespace aftersale::medusa {
namespace {

/// Written behind the order's back: Medusa refers to the payments, or to the reason of the refund by its label and code, and stamps
/// every line that a change of the order brought with the version that it made. Lines of the checkout are copied without the stamp.
bool by_refund(const Scope& scope, Value doc, Value line) {
  const Value reference = line["reference"], about = line["reference_id"];
  odd(scope, reference);
  odd(scope, about);
  if (same_word(reference.text(), "payment_collection") || line["metadata"]["created_in_version"].present()) return true;
  for (const Value collection : list_values(doc["payment_collections"])) {
    for (const Value payment : list_values(collection["payments"])) {
      for (const Value refund : list_values(payment["refunds"])) {
        const Value code = refund["refund_reason"]["code"];
        if (!code.text().empty() && code.text() == about.text()) return true;
      }
    }
  }
  return false;
}

}  // namespace

/// What the buyer used up becomes a tender of its own, and part of what was paid.
void credit_lines(Reading& r, Value doc, void*) {
  bool there = false;
  Decimal used = exact(r, doc, "credit_line_total", &there);
  const Value total = raw(doc, "credit_line_total");
  const std::vector<Value> lines = list_values(doc["credit_lines"]);
  Order& order = *r.order;
  if (!lines.empty()) {
    const Decimal stated = used, all = sum_of(r, doc["credit_lines"], "amount");
    used = {};
    for (const Value line : lines) {
      if (!by_refund(r, doc, line)) used = add(used, exact(r, line, "amount"));
    }
    // Hosts may have taken those of refunds off before.
    if (there && minus(stated, all).coefficient != 0 && minus(stated, used).coefficient != 0) {
      say(r.problems, total, "totals_differ|the credit lines add up to %, credit_line_total says %|the lines are taken", text_of(all), text_of(stated));
    }
  } else if (used.coefficient > 0 && order.totals.refunded.value_or(0) > 0) {
    say(r.problems, total, "credit_unknown|the order was refunded, and some of these % of credit lines may be the refund's; all count as what the buyer paid with|ask for fields=*credit_lines",
        text_of(used));
  }
  if (used.coefficient < 0) say(r.problems, total, "below_nothing|credit lines of less than nothing were left out");
  if (used.coefficient <= 0) return;
  bool lost = false;
  Tender& tender = order.tenders.emplace_back();
  tender.id = "credit-lines";
  tender.kind = TenderKind::store_credit;
  tender.amount = r.amounts.round(used, total, lost);
  if (lost) say(r.problems, total, "fraction_of_minor_unit|% is no whole number of % minor units and was rounded", text_of(used), r.amounts.currency().text());
  if (order.totals.paid) *order.totals.paid += tender.amount;
}

}  // namespace aftersale::medusa
