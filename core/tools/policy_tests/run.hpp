// `test`: the tests that a policy carries.
#pragma once

#include <aftersale/operation.hpp>
#include <aftersale/policy.hpp>

namespace aftersale::tools {

struct TestResult {
  std::string title;
  bool passed = false;
  std::string outcome, until, rule;  // what the core says of the first item; empty when it could not be asked
};

/// Runs the tests in the document of `policy`, with these packs beside it. What fails goes to `problems`.
std::vector<TestResult> run_tests(Value document, const Policy& policy, const std::vector<const Policy*>& packs, Problems& problems);

void test_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
