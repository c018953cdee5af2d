// What is due back, over generated orders and histories of partial returns: nothing is paid twice, and not a cent stays behind.
#include "settlement/parts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

using namespace aftersale;

namespace {

/// A small generator of its own, so that a seed names the same order on every platform.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::int64_t upto(std::int64_t most) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most + 1)); }
  bool chance(int percent) { return upto(99) < percent; }
};

std::string first_fault(const Problems& problems) {
  return problems.ok() ? std::string() : problems.errors()[0].code + " at " + problems.errors()[0].pointer + ": " + problems.errors()[0].message;
}

Currency currency(const char* code) {
  Currency c;
  BOOST_REQUIRE(find_currency(code, c));
  return c;
}

Line make_line(Random& r, int index, TaxMode mode) {
  Line line;
  line.id = "l" + std::to_string(index);
  line.title = "Thing " + std::to_string(index);
  line.quantity = 1 + r.upto(6);
  line.unit_price = r.chance(20) ? r.upto(9) : r.upto(20000);
  if (r.chance(20)) line.gross_given = std::max<Minor>(0, line.unit_price * line.quantity + r.upto(6) - 3);
  Minor left = line.gross();
  for (std::int64_t i = r.upto(3); i > 0; --i) {
    Discount d;
    d.amount = r.upto(left);
    d.funded_by = static_cast<FundedBy>(r.upto(2));
    left -= d.amount;
    line.discounts.push_back(d);
  }
  for (std::int64_t i = r.upto(2); i > 0; --i) {
    Tax t;
    t.rate = "0.19";
    t.amount = r.upto(mode == TaxMode::inclusive ? left / 4 : left / 3 + 3);
    line.taxes.push_back(t);
  }
  return line;
}

Order make_order(Random& r) {
  Order order;
  order.id = "o1";
  order.currency = currency(r.chance(20) ? "JPY" : r.chance(20) ? "KWD" : "EUR");
  order.tax_mode = r.chance(50) ? TaxMode::inclusive : TaxMode::exclusive;
  for (std::int64_t i = 1 + r.upto(3); i > 0; --i) order.lines.push_back(make_line(r, static_cast<int>(i), order.tax_mode));
  Minor total = 0;
  for (const Line& line : order.lines) total += paid_for(order, line);
  for (std::int64_t i = r.upto(2); i > 0; --i) {
    ShippingCharge s;
    s.id = "s" + std::to_string(i);
    s.price = r.upto(1500);
    s.discount = r.upto(s.price);
    if (r.chance(50)) s.taxes.push_back({"0.19", "", r.upto(200)});
    total += paid_for(order, s);
    order.shipping.push_back(s);
  }
  const std::int64_t tenders = 1 + r.upto(3);
  for (std::int64_t i = 0; i < tenders; ++i) {
    Tender t;
    t.id = "t" + std::to_string(i);
    t.kind = static_cast<TenderKind>(r.upto(6));
    t.amount = i + 1 == tenders ? total : r.upto(total);
    total -= t.amount;
    order.tenders.push_back(t);
  }
  return order;
}

Minor paid_total(const Order& order) { return settlement::paid_for(order); }

LineDecision allow(const Line& line) {
  LineDecision d;
  d.line = line.id;
  d.title = line.title;
  d.outcome = Outcome::eligible;
  d.outbound = "all";
  d.outbound_rule = "ship";
  d.resolutions.push_back({Resolution::original_payment_method, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::store_credit, "r", Layer::merchant, 1000, false});
  d.resolutions.push_back({Resolution::exchange, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::keep_item, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::partial_refund, "r", Layer::merchant, 3000, false});
  d.methods.push_back({ReturnMethod::by_mail, Payer::merchant, 0, "print", "m", Layer::merchant});
  d.methods.push_back({ReturnMethod::in_store, Payer::buyer, 0, "", "m", Layer::merchant});
  return d;
}

Decision allow_all(const Order& order) {
  Decision d;
  d.order = order.id;
  d.currency = order.currency;
  for (const Line& line : order.lines) d.lines.push_back(allow(line));
  return d;
}

/// A return that was paid, as the account sees it.
ReturnCase paid_case(const Order& order, const Quote& q, int number) {
  ReturnCase c;
  c.id = "c" + std::to_string(number);
  c.order = order.id;
  c.events.push_back({});
  c.state.quoted = c.state.settlement.emplace(q);
  c.state.issued = true;
  c.state.stage = Stage::refunded;
  for (const TenderShare& share : q.tenders) c.state.payments.push_back({Payment::State::confirmed, share, "k"});
  return c;
}

struct History {
  const Order& order;
  Decision decision;
  std::vector<ReturnCase> cases;
  int number = 0;

