// Faults that a test plants to see whether the properties would find them. Nothing of it is left in a build that ships.
#pragma once

#include <string_view>

namespace aftersale {

#ifdef AFTERSALE_PLANTED
/// The fault that is planted now; empty for none.
inline std::string_view planted_fault;
inline bool planted(std::string_view name) { return planted_fault == name; }
#else
constexpr bool planted(std::string_view) { return false; }
#endif

}  // namespace aftersale
