// Offsets of a named zone from the system's time-zone database.
#pragma once

#include <aftersale/time.hpp>

#include <string>

namespace aftersale::cli {

/// The offset at `from` and every change of it after `from` and up to `to`. Ends the program when there is no such
/// zone.
Zone zone_between(const std::string& name, Instant from, Instant to);

}  // namespace aftersale::cli
