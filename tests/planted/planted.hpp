// A test of the tests: with a fault planted, some property has to fail.
#pragma once

#include "model/planted.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// Plants `fault` and looks through histories 1 to `most` until `explore(seed)` complains (an empty text is no complaint).
/// Fails when nothing was found, and when something is found without any fault.
template <class Explore>
void require_found(std::string_view fault, std::uint64_t most, Explore explore) {
  aftersale::planted_fault = fault;
  std::uint64_t seed = 1;
  std::string complaint;
  while (seed <= most && (complaint = explore(seed)).empty()) ++seed;
  aftersale::planted_fault = {};
  BOOST_REQUIRE_MESSAGE(!complaint.empty(), "the fault \"" << fault << "\" was not found in " << most << " histories");
  const std::string innocent = explore(seed);
  BOOST_REQUIRE_MESSAGE(innocent.empty(), "history " << seed << " complains without any fault: " << innocent);
  BOOST_TEST_MESSAGE("  " << fault << ": history " << seed << ", " << complaint);
}
