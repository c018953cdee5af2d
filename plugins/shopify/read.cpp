// Orders, from REST, webhooks and GraphQL. An order is read as it was sold: units that left it later stand in `canceled`
// and in earlier returns.
#include "reading.hpp"

namespace aftersale::shopify {
namespace {

/// REST points to an application by its index, GraphQL holds it.
Value application_of(const Reading& r, Value allocation) {
  const Value own = get(allocation, "discount_application");
  if (own.present()) return own;
  const std::optional<std::int64_t> index = allocation["discount_application_index"].integer();
  return index && *index >= 0 ? r.doc["discount_applications"].at(static_cast<std::size_t>(*index)) : Value();
}

std::vector<Discount> read_discounts(Reading& r, Value item) {
  std::vector<Discount> out;
  for (const Value allocation : list(item, "discount_allocations")) {
    Discount d;
    Value amount = money(allocation, "amount");
    if (!amount.present()) amount = money(allocation, "allocated_amount");
    d.amount = r.amounts.positive(amount);
    if (d.amount == 0) continue;
    const Value application = application_of(r, allocation);
    d.code = std::string(application["code"].text());
    d.title = std::string(application["title"].text());
    out.push_back(std::move(d));
  }
  return out;
}

std::vector<Tax> read_taxes(Reading& r, Value item) {
  std::vector<Tax> out;
  for (const Value line : list(item, "tax_lines")) {
    Tax tax;
    Decimal rate;
    if (r.amounts.exact(line["rate"], rate)) tax.rate = line["rate"].canonical();
    if (!tax.rate.empty() && tax.rate.front() == '"') tax.rate = std::string(line["rate"].text());
    tax.title = std::string(line["title"].text());
    tax.amount = r.amounts.positive(money(line, "price"));
    out.push_back(std::move(tax));
  }
  return out;
}

void read_attributes(Reading& r, Value item, Line& line) {
  LineAttributes& a = line.attributes;
  const Value product = item["product"];
  Value type = get(item, "product_type");
  if (!type.present()) type = product["productType"];
  a.category = std::string(type.text());
  if (!a.category.empty()) put(a.values, "product_type", a.category);
  if (const Value vendor = item["vendor"]; !vendor.text().empty()) put(a.values, "vendor", vendor.text());
  if (const Value group = item["sales_line_item_group_id"]; group.present()) put(a.values, "line_item_group", group.id());
  for (const Value tag : list(product, "tags")) add_tag(a, tag.text());
  std::vector<Value> properties = list(item, "properties");
  if (properties.empty()) properties = list(item, "custom_attributes");
  for (const Value property : properties) {
    const Value name = property["name"];
    set_attribute(a, name.is_string() ? name.text() : property["key"].text(), property["value"]);
  }
  // The order's own tags have no other place that policies look at. They say nothing certain about a line: no flags.
  for (std::string& tag : words(r.doc["tags"])) a.tags.push_back(std::move(tag));
  Value gift_card = get(item, "gift_card");
  if (!gift_card.present()) gift_card = item["isGiftCard"];
  if (gift_card.truth()) a.gift_card = true;
}

void read_line(Reading& r, Value item) {
  Line line;
  line.id = id_of(item);
  if (line.id.empty()) return missing(r.problems, item, "id");
  if (const std::string number = item["id"].id(); item["id"].is_integer() && number != line.id) {
    if (r.lines.aliases.empty()) {   // once: where one was rounded, most were
      r.problems.warn("rounded_id", item.pointer("id"), join({"the number ", number, " is not that of the global id, which is taken here and for all lines"}), "keep 64-bit ids as text");
    }
    r.lines.aliases.emplace_back(number, line.id);
  }
  if (r.order.find_line(line.id) != nullptr) return r.problems.error("duplicate_id", item.pointer("id"), join({"two lines have the id ", line.id}));
  for (const std::string_view name : {"title", "name", "sku"}) {
    if (line.title.empty()) line.title = std::string(item[name].text());
  }
  if (line.title.empty()) line.title = line.id;
  line.variant = std::string(get(item, "variant_title").text());
  line.sku = std::string(item["sku"].text());
  const Value product = get(item, "product_id");
  line.product = id_of(product.present() ? product : item["product"]);
  line.image = std::string(item["image"]["url"].text());
  line.quantity = r.amounts.quantity(item["quantity"]);
  if (line.quantity == 0) return r.problems.warn("empty_line", item.pointer(), "a line of no units was left out");
  Value price = money(item, "price");
  if (!price.present()) price = money(item, "original_unit_price");
  if (!price.present()) missing(r.problems, item, "price");
  line.unit_price = r.amounts.positive(price);
  r.amounts.count(line.unit_price, line.quantity - 1, price);
  line.discounts = read_discounts(r, item);
  if (line.discounts.empty()) {
    Discount whole;
    whole.amount = r.amounts.positive(money(item, "total_discount"));
    if (whole.amount != 0) line.discounts.push_back(std::move(whole));
  }
  line.taxes = read_taxes(r, item);
  line.requires_shipping = get(item, "requires_shipping").truth(true);
  read_attributes(r, item, line);
  r.order.lines.push_back(std::move(line));
}

void read_shipping(Reading& r) {
  std::vector<Value> lines = list(r.doc, "shipping_lines");
  if (const Value single = r.doc["shippingLine"]; lines.empty() && single.present()) lines.push_back(single);
  for (const Value item : lines) {
    if (get(item, "is_removed").truth()) continue;
    ShippingCharge s;
    s.id = id_of(item);
    if (s.id.empty()) s.id = join({"shipping-", std::to_string(r.order.shipping.size() + 1)});
    s.title = std::string(item["title"].text());
    Value price = money(item, "price");
    if (!price.present()) price = money(item, "original_price");
    s.price = r.amounts.positive(price);
    for (const Discount& d : read_discounts(r, item)) s.discount += d.amount;
    // Older documents name no allocations, only the price that is left.
    const Value left = money(item, "discounted_price");
    if (left.present() && !get(item, "discount_allocations").is_array()) s.discount = s.price - r.amounts.positive(left);
    if (s.discount < 0 || s.discount > s.price) {
      r.problems.warn("discount_above_price", item.pointer(), "the discount on shipping is not between nothing and its price, and was left out");
      s.discount = 0;
    }
    s.taxes = read_taxes(r, item);
    r.order.shipping.push_back(std::move(s));
  }
}

/// Charges that are neither goods nor shipping, and cannot come back with goods.
void warn_other_charges(Reading& r) {
  for (const std::string_view name : {"total_tip_received", "original_total_duties", "original_total_additional_fees"}) {
    const Value value = money(r.doc, name);
    if (r.amounts.minor(value) != 0) r.problems.warn("charge_left_out", value.pointer(), join({"the order's total holds ", clip(value.text()), " that belongs to no line: ", name}));
  }
}

void read_totals(Reading& r) {
  StatedTotals& t = r.order.totals;
  const auto state = [&r](std::optional<Minor>& slot, std::string_view name) {
    if (const Value value = money(r.doc, name); value.present()) slot = r.amounts.minor(value);
  };
  state(t.goods, "total_line_items_price");
  state(t.discounts, "total_discounts");
  state(t.shipping, "total_shipping_price");
  state(t.tax, "total_tax");
  state(t.total, "total_price");
  state(t.paid, "total_received");
  state(t.refunded, "total_refunded");
  Minor lines = 0, shipping = 0;
  for (const Line& line : r.order.lines) lines += line.discount_total();
  for (const ShippingCharge& s : r.order.shipping) shipping += s.discount;
  if (t.discounts && *t.discounts == lines + shipping) t.discounts = lines;   // Shopify counts those on shipping in
  warn_other_charges(r);
}

bool find_order_currency(Value doc, Currency& out, Problems& problems) {
  // The Customer API states money in the buyer's currency, whatever the order's is.
  Value code = get(get(doc, "total_price"), "currency_code");
  if (!code.present()) code = doc["currency"];
  if (!code.present()) code = doc["currencyCode"];
  if (!read_currency(code, code.exists() ? code.pointer() : doc.pointer("currency"), out, problems)) return false;
  Value paid = get(doc, "presentment_currency");
  if (!paid.present()) paid = doc["presentmentCurrencyCode"];
  if (paid.is_string() && paid.text() != out.text()) {
    problems.warn("presentment_currency", paid.pointer(), join({"the buyer saw ", clip(paid.text()), "; amounts here are the shop's, in ", out.text()}),
                  "convert at the rate of the order when telling the buyer");
  }
  return true;
}

Order read_one(Value doc, Problems& problems) {
  Currency currency;
  if (!find_order_currency(doc, currency, problems)) return {};
  Order o;
  Reading r{doc, o, Amounts(currency, problems), problems, {&o, {}}};
  o.currency = currency;
  o.storefront = "shopify";
  o.id = id_of(doc);
  if (o.id.empty()) missing(problems, doc, "id");
  o.number = std::string(doc["name"].text());
  Value created = get(doc, "created_at");
  if (!created.present()) created = get(doc, "processed_at");
  if (const std::optional<Instant> at = read_time(created, problems)) o.created_at = *at;
  else missing(problems, doc, "created_at");
  o.tax_mode = get(doc, "taxes_included").truth() ? TaxMode::inclusive : TaxMode::exclusive;
  o.status = get(doc, "cancelled_at").present() ? OrderStatus::canceled : get(doc, "closed_at").present() ? OrderStatus::closed : OrderStatus::open;
  o.locale = std::string(get(doc, "customer_locale").text());
  read_channel(r);
  read_buyer(r);
  if (!get(doc, "line_items").present()) problems.warn("no_lines", doc.pointer("line_items"), "the document does not hold the order's lines", "ask the storefront for the whole order");
  for (const Value item : list(doc, "line_items")) read_line(r, item);
  read_shipping(r);
  read_shipments(r);
  read_returns(r);
  read_totals(r);
  read_payments(r);
  return o;
}

}  // namespace

std::vector<Order> read_orders(Value document, Problems& problems) {
  std::vector<Order> out;
  const Found found = locate(document);
  if (found.row->kind != Kind::order) {
    not_an_order(problems, document, found.row->words);
    return out;
  }
  for (const Value doc : order_values(document)) out.push_back(read_one(doc, problems));
  return out;
}

}  // namespace aftersale::shopify
