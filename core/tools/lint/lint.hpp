// `lint`: what can be seen to be wrong with a policy without any order.
#pragma once

#include <aftersale/operation.hpp>

namespace aftersale::tools {

void lint_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
