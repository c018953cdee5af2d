// The Saleor codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(saleor)

BOOST_AUTO_TEST_CASE(an_order_with_a_returned_fulfillment) {
  const Read r = read("saleor/fixtures/order.json");
  const Value o = r.order, vase = o["lines"].at(0);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["createdAt"].text() == "2026-03-04T10:11:12.123Z");
  BOOST_TEST(o["buyer"]["country"].text() == "PL");
  BOOST_TEST(o["attribution"]["stream"].text() == "show-9");
  BOOST_TEST(parts_of(o) == 13500);
  BOOST_TEST(amount(vase["unitPrice"]) == 5000);
  BOOST_TEST(amount(vase["discounts"].at(0)["amount"]) == 3000);
  BOOST_TEST(amount(vase["taxes"].at(0)["amount"]) == 2244);
  BOOST_TEST(vase["taxes"].at(0)["rate"].text() == "0.23");
  BOOST_TEST(!vase["attributes"]["finalSale"].truth());
  BOOST_TEST(o["lines"].at(1)["attributes"]["gift"].truth());
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "card");
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 13500);               // what is charged now, and what went back
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 4000);
  BOOST_TEST(o["returns"].size() == 1u);                                   // the granted refund is of the same units
  BOOST_TEST(o["returns"].at(0)["status"].text() == "refunded");
  BOOST_TEST(o["shipments"].size() == 2u);                                 // what came back had been sent
}

BOOST_AUTO_TEST_CASE(yen_net_prices_and_a_granted_refund) {
  const Read r = read("saleor/fixtures/orders-jpy.json");
  const Value o = r.order;
  BOOST_TEST(o["taxMode"].text() == "exclusive");
  BOOST_TEST(parts_of(o) == 4334);
  BOOST_TEST(amount(o["lines"].at(0)["unitPrice"]) == 1200);
  BOOST_TEST(amount(o["lines"].at(0)["discounts"].at(0)["amount"]) == 360);
  BOOST_TEST(o["returns"].at(0)["status"].text() == "approved");
  BOOST_TEST(!o["returns"].at(0)["refunded"].exists());
  BOOST_TEST(o["source"]["native"]["status"].text() == "LEVITATING");
  BOOST_TEST(r.warnings == std::vector<std::string>{"unknown_code"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(payloads_of_old_webhooks) {
  const Document answer = translated("read_order", R"([{"type":"Order","id":"T3JkZXI6MQ==","created":"2026-01-01T00:00:00Z","status":"unfulfilled","currency":"EUR","user_email":"a@example.org","total_gross_amount":"25.00","total_net_amount":"21.01",)"
      R"("shipping_price_gross_amount":"5.00","shipping_price_net_amount":"4.20","shipping_address":{"country":"DE","first_name":"A","last_name":"B"},"lines":[{"type":"OrderLine","id":"T3JkZXJMaW5lOjE=","product_name":"Cup","product_sku":"C","quantity":2,)"
      R"("undiscounted_unit_price_gross_amount":"12.00","undiscounted_total_price_gross_amount":"24.00","total_price_gross_amount":"20.00","total_price_net_amount":"16.81","tax_rate":"0.19"}]}])");
  const Value o = answer.root()["result"]["order"];
  BOOST_TEST_REQUIRE(o.exists(), answer.root().canonical());
  BOOST_TEST(parts_of(o) == 2500);
  BOOST_TEST(amount(o["lines"].at(0)["unitPrice"]) == 1200);
  BOOST_TEST(o["buyer"]["country"].text() == "DE");
  BOOST_TEST(codes(answer.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(updates) {
  check_told({fixture("saleor/fixtures/return.json").c_str(), "T3JkZXI6Zml4dHVyZTE=", "RnVsZmlsbG1lbnQ6Mg==", "RETURNED", "received"});
  check_told({fixture("saleor/fixtures/granted-refund.json").c_str(), "T3JkZXI6Zml4dHVyZTE=", "T3JkZXJHcmFudGVkUmVmdW5kOjE=", "SUCCESS", "refunded"});
  check_told({R"({"fulfillment":{"id":"RnVsZmlsbG1lbnQ6OQ==","status":"FULFILLED","lines":[{"quantity":1,"orderLine":{"id":"x"}}],"order":{"id":"o"}}})", "o", "RnVsZmlsbG1lbnQ6OQ==", "FULFILLED", ""});
  BOOST_TEST(error_of(translated("read_order", fixture("saleor/fixtures/return.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"data":{"orderRefund":{"order":null,"errors":[{"code":"CANNOT_REFUND"}]}}})")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(requests) {
  const Order order = ours("saleor/fixtures/order.json");
  const std::string vase = order.lines[0].id, tender = order.tenders[0].id;
  ReturnCase c = case_about(order, {vase}, {{tender, 4000}});
  const Document opened = written("saleor", order, c, "create_return");
  // One unit has come back already, so the next is of the first parcel's other one.
  BOOST_TEST(opened.root()["requests"].at(0)["variables"]["input"].canonical() ==
             R"({"fulfillmentLines":[{"fulfillmentLineId":"RnVsZmlsbG1lbnRMaW5lOjE=","quantity":1,"replace":false}],"orderLines":[],"refund":false})");
  const Document refund = written("saleor", order, c, "refund");
  BOOST_TEST(refund.root()["requests"].at(0)["variables"]["input"].canonical() ==
             R"({"amount":40,"lines":[{"id":")" + vase + R"(","quantity":1}],"reason":"rma-1","transactionId":")" + tender + R"("})");
  c.state.quoted.tenders[0].tender = "payment";
  BOOST_TEST(written("saleor", order, c, "refund").root()["requests"].at(0)["variables"].canonical() == R"({"amount":40,"id":"T3JkZXI6Zml4dHVyZTE="})");
  for (const char* intent : {"approve", "refuse", "receive", "cancel"}) BOOST_TEST(written("saleor", order, c, intent).root()["error"].text() == "not_supported");
  const Order bare = ours("saleor/fixtures/orders-jpy.json");
  BOOST_TEST(written("saleor", bare, case_about(bare, {"T3JkZXJMaW5lOmE="}), "create_return").root()["requests"].at(0)["variables"]["input"]["orderLines"].canonical() ==
             R"([{"orderLineId":"T3JkZXJMaW5lOmE=","quantity":1,"replace":false}])");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("saleor/plugin.json")), tables = parsed(tables_of("saleor"));
  BOOST_TEST(tables.root()["words"]["return status"].canonical() == manifest.root()["statuses"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"saleor/fixtures/order.json", "saleor/fixtures/orders-jpy.json", "saleor/fixtures/return.json", "saleor/fixtures/granted-refund.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
