// Shoppers who answer at random, by the thousand: each ends in a request that can be sent, or in a no with something to do next.
#include "scale.hpp"
#include "wizard_shop.hpp"

#include <boost/test/unit_test.hpp>

using namespace wizard_shop;

BOOST_AUTO_TEST_SUITE(wizard_walks)

BOOST_AUTO_TEST_CASE(every_walk_ends_well_or_with_an_honest_no) {
  Tally tally;
  const std::uint32_t walks = at_scale(200u, 4'000u, 100'000u);
  for (std::uint32_t seed = 1; seed <= walks; ++seed) walk(seed, tally);
  BOOST_TEST_MESSAGE("complete " << tally.complete << ", no " << tally.honest_no << ", screens " << tally.screens);
  BOOST_TEST(tally.broken == 0u, tally.first_fault);
  BOOST_TEST(tally.complete + tally.honest_no == walks);
  BOOST_TEST(tally.complete > walks / 2);
  BOOST_TEST(tally.honest_no > walks / 100);
  // Every kind of case is among what comes out.
  for (std::size_t topic = 0; topic < aftersale::enum_texts<aftersale::Topic>.size(); ++topic) {
    BOOST_TEST_MESSAGE(aftersale::enum_texts<aftersale::Topic>[topic] << " " << tally.topics[topic]);
    BOOST_TEST(tally.topics[topic] > walks / 200, aftersale::enum_texts<aftersale::Topic>[topic]);
  }
}

BOOST_AUTO_TEST_SUITE_END()

// Each order keeps its own case and its money, whatever the other is; what one answer can serve is asked once. A suite of its
// own, which runs beside the other.
BOOST_AUTO_TEST_SUITE(wizard_walks_of_two)

BOOST_AUTO_TEST_CASE(walks_with_two_orders_in_one_go_end_well_too) {
  Tally tally;
  const std::uint32_t walks = at_scale(100u, 2'000u, 20'000u);
  for (std::uint32_t seed = 1; seed <= walks; ++seed) walk(seed, tally, true);
  BOOST_TEST_MESSAGE("complete " << tally.complete << ", no " << tally.honest_no << ", screens " << tally.screens << ", both " << tally.both << ", apart " << tally.apart);
  BOOST_TEST(tally.broken == 0u, tally.first_fault);
  BOOST_TEST(tally.complete + tally.honest_no == walks);
  BOOST_TEST(tally.both > walks / 5);
  BOOST_TEST(tally.apart > walks / 20);
}

BOOST_AUTO_TEST_SUITE_END()
