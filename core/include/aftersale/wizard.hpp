// What to ask next, headless. Shapes: docs/wire.md, "Wizard".
#pragma once

#include "aftersale/quote.hpp"

namespace aftersale {

/// Writes the Step that follows from the answers so far. `answers` is a draft request; `at` is the step that the person
/// wants to see, empty for the first unanswered one. Nothing is kept between calls.
void wizard(Writer& out, const World& world, const Request& answers, std::string_view at, Problems& problems);

}  // namespace aftersale
