// The faults of the lifecycle's tables, guards and folds, each of which the walk through every reachable state has to find.
#include "lifecycle_explorer.hpp"
#include "planted.hpp"

using namespace lifecycle_explorer;

namespace {

/// Walks through the starts of this kind and side; the seed is their number.
struct Walk {
  CaseKind kind;
  Side side = Side::plain;
  const char* resolution = "";

  std::string operator()(std::uint64_t seed) const {
    for (const Start& start : starts(false)) {
      if (start.kind != kind || start.side != side || (*resolution != 0 && std::string(resolution) != start.resolution)) continue;
      if (--seed != 0) continue;
      Start small = start;
      small.units = 1;
      try {
        Explorer(small).run();
      } catch (const Violation& v) {
        return v.what;
      }
    }
    return {};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle_planted)

#define FAULT(name, ...) \
  BOOST_AUTO_TEST_CASE(name) { require_found(#name, 12, Walk{__VA_ARGS__}); }

FAULT(lc_anybody, CaseKind::inquiry)                                        // commands of whoever sends them
FAULT(lc_stale, CaseKind::complaint)                                        // commands of who does not know what happened
FAULT(lc_twice, CaseKind::inquiry)                                          // a command that is sent again counts again
FAULT(lc_tick_late, CaseKind::complaint)                                    // a deadline's event stands where somebody ticked
FAULT(lc_hash_blind, CaseKind::inquiry)                                     // the chain does not cover what happened
FAULT(lc_words_unsealed, CaseKind::complaint)                               // nor what was said
FAULT(lc_no_clock, CaseKind::return_)                                       // a wait for an inspection without an end
FAULT(lc_give_away, CaseKind::return_, Side::plain, "keep_item")            // silence gives money for goods that stay
FAULT(lc_refund_early, CaseKind::return_)                                   // money before the goods were seen
FAULT(lc_refund_twice, CaseKind::return_)                                   // a refund that was ordered already
FAULT(lc_forget_paid, CaseKind::return_)                                    // what was sent already is sent again with the rest
FAULT(lc_one_key, CaseKind::return_)                                        // two tenders' payments under one key
FAULT(lc_retry_new_key, CaseKind::return_)                                  // a payment of unknown fate is asked for anew
FAULT(lc_confirm_adds, CaseKind::return_)                                   // what is on its way counts as paid
FAULT(lc_any_key, CaseKind::return_)                                        // outcomes of payments that nobody ordered
FAULT(lc_close_unpaid, CaseKind::return_)                                   // an end before the money
FAULT(lc_appeal_again, CaseKind::return_)                                   // appeals without end
FAULT(lc_no_recall, CaseKind::return_)                                      // money that was paid early and is forgotten
FAULT(lc_ship_unpaid, CaseKind::return_, Side::plain, "exchange")           // dearer goods before their price
FAULT(lc_pause_lost, CaseKind::complaint, Side::talk)                       // a question costs the one who asks its time
FAULT(lc_extend_self, CaseKind::complaint, Side::talk)                      // more time for oneself
FAULT(lc_accept_own, CaseKind::complaint, Side::offers)                     // one's own offer, accepted
FAULT(lc_decline_closes, CaseKind::complaint, Side::offers)                 // a no to an offer ends the case

BOOST_AUTO_TEST_SUITE_END()
