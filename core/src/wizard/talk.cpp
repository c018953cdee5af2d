// What is said to a person: the words, and everything that was answered before, so that nobody has to say it twice.
#include "wizard/state.hpp"

#include "json/sort.hpp"

namespace aftersale::asking {
namespace {

/// A talk is about what was chosen. A complaint that names nothing is about the whole order, so that it can be made up for.
void gather_items(State& s, Request& request) {
  for (const RequestItem& said : s.answers.items) {
    if (said.quantity <= 0) continue;
    RequestItem item = said;
    if (find_reason(item.reason) == nullptr) item.reason = "other";
    request.items.push_back(std::move(item));
  }
  if (!request.items.empty() || request.kind != CaseKind::complaint) return;
  for (const Row& row : s.rows) {
    RequestItem item;
    item.line = row.line->id;
    item.quantity = row.most;
    item.reason = "other";
    if (item.quantity > 0) request.items.push_back(std::move(item));
  }
}

/// The thing that is talked about.
struct Subject { std::string line, title; };

void begin_said(Writer& out, std::string_view ask, const Subject* line = nullptr) {
  out.begin_object().field("ask", ask);
  if (line != nullptr) out.field("line", line->line).field("title", line->title);
}

void say(Writer& out, std::string_view ask, std::string_view value, const Subject* line = nullptr) {
  if (value.empty()) return;
  begin_said(out, ask, line);
  out.field("value", value).end_object();
}

void say_item(Writer& out, const State& s, const RequestItem& item) {
  const Subject line{called(s, item.line), s.world.order->find_line(item.line)->title};
  begin_said(out, "item", &line);
  out.field("value", item.quantity).end_object();
  say(out, "reason", item.reason, &line);
  // In the order of a document, so that a draft that was kept tells the same.
  std::vector<const Answer*> answers;
  for (const Answer& answer : item.answers) answers.push_back(&answer);
  stable_sort(answers, [](const Answer* a, const Answer* b) { return compare_names(a->id, b->id) < 0; });
  for (const Answer* answer : answers) {
    begin_said(out, answer->id, &line);
    if (answer->is_bool) out.flag("value", answer->truth);
    else out.field("value", answer->text);
    out.end_object();
  }
  say(out, "note", item.note, &line);
  if (!item.evidence.empty()) {
    begin_said(out, "evidence", &line);
    out.field("value", static_cast<std::int64_t>(item.evidence.size())).end_object();
  }
  if (item.exchange_for) say(out, "variant", item.exchange_for->variant.empty() ? item.exchange_for->sku : item.exchange_for->variant, &line);
  if (item.observed_price) {
    begin_said(out, "observedPrice", &line);
    write_money(out, "value", item.observed_price->amount, item.observed_price->currency);
    out.end_object();
  }
}

}  // namespace

void find_message(State& s) {
  Problems& errors = errors_of(s, StepId::message);
  if (s.given.text.empty()) errors.error("required", "/text", "say what it is about");
  else if (length(s.given.text) > text_max) errors.error("too_long", "/text", "longer than 2000 characters", "shorten it");
  s.request.items.clear();
  gather_items(s, s.request);
}

void write_text_field(Writer& out, const State& s) {
  out.begin_object().field("id", "/text").field("kind", to_text(FieldKind::text)).field("max", text_max).flag("required", true).maybe("value", s.given.text).end_object();
}

void write_message_fields(Writer& out, const State& s) {
  if (s.given.person) return;
  for (const Row& row : s.rows) {
    if (row.most <= 0) continue;
    out.begin_object().field("id", row.item == none ? std::string("/items/-/quantity") : item_pointer(s, row.item, "quantity"));
    out.field("kind", to_text(FieldKind::quantity)).field("line", called(s, row.line->id)).field("max", row.most).field("min", 0);
    out.flag("required", false).field("value", row.selected).end_object();
  }
}

/// The way to a person from here: what a host sends as a question, with the transcript in its text.
void write_person(Writer& out, const State& s) {
  Request request;
  request.kind = CaseKind::inquiry;
  for (const RequestItem& item : s.answers.items) {
    if (item.quantity <= 0) continue;
    RequestItem about = item;
    if (find_reason(about.reason) == nullptr) about.reason = "other";
    request.items.push_back(std::move(about));
  }
  out.begin_object();
  if (s.own != nullptr) out.field("order", s.own->id);
  write_request(out.key("request"), request);
  out.end_object();
}

void write_transcript(Writer& out, const Parts& parts) {
  const State& s = parts.front();
  out.begin_array();
  const std::optional<Topic> about = s.given.about ? s.given.about : s.host.about;
  if (s.topic != nullptr && !s.given.person) say(out, "about", to_text(s.topic->topic));
  else if (about) say(out, "about", to_text(*about));
  if (s.given.recipient) {
    begin_said(out, "recipient");
    out.flag("value", *s.given.recipient).end_object();
  }
  for (const State& each : parts) {
    if (each.own != nullptr && !chosen(each)) continue;
    if (each.own != nullptr) say(out, "order", each.world.order->number.empty() ? each.own->id : each.world.order->number);
    for (const RequestItem& item : each.answers.items) {
      if (item.quantity > 0) say_item(out, each, item);
    }
    if (each.answers.resolution) say(out, "resolution", to_text(*each.answers.resolution));
    if (each.answers.method) say(out, "method", to_text(*each.answers.method));
  }
  say(out, "text", s.given.text);
  out.end_array();
}

}  // namespace aftersale::asking
