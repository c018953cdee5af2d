// Quotes, by example.
#include "settlement_history.hpp"

using namespace settlement_history;

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
  line.discounts.push_back({100, "TEN", "Ten off", FundedBy::platform, ""});
  line.taxes.push_back({"0.19", "", 463});
  order.lines.push_back(line);
  order.shipping.push_back({"s1", "Express", 900, 0, {}, 500, ""});
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

BOOST_AUTO_TEST_SUITE(settlement_room)

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
  d.deduction_max_basis_points = d.inspection_max_basis_points = 5000;
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
