// A storefront's codec, to be copied. It reads and writes for a made-up shop whose order looks like fixtures/order.json.
// What a codec is: pure functions from one document to another. It keeps nothing, fetches nothing and never throws.
// docs/plugins.md walks through this file.
#include "aftersale/codec_tools.hpp"

#include "maps.hpp"

// One namespace per storefront, so that plugins can be linked together. A folder "tiktok-shop" gives "tiktok_shop".
namespace aftersale::template_ {
namespace {

/// 1. Is it ours? Ask for members that no other storefront has; 100 is certain, 0 is not ours, below 30 is never used
/// without being told to. `document` is one of order, orders, return, update, other.
Recognition recognize(Value document) {
  if (document["shop_order"].is_object()) return {"order", 100};
  if (document["shop_return"].is_object()) return {"return", 100};
  return {"other", 0};
}

void read_line(Value row, Order& order, Amounts& amounts, Problems& problems) {
  Line line;
  line.id = row["row"].id();          // an id is text, whether it is written as a string or as a number
  if (line.id.empty()) return missing(problems, row, "row");
  if (order.find_line(line.id) != nullptr) return problems.error("duplicate_id", row.pointer("row"), "two rows have this number");
  line.title = std::string(row["name"].text());
  if (line.title.empty()) line.title = line.id;
  line.sku = std::string(row["article"].text());
  line.quantity = amounts.quantity(row["pcs"]);
  if (line.quantity == 0) return problems.warn("empty_line", row.pointer(), "a row of no pieces was left out");
  // positive() reads the digits, rounds to minor units, and says so when a fraction was lost. Never use double for money.
  line.unit_price = amounts.positive(row["price"]);
  amounts.count(line.unit_price, line.quantity - 1, row["price"]);   // all pieces count against the limit of 2^53
  Discount reduction;
  reduction.amount = amounts.positive(row["reduction"]);
  if (reduction.amount != 0) line.discounts.push_back(reduction);
  Tax vat;
  vat.amount = amounts.positive(row["vat"]);
  vat.rate = std::string(row["vat_rate"].text());
  if (vat.amount != 0) line.taxes.push_back(vat);
  // Whatever the shop says about its goods: known names become flags (finalSale, customMade, …), the rest stays by name.
  for (const Value label : row["labels"]) set_attribute(line.attributes, label.key(), label);
  order.lines.push_back(std::move(line));
}

void read_parcel(Value parcel, Order& order, Amounts& amounts, Problems& problems) {
  Shipment s;
  s.id = parcel["no"].id();
  if (s.id.empty()) return missing(problems, parcel, "no");
  s.shipped_at = read_time(parcel["sent"], problems);
  if (s.shipped_at) s.status = ShipmentStatus::shipped;
  if (const std::optional<Instant> arrived = read_time(parcel["arrived"], problems)) {
    s.status = ShipmentStatus::delivered;
    s.delivered.kind = Delivery::Kind::known;      // `estimated` with `at` and `latest` when only a range is known
    s.delivered.at = s.delivered.latest = *arrived;
  }
  for (const Value item : parcel["rows"]) {
    const std::int64_t pieces = amounts.quantity(item["pcs"]);
    if (order.find_line(item["row"].id()) != nullptr && pieces != 0) s.lines.push_back({item["row"].id(), pieces, {}});
  }
  order.shipments.push_back(std::move(s));
}

void read_payment(Value payment, Order& order, Amounts& amounts, Problems& problems) {
  Tender t;
  t.id = payment["id"].id();
  if (t.id.empty()) return missing(problems, payment, "id");
  const Value by = payment["by"];
  if (!from_text(to_ours(tender_kinds, by.text()), t.kind)) unknown_code(problems, by, "payment");   // kept as the label
  t.label = std::string(by.text());
  t.amount = amounts.positive(payment["sum"]);
  t.refunded = amounts.positive(payment["given_back"]);
  order.tenders.push_back(std::move(t));
}

Order read_one(Value doc, Problems& problems) {
  Order order;
  // The currency comes first: without it no amount can be read.
  if (!read_currency(doc["currency"], doc.pointer("currency"), order.currency, problems)) return order;
  Amounts amounts(order.currency, problems);
  order.id = doc["order_no"].id();
  if (order.id.empty()) missing(problems, doc, "order_no");
  if (const std::optional<Instant> placed = read_time(doc["placed"], problems)) order.created_at = *placed;
  else missing(problems, doc, "placed");
  order.tax_mode = doc["vat_included"].truth() ? TaxMode::inclusive : TaxMode::exclusive;
  set_country(order.buyer, doc["buyer"]["country"]);
  order.buyer.email = std::string(doc["buyer"]["mail"].text());
  for (const Value row : doc["rows"]) read_line(row, order, amounts, problems);
  if (const Value price = doc["delivery"]; price.present()) {
    ShippingCharge s;
    s.id = "delivery";
    s.price = amounts.positive(price);
    order.shipping.push_back(std::move(s));
  }
  for (const Value parcel : doc["parcels"]) read_parcel(parcel, order, amounts, problems);
  for (const Value payment : doc["payments"]) read_payment(payment, order, amounts, problems);
  // What the shop itself says the order comes to. The core compares it with the parts and warns when they differ.
  if (const Value sum = doc["sum"]; sum.present()) order.totals.total = amounts.positive(sum);
  return order;
}

/// 2. Orders. Whatever cannot be read is an error with the pointer of the Value; what is odd but harmless is a warning.
std::vector<Order> read_orders(Value document, Problems& problems) {
  const Value order = document["shop_order"];
  if (!order.is_object()) {
    not_an_order(problems, document, document["shop_return"].is_object() ? "a return" : "a document that is not known here");
    return {};
  }
  return {read_one(order, problems)};
}

/// 3. Updates: what happened to a return. Leave it null in the table below when the storefront tells nothing.
Update read_update(Value document, Problems& problems) {
  const Value doc = document["shop_return"];
  Update u;
  u.order = doc["order_no"].id();
  u.return_id = doc["return_no"].id();
  const Value state = doc["state"];
  u.native = std::string(state.text());
  u.status = std::string(to_ours(return_statuses, u.native));
  if (u.status.empty()) unknown_code(problems, state, "return state");
  u.at = read_time(doc["changed"], problems);
  return u;
}

/// 4. Requests for the storefront's API. Nothing is sent: the host does that. Ids that only the host knows come in `ids`.
void write(Writer& out, const WriteInput& input, Problems& problems) {
  if (input.intent != "create_return") {
    // Say what the storefront has instead, so that whoever called knows what to do.
    return problems.error("not_supported", {}, "the shop's API only opens returns", "do the rest in its back office");
  }
  out.key("requests").begin_array().begin_object().key("body").begin_object();
  out.field("order_no", input.order->id).key("rows").begin_array();
  for (const RequestItem& item : input.return_case->state.request.items) {
    const std::string_view why = to_native(reasons, item.reason);
    out.begin_object().field("pcs", item.quantity).field("row", item.line).field("why", why.empty() ? "OTHER" : why).end_object();
  }
  out.end_array().end_object().field("method", "POST").field("path", "/api/returns").end_object().end_array();
}

}  // namespace
}  // namespace aftersale::template_

// 5. The table that the build looks for: codec_<folder>, with '_' for '-'.
namespace aftersale::plugins {
extern const Codec codec_template_;
const Codec codec_template_ = {"template", template_::recognize, template_::read_orders, template_::read_update, template_::write};
}  // namespace aftersale::plugins
