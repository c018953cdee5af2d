#include "policy_tests/run.hpp"

#include "policies.hpp"
#include "policy_tests/want.hpp"

namespace aftersale::tools {
namespace {

constexpr std::size_t tests_max = 10'000;

TestResult run_test(Value value, const Policy& policy, const std::vector<const Policy*>& packs, Problems& problems) {
  const FilledTest test = read_test(value, policy, problems);
  TestResult result;
  result.title = test.title;
  if (!problems.ok()) return result;
  World world;
  world.order = &test.order;
  world.now = test.now;
  world.zone = test.zone;
  std::vector<const Policy*> found = packs;
  found.push_back(&policy);
  take_policies(world, found);
  const Decision decision = evaluate(world, &test.request, problems);
  if (!problems.ok() || decision.lines.empty()) return result;
  check_want(test, world, decision, problems);
  result.passed = problems.ok();
  result.outcome = std::string(to_text(decision.outcome));
  if (const auto& until = decision.lines.front().until) {
    result.until = format(until->date);
    result.rule = until->rule;
  }
  return result;
}

}  // namespace

std::vector<TestResult> run_tests(Value document, const Policy& policy, const std::vector<const Policy*>& packs, Problems& problems) {
  std::vector<TestResult> out;
  const Value tests = document["tests"];
  if (!tests.present()) return out;
  if (!tests.is_array()) {
    expected(problems, tests, "an array of tests");
    return out;
  }
  if (tests.size() > tests_max) {
    problems.error("too_long", tests.pointer(), "more than 10000 tests", std::string("split the policy"));
    return out;
  }
  for (const Value value : tests) {
    Problems own;
    out.push_back(run_test(value, policy, packs, own));
    for (const Problem& p : own.errors()) problems.error(p.code, p.pointer, p.message, p.fix);
  }
  return out;
}

void test_op(Writer& out, Value call, Library& library, Problems& problems) {
  const Value given = Fields(call, problems).need("policy");
  Policies packs;
  add_policies(call["packs"], library, packs, problems);
  if (!problems.ok() || !given.exists()) return;
  Problems found;
  const Policy policy = read_policy(given, found);
  const std::vector<TestResult> results = found.ok() ? run_tests(given, policy, packs.all, found) : std::vector<TestResult>();
  std::int64_t passed = 0;
  for (const TestResult& result : results) passed += result.passed ? 1 : 0;
  out.begin_object().field("failed", static_cast<std::int64_t>(results.size()) - passed).key("findings").begin_array();
  for (const Problem& p : found.errors()) write_problem(out, p);
  out.end_array().field("passed", passed).key("tests").begin_array();
  for (const TestResult& result : results) {
    out.begin_object().maybe("outcome", result.outcome).flag("passed", result.passed).maybe("rule", result.rule);
    out.field("title", result.title).maybe("until", result.until).end_object();
  }
  out.end_array().flag("valid", found.ok()).end_object();
}

}  // namespace aftersale::tools
