// What this build is and knows, for hosts, documentation and tools.
#pragma once

#include "aftersale/json.hpp"

namespace aftersale {

void describe(Writer& out);

}  // namespace aftersale
