// What no table says: of orders, and of the news about them.
#include "shopify.hpp"

namespace aftersale::shopify {

Value money(Value object, std::string_view name) {
  Value value = any_case(object, name);
  if (!value.present()) value = any_case(object, join({name, "_set"}));
  if (!value.is_object()) return value;
  const Value shop = any_case(value, "shop_money");
  return (shop.present() ? shop : value)["amount"];
}

namespace {

void presentment(Reading& r, Value paid, void*) {
  if (!paid.is_string() || paid.text() == r.order->currency.text()) return;
  r.problems.warn("presentment_currency", paid.pointer(), join({"the buyer saw ", clip(paid.text()), "; amounts here are the shop's, in ", r.order->currency.text()}),
                  "convert at the rate of the order when telling the buyer");
}

void alias(Reading& r, Value item, void* record) {
  const std::string& id = static_cast<Line*>(record)->id;
  const Value number = item["id"];
  if (!number.is_integer() || number.text() == id) return;
  if (r.aliases.empty()) {   // once: where one was rounded, most were
    r.problems.warn("rounded_id", number.pointer(), join({"the number ", number.text(), " is not that of the global id, which is taken here and for all lines"}), "keep 64-bit ids as text");
  }
  r.aliases.emplace_back(number.text(), id);
}

/// Known from an event or GraphQL's deliveredAt; otherwise REST only says that it happened by the last update.
void delivery(Reading& r, Value item, void* record) {
  Shipment& s = *static_cast<Shipment*>(record);
  if (s.status != ShipmentStatus::shipped) return;
  s.shipped_at = time_of(r, item, "created_at");
  std::optional<Instant> known = time_of(r, item, "deliveredAt");
  for (const Value event : list(r, item, "events")) {
    if (!known && same_word(event["status"].text(), "delivered")) known = time_of(r, event, "happened_at");
  }
  const std::string_view status = first(r, item, "shipment_status|displayStatus|latestShipmentStatus").text();
  const bool arrived = same_word(status, "delivered") || same_word(status, "picked_up");
  if (!known && s.shipped_at && r.order->channel == Channel::store && r.order->shipping.empty()) known = s.shipped_at;   // over the counter
  std::optional<Instant> latest = known;
  if (!known) {
    latest = time_of(r, item, "updated_at");
    if (!arrived || !latest || !s.shipped_at || *latest < *s.shipped_at) latest.reset();
  }
  if (latest) {
    s.delivered.kind = known ? Delivery::Kind::known : Delivery::Kind::estimated;
    s.delivered.at = known ? *known : *s.shipped_at;
    s.delivered.latest = *latest;
  }
  if (known || arrived) s.status = ShipmentStatus::delivered;
}

void totals(Reading& r, Value doc, void*) {
  StatedTotals& t = r.order->totals;
  Minor lines = 0, shipping = 0;
  for (const Line& line : r.order->lines) lines += line.discount_total();
  for (const ShippingCharge& s : r.order->shipping) shipping += s.discount;
  if (t.discounts && *t.discounts == lines + shipping) t.discounts = lines;   // Shopify counts those on shipping in
  // Charges that are neither goods nor shipping, and cannot come back with goods.
  for (const char* const name : {"total_tip_received", "original_total_duties", "original_total_additional_fees"}) {
    const Value value = money(doc, name);
    if (r.amounts.minor(value) != 0) r.problems.warn("charge_left_out", value.pointer(), join({"the order's total holds ", clip(value.text()), " that belongs to no line: ", name}));
  }
}

/// The currency that a document's first amount names, since returns and refunds have no currency of their own.
void find_currency_of(Reading& r, Value document, Update& u) {
  std::vector<Value> places = {document};
  for (const char* const name : {"transactions", "refund_line_items"}) {
    for (const Value item : list(r, document, name)) places.push_back(item);
  }
  places.push_back(any_case(document, "total_refunded_set"));
  for (const Value place : places) {
    for (Choice code(r, place, "currency|amount_set.shop_money.currency_code|subtotal_set.shop_money.currency_code|shop_money.currency_code"); u.currency.empty() && code.next();) {
      if (code.value.is_string()) find_currency(code.text(), u.currency);
    }
  }
  r.amounts.use(u.currency);
}

void refund(Reading& r, Value v, void* record) {
  Update& u = *static_cast<Update*>(record);
  find_currency_of(r, v, u);
  RefundRead refund = read_refund(r, v);
  u.lines = std::move(refund.lines);
  if (!u.currency.empty()) u.refunded = refund.amount;
}

void transaction(Reading& r, Value v, void* record) {
  Update& u = *static_cast<Update*>(record);
  find_currency_of(r, v, u);
  if (!same_word(u.native, "refund") || !succeeded(r, v) || u.currency.empty()) return;
  u.status = "refunded";
  u.refunded = r.amounts.positive(money(v, "amount"));
}

void disposal(Reading& r, Value dispositions, void* record) {
  Update& u = *static_cast<Update*>(record);
  for (const Value item : list_values(dispositions)) {
    const Value type = item["type"];
    if (word_of(r, "disposition", type.text()).empty()) unknown_code(r.problems, type, "disposition");
    if (u.native.empty()) u.native = std::string(type.text());
    if (u.status.empty()) u.status = "inspected";
    if (same_word(type.text(), "processing_required")) u.status = "received";
  }
}

void order_update(Reading& r, Value v, void* record) {
  Update& u = *static_cast<Update*>(record);
  find_currency_of(r, v, u);
  Minor refunded = 0;
  for (const Value item : list(r, v, "refunds")) {
    Problems quiet;   // the same faults are told when the order is read
    Reading counted{r, r.tables, quiet, nullptr, Amounts(u.currency, quiet), {}, {}, {}};
    RefundRead refund = read_refund(counted, item);
    refunded += refund.amount;
    for (ReturnedLine& line : refund.lines) u.lines.push_back(std::move(line));
    u.at = time_of(r, item, "processed_at");
    u.status = "refunded";
  }
  if (refunded != 0 && !u.currency.empty()) u.refunded = refunded;
  const Value canceled = any_case(v, "cancelled_at");
  if (!canceled.present()) return;
  u.status = "canceled";
  u.at = read_time(canceled, r.problems);
}

void failure(Reading& r, Value errors, void*) {
  r.problems.error("storefront_error", errors.pointer(), join({"Shopify refused: ", clip(errors.at(0)["message"].text(), 300)}));
}

}  // namespace

const CodecHook hooks[] = {
    {"presentment", presentment}, {"alias", alias},             {"delivery", delivery}, {"refunds", earlier_refunds}, {"totals", totals},   {"payments", payments},
    {"refund", refund},           {"transaction", transaction}, {"disposal", disposal}, {"order", order_update},      {"failure", failure}, {nullptr, nullptr},
};

}  // namespace aftersale::shopify
