// `convert`: policies from and to the shapes of others.
#pragma once

#include <aftersale/operation.hpp>

namespace aftersale::tools {

void convert_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
