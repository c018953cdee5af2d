// The codec of Adobe Commerce and Magento, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(magento)

BOOST_AUTO_TEST_CASE(an_order_of_the_rest_api) {
  const Read r = read("magento/fixtures/order-rest.json");
  const Value o = r.order, jacket = o["lines"].at(0);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["createdAt"].text() == "2026-01-12T18:44:03Z");             // UTC without saying so
  BOOST_TEST(o["number"].text() == "000000118");
  BOOST_TEST(o["status"].text() == "closed");
  BOOST_TEST(o["lines"].size() == 2u);                                     // the variant of a configurable product is part of it
  BOOST_TEST(amount(jacket["gross"]) == 8403);                             // 42.0166, twice
  BOOST_TEST(amount(jacket["discounts"].at(0)["amount"]) == 840);          // 10.00 less the tax that was in it
  BOOST_TEST(amount(jacket["taxes"].at(0)["amount"]) == 1437);
  BOOST_TEST(jacket["taxes"].at(0)["rate"].text() == "0.19");
  BOOST_TEST(parts_of(o) == 14000);                                        // 120.00, and 20.00 by a gift card
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "card");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 4500);
  BOOST_TEST(amount(o["tenders"].at(1)["amount"]) == 2000);
  BOOST_TEST(amount(o["returns"].at(0)["refunded"]) == 4500);
  BOOST_TEST(o["shipments"].at(0)["lines"].size() == 1u);
  BOOST_TEST(!o["lines"].at(1)["requiresShipping"].truth(true));
}

BOOST_AUTO_TEST_CASE(an_order_of_graphql_shares_its_tax) {
  const Read r = read("magento/fixtures/order-graphql-jpy.json");
  const Value o = r.order;
  BOOST_TEST(parts_of(o) == 3936);
  BOOST_TEST(amount(o["lines"].at(0)["taxes"].at(0)["amount"]) == 270);    // 303 x 2700 / 3033
  BOOST_TEST(amount(o["lines"].at(1)["taxes"].at(0)["amount"]) == 33);
  BOOST_TEST(amount(o["shipping"].at(0)["taxes"].at(0)["amount"]) == 50);
  BOOST_TEST(o["returns"].at(0)["status"].text() == "approved");
  BOOST_TEST(o["source"]["native"]["status"].text() == "Teleported");
  BOOST_TEST(r.warnings == std::vector<std::string>{"unknown_code"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(separate_documents) {
  check_told({fixture("magento/fixtures/return-graphql.json").c_str(), "MTIw", "Mw==", "PENDING", "requested"});
  check_told({fixture("magento/fixtures/return-rest.json").c_str(), "118", "3", "partially_received", "received"});
  check_told({fixture("magento/fixtures/creditmemo.json").c_str(), "118", "9", "credit memo", "refunded"});
  BOOST_TEST(error_of(translated("read_order", fixture("magento/fixtures/invoice.json"))) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(requests_of_both_apis) {
  const Order rest = ours("magento/fixtures/order-rest.json"), graph = ours("magento/fixtures/order-graphql-jpy.json");
  const ReturnCase c = case_about(rest, {"301"}, {{"88", 4500}}), d = case_about(graph, {"NDAx"});
  // The ids of one API become those of the other.
  const Document opened = written("magento", rest, c, "create_return");
  BOOST_TEST(opened.root()["requests"].at(0)["variables"]["input"].canonical() == R"({"comment_text":"it broke","contact_email":"jule@example.org","items":[{"order_item_uid":"MzAx","quantity_to_return":1}],"order_uid":"MTE4"})");
  const Document admin = written("magento", graph, d, "create_return", R"({"admin":true,"reasons":{"defective":"7"},"condition":"8","resolution":"5"})");
  BOOST_TEST(admin.root()["requests"].at(0)["body"].canonical() ==
             R"({"rmaDataObject":{"items":[{"condition":"8","order_item_id":401,"qty_requested":1,"reason":"7","resolution":"5","status":"pending"}],"order_id":120,"order_increment_id":"000000120","status":"pending"}})");
  const std::string ids = R"({"return":"3","returnItems":{"301":"5"}})";
  BOOST_TEST(written("magento", rest, c, "approve", ids).root()["requests"].at(0)["body"].canonical() ==
             R"({"rmaDataObject":{"entity_id":3,"items":[{"entity_id":5,"order_item_id":301,"qty_authorized":1,"status":"authorized"}],"order_id":118,"status":"authorized"}})");
  BOOST_TEST(written("magento", rest, c, "receive").root()["error"].text() == "missing_id");
  BOOST_TEST(written("magento", graph, d, "refund").root()["requests"].at(0)["path"].text() == "/rest/V1/order/120/refund");
  BOOST_TEST(written("magento", rest, c, "refund", R"({"invoice":4})").root()["requests"].at(0)["body"].canonical() ==
             R"({"arguments":{"adjustment_negative":0,"adjustment_positive":0,"shipping_amount":0},"isOnline":true,"items":[{"order_item_id":301,"qty":1}],"notify":true})");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("magento/plugin.json")), tables = parsed(tables_of("magento"));
  BOOST_TEST(tables.root()["words"]["return status"].canonical() == manifest.root()["statuses"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* name : {"order-rest", "order-graphql-jpy", "return-graphql", "return-rest", "creditmemo"}) torture("magento/fixtures/" + std::string(name) + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
