// The faults of settlement, each of which the histories have to find.
#include "planted.hpp"
#include "settlement_explore.hpp"

BOOST_AUTO_TEST_SUITE(settlement_planted)

#define FAULT(name) \
  BOOST_AUTO_TEST_CASE(name) { require_found(#name, 5'000, settlement_explore::explore); }

FAULT(round_half_up)               // shares rounded line by line, instead of running sums
FAULT(tax_twice)                   // tax of units counted twice
FAULT(shipping_twice)              // delivery paid back by every return that completes the order
FAULT(tender_order_lost)           // gift cards paid like cards, in the order of the document
FAULT(tender_forgotten)            // what a tender got back before
FAULT(discount_whole)              // the whole voucher on every return
FAULT(units_by_number)             // the share of units told from their number, not from what quotes took
FAULT(adjustment_forgotten)        // a price that was adjusted, when its units come back
FAULT(promotion_never_restored)    // what a broken promotion lost stays lost when all comes back
FAULT(funder_paid_again)           // a discount's funder regains all of it with every return
FAULT(rate_by_return)              // each return converted and rounded by itself
FAULT(not_capped)                  // more than was paid and not paid back
FAULT(fee_unlimited)               // fees beyond what the goods are worth

BOOST_AUTO_TEST_SUITE_END()
