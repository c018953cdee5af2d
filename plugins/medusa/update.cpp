// What the APIs tell about a return, an exchange, a claim or a payment later on.
#include "medusa.hpp"

#include "maps.hpp"

namespace aftersale::medusa {
namespace {

void read_return(Value v, Value document, Update& u, Problems& problems) {
  u.return_id = v["id"].id();
  const Value status = v["status"];
  u.native = std::string(status.text());
  u.status = std::string(to_ours(return_statuses, u.native));
  if (u.status.empty() && status.present()) unknown_code(problems, status, "return status");
  const Value order = v["order"].present() ? v["order"] : document["order"];
  find_currency(order["currency_code"].text(), u.currency);
  Amounts amounts(u.currency, problems);
  const bool arrived = u.status == "received";
  for (const Value item : v["items"]) {
    const Value line = item["item_id"];
    if (!line.is_string()) continue;
    const std::int64_t units = amounts.quantity(raw(item, arrived ? "received_quantity" : "quantity"));
    if (units != 0) u.lines.push_back({std::string(line.text()), units});
  }
  if (const Value refunded = raw(v, "refund_amount"); refunded.present() && !u.currency.empty()) u.refunded = amounts.positive(refunded);
  for (const std::string_view name : {"canceled_at", "received_at", "requested_at", "updated_at"}) {
    if (!u.at) u.at = read_time(v[name], problems);
  }
}

/// An exchange or a claim: what comes back is in its return, of which only the id stands here.
void read_side(Value v, std::string_view kind, Update& u, Problems& problems) {
  u.return_id = v["return_id"].id();
  const Value type = v["type"];
  u.native = std::string(kind) + (type.is_string() ? join({".", type.text()}) : "");
  const Value canceled = v["canceled_at"];
  const bool begun = v["claim_items"].size() + v["additional_items"].size() != 0;
  u.status = canceled.present() ? "canceled" : begun ? "approved" : "requested";
  u.at = read_time(canceled.present() ? canceled : v["created_at"], problems);
  Amounts amounts(u.currency, problems);
  for (const Value item : v["claim_items"]) {
    const std::int64_t units = amounts.quantity(raw(item, "quantity"));
    if (item["item_id"].is_string() && units != 0) u.lines.push_back({std::string(item["item_id"].text()), units});
  }
}

void read_payment(Value v, Update& u, Problems& problems) {
  u.native = "payment";
  find_currency(v["currency_code"].text(), u.currency);
  Amounts amounts(u.currency, problems);
  Decimal sum, one;
  for (const Value refund : v["refunds"]) {
    if (amounts.exact(raw(refund, "amount"), one)) sum = add(sum, one);
    u.at = read_time(refund["created_at"], problems);
  }
  if (sum.coefficient == 0) return;
  bool lost = false;
  u.status = "refunded";
  u.native = "payment.refunded";
  u.refunded = amounts.round(sum, v, lost);
  if (lost) problems.warn("fraction_of_minor_unit", v.pointer("refunds"), join({text_of(sum), " was rounded to whole minor units"}));
}

void read_order_update(Value v, Update& u, Problems& problems) {
  u.order = v["id"].id();
  u.native = std::string(v["payment_status"].text());
  if (u.native.empty()) u.native = std::string(v["status"].text());
  find_currency(v["currency_code"].text(), u.currency);
  Amounts amounts(u.currency, problems);
  Decimal refunded;
  bool lost = false;
  if (amounts.exact(raw(v["summary"], "refunded_total"), refunded) && refunded.coefficient > 0) {
    u.refunded = amounts.round(refunded, v, lost);
    u.status = "refunded";
  }
  if (v["status"].text() == "canceled") u.status = "canceled";
  u.at = read_time(v["updated_at"], problems);
}

}  // namespace

Update read_update(Value document, Problems& problems) {
  const Found found = locate(document);
  const Value v = found.value;
  Update u;
  u.order = v["order_id"].id();
  switch (found.kind) {
    case Kind::returning: read_return(v, document, u, problems); break;
    case Kind::exchange: read_side(v, "exchange", u, problems); break;
    case Kind::claim: read_side(v, "claim", u, problems); break;
    case Kind::payment: read_payment(v, u, problems); break;
    case Kind::order: {
      const std::vector<Value> orders = order_values(v);
      if (orders.size() > 1) problems.warn("several", v.pointer(), "the document holds several orders; the first is read", "send one at a time");
      read_order_update(orders.empty() ? Value() : orders.front(), u, problems);
      break;
    }
    default: problems.error("not_an_update", document.pointer(), join({"this is ", words_of(found.kind), ", which tells nothing about a return"}));
  }
  return u;
}

}  // namespace aftersale::medusa
