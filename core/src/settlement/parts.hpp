// The parts from which account and quote are put together.
#pragma once

#include "aftersale/quote.hpp"
#include "aftersale/return_case.hpp"
#include "settlement/share.hpp"

#include <string>
#include <vector>

namespace aftersale::settlement {

/// Exchange, replacement, repair: the buyer gets goods, and money does not move.
constexpr bool replaces(Resolution r) { return r == Resolution::exchange || r == Resolution::replacement || r == Resolution::repair || r == Resolution::reship; }
/// The goods stay where they are.
constexpr bool keeps(Resolution r) { return r == Resolution::keep_item || r == Resolution::partial_refund; }

/// The quote that holds for a case now: the settlement once there is one.
inline const Quote& quote_in_force(const CaseState& state) { return state.settlement ? *state.settlement : state.quoted; }
/// What the components of a kind add up to, those that are information only left out.
Minor sum_of(const std::vector<Component>& components, ComponentKind kind);

/// Which of several components of a kind on one line this is (several discounts, several taxes).
std::size_t part_index(const Component& component);

/// The share that an account leaves to the next `units` of a line.
struct UnitValue { Minor goods = 0; std::vector<Minor> discounts, taxes; Minor paid = 0; };
UnitValue value_of(const Order& order, const Line& line, const Account::LineTaken& taken, std::int64_t units);
/// Books units with their value as taken by a quote.
void take(Account::LineTaken& taken, const UnitValue& value, std::int64_t units);

/// One item of a quote. `inspected` (null before inspection) are the entries of its line; `share` is the part of the
/// price that a partial refund gives, in basis points.
struct ItemTerms {
  Resolution resolution = Resolution::original_payment_method;
  const std::vector<InspectedItem>* inspected = nullptr;
  std::int64_t share_basis_points = 10000;
};
QuoteItem build_item(const Order& order, const Line& line, Account::LineTaken& taken, const LineDecision& decision, const ItemTerms& terms, std::int64_t quantity);
/// Units of a line for which inspection found the goods that were sold.
std::int64_t units_found(const std::vector<InspectedItem>& inspected, std::string_view line);

/// What was paid for an order: its tenders, else the figure that the storefront states, else what its parts add up to.
Minor paid_for(const Order& order);
/// What may still be paid back, in all and through the tenders.
Minor available(const Order& order, const Account& account);
/// The tenders in the order in which they are paid back: money in the order given, then cash, which has no way back of
/// its own, then gift cards and store credit. So a part return gives money first; no tender gets more than it gave.
std::vector<std::size_t> refund_order(const Order& order);
/// Shares `total` out over the tenders as far as the account leaves room.
std::vector<TenderShare> spread(const Order& order, const Account& account, Minor total);

/// Checks the order's promotions against what the buyer keeps once the quote's items are gone, and takes what they gave
/// off the refund, or gives back what an earlier return lost for them. `account` has the items booked.
void recheck_promotions(const Order& order, const Account& account, const std::vector<const LineDecision*>& judged, Quote& quote);

/// Delivery to the buyer, with what of it is paid back: adds components and gives the sum.
Minor add_outbound(const Order& order, const Account& before, const std::vector<const LineDecision*>& judged, Quote& quote);
/// What of the outbound charges is due at most when standard delivery is paid back.
Minor standard_outbound(const Order& order);

}  // namespace aftersale::settlement
