// The Medusa codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

namespace {

Document order_of(const std::string& currency, const std::string& items, const std::string& rest = {}) {
  return translated("read_order", R"({"order":{"id":"order_1","currency_code":")" + currency + R"(","created_at":"2026-01-01T00:00:00Z","items":[)" + items + "]" + rest + "}}");
}

Document write(const Order& order, const ReturnCase& c, const std::string& intent, const std::string& given, Problems& problems) {
  const Document ids = parsed(given);
  WriteInput input;
  input.order = &order;
  input.return_case = &c;
  input.intent = intent;
  input.ids = ids.root();
  for (const Codec* codec : codecs()) {
    if (codec->id != "medusa") continue;
    Writer out;
    out.begin_object();
    codec->write(out, input, problems);
    out.end_object();
    return parsed(out.text());
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(medusa)

BOOST_AUTO_TEST_CASE(unrounded_amounts_add_up_to_the_rounded_total) {
  const Read r = read("medusa/fixtures/order-store.json");
  const Value o = r.order;
  BOOST_TEST(amount(o["totals"]["total"]) == 5636);              // 56.36435
  BOOST_TEST(parts_of(o) == 5636);
  BOOST_TEST(amount(o["totals"]["paid"]) == 5636);
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 5636);
  BOOST_TEST(r.warnings == std::vector<std::string>{"fraction_of_minor_unit"}, boost::test_tools::per_element());
  const Value notebook = o["lines"].at(0);
  BOOST_TEST(amount(notebook["unitPrice"]) == 1295);
  BOOST_TEST(notebook["discounts"].size() == 1u);                // of the latest version
  BOOST_TEST(notebook["discounts"].at(0)["code"].text() == "MAY10");
  BOOST_TEST(notebook["taxes"].at(0)["rate"].text() == "0.19");
}

BOOST_AUTO_TEST_CASE(store_order) {
  const Read r = read("medusa/fixtures/order-store.json");
  const Value order = r.order;
  BOOST_TEST(order["id"].text() == "order_01FIXTURESTORE0000000001");
  BOOST_TEST(order["number"].text() == "41");
  BOOST_TEST(order["currency"].text() == "EUR");
  BOOST_TEST(order["channel"].text() == "live");
  BOOST_TEST(order["attribution"]["room"].text() == "room-5");
  BOOST_TEST(order["attribution"]["moment"].text() == "2026-05-02T09:10:00Z");
  BOOST_TEST(order["buyer"]["country"].text() == "AT");
  BOOST_TEST(order["lines"].at(1)["attributes"]["finalSale"].truth());
  BOOST_TEST(!order["lines"].at(0)["attributes"]["finalSale"].exists());
  BOOST_TEST(order["lines"].at(0)["attributes"]["values"]["season"].text() == "spring");
  const Value parcel = order["shipments"].at(0);
  BOOST_TEST(parcel["delivered"]["at"].text() == "2026-05-05T10:00:00Z");
  BOOST_TEST(parcel["lines"].size() == 2u);
  BOOST_TEST(order["returns"].at(0)["status"].text() == "approved");
  BOOST_TEST(order["returns"].at(0)["lines"].at(0)["quantity"].integer().value_or(0) == 1);
}

BOOST_AUTO_TEST_CASE(admin_order_is_read_as_it_was_sold) {
  const Read r = read("medusa/fixtures/order-admin-recorded.json");
  const Value o = r.order;
  BOOST_TEST(o["taxMode"].text() == "inclusive");
  const Value blanket = o["lines"].at(0);
  BOOST_TEST(blanket["quantity"].integer().value_or(0) == 2);
  BOOST_TEST(amount(blanket["discounts"].at(0)["amount"]) == 400);   // Medusa's own figures only cover the unit that stayed
  BOOST_TEST(amount(blanket["taxes"].at(0)["amount"]) == 720);
  BOOST_TEST(parts_of(o) == 4100);
  BOOST_TEST(amount(o["totals"]["total"]) == 4100);
  BOOST_TEST(blanket["attributes"]["sealed"].truth());
  BOOST_TEST(blanket["attributes"]["category"].text() == "Home");
  BOOST_TEST(o["tenders"].at(0)["id"].text() == "pay_01FIXTUREZ");
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "card");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 1800);
  BOOST_TEST(o["shipments"].at(0)["tracking"].text() == "TRK-9");
  BOOST_TEST(o["returns"].at(0)["id"].text() == "return_01FIXTUREZ");
  BOOST_TEST(amount(o["returns"].at(0)["refunded"]) == 1800);
  BOOST_TEST(r.warnings == std::vector<std::string>{"recording"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(amounts_without_totals_follow_from_prices_and_rates) {
  const std::string line = R"({"id":"ordli_1","title":"Cup","quantity":3,"unit_price":1.2345,"adjustments":[{"amount":0.1}],"tax_lines":[{"rate":5},{"rate":2.5}]})";
  const Document kwd = order_of("kwd", line);
  const Value o = kwd.root()["result"]["order"];
  // 3.7035 - 0.1 = 3.6035; with 7.5 % tax 3.8737625
  BOOST_TEST(parts_of(o) == 3874);
  BOOST_TEST(o["lines"].at(0)["taxes"].size() == 2u);
  const Document jpy = order_of("jpy", R"({"id":"ordli_1","title":"Cup","quantity":2,"unit_price":980,"subtotal":1960,"total":2156,"tax_total":196,"tax_lines":[{"rate":10,"total":196}]})", R"(,"total":2156)");
  BOOST_TEST(parts_of(jpy.root()["result"]["order"]) == 2156);
  BOOST_TEST(codes(jpy.root()["warnings"]).empty());
  // Prices with and without tax in one order: all become prices without.
  const Document mixed = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1,"unit_price":11.9,"is_tax_inclusive":true,"tax_lines":[{"rate":19}]},)"
                                         R"({"id":"ordli_2","title":"B","quantity":1,"unit_price":10,"is_tax_inclusive":false,"tax_lines":[{"rate":19}]})");
  const Value m = mixed.root()["result"]["order"];
  BOOST_TEST(m["taxMode"].text() == "exclusive");
  BOOST_TEST(amount(m["lines"].at(0)["unitPrice"]) == 1000);
  BOOST_TEST(parts_of(m) == 2380);
}

