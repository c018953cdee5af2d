#include "aftersale/request.hpp"
#include "model/enum_field.hpp"
#include "model/request_parts.hpp"

namespace aftersale {

const Answer* RequestItem::find_answer(std::string_view id) const {
  for (const Answer& a : answers) {
    if (a.id == id) return &a;
  }
  return nullptr;
}

bool RequestItem::answered(std::string_view id, bool otherwise) const {
  const Answer* a = find_answer(id);
  return a != nullptr && a->is_bool ? a->truth : otherwise;
}

Evidence read_evidence(Value value, Problems& problems) {
  Evidence e;
  Fields f(value, problems);
  f.text("id", e.id, 200);
  read_enum(f.need("kind"), e.kind, problems);
  f.text("sha256", e.sha256, 64);
  f.maybe_text("name", e.name, 300);
  f.maybe_text("type", e.type, 100);
  f.maybe_integer("bytes", e.bytes, 0, 1 << 30);
  f.done();
  return e;
}

void write_evidence(Writer& out, const Evidence& e, bool whole) {
  out.begin_object();
  if (e.bytes != 0) out.field("bytes", e.bytes);
  out.field("id", e.id).field("kind", to_text(e.kind)).maybe("name", whole ? e.name : std::string()).field("sha256", e.sha256).maybe("type", e.type).end_object();
}

namespace {
/// A request states its own currency, as a policy does.
std::optional<Price> read_price(Value value, Problems& problems) {
  if (!value.present()) return std::nullopt;
  Price price;
  const Value code = value["currency"];
  if (code.is_string() && !find_currency(code.text(), price.currency)) {
    problems.error("unknown_currency", code.pointer(), join({"\"", code.text(), "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  price.amount = read_money(value, price.currency, problems);
  if (price.amount < 0) problems.error("negative", value.pointer("amount"), "must not be negative", "give the price of one unit");
  return price;
}
}  // namespace

ExchangeFor read_exchange(Value value, Problems& problems) {
  ExchangeFor e;
  Fields f(value, problems);
  f.maybe_text("product", e.product, 500);
  f.maybe_text("variant", e.variant, 2000);
  f.maybe_text("sku", e.sku, 500);
  f.maybe_text("title", e.title, 2000);
  e.unit_price = read_price(f.maybe("unitPrice"), problems);
  f.done();
  return e;
}

namespace {
RequestItem read_item(Value value, Problems& problems, bool draft) {
  RequestItem item;
  Fields f(value, problems);
  f.text("line", item.line, 200);
  if (draft) {
    item.quantity = all_units;
    f.maybe_integer("quantity", item.quantity, 0, 1'000'000);
    f.maybe_text("reason", item.reason, 64);
  } else {
    f.integer("quantity", item.quantity, 1, 1'000'000);
    f.text("reason", item.reason, 64);
  }
  for (const Value answer : f.maybe("answers")) {
    Answer a;
    a.id = std::string(answer.key());
    if (answer.is_bool()) {
      a.is_bool = true;
      a.truth = answer.truth();
    } else if (answer.is_string()) {
      a.text = std::string(answer.text());
    } else {
      expected(problems, answer, "true, false or a string");
    }
    item.answers.push_back(std::move(a));
  }
  f.maybe_text("note", item.note, 2000);
  for (const Value e : f.array("evidence")) item.evidence.push_back(read_evidence(e, problems));
  if (const Value other = f.maybe("exchangeFor")) item.exchange_for = read_exchange(other, problems);
  item.observed_price = read_price(f.maybe("observedPrice"), problems);
  f.done();
  return item;
}

}  // namespace

Request read_request(Value value, Problems& problems, bool draft, std::string* at) {
  Request request;
  Fields f(value, problems);
  read_enum(f.maybe("kind"), request.kind, problems);
  const bool talk = request.kind == CaseKind::damage_claim || request.kind == CaseKind::complaint || request.kind == CaseKind::inquiry;
  const Value items = f.array("items", !draft && !talk);
  for (const Value item : items) request.items.push_back(read_item(item, problems, draft));
  for (std::size_t i = 1; i < request.items.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (request.items[i].line != request.items[j].line || request.items[i].line.empty()) continue;
      problems.error("duplicate_line", items.at(i).pointer("line"), "this line is asked for twice", "put its units into one item");
      break;
    }
  }
  if (!draft && !talk && items.exists() && request.items.empty()) problems.error("empty", items.pointer(), "ask for at least one item");
  Resolution resolution{};
  if (read_enum(f.maybe("resolution"), resolution, problems)) request.resolution = resolution;
  ReturnMethod method{};
  if (read_enum(f.maybe("method"), method, problems)) request.method = method;
  f.maybe_texts("confirmed", request.confirmed);
  f.maybe_bool("advance", request.advance);
  if (at != nullptr) {
    f.maybe_text("at", *at, 32);
    // The wizard's own, which it reads itself.
    for (const char* own : {"about", "order", "orders", "person", "proof", "recipient", "seen", "text"}) f.maybe(own);
  }
  f.done();
  return request;
}

void write_request_members(Writer& out, const Request& request, bool whole) {
  if (request.advance) out.flag("advance", true);
  if (!request.confirmed.empty()) {
    out.key("confirmed").begin_array();
    for (const std::string& code : request.confirmed) out.string(code);
    out.end_array();
  }
  out.key("items").begin_array();
  for (const RequestItem& item : request.items) {
    out.begin_object();
    if (!item.answers.empty()) {
      out.key("answers").begin_object();
      for (const Answer& a : item.answers) {
        if (a.is_bool) out.flag(a.id, a.truth);
        else out.field(a.id, a.text);
      }
      out.end_object();
    }
    if (!item.evidence.empty()) {
      out.key("evidence").begin_array();
      for (const Evidence& e : item.evidence) write_evidence(out, e, whole);
      out.end_array();
    }
    if (item.exchange_for) {
      const ExchangeFor& e = *item.exchange_for;
      out.key("exchangeFor").begin_object().maybe("product", e.product).maybe("sku", e.sku).maybe("title", e.title);
      if (e.unit_price) write_money(out, "unitPrice", e.unit_price->amount, e.unit_price->currency);
      out.maybe("variant", e.variant).end_object();
    }
    if (item.observed_price) write_money(out, "observedPrice", item.observed_price->amount, item.observed_price->currency);
    out.field("line", item.line).maybe("note", whole ? item.note : std::string()).field("quantity", item.quantity).maybe("reason", item.reason).end_object();
  }
  out.end_array();
  if (request.kind != CaseKind::return_) out.field("kind", to_text(request.kind));
  if (request.method) out.field("method", to_text(*request.method));
  if (request.resolution) out.field("resolution", to_text(*request.resolution));
}

void write_request(Writer& out, const Request& request, std::string_view at, bool whole) {
  out.begin_object().maybe("at", at);
  write_request_members(out, request, whole);
  out.end_object();
}

}  // namespace aftersale
