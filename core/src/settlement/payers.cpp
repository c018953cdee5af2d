// Who bears what is paid back, and to whom discounts return that others than the shop had funded.
#include "model/planted.hpp"
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

Borne funded(const Order& order) {
  Borne sums{};
  for (const Line& line : order.lines) {
    for (const Discount& d : line.discounts) {
      Minor& sum = of_funder(sums, to_text(d.funded_by));
      sum = plus(sum, d.amount);
    }
  }
  return sums;
}

}  // namespace

void share_out_payers(const Order& order, const Account& before, const Borne& borne, Quote& quote) {
  Minor left = quote.total;
  const Borne back = regained(quote), most = funded(order);
  std::vector<PayerShare> others;
  for (const Payer payer : {Payer::platform, Payer::host, Payer::insurer}) {
    const std::size_t i = static_cast<std::size_t>(payer);
    const Minor regain = planted("funder_paid_again") ? most[i] : std::min(back[i], most[i] - before.regained[i]);
    if (regain > 0) quote.funders.push_back({payer, regain});
    const Minor share = std::min(left, borne[i] + std::max<Minor>(0, -back[i]));
    if (share <= 0) continue;
    others.push_back({payer, share});
    left -= share;
  }
  if (left > 0) quote.payers.push_back({Payer::merchant, left});
  quote.payers.insert(quote.payers.end(), others.begin(), others.end());
}

void take_funders(Account& account, const Quote& quote) {
  for (const PayerShare& share : quote.funders) {
    Minor& sum = account.regained[static_cast<std::size_t>(share.payer)];
    sum = plus(sum, share.amount);
  }
  // Beside a lost discount that is given back, these two bear nothing but a bonus.
  const Borne back = regained(quote);
  for (const PayerShare& share : quote.payers) {
    const std::size_t i = static_cast<std::size_t>(share.payer);
    if (back[i] < 0) account.regained[i] -= std::min(share.amount, -back[i]);
  }
}

}  // namespace aftersale::settlement
