// The shop's currency beside the order's, at the rate of the order. Each sum is what everything that was paid back by now
// comes to, less what earlier quotes stated: so the returns of an order add up to the order in this currency too.
#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

__extension__ using Wide = __int128;

bool rate_of(const Order& order, Decimal& rate) { return !order.shop.currency.empty() && parse_decimal(order.shop.rate, rate); }

/// The exact product. The rate has at most 12 digits on each side, so 128 bits hold it.
Minor convert(const Order& order, const Decimal& rate, Minor amount) {
  Wide numerator = static_cast<Wide>(amount < 0 ? -amount : amount) * rate.coefficient, denominator = 1;
  for (int i = 0; i < rate.scale + order.currency.exponent; ++i) denominator *= 10;
  for (int i = 0; i < order.shop.currency.exponent; ++i) numerator *= 10;
  const Wide rounded = (numerator + denominator / 2) / denominator;
  const Minor size = rounded > minor_max ? minor_max : static_cast<Minor>(rounded);
  return amount < 0 ? -size : size;
}

}  // namespace

Minor in_shop_currency(const Order& order, Minor amount) {
  Decimal rate;
  return rate_of(order, rate) ? convert(order, rate, amount) : 0;
}

void add_shop_amounts(const Order& order, const Account& before, Quote& quote) {
  Decimal rate;
  if (!rate_of(order, rate)) return;
  ShopAmounts shop;
  shop.currency = order.shop.currency;
  const Minor bonus = sum_of(quote.components, ComponentKind::credit_bonus);       // a present, which uses up nothing of what was paid
  if (planted("rate_by_return")) shop.total = convert(order, rate, quote.total - bonus) + convert(order, rate, bonus);
  else shop.total = std::max<Minor>(0, convert(order, rate, plus(before.refunded, quote.total - bonus)) - before.shop_refunded) + convert(order, rate, bonus);
  shop.charge = convert(order, rate, quote.charge);
  std::vector<Minor> weights;
  Minor of_items = 0;
  for (const QuoteItem& item : quote.items) {
    weights.push_back(item.total);
    of_items = plus(of_items, item.total);
  }
  // The items share what is theirs of the total; the rest belongs to shipping, the way back and what else is of the whole.
  const Minor theirs = of_items == 0 ? 0 : of_items == quote.total ? shop.total : convert(order, rate, of_items);
  shop.items = allocate(theirs, weights);
  weights.clear();
  for (const TenderShare& share : quote.tenders) weights.push_back(share.amount);
  if (!weights.empty()) shop.tenders = allocate(shop.total, weights);
  quote.shop = std::move(shop);
}

}  // namespace aftersale::settlement
