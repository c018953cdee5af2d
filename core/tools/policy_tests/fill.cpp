#include "policy_tests/fill.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

constexpr std::int64_t days_to_delivery = 2, day_of_request = 7, days_since_order = 10;
constexpr std::string_view first_monday = "2026-01-05T10:00:00Z";

/// The first currency that a rule of the policy names, so that its amounts speak of the order.
std::string currency_of(const Policy& policy) {
  for (const PolicyVersion& version : policy.versions) {
    for (const Rule& rule : version.rules) {
      const auto* method = std::get_if<MethodRule>(&rule.body);
      const auto* fee = std::get_if<FeeRule>(&rule.body);
      if (method != nullptr && !method->currency.empty()) return std::string(method->currency.text());
      if (fee != nullptr && !fee->currency.empty()) return std::string(fee->currency.text());
    }
  }
  return "EUR";
}

/// A day into the newest version, or some Monday.
Instant usual_moment(const Policy& policy) {
  Instant out{};
  parse_instant(first_monday, out);
  for (const PolicyVersion& version : policy.versions) {
    if (version.from) out = std::max(out, Instant{version.from->ms + ms_per_day});
  }
  return out;
}

/// Members of `object` that stand there, as they are, without those in `names`.
void copy_but(Writer& out, Value object, std::initializer_list<std::string_view> names) {
  for (const Value member : object) {
    if (std::find(names.begin(), names.end(), member.key()) == names.end()) out.key(member.key()).raw(member.canonical());
  }
}

void write_filled_line(Writer& out, Value line, std::size_t index, const std::string& code) {
  Currency currency;
  find_currency(code, currency);
  Minor hundred = 100;
  for (int i = 0; i < currency.exponent; ++i) hundred *= 10;
  out.begin_object();
  copy_but(out, line, {});
  if (!line["id"].exists()) out.field("id", join({"l", std::string_view("123456789").substr(std::min<std::size_t>(index, 8), 1)}));
  if (!line["quantity"].exists()) out.field("quantity", 1);
  if (!line["title"].exists()) out.field("title", "Goods");
  if (!line["unitPrice"].exists()) write_money(out, "unitPrice", hundred, currency);
  out.end_object();
}

std::string filled_order(Value order, const std::string& created, const Policy& policy) {
  const std::string currency = order["currency"].is_string() ? std::string(order["currency"].text()) : currency_of(policy);
  Writer out;
  out.begin_object();
  copy_but(out, order, {"createdAt", "currency", "lines"});
  if (!order["buyer"].exists()) out.key("buyer").begin_object().end_object();
  out.field("createdAt", created).field("currency", currency);
  if (!order["id"].exists()) out.field("id", "test");
  out.key("lines").begin_array();
  std::size_t index = 0;
  for (const Value line : order["lines"]) write_filled_line(out, line, index++, currency);
  if (index == 0) write_filled_line(out, {}, 0, currency);
  out.end_array();
  if (!order["taxMode"].exists()) out.field("taxMode", "inclusive");
  out.end_object();
  return out.take();
}

/// `reason` and `answers` of the test hold for every item that does not say otherwise.
void write_filled_item(Writer& out, Value item, Value test, const Line& line) {
  out.begin_object();
  copy_but(out, item, {});
  if (!item["line"].exists()) out.field("line", line.id);
  if (!item["quantity"].exists()) out.field("quantity", line.quantity);
  const Value reason = test["reason"], answers = test["answers"];
  if (!item["reason"].exists()) out.key("reason").raw(reason.exists() ? reason.canonical() : std::string("\"changed_mind\""));
  if (!item["answers"].exists() && answers.exists()) out.key("answers").raw(answers.canonical());
  out.end_object();
}

