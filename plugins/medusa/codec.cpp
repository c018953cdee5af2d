// Medusa 2: orders, returns, exchanges and claims of its store and admin APIs; requests for both.
#include "medusa.hpp"

namespace aftersale::medusa {
namespace {

struct KindRow {
  Kind kind;
  std::string_view prefix;     // of the id
  std::string_view wrapper;
  std::string_view words;
  std::string_view document;   // for Recognition
};
// In the order of the enumerators. What a document holds besides its order decides what it is, so orders are asked last.
constexpr KindRow rows[] = {
    {Kind::order, "order_", "order", "an order", "order"},
    {Kind::returning, "return_", "return", "a return", "return"},
    {Kind::exchange, "oexc_", "exchange", "an exchange", "update"},
    {Kind::claim, "claim_", "claim", "a claim", "update"},
    {Kind::payment, "pay_", "payment", "a payment", "update"},
    {Kind::preview, "order_", "order_preview", "a preview of an order", "other"},
    {Kind::draft_order, "order_", "draft_order", "a draft order", "other"},
    {Kind::list, "", "", "a list of reasons or options", "other"},
    {Kind::request, "", "", "a request", "other"},
    {Kind::error, "", "", "an error answer", "other"},
    {Kind::unknown, "", "", "a document that is not known here", "other"},
};

bool has_id(Value value, const KindRow& row) { return !row.prefix.empty() && value["id"].text().starts_with(row.prefix); }

bool is_order(Value value) {
  return has_id(value, rows[0]) && value["items"].is_array() && value["currency_code"].is_string();
}

bool listed(Value list, std::string_view prefix) { return list.at(0)["id"].text().starts_with(prefix); }

}  // namespace

Found locate(Value document) {
  for (const KindRow& row : rows) {
    if (row.kind == Kind::order || row.kind == Kind::preview) continue;
    const Value inner = document[row.wrapper];
    if (has_id(inner, row)) return {row.kind, inner, 100};
    if (row.kind != Kind::draft_order && has_id(document, row)) return {row.kind, document, 100};
  }
  const std::vector<Value> orders = order_values(document);
  const Value first = orders.empty() ? Value() : orders.front();
  if (is_order(first)) {
    if (first["is_draft_order"].truth() || first["status"].text() == "draft") return {Kind::draft_order, first, 100};
    return {Kind::order, document, listed(first["items"], "ordli_") ? 100 : 80};
  }
  if (has_id(document["order_preview"], rows[0])) return {Kind::preview, document["order_preview"], 100};
  if (has_id(first, rows[0])) return {Kind::order, document, 50};
  if (listed(document["return_reasons"], "rr_") || listed(document["shipping_options"], "so_")) return {Kind::list, document, 80};
  if (document["order_id"].text().starts_with("order_") && listed(document["items"], "ordli_")) return {Kind::request, document, 60};
  if (document.size() == 2 && document["type"].is_string() && document["message"].is_string()) return {Kind::error, document, 20};
  return {Kind::unknown, document, 0};
}

std::string_view words_of(Kind kind) { return rows[static_cast<std::size_t>(kind)].words; }

Value raw(Value object, std::string_view name) {
  const Value exact = object[join({"raw_", name})];
  const Value value = exact["value"];
  if (value.present()) {
    exact["precision"].take();
    object[name].take();
    return value;
  }
  return exact.is_string() || exact.is_number() ? exact : object[name];
}

namespace {

Recognition recognize(Value document) {
  const Found found = locate(document);
  std::string_view name = rows[static_cast<std::size_t>(found.kind)].document;
  if (found.kind == Kind::order && order_values(document).size() > 1) name = "orders";
  return {name, found.confidence};
}

}  // namespace
}  // namespace aftersale::medusa

namespace aftersale::plugins {
extern const Codec codec_medusa;
const Codec codec_medusa = {"medusa", medusa::recognize, medusa::read_orders, medusa::read_update, medusa::write};
}  // namespace aftersale::plugins
