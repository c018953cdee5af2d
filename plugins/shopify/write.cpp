// Requests for the Admin GraphQL API. Where Shopify wants ids that neither the order nor the host has given, the answer is
// the query that finds them: run it, put what it says into `ids`, and write again.
#include "shopify.hpp"

#include "maps.hpp"

namespace aftersale::shopify {
namespace {

constexpr std::string_view errors_and_end = " userErrors { field message code } } }";

constexpr std::string_view return_request =
    "mutation ReturnRequest($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id name status "
    "returnLineItems(first: 100) { nodes { id quantity } } }";
constexpr std::string_view return_approve =
    "mutation ReturnApproveRequest($input: ReturnApproveRequestInput!) { returnApproveRequest(input: $input) { return { id status }";
constexpr std::string_view return_decline =
    "mutation ReturnDeclineRequest($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: $input) { return { id status decline { reason note } }";
constexpr std::string_view return_cancel = "mutation ReturnCancel($id: ID!) { returnCancel(id: $id) { return { id status }";
constexpr std::string_view return_process =
    "mutation ReturnProcess($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id status refunds(first: 10) { nodes { id } } }";
constexpr std::string_view dispose =
    "mutation Dispose($inputs: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $inputs) "
    "{ reverseFulfillmentOrderLineItems { id dispositions { type quantity } }";
constexpr std::string_view refund_create =
    "mutation RefundCreate($input: RefundInput!) { refundCreate(input: $input) { refund { id totalRefundedSet { shopMoney { amount currencyCode } } } "
    "userErrors { field message } } }";
constexpr std::string_view find_fulfilled =
    "query ReturnableFulfillments($orderId: ID!) { returnableFulfillments(orderId: $orderId, first: 50) { nodes { fulfillment { id } "
    "returnableFulfillmentLineItems(first: 100) { nodes { quantity fulfillmentLineItem { id lineItem { id } } } } } } }";
constexpr std::string_view find_returned =
    "query Return($id: ID!) { return(id: $id) { id status returnLineItems(first: 100) { nodes { id quantity ... on ReturnLineItem "
    "{ fulfillmentLineItem { lineItem { id } } } } } reverseFulfillmentOrders(first: 10) { nodes { id lineItems(first: 100) { nodes "
    "{ id totalQuantity fulfillmentLineItem { lineItem { id } } } } } } } }";
constexpr std::string_view find_payments =
    "query Transactions($id: ID!) { order(id: $id) { transactions { id kind status gateway amountSet { shopMoney { amount currencyCode } } } } }";

struct Writing {
  Writer& out;
  const WriteInput& in;
  Problems& problems;
  const CaseState& state;

