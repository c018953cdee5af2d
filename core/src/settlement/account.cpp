#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale {

using namespace settlement;

namespace {

std::size_t index_of(const Order& order, std::string_view line) {
  std::size_t i = 0;
  while (i < order.lines.size() && order.lines[i].id != line) ++i;
  return i;
}

bool counts(const World& world, const ReturnCase& c) {
  // A case that is over and moved money has left its mark even where its units are free again.
  return c.order == world.order->id && !c.events.empty() && (!c.state.released || c.state.issued) && c.id != world.self;
}

/// Money of a case in the shop's currency: as its quote stated it, where that is what was paid.
Minor shop_money(const Order& order, const Quote& q, Minor money) {
  const Minor bonus = sum_of(q.components, ComponentKind::credit_bonus);
  if (!q.shop || q.total - bonus != money) return in_shop_currency(order, money);
  return q.shop->total - in_shop_currency(order, bonus);
}

/// The storefront's record of a case, when it has one under the same id.
const EarlierReturn* mirror_of(const Order& order, const ReturnCase& c) {
  for (const EarlierReturn& r : order.returns) {
    if (r.id == c.id) return &r;
  }
  return nullptr;
}

Minor size_of(const Component& c) { return c.amount < 0 ? -c.amount : c.amount; }

void book(std::vector<std::int64_t>& slots, const Component& c, std::int64_t amount) {
  const std::size_t index = part_index(c);
  if (slots.size() <= index) slots.resize(index + 1, 0);
  slots[index] = plus(slots[index], amount);
}

bool adjusts_tax(const Component& c) { return c.kind == ComponentKind::tax && c.code == "tax_adjusted"; }

/// What stays with units as paid back, or what went with units that left.
void book_adjusted(Account::LineTaken& taken, const QuoteItem& item, bool kept) {
  for (const Component& c : item.components) {
    if (adjusts_tax(c) && (c.amount > 0) == kept) book(taken.adjusted_taxes, c, c.amount);
    const bool money = c.kind == ComponentKind::price_adjustment || (!c.included && (c.kind == ComponentKind::price_difference || adjusts_tax(c)));
    if (!money || (c.amount > 0) != kept) continue;
    taken.adjusted = std::max<Minor>(0, plus(taken.adjusted, c.amount));
    const std::int64_t units = number_param(c, "units");
    taken.adjusted_units = std::max<std::int64_t>(0, kept ? plus(taken.adjusted_units, units) : taken.adjusted_units - units);
  }
}

void take_claw_back(Account& account, const Component& c) {
  const std::string_view part = text_param(c, "part"), id = text_param(c, "promotion"), funder = text_param(c, "fundedBy");
  for (Account::ClawedBack& known : account.clawed_back) {
    if (known.part != part || known.id != id || known.funder != funder) continue;
    known.amount = plus(known.amount, -c.amount);
    return;
  }
  account.clawed_back.push_back({std::string(part), std::string(id), std::string(funder), -c.amount});
}

void take_case(const Order& order, const ReturnCase& c, Account& account) {
  const Quote& q = quote_in_force(c.state);
  const bool settled = c.state.settlement || c.state.issued;
  const bool back = settled && !replaces(q.resolution) && q.resolution != Resolution::partial_refund && q.resolution != Resolution::price_adjustment;
  for (const QuoteItem& item : q.items) {
    const std::size_t i = index_of(order, item.line);
    if (i < order.lines.size() && (!c.state.released || adjusts(q.resolution))) take_item(account.lines[i], item, q.resolution, back, c.state.released);
  }
  if (sum_of(q.components, ComponentKind::outbound_shipping) > 0) account.shipping_refunded = !planted("shipping_twice");
  for (const Component& part : q.components) {
    if (part.kind == ComponentKind::claw_back) take_claw_back(account, part);
  }
  take_funders(account, q);

  std::vector<TenderShare> shares = q.tenders;
  Minor money = q.total;
  if (c.state.issued) {
    shares.clear();
    money = 0;
    for (const Payment& p : c.state.payments) {
      shares.push_back(p.share);
      money = plus(money, p.share.amount);
    }
  }
  // A bonus is a present on top and uses up nothing of what was paid.
  money = std::max<Minor>(0, money - sum_of(q.components, ComponentKind::credit_bonus));
  const EarlierReturn* mirror = mirror_of(order, c);
  Minor known = mirror == nullptr ? 0 : std::min(mirror->refunded, money);      // the storefront's figures hold it already
  account.refunded = plus(account.refunded, money - known);
  if (known == 0) account.shop_refunded = plus(account.shop_refunded, shop_money(order, q, money));
  for (const TenderShare& share : shares) {
    for (std::size_t i = 0; i < order.tenders.size(); ++i) {
      if (order.tenders[i].id != share.tender) continue;
      const Minor seen = std::min(known, share.amount);
      account.tender_refunded[i] = plus(account.tender_refunded[i], share.amount - seen);
      known -= seen;
      break;
    }
  }
}

/// Gives the value of the return's units.
Minor take_earlier(const Order& order, const EarlierReturn& r, Account& account) {
  Minor value = 0;
  const bool back = r.status == ReturnStatus::received || r.status == ReturnStatus::refunded || r.status == ReturnStatus::closed;
  for (const ReturnedLine& l : r.lines) {
    const std::size_t i = index_of(order, l.line);
    if (i >= order.lines.size()) continue;
    Account::LineTaken& taken = account.lines[i];
    const Minor worth = value_of(order, order.lines[i], taken, l.quantity).paid;
    value = plus(value, worth);
    taken.refunded = plus(taken.refunded, worth);
    taken.units += l.quantity;
    if (back) taken.back += l.quantity;
  }
  return value;
}

/// Refunds that the storefront states without saying through which tender are laid on the tenders as we would pay them.
void place(const Order& order, Minor unplaced, Account& account) {
  for (const std::size_t i : refund_order(order)) {
    const Minor part = std::min(unplaced, order.tenders[i].amount - account.tender_refunded[i]);
    if (part <= 0) continue;
    account.tender_refunded[i] += part;
    unplaced -= part;
  }
}

}  // namespace

