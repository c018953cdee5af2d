// The commercetools codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(commercetools)

BOOST_AUTO_TEST_CASE(an_order_with_its_tax_inside) {
  const Read r = read("commercetools/fixtures/order.json");
  const Value o = r.order, lamp = o["lines"].at(0), bulb = o["lines"].at(1), gift = o["lines"].at(2), custom = o["lines"].at(3);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["number"].text() == "CT-1007");
  BOOST_TEST(o["taxMode"].text() == "inclusive");
  BOOST_TEST(o["attribution"]["room"].text() == "studio-3");
  BOOST_TEST(parts_of(o) == 9338);
  BOOST_TEST(amount(o["totals"]["tax"]) == 1491);
  BOOST_TEST(lamp["title"].text() == "Tischlampe");                      // in the order's language
  BOOST_TEST(amount(lamp["unitPrice"]) == 2499);
  BOOST_TEST(amount(lamp["discounts"].at(0)["amount"]) == 749);          // 3 x 24.99 - 67.48
  BOOST_TEST(amount(lamp["taxes"].at(0)["amount"]) == 1077);
  BOOST_TEST(amount(bulb["unitPrice"]) == 33);                           // 0.33333, three of them for a euro
  BOOST_TEST(amount(bulb["gross"]) == 100);
  BOOST_TEST(gift["attributes"]["gift"].truth());
  BOOST_TEST(amount(gift["discounts"].at(0)["amount"]) == 200);
  BOOST_TEST(custom["attributes"]["values"]["customLineItem"].text() == "engraving");
  BOOST_TEST(o["shipments"].at(0)["status"].text() == "delivered");
  BOOST_TEST(o["shipments"].at(0)["delivered"]["to"].text() == "2026-03-09T12:00:00Z");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 2249);            // a failed refund is none
  BOOST_TEST(o["returns"].at(0)["status"].text() == "refunded");
  BOOST_TEST(o["returns"].at(1)["status"].text() == "approved");
}

BOOST_AUTO_TEST_CASE(yen_without_digits_and_tax_on_top) {
  const Read r = read("commercetools/fixtures/order-graphql-jpy.json");
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(r.order["taxMode"].text() == "exclusive");
  BOOST_TEST(amount(r.order["lines"].at(0)["unitPrice"]) == 1890);
  BOOST_TEST(parts_of(r.order) == 4708);
  BOOST_TEST(r.order["shipments"].at(0)["status"].text() == "shipped");  // without a delivery, all of it
}

BOOST_AUTO_TEST_CASE(states_of_tomorrow_are_kept_and_shown) {
  std::string text = fixture("commercetools/fixtures/order.json");
  for (const char* word : {"\"BackInStock\"", "\"Refunded\""}) text.replace(text.find(word), std::string(word).size(), "\"Vaporised\"");
  const Document answer = translated("read_order", text);
  BOOST_TEST(answer.root()["result"]["order"]["returns"].at(0)["native"].text() == "Vaporised");
  BOOST_TEST(has(codes(answer.root()["warnings"]), "unknown_code"));
}

BOOST_AUTO_TEST_CASE(messages) {
  check_told({fixture("commercetools/fixtures/message-return-added.json").c_str(), "0b7c1d02-1111-4a10-9c01-000000000001", "ri-1", "Advised", "approved"});
  check_told({R"({"id":"m","type":"OrderReturnShipmentStateChanged","resource":{"typeId":"order","id":"o1"},"returnItemId":"ri-1","returnShipmentState":"Returned","createdAt":"2026-01-01T00:00:00Z"})", "o1", "ri-1", "Returned", "received"});
  check_told({R"({"type":"OrderStateChanged","resource":{"typeId":"order","id":"o1"},"orderState":"Cancelled","oldOrderState":"Open"})", "o1", "", "Cancelled", "canceled"});
  check_told({R"({"type":"PaymentTransactionAdded","resource":{"typeId":"payment","id":"p1"},"transaction":{"id":"t","type":"Refund","state":"Success","amount":{"centAmount":250,"currencyCode":"EUR"}}})", "", "", "Refund", "refunded"});
  BOOST_TEST(error_of(translated("read_order", fixture("commercetools/fixtures/request.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"limit":20,"offset":0,"count":0,"results":[]})", "commercetools")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(requests_are_update_actions) {
  const Order order = ours("commercetools/fixtures/order.json");
  const ReturnCase c = case_about(order, {order.lines[0].id, order.lines[3].id}, {{"pay-1", 4249}});
  const Document opened = written("commercetools", order, c, "create_return", R"({"tracking":"R-2"})");
  BOOST_TEST(opened.root()["requests"].at(0)["path"].text() == "/orders/" + order.id);
  BOOST_TEST(opened.root()["requests"].at(0)["body"].canonical() ==
             R"({"actions":[{"action":"addReturnInfo","items":[{"comment":"it broke","lineItemId":"11111111-0000-4000-8000-000000000001","quantity":1,"shipmentState":"Advised"},)"
             R"({"comment":"it broke","customLineItemId":"22222222-0000-4000-8000-000000000001","quantity":1,"shipmentState":"Advised"}],"returnTrackingId":"R-2"}],"version":7})");
  BOOST_TEST(written("commercetools", order, c, "receive").root()["requests"].at(0)["body"]["actions"].canonical() ==
             R"([{"action":"setReturnShipmentState","returnItemId":"ri-1","shipmentState":"BackInStock"},{"action":"setReturnShipmentState","returnItemId":"ri-2","shipmentState":"BackInStock"}])");
  const Document refund = written("commercetools", order, c, "refund", R"({"version":9,"paymentVersion":4})");
  BOOST_TEST(refund.root()["requests"].at(0)["body"]["version"].text() == "9");
  BOOST_TEST(refund.root()["requests"].at(1)["path"].text() == "/payments/pay-1");
  BOOST_TEST(refund.root()["requests"].at(1)["body"].canonical() ==
             R"({"actions":[{"action":"addTransaction","transaction":{"amount":{"centAmount":4249,"currencyCode":"EUR"},"interactionId":"rma-1","state":"Initial","type":"Refund"}}],"version":4})");
  BOOST_TEST(written("commercetools", order, c, "refund").root()["requests"].size() == 1u);
  BOOST_TEST(written("commercetools", order, c, "approve").root()["error"].text() == "not_supported");
  BOOST_TEST(written("commercetools", order, c, "cancel").root()["error"].text() == "not_supported");
  const Order bare = ours("commercetools/fixtures/order-graphql-jpy.json");
  BOOST_TEST(written("commercetools", bare, case_about(bare, {"l-1"}), "receive").root()["error"].text() == "missing_id");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("commercetools/plugin.json")), tables = parsed(tables_of("commercetools"));
  BOOST_TEST(tables.root()["words"]["return state"].canonical() == manifest.root()["statuses"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"commercetools/fixtures/order.json", "commercetools/fixtures/order-graphql-jpy.json", "commercetools/fixtures/message-return-added.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
