#include "eligibility/changes.hpp"
#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale {
namespace {

bool good(Outcome outcome) { return outcome == Outcome::eligible || outcome == Outcome::eligible_with_deduction; }

bool only_mends(const Judgement& j, const Facts& facts) {
  bool any = false;
  for (const Ground& ground : j.grounds) {
    if (!ground.grants) continue;
    for (const Rule& rule : ground.version->rules) {
      const auto* body = std::get_if<ResolutionsRule>(&rule.body);
      if (body == nullptr || !counts(rule, ground, facts)) continue;
      for (const ResolutionOffer& offer : body->offers) {
        any = true;
        if (offer.resolution != Resolution::repair && offer.resolution != Resolution::replacement) return false;
      }
    }
  }
  return any;
}

/// One reason for each basis is enough to tell what another reason would do.
void try_other_reasons(LineDecision& out, const Facts& facts) {
  std::uint32_t tried = 1u << static_cast<unsigned>(facts.basis);
  for (const tables::ReasonRow& row : tables::reasons) {
    const std::uint32_t bit = 1u << static_cast<unsigned>(row.basis);
    if ((tried & bit) != 0) continue;
    tried |= bit;
    Facts other = facts;
    other.reason = row.code;
    other.basis = row.basis;
    const Judgement j = judge(other);
    if (!good(j.outcome)) continue;
    Change change;
    change.code = only_mends(j, other) ? "repair_under_guarantee" : "another_reason";
    put(change.params, "reason", row.code);
    if (j.best != nullptr && !j.best->unlimited) put(change.params, "until", format(j.best->last_day));
    if (change.code == "repair_under_guarantee") {
      const bool known = std::any_of(out.changes.begin(), out.changes.end(), [](const Change& c) { return c.code == "repair_under_guarantee"; });
      if (known) continue;
    }
    out.changes.push_back(std::move(change));
  }
}

void try_untouched_goods(LineDecision& out, const Facts& facts) {
  if (facts.item == nullptr) return;
  RequestItem item = *facts.item;
  bool changed = false;
  for (Answer& answer : item.answers) {
    if (!answer.is_bool || !answer.truth) continue;
    answer.truth = false;
    changed = true;
  }
  if (!changed) return;
  Facts other = facts;
  other.item = &item;
  const Outcome then = judge(other).outcome;
  const bool better = good(then) && (!good(out.outcome) || (out.outcome == Outcome::eligible_with_deduction && then == Outcome::eligible));
  if (better) out.changes.push_back({"return_unopened", {}});
}

void try_earlier(LineDecision& out, const Judgement& j) {
  const WindowState* last = nullptr;
  for (const Ground& ground : j.grounds) {
    for (const WindowState& state : ground.windows) {
      if (state.kind == WindowState::Kind::closed && !state.excluded && !state.doubted && (last == nullptr || last->last_day < state.last_day)) last = &state;
    }
  }
  if (last != nullptr) out.changes.push_back({"earlier_request", {Param("date", format(last->last_day))}});
}

}  // namespace

void find_changes(LineDecision& out, const Judgement& j, const Facts& facts) {
  // No reason helps where the order was called off or more is asked for than is there.
  if (out.returnable <= 0 || out.quantity > out.returnable || facts.world->order->status == OrderStatus::canceled) {
    if (out.returnable <= 0 && !facts.world->cases.empty()) out.changes.push_back({"other_case_open", {}});
    out.changes.push_back({"ask_a_person", {}});
    return;
  }
  if (out.outcome == Outcome::eligible_with_deduction) return try_untouched_goods(out, facts);
  if (out.outcome == Outcome::eligible) return;
  bool waiting = false;
  for (const Ground& ground : j.grounds) {
    for (const WindowState& state : ground.windows) waiting = waiting || state.kind == WindowState::Kind::not_dispatched;
  }
  if (out.outcome == Outcome::ineligible) {
    if (waiting) out.changes.push_back({"cancel_instead", {}});
    try_untouched_goods(out, facts);
    try_other_reasons(out, facts);
    if (!waiting) try_earlier(out, j);
  }
  out.changes.push_back({"ask_a_person", {}});
}

}  // namespace aftersale
