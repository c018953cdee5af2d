// What is due back, line by line and in words. A quote is the settlement without its effects. Shapes: docs/wire.md, "Quote".
#pragma once

#include "aftersale/decision.hpp"

#include <string>
#include <vector>

namespace aftersale {

struct Component {
  ComponentKind kind = ComponentKind::goods;
  Minor amount = 0;                 // positive = to the buyer
  std::string code;
  Params params;
  std::string rule;
  std::optional<Layer> layer;
  bool included = false;            // information only: not added up
};

struct QuoteItem {
  std::string line, title;
  std::int64_t quantity = 0;
  std::vector<Component> components;
  Minor total = 0;
};
struct TenderShare { std::string tender; TenderKind kind = TenderKind::other; Minor amount = 0; std::string label; };
struct PayerShare { Payer payer = Payer::merchant; Minor amount = 0; };

/// The same figures in the shop's currency, at the rate of the order. The parts add up to `total`.
struct ShopAmounts {
  Currency currency;
  Minor total = 0, charge = 0;
  std::vector<Minor> items, tenders;          // parallel to the quote's own; items share what is theirs of the total
};

struct Quote {
  std::string order;
  Resolution resolution = Resolution::original_payment_method;
  std::optional<ReturnMethod> method;
  Currency currency;
  std::vector<QuoteItem> items;
  std::vector<Component> components;
  Minor total = 0;
  std::vector<TenderShare> tenders;
  std::vector<PayerShare> payers;
  std::vector<PayerShare> funders;            // who funded discounts, with what of them comes back to each, from the shop
  Minor charge = 0;                           // what the buyer has to pay: an exchange for something dearer
  Minor hold = 0;                             // advance exchange: what is charged if the old goods never come
  std::optional<ShopAmounts> shop;
  std::string refund_code; std::int64_t refund_days = 0; std::string refund_of;   // "after_receipt_days", 14, "receipt"
  std::string hash;                 // of everything above, canonical
};

/// What inspection found of one line: deductions that the decision allows, in basis points of the goods' value.
struct InspectedItem {
  std::string line;
  std::int64_t quantity = 0;
  Grade grade = Grade::as_new;
  Disposition disposition = Disposition::restock;
  std::int64_t deduction_basis_points = 0;
};

/// Quotes the eligible items of `request` for its resolution and method (defaults: the first that the decision offers).
/// With `inspected`, it is the settlement: only the units that arrived, less the deductions found.
/// `without_goods`: nothing can come back, since nothing left the shop or nothing arrived. There is no way back, nothing is
/// restocked, and delivery to the buyer is paid back as if the law said so.
/// Faults (units that are not there, a resolution that is not on offer, a price in another currency) are reported to
/// `problems` with pointers below `pointer`.
///
/// An `exchange` for something dearer gives `charge`, for something cheaper a total. `price_adjustment` takes the items'
/// `observed_price` and gives what the price has fallen; it takes money of the account but no units. `reship`,
/// `replacement` and `repair` move no money.
Quote quote(const World& world, const Decision& decision, const Request& request, Problems& problems,
            const std::vector<InspectedItem>* inspected = nullptr, const std::string& pointer = {}, bool without_goods = false);

/// An offer: `amount` for the request's items, which the buyer keeps; proposed by the seller, or by the buyer in return.
/// It is spread over the tenders as a refund is. Refused (`amount_impossible`, pointer /amount) when it is not positive,
/// or more than the items cost and the account still holds (`amount_above_paid`). The items need not be returnable: an
/// offer is made where there is no right.
Quote offer_quote(const World& world, const Decision& decision, const Request& request, Minor amount, Problems& problems);
/// The most that offer_quote() takes for these items.
Minor offer_limit(const World& world, const Request& request);

/// An instant refund whose goods did not come, or not all of them: what has to be charged back, tender by tender, the last
/// that was paid first. `paid` is what went out, `due` the quote of what did come (null: nothing). Empty when nothing is owed.
/// A bonus that was given with it comes back with it.
std::vector<TenderShare> recall(const std::vector<TenderShare>& paid, const Quote* due);
/// What an exchange or replacement that was sent in advance costs the buyer who keeps the old goods too: their value.
Minor owed_if_kept(const Quote& quote);
/// `with_hash` false writes what the hash covers.
void write_quote(Writer& out, const Quote& quote, bool with_hash = true);
Quote read_quote(Value value, Problems& problems);
std::string quote_hash(const Quote& quote);

}  // namespace aftersale