  explicit History(const Order& o) : order(o), decision(allow_all(o)) {}

  World world() const {
    World w;
    w.order = &order;
    for (const ReturnCase& c : cases) w.cases.push_back(&c);
    return w;
  }
  Quote ask(const std::vector<std::pair<std::string, std::int64_t>>& items, Resolution resolution, Problems& problems) const {
    Request request;
    for (const auto& item : items) {
      RequestItem i;
      i.line = item.first;
      i.quantity = item.second;
      request.items.push_back(i);
    }
    request.resolution = resolution;
    return quote(world(), decision, request, problems);
  }
  /// Returns and pays; gives the total.
  Quote pay(const std::vector<std::pair<std::string, std::int64_t>>& items, Resolution resolution = Resolution::original_payment_method) {
    Problems problems;
    const Quote q = ask(items, resolution, problems);
    BOOST_REQUIRE_MESSAGE(problems.ok(), first_fault(problems));
    cases.push_back(paid_case(order, q, number++));
    return q;
  }
  std::vector<std::pair<std::string, std::int64_t>> open() const {
    const Account account = account_of(world());
    std::vector<std::pair<std::string, std::int64_t>> out;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      const std::int64_t left = returnable_units(order.lines[i], account.lines[i]);
      if (left > 0) out.emplace_back(order.lines[i].id, left);
    }
    return out;
  }
};

std::vector<std::pair<std::string, std::int64_t>> some_of(Random& r, std::vector<std::pair<std::string, std::int64_t>> open) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (auto& item : open) {
    const std::int64_t units = r.upto(item.second);
    if (units > 0) out.emplace_back(item.first, units);
  }
  if (out.empty()) out.emplace_back(open[0].first, 1);
  return out;
}

struct Sums {
  Minor total = 0;
  std::map<std::string, Minor> lines, tenders;
  explicit Sums(const History& h) {
    for (const ReturnCase& c : h.cases) {
      total += c.state.settlement->total;
      for (const QuoteItem& item : c.state.settlement->items) lines[item.line] += item.total;
      for (const TenderShare& t : c.state.settlement->tenders) tenders[t.tender] += t.amount;
    }
  }
};

void check_never_above(const History& h) {
  const Sums sums(h);
  BOOST_REQUIRE_LE(sums.total, paid_total(h.order));
  for (const auto& line : sums.lines) BOOST_REQUIRE_LE(line.second, paid_for(h.order, *h.order.find_line(line.first)));
  for (const Tender& t : h.order.tenders) {
    const auto found = sums.tenders.find(t.id);
    if (found != sums.tenders.end()) BOOST_REQUIRE_LE(found->second, t.amount);
  }
}

void check_adds_up(const Quote& q) {
  Minor total = 0;
  for (const QuoteItem& item : q.items) {
    Minor sum = 0;
    for (const Component& c : item.components) sum += c.included ? 0 : c.amount;
    BOOST_REQUIRE_EQUAL(sum, item.total);
    BOOST_REQUIRE_GE(item.total, 0);
    total += item.total;
  }
  for (const Component& c : q.components) total += c.included ? 0 : c.amount;
  BOOST_REQUIRE_EQUAL(total, q.total);
  BOOST_REQUIRE_GE(q.total, 0);
  Minor tenders = 0, payers = 0;
  for (const TenderShare& t : q.tenders) tenders += t.amount;
  for (const PayerShare& p : q.payers) payers += p.amount;
  BOOST_REQUIRE_EQUAL(tenders, q.total);
  BOOST_REQUIRE_EQUAL(payers, q.total);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_room)

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

BOOST_AUTO_TEST_CASE(order_of_partial_returns_does_not_change_the_total) {
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
      BOOST_REQUIRE_EQUAL(Sums(there).total, Sums(back).total);
      BOOST_REQUIRE_EQUAL(Sums(there).total, Sums(at_once).total);
    }
  }
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

