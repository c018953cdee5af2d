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
    s.dropped.push_back({item_pointer(at, member), code});
  };
  Row* row = find_row(s, given.line);
  if (row == nullptr) return drop({}, "unknown_line");
  if (row->blocked) return drop({}, "not_returnable");
  RequestItem item = given;
  if (item.quantity > row->base->returnable) {
    drop("quantity", "too_many");
    item.quantity = all_units;
  }
  if (item.quantity == all_units) item.quantity = row->base->returnable;
  if (!item.reason.empty() && find_reason(item.reason) == nullptr) {
    drop("reason", "unknown_reason");
    item.reason.clear();
  }
  row->item = s.answers.items.size();
  row->selected = item.quantity;
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
  if (only == nullptr || only->base->returnable != 1) return;
  s.automatic[static_cast<std::size_t>(StepId::items)] = only->item == none || only->selected == 1;
  if (only->item != none) return;
  RequestItem item;
  item.line = only->line->id;
  item.quantity = 1;
  only->item = s.answers.items.size();
  only->selected = 1;
  s.answers.items.push_back(std::move(item));
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
  for (std::size_t i = 0; i < given.items.size(); ++i) take_item(s, given.items[i], i);
  s.answers.resolution = given.resolution;
  s.answers.method = given.method;
  s.answers.confirmed = given.confirmed;
  choose_only_line(s);

  Problems& errors = errors_of(s, StepId::items);
  bool any_open = false, any_selected = false;
  for (const Row& row : s.rows) {
    any_open = any_open || !row.blocked;
    any_selected = any_selected || row.selected > 0;
  }
  if (!any_open) {
    errors.error("nothing_returnable", "/items", "nothing of this order can go back",
                 "see `changes` of each item, or ask a person");
  } else if (!any_selected) {
    errors.error("no_items", "/items", "nothing is chosen", "choose at least one item");
  }
}

void judge(State& s) {
  for (const RequestItem& said : s.answers.items) {
    if (said.quantity <= 0) continue;
    RequestItem item = said;
    if (item.reason.empty()) item.reason = std::string(unsaid_reason);
    const tables::ReasonRow* reason = find_reason(item.reason);
    item.answers.clear();
    for (const Answer& answer : said.answers) {
      if (counts(answer, *reason)) item.answers.push_back(answer);
    }
    s.request.items.push_back(std::move(item));
  }
  if (s.request.items.empty()) {
    s.decision = s.base;
    return;
  }
  Problems ignored;
  s.decision = evaluate(s.world, &s.request, ignored);
  for (Row& row : s.rows) {
    // Until a reason is given, the first screen's verdict stays.
    if (row.selected > 0 && !s.answers.items[row.item].reason.empty()) row.asked = s.decision.find(row.line->id);
  }
}

}  // namespace aftersale::asking
