// What is due back, over generated orders and histories of partial returns: nothing is paid twice, and not a cent stays behind.
#include "settlement_history.hpp"

using namespace settlement_history;

BOOST_AUTO_TEST_SUITE(settlement_properties)

BOOST_AUTO_TEST_CASE(share_is_the_prefix_of_allocate) {
  Random r{1};
  for (int i = 0; i < 500; ++i) {
    const std::int64_t of = 1 + r.upto(20);
    const Minor total = r.upto(1000) - (r.chance(20) ? 500 : 0);
    const std::vector<Minor> parts = allocate(total, std::vector<Minor>(static_cast<std::size_t>(of), 1));
    Minor sum = 0;
    for (std::int64_t units = 1; units <= of; ++units) {
      sum += parts[static_cast<std::size_t>(units - 1)];
      BOOST_REQUIRE_EQUAL(settlement::first_share(total, units, of), sum);
    }
  }
}

BOOST_AUTO_TEST_CASE(partial_returns_add_up_in_6000_histories) {
  for (std::uint64_t seed = 1; seed <= 6000; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Random r{seed};
      const Order order = make_order(r);
      History h(order);
      while (!h.open().empty()) {
        const Quote q = h.pay(some_of(r, h.open()));
        check_adds_up(q);
        // The shares themselves come out even; no cap had to mend them.
        BOOST_REQUIRE_EQUAL(settlement::sum_of(q.components, ComponentKind::already_refunded), 0);
        for (const QuoteItem& item : q.items) BOOST_REQUIRE_EQUAL(settlement::sum_of(item.components, ComponentKind::already_refunded), 0);
        // A return in the middle is called off now and then: its units come again, at another moment.
        if (r.chance(15)) h.cases.erase(h.cases.begin() + r.upto(static_cast<std::int64_t>(h.cases.size()) - 1));
        check_never_above(h);
      }
      const Sums sums(h);
      BOOST_REQUIRE_EQUAL(sums.total, paid_total(order));
      for (const Line& line : order.lines) BOOST_REQUIRE_EQUAL(sums.lines.at(line.id), paid_for(order, line));
      for (const Tender& t : order.tenders) {
        if (t.amount > 0) BOOST_REQUIRE_EQUAL(sums.tenders.at(t.id), t.amount);
      }
      Problems none;
      BOOST_REQUIRE(h.ask({{order.lines[0].id, 1}}, Resolution::original_payment_method, none).total == 0 && !none.ok());
    }
  }
}

/// Whether some return of the history gave nothing, so that a broken promotion may have cost less than it should.
bool limited(const History& h) {
  const bool gift = std::any_of(h.order.lines.begin(), h.order.lines.end(), [](const Line& line) { return line.gift_price.has_value(); });
  if (h.order.promotions.empty() && !gift) return false;
  return std::any_of(h.cases.begin(), h.cases.end(), [](const ReturnCase& c) { return c.state.settlement->total == 0; });
}

BOOST_AUTO_TEST_CASE(order_of_partial_returns_does_not_change_the_total) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Random r{seed * 7919};
      const Order order = make_order(r);
      History there(order);
      std::vector<std::vector<std::pair<std::string, std::int64_t>>> steps;
      for (std::int64_t i = 1 + r.upto(3); i > 0 && !there.open().empty(); --i) {
        steps.push_back(some_of(r, there.open()));
        there.pay(steps.back());
      }
      History back(order), at_once(order);
      std::map<std::string, std::int64_t> units;
      for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        back.pay(*step);
        for (const auto& item : *step) units[item.first] += item.second;
      }
      at_once.pay({units.begin(), units.end()});
      // Where a broken promotion would cost more than the return that breaks it gives, the rest is not asked for; then, and
      // only then, it matters which return broke it.
      if (limited(there) || limited(back) || limited(at_once)) continue;
      ++compared;
      BOOST_REQUIRE_EQUAL(Sums(there).total, Sums(back).total);
      BOOST_REQUIRE_EQUAL(Sums(there).total, Sums(at_once).total);
    }
  }
  BOOST_REQUIRE_GT(compared, 1500);
}

BOOST_AUTO_TEST_CASE(mixed_histories_never_pay_above_what_was_paid) {
  constexpr Resolution ways[] = {Resolution::original_payment_method, Resolution::store_credit, Resolution::exchange, Resolution::keep_item, Resolution::partial_refund};
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      Random r{seed * 104729};
      Order order = make_order(r);
      for (Tender& t : order.tenders) t.refunded = r.chance(20) ? r.upto(t.amount) : 0;      // something was paid back by hand
      for (Line& line : order.lines) line.canceled = r.chance(20) ? r.upto(line.quantity) : 0;
      if (r.chance(30)) order.returns.push_back({"storefront", ReturnStatus::refunded, {{order.lines[0].id, 1}}, r.upto(500), ""});
      Minor before = 0;
      for (const Tender& t : order.tenders) before += t.refunded;
      History h(order);
      for (LineDecision& d : h.decision.lines) {
        if (r.chance(30)) d.fees.push_back({"restocking", "fee", Layer::merchant, r.upto(3000), std::nullopt, {}});
        if (r.chance(10)) d.fees.push_back({"handling", "fee", Layer::merchant, 0, r.upto(3000), {}});
      }
      while (!h.open().empty()) {
        const Quote q = h.pay(some_of(r, h.open()), ways[r.upto(4)]);
        check_adds_up(q);
        if (q.resolution == Resolution::exchange) BOOST_REQUIRE_EQUAL(q.total, 0);
      }
      Minor money = before;
      std::map<std::string, Minor> tenders;
      for (const ReturnCase& c : h.cases) {
        const Quote& q = *c.state.settlement;
        money += q.total - settlement::sum_of(q.components, ComponentKind::credit_bonus);
        for (const TenderShare& t : q.tenders) tenders[t.tender] += t.amount;
      }
      BOOST_REQUIRE_LE(money, paid_total(order));
      for (const Tender& t : order.tenders) BOOST_REQUIRE_LE(tenders[t.id] + t.refunded, t.amount);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
