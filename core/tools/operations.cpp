// The table of the tools: a row each, which the engine finds through tool_operations().
#include "lint/lint.hpp"
#include "policy_tests/run.hpp"

#include <aftersale/operation.hpp>

namespace aftersale::tools {

std::span<const Operation> operations();

std::span<const Operation> operations() {
  static constexpr Operation all[] = {
      {Op::lint, lint_op, "policy packs markets categories"},
      {Op::test, test_op, "policy packs"},
  };
  return all;
}

}  // namespace aftersale::tools