std::string filled_request(Value test, const Order& order) {
  const Value request = test["request"];
  Writer out;
  out.begin_object();
  copy_but(out, request, {"items"});
  out.key("items").begin_array();
  bool any = false;
  for (const Value item : request["items"]) {
    any = true;
    const Line* line = order.find_line(item["line"].text());
    write_filled_item(out, item, test, line != nullptr ? *line : order.lines.front());
  }
  if (!any) write_filled_item(out, {}, test, order.lines.front());
  out.end_array().end_object();
  return out.take();
}

/// One parcel with everything, and one payment for everything, where the test says nothing of them.
void add_parcel_and_payment(Order& order, bool parcel, Instant delivered) {
  Shipment shipment;
  shipment.id = "p1";
  shipment.status = ShipmentStatus::delivered;
  shipment.shipped_at = order.created_at;
  shipment.delivered = {Delivery::Kind::known, delivered, delivered};
  Tender tender;
  tender.id = "t1";
  tender.kind = TenderKind::card;
  for (const Line& line : order.lines) {
    if (line.requires_shipping) shipment.lines.push_back({line.id, line.quantity, {}});
    tender.amount += paid_for(order, line);
  }
  for (const ShippingCharge& charge : order.shipping) tender.amount += paid_for(order, charge);
  if (parcel && !shipment.lines.empty()) order.shipments.push_back(std::move(shipment));
  if (order.tenders.empty()) order.tenders.push_back(std::move(tender));
}

struct Moments {
  Instant created, delivered, now;
};

Moments read_moments(Fields& f, Value order, const Policy& policy, Problems& problems) {
  const Value now = f.maybe("now"), delivered = f.maybe("delivered"), created = order["createdAt"];
  std::int64_t day = day_of_request;
  const bool counted = f.maybe("day").exists();
  f.maybe_integer("day", day, 0, 36'500);
  if (now.exists() && counted) problems.error("one_of", f.value().pointer("day"), "a test says its moment by \"now\" or by \"day\"", "remove one of them");
  Moments out{};
  const Instant given = now.exists() ? read_instant(now, problems) : Instant{};
  if (created.exists())
    out.created = read_instant(created, problems);
  else if (delivered.exists())
    out.created = Instant{read_instant(delivered, problems).ms - days_to_delivery * ms_per_day};
  else if (now.exists())
    out.created = Instant{given.ms - days_since_order * ms_per_day};
  else
    out.created = usual_moment(policy);
  out.delivered = delivered.exists() ? read_instant(delivered, problems) : Instant{out.created.ms + days_to_delivery * ms_per_day};
  out.now = now.exists() ? given : Instant{out.delivered.ms + day * ms_per_day};
  return out;
}

}  // namespace

FilledTest read_test(Value value, const Policy& policy, Problems& problems) {
  FilledTest out;
  Fields f(value, problems);
  if (!f.is_object()) return out;
  f.text("title", out.title, 300);
  const Value order = f.maybe("order"), zone = f.maybe("zone");
  f.maybe("reason"), f.maybe("answers"), f.maybe("request");
  out.want = f.need("want");
  const Moments moments = read_moments(f, order, policy, problems);
  f.done();
  if (order.exists() && !order.is_object()) expected(problems, order, "an object");
  if (zone.exists()) out.zone = read_zone(zone, problems);
  out.now = moments.now;
  if (!problems.ok()) return out;
  // Pointers of the filled documents are those of the written ones, since nothing changes its place.
  const std::string order_text = filled_order(order, format(moments.created), policy);
  Document parsed = Document::parse(order_text, problems, value.pointer("order"));
  parsed.set_base(value.pointer("order"));
  out.order = read_order(parsed.root(), problems);
  if (!problems.ok() || out.order.lines.empty()) return out;
  add_parcel_and_payment(out.order, !order["shipments"].exists(), moments.delivered);
  const std::string request_text = filled_request(value, out.order);
  Document asked = Document::parse(request_text, problems, value.pointer("request"));
  asked.set_base(value.pointer("request"));
  out.request = read_request(asked.root(), problems);
  return out;
}

}  // namespace aftersale::tools
