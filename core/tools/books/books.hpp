// What goes into the books of a shop: a credit note of a case, and the order's adjustments. See docs/settlement.md, "Books".
#pragma once

#include "aftersale/operation.hpp"

namespace aftersale::tools {

void credit_note_op(Writer& out, Value call, Library& library, Problems& problems);
void adjustments_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
