// What is due back, over generated orders and histories of partial returns: nothing is paid twice, and not a cent stays behind.
#include "scale.hpp"
#include "settlement_explore.hpp"

using namespace settlement_history;

BOOST_AUTO_TEST_SUITE(settlement_properties)

BOOST_AUTO_TEST_CASE(share_is_the_prefix_of_allocate) {
  Random r{1};
  for (int i = 0; i < 500; ++i) {
    const std::int64_t of = 1 + r.upto(20);
    const Minor total = r.upto(1000) - (r.chance(20) ? 500 : 0);
    const std::vector<Minor> parts = allocate(total, std::vector<Minor>(static_cast<std::size_t>(of), 1));
    Minor sum = 0;
    for (std::int64_t units = 1; units <= of; ++units) {
      sum += parts[static_cast<std::size_t>(units - 1)];
      BOOST_REQUIRE_EQUAL(settlement::first_share(total, units, of), sum);
    }
  }
}

BOOST_AUTO_TEST_CASE(histories_never_lose_a_cent) {
  for (std::uint64_t seed = 1, count = at_scale(2'000, 50'000, 1'000'000); seed <= count; ++seed) {
    const std::string wrong = settlement_explore::explore(seed);
    if (!wrong.empty()) BOOST_FAIL("history " << seed << ": " << wrong);
  }
}

BOOST_AUTO_TEST_SUITE_END()
