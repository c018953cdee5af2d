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
/// Faults (units that are not there, a resolution that is not on offer) are reported to `problems` with pointers below
/// `pointer`.
Quote quote(const World& world, const Decision& decision, const Request& request, Problems& problems,
            const std::vector<InspectedItem>* inspected = nullptr, const std::string& pointer = {});
Quote offer_quote(const World& world, const Decision& decision, const Request& request, Minor amount, Problems& problems);
/// `with_hash` false writes what the hash covers.
void write_quote(Writer& out, const Quote& quote, bool with_hash = true);
Quote read_quote(Value value, Problems& problems);
std::string quote_hash(const Quote& quote);

}  // namespace aftersale