void settlement::take_item(Account::LineTaken& taken, const QuoteItem& item, Resolution resolution, bool back, bool kept) {
  taken.refunded = plus(taken.refunded, item.total);
  if (resolution == Resolution::price_adjustment || kept) return book_adjusted(taken, item, true);
  taken.units += item.quantity;
  if (!planted("units_by_number")) taken.quoted += item.quantity;
  if (back) taken.back += item.quantity;
  book_adjusted(taken, item, false);
  for (const Component& c : item.components) {
    if (c.kind == ComponentKind::goods) taken.goods = plus(taken.goods, size_of(c));
    if (c.kind == ComponentKind::duty) taken.duties = plus(taken.duties, size_of(c));
    if (c.kind == ComponentKind::tax && (c.code == "tax" || c.code == "tax_included")) book(taken.taxes, c, size_of(c));
    if (c.kind != ComponentKind::discount || c.amount > 0) continue;
    book(taken.discounts, c, size_of(c));
    book(taken.points, c, number_param(c, "points"));
  }
}

Account account_of(const World& world) {
  const Order& order = *world.order;
  Account account;
  account.lines.resize(order.lines.size());
  Minor by_tender = 0, by_return = 0;
  for (const Tender& tender : order.tenders) {
    account.tender_refunded.push_back(tender.refunded);
    by_tender = plus(by_tender, tender.refunded);
  }
  for (const EarlierReturn& r : order.returns) by_return = plus(by_return, r.refunded);
  account.refunded = std::max({by_tender, by_return, order.totals.refunded.value_or(0)});
  place(order, account.refunded - by_tender, account);
  account.shop_refunded = in_shop_currency(order, account.refunded);

  for (const ReturnCase* c : world.cases) {
    if (counts(world, *c)) take_case(order, *c, account);
  }
  Minor beyond_goods = 0;
  for (const EarlierReturn& r : order.returns) {
    if (r.status == ReturnStatus::refused || r.status == ReturnStatus::canceled) continue;
    bool ours = !world.self.empty() && r.id == world.self;
    for (const ReturnCase* c : world.cases) ours = ours || (c->id == r.id && counts(world, *c));
    if (!ours) beyond_goods += std::max<Minor>(0, r.refunded - take_earlier(order, r, account));
  }
  const Minor shipping = standard_outbound(order);
  if (shipping > 0 && beyond_goods >= shipping) account.shipping_refunded = true;
  return account;
}

std::int64_t returnable_units(const Line& line, const Account::LineTaken& taken) {
  return std::max<std::int64_t>(0, line.quantity - line.canceled - taken.units);
}

}  // namespace aftersale