  [[nodiscard]] Value id(std::string_view name) const { return in.ids[name]; }
};

void put_request(Writing& w, std::string_view operation, std::string_view head, Writer& variables, std::string_view note = {}) {
  const bool query = head.starts_with("query") || head == refund_create;
  std::string document(head);
  if (!query) document += errors_and_end;
  const std::string values = variables.take();
  w.out.key("requests").begin_array().begin_object();
  w.out.key("body").begin_object().field("query", document).key("variables").raw(values).end_object();
  w.out.field("method", "POST").maybe("note", note).field("operation", operation).field("path", api_path).field("query", document);
  w.out.key("variables").raw(values).end_object().end_array();
}

/// Asks Shopify for ids instead. `key` is what its answer has to be called in `ids`.
void ask(Writing& w, std::string_view operation, std::string_view query, std::string_view variable, const std::string& value, std::string_view key) {
  Writer variables;
  variables.begin_object().field(variable, value).end_object();
  put_request(w, operation, query, variables, join({"Run this first, then write again with ids.", key, ": {line id: what the answer names}."}));
}

/// The return's global id, or an empty text and an error.
std::string return_gid(Writing& w) {
  const std::string id = w.id("return").id();
  if (!id.empty()) return gid("Return", id);
  w.problems.error("missing_id", {}, "Shopify's id of the return is needed", "give it as ids.return");
  return {};
}

void write_money_input(Writer& out, std::string_view name, Minor amount, const Currency& currency) {
  out.key(name).begin_object().field("amount", decimal_text(amount, currency)).field("currencyCode", currency.text()).end_object();
}

struct Units { std::string id; std::int64_t quantity; };

/// Units that an earlier return has taken already come off the first parcels.
std::vector<Units> from_shipments(const Order& order, std::string_view line, std::int64_t quantity) {
  std::vector<Units> out;
  std::int64_t taken = 0;
  for (const EarlierReturn& e : order.returns) {
    if (e.status == ReturnStatus::refused || e.status == ReturnStatus::canceled) continue;
    for (const ReturnedLine& l : e.lines) taken += l.line == line ? l.quantity : 0;
  }
  for (const Shipment& shipment : order.shipments) {
    if (shipment.status == ShipmentStatus::canceled) continue;
    for (const ShipmentLine& l : shipment.lines) {
      if (l.line != line || l.ref.empty()) continue;
      const std::int64_t skipped = taken < l.quantity ? taken : l.quantity;
      taken -= skipped;
      const std::int64_t left = l.quantity - skipped, units = left < quantity ? left : quantity;
      if (units > 0) out.push_back({l.ref, units});
      quantity -= units;
    }
  }
  if (quantity > 0) out.clear();
  return out;
}

/// ids.fulfillmentLineItems: {line: id} or {line: [{id, quantity}]}.
std::vector<Units> from_ids(Value given, std::int64_t quantity) {
  if (!given.id().empty()) return {{given.id(), quantity}};
  std::vector<Units> out;
  for (const Value item : given) {
    const std::int64_t has = item["quantity"].integer().value_or(0), units = has < quantity ? has : quantity;
    if (units > 0) out.push_back({item["id"].id(), units});
    quantity -= units > 0 ? units : 0;
  }
  if (quantity > 0) out.clear();
  return out;
}

void create_return(Writing& w) {
  const Order& order = *w.in.order;
  const std::string order_id = gid("Order", order.id);
  Writer v;
  v.begin_object().key("input").begin_object().field("orderId", order_id).key("returnLineItems").begin_array();
  for (const RequestItem& item : w.state.request.items) {
    const Value given = w.id("fulfillmentLineItems")[item.line];
    const std::vector<Units> parts = given.present() ? from_ids(given, item.quantity) : from_shipments(order, item.line, item.quantity);
    if (parts.empty()) {
      return ask(w, "returnableFulfillments", find_fulfilled, "orderId", order_id, "fulfillmentLineItems");
    }
    const std::string_view reason = to_native(reasons, item.reason);
    const Value definition = w.id("reasons")[item.reason];
    // OTHER wants a note; ours is then at least the code.
    const std::string note = item.note.empty() && reason == "OTHER" ? item.reason : clip(item.note, 250);
    for (const Units& part : parts) {
      v.begin_object().maybe("customerNote", note).field("fulfillmentLineItemId", gid("FulfillmentLineItem", part.id)).field("quantity", part.quantity);
      if (definition.present()) v.field("returnReasonDefinitionId", gid("ReturnReasonDefinition", definition.id()));
      else v.field("returnReason", reason.empty() ? "OTHER" : reason);
      v.end_object();
    }
  }
  v.end_array().end_object().end_object();
  put_request(w, "returnRequest", return_request, v);
}

void on_return(Writing& w, std::string_view operation, std::string_view mutation) {
  const std::string id = return_gid(w);
  if (id.empty()) return;
  Writer v;
  v.begin_object().key("input").begin_object();
  if (mutation == return_decline) {
    std::string_view reason = "OTHER";
    std::string note;
    for (const Event& event : w.in.return_case->events) {
      if (event.type != "return.refused") continue;
      const Document data = Document::parse(event.data, w.problems);
      const std::string_view known = to_native(decline_reasons, data.root()["reason"].text());
      reason = known.empty() ? "OTHER" : known;
      note = clip(data.root()["note"].text(), 490);
    }
    v.maybe("declineNote", note).field("declineReason", reason);
  }
  v.field("id", id).end_object().end_object();
  put_request(w, operation, mutation, v);
}

void cancel(Writing& w) {
  const std::string id = return_gid(w);
  if (id.empty()) return;
  Writer v;
  v.begin_object().field("id", id).end_object();
  put_request(w, "returnCancel", return_cancel, v, "Shopify cancels open returns only; a request that waits is declined instead (intent refuse).");
}

/// Where the goods go after they arrived.
void receive(Writing& w) {
  Writer v;
  v.begin_object().key("inputs").begin_array();
  for (const CaseItem& item : w.state.items) {
    const Value given = w.id("reverseFulfillmentOrderLineItems")[item.line];
    if (!given.present()) {
      const std::string id = return_gid(w);
      if (!id.empty()) ask(w, "return", find_returned, "id", id, "reverseFulfillmentOrderLineItems");
      return;
    }
    const std::string_view word = item.disposition ? to_native(dispositions, to_text(*item.disposition)) : "PROCESSING_REQUIRED";
    const std::string location = w.id("location").id();
    const bool homeless = word == "RESTOCKED" && location.empty();
    if (homeless) w.problems.warn("missing_id", {}, "goods are restocked at a location that is not given; they are marked for processing", "give it as ids.location");
    v.begin_object().field("dispositionType", homeless ? "PROCESSING_REQUIRED" : word);
    if (word == "RESTOCKED" && !homeless) v.field("locationId", gid("Location", location));
    v.field("quantity", item.received != 0 ? item.received : item.quantity);
    v.field("reverseFulfillmentOrderLineItemId", gid("ReverseFulfillmentOrderLineItem", given.id())).end_object();
  }
  v.end_array().end_object();
  put_request(w, "reverseFulfillmentOrderDispose", dispose, v);
}

/// The payment that a tender stands for: named by the host, or the transaction that it was read from.
std::string payment_gid(Writing& w, const std::string& tender) {
  const std::string given = w.id("transactions")[tender].id();
  if (!given.empty()) return gid("OrderTransaction", given);
  const bool number = !tender.empty() && tender.find_first_not_of("0123456789") == std::string::npos;
  return number || tender.starts_with("gid:") ? gid("OrderTransaction", tender) : std::string();
}

void refund(Writing& w) {
  const Order& order = *w.in.order;
  const Quote& quote = w.state.settlement ? *w.state.settlement : w.state.quoted;
  const bool credit = quote.resolution == Resolution::store_credit;
  const bool processed = w.id("return").present();
  Minor shipping = 0;
  for (const Component& part : quote.components) {
    if (part.kind == ComponentKind::outbound_shipping && !part.included) shipping += part.amount;
  }
  if (!credit) {
    for (const TenderShare& share : quote.tenders) {
      if (payment_gid(w, share.tender).empty()) return ask(w, "order", find_payments, "id", gid("Order", order.id), "transactions");
    }
  }
  Writer v, money;
  money.begin_array();
  for (const TenderShare& share : quote.tenders) {
    if (credit || share.amount <= 0) continue;
    const std::string parent = payment_gid(w, share.tender);
    money.begin_object();
    if (processed) {
      money.field("parentId", parent);
      write_money_input(money, "transactionAmount", share.amount, order.currency);
    } else {
      money.field("amount", decimal_text(share.amount, order.currency)).field("gateway", share.label).field("kind", "REFUND");
      money.field("orderId", gid("Order", order.id)).field("parentId", parent);
    }
    money.end_object();
  }
  money.end_array();
  const auto methods = [&] {
    if (!credit) return;
    v.key("refundMethods").begin_array().begin_object().key("storeCreditRefund").begin_object();
    write_money_input(v, "amount", quote.total, order.currency);
    v.end_object().end_object().end_array();
  };
  v.begin_object().key("input").begin_object();
  if (!processed) {
    v.field("note", w.in.return_case->id).field("orderId", gid("Order", order.id)).key("refundLineItems").begin_array();
    for (const QuoteItem& item : quote.items) {
      v.begin_object().field("lineItemId", gid("LineItem", item.line)).field("quantity", item.quantity).field("restockType", "NO_RESTOCK").end_object();
    }
    v.end_array();
    methods();
    if (shipping > 0) v.key("shipping").begin_object().field("amount", decimal_text(shipping, order.currency)).end_object();
    v.key("transactions").raw(money.text()).end_object().end_object();
    return put_request(w, "refundCreate", refund_create, v);
  }
  v.key("financialTransfer").begin_object().key("issueRefund").begin_object().key("orderTransactions").raw(money.text());
  methods();
  v.end_object().end_object().field("note", w.in.return_case->id);
  if (shipping > 0) {
    v.key("refundShipping").begin_object();
    write_money_input(v, "shippingRefundAmount", shipping, order.currency);
    v.end_object();
  }
  const std::string id = return_gid(w);
  v.field("returnId", id).key("returnLineItems").begin_array();
  for (const QuoteItem& item : quote.items) {
    const Value given = w.id("returnLineItems")[item.line];
    if (!given.present()) return ask(w, "return", find_returned, "id", id, "returnLineItems");
    v.begin_object().field("id", gid("ReturnLineItem", given.id())).field("quantity", item.quantity).end_object();
  }
  v.end_array().end_object().end_object();
  put_request(w, "returnProcess", return_process, v);
}

}  // namespace

void write(Writer& out, const WriteInput& input, Problems& problems) {
  Writing w{out, input, problems, input.return_case->state};
  if (input.intent == "create_return") return create_return(w);
  if (input.intent == "approve") return on_return(w, "returnApproveRequest", return_approve);
  if (input.intent == "refuse") return on_return(w, "returnDeclineRequest", return_decline);
  if (input.intent == "cancel") return cancel(w);
  if (input.intent == "receive") return receive(w);
  if (input.intent == "refund") return refund(w);
  problems.error("not_supported", {}, join({"Shopify has nothing for the intent \"", clip(input.intent), "\""}));
}

}  // namespace aftersale::shopify
