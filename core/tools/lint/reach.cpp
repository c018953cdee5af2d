// Rules that can never count: their condition cannot hold, an exclusion always stands against them, or what they belong to is
// not there.
#include "lint/checks.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

struct Pass {
  LintInput& in;
  const PolicyVersion& version;
  std::size_t v;
  std::uint32_t windows = 0;            // bases for which a window is there
  std::vector<const Rule*> exclusions;  // firm ones, which close windows
};

bool firm(const Rule& rule) {
  const auto* exclude = std::get_if<ExcludeRule>(&rule.body);
  return exclude != nullptr && !exclude->confirmed && rule.confidence != "arguable" && at_any_time(rule);
}

/// Whether `by` speaks of everything that `rule` speaks of, condition aside.
bool same_scope(const Rule& rule, const Rule& by) {
  if ((rule.bases & every_basis() & ~by.bases) != 0) return false;
  if (by.reasons.empty()) return true;
  const std::vector<std::string_view> mine = reasons_of(rule), theirs = reasons_of(by);
  return std::all_of(mine.begin(), mine.end(), [&](std::string_view code) { return std::find(theirs.begin(), theirs.end(), code) != theirs.end(); });
}

bool check_condition(Pass& pass, const Rule& rule, std::size_t i, Region& region) {
  if (!region_of(rule, pass.version, region)) {
    pass.in.findings.warn("unreachable", rule_at(pass.v, i, "reasons"), "no reason of this rule has a basis of this rule, so it never counts",
                          "mend \"basis\" or \"reasons\"");
    return false;
  }
  if (possible(region, {{&rule.when, false}}, pass.in.effort)) return true;
  pass.in.findings.warn("unreachable", rule_at(pass.v, i, "when"), "this condition can never hold, so the rule never counts",
                        "look for tests that contradict each other, the rule's basis and reasons, or the time of the version");
  return false;
}

/// Windows that an exclusion of the same policy always closes.
void check_excluded(Pass& pass, const Rule& rule, std::size_t i, const Region& region) {
  const auto* window = std::get_if<WindowRule>(&rule.body);
  if (window == nullptr) return;
  for (const Rule* exclusion : pass.exclusions) {
    if (!exclusion->for_right.empty() && exclusion->for_right != window->right) continue;
    if (!same_scope(rule, *exclusion) || possible(region, {{&rule.when, false}, {&exclusion->when, true}}, pass.in.effort)) continue;
    pass.in.findings.warn("shadowed", rule_at(pass.v, i), join({"whenever this window is open the exclusion \"", exclusion->id, "\" closes it"}),
                          "limit the exclusion by a \"when\", or remove the window");
    return;
  }
}

bool covers_right(const Rule& rule, const Rule& by) {
  return std::get<WindowRule>(rule.body).right == std::get<WindowRule>(by.body).right && rule.for_right == by.for_right;
}

/// Windows beside a longer one of the same policy: windows add up, so the shorter one never decides.
void check_outlasted(Pass& pass, const Rule& rule, std::size_t i, const Region& region) {
  const auto* window = std::get_if<WindowRule>(&rule.body);
  if (window == nullptr) return;
  for (const Rule& other : pass.version.rules) {
    const auto* longer = std::get_if<WindowRule>(&other.body);
    if (longer == nullptr || &other == &rule || !covers_right(rule, other) || !covers(*longer, *window)) continue;
    const bool same = covers(*window, *longer);
    if (same && &other > &rule) continue;  // of two alike, the later one is told
    if (!same_scope(rule, other) || other.confidence == "arguable" || !at_any_time(other)) continue;
    if (possible(region, {{&rule.when, false}, {&other.when, true}}, pass.in.effort)) continue;
    pass.in.findings.warn("outlasted", rule_at(pass.v, i, "window"),
                          join({"\"", other.id, "\" always holds as well and ends no earlier; windows add up, so this one never decides"}),
                          "to shorten a window, keep the longer one from these cases with a \"not\", or remove this rule");
    return;
  }
}

/// What belongs to a window that is not there.
void check_belongs(Pass& pass, const Rule& rule, std::size_t i) {
  if (!rule.for_right.empty()) {
    bool found = false;
    for (const Rule& other : pass.version.rules) {
      const auto* window = std::get_if<WindowRule>(&other.body);
      found = found || (window != nullptr && window->right == rule.for_right);
    }
    if (!found) {
      pass.in.findings.warn("unknown_right", rule_at(pass.v, i, "forRight"),
                            join({"no window of this version has the right \"", rule.for_right, "\", so the rule never counts"}),
                            "give a window this \"right\", or remove \"forRight\"");
      return;
    }
  }
  // Evidence, methods, approval and clocks also count for what other policies grant.
  const bool needs_window = std::holds_alternative<ExtensionRule>(rule.body) || std::holds_alternative<ExcludeRule>(rule.body) ||
                            std::holds_alternative<ResolutionsRule>(rule.body) || std::holds_alternative<FeeRule>(rule.body) ||
                            std::holds_alternative<DeductionRule>(rule.body) || std::holds_alternative<FreightRule>(rule.body) ||
                            std::holds_alternative<OutboundRule>(rule.body);
  if (!needs_window || (rule.bases & pass.windows) != 0 || pass.windows == 0) return;
  pass.in.findings.warn("nothing_to_limit", rule_at(pass.v, i),
                        join({"this version has no window for ", basis_list(rule.bases & every_basis()), ", so there is nothing for this rule to hold on"}),
                        "mend \"basis\", or add a window for it");
}

