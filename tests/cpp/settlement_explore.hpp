// Histories of orders: what may happen to an order between its purchase and its last return, made up from a seed, and the
// properties that have to hold whatever happens.
#pragma once

#include "settlement_tale.hpp"


namespace settlement_explore {

/// What a quote takes of what was paid: without the bonus, which is a present.
inline Minor money_of(const Quote& q) { return q.total - settlement::sum_of(q.components, ComponentKind::credit_bonus); }

/// What a history paid, by everything that has a bound.
struct Sums {
  Minor money = 0, shop = 0, shipping = 0;
  std::vector<Minor> lines;
  std::map<std::string, Minor> tenders;
  std::map<std::pair<std::string, std::size_t>, Minor> taxes;      // by line and which of its taxes
  std::map<Payer, Minor> funders;                                  // regained, less what they gave back
  std::int64_t points = 0;

  explicit Sums(const Tale& tale) : lines(tale.order.lines.size(), 0) {
    for (const ReturnCase& c : tale.cases) add(tale, *c.state.settlement);
  }

  void add(const Tale& tale, const Quote& q) {
    money += money_of(q);
    shipping += settlement::sum_of(q.components, ComponentKind::outbound_shipping);
    if (q.shop) shop += q.shop->total;
    for (const TenderShare& t : q.tenders) tenders[t.tender] += t.amount;
    for (const PayerShare& p : q.funders) funders[p.payer] += p.amount;
    for (const PayerShare& p : q.payers) funders[p.payer] -= p.amount;      // the bonus is the shop's here
    const bool stays = settlement::replaces(q.resolution) || q.resolution == Resolution::price_adjustment;
    for (const QuoteItem& item : q.items) {
      lines[index_of(tale.order, item.line)] += item.total;
      for (const Component& c : item.components) {
        if (c.kind == ComponentKind::tax && (stays ? c.code == "tax_adjusted" && c.amount > 0 : true)) taxes[{item.line, settlement::part_index(c)}] += c.amount;
      }
    }
    for (const Component& c : q.components) {
      if (c.code == "points_back") points += settlement::number_param(c, "points");
    }
  }
};

inline bool has_promotions(const Order& order) {
  return !order.promotions.empty() || std::any_of(order.lines.begin(), order.lines.end(), [](const Line& line) { return line.gift_price.has_value(); });
}

template <class Map>
Minor found_in(const Map& sums, const typename Map::key_type& key) {
  const auto found = sums.find(key);
  return found == sums.end() ? 0 : found->second;
}

inline Minor funded_by(const Order& order, FundedBy funder) {
  Minor sum = 0;
  for (const Line& line : order.lines) {
    for (const Discount& d : line.discounts) sum += d.funded_by == funder ? d.amount : 0;
  }
  return sum;
}

/// Never more than there was: per order, line, tender, tax, funder, and delivery once.
inline void check_bounds(const Tale& tale, Verdict& v, Minor before = 0) {
  const Order& order = tale.order;
  const Sums sums(tale);
  v.at_most(sums.money + before, paid_total(order), "more back than was paid");
  Minor delivery = 0;
  for (const ShippingCharge& s : order.shipping) delivery += paid_for(order, s);
  v.at_most(sums.shipping, delivery, "more for delivery than it cost");
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    v.at_most(sums.lines[i], paid_for(order, line), "a line gave more than it cost");
    for (std::size_t k = 0; k < line.taxes.size(); ++k) {
      v.at_most(found_in(sums.taxes, {line.id, k}), line.taxes[k].amount, "more tax back than was charged");
    }
  }
  for (const Tender& t : order.tenders) {
    v.at_most(found_in(sums.tenders, t.id) + t.refunded, t.amount, "a tender got more than it gave");
  }
  // A return that is called off takes what it settled for others with it, until the next one settles that anew.
  if (tale.called_off && has_promotions(order)) return;
  for (const FundedBy funder : {FundedBy::platform, FundedBy::host}) {
    v.at_most(found_in(sums.funders, funder == FundedBy::platform ? Payer::platform : Payer::host), funded_by(order, funder), "a funder got back more than it gave");
  }
}

