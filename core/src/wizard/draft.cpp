// The draft: what the person said, less what no longer holds. Whatever is taken out is named.
#include "wizard/state.hpp"

namespace aftersale::asking {
namespace {

Row* find_row(State& s, std::string_view line) {
  for (Row& row : s.rows) {
    if (row.line->id == line) return &row;
  }
  return nullptr;
}

/// Takes one item over; `at` is its place in the answers as they were given.
void take_item(State& s, const RequestItem& given, std::size_t at) {
  const auto drop = [&](std::string_view member, std::string_view code) {
    s.dropped.push_back({given_pointer(at, member), code});
  };
  Row* row = find_row(s, std::string_view(given.line).substr(s.prefix.size()));
  if (row == nullptr) return drop({}, "unknown_line");
  if (row->blocked) return drop({}, "not_returnable");
  RequestItem item = given;
  item.line = row->line->id;
  if (item.quantity > row->most) {
    drop("quantity", "too_many");
    item.quantity = all_units;
  }
  if (item.quantity == all_units) item.quantity = row->most;
  const tables::ReasonRow* reason = find_reason(item.reason);
  // Why is not asked everywhere; what was said stays for where it is.
  if (!item.reason.empty() && (reason == nullptr || (!s.topic->implied && !fits(*s.topic, *reason)))) {
    drop("reason", reason == nullptr ? "unknown_reason" : "reason_elsewhere");
    item.reason.clear();
  }
  if (item.reason.empty() && !s.topic->implied) {
    if (const tables::ReasonRow* only = only_reason(*s.topic)) item.reason = std::string(only->code);
  }
  row->item = s.answers.items.size();
  row->selected = item.quantity;
  s.answers.items.push_back(std::move(item));
}

/// All of a line, unless something was said about it.
void choose(State& s, Row& row) {
  if (row.item != none) return;
  RequestItem item;
  item.line = row.line->id;
  item.quantity = row.most;
  if (const tables::ReasonRow* only = s.topic->implied ? nullptr : only_reason(*s.topic)) item.reason = std::string(only->code);
  row.item = s.answers.items.size();
  row.selected = row.most;
  s.answers.items.push_back(std::move(item));
}

/// When there is one thing that can go back, it need not be asked which. An item of quantity 0 is a no to that.
void choose_only_line(State& s) {
  Row* only = nullptr;
  for (Row& row : s.rows) {
    if (row.blocked) continue;
    if (only != nullptr) return;
    only = &row;
  }
  if (only == nullptr || only->most != 1) return;
  s.automatic[static_cast<std::size_t>(StepId::items)] = only->item == none || only->selected == 1;
  choose(s, *only);
}

/// A parcel that has not arrived is missing as a whole: where there is one, it need not be asked which.
void choose_only_parcel(State& s) {
  std::size_t parcels = 0;
  for (const Shipment& shipment : s.world.order->shipments) {
    bool open = false;
    for (const ShipmentLine& each : shipment.lines) {
      const Row* row = find_row(s, each.line);
      open = open || (row != nullptr && !row->blocked);
    }
    const bool sent = shipment.status == ShipmentStatus::shipped || shipment.status == ShipmentStatus::delivered;
    parcels += open && sent ? 1 : 0;
  }
  if (parcels != 1) return;
  bool whole = true;
  for (Row& row : s.rows) {
    if (row.blocked) continue;
    whole = whole && (row.item == none || row.selected == row.most);
    choose(s, row);
  }
  s.automatic[static_cast<std::size_t>(StepId::items)] = whole;
}

/// Answers to questions of another reason stay in the draft, should that reason come back, but they do not count.
bool counts(const Answer& answer, const tables::ReasonRow& reason) {
  bool known = false;
  for (const tables::ReasonRow& row : tables::reasons) {
    for (const tables::QuestionRow& question : row.questions) {
      if (question.id != answer.id) continue;
      if (&row == &reason) return true;
      known = true;
    }
  }
  return !known;  // a question of the host's own
}

}  // namespace

void take_answers(State& s, const Request& given) {
  for (std::size_t i = 0; i < given.items.size(); ++i) {
    if (given.items[i].line.starts_with(s.prefix)) take_item(s, given.items[i], i);
  }
  s.answers.resolution = given.resolution;
  s.answers.method = given.method;
  s.answers.confirmed = given.confirmed;
  if (talk(*s.topic)) return;
  if (!s.by_hand) choose_only_line(s);
  if (!s.by_hand && s.topic->kind == CaseKind::not_received) choose_only_parcel(s);

  Problems& errors = errors_of(s, StepId::items);
  bool any_open = false, any_selected = false;
  for (const Row& row : s.rows) {
    any_open = any_open || !row.blocked;
    any_selected = any_selected || row.selected > 0;
  }
  if (!any_open) {
    errors.error("nothing_returnable", "/items", "nothing of this order can go back",
                 "see `changes` of each item and `topics`, or ask a person");
  } else if (!any_selected) {
    errors.error("no_items", "/items", "nothing is chosen", "choose at least one item");
  }
}

void judge(State& s) {
  for (const RequestItem& said : s.answers.items) {
    if (said.quantity <= 0) continue;
    RequestItem item = said;
    if (item.reason.empty() || s.topic->implied) item.reason = std::string(s.topic->unsaid);
    const tables::ReasonRow* reason = find_reason(item.reason);
    item.answers.clear();
    for (const Answer& answer : said.answers) {
      if (counts(answer, *reason)) item.answers.push_back(answer);
    }
    // By whom it is asked, a policy may ask for as for any other answer.
    if (recipient_asks(s)) {
      Answer recipient;
      recipient.id = "recipient";
      recipient.is_bool = recipient.truth = true;
      item.answers.push_back(std::move(recipient));
    }
    s.request.items.push_back(std::move(item));
  }
  s.request.kind = s.topic->kind;
  if (s.request.items.empty() || talk(*s.topic)) {
    s.decision = s.base;
    return;
  }
  Problems ignored;
  s.decision = evaluate(s.world, &s.request, ignored);
  for (Row& row : s.rows) {
    // Until a reason is given, the first screen's verdict stays.
    if (row.selected > 0 && (s.topic->implied || !s.answers.items[row.item].reason.empty())) row.asked = s.decision.find(row.line->id);
  }
}

}  // namespace aftersale::asking
