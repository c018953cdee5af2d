// The fields of the reasons step. Nothing is asked that changes nothing.
#include "wizard/state.hpp"

namespace aftersale::asking {
namespace {

/// The code that says why `reason` would be refused for the row, or empty.
std::string refusal(const Row& row, const Decision& decision) {
  const LineDecision* d = decision.find(row.line->id);
  if (d == nullptr || !refused(*d)) return {};
  for (const Finding& finding : d->findings) {
    if (finding.effect == FindingEffect::refuses) return finding.code;
  }
  return "refused";
}

/// Everything about a decision that a follow-up answer may turn.
std::string outcome_text(const State& s, const RequestItem& item) {
  Request request;
  request.kind = s.topic->kind;
  request.items.push_back(item);
  Problems ignored;
  const Decision decision = evaluate(s.world, &request, ignored);
  const LineDecision* d = decision.find(item.line);
  if (d == nullptr) return {};
  std::string out =
      std::to_string(d->deduction_max_basis_points) + d->outbound + std::string(to_text(d->outcome)) + d->right;
  for (const LineFee& fee : d->fees) out += fee.rule;
  for (const OfferedResolution& r : d->resolutions) out += r.rule + std::string(to_text(r.resolution));
  for (const OfferedMethod& m : d->methods) out += m.rule + std::string(to_text(m.method));
  for (const AskedEvidence& e : d->evidence) out += e.rule;
  if (d->until) out += d->until->rule + format(d->until->at);
  return out;
}

/// Whether yes or no to an optional question makes a difference under these policies.
bool matters(const State& s, const RequestItem& item, const tables::QuestionRow& question) {
  RequestItem yes = item, no = item;
  Answer answer;
  answer.id = std::string(question.id);
  answer.is_bool = true;
  no.answers.push_back(answer);
  answer.truth = true;
  yes.answers.push_back(std::move(answer));
  return outcome_text(s, yes) != outcome_text(s, no);
}

void begin_field(Writer& out, const std::string& id, FieldKind kind, bool required, std::string_view line) {
  out.begin_object();
  out.field("id", id).field("kind", to_text(kind)).field("line", line);
  out.flag("required", required);
}

void write_reason_field(Writer& out, const State& s, const Row& row, const std::vector<Decision>& by_reason) {
  begin_field(out, item_pointer(s, row.item, "reason"), FieldKind::choice, true, called(s, row.line->id));
  out.key("choices").begin_array();
  std::size_t i = 0;
  for (const tables::ReasonRow& reason : tables::reasons) {
    if (!fits(*s.topic, reason)) continue;
    out.begin_object();
    out.field("group", to_text(reason.basis));
    out.maybe("refused", refusal(row, by_reason[i++]));
    out.field("value", reason.code);
    out.end_object();
  }
  out.end_array();
  out.maybe("value", s.answers.items[row.item].reason);
  out.end_object();
}

/// Why a question is asked, where that can be said.
std::string_view why(const tables::QuestionRow& question, const Row& row) {
  if (question.id == "opened" && row.line->attributes.sealed) return "sealed_opened";
  const bool trace = question.id == "used" || question.id == "opened" || question.id == "tagsRemoved";
  return trace && row.asked != nullptr && row.asked->deduction_max_basis_points > 0 ? "value_loss" : std::string_view();
}

void write_question(Writer& out, const State& s, const Row& row, const tables::QuestionRow& question) {
  static constexpr FieldKind kinds[] = {FieldKind::boolean, FieldKind::date, FieldKind::choice, FieldKind::text};
  static_assert(enum_texts<QuestionKind>.size() == std::size(kinds));
  const RequestItem& item = s.answers.items[row.item];
  const Answer* answer = item.find_answer(question.id);
  if (question.kind == QuestionKind::boolean && !question.required && answer == nullptr && !matters(s, item, question))
    return;
  begin_field(out, answer_pointer(s, row.item, question.id), kinds[static_cast<std::size_t>(question.kind)],
              question.required, called(s, row.line->id));
  if (!question.choices.empty()) {
    out.key("choices").begin_array();
    for (std::string_view rest = question.choices; !rest.empty();) {
      const std::size_t comma = rest.find(',');
      out.begin_object().field("value", rest.substr(0, comma)).end_object();
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    out.end_array();
  }
  if (question.kind == QuestionKind::text) out.field("max", note_max);
  if (answer != nullptr && answer->is_bool) out.flag("value", answer->truth);
  if (answer != nullptr && !answer->is_bool) out.field("value", answer->text);
  out.maybe("why", why(question, row));
  out.end_object();
}

/// Evidence is asked for where a rule needs it, and taken where it can show something.
void write_evidence_field(Writer& out, const State& s, const Row& row, const tables::ReasonRow& reason) {
  std::int64_t least = 0;
  bool wanted[enum_texts<EvidenceKind>.size()] = {};
  if (row.asked != nullptr) {
    for (const AskedEvidence& asked : row.asked->evidence) {
      wanted[static_cast<std::size_t>(asked.kind)] = true;
      if (!asked.optional) least += asked.min;
    }
  }
  bool any = false;
  for (const bool each : wanted) any = any || each;
  if (!any && !reason.evidence) return;
  begin_field(out, item_pointer(s, row.item, "evidence"), FieldKind::evidence, least > 0, called(s, row.line->id));
  out.key("choices").begin_array();
  for (std::size_t kind = 0; kind < std::size(wanted); ++kind) {
    if (wanted[kind] || !any) out.begin_object().field("value", enum_texts<EvidenceKind>[kind]).end_object();
  }
  out.end_array();
  out.field("max", evidence_max > least ? evidence_max : least);
  if (least > 0) out.field("min", least).field("why", "evidence_required");
  out.end_object();
}

void write_fields_of(Writer& out, const State& s, const Row& row, const std::vector<Decision>& by_reason) {
  const RequestItem& item = s.answers.items[row.item];
  const tables::ReasonRow* reason = find_reason(item.reason);
  if (only_reason(*s.topic) == nullptr || reason == nullptr) write_reason_field(out, s, row, by_reason);
  if (reason == nullptr) return;
  for (const tables::QuestionRow& question : reason->questions) write_question(out, s, row, question);
  begin_field(out, item_pointer(s, row.item, "note"), FieldKind::text, item.reason == "other", called(s, row.line->id));
  out.field("max", note_max);
  out.maybe("value", item.note);
  out.end_object();
  write_evidence_field(out, s, row, *reason);
}

}  // namespace

void write_reason_fields(Writer& out, const State& s) {
  if (s.topic->implied) return;
  // Every reason is judged for all chosen items at once, with the answers that were given so far.
  std::vector<Decision> by_reason;
  for (const tables::ReasonRow& reason : tables::reasons) {
    if (!fits(*s.topic, reason)) continue;
    Request request = s.request;
    for (RequestItem& item : request.items) item.reason = std::string(reason.code);
    Problems ignored;
    by_reason.push_back(evaluate(s.world, &request, ignored));
  }
  for (const Row& row : s.rows) {
    if (row.selected > 0) write_fields_of(out, s, row, by_reason);
  }
}

}  // namespace aftersale::asking
