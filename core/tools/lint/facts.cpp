// Conditions on facts that are never there, or never have that value.
#include "lint/checks.hpp"

#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

using Texts = std::vector<std::string_view>;

bool among(const Texts& texts, std::string_view text) { return std::find(texts.begin(), texts.end(), text) != texts.end(); }

std::string or_nearest(std::string_view given, const Texts& names, std::string otherwise) {
  const std::string_view near = nearest(given, names);
  return near.empty() ? std::move(otherwise) : join({"did you mean \"", near, "\"?"});
}

struct Where {
  LintInput& in;
  const Rule& rule;
  std::size_t version, index;
  std::string pointer;  // of the condition that is looked at
};

/// Questions with this id that a reason of the rule asks; `elsewhere` tells whether any reason does.
std::vector<const tables::QuestionRow*> questions(const Rule& rule, std::string_view id, bool& elsewhere) {
  std::vector<const tables::QuestionRow*> out;
  const Texts reasons = reasons_of(rule);
  for (const tables::ReasonRow& row : tables::reasons) {
    for (const tables::QuestionRow& question : row.questions) {
      if (question.id != id) continue;
      elsewhere = true;
      if (among(reasons, row.code)) out.push_back(&question);
    }
  }
  return out;
}

Texts question_ids() {
  Texts out;
  for (const tables::ReasonRow& row : tables::reasons) {
    for (const tables::QuestionRow& question : row.questions) {
      if (!among(out, question.id)) out.push_back(question.id);
    }
  }
  return out;
}

bool has_choice(std::string_view choices, std::string_view wanted) {
  while (!choices.empty()) {
    const std::size_t comma = std::min(choices.find(','), choices.size());
    if (choices.substr(0, comma) == wanted) return true;
    choices.remove_prefix(std::min(comma + 1, choices.size()));
  }
  return false;
}

void check_answer(Where& w, const Condition& c) {
  bool elsewhere = false;
  const auto asked = questions(w.rule, c.name, elsewhere);
  std::string field = w.pointer;
  append_pointer(field, "field");
  if (asked.empty()) {
    w.in.findings.warn("never_asked", field,
                       join({"no reason ", elsewhere ? "of this rule " : "", "asks for \"", c.name,
                             "\", so the answer is there only if your own pages put it into the request"}),
                       elsewhere ? std::string("let the rule hold for the reasons that ask for it")
                                 : or_nearest(c.name, question_ids(), "see the questions of the reasons in `describe`"));
    return;
  }
  if (c.op != Condition::Op::is && c.op != Condition::Op::is_not && c.op != Condition::Op::in && c.op != Condition::Op::not_in) return;
  for (const std::string& text : c.texts) {
    bool fits = false;
    for (const tables::QuestionRow* q : asked) {
      const bool yes_or_no = q->kind == QuestionKind::boolean;
      fits = fits || (yes_or_no ? text == "true" || text == "false" : q->choices.empty() || has_choice(q->choices, text));
    }
    if (fits) continue;
    std::string value = w.pointer;
    append_pointer(value, "value");
    const bool yes_or_no = asked.front()->kind == QuestionKind::boolean;
    w.in.findings.warn("never_answered", value, join({"\"", text, "\" is never an answer to \"", c.name, "\""}),
                       yes_or_no ? std::string("write true or false") : join({"one of ", asked.front()->choices}));
  }
}

/// Values of a fact that comes from a table.
void check_value(Where& w, const Condition& c, const Texts& values, std::string_view code, std::string_view what, std::string_view otherwise) {
  for (const std::string& text : c.texts) {
    if (among(values, text)) continue;
    std::string pointer = w.pointer;
    append_pointer(pointer, "value");
    w.in.findings.warn(code, pointer, join({"\"", text, "\" is no ", what, ", so this test never meets it"}), or_nearest(text, values, std::string(otherwise)));
  }
}

void check_test(Where& w, const Condition& c) {
  const ConditionField field = condition_field(c);
  if (c.op == Condition::Op::contains || c.op == Condition::Op::exists) {
    if (field.name == "answer.") check_answer(w, c);
    return;
  }
  if (field.name == "answer.") {
    check_answer(w, c);
  } else if (field.name == "buyer.country") {
    Texts codes;
    for (const auto& row : tables::countries) codes.emplace_back(row.code);
    check_value(w, c, codes, "unknown_country", "country that is known here", "write the two letters of ISO 3166, DE for Germany");
  } else if (field.name == "order.channel") {
    check_value(w, c, {enum_texts<Channel>.begin(), enum_texts<Channel>.end()}, "unknown_channel", "channel", "one of online, live, store, phone");
  } else if (field.name == "request.reason") {
    check_value(w, c, reason_codes(), "unknown_reason", "reason", "see the reasons in `describe`");
  } else if (field.name == "request.basis") {
    check_value(w, c, {enum_texts<Basis>.begin(), enum_texts<Basis>.end()}, "unknown_basis", "basis", basis_list(every_basis()));
  } else if (field.name == "line.category" && !w.in.categories.empty()) {
    check_value(w, c, w.in.categories, "unknown_category", "category of the shop", "add it to the shop's categories, or mend the name");
  }
}

void walk(Where& w, const Condition& c) {
  if (c.kind == Condition::Kind::test) return check_test(w, c);
  const std::string before = w.pointer;
  const bool one = c.kind == Condition::Kind::negation;
  for (std::size_t i = 0; i < c.children.size(); ++i) {
    w.pointer = before;
    append_pointer(w.pointer, one ? "not" : c.kind == Condition::Kind::all ? "all" : "any");
    if (!one) append_pointer(w.pointer, number_text(static_cast<std::int64_t>(i)));
    walk(w, c.children[i]);
  }
  w.pointer = before;
}

}  // namespace

void check_facts(LintInput& in) {
  for (std::size_t v = 0; v < in.policy.versions.size(); ++v) {
    const PolicyVersion& version = in.policy.versions[v];
    for (std::size_t i = 0; i < version.rules.size(); ++i) {
      if (version.rules[i].when.kind == Condition::Kind::always) continue;
      Where where{in, version.rules[i], v, i, rule_at(v, i, "when")};
      walk(where, version.rules[i].when);
    }
  }
}

}  // namespace aftersale::tools