BOOST_AUTO_TEST_CASE(raw_values_are_believed) {
  const Document answer = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1,"raw_quantity":{"value":"1","precision":20},"unit_price":0.30000000000000004,"raw_unit_price":{"value":"0.3","precision":20}})");
  BOOST_TEST(amount(answer.root()["result"]["order"]["lines"].at(0)["unitPrice"]) == 30);
  BOOST_TEST(codes(answer.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(the_currency_may_stand_with_the_payments_only) {
  const Document answer = translated("read_order", R"({"order":{"id":"order_1","created_at":"2026-01-01T00:00:00Z","items":[{"id":"ordli_1","title":"A","quantity":1,"unit_price":5}],)"
                                                   R"("payment_collections":[{"id":"pay_col_1","currency_code":"usd"}]}})");
  BOOST_TEST(answer.root()["result"]["order"]["currency"].text() == "USD");
  BOOST_TEST(error_of(translated("read_order", R"({"order":{"id":"order_1","created_at":"2026-01-01T00:00:00Z","items":[]}})")) == "unknown_currency");
}

BOOST_AUTO_TEST_CASE(stated_totals_that_differ_are_told) {
  const Document answer = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1,"unit_price":5})", R"(,"total":6,"summary":{"paid_total":4},"payment_collections":[{"id":"pay_col_1","captured_amount":5}])");
  BOOST_TEST(codes(answer.root()["warnings"]) == (std::vector<std::string>{"totals_differ", "totals_differ"}), boost::test_tools::per_element());
}

