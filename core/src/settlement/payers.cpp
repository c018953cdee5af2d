// Who bears what is paid back, and to whom discounts return that others than the shop had funded.
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

constexpr Payer payer_of[] = {Payer::merchant, Payer::platform, Payer::host};      // by FundedBy
static_assert(std::size(payer_of) == enum_texts<FundedBy>.size());

Minor& of_funder(Borne& sums, std::string_view funder) {
  std::size_t i = 0;
  while (i < enum_texts<FundedBy>.size() && enum_texts<FundedBy>[i] != funder) ++i;
  return sums[static_cast<std::size_t>(i < std::size(payer_of) ? payer_of[i] : Payer::merchant)];
}

/// The discounts of units that are undone, and those that a broken promotion lost: less what it gives back.
Borne regained(const Quote& quote) {
  Borne sums{};
  if (!undoes(quote.resolution)) return sums;
  for (const QuoteItem& item : quote.items) {
    for (const Component& c : item.components) {
      if (c.kind != ComponentKind::discount || c.amount > 0) continue;
      Minor& sum = of_funder(sums, text_param(c, "fundedBy"));
      sum = plus(sum, -c.amount);
    }
  }
  for (const Component& c : quote.components) {
    if (c.kind != ComponentKind::claw_back) continue;
    Minor& sum = of_funder(sums, text_param(c, "fundedBy"));
    sum = plus(sum, -c.amount);
  }
  return sums;
}

}  // namespace

void share_out_payers(Borne borne, Quote& quote) {
  Minor left = quote.total;
  const Borne back = regained(quote);
  std::vector<PayerShare> others;
  for (std::size_t i = 0; i < borne.size(); ++i) {
    const Payer payer = static_cast<Payer>(i);
    if (payer == Payer::merchant || payer == Payer::buyer) continue;
    if (back[i] > 0) quote.funders.push_back({payer, back[i]});
    const Minor share = std::min(left, borne[i] + std::max<Minor>(0, -back[i]));
    if (share <= 0) continue;
    others.push_back({payer, share});
    left -= share;
  }
  if (left > 0) quote.payers.push_back({Payer::merchant, left});
  quote.payers.insert(quote.payers.end(), others.begin(), others.end());
}

}  // namespace aftersale::settlement
