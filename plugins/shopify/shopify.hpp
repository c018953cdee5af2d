// What the parts of this codec share. REST writes total_price and shop_money, GraphQL totalPriceSet and shopMoney: members
// are asked for by their REST name, and the GraphQL spelling is made from it.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::shopify {

inline constexpr std::string_view scheme = "gid://shopify/";

/// The amount `name` or `name_set` in the shop's currency: a bare number, a MoneyV2 or a MoneyBag.
Value money(Value object, std::string_view name);
/// The digits of an id: of an object its global id's, since a 64-bit number may have been rounded on its way.
std::string id_of(const Scope& scope, Value value);
/// gid://shopify/<type>/<id>, unless `id` is a global id already.
std::string gid(std::string_view type, std::string_view id);
Located locate(Value document);

/// A refund: how much, and for which units.
struct RefundRead {
  std::vector<ReturnedLine> lines;   // units that came back; units that were canceled are not among them
  Minor amount = 0;
  bool canceled_only = false;
};
RefundRead read_refund(Reading& r, Value refund);
/// A payment transaction of that kind that went through, in the order's currency.
bool succeeded(const Reading& r, Value transaction);

extern const CodecHook hooks[];
// The hooks that stand in other files.
void earlier_refunds(Reading& r, Value here, void* record);

}  // namespace aftersale::shopify