// An order of 20.00: 5.00 of store credit at the checkout, 15.00 by card, of which 4.00 went back though nothing was owed.
Document credited(const std::string& lines, const std::string& total = "9", const std::string& more = {}) {
  return order_of("eur", R"({"id":"ordli_1","title":"A","quantity":2,"unit_price":10})",
                  R"(,"total":11,"credit_line_total":)" + total + R"(,"summary":{"paid_total":15,"refunded_total":4},"credit_lines":[)" + lines + "]" +
                      R"(,"payment_collections":[{"id":"pay_col_1","payments":[{"id":"pay_1","captures":[{"amount":15}],"refunds":[{"amount":4)" + more + "}]}]}]");
}

BOOST_AUTO_TEST_CASE(credit_lines_of_refunds_are_no_payment) {
  const std::string bought = R"({"id":"ordcl_1","reference":"gift-card","reference_id":"gc_1","amount":5,"raw_amount":{"value":"5","precision":20}})";
  const char* const written[] = {R"(,{"id":"ordcl_2","reference":"payment_collection","reference_id":"pay_col_1","amount":4})",
                                 R"(,{"id":"ordcl_2","reference":"Goodwill","reference_id":"goodwill","amount":4})",
                                 R"(,{"id":"ordcl_2","reference":"Goodwill","reference_id":"goodwill","amount":4,"metadata":{"created_in_version":2}})"};
  for (const char* const refund : written) {
    const Document answer = credited(bought + refund, "9", R"(,"refund_reason":{"code":"goodwill","label":"Goodwill"})");
    const Value o = answer.root()["result"]["order"];
    BOOST_TEST(codes(answer.root()["warnings"]).empty(), answer.root()["warnings"].canonical());
    BOOST_TEST(amount(o["totals"]["total"]) == 2000);
    BOOST_TEST(amount(o["totals"]["paid"]) == 2000);
    BOOST_TEST_REQUIRE(o["tenders"].size() == 2u);
    BOOST_TEST(o["tenders"].at(1)["id"].text() == "credit-lines");
    BOOST_TEST(o["tenders"].at(1)["kind"].text() == "store_credit");
    BOOST_TEST(amount(o["tenders"].at(1)["amount"]) == 500);
    BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 400);
  }
  // Only the refund's: the buyer paid nothing with it. A host may have taken it off the total before.
  for (const char* const total : {"9", "5"}) {
    const Document answer = credited(bought + written[0], total);
    BOOST_TEST(codes(answer.root()["warnings"]).size() == (total[0] == '9' ? 0u : 1u));      // then the order's own total is another
    BOOST_TEST(answer.root()["result"]["order"]["tenders"].size() == 2u);
  }
}

BOOST_AUTO_TEST_CASE(credit_lines_that_are_not_told) {
  const Document answer = credited("");
  BOOST_TEST(codes(answer.root()["warnings"]) == std::vector<std::string>{"credit_unknown"}, boost::test_tools::per_element());
  BOOST_TEST(amount(answer.root()["result"]["order"]["tenders"].at(1)["amount"]) == 900);
  const Document plain = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1,"unit_price":10})", R"(,"total":7,"credit_line_total":3)");
  BOOST_TEST(codes(plain.root()["warnings"]).empty());
  BOOST_TEST(amount(plain.root()["result"]["order"]["tenders"].at(0)["amount"]) == 300);
  BOOST_TEST(has(codes(credited(R"({"id":"ordcl_1","reference":"gift-card","amount":7})").root()["warnings"]), "totals_differ"));
}