namespace {

Order small_order() {
  Order order;
  order.id = "o1";
  order.currency = currency("EUR");
  Line line;
  line.id = "l1";
  line.title = "Jacket";
  line.quantity = 3;
  line.unit_price = 1000;
  line.discounts.push_back({100, "TEN", "Ten off", FundedBy::platform});
  line.taxes.push_back({"0.19", "", 463});
  order.lines.push_back(line);
  order.shipping.push_back({"s1", "Express", 900, 0, {}, 500});
  order.tenders.push_back({"gift", TenderKind::gift_card, 800, 0, ""});
  order.tenders.push_back({"card", TenderKind::card, 3000, 0, "Visa"});
  return order;
}

const Component* find(const std::vector<Component>& components, std::string_view code) {
  for (const Component& c : components) {
    if (c.code == code) return &c;
  }
  return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_part_return_names_its_components_and_pays_money_first) {
  const Order order = small_order();
  History h(order);
  const Quote q = h.pay({{"l1", 1}});
  BOOST_TEST(q.total == 966);                                            // 1000 - 34
  BOOST_TEST(find(q.items[0].components, "goods")->amount == 1000);
  BOOST_TEST(find(q.items[0].components, "discount_share")->amount == -34);
  BOOST_TEST(find(q.items[0].components, "tax_included")->included);
  BOOST_TEST(find(q.components, "outbound_not_refunded")->included);
  BOOST_REQUIRE_EQUAL(q.tenders.size(), 1u);
  BOOST_TEST(q.tenders[0].tender == "card");
  BOOST_TEST(q.tenders[0].label == "Visa");
  const Quote rest = h.pay({{"l1", 2}});
  BOOST_TEST(rest.total == 3800 - 966);
  BOOST_TEST(find(rest.components, "outbound_all")->amount == 900);
  BOOST_REQUIRE_EQUAL(rest.tenders.size(), 2u);
  BOOST_TEST(rest.tenders[0].amount == 3000 - 966);
  BOOST_TEST(rest.tenders[1].tender == "gift");
}

BOOST_AUTO_TEST_CASE(outbound_shipping_follows_its_rule_and_is_paid_back_once) {
  Order order = small_order();
  History h(order);
  h.decision.lines[0].outbound = "standard";
  Problems problems;
  Quote q = h.ask({{"l1", 3}}, Resolution::original_payment_method, problems);
  BOOST_TEST(find(q.components, "outbound_standard")->amount == 500);
  h.decision.lines[0].outbound = "none";
  q = h.ask({{"l1", 3}}, Resolution::original_payment_method, problems);
  BOOST_TEST(find(q.components, "outbound_not_refunded")->included);
  h.decision.lines[0].outbound = "all";
  h.decision.lines[0].outbound_only_when_all = false;
  BOOST_TEST(find(h.pay({{"l1", 1}}).components, "outbound_all") != nullptr);
  q = h.ask({{"l1", 1}}, Resolution::original_payment_method, problems);
  BOOST_TEST(settlement::sum_of(q.components, ComponentKind::outbound_shipping) == 0);
  BOOST_TEST(problems.ok());
}

BOOST_AUTO_TEST_CASE(fees_deductions_and_freight_never_turn_a_refund_negative) {
  const Order order = small_order();
  History h(order);
  LineDecision& d = h.decision.lines[0];
  d.fees.push_back({"restocking", "fee", Layer::merchant, 1000, std::nullopt, {Resolution::store_credit}});
  d.fees.push_back({"handling", "fee", Layer::merchant, 0, 900, {}});
  d.methods[0].payer = Payer::buyer;
  d.methods[0].cost = 490;
  d.deduction_max_basis_points = 5000;
  Problems problems;
  Quote q = h.ask({{"l1", 1}}, Resolution::original_payment_method, problems);
  check_adds_up(q);
  BOOST_TEST(find(q.items[0].components, "restocking_fee")->amount == -97);
  BOOST_TEST(find(q.items[0].components, "handling_fee")->amount == -(966 - 97));
  BOOST_TEST(q.total == 0);
  BOOST_TEST(q.refund_code.empty());

  Request request;
  request.items.push_back({"l1", 2, "changed_mind", {}, "", {}});
  request.resolution = Resolution::store_credit;
  const std::vector<InspectedItem> found = {{"l1", 1, Grade::used, Disposition::refurbish, 8000}, {"l1", 1, Grade::wrong_item, Disposition::return_to_sender, 0}};
  d.fees.pop_back();
  q = quote(h.world(), h.decision, request, problems, &found);
  check_adds_up(q);
  BOOST_REQUIRE_EQUAL(q.items.size(), 1u);
  BOOST_TEST(q.items[0].quantity == 1);
  BOOST_TEST(find(q.items[0].components, "value_loss")->amount == -483);      // half at most
  BOOST_TEST(find(q.components, "freight_buyer")->amount == -483);            // 490, but not below zero
  d.methods[0].label = "own";
  q = quote(h.world(), h.decision, request, problems, &found);
  BOOST_TEST(find(q.components, "freight_buyer")->included);
  BOOST_TEST(find(q.components, "credit_bonus")->amount == 48);
  BOOST_TEST(q.tenders[0].tender == "store_credit");
  BOOST_TEST(problems.ok());
}

BOOST_AUTO_TEST_CASE(exchange_moves_no_money_and_partial_refund_pays_its_share) {
  const Order order = small_order();
  History h(order);
  Problems problems;
  Quote q = h.ask({{"l1", 2}}, Resolution::exchange, problems);
  BOOST_TEST(q.total == 0);
  BOOST_TEST(find(q.items[0].components, "goods")->included);
  BOOST_TEST(q.tenders.empty());
  q = h.ask({{"l1", 1}}, Resolution::partial_refund, problems);
  BOOST_TEST(q.total == 290);                                                 // 30 % of 966, rounded
  BOOST_TEST((q.method == ReturnMethod::keep));
  h.decision.lines[0].resolutions[4].bonus_basis_points = 0;
  BOOST_TEST(problems.ok());
  h.ask({{"l1", 1}}, Resolution::partial_refund, problems);
  BOOST_TEST(problems.errors().at(0).code == "partial_refund_without_share");
}

BOOST_AUTO_TEST_CASE(faults_have_pointers_and_fixes) {
  const Order order = small_order();
  History h(order);
  const auto fault = [&h](const char* line, std::int64_t quantity, Resolution r, std::optional<ReturnMethod> m) {
    Problems problems;
    Request request;
    request.items.push_back({line, quantity, "changed_mind", {}, "", {}});
    request.resolution = r;
    request.method = m;
    quote(h.world(), h.decision, request, problems, nullptr, "/request");
    BOOST_REQUIRE(!problems.ok());
    BOOST_TEST(!problems.errors()[0].fix.empty());
    return problems.errors()[0].code + " " + problems.errors()[0].pointer;
  };
  const Resolution money = Resolution::original_payment_method;
  BOOST_TEST(fault("l1", 4, money, {}) == "exceeds_returnable /request/items/0/quantity");
  BOOST_TEST(fault("l1", 0, money, {}) == "quantity_impossible /request/items/0/quantity");
  BOOST_TEST(fault("l9", 1, money, {}) == "unknown_line /request/items/0/line");
  BOOST_TEST(fault("l1", 1, Resolution::repair, {}) == "resolution_not_offered /request/resolution");
  BOOST_TEST(fault("l1", 1, money, ReturnMethod::pickup) == "method_not_offered /request/method");
  h.decision.lines[0].outcome = Outcome::ineligible;
  BOOST_TEST(fault("l1", 1, money, {}) == "not_eligible /request/items/0/line");
}

BOOST_AUTO_TEST_CASE(items_without_a_common_resolution_are_told_apart) {
  Order order = small_order();
  order.lines.push_back(order.lines[0]);
  order.lines[1].id = "l2";
  History h(order);
  h.decision.lines[0].resolutions.resize(1);
  h.decision.lines[1].resolutions = {{Resolution::repair, "r", Layer::statute, 0, false}};
  Problems problems;
  Request request;
  request.items.push_back({"l1", 1, "defective", {}, "", {}});
  request.items.push_back({"l2", 1, "defective", {}, "", {}});
  quote(h.world(), h.decision, request, problems);
  BOOST_TEST(problems.errors().at(0).code == "mixed_resolutions");
}

BOOST_AUTO_TEST_CASE(the_storefront_and_a_case_with_its_id_are_one_return) {
  Order order = small_order();
  History h(order);
  h.pay({{"l1", 1}});
  order.returns.push_back({"c0", ReturnStatus::refunded, {{"l1", 1}}, 966, ""});
  order.tenders[1].refunded = 966;
  Account account = account_of(h.world());
  BOOST_TEST(account.refunded == 966);
  BOOST_TEST(account.tender_refunded[1] == 966);
  BOOST_TEST(account.lines[0].units == 1);
  order.returns[0].id = "another";
  account = account_of(h.world());
  BOOST_TEST(account.refunded == 1932);
  BOOST_TEST(account.lines[0].units == 2);
  h.cases[0].state.released = true;
  BOOST_TEST(account_of(h.world()).lines[0].units == 1);
}

BOOST_AUTO_TEST_CASE(a_quote_reads_back_and_its_hash_names_it) {
  Random r{42};
  for (int i = 0; i < 200; ++i) {
    const Order order = make_order(r);
    History h(order);
    const Quote q = h.pay(some_of(r, h.open()), r.chance(30) ? Resolution::store_credit : Resolution::original_payment_method);
    Writer out;
    write_quote(out, q);
    Problems problems;
    const Document document = Document::parse(out.text(), problems);
    const Quote again = read_quote(document.root(), problems);
    BOOST_REQUIRE_MESSAGE(problems.ok(), first_fault(problems));
    Writer out2;
    write_quote(out2, again);
    BOOST_REQUIRE_EQUAL(out.text(), out2.text());
    BOOST_REQUIRE_EQUAL(quote_hash(again), q.hash);
    BOOST_REQUIRE_EQUAL(document.root().canonical(), out.text());
  }
}

BOOST_AUTO_TEST_SUITE_END()
