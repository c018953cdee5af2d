// The eBay codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(ebay)

BOOST_AUTO_TEST_CASE(an_order_with_discounts) {
  const Read r = read("ebay/fixtures/order.json");
  const Value o = r.order, strap = o["lines"].at(0);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["id"].text() == "12-00011-22233");
  BOOST_TEST(o["buyer"]["name"].text() == "Anouk Petit");
  BOOST_TEST(o["buyer"]["country"].text() == "FR");
  BOOST_TEST(parts_of(o) == 9810);
  BOOST_TEST(amount(strap["unitPrice"]) == 3300);                        // 99.0 for three
  BOOST_TEST(amount(strap["discounts"].at(0)["amount"]) == 990);
  BOOST_TEST(strap["discounts"].at(0)["code"].text() == "PR-1");
  BOOST_TEST(amount(strap["taxes"].at(0)["amount"]) == 400);
  BOOST_TEST(amount(o["shipping"].at(0)["price"]) == 750);
  BOOST_TEST(amount(o["shipping"].at(0)["discount"]) == 250);            // told as -2.5
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 9810);              // not what is due to the seller
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 3300);            // a failed refund is none
  BOOST_TEST(o["shipments"].at(0)["shippedAt"].text() == "2026-01-07T08:00:00Z");
}

BOOST_AUTO_TEST_CASE(yen_and_tax_that_ebay_takes) {
  const Read r = read("ebay/fixtures/orders-jpy.json");
  BOOST_TEST(parts_of(r.order) == 3000);
  BOOST_TEST(amount(r.order["lines"].at(0)["unitPrice"]) == 1500);
  BOOST_TEST(r.order["source"]["native"]["orderFulfillmentStatus"].text() == "BEAMED");
  BOOST_TEST(r.warnings == (std::vector<std::string>{"unknown_code", "tax_collected"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(returns_and_other_news) {
  check_told({fixture("ebay/fixtures/return.json").c_str(), "12-00011-22233", "5300000001", "PARTIAL_REFUNDED", "refunded"});
  BOOST_TEST(translated("read_update", fixture("ebay/fixtures/return.json")).root()["result"]["update"]["due"].text() == "2026-01-22T07:59:59Z");
  const Document why = translated("read_update", R"({"returnId":"1","orderId":"2","state":"ITEM_SHIPPED","creationInfo":{"reason":"DEFECTIVE_ITEM","item":{"transactionId":"3","returnQuantity":2}}})");
  BOOST_TEST(why.root()["result"]["update"]["reason"].text() == "defective");
  BOOST_TEST(why.root()["result"]["update"]["nativeReason"].text() == "DEFECTIVE_ITEM");
  check_told({fixture("ebay/fixtures/shipping-fulfillment.json").c_str(), "", "", "shipped", ""});
  check_told({R"({"total":1,"members":[{"returnId":"1","orderId":"2","state":"ITEM_SHIPPED","creationInfo":{"reason":"NO_REASON","item":{"transactionId":"3","returnQuantity":2}}}]})", "2", "1", "ITEM_SHIPPED", "approved"});
  const Document tomorrow = translated("read_update", R"({"summary":{"returnId":"1","state":"ITEM_TELEPORTED","creationInfo":{"reason":"TOO_LOUD","item":{"transactionId":"3","returnQuantity":1}}}})");
  BOOST_TEST(tomorrow.root()["result"]["update"]["native"].text() == "ITEM_TELEPORTED");
  BOOST_TEST(codes(tomorrow.root()["warnings"]) == (std::vector<std::string>{"unknown_code", "unknown_code"}), boost::test_tools::per_element());
  // A return that is put into its order belongs to the line of its transaction.
  std::string text = fixture("ebay/fixtures/order.json");
  text.replace(text.find("\"lineItems\""), 0, "\"returns\": [" + fixture("ebay/fixtures/return.json") + "], ");
  const Document with = translated("read_order", text);
  BOOST_TEST(with.root()["result"]["order"]["returns"].at(0)["lines"].at(0)["line"].text() == "10099900011101");
}

BOOST_AUTO_TEST_CASE(requests) {
  const Order order = ours("ebay/fixtures/order.json");
  ReturnCase c = case_about(order, {"10099900011101"}, {{"P-1", 3300}});
  c.state.quoted.items[0].total = 3300;
  BOOST_TEST(written("ebay", order, c, "create_return").root()["requests"].at(0)["body"].canonical() ==
             R"({"returnRequest":{"comments":{"content":"it broke"},"itemId":"330000000001","reason":"DEFECTIVE_ITEM","returnQuantity":1,"transactionId":"10099900011101","type":"MONEY_BACK"}})");
  const std::string ids = R"({"return":"5300000001"})";
  BOOST_TEST(written("ebay", order, c, "approve", ids).root()["requests"].at(0)["path"].text() == "/post-order/v2/return/5300000001/decide");
  BOOST_TEST(written("ebay", order, c, "refuse", ids).root()["requests"].at(0)["body"].canonical() == R"({"comments":{"content":"rma-1"},"decision":"DECLINE"})");
  BOOST_TEST(written("ebay", order, c, "approve").root()["error"].text() == "missing_id");
  BOOST_TEST(written("ebay", order, c, "refund", ids).root()["requests"].at(0)["body"].canonical() ==
             R"({"comments":{"content":"rma-1"},"refundDetail":{"itemizedRefundDetail":[{"refundAmount":{"currency":"EUR","value":33},"refundFeeType":"PURCHASE_PRICE"}],"totalAmount":{"currency":"EUR","value":33}}})");
  BOOST_TEST(written("ebay", order, c, "refund").root()["requests"].at(0)["body"].canonical() ==
             R"({"comment":"rma-1","reasonForRefund":"BUYER_RETURN","refundItems":[{"lineItemId":"10099900011101","refundAmount":{"currency":"EUR","value":"33.00"}}]})");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("ebay/plugin.json")), tables = parsed(tables_of("ebay"));
  const Value words = tables.root()["words"];
  BOOST_TEST(words["return state"].canonical() == manifest.root()["statuses"].canonical());
  BOOST_TEST(words["return reason"].canonical() == manifest.root()["reasons"]["read"].canonical());
  BOOST_TEST(words["reasons"].canonical() == manifest.root()["reasons"]["write"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"ebay/fixtures/order.json", "ebay/fixtures/orders-jpy.json", "ebay/fixtures/return.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