BOOST_AUTO_TEST_CASE(parcels_without_lines) {
  const std::string items = R"({"id":"ordli_1","title":"A","quantity":3,"unit_price":1,"detail":{"fulfilled_quantity":3,"shipped_quantity":2,"delivered_quantity":1}})";
  const std::string rest = R"(,"fulfillments":[{"id":"ful_1","shipped_at":"2026-01-02T00:00:00Z","delivered_at":"2026-01-03T00:00:00Z"},)"
                           R"({"id":"ful_2","shipped_at":"2026-01-04T00:00:00Z"},{"id":"ful_3"},{"id":"ful_4","canceled_at":"2026-01-02T00:00:00Z"}])";
  const Document answer = order_of("eur", items, rest);
  const Value parcels = answer.root()["result"]["order"]["shipments"];
  const char* const wanted[] = {"delivered", "shipped", "pending", "canceled"};
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(parcels.at(i)["status"].text() == wanted[i]);
    BOOST_TEST(parcels.at(i)["lines"].size() == (i < 3 ? 1u : 0u));
  }
  BOOST_TEST(has(codes(answer.root()["warnings"]), "shipment_lines_unknown"));
}

BOOST_AUTO_TEST_CASE(freight_of_a_return_is_not_delivery) {
  const Document answer = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1,"unit_price":5})", R"(,"shipping_methods":[{"id":"ordsm_1","name":"Return","amount":3.5,"detail":{"return_id":"return_1"}}])");
  const Value charge = answer.root()["result"]["order"]["shipping"].at(0);
  BOOST_TEST(amount(charge["price"]) == 350);
  BOOST_TEST(amount(charge["standardPrice"]) == 0);
  BOOST_TEST(has(codes(answer.root()["warnings"]), "return_freight"));
}

