// Shopify: REST and webhook documents, Admin and Customer GraphQL answers; requests for the Admin GraphQL API.
#include "shopify.hpp"

namespace aftersale::shopify {
namespace {

constexpr std::string_view scheme = "gid://shopify/";

constexpr KindRow rows[] = {
    {Kind::order, "Order", "order", "an order", "order"},
    {Kind::returning, "Return", "return", "a return", "return"},
    {Kind::refund, "Refund", "refund", "a refund", "update"},
    {Kind::fulfillment, "Fulfillment", "fulfillment", "a fulfillment", "update"},
    {Kind::delivery_event, "FulfillmentEvent", "fulfillment_event", "a delivery event", "update"},
    {Kind::reverse_delivery, "ReverseDelivery", "reverse_delivery", "a returned parcel", "update"},
    {Kind::disposal, "ReverseFulfillmentOrder", "reverse_fulfillment_order", "an inspection of returned goods", "update"},
    {Kind::order_edit, "OrderEdit", "order_edit", "an order edit", "update"},
    {Kind::dispute, "ShopifyPaymentsDispute", "dispute", "a dispute", "update"},
    {Kind::transaction, "OrderTransaction", "transaction", "a payment transaction", "update"},
    {Kind::fulfillment_order, "FulfillmentOrder", "fulfillment_order", "a fulfillment order", "other"},
    {Kind::draft_order, "DraftOrder", "draft_order", "a draft order", "other"},
    {Kind::returnable, "ReturnableFulfillment", "returnableFulfillment", "a list of returnable fulfillments", "other"},
    {Kind::calculation, "", "", "the calculation of a refund", "other"},
    {Kind::request, "", "", "a GraphQL request", "other"},
    {Kind::failure, "", "", "a request's failure", "other"},
    {Kind::unknown, "", "", "a document that is not known here", "other"},
};

const KindRow& row_of(Kind kind) { return rows[static_cast<std::size_t>(kind)]; }

std::string_view global_id(Value object) {
  const Value own = object["admin_graphql_api_id"];
  return own.is_string() ? own.text() : object["id"].text();
}

/// The row of an object's global id, or null when it has none.
const KindRow* row_by_id(Value object) {
  std::string_view id = global_id(object);
  if (!id.starts_with(scheme)) return nullptr;
  id.remove_prefix(scheme.size());
  for (const KindRow& row : rows) {
    if (!row.type.empty() && id.size() > row.type.size() && id.starts_with(row.type) && id[row.type.size()] == '/') return &row;
  }
  return &row_of(Kind::unknown);
}

/// REST documents of old API versions carry no global id, so the members have to speak.
int order_by_members(Value v) {
  const bool lines = v["line_items"].is_array() && v["total_price"].present();
  return lines && (v["financial_status"].exists() || v["total_line_items_price"].exists()) ? 80 : 0;
}

Found by_wrapper(Value document) {
  for (const KindRow& row : rows) {
    if (row.wrapper.empty() || row.kind == Kind::order) continue;
    Value inner = document[row.wrapper];
    if (!inner.is_object()) {
      const std::vector<Value> several = list_values(document[join({row.wrapper, "s"})]);
      if (several.empty()) continue;
      inner = several.front();
    }
    // Other storefronts wrap returns and refunds too.
    const bool ours = row_by_id(inner) != nullptr;
    const bool likely = inner["order_id"].is_integer() || inner["invoice_url"].exists() || inner["refund_line_items"].is_array();
    if (!ours && !likely) continue;
    const bool only_calculated = row.kind == Kind::refund && !inner["id"].present();
    return {only_calculated ? &row_of(Kind::calculation) : &row, inner, ours ? 95 : 70};
  }
  // A mutation's answer: {"returnCreate": {"return": {...}, "userErrors": []}}.
  for (const Value member : document) {
    for (const Kind kind : {Kind::returning, Kind::refund}) {
      const Value inner = member[row_of(kind).wrapper];
      if (inner.is_object() && row_by_id(inner) != nullptr) return {&row_of(kind), inner, 95};
    }
    if (member["userErrors"].size() != 0) return {&row_of(Kind::failure), member, 60};
  }
  return {&row_of(Kind::unknown), document, 0};
}

}  // namespace

Found locate(Value document) {
  if (const KindRow* row = row_by_id(document)) return {row, document, row->kind == Kind::unknown ? 60 : 100};
  const std::vector<Value> orders = order_values(document);
  const Value first = orders.empty() ? Value() : orders.front();
  if (first.is_object()) {
    const KindRow* row = row_by_id(first);
    if (row != nullptr && row->kind != Kind::unknown) return {row, row->kind == Kind::order ? document : first, 100};
    if (const int sure = order_by_members(first)) return {&row_of(Kind::order), document, sure};
  }
  if (document["network_reason_code"].exists() && document["evidence_due_by"].exists()) return {&row_of(Kind::dispute), document, 80};
  if (document["query"].is_string() && document["variables"].is_object()) {
    const Value input = document["variables"]["input"];
    const bool ours = input["orderId"].text().starts_with(scheme) || input["id"].text().starts_with(scheme);
    return {&row_of(Kind::request), document, ours ? 70 : 0};
  }
  return by_wrapper(document);
}

Value get(Value object, std::string_view name) {
  if (const Value value = object[name]; value.exists()) return value;
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && i + 1 < name.size()) {
      ++i;
      camel += static_cast<char>(name[i] - 'a' + 'A');
    } else {
      camel += name[i];
    }
  }
  return object[camel];
}

