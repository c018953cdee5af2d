// The parts from which account and quote are put together.
#pragma once

#include "aftersale/quote.hpp"
#include "aftersale/return_case.hpp"
#include "settlement/share.hpp"

#include <array>
#include <string>
#include <vector>

namespace aftersale::settlement {

/// Exchange, replacement, repair, re-ship: the buyer gets goods, and the price stays paid. Money moves only where an
/// exchange is for something dearer or cheaper.
constexpr bool replaces(Resolution r) {
  return r == Resolution::exchange || r == Resolution::replacement || r == Resolution::repair || r == Resolution::reship;
}
/// The goods stay where they are.
constexpr bool keeps(Resolution r) {
  return r == Resolution::keep_item || r == Resolution::partial_refund || r == Resolution::price_adjustment || r == Resolution::reship;
}
/// The sale is undone, and with it what others gave for it: discounts that they funded, coupons, points.
constexpr bool undoes(Resolution r) { return r == Resolution::original_payment_method || r == Resolution::store_credit || r == Resolution::keep_item; }
/// Units stay bought and only their price changes: a price that fell, an exchange for something cheaper.
constexpr bool adjusts(Resolution r) { return r == Resolution::price_adjustment || r == Resolution::exchange; }

/// The quote that holds for a case now: the settlement once there is one.
inline const Quote& quote_in_force(const CaseState& state) { return state.settlement ? *state.settlement : state.quoted; }
/// What the components of a kind add up to, those that are information only left out.
Minor sum_of(const std::vector<Component>& components, ComponentKind kind);

/// A component's parameter: its number, or 0; its text, or nothing.
std::int64_t number_param(const Component& component, std::string_view name);
std::string_view text_param(const Component& component, std::string_view name);
Component component(ComponentKind kind, Minor amount, std::string_view code);

/// Which of several components of a kind on one line this is (several discounts, several taxes).
std::size_t part_index(const Component& component);

/// The share that an account leaves to the next `units` of a line.
struct UnitValue {
  Minor goods = 0, duties = 0;
  std::vector<Minor> discounts, taxes;
  std::vector<std::int64_t> points;
  Minor paid = 0;

  [[nodiscard]] Minor discount_total() const;
};
UnitValue value_of(const Order& order, const Line& line, const Account::LineTaken& taken, std::int64_t units);
/// Adds what the line's units are made of, as they were sold.
void add_value(const Order& order, const Line& line, const UnitValue& value, std::int64_t quantity, QuoteItem& item);
/// Books an item as a quote took it. `kept`: the case is over and its units are still the buyer's, at the price that it left
/// them; `back`: they came back and were paid for.
void take_item(Account::LineTaken& taken, const QuoteItem& item, Resolution resolution, bool back = false, bool kept = false);

/// What was paid back on units that the buyer still has, as far as it falls on units that leave now. Units whose price was
/// not adjusted leave last, so that nobody keeps the difference of a unit that is gone.
/// `amount` holds the taxes where they are added to the prices, and is no more than `most`.
struct Adjusted { std::int64_t units = 0; Minor amount = 0; std::vector<Minor> taxes; };
Adjusted adjusted_of(const Account::LineTaken& taken, std::int64_t units, Minor most);
/// Adds what comes off units that leave; `included` where it is only told.
void add_adjusted(const Order& order, const Adjusted& adjusted, bool included, QuoteItem& item);

/// Of `units` that stay bought, those whose price was not adjusted yet: they come first.
std::int64_t fresh_units(const Line& line, const Account::LineTaken& taken, std::int64_t units);
/// Adds what a new price changes for units that stay bought: `price` (null: nothing changes) of one unit for
/// `RequestItem::exchange_for` or `observed_price`; `before` was paid back on them. Gives what the buyer has to pay; what the
/// buyer gets is the item's total.
struct NewPrice { Resolution resolution; const Price* price = nullptr; std::int64_t fresh = 0; };
Minor add_difference(const Order& order, const Line& line, const UnitValue& value, const Account::LineTaken& taken, const NewPrice& now, const Adjusted& before,
                     QuoteItem& item);

/// One item of a quote. `inspected` (null before inspection) are the entries of its line; `share` is the part of the
/// price that a partial refund gives, in basis points; `offer` the amount that an offer gives for it.
struct ItemTerms {
  Resolution resolution = Resolution::original_payment_method;
  const std::vector<InspectedItem>* inspected = nullptr;
  std::int64_t share_basis_points = 10000;
  const Price* price = nullptr;
  std::optional<Minor> offer;
  bool without_goods = false;
  Minor charge = 0;                 // out: what the buyer has to pay
};
QuoteItem build_item(const Order& order, const Line& line, Account::LineTaken& taken, const LineDecision& decision, ItemTerms& terms, std::int64_t quantity);
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

/// Delivery to the buyer, with what of it is paid back: adds components and gives the sum. `nothing_came`: all of it once
/// everything is back, whatever the rules say of a return.
Minor add_outbound(const Order& order, const Account& before, const std::vector<const LineDecision*>& judged, bool nothing_came, Quote& quote);
/// What of the outbound charges is due at most when standard delivery is paid back.
Minor standard_outbound(const Order& order);

/// What each payer bears of a total by rules of their own, by Payer; the rest is the merchant's.
using Borne = std::array<Minor, enum_texts<Payer>.size()>;
/// Fills payers and funders: discounts of what is undone come back to those who funded them, and where a lost discount is
/// given back, its funder bears it. Nobody regains more than was funded.
void share_out_payers(const Order& order, const Account& before, const Borne& borne, Quote& quote);
/// Books what a quote's funders regained.
void take_funders(Account& account, const Quote& quote);
/// Coupons whose every unit is undone, and points by unit: given back as they were, beside the money.
void add_in_kind(const Order& order, const Account& after, Quote& quote);
/// An amount at the order's rate, rounded half away from zero; 0 where the order names no other currency.
Minor in_shop_currency(const Order& order, Minor amount);
/// The figures in the shop's currency, where the order names one.
void add_shop_amounts(const Order& order, const Account& before, Quote& quote);

}  // namespace aftersale::settlement
