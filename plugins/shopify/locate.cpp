// What a document is: by the types of its global ids, else by its members and wrappers.
#include "shopify.hpp"

namespace aftersale::shopify {
namespace {

// Kinds with the type in their global ids. A kind is called as REST wraps it: {"<kind>": {...}} or {"<kind>s": [...]}.
constexpr std::string_view types =
    "order Order return Return refund Refund fulfillment Fulfillment fulfillment_event FulfillmentEvent reverse_delivery ReverseDelivery "
    "reverse_fulfillment_order ReverseFulfillmentOrder order_edit OrderEdit dispute ShopifyPaymentsDispute transaction OrderTransaction "
    "fulfillment_order FulfillmentOrder draft_order DraftOrder returnableFulfillment ReturnableFulfillment ";

std::string_view next_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size() + 1);
  return word;
}

std::string_view global_id(Value object) {
  const Value own = object["admin_graphql_api_id"];
  return own.is_string() ? own.text() : object["id"].text();
}

/// The kind that an object's global id names; empty when it has none.
std::string_view kind_by_id(Value object) {
  std::string_view id = global_id(object);
  if (!id.starts_with(scheme)) return {};
  id.remove_prefix(scheme.size());
  for (std::string_view rest = types; !rest.empty();) {
    const std::string_view kind = next_word(rest);
    if (id.substr(0, id.find('/')) == next_word(rest)) return kind;
  }
  return "unknown";
}

Located by_wrapper(Value document) {
  for (std::string_view rest = types; !rest.empty();) {
    const std::string_view kind = next_word(rest);
    next_word(rest);
    if (kind == "order") continue;
    Value inner = document[kind];
    if (!inner.is_object()) {
      const std::vector<Value> several = list_values(document[join({kind, "s"})]);
      if (several.empty()) continue;
      inner = several.front();
    }
    // Other storefronts wrap returns and refunds too.
    const bool ours = !kind_by_id(inner).empty();
    const bool likely = inner["order_id"].is_integer() || inner["invoice_url"].exists() || inner["refund_line_items"].is_array();
    if (!ours && !likely) continue;
    return {kind == "refund" && !inner["id"].present() ? "calculation" : kind, inner, ours ? 95 : 70};
  }
  // A mutation's answer: {"returnCreate": {"return": {...}, "userErrors": []}}.
  for (const Value member : document) {
    for (const char* const kind : {"return", "refund"}) {
      const Value inner = member[kind];
      if (inner.is_object() && !kind_by_id(inner).empty()) return {kind, inner, 95};
    }
    if (member["userErrors"].size() != 0) return {"failure", member, 60};
  }
  return {"unknown", document, 0};
}

}  // namespace

Located locate(Value document) {
  if (const std::string_view kind = kind_by_id(document); !kind.empty()) return {kind, document, kind == "unknown" ? 60 : 100};
  // They name their order, which is no wrapper.
  if (document["return_line_items"].is_array() && document["id"].exists()) return {"return", document, 60};
  const std::vector<Value> orders = order_values(document);
  if (!orders.empty() && orders.front().is_object()) {
    const Value first = orders.front();
    const std::string_view kind = kind_by_id(first);
    if (!kind.empty() && kind != "unknown") return {kind, kind == "order" ? document : first, 100};
    // REST documents of old API versions carry no global id, so the members have to speak.
    const bool lines = first["line_items"].is_array() && first["total_price"].present();
    if (lines && (first["financial_status"].exists() || first["total_line_items_price"].exists())) return {"order", document, 80};
  }
  if (document["network_reason_code"].exists() && document["evidence_due_by"].exists()) return {"dispute", document, 80};
  const Value variables = document["variables"];
  if (document["query"].is_string() && variables.is_object()) {
    const Value input = variables["input"];
    const bool ours = input["orderId"].text().starts_with(scheme) || input["id"].text().starts_with(scheme);
    return {"request", document, ours ? 70 : 0};
  }
  // What names itself wraps nothing, though its name cannot be read.
  if (document["admin_graphql_api_id"].present()) return {"unknown", document, 20};
  return by_wrapper(document);
}

std::string id_of(const Scope& scope, Value value) {
  if (value.is_object()) {
    // A number may have been rounded on its way: it is only believed where there is no global id.
    const Value own = value["admin_graphql_api_id"];
    if (own.present() && !own.text().starts_with(scheme) && scope.complaints != nullptr) {
      say(*scope.complaints, own, "odd_type|this is no global id; the number beside it is taken, which may have been rounded");
    }
    if (!own.present()) odd(scope, value["id"]);
  }
  std::string_view text = value.is_object() ? global_id(value) : value.text();
  if (!text.starts_with(scheme)) return (value.is_object() ? value["id"] : value).id();
  text.remove_prefix(text.rfind('/') + 1);
  return std::string(text.substr(0, text.find('?')));
}

std::string gid(std::string_view type, std::string_view id) { return id.starts_with("gid:") ? std::string(id) : join({scheme, type, "/", id}); }

}  // namespace aftersale::shopify