BOOST_AUTO_TEST_CASE(updates) {
  const Document received = translated("read_update", fixture("medusa/fixtures/return-received.json"));
  const Value u = received.root()["result"]["update"];
  BOOST_TEST(u["status"].text() == "received");
  BOOST_TEST(u["native"].text() == "partially_received");
  BOOST_TEST(u["order"].text() == "order_01FIXTURESTORE0000000001");
  BOOST_TEST(u["lines"].size() == 1u);                           // what arrived, not what was announced
  BOOST_TEST(u["at"].text() == "2026-05-12T10:00:00Z");
  const Document paid = translated("read_update", fixture("medusa/fixtures/payment-refunded.json"));
  BOOST_TEST(amount(paid.root()["result"]["update"]["refunded"]) == 1300);
  BOOST_TEST(has(codes(paid.root()["warnings"]), "fraction_of_minor_unit"));
  const Document claim = translated("read_update", fixture("medusa/fixtures/claim.json"));
  BOOST_TEST(claim.root()["result"]["update"]["native"].text() == "claim.replace");
  BOOST_TEST(claim.root()["result"]["update"]["reason"].text() == "defective");
  BOOST_TEST(claim.root()["result"]["update"]["nativeReason"].text() == "production_failure");
  BOOST_TEST(error_of(translated("read_order", fixture("medusa/fixtures/claim.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"order_preview":{"id":"order_1","items":[]}})")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(a_store_return_has_exactly_the_known_members) {
  const Order order = ours("medusa/fixtures/order-store.json");
  ReturnCase c;
  c.id = "rma-1";
  RequestItem item;
  item.line = "ordli_01FIXTUREX";
  item.quantity = 1;
  item.reason = "size_too_small";
  item.note = "too small";
  c.state.request.items.push_back(item);
  Problems problems;
  const Document full = write(order, c, "create_return", R"({"reasons":{"size_too_small":"rr_1"},"returnShippingOption":"so_1"})", problems);
  const Value request = full.root()["requests"].at(0);
  BOOST_TEST(request["method"].text() == "POST");
  BOOST_TEST(request["path"].text() == "/store/returns");
  BOOST_TEST(!request["note"].exists());
  BOOST_TEST(request["body"].canonical() ==
             R"({"items":[{"id":"ordli_01FIXTUREX","note":"too small","quantity":1,"reason_id":"rr_1"}],"order_id":"order_01FIXTURESTORE0000000001","return_shipping":{"option_id":"so_1"}})");
  const Document bare = write(order, c, "create_return", "{}", problems);
  BOOST_TEST(bare.root()["requests"].at(0)["body"].canonical() ==
             R"({"items":[{"id":"ordli_01FIXTUREX","note":"too small","quantity":1}],"order_id":"order_01FIXTURESTORE0000000001"})");
  const std::string note(bare.root()["requests"].at(0)["note"].text());
  BOOST_TEST(note.find("ids.reasons") != std::string::npos);
  BOOST_TEST(note.find("ids.returnShippingOption") != std::string::npos);
  BOOST_TEST(problems.ok());
  write(order, c, "approve", "{}", problems);
  BOOST_TEST_REQUIRE(!problems.ok());
  BOOST_TEST(problems.errors()[0].code == "not_supported");
}

BOOST_AUTO_TEST_CASE(goods_and_money_go_through_the_admin_api) {
  Order order = ours("medusa/fixtures/order-store.json");
  ReturnCase c;
  c.id = "rma-1";
  CaseItem good, bad;
  good.line = "ordli_01FIXTUREX";
  good.quantity = 2;
  good.received = 1;
  bad.line = "ordli_01FIXTUREY";
  bad.quantity = 1;
  bad.disposition = Disposition::dispose;
  c.state.items = {good, bad};
  Problems problems;
  const Document received = write(order, c, "receive", R"({"return":"return_1"})", problems);
  const char* const paths[] = {"receive", "receive-items", "dismiss-items", "receive/confirm"};
  BOOST_TEST_REQUIRE(received.root()["requests"].size() == 4u);
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(received.root()["requests"].at(i)["path"].text() == "/admin/returns/return_1/" + std::string(paths[i]));
  BOOST_TEST(received.root()["requests"].at(1)["body"].canonical() == R"({"items":[{"id":"ordli_01FIXTUREX","quantity":1}]})");

  TenderShare share;
  share.tender = order.tenders[0].id;
  share.amount = 1790;
  c.state.quoted.tenders = {share};
  const Document unknown = write(order, c, "refund", "{}", problems);
  BOOST_TEST(unknown.root()["requests"].at(0)["method"].text() == "GET");      // the store API names no payments
  const std::string ids = R"({"payments":{"pay_col_01FIXTURE":"pay_1"},"refundReason":"refr_1"})";
  BOOST_TEST(write(order, c, "refund", ids, problems).root()["requests"].at(0)["body"].canonical() == R"({"amount":17.9,"note":"rma-1","refund_reason_id":"refr_1"})");
  c.state.quoted.tenders[0].amount = 5636;      // all of it: to the last digit that was captured
  BOOST_TEST(write(order, c, "refund", ids, problems).root()["requests"].at(0)["body"]["amount"].text() == "56.36435");
  for (auto& pair : order.source.native) pair.second = pair.first.starts_with("left.") ? "1,\"x\":2" : pair.second;
  BOOST_TEST(write(order, c, "refund", ids, problems).root()["requests"].at(0)["body"]["amount"].text() == "56.36");
  BOOST_TEST(problems.ok());
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("medusa/plugin.json"));
  const Document tables = parsed(tables_of("medusa"));
  const Value words = tables.root()["words"];
  BOOST_TEST(words["return status"].canonical() == manifest.root()["statuses"].canonical());
  BOOST_TEST(words["claim reason"].canonical() == manifest.root()["reasons"]["read"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"medusa/fixtures/order-store.json", "medusa/fixtures/order-admin-recorded.json", "medusa/fixtures/return-received.json"}) torture(path);
  for (const char* price : {"1e30", "-5", "\"abc\"", "9007199254740992", "0.0000000000000000000000000001", "[]"}) {
    const Document answer = order_of("eur", R"({"id":"ordli_1","title":"A","quantity":1000000,"unit_price":)" + std::string(price) + R"(,"tax_lines":[{"rate":99999999999999999999}]})");
    BOOST_TEST(answer.root()["ok"].is_bool());
  }
}

BOOST_AUTO_TEST_SUITE_END()
