#include "settlement/parts.hpp"

namespace aftersale {

using namespace settlement;

Quote offer_quote(const World& world, const Decision&, const Request&, Minor amount, Problems&) {
  Quote q;
  const Account account = account_of(world);
  q.order = world.order->id;
  q.currency = world.order->currency;
  q.resolution = Resolution::partial_refund;
  q.method = ReturnMethod::keep;
  q.total = std::min(amount, available(*world.order, account));
  Component c;
  c.kind = ComponentKind::goods;
  c.amount = q.total;
  c.code = "offer";
  q.components.push_back(c);
  q.tenders = spread(*world.order, account, q.total);
  if (q.total > 0) q.payers.push_back({Payer::merchant, q.total});
  q.hash = quote_hash(q);
  return q;
}

}  // namespace aftersale
