// Prices that change for goods that stay bought, offers, payers, the shop's currency, and what comes back in kind, by example.
#include "settlement_history.hpp"

using namespace settlement_history;

namespace {

Order two_shirts() {
  Order order;
  order.id = "o1";
  order.currency = currency("EUR");
  Line line;
  line.id = "l1";
  line.title = "Shirt";
  line.quantity = 2;
  line.unit_price = 5000;
  order.lines.push_back(line);
  order.tenders.push_back({"card", TenderKind::card, 10000, 0, "Visa"});
  return order;
}

Request request_of(std::int64_t quantity, Resolution resolution) {
  Request r;
  r.items.emplace_back().line = "l1";
  r.items[0].quantity = quantity;
  r.resolution = resolution;
  return r;
}

Request exchange_of(std::int64_t quantity, Minor price, const char* code = "EUR") {
  Request r = request_of(quantity, Resolution::exchange);
  r.items[0].exchange_for.emplace().unit_price = Price{price, currency(code)};
  return r;
}

Request adjustment_of(std::int64_t quantity, Minor price) {
  Request r = request_of(quantity, Resolution::price_adjustment);
  r.items[0].observed_price = Price{price, currency("EUR")};
  return r;
}

struct Desk : History {
  explicit Desk(const Order& of) : History(of) {
    for (LineDecision& d : decision.lines) d.price_protection = OfferedResolution{Resolution::price_adjustment, "protect", Layer::merchant, 0, false};
  }
  Quote good(const Request& request) {
    Problems problems;
    const Quote q = quote(world(), decision, request, problems);
    BOOST_REQUIRE_MESSAGE(problems.ok(), first_fault(problems));
    check_adds_up(q);
    return q;
  }
  Quote settle(const Request& request, bool closed = false) {
    const Quote q = good(request);
    cases.push_back(paid_case(order, q, number++));
    cases.back().state.released = closed;
    return q;
  }
  std::string fault(const Request& request) {
    Problems problems;
    quote(world(), decision, request, problems, nullptr, "/request");
    return problems.ok() ? "" : problems.errors()[0].code + " at " + problems.errors()[0].pointer;
  }
};

const Component* find(const std::vector<Component>& components, std::string_view code) {
  for (const Component& c : components) {
    if (c.code == code) return &c;
  }
  return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settlement_prices)

BOOST_AUTO_TEST_CASE(an_exchange_settles_the_difference_both_ways) {
  const Order order = two_shirts();
  Desk desk(order);
  const Quote same = desk.good(exchange_of(2, 5000));
  BOOST_TEST(same.total == 0);
  BOOST_TEST(same.charge == 0);
  const Quote dearer = desk.good(exchange_of(2, 5750));
  BOOST_TEST(dearer.total == 0);
  BOOST_TEST(dearer.charge == 1500);
  BOOST_TEST(find(dearer.items[0].components, "exchange_dearer")->amount == -1500);
  const Quote cheaper = desk.good(exchange_of(2, 4500));
  BOOST_TEST(cheaper.total == 1000);
  BOOST_TEST(cheaper.tenders.at(0).tender == "card");
  BOOST_TEST(desk.fault(exchange_of(1, 4500, "USD")) == "currency_mismatch at /request/items/0/exchangeFor");
  BOOST_TEST(desk.fault(exchange_of(2, minor_max)) == "overflow at /request/items/0/exchangeFor");
}

BOOST_AUTO_TEST_CASE(discounts_go_with_the_goods_and_added_tax_with_the_difference) {
  Order order = two_shirts();
  order.tax_mode = TaxMode::exclusive;
  order.lines[0].discounts.push_back({2000, "", "", FundedBy::merchant, ""});
  order.lines[0].taxes.push_back({"0.20", "", 1600});
  order.tenders[0].amount = 9600;
  Desk desk(order);
  BOOST_TEST(desk.good(exchange_of(1, 6000)).charge == 1200);          // 10.00 and 20 % of it
  const Quote cheaper = desk.good(exchange_of(1, 4000));
  BOOST_TEST(cheaper.total == 1200);
  BOOST_TEST(find(cheaper.items[0].components, "tax_adjusted")->amount == 200);
  BOOST_TEST(desk.good(exchange_of(1, 0)).total == 4800);               // no more than the 40.00 with tax that it cost
}

BOOST_AUTO_TEST_CASE(items_of_one_exchange_are_set_off) {
  Order order = two_shirts();
  order.lines.push_back(order.lines[0]);
  order.lines[1].id = "l2";
  order.tenders[0].amount = 20000;
  Desk desk(order);
  Request r = exchange_of(1, 4000);
  r.items.push_back(exchange_of(1, 5300).items[0]);
  r.items[1].line = "l2";
  Quote q = desk.good(r);
  BOOST_TEST(q.total == 700);
  BOOST_TEST(q.charge == 0);
  BOOST_TEST(find(q.components, "exchange_offset")->amount == -300);
  r.items[1].exchange_for->unit_price->amount = 7000;
  q = desk.good(r);
  BOOST_TEST(q.total == 0);
  BOOST_TEST(q.charge == 1000);
}

BOOST_AUTO_TEST_CASE(what_an_exchange_gave_back_comes_off_a_later_return) {
  const Order order = two_shirts();
  Desk desk(order);
  desk.settle(exchange_of(1, 4500), true);
  BOOST_TEST(desk.open().at(0).second == 2);                            // both are the buyer's again
  const Quote first = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(first.total == 4500);
  BOOST_TEST(find(first.items[0].components, "adjusted_before")->amount == -500);
  BOOST_TEST(desk.settle(request_of(1, Resolution::original_payment_method)).total == 5000);
}

BOOST_AUTO_TEST_CASE(price_protection_gives_the_difference_and_takes_no_units) {
  Order order = two_shirts();
  order.lines[0].taxes.push_back({"0.19", "", 1597});
  Desk desk(order);
  const Quote q = desk.settle(adjustment_of(2, 4200));
  BOOST_TEST(q.total == 1600);
  BOOST_TEST(static_cast<int>(*q.method) == static_cast<int>(ReturnMethod::keep));
  BOOST_TEST(find(q.items[0].components, "tax_adjusted")->amount == 256);
  BOOST_TEST(desk.open().at(0).second == 2);
  BOOST_TEST(desk.good(adjustment_of(2, 4200)).total == 0);              // it has not fallen again
  BOOST_TEST(desk.settle(adjustment_of(1, 4000)).total == 200);
  const Quote back = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(back.total == 5000 - 900);
  const Quote rest = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(back.total + rest.total + 1800 == 10000);
}

BOOST_AUTO_TEST_CASE(no_unit_is_adjusted_to_more_than_it_cost) {
  const Order order = two_shirts();
  Desk desk(order);
  BOOST_TEST(desk.settle(adjustment_of(2, 0)).total == 10000);
  BOOST_TEST(desk.good(adjustment_of(2, 0)).total == 0);
  BOOST_TEST(desk.settle(request_of(2, Resolution::original_payment_method)).total == 0);
}

BOOST_AUTO_TEST_CASE(price_protection_needs_a_rule_and_a_price) {
  const Order order = two_shirts();
  Desk desk(order);
  BOOST_TEST(desk.fault(request_of(1, Resolution::price_adjustment)) == "missing at /request/items/0/observedPrice");
  desk.decision.lines[0].price_protection.reset();
  BOOST_TEST(desk.fault(adjustment_of(1, 4000)) == "resolution_not_offered at /request/resolution");
}

BOOST_AUTO_TEST_CASE(an_offer_is_its_amount_and_never_more_than_was_paid) {
  const Order order = two_shirts();
  Desk desk(order);
  const Request asked = request_of(1, Resolution::partial_refund);
  Problems problems;
  desk.decision.lines[0].outcome = Outcome::ineligible;                  // an offer is made where there is no right
  const Quote q = offer_quote(desk.world(), desk.decision, asked, 1250, problems);
  BOOST_REQUIRE_MESSAGE(problems.ok(), first_fault(problems));
  check_adds_up(q);
  BOOST_TEST(q.total == 1250);
  BOOST_TEST(static_cast<int>(*q.method) == static_cast<int>(ReturnMethod::keep));
  BOOST_TEST(find(q.items[0].components, "offer")->amount == 1250);
  BOOST_TEST(q.tenders.at(0).amount == 1250);
  BOOST_TEST(offer_limit(desk.world(), asked) == 5000);
  offer_quote(desk.world(), desk.decision, asked, 5001, problems);
  BOOST_TEST(problems.errors().at(0).code == "amount_above_paid");
  Problems none;
  offer_quote(desk.world(), desk.decision, asked, 0, none);
  BOOST_TEST(none.errors().at(0).code == "amount_impossible");
}

BOOST_AUTO_TEST_CASE(an_advance_exchange_states_what_keeping_both_costs) {
  const Order order = two_shirts();
  Desk desk(order);
  Request r = exchange_of(1, 5500);
  r.advance = true;
  const Quote q = desk.good(r);
  BOOST_TEST(q.charge == 500);
  BOOST_TEST(q.hold == 5000);
  r.items[0].exchange_for->unit_price->amount = 4400;
  BOOST_TEST(desk.good(r).hold == 4400);                                 // 50.00 less the 6.00 that went back
  r.resolution = Resolution::original_payment_method;
  BOOST_TEST(desk.fault(r) == "advance_without_goods at /request/advance");
}

BOOST_AUTO_TEST_CASE(an_instant_refund_is_called_back_last_tender_first) {
  const std::vector<TenderShare> paid = {{"card", TenderKind::card, 3000, ""}, {"gift", TenderKind::gift_card, 800, ""}};
  const std::vector<TenderShare> all = recall(paid, nullptr);
  BOOST_REQUIRE_EQUAL(all.size(), 2u);
  BOOST_TEST(all[0].tender == "gift");
  Quote due;
  due.total = 2500;
  const std::vector<TenderShare> some = recall(paid, &due);
  BOOST_REQUIRE_EQUAL(some.size(), 2u);
  BOOST_TEST(some[0].amount + some[1].amount == 1300);
  due.total = 3800;
  BOOST_TEST(recall(paid, &due).empty());
}

BOOST_AUTO_TEST_CASE(who_funded_a_discount_gets_its_share_back) {
  Order order = two_shirts();
  order.lines[0].discounts.push_back({1001, "LIVE", "", FundedBy::host, "", 0});
  order.lines[0].discounts.push_back({500, "", "", FundedBy::platform, "", 0});
  order.tenders[0].amount = 10000 - 1501;
  Desk desk(order);
  const Quote first = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_REQUIRE_EQUAL(first.funders.size(), 2u);
  BOOST_TEST(static_cast<int>(first.funders[0].payer) == static_cast<int>(Payer::platform));
  BOOST_TEST(first.funders[0].amount == 250);
  BOOST_TEST(first.funders[1].amount == 501);
  const Quote second = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(second.funders[1].amount == 500);
  BOOST_TEST(find(second.components, "coupon_back")->included);
  BOOST_TEST(find(first.components, "coupon_back") == nullptr);
}

BOOST_AUTO_TEST_CASE(an_insurer_and_a_host_bear_what_they_took_over) {
  const Order order = two_shirts();
  Desk desk(order);
  desk.decision.lines[0].methods[0] = {ReturnMethod::by_mail, Payer::insurer, 1200, "print", "insurance", Layer::platform};
  const Quote q = desk.good(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(q.total == 5000);
  BOOST_REQUIRE_EQUAL(q.payers.size(), 2u);
  BOOST_TEST(q.payers[0].amount == 3800);
  BOOST_TEST(static_cast<int>(q.payers[1].payer) == static_cast<int>(Payer::insurer));
  BOOST_TEST(find(q.components, "freight_covered")->amount == 1200);
  desk.decision.lines[0].resolutions[1].layer = Layer::live_promise;
  const Quote credit = desk.good(request_of(1, Resolution::store_credit));
  BOOST_TEST(credit.total == 5500);
  BOOST_TEST(static_cast<int>(credit.payers[1].payer) == static_cast<int>(Payer::host));
  BOOST_TEST(credit.payers[1].amount == 500);
}

BOOST_AUTO_TEST_CASE(points_and_duties_go_back_with_their_units) {
  Order order = two_shirts();
  order.lines[0].discounts.push_back({300, "", "Points", FundedBy::merchant, "", 301});
  order.lines[0].duties = 701;
  order.tenders[0].amount = 10000 - 300 + 701;
  Desk desk(order);
  const Quote first = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(first.total == 5000 - 150 + 351);
  BOOST_TEST(find(first.items[0].components, "duty")->amount == 351);
  BOOST_TEST(settlement::number_param(*find(first.components, "points_back"), "points") == 151);
  const Quote second = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(second.total == 5000 - 150 + 350);
  BOOST_TEST(settlement::number_param(*find(second.components, "points_back"), "points") == 150);
}

BOOST_AUTO_TEST_CASE(the_shops_currency_adds_up_over_all_returns) {
  Order order = two_shirts();
  order.shop = {currency("JPY"), "163.4567"};
  Desk desk(order);
  const Quote first = desk.settle(request_of(1, Resolution::original_payment_method));
  const Quote second = desk.settle(request_of(1, Resolution::original_payment_method));
  BOOST_TEST(first.shop->total == 8173);
  BOOST_TEST(first.shop->total + second.shop->total == 16346);
  BOOST_TEST(second.shop->tenders.at(0) == second.shop->total);
  BOOST_TEST(second.shop->items.at(0) == second.shop->total);
}

BOOST_AUTO_TEST_CASE(what_never_came_is_paid_back_with_its_delivery) {
  Order order = two_shirts();
  order.shipping.push_back({"s1", "Express", 900, 0, {}, 500, ""});
  order.tenders[0].amount = 10900;
  Desk desk(order);
  desk.decision.lines[0].outbound = "none";
  desk.decision.lines[0].methods = {{ReturnMethod::by_mail, Payer::buyer, 700, "print", "m", Layer::merchant}};
  desk.decision.lines[0].fees.push_back({"restocking", "fee", Layer::merchant, 1000, std::nullopt, {}});
  Problems problems;
  const Quote q = quote(desk.world(), desk.decision, request_of(2, Resolution::original_payment_method), problems, nullptr, {}, true);
  BOOST_TEST(problems.ok());
  check_adds_up(q);
  BOOST_TEST(q.total == 10900);
}

BOOST_AUTO_TEST_CASE(all_of_it_reads_back) {
  Order order = two_shirts();
  order.shop = {currency("USD"), "1.0823"};
  order.lines[0].discounts.push_back({1001, "LIVE", "", FundedBy::host, "", 0});
  order.tenders[0].amount = 8999;
  Desk desk(order);
  Request r = exchange_of(1, 5500);
  r.advance = true;
  for (const Quote& q : {desk.good(r), desk.good(request_of(2, Resolution::original_payment_method)), desk.good(adjustment_of(1, 3000))}) {
    Writer out;
    write_quote(out, q);
    Problems problems;
    const Document document = Document::parse(out.text(), problems);
    const Quote again = read_quote(document.root(), problems);
    BOOST_TEST(problems.ok());
    Writer twice;
    write_quote(twice, again);
    BOOST_TEST(out.text() == twice.text());
  }
}

BOOST_AUTO_TEST_SUITE_END()
