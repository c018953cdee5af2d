// Operations on documents of storefronts.
#include "aftersale/operation.hpp"
#include "engine/library.hpp"
#include "interop/translate.hpp"

namespace aftersale {
namespace {

void translate_op(Writer& out, Value call, Library& library, Problems& problems) { translate(out, call, library.tables, problems); }

constexpr Operation operations[] = {{Op::translate, translate_op, "mode plugin document text"}};

}  // namespace

std::span<const Operation> document_operations() { return operations; }

}  // namespace aftersale
