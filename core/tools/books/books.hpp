// What goes into the books of a shop: the account of an order, a credit note of a case, and the adjustments. See docs/settlement.md, "Books".
#pragma once

#include "aftersale/operation.hpp"

namespace aftersale::tools {

void account_op(Writer& out, Value call, Library& library, Problems& problems);
void credit_note_op(Writer& out, Value call, Library& library, Problems& problems);
void adjustments_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
