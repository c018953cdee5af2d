#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

constexpr std::array<std::uint8_t, enum_texts<TenderKind>.size()> ranks = {
    0,  // card
    0,  // wallet
    0,  // bank_transfer
    2,  // gift_card
    2,  // store_credit
    1,  // cash_on_delivery
    0,  // other
};

}  // namespace

std::vector<std::size_t> refund_order(const Order& order) {
  std::vector<std::size_t> out;
  for (std::uint8_t rank = 0; rank <= 2; ++rank) {
    for (std::size_t i = 0; i < order.tenders.size(); ++i) {
      const std::uint8_t own = planted("tender_order_lost") ? 0 : ranks[static_cast<std::size_t>(order.tenders[i].kind)];
      if (own == rank) out.push_back(i);
    }
  }
  return out;
}

Minor paid_for(const Order& order) {
  Minor sum = 0;
  for (const Tender& tender : order.tenders) sum = plus(sum, tender.amount);
  if (!order.tenders.empty()) return sum;
  if (order.totals.paid) return *order.totals.paid;
  for (const Line& line : order.lines) sum = plus(sum, aftersale::paid_for(order, line));
  for (const ShippingCharge& charge : order.shipping) sum = plus(sum, aftersale::paid_for(order, charge));
  return sum;
}

Minor available(const Order& order, const Account& account) {
  Minor left = paid_for(order) - account.refunded;
  if (!order.tenders.empty()) {
    Minor room = 0;
    for (std::size_t i = 0; i < order.tenders.size(); ++i) room = plus(room, std::max<Minor>(0, order.tenders[i].amount - account.tender_refunded[i]));
    left = std::min(left, room);
  }
  return std::max<Minor>(0, left);
}

std::vector<TenderShare> spread(const Order& order, const Account& account, Minor total) {
  std::vector<TenderShare> out;
  if (total <= 0) return out;
  if (order.tenders.empty()) {
    out.push_back({"original", TenderKind::other, total, {}});
    return out;
  }
  for (const std::size_t i : refund_order(order)) {
    const Tender& tender = order.tenders[i];
    const Minor amount = std::min(total, tender.amount - (planted("tender_forgotten") ? 0 : account.tender_refunded[i]));
    if (amount <= 0) continue;
    out.push_back({tender.id, tender.kind, amount, tender.label});
    total -= amount;
  }
  return out;
}

}  // namespace aftersale::settlement
