// Orders of the store and admin APIs. An order is read as it was sold; what came back stands in earlier returns.
#include "medusa.hpp"

#include "maps.hpp"

namespace aftersale::medusa {
namespace {

std::int64_t detail(Reading& r, Value item, std::string_view name) { return r.amounts.quantity(raw(item["detail"], name)); }

/// Metadata of the product, then of the variant, then of the line: the closer one has the last word.
void read_attributes(Value item, Line& line) {
  LineAttributes& a = line.attributes;
  const Value variant = item["variant"];
  const Value product = item["product"].present() ? item["product"] : variant["product"];
  for (const Value owner : {product, variant, item}) {
    for (const Value entry : owner["metadata"]) set_attribute(a, entry.key(), entry);
  }
  for (const Value tag : product["tags"]) add_tag(a, tag["value"].text());
  a.category = std::string(item["product_type"].text());
  if (a.category.empty()) a.category = std::string(product["type"]["value"].text());
  for (const std::string_view name : {"product_collection", "product_handle"}) {
    if (const Value value = item[name]; !value.text().empty()) put(a.values, name, value.text());
  }
  if (item["is_giftcard"].truth()) a.gift_card = true;
}

void read_line(Reading& r, Value item) {
  Line line;
  line.id = std::string(item["id"].text());
  if (line.id.empty()) return missing(r.problems, item, "id");
  if (r.order.find_line(line.id) != nullptr) return r.problems.error("duplicate_id", item.pointer("id"), join({"two lines have the id ", clip(line.id)}));
  for (const std::string_view name : {"product_title", "title", "variant_sku"}) {
    if (line.title.empty()) line.title = std::string(item[name].text());
  }
  if (line.title.empty()) line.title = line.id;
  line.variant = std::string(item["variant_title"].text());
  line.sku = std::string(item["variant_sku"].text());
  line.product = std::string(item["product_id"].text());
  line.image = std::string(item["thumbnail"].text());
  line.quantity = r.amounts.quantity(raw(item, "quantity"));
  if (line.quantity == 0) return r.problems.warn("empty_line", item.pointer(), "a line of no units was left out");
  line.requires_shipping = item["requires_shipping"].truth(true);
  read_attributes(item, line);
  r.charges.push_back(read_charge(r, item, "unit_price", line.quantity, detail(r, item, "return_received_quantity")));
  r.order.lines.push_back(std::move(line));
}

void read_shipping(Reading& r, Value item) {
  // Some admin answers wrap the method, and keep what it belongs to outside.
  const Value wrapped = item["shipping_method"];
  const Value method = wrapped.is_object() ? wrapped : item;
  const Value owner = wrapped.is_object() ? item : item["detail"];
  ShippingCharge s;
  s.id = std::string(method["id"].text());
  if (s.id.empty()) s.id = join({"shipping-", std::to_string(r.order.shipping.size() + 1)});
  s.title = std::string(method["name"].text());
  if (const Value back = owner["return_id"]; back.is_string()) {
    // It is part of what was paid, but no refund of the way to the buyer ever covers it.
    s.standard_price = 0;
    r.problems.warn("return_freight", method.pointer(), join({"this shipping is the freight of return ", clip(back.text()), "; it counts as paid, not as delivery to the buyer"}));
  }
  r.charges.push_back(read_charge(r, method, "amount", 1, 0));
  r.order.shipping.push_back(std::move(s));
}

void read_buyer(Reading& r) {
  Buyer& b = r.order.buyer;
  const Value doc = r.doc, customer = doc["customer"];
  b.id = std::string(doc["customer_id"].text());
  if (b.id.empty()) b.id = std::string(customer["id"].text());
  b.email = std::string(doc["email"].text());
  b.guest = customer["has_account"].is_bool() && !customer["has_account"].truth();
  for (const Value place : {doc["shipping_address"], doc["billing_address"], customer}) {
    if (b.country.empty()) set_country(b, place["country_code"]);
    if (b.region.empty()) b.region = std::string(place["province"].text());
    const std::string_view first = place["first_name"].text(), last = place["last_name"].text();
    if (b.name.empty()) b.name = std::string(first) + (first.empty() || last.empty() ? "" : " ") + std::string(last);
  }
  for (const Value group : customer["groups"]) {
    if (!group["name"].text().empty()) b.tags.emplace_back(group["name"].text());
  }
}

void read_head(Reading& r) {
  Order& o = r.order;
  const Value doc = r.doc;
  o.id = std::string(doc["id"].text());
  if (o.id.empty()) missing(r.problems, doc, "id");
  o.number = doc["display_id"].id();
  if (const std::optional<Instant> at = read_time(doc["created_at"], r.problems)) o.created_at = *at;
  else missing(r.problems, doc, "created_at");
  const Value status = doc["status"];
  if (!from_text(to_ours(order_statuses, status.text()), o.status) && status.present()) unknown_code(r.problems, status, "order status");
  o.locale = std::string(doc["locale"].text());
  for (const Value entry : doc["metadata"]) {
    if (!set_attribution(o, entry.key(), entry) && !entry.text().empty()) put(o.source.native, join({"metadata.", entry.key()}), entry.text());
  }
  for (const std::string_view name : {"region_id", "sales_channel_id", "payment_status", "fulfillment_status"}) {
    if (const Value value = doc[name]; value.is_string()) put(o.source.native, name, value.text());
  }
}

/// Prices of an order may differ in whether they hold tax. Then all are taken without.
TaxMode mode_of(Value doc) {
  bool inclusive = doc["items"].size() != 0;
  for (const Value item : doc["items"]) inclusive = inclusive && item["is_tax_inclusive"].truth();
  return inclusive ? TaxMode::inclusive : TaxMode::exclusive;
}

Order read_one(Value doc, Problems& problems) {
  Order o;
  const Value code = doc["currency_code"];
  if (!read_currency(code, doc.pointer("currency_code"), o.currency, problems)) return o;
  o.storefront = "medusa";
  o.tax_mode = mode_of(doc);
  Reading r{doc, o, Amounts(o.currency, problems), problems, {}};
  read_head(r);
  read_buyer(r);
  if (!doc["items"].is_array()) problems.warn("no_lines", doc.pointer("items"), "the document does not hold the order's lines", "ask for fields=*items");
  for (const Value item : doc["items"]) read_line(r, item);
  for (const Value item : doc["shipping_methods"]) read_shipping(r, item);
  if (problems.ok()) settle_charges(r);
  read_payments(r);
  read_shipments(r);
  read_returns(r);
  return o;
}

}  // namespace

std::vector<Order> read_orders(Value document, Problems& problems) {
  std::vector<Order> out;
  const Found found = locate(document);
  // A return or exchange may come with its whole order.
  const Value order = document["order"];
  if (found.kind != Kind::order && order["items"].is_array() && order["total"].present()) {
    out.push_back(read_one(order, problems));
  } else if (found.kind != Kind::order) {
    not_an_order(problems, document, words_of(found.kind));
  } else {
    for (const Value doc : order_values(document)) out.push_back(read_one(doc, problems));
  }
  return out;
}

}  // namespace aftersale::medusa
