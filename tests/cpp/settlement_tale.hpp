// One order and what happens to it, with what has to hold for every quote of it. A property that does not hold is told in
// words; nothing is asserted here, so that the tests with planted faults can look for words.
#pragma once

#include "settlement_history.hpp"

namespace settlement_explore {

using namespace settlement_history;

using Items = std::vector<std::pair<std::string, std::int64_t>>;

/// What a property has to say: empty while all is well. The first complaint stays.
struct Verdict {
  std::string text;
  [[nodiscard]] bool good() const { return text.empty(); }
  void want(bool holds, std::string_view what, Minor found = 0, Minor bound = 0) {
    if (!holds && text.empty()) text = std::string(what) + ": " + std::to_string(found) + " against " + std::to_string(bound);
  }
  void at_most(Minor found, Minor bound, std::string_view what) { want(found <= bound, what, found, bound); }
  void same(Minor found, Minor bound, std::string_view what) { want(found == bound, what, found, bound); }
};

constexpr const char* currencies[] = {"EUR", "EUR", "USD", "JPY", "KWD", "CNY", "CLF"};

/// An order of make_order() with what that one lacks: more currencies, points, coupons, duties, bundles, the shop's own money.
inline Order explored_order(Random& r) {
  Order order = make_order(r);
  order.currency = currency(currencies[r.upto(6)]);
  Minor more = 0;
  for (Line& line : order.lines) {
    for (Discount& d : line.discounts) {
      if (r.chance(30)) d.points = r.upto(500);
      if (r.chance(30)) d.code = r.chance(50) ? "LIVE" : "TEN";
    }
    if (line.taxes.size() == 2) line.taxes[1].rate = r.chance(50) ? "0.07" : "0.19";
    if (r.chance(15)) line.duties = r.upto(900);
    more += line.duties;
  }
  if (order.lines.size() > 2 && r.chance(20)) order.lines[2].depends_on = order.lines[0].id;      // a bundle
  order.tenders.back().amount += more;
  if (r.chance(30)) {
    order.shop.currency = currency(currencies[r.upto(6)]);
    order.shop.rate = std::to_string(r.upto(3)) + "." + std::to_string(1 + r.upto(99999));
  }
  return order;
}

inline std::size_t index_of(const Order& order, const std::string& line) {
  std::size_t i = 0;
  while (i < order.lines.size() && order.lines[i].id != line) ++i;
  return i;
}

/// One order and what happened to it.
struct Tale {
  const Order& order;
  Decision decision;
  std::vector<ReturnCase> cases;
  Verdict& verdict;
  int number = 0;
  bool called_off = false;

  Tale(const Order& o, Verdict& v) : order(o), decision(allow_all(o)), verdict(v) {
    for (LineDecision& d : decision.lines) d.price_protection = OfferedResolution{Resolution::price_adjustment, "protect", Layer::merchant, 0, false};
  }

  [[nodiscard]] World world() const {
    World w;
    w.order = &order;
    for (const ReturnCase& c : cases) w.cases.push_back(&c);
    return w;
  }
  [[nodiscard]] Items open() const {
    const Account account = account_of(world());
    Items out;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      const std::int64_t left = returnable_units(order.lines[i], account.lines[i]);
      if (left > 0) out.emplace_back(order.lines[i].id, left);
    }
    return out;
  }
  [[nodiscard]] static Request request_of(const Items& items, Resolution resolution) {
    Request request;
    for (const auto& item : items) {
      RequestItem& i = request.items.emplace_back();
      i.line = item.first;
      i.quantity = item.second;
    }
    request.resolution = resolution;
    return request;
  }
  Quote ask(const Request& request, const std::vector<InspectedItem>* inspected = nullptr) {
    Problems problems;
    const Quote q = quote(world(), decision, request, problems, inspected);
    if (!problems.ok()) verdict.want(false, first_fault(problems));
    check(q);
    return q;
  }
  Quote& perform(Quote q, bool closed = false) {
    cases.push_back(paid_case(order, q, number++));
    cases.back().state.released = closed;
    return *cases.back().state.settlement;
  }
  void pay(const Items& items, Resolution resolution = Resolution::original_payment_method) { perform(ask(request_of(items, resolution))); }

  /// What was asked before somebody else was settled, computed anew: units that are gone by now are refused.
  void contend(const Request& request) {
    Problems problems;
    const Quote q = quote(world(), decision, request, problems);
    verdict.want(problems.ok() || problems.errors()[0].code == "exceeds_returnable", "a rival was refused for another reason than missing units");
    if (!problems.ok()) return;
    check(q);
    perform(q);
  }

  /// What holds for every quote by itself.
  void check(const Quote& q) {
    Minor total = 0;
    for (const QuoteItem& item : q.items) {
      Minor sum = 0;
      for (const Component& c : item.components) sum += c.included ? 0 : c.amount;
      verdict.same(sum, item.total, "the components of an item do not add up");
      verdict.at_most(0, item.total, "an item is negative");
      total += item.total;
    }
    for (const Component& c : q.components) total += c.included ? 0 : c.amount;
    verdict.same(total, q.total, "the parts do not add up to the total");
    verdict.want(q.total >= 0 && q.charge >= 0 && q.hold >= 0, "a negative amount", q.total);
    verdict.want(q.total == 0 || q.charge == 0, "both a refund and a charge", q.total, q.charge);
    Minor tenders = 0, payers = 0;
    for (const TenderShare& t : q.tenders) {
      verdict.at_most(1, t.amount, "a tender's share is not positive");
      tenders += t.amount;
    }
    for (const PayerShare& p : q.payers) {
      verdict.at_most(1, p.amount, "a payer's share is not positive");
      payers += p.amount;
    }
    for (const PayerShare& p : q.funders) verdict.at_most(1, p.amount, "what a funder regains is not positive");
    verdict.same(tenders, q.total, "the tenders do not add up to the total");
    verdict.same(payers, q.total, "the payers do not add up to the total");
    check_tender_order(q);
    if (!q.shop) return;
    Minor shop = 0;
    for (const Minor amount : q.shop->tenders) shop += amount;
    if (!q.shop->tenders.empty()) verdict.same(shop, q.shop->total, "the tenders do not add up in the shop's currency");
  }

  static int rank_of(TenderKind kind) {
    return kind == TenderKind::gift_card || kind == TenderKind::store_credit ? 2 : kind == TenderKind::cash_on_delivery ? 1 : 0;
  }
  /// Nothing goes to a gift card while a card has room.
  void check_tender_order(const Quote& q) {
    if (q.resolution == Resolution::store_credit) return;
    const Account before = account_of(world());
    std::map<std::string, Minor> given;
    for (const TenderShare& t : q.tenders) given[t.tender] += t.amount;
    for (std::size_t i = 0; i < order.tenders.size(); ++i) {
      const Tender& tender = order.tenders[i];
      const Minor room = tender.amount - before.tender_refunded[i] - given[tender.id];
      for (const TenderShare& t : q.tenders) {
        verdict.want(room <= 0 || rank_of(tender.kind) >= rank_of(t.kind), "a gift card was paid before a card", room);
      }
    }
  }
};

}  // namespace settlement_explore
