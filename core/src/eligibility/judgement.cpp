#include "eligibility/judgement.hpp"

#include <algorithm>

namespace aftersale {

bool applies(const Rule& rule, const Facts& facts) {
  if ((rule.bases & (1u << static_cast<unsigned>(facts.basis))) == 0) return false;
  if (!rule.reasons.empty() && std::find(rule.reasons.begin(), rule.reasons.end(), facts.reason) == rule.reasons.end()) return false;
  return holds(rule.when, facts);
}

bool counts(const Rule& rule, const Ground& ground, const Facts& facts) {
  if (!applies(rule, facts)) return false;
  if (rule.for_right.empty()) return true;
  for (const WindowState& state : ground.windows) {
    if (state.kind != WindowState::Kind::closed && !state.excluded && std::get<WindowRule>(state.rule->body).right == rule.for_right) return true;
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
  std::vector<const Rule*> extensions;
  for (const Rule& rule : version.rules) {
    if (std::holds_alternative<ExtensionRule>(rule.body) && applies(rule, facts)) extensions.push_back(&rule);
  }
  for (const Rule& rule : version.rules) {
    const bool window = std::holds_alternative<WindowRule>(rule.body);
    const auto* exclude = std::get_if<ExcludeRule>(&rule.body);
    if ((!window && exclude == nullptr) || !applies(rule, facts)) continue;
    if (window) {
      ground.windows.push_back(apply_window(*facts.world, *facts.line, rule, extensions));
    } else if (confirmed_when_buying(*exclude, *facts.line)) {
      ground.exclusions.push_back(&rule);
    } else {
      ground.unconfirmed.push_back(&rule);
    }
  }
  for (WindowState& state : ground.windows) {
    state.doubted = arguable(*state.rule);
    for (const Rule* rule : ground.exclusions) {
      if (!rule->for_right.empty() && rule->for_right != std::get<WindowRule>(state.rule->body).right) continue;
      (arguable(*rule) ? state.doubted : state.excluded) = true;
    }
    if (state.grants()) ground.grants = true;
    const bool may_be_open = state.kind == WindowState::Kind::open || state.kind == WindowState::Kind::uncertain;
    if (may_be_open && !state.excluded && !state.grants()) ground.doubtful = true;
  }
  return ground;
}

bool later(const WindowState& a, const WindowState& b) {
  if (a.unlimited != b.unlimited) return a.unlimited;
  return b.end < a.end;
}

/// The least deduction among the grounds that grant: a ground without such a rule takes nothing.
void find_deduction(Judgement& j, const Facts& facts) {
  bool first = true;
  for (const Ground& ground : j.grounds) {
    if (!ground.grants) continue;
    const Rule* found = nullptr;
    std::int64_t most = 0;
    for (const Rule& rule : ground.version->rules) {
      const auto* d = std::get_if<DeductionRule>(&rule.body);
      if (d == nullptr || !counts(rule, ground, facts) || d->max_basis_points <= most) continue;
      found = &rule;
      most = d->max_basis_points;
    }
    if (first || most < j.deduction_max) {
      j.deduction_max = most;
      j.deduction = found;
      j.deduction_ground = &ground;
      first = false;
    }
  }
}

}  // namespace

Judgement judge(const Facts& facts) {
  Judgement j;
  const World& world = *facts.world;
  for (const Policy* policy : world.policies) {
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
  if (granted) find_deduction(j, facts);
  j.outcome = granted ? (j.deduction_max > 0 ? Outcome::eligible_with_deduction : Outcome::eligible)
                      : doubtful ? Outcome::manual_review : Outcome::ineligible;
  return j;
}

}  // namespace aftersale