std::vector<Value> list(Value object, std::string_view name) { return list_values(get(object, name)); }

Value money(Value object, std::string_view name) {
  Value value = get(object, name);
  if (!value.present()) value = get(object, join({name, "_set"}));
  if (!value.is_object()) return value;
  const Value shop = get(value, "shop_money");
  return (shop.present() ? shop : value)["amount"];
}

std::string id_of(Value value) {
  std::string_view text = value.is_object() ? global_id(value) : value.text();
  if (text.starts_with(scheme)) {
    text.remove_prefix(text.rfind('/') + 1);
    return std::string(text.substr(0, text.find('?')));
  }
  return value.is_object() ? value["id"].id() : value.id();
}

std::string gid(std::string_view type, std::string_view id) {
  if (id.starts_with("gid:")) return std::string(id);
  return join({scheme, type, "/", id});
}

std::vector<std::string> words(Value list) {
  std::vector<std::string> out;
  for (const Value item : list_values(list)) out.emplace_back(item.text());
  std::string_view rest = list.text();
  while (!rest.empty()) {
    std::size_t comma = rest.find(',');
    if (comma == std::string_view::npos) comma = rest.size();
    out.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(comma == rest.size() ? comma : comma + 1);
    while (rest.starts_with(' ')) rest.remove_prefix(1);
  }
  return out;
}

std::string Lines::find(Value reference, Problems& problems) const {
  std::string id = id_of(reference);
  if (order == nullptr || order->find_line(id) != nullptr) return id;
  for (const auto& alias : aliases) {
    if (alias.first == id) return alias.second;
  }
  problems.warn("unknown_line", reference.pointer(), "no line of the order has this id; its units are left out");
  return {};
}

namespace {

Recognition recognize(Value document) {
  const Found found = locate(document);
  std::string_view name = found.row->document;
  if (found.row->kind == Kind::order && order_values(document).size() > 1) name = "orders";
  return {name, found.confidence};
}

}  // namespace
}  // namespace aftersale::shopify

namespace aftersale::plugins {
extern const Codec codec_shopify;
const Codec codec_shopify = {"shopify", shopify::recognize, shopify::read_orders, shopify::read_update, shopify::write};
}  // namespace aftersale::plugins
