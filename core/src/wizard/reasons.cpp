// Why it goes back: what keeps the reasons from being complete. Their fields: fields.cpp.
#include "wizard/state.hpp"

namespace aftersale::asking {
namespace {

bool offers_choice(std::string_view choices, std::string_view choice) {
  while (!choices.empty()) {
    const std::size_t comma = choices.find(',');
    if (choices.substr(0, comma) == choice) return true;
    if (comma == std::string_view::npos) break;
    choices.remove_prefix(comma + 1);
  }
  return false;
}

void check_date(const State& s, std::string_view text, const std::string& pointer, Problems& errors) {
  CivilDate date{};
  if (!parse_date(text, date)) return errors.error("invalid_date", pointer, "not a date", "write it as YYYY-MM-DD");
  if (local_date(s.world.zone, s.world.now) < date)
    return errors.error("date_in_future", pointer, "this day has not come yet", "check the date");
  if (date < local_date(s.world.zone, s.world.order->created_at)) {
    errors.error("date_before_order", pointer, "this day was before the order", "check the date");
  }
}

void check_question(State& s, const RequestItem& item, std::size_t at, const tables::QuestionRow& question) {
  Problems& errors = errors_of(s, StepId::reasons);
  const Answer* answer = item.find_answer(question.id);
  const std::string pointer = answer_pointer(s, at, question.id);
  if (answer == nullptr || (!answer->is_bool && answer->text.empty())) {
    if (question.required) errors.error("required", pointer, "this has to be answered");
    return;
  }
  const bool wants_bool = question.kind == QuestionKind::boolean;
  if (answer->is_bool != wants_bool)
    return errors.error("invalid_choice", pointer, wants_bool ? "yes or no is wanted" : "a text is wanted");
  switch (question.kind) {
    case QuestionKind::boolean: break;
    case QuestionKind::date: check_date(s, answer->text, pointer, errors); break;
    case QuestionKind::choice:
      if (!offers_choice(question.choices, answer->text))
        errors.error("invalid_choice", pointer, "none of the choices");
      break;
    case QuestionKind::text:
      if (length(answer->text) > note_max)
        errors.error("too_long", pointer, "longer than 300 characters", "shorten it");
      break;
  }
}

std::int64_t count_evidence(const RequestItem& item, EvidenceKind kind) {
  std::int64_t count = 0;
  for (const Evidence& e : item.evidence) count += e.kind == kind;
  return count;
}

bool evidence_missing(const RequestItem& item, const LineDecision& d) {
  for (const AskedEvidence& asked : d.evidence) {
    if (!asked.optional && count_evidence(item, asked.kind) < asked.min) return true;
  }
  return false;
}

void check_item(State& s, const Row& row) {
  Problems& errors = errors_of(s, StepId::reasons);
  const RequestItem& item = s.answers.items[row.item];
  const tables::ReasonRow* reason = find_reason(item.reason);
  if (reason == nullptr) return errors.error("required", item_pointer(s, row.item, "reason"), "say why it goes back");
  for (const tables::QuestionRow& question : reason->questions) check_question(s, item, row.item, question);
  if (length(item.note) > note_max)
    errors.error("too_long", item_pointer(s, row.item, "note"), "longer than 300 characters", "shorten it");
  if (item.reason == "other" && item.note.empty())
    errors.error("required", item_pointer(s, row.item, "note"), "say in your words why it goes back");
  if (row.asked == nullptr) return;
  if (refused(*row.asked)) {
    errors.error("refused", item_pointer(s, row.item, "reason"), "it cannot go back for this reason",
                 "see `changes`, or leave this item out");
  } else if (evidence_missing(item, *row.asked)) {
    errors.error("evidence_required", item_pointer(s, row.item, "evidence"), "evidence is missing",
                 "add what `fields` asks for");
  }
}

}  // namespace

std::int64_t length(std::string_view text) {
  std::int64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string answer_pointer(const State& s, std::size_t item, std::string_view question) {
  std::string out = item_pointer(s, item, "answers");
  append_pointer(out, question);
  return out;
}

void check_reasons(State& s) {
  if (s.topic->implied) {
    // What is known is not asked: the step is there for the price alone.
    s.automatic[static_cast<std::size_t>(StepId::reasons)] = !asks_price(s);
    return check_prices(s);
  }
  for (const Row& row : s.rows) {
    if (row.selected > 0) check_item(s, row);
  }
}

}  // namespace aftersale::asking