/// All of it comes back for money, in random parts, some of them called off on the way: to the cent what was paid.
inline void all_comes_back(Random& r, Verdict& v) {
  const Order order = explored_order(r);
  Tale tale(order, v);
  for (Items open = tale.open(); v.good() && !open.empty(); open = tale.open()) {
    tale.pay(some_of(r, open));
    if (r.chance(15)) {
      tale.cases.erase(tale.cases.begin() + r.upto(static_cast<std::int64_t>(tale.cases.size()) - 1));
      tale.called_off = true;
    }
    check_bounds(tale, v);
  }
  if (!v.good()) return;
  const Sums sums(tale);
  v.same(sums.money, paid_total(order), "all came back, not all was paid");
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    v.same(sums.lines[i], paid_for(order, line), "a line did not give back what it cost");
    for (std::size_t k = 0; k < line.taxes.size(); ++k) v.same(found_in(sums.taxes, {line.id, k}), line.taxes[k].amount, "the tax that was charged did not come back");
  }
  for (const Tender& t : order.tenders) {
    if (t.amount > 0) v.same(found_in(sums.tenders, t.id), t.amount, "a tender did not get back what it gave");
  }
  std::int64_t points = 0;
  for (const Line& line : order.lines) {
    for (const Discount& d : line.discounts) points += d.points;
  }
  v.same(sums.points, points, "the points did not come back");
  for (const FundedBy funder : {FundedBy::platform, FundedBy::host}) {
    if (tale.called_off && has_promotions(order)) break;
    v.same(found_in(sums.funders, funder == FundedBy::platform ? Payer::platform : Payer::host), funded_by(order, funder), "a funder did not get back what it gave");
  }
  if (order.shop.currency.empty()) return;
  Order at_once = order;
  Tale whole(at_once, v);
  whole.pay(whole.open());
  v.same(sums.shop, Sums(whole).shop, "the returns do not add up in the shop's currency");
}

/// Whether some return gave nothing, so that a broken promotion may have cost less than it should: then, and only then, it
/// matters which return broke it.
inline bool limited(const Tale& tale) {
  return has_promotions(tale.order) &&
         std::any_of(tale.cases.begin(), tale.cases.end(), [](const ReturnCase& c) { return c.state.settlement->total == 0; });
}

/// The same partial returns there, back, and as one give the same total.
inline void order_changes_nothing(Random& r, Verdict& v) {
  const Order order = explored_order(r);
  Tale there(order, v), back(order, v), at_once(order, v);
  std::vector<Items> steps;
  for (std::int64_t i = 1 + r.upto(3); v.good() && i > 0; --i) {
    const Items open = there.open();
    if (open.empty()) break;
    steps.push_back(some_of(r, open));
    there.pay(steps.back());
  }
  std::map<std::string, std::int64_t> units;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    back.pay(*step);
    for (const auto& item : *step) units[item.first] += item.second;
  }
  at_once.pay({units.begin(), units.end()});
  for (const Tale* tale : {&there, &back, &at_once}) check_bounds(*tale, v);
  if (!v.good() || limited(there) || limited(back) || limited(at_once)) return;
  v.same(Sums(back).money, Sums(there).money, "another order of returns gave another total");
  v.same(Sums(at_once).money, Sums(there).money, "one return gave another total than several");
}

/// The price that an item is exchanged for, or has now.
inline void set_price(Random& r, const Order& order, RequestItem& item) {
  const Line& line = order.lines[index_of(order, item.line)];
  const Price price{r.chance(70) ? r.upto(std::max<Minor>(1, line.unit_price)) : line.unit_price + r.upto(3000), order.currency};
  if (r.chance(80)) item.exchange_for.emplace().unit_price = price;
  item.observed_price = price;
}

inline std::vector<InspectedItem> inspection(Random& r, const Request& request) {
  std::vector<InspectedItem> out;
  for (const RequestItem& item : request.items) {
    InspectedItem i;
    i.line = item.line;
    i.quantity = r.chance(70) ? item.quantity : r.upto(item.quantity);
    i.grade = static_cast<Grade>(r.upto(4));
    i.deduction_basis_points = r.upto(12000);
    if (i.quantity > 0) out.push_back(i);
  }
  return out;
}

