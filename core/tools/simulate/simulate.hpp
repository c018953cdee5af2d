// `simulate`: past orders under two sets of policies, batch after batch.
#pragma once

#include <aftersale/operation.hpp>

namespace aftersale::tools {

void simulate_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
