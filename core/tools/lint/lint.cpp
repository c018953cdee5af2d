// Static checks of one policy: what can be seen to be wrong without any order.
#include "lint/lint.hpp"

#include "json/text.hpp"
#include "policies.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

std::string at(std::size_t version, std::size_t rule, std::string_view member = {}) {
  std::string pointer = join({"/policy/versions/", integer_text(static_cast<std::int64_t>(version)), "/rules/", integer_text(static_cast<std::int64_t>(rule))});
  if (!member.empty()) append_pointer(pointer, member);
  return pointer;
}

bool unconditional(const Rule& rule) { return rule.when.kind == Condition::Kind::always && rule.reasons.empty() && rule.periods.empty(); }

void check_versions(const Policy& policy, Problems& problems) {
  for (std::size_t i = 0; i < policy.versions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const PolicyVersion& a = policy.versions[j];
      const PolicyVersion& b = policy.versions[i];
      const bool apart = (a.until && b.from && *a.until <= *b.from) || (b.until && a.from && *b.until <= *a.from);
      if (!apart) {
        problems.warn("versions_overlap", join({"/policy/versions/", integer_text(static_cast<std::int64_t>(i))}),
                      join({"versions \"", a.version, "\" and \"", b.version, "\" are in force at the same time; the earlier one in the list governs"}),
                      "end one where the other begins");
      }
    }
  }
}

void check_rules(const PolicyVersion& version, std::size_t v, Problems& problems) {
  std::uint32_t windows = 0;
  for (std::size_t i = 0; i < version.rules.size(); ++i) {
    const Rule& rule = version.rules[i];
    if (std::holds_alternative<WindowRule>(rule.body)) windows |= rule.bases;
    if (std::holds_alternative<ExcludeRule>(rule.body) && unconditional(rule)) {
      problems.warn("excludes_everything", at(v, i), "this exclusion has no condition: nothing that it covers can ever be returned", "add a \"when\"");
    }
  }
  if (windows == 0) {
    problems.warn("no_window", join({"/policy/versions/", integer_text(static_cast<std::int64_t>(v))}), "no rule of this version gives a window, so it grants nothing",
                  "add a rule with a \"window\"");
  }
}

/// The longest window in days that an unconditional or national rule of a pack gives for remorse.
void check_against(const PolicyVersion& version, std::size_t v, const Policy& pack, Problems& problems) {
  std::int64_t law = 0;
  std::string law_rule;
  for (const PolicyVersion& pv : pack.versions) {
    for (const Rule& rule : pv.rules) {
      const auto* w = std::get_if<WindowRule>(&rule.body);
      const bool remorse = (rule.bases & 1u) != 0;
      if (w != nullptr && remorse && w->days && *w->days > law) {
        law = *w->days;
        law_rule = rule.id;
      }
    }
  }
  for (std::size_t i = 0; i < version.rules.size(); ++i) {
    const auto* w = std::get_if<WindowRule>(&version.rules[i].body);
    if (w == nullptr || !w->days || (version.rules[i].bases & 1u) == 0 || *w->days >= law) continue;
    problems.warn("window_below_law", at(v, i, "window"),
                  join({integer_text(*w->days), " days are fewer than the ", integer_text(law), " days of ", pack.id, " (", law_rule, "); there the law's window counts"}),
                  "lengthen it, or keep it for other countries with a \"when\" on buyer.country");
  }
}

void lint_policy(const Policy& policy, const std::vector<const Policy*>& packs, Problems& problems) {
  check_versions(policy, problems);
  for (std::size_t v = 0; v < policy.versions.size(); ++v) {
    check_rules(policy.versions[v], v, problems);
    if (policy.layer == Layer::statute) continue;
    for (const Policy* pack : packs) check_against(policy.versions[v], v, *pack, problems);
  }
}

}  // namespace

void lint_op(Writer& out, Value call, Library& library, Problems& problems) {
  const Value given = Fields(call, problems).need("policy");
  Policies packs;
  add_policies(call["packs"], library, packs, problems);
  if (!problems.ok() || !given.exists()) return;
  Problems found;                       // what is wrong with the policy is the answer, not a fault of the call
  const Policy policy = read_policy(given, found);
  if (found.ok()) lint_policy(policy, packs.all, found);
  out.begin_object().key("findings").begin_array();
  for (const Problem& p : found.errors()) write_problem(out, p);
  for (const Problem& p : found.warnings()) write_problem(out, p);
  out.end_array().flag("valid", found.ok()).end_object();
}

}  // namespace aftersale::tools
