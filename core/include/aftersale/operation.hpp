// Operations as the engine looks them up. Those of the core stand in the engine's own table; those that only merchants need
// stand in core/tools, apart, so that no page downloads them.
#pragma once

#include "aftersale/enums.hpp"
#include "aftersale/json.hpp"

#include <span>
#include <string_view>

namespace aftersale {

class Library;

struct Operation {
  Op op;
  void (*run)(Writer& out, Value call, Library& library, Problems& problems);
  std::string_view members;      // that a call may have besides `op` and `id`, separated by spaces
};

/// The tools that this program was linked with; none in the module that pages download. Defined by a source that CMake
/// generates for each program, as with the plugins: archives would drop what registers itself.
std::span<const Operation> tool_operations();

/// The row of an operation, or null when this build has no such operation.
const Operation* find_operation(Op op);

/// A problem as it stands in answers.
void write_problem(Writer& out, const Problem& problem);

}  // namespace aftersale
