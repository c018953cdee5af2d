// Faults that the tests plant, to see that they would find them. Only the program that is built to look for them knows any;
// everywhere else the question is answered by the compiler and leaves no trace.
#pragma once

#include <string_view>

namespace aftersale {

#ifdef AFTERSALE_PLANTED
inline std::string_view planted_fault;      // the one that is planted now; empty: none
inline bool planted(std::string_view name) { return planted_fault == name; }
#else
consteval bool planted(std::string_view) { return false; }
#endif

}  // namespace aftersale
