#pragma once

#include "aftersale/operation.hpp"

namespace aftersale::tools {

/// Indicators of service, each with the formula that it was computed by, since published definitions differ.
void measure_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