void check_season(Pass& pass, const Rule& rule, std::size_t i) {
  const auto* season = std::get_if<ExtensionRule>(&rule.body);
  if (season == nullptr) return;
  std::int64_t shortest = -1;
  for (const Rule& other : pass.version.rules) {
    const auto* window = std::get_if<WindowRule>(&other.body);
    if (window == nullptr || (other.bases & rule.bases & every_basis()) == 0) continue;
    const std::optional<std::int64_t> days = comparable_days(*window);
    const std::int64_t least = days.value_or(0);
    shortest = shortest < 0 ? least : std::min(shortest, least);
  }
  if (season->until.days < season->placed_from.days + std::max<std::int64_t>(shortest, 0)) {
    pass.in.findings.warn("season_without_effect", rule_at(pass.v, i, "extension"),
                          join({"every window of an order placed from ", format(season->placed_from), " on ends after ", format(season->until), " anyway"}),
                          "move \"until\" to a later day");
  }
  const bool before = pass.version.from && Instant{(season->placed_until.days + 2) * ms_per_day} < *pass.version.from;
  const bool after = pass.version.until && *pass.version.until < Instant{(season->placed_from.days - 1) * ms_per_day};
  if (before || after) {
    pass.in.findings.warn("unreachable", rule_at(pass.v, i, "extension"),
                          join({"the season lies ", before ? "before this version begins" : "after this version ends"}),
                          "put it into the version that is in force then");
  }
}

}  // namespace

namespace {

/// Windows whose start or length depends on facts that only an order tells, or whose clock is not that of calendar days.
bool of_its_own_kind(const WindowRule& w) {
  return !w.days_fact.empty() || w.hours || w.then_months != 0 || !w.facts.empty() || !w.pause_from.empty() || w.calendar != Calendar::days;
}

bool endless(const WindowRule& w) { return !w.days && w.months == 0 && !w.until && !of_its_own_kind(w); }

}  // namespace

std::optional<std::int64_t> comparable_days(const WindowRule& window) {
  if (of_its_own_kind(window)) return std::nullopt;
  if (window.days) return *window.days;
  if (window.months != 0) return window.months * 30;
  return std::nullopt;
}

bool covers(const WindowRule& b, const WindowRule& a) {
  if (of_its_own_kind(a) || of_its_own_kind(b) || b.from != a.from) return false;
  if (endless(b)) return true;
  if (a.transit_days != b.transit_days && a.transit_days != 0) return false;
  if (a.notice != b.notice || a.clock != b.clock || (a.before_start && !b.before_start)) return false;
  if (a.until || b.until) return a.until && b.until && !a.days && !b.days && a.months == b.months && *a.until <= *b.until;
  if (a.roll != b.roll && a.roll != Roll::none) return false;
  const std::int64_t extra_a = a.first_day == FirstDay::included ? 1 : 0, extra_b = b.first_day == FirstDay::included ? 1 : 0;
  if (a.days && b.days) return *a.days - extra_a <= *b.days - extra_b;
  if (a.months != 0 && b.months != 0) return a.months <= b.months && extra_b <= extra_a;
  if (a.days && b.months != 0) return *a.days <= b.months * 28 - extra_b;
  if (a.months != 0 && b.days) return a.months * 31 <= *b.days - extra_b;
  return false;
}

void check_reach(LintInput& in) {
  for (std::size_t v = 0; v < in.policy.versions.size(); ++v) {
    Pass pass{in, in.policy.versions[v], v, 0, {}};
    for (const Rule& rule : pass.version.rules) {
      if (std::holds_alternative<WindowRule>(rule.body)) pass.windows |= rule.bases & every_basis();
      if (firm(rule)) pass.exclusions.push_back(&rule);
    }
    // Rules alone first, since pairs of them may use up the effort.
    std::vector<std::optional<Region>> regions(pass.version.rules.size());
    for (std::size_t i = 0; i < pass.version.rules.size(); ++i) {
      Region region;
      if (check_condition(pass, pass.version.rules[i], i, region)) regions[i] = std::move(region);
    }
    for (std::size_t i = 0; i < pass.version.rules.size(); ++i) {
      const Rule& rule = pass.version.rules[i];
      if (regions[i]) {
        check_excluded(pass, rule, i, *regions[i]);
        check_outlasted(pass, rule, i, *regions[i]);
      }
      check_belongs(pass, rule, i);
      check_season(pass, rule, i);
      if (firm(rule) && rule.when.kind == Condition::Kind::always && rule.reasons.empty()) {
        in.findings.warn("excludes_everything", rule_at(v, i), "this exclusion has no condition: nothing that it covers can ever be returned",
                         "add a \"when\"");
      }
    }
  }
}

}  // namespace aftersale::tools
