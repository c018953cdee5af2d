// What the parts of this codec share. REST writes total_price and shop_money, GraphQL totalPriceSet and shopMoney: members
// are asked for by their REST name, and the GraphQL spelling is made from it.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::shopify {

/// What a document is.
enum class Kind : std::uint8_t {
  order, returning, refund, fulfillment, delivery_event, reverse_delivery, disposal, order_edit, dispute,
  transaction, fulfillment_order, draft_order, returnable, calculation, request, failure, unknown,
};
struct KindRow {
  Kind kind;
  std::string_view type;      // in a global id: gid://shopify/<type>/1
  std::string_view wrapper;   // REST: {"<wrapper>": {...}} or {"<wrapper>s": [...]}
  std::string_view words;
  std::string_view document;  // for Recognition
};
struct Found {
  const KindRow* row;
  Value value;                // without its wrapper
  int confidence;
};
Found locate(Value document);

/// The member `name` (snake_case), or its camelCase spelling.
Value get(Value object, std::string_view name);
/// The list `name`, whichever form it has.
std::vector<Value> list(Value object, std::string_view name);
/// The amount `name` or `name_set` in the shop's currency: a bare number, a MoneyV2 or a MoneyBag.
Value money(Value object, std::string_view name);
/// The digits of an id: of an object its global id's, since a 64-bit number may have been rounded on its way.
std::string id_of(Value value);
/// gid://shopify/<type>/<id>, unless `id` is a global id already.
std::string gid(std::string_view type, std::string_view id);

std::vector<Order> read_orders(Value document, Problems& problems);
Update read_update(Value document, Problems& problems);
void write(Writer& out, const WriteInput& input, Problems& problems);

/// Words of a list, or of a text that separates them by commas.
std::vector<std::string> words(Value list);

/// The lines that references may mean: those of an order, or any when there is no order.
struct Lines {
  const Order* order = nullptr;
  std::vector<std::pair<std::string, std::string>> aliases;   // a line's number where it is not its global id's
  /// The id of the line that `reference` means; empty, and a warning, when the order has none such.
  std::string find(Value reference, Problems& problems) const;
};

/// A refund: how much, and for which units.
struct RefundRead {
  std::vector<ReturnedLine> lines;   // units that came back; units that were canceled are not among them
  Minor amount = 0;
  bool canceled_only = false;
};
RefundRead read_refund(Value refund, Amounts& amounts, const Lines& lines);
/// Units of a return, by line.
std::vector<ReturnedLine> returned_lines(Value returning, Amounts& amounts, const Lines& lines);
/// A payment transaction that went through, in `currency`.
bool succeeded(Value transaction, const Currency& currency);

}  // namespace aftersale::shopify
