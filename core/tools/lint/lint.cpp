#include "lint/lint.hpp"

#include "lint/checks.hpp"
#include "model/reasons.hpp"
#include "policies.hpp"
#include "policy_tests/run.hpp"

namespace aftersale::tools {
namespace {

std::vector<std::string_view> read_texts(Value list, Problems& problems) {
  std::vector<std::string_view> out;
  if (list.present() && !list.is_array()) expected(problems, list, "an array of strings");
  for (const Value item : list) {
    if (item.is_string())
      out.push_back(item.text());
    else
      expected(problems, item, "a string");
  }
  return out;
}

std::vector<std::string_view> read_markets(Value list, Problems& problems) {
  for (const Value item : list) {
    if (item.is_string() && find_country(item.text()) == nullptr) {
      problems.error("unknown_country", item.pointer(), join({"\"", item.text(), "\" is no country that is known here"}),
                     std::string("write the two letters of ISO 3166, DE for Germany"));
    }
  }
  return read_texts(list, problems);
}

}  // namespace

void lint_op(Writer& out, Value call, Library& library, Problems& problems) {
  const Value given = Fields(call, problems).need("policy");
  Policies packs;
  add_policies(call["packs"], library, packs, problems);
  const std::vector<std::string_view> markets = read_markets(call["markets"], problems), categories = read_texts(call["categories"], problems);
  if (!problems.ok() || !given.exists()) return;
  Problems found;  // what is wrong with the policy is the answer, not a fault of the call
  Findings findings;
  const Policy policy = read_policy(given, found);
  if (found.ok()) {
    run_tests(given, policy, packs.all, found);
    LintInput input{policy, given, packs.all, markets, categories, findings, {}};
    check_versions(input);
    check_facts(input);
    check_reach(input);
    check_contradictions(input);
    check_gaps(input);
    check_law(input);
  }
  findings.take(found);
  out.begin_object().key("findings");
  findings.write(out);
  out.flag("valid", findings.valid()).end_object();
}

}  // namespace aftersale::tools
