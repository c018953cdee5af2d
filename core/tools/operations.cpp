// The table of the tools: a row each, which the engine finds through tool_operations().
#include "books/books.hpp"
#include "convert/convert.hpp"
#include "lint/lint.hpp"
#include "measure/measure.hpp"
#include "outline/outline.hpp"
#include "plugins/plugins.hpp"
#include "policy_tests/run.hpp"
#include "simulate/simulate.hpp"

#include <aftersale/operation.hpp>

namespace aftersale::tools {

std::span<const Operation> operations();

std::span<const Operation> operations() {
  static constexpr Operation all[] = {
      {Op::translate, translate_op, "mode plugin plugins document text"},
      {Op::lint, lint_op, "policy packs markets categories"},
      {Op::test, test_op, "policy packs"},
      {Op::convert, convert_op, "from to document country"},
      {Op::outline, outline_op, "policy packs country texts"},
      {Op::account, account_op, "order cases"},
      {Op::credit_note, credit_note_op, "order case number issuedAt seller buyer invoice"},
      {Op::adjustments, adjustments_op, "order cases to"},
      {Op::measure, measure_op, "metric given"},
      {Op::simulate, simulate_op, "policies against packs now zone zones lines report changes table"},
  };
  return all;
}

}  // namespace aftersale::tools