/// Everything in any order: resolutions of all kinds, fees, inspections, offers, prices that change, exchanges that close,
/// quotes that were asked at the same time, what the storefront did by itself.
inline void anything_happens(Random& r, Verdict& v) {
  constexpr Resolution ways[] = {Resolution::original_payment_method, Resolution::original_payment_method, Resolution::store_credit, Resolution::exchange,
                                 Resolution::keep_item, Resolution::partial_refund, Resolution::price_adjustment};
  Order order = explored_order(r);
  for (Tender& t : order.tenders) t.refunded = r.chance(20) ? r.upto(t.amount) : 0;      // something was paid back by hand
  for (Line& line : order.lines) line.canceled = r.chance(20) ? r.upto(line.quantity) : 0;
  if (r.chance(30)) order.returns.push_back({"storefront", ReturnStatus::refunded, {{order.lines[0].id, 1}}, r.upto(500), ""});
  Minor before = 0;
  for (const Tender& t : order.tenders) before += t.refunded;
  Tale tale(order, v);
  for (LineDecision& d : tale.decision.lines) {
    d.inspection_max_basis_points = r.upto(10000);
    if (r.chance(30)) d.fees.push_back({"restocking", "fee", Layer::merchant, r.upto(3000), std::nullopt, {}});
    if (r.chance(10)) d.fees.push_back({"handling", "fee", Layer::merchant, 0, r.upto(3000), {}});
    if (r.chance(20)) d.methods[0] = {ReturnMethod::by_mail, r.chance(50) ? Payer::insurer : Payer::buyer, r.upto(900), "print", "m", Layer::merchant};
  }
  for (int step = 0; v.good() && step < 12; ++step) {
    const Items open = tale.open();
    if (open.empty()) break;
    Request request = Tale::request_of(some_of(r, open), ways[r.upto(6)]);
    if (settlement::adjusts(*request.resolution)) {
      for (RequestItem& item : request.items) set_price(r, order, item);
    }
    if (r.chance(10)) {
      const Minor most = offer_limit(tale.world(), request);
      if (most <= 0) continue;
      request.resolution = Resolution::partial_refund;
      Problems problems;
      const Quote q = offer_quote(tale.world(), tale.decision, request, 1 + r.upto(most - 1), problems);
      v.want(problems.ok(), "an offer within its limit was refused", most);
      tale.check(q);
      tale.perform(q);
    } else {
      const std::vector<InspectedItem> seen = inspection(r, request);
      const bool inspected = !settlement::keeps(*request.resolution) && r.chance(40);
      // Another asks at the same time and sees the same order. Settled second, that one gets what is left, or is refused.
      const Request rival = Tale::request_of(some_of(r, open), ways[r.upto(2)]);
      const bool contended = r.chance(30);
      if (contended) tale.ask(rival);
      const Quote seen_before = tale.ask(request);
      const bool closed = *request.resolution == Resolution::exchange && r.chance(50);
      Quote q = tale.ask(request, inspected ? &seen : nullptr);
      // Where fewer units arrive, fewer promotions are broken; else an inspection only takes off.
      const bool comparable = inspected && !settlement::adjusts(q.resolution) && !has_promotions(order);
      if (comparable) v.at_most(money_of(q), money_of(seen_before), "an inspection raised the refund");
      tale.perform(std::move(q), closed);
      if (contended) tale.contend(rival);
    }
    check_bounds(tale, v, before);
  }
}

/// One history by its number, and what was wrong with it.
inline std::string explore(std::uint64_t seed) {
  Random r{seed * 0x9E3779B97F4A7C15u + 1};
  Verdict v;
  const std::uint64_t kind = seed % 4;
  kind == 0 ? order_changes_nothing(r, v) : kind == 1 ? all_comes_back(r, v) : anything_happens(r, v);
  return v.text;
}

}  // namespace settlement_explore
