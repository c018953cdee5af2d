// Operations as the engine looks them up. Those that every page needs stand in the engine's own table; the others in tables
// that a program is linked with or not, so that no page downloads what it does not use.
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

using OperationTable = std::span<const Operation> (*)();

/// What changes cases: commands and the clock.
std::span<const Operation> case_operations();
/// What reads and writes the documents of storefronts.
std::span<const Operation> document_operations();

/// The tables that this program was linked with, beside the engine's own. Defined by a source that CMake generates for each
/// program, as with the plugins: archives would drop what registers itself.
std::span<const OperationTable> operation_tables();

/// The row of an operation, or null when this build has no such operation.
const Operation* find_operation(Op op);

/// A problem as it stands in answers.
void write_problem(Writer& out, const Problem& problem);

}  // namespace aftersale
