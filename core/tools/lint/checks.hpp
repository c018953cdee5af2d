// The checks of lint, one file each. All see the same policy, which can be read.
#pragma once

#include "lint/findings.hpp"
#include "lint/region.hpp"

namespace aftersale::tools {

struct LintInput {
  const Policy& policy;
  Value document;  // of the policy, for what the structs no longer know
  const std::vector<const Policy*>& packs;
  std::vector<std::string_view> markets;     // countries; empty: all that the packs govern
  std::vector<std::string_view> categories;  // of the shop; empty: not known
  Findings& findings;
  Effort effort;
};

void check_versions(LintInput& in);        // versions that overlap, or are never in force
void check_facts(LintInput& in);           // conditions on what is never there: answers, categories, countries, enums
void check_reach(LintInput& in);           // rules that can never count
void check_contradictions(LintInput& in);  // rules that say different things of the same
void check_gaps(LintInput& in);            // what the policy leaves open
void check_law(LintInput& in);             // windows and exclusions below the law of a market

/// Whether the rule counts at any time, whatever its condition says.
inline bool at_any_time(const Rule& rule) { return rule.periods.empty(); }

/// Length of a window for comparing, in days; months count thirty. Nothing for windows to a date or without end.
std::optional<std::int64_t> comparable_days(const WindowRule& window);
/// Whether whatever ends with `a` ends no earlier with `b`, whenever it began.
bool covers(const WindowRule& b, const WindowRule& a);

}  // namespace aftersale::tools
