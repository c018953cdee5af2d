// Coupons and points: what was not money comes back as it was, and is told beside the money.
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

bool has_code(const Line& line, std::string_view code) {
  return std::any_of(line.discounts.begin(), line.discounts.end(), [code](const Discount& d) { return d.code == code; });
}

/// Whether nothing is left of what the coupon was used for, and this quote is what undid the last of it.
bool spent_for_nothing(const Order& order, const Account& after, const Quote& quote, std::string_view code) {
  bool touched = false;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    if (!has_code(line, code)) continue;
    if (returnable_units(line, after.lines[i]) > 0) return false;
    touched = touched || std::any_of(quote.items.begin(), quote.items.end(), [&line](const QuoteItem& item) { return item.line == line.id; });
  }
  return touched;
}

}  // namespace

void add_in_kind(const Order& order, const Account& after, Quote& quote) {
  if (!undoes(quote.resolution)) return;
  std::int64_t points = 0;
  for (const QuoteItem& item : quote.items) {
    for (const Component& c : item.components) {
      if (c.kind == ComponentKind::discount) points = plus(points, number_param(c, "points"));
    }
  }
  std::vector<std::string_view> codes;
  for (const Line& line : order.lines) {
    for (const Discount& d : line.discounts) {
      if (!d.code.empty() && std::find(codes.begin(), codes.end(), d.code) == codes.end()) codes.push_back(d.code);
    }
  }
  const auto add = [&quote](std::string_view code) -> Params& {
    quote.components.push_back(component(ComponentKind::in_kind, 0, code));
    quote.components.back().included = true;
    return quote.components.back().params;
  };
  for (const std::string_view code : codes) {
    if (spent_for_nothing(order, after, quote, code)) put(add("coupon_back"), "coupon", code);
  }
  if (points > 0) put(add("points_back"), "points", points);
}

}  // namespace aftersale::settlement
