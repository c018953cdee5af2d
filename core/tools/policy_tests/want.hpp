// What a test wants, against what the core says.
#pragma once

#include "policy_tests/fill.hpp"

#include <aftersale/decision.hpp>

namespace aftersale::tools {

/// Compares, and tells every difference as `test_failed` at the member of `want` that is not met.
void check_want(const FilledTest& test, const World& world, const Decision& decision, Problems& problems);

}  // namespace aftersale::tools
