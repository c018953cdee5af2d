// The ways in which a command runs: once, over a stream, as a comparison.
#pragma once

#include "calls.hpp"
#include "stop.hpp"

#include <string_view>

namespace aftersale::cli {

/// Prints one line on standard output.
void print(std::string_view line);

/// Each gives the exit code.
int run_once(Host& host);
int run_stream(Host& host);
int simulate(Host& host);

}  // namespace aftersale::cli
