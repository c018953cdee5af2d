// What webhooks and answers tell about a return, a refund or an order later on.
#include "shopify.hpp"

#include "maps.hpp"

namespace aftersale::shopify {
namespace {

/// The currency that a document's first amount names, since returns and refunds have no currency of their own.
Currency currency_of(Value document) {
  Currency out;
  Problems none;
  std::vector<Value> places = {document};
  for (const std::string_view name : {"transactions", "refund_line_items"}) {
    for (const Value item : list(document, name)) places.push_back(item);
  }
  places.push_back(get(document, "total_refunded_set"));
  for (const Value place : places) {
    const Value shop = get(place, "shop_money");
    for (const Value code : {place["currency"], get(get(get(place, "amount_set"), "shop_money"), "currency_code"),
                             get(get(get(place, "subtotal_set"), "shop_money"), "currency_code"), get(shop, "currency_code")}) {
      if (out.empty() && code.is_string()) find_currency(code.text(), out);
    }
  }
  return out;
}

void read_return(Value v, Update& u, Problems& problems) {
  u.return_id = id_of(v);
  const Value status = v["status"];
  u.native = std::string(status.text());
  u.status = std::string(to_ours(return_statuses, u.native));
  if (status.present() && u.status.empty()) unknown_code(problems, status, "return status");
  Amounts amounts(u.currency, problems);
  const std::vector<Value> items = list(v, "return_line_items");
  if (items.empty() && get(v, "return_line_items")["removals"].present()) {
    u.native = "updated";
    problems.warn("lines_unknown", v.pointer(), "the document names its own items only, not the order's lines", "ask Shopify for the return");
    return;
  }
  u.lines = returned_lines(v, amounts, Lines());
  for (const std::string_view name : {"closed_at", "request_approved_at", "updated_at", "created_at"}) {
    if (!u.at) u.at = read_time(get(v, name), problems);
  }
}

void read_refund_update(Value v, Update& u, Problems& problems) {
  u.status = "refunded";
  u.native = "refund";
  u.return_id = id_of(v["return"]);
  u.currency = currency_of(v);
  Amounts amounts(u.currency, problems);
  RefundRead refund = read_refund(v, amounts, Lines());
  u.lines = std::move(refund.lines);
  if (!u.currency.empty()) u.refunded = refund.amount;
  for (const std::string_view name : {"processed_at", "created_at"}) {
    if (!u.at) u.at = read_time(get(v, name), problems);
  }
}

void read_transaction(Value v, Update& u, Problems& problems) {
  u.native = std::string(v["kind"].text());
  u.at = read_time(get(v, "processed_at"), problems);
  u.currency = currency_of(v);
  if (!same_word(u.native, "refund") || !succeeded(v, u.currency) || u.currency.empty()) return;
  u.status = "refunded";
  u.refunded = Amounts(u.currency, problems).positive(money(v, "amount"));
}

void read_disposal(Value v, Update& u, Problems& problems) {
  std::vector<Value> dispositions_given = list(v, "dispositions");
  u.status = dispositions_given.empty() ? "" : "inspected";
  for (const Value item : dispositions_given) {
    const Value type = item["type"];
    if (to_ours(dispositions, type.text()).empty()) unknown_code(problems, type, "disposition");
    if (same_word(type.text(), "processing_required")) u.status = "received";
    if (u.native.empty()) u.native = std::string(type.text());
  }
}

void read_order_update(Value v, Update& u, Problems& problems) {
  Value status = get(v, "financial_status");
  if (!status.present()) status = v["displayFinancialStatus"];
  u.native = std::string(status.text());
  u.currency = currency_of(v);
  Amounts amounts(u.currency, problems);
  Minor refunded = 0;
  for (const Value item : list(v, "refunds")) {
    Problems quiet;   // the same faults are told when the order is read
    Amounts counted(u.currency, quiet);
    RefundRead refund = read_refund(item, counted, Lines());
    refunded += refund.amount;
    for (ReturnedLine& line : refund.lines) u.lines.push_back(std::move(line));
    u.at = read_time(get(item, "processed_at"), problems);
    u.status = "refunded";
  }
  if (refunded != 0 && !u.currency.empty()) u.refunded = refunded;
  const Value canceled = get(v, "cancelled_at");
  if (!canceled.present()) return;
  u.status = "canceled";
  u.at = read_time(canceled, problems);
}

}  // namespace

Update read_update(Value document, Problems& problems) {
  const Found found = locate(document);
  Value v = found.value;
  Update u;
  if (found.row->kind == Kind::order) {
    const std::vector<Value> orders = order_values(v);
    if (orders.size() > 1) problems.warn("several", document.pointer(), "the document holds several orders; the first is read", "send one at a time");
    v = orders.empty() ? Value() : orders.front();
    u.order = id_of(v);
  } else {
    const Value order = v["order"];
    u.order = id_of(order.present() ? order : get(v, "order_id"));
  }
  switch (found.row->kind) {
    case Kind::order: read_order_update(v, u, problems); break;
    case Kind::returning: read_return(v, u, problems); break;
    case Kind::refund: read_refund_update(v, u, problems); break;
    case Kind::disposal: read_disposal(v, u, problems); break;
    case Kind::reverse_delivery:
      u.status = "in_transit";
      u.native = "reverse_delivery";
      u.return_id = id_of(v["return"]);
      break;
    case Kind::order_edit:
      u.native = "edited";
      u.at = read_time(v["committed_at"], problems);
      break;
    case Kind::transaction: read_transaction(v, u, problems); break;
    case Kind::failure:
      problems.error("storefront_error", v.pointer("userErrors"), join({"Shopify refused: ", clip(v["userErrors"].at(0)["message"].text(), 300)}));
      break;
    // About the parcel to the buyer or the money behind it: no step of a return, but worth to be kept.
    case Kind::fulfillment:
    case Kind::delivery_event:
    case Kind::dispute: {
      Value status = get(v, "shipment_status");
      if (!status.present()) status = v["status"];
      u.native = std::string(status.text());
      for (const std::string_view name : {"happened_at", "initiated_at", "updated_at"}) {
        if (!u.at) u.at = read_time(get(v, name), problems);
      }
      break;
    }
    default:
      problems.error("not_an_update", document.pointer(), join({"this is ", found.row->words, ", which tells nothing about a return"}));
  }
  return u;
}

}  // namespace aftersale::shopify
