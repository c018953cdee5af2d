#include "eligibility/judgement.hpp"
#include "policy/promise.hpp"

#include <algorithm>

namespace aftersale {

bool applies(const Rule& rule, const Facts& facts) {
  if ((rule.bases & (1u << static_cast<unsigned>(facts.basis))) == 0) return false;
  if (!rule.reasons.empty() && std::find(rule.reasons.begin(), rule.reasons.end(), facts.reason) == rule.reasons.end()) return false;
  return holds(rule.when, facts) && (rule.periods.empty() || in_periods(rule, facts));
}

bool counts(const Rule& rule, const Ground& ground, const Facts& facts) {
  if (!applies(rule, facts)) return false;
  if (rule.for_right.empty()) return true;
  // Where something is granted for sure, what is only possible brings nothing with it.
  for (const WindowState& state : ground.windows) {
    if (std::get<WindowRule>(state.rule->body).right != rule.for_right) continue;
    if (ground.grants ? state.grants() : state.kind != WindowState::Kind::closed && !state.excluded) return true;
  }
  return false;
}

namespace {

bool arguable(const Rule& rule) { return rule.confidence == "arguable"; }

bool confirmed_when_buying(const ExcludeRule& exclude, const Line& line) {
  const auto& codes = line.attributes.exclusions_confirmed;
  return !exclude.confirmed || std::find(codes.begin(), codes.end(), exclude.code) != codes.end();
}

Ground survey(const Facts& facts, const Policy& policy, const PolicyVersion& version) {
  Ground ground;
  ground.policy = &policy;
  ground.version = &version;
  ground.unproven = policy.promise && !proven(*policy.promise, facts.world->signed_promises);
  std::vector<const Rule*> extensions;
  for (const Rule& rule : version.rules) {
    if (std::holds_alternative<ExtensionRule>(rule.body) && applies(rule, facts)) extensions.push_back(&rule);
  }
  for (const Rule& rule : version.rules) {
    const bool window = std::holds_alternative<WindowRule>(rule.body);
    const auto* exclude = std::get_if<ExcludeRule>(&rule.body);
    if ((!window && exclude == nullptr) || !applies(rule, facts)) continue;
    if (window) {
      const auto& time = std::get<WindowRule>(rule.body);
      WindowState state = apply_window(facts, time, asked_at(*facts.world, time), extensions);
      state.rule = &rule;
      if (!state.absent) ground.windows.push_back(std::move(state));
    } else if (confirmed_when_buying(*exclude, *facts.line)) {
      ground.exclusions.push_back(&rule);
    } else {
      ground.unconfirmed.push_back(&rule);
    }
  }
  for (WindowState& state : ground.windows) {
    state.doubted = ground.unproven || arguable(*state.rule);
    for (const Rule* rule : ground.exclusions) {
      if (!rule->for_right.empty() && rule->for_right != std::get<WindowRule>(state.rule->body).right) continue;
      (arguable(*rule) ? state.doubted : state.excluded) = true;
    }
    if (state.grants()) ground.grants = true;
    const bool may_be_open = state.kind == WindowState::Kind::open || state.kind == WindowState::Kind::uncertain;
    if (may_be_open && !state.excluded && !state.grants()) ground.doubtful = true;
  }
  ground.adds = policy.promise && !ground.unproven && ground.windows.empty();
  return ground;
}

bool later(const WindowState& a, const WindowState& b) {
  if (a.unlimited != b.unlimited) return a.unlimited;
  return b.end < a.end;
}

/// The most that a ground's rules let the shop keep, and the rule.
std::int64_t deduction_of(const Ground& ground, const Facts& facts, const Rule*& found) {
  std::int64_t most = 0;
  for (const Rule& rule : ground.version->rules) {
    const auto* d = std::get_if<DeductionRule>(&rule.body);
    if (d == nullptr || d->max_basis_points <= most || !counts(rule, ground, facts)) continue;
    found = &rule;
    most = d->max_basis_points;
  }
  return most;
}

bool states_deduction(const Ground& ground, const Facts& facts) {
  return std::any_of(ground.version->rules.begin(), ground.version->rules.end(),
                     [&](const Rule& rule) { return std::holds_alternative<DeductionRule>(rule.body) && counts(rule, ground, facts); });
}

/// The least deduction among the grounds that grant: a ground without such a rule takes nothing. What the buyer has not
/// said the inspection may yet find; where only a person can grant it, what they may find counts too.
void find_deduction(Judgement& j, const Facts& facts, bool granted) {
  Facts inspected = facts;
  inspected.inspecting = true;
  bool first = true;
  for (const Ground& ground : j.grounds) {
    const bool adds = granted && ground.adds && states_deduction(ground, facts);       // what only adds has to say it
    if (!adds && (granted ? !ground.grants : !ground.doubtful)) continue;
    const Rule* found = nullptr;
    const Rule* ignored = nullptr;
    const std::int64_t said = granted ? deduction_of(ground, facts, found) : 0, seen = deduction_of(ground, inspected, ignored);
    if (first || said < j.deduction_max) {
      j.deduction_max = said;
      j.deduction = found;
      j.deduction_ground = &ground;
    }
    j.inspection_max = first ? seen : std::min(seen, j.inspection_max);
    first = false;
  }
}

}  // namespace

bool overruled(const Judgement& j, const Ground& ground, Forbidden what) {
  return ground.policy->layer == Layer::merchant && (j.forbidden & 1u << static_cast<unsigned>(what)) != 0;
}

Judgement judge(const Facts& facts) {
  Judgement j;
  const World& world = *facts.world;
  for (const Policy* policy : world.policies) {
    if (policy->promise && scope_of(*policy->promise, *world.order, *facts.line) != PromiseScope::binds) continue;
    for (const PolicyVersion* version : versions_that_count(*policy, world.order->created_at, world.now)) {
      // A statute protects consumers; what a pack grants to others too, it would have to say in a pack of its own.
      if (policy->layer == Layer::statute && !world.order->buyer.consumer) continue;
      j.grounds.push_back(survey(facts, *policy, *version));
    }
  }
  bool granted = false, doubtful = false;
  for (const Ground& ground : j.grounds) {
    granted = granted || ground.grants;
    doubtful = doubtful || ground.doubtful;
    if (!ground.grants) continue;
    for (const WindowState& state : ground.windows) {
      if (!state.grants()) continue;
      if (j.best == nullptr || later(state, *j.best)) {
        j.best = &state;
        j.best_ground = &ground;
      }
    }
  }
  if (granted || doubtful) find_deduction(j, facts, granted);
  for (const Ground& ground : j.grounds) {
    for (const Rule& rule : ground.version->rules) {
      const auto* forbid = std::get_if<ForbidRule>(&rule.body);
      if (forbid != nullptr && counts(rule, ground, facts)) j.forbidden |= 1u << static_cast<unsigned>(forbid->what);
    }
  }
  j.outcome = granted ? (j.deduction_max > 0 ? Outcome::eligible_with_deduction : Outcome::eligible)
                      : doubtful ? Outcome::manual_review : Outcome::ineligible;
  return j;
}

}  // namespace aftersale
