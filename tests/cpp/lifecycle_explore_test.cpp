// Every state that a case of any kind can reach; see lifecycle_explorer.hpp for what is checked.
#include "lifecycle_explorer.hpp"
#include "scale.hpp"

#include <boost/test/unit_test.hpp>

using namespace lifecycle_explorer;

BOOST_AUTO_TEST_SUITE(lifecycle_explored)

BOOST_AUTO_TEST_CASE(every_reachable_state_is_sound) {
  std::size_t states = 0, commands = 0, transitions = 0, refusals = 0;
  const std::vector<Start> all = starts(scale() == Scale::wide);
  // Of a sample: two returns, a refund before dispatch, a repair, a complaint.
  for (std::size_t i = 0; i < all.size(); i += at_scale(7u, 1u, 1u)) {
    const Start& start = all[i];
    BOOST_TEST_CONTEXT(to_text(start.kind) << " " << start.resolution << " " << start.rules << " " << static_cast<int>(start.side)) {
      Explorer e(start);
      try {
        e.run();
      } catch (const Violation& v) {
        BOOST_ERROR(v.what);
      }
      states += e.states();
      commands += e.commands;
      transitions += e.transitions;
      refusals += e.refusals;
      BOOST_TEST_MESSAGE("  " << to_text(start.kind) << " " << start.resolution << ": " << e.states() << " states, " << e.transitions << " transitions, " << e.commands << " commands");
      BOOST_TEST(e.states() > 5u);
    }
  }
  BOOST_TEST_MESSAGE("explored: " << states << " states, " << transitions << " transitions, " << refusals << " refusals of " << commands << " commands");
}

BOOST_AUTO_TEST_SUITE_END()
