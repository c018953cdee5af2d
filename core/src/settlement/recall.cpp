// What has to be charged: for goods that went out in advance, and for money that did, when the old goods never come.
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale {

using namespace settlement;

std::vector<TenderShare> recall(const std::vector<TenderShare>& paid, const Quote* due) {
  Minor owed = 0;
  for (const TenderShare& share : paid) owed = plus(owed, share.amount);
  if (due != nullptr) owed -= std::min(owed, due->total);
  std::vector<TenderShare> out;
  for (auto share = paid.rbegin(); share != paid.rend() && owed > 0; ++share) {
    const Minor part = std::min(owed, share->amount);
    if (part <= 0) continue;
    out.push_back(*share);
    out.back().amount = part;
    owed -= part;
  }
  return out;
}

Minor owed_if_kept(const Quote& quote) {
  Minor sum = 0;
  for (const QuoteItem& item : quote.items) {
    for (const Component& c : item.components) {
      const bool of_price = c.kind == ComponentKind::goods || c.kind == ComponentKind::discount || c.kind == ComponentKind::duty ||
                            (c.kind == ComponentKind::tax && c.code == "tax") || c.code == "adjusted_before";
      if (of_price) sum = plus(sum, c.amount);
    }
    sum -= item.total;             // what was paid back for something cheaper
  }
  return std::max<Minor>(0, sum);
}

}  // namespace aftersale
