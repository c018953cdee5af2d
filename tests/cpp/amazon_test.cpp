// The Amazon codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(amazon)

BOOST_AUTO_TEST_CASE(an_order_of_2026) {
  const Read r = read("amazon/fixtures/orders.json");
  const Value o = r.order;
  BOOST_TEST(o["number"].text() == "FX-1");
  BOOST_TEST(o["taxMode"].text() == "exclusive");
  const Value notebooks = o["lines"].at(0), pen = o["lines"].at(1);
  BOOST_TEST(amount(notebooks["unitPrice"]) == 1250);
  BOOST_TEST(amount(notebooks["discounts"].at(0)["amount"]) == 500);    // told as -5.00
  BOOST_TEST(amount(notebooks["taxes"].at(0)["amount"]) == 260);        // the line's, without that of shipping
  BOOST_TEST(amount(pen["taxes"].at(0)["amount"]) == 144);
  BOOST_TEST(amount(o["shipping"].at(0)["taxes"].at(0)["amount"]) == 55);
  BOOST_TEST(amount(o["shipping"].at(1)["price"]) == 200);              // a tip is no goods, but was paid
  BOOST_TEST(o["tenders"].at(1)["kind"].text() == "gift_card");
  BOOST_TEST(o["shipments"].at(0)["delivered"]["to"].text() == "2026-04-05T18:00:00Z");
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_older_order_states_what_all_units_cost) {
  const Read r = read("amazon/fixtures/order-v0.json");
  const Value o = r.order, cups = o["lines"].at(0);
  BOOST_TEST(o["taxMode"].text() == "inclusive");
  BOOST_TEST(!o["buyer"]["consumer"].truth(true));
  BOOST_TEST(amount(cups["gross"]) == 5000);                            // seven for 50.00: no unit price comes to that
  BOOST_TEST(amount(cups["unitPrice"]) == 714);
  BOOST_TEST(amount(cups["taxes"].at(0)["amount"]) == 750);
  BOOST_TEST(amount(o["shipping"].at(0)["discount"]) == 100);
  BOOST_TEST(o["shipping"].at(1)["title"].text() == "gift wrap");
  BOOST_TEST(amount(o["totals"]["total"]) == 5294);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  std::string american = fixture("amazon/fixtures/order-v0.json");      // the same figures, with the tax on top
  american.replace(american.find("52.94"), 5, "61.39");
  BOOST_TEST(translated("read_order", american).root()["result"]["order"]["taxMode"].text() == "exclusive");
}

BOOST_AUTO_TEST_CASE(returns) {
  const Document answer = translated("read_update", fixture("amazon/fixtures/returns.json"));
  const Value all = answer.root()["result"]["updates"];
  BOOST_TEST(all.at(0)["status"].text() == "received");
  BOOST_TEST(all.at(0)["reason"].text() == "defective");
  BOOST_TEST(all.at(0)["order"].text() == "111-0000001-0000001");
  BOOST_TEST(all.at(1)["status"].text() == "approved");
  BOOST_TEST(has(codes(answer.root()["warnings"]), "lines_unknown"));
  const Document made = translated("read_update", fixture("amazon/fixtures/fba-return.json"));
  BOOST_TEST(made.root()["result"]["update"]["lines"].at(0)["line"].text() == "60000000000001");
  BOOST_TEST(made.root()["result"]["update"]["reason"].text() == "damaged_in_transit");
  const Document change = translated("read_update", fixture("amazon/fixtures/order-change.json"));
  BOOST_TEST(change.root()["result"]["update"]["status"].text() == "canceled");
}

BOOST_AUTO_TEST_CASE(parts_are_named) {
  for (const char* text : {R"({"payload":{"AmazonOrderId":"1","PurchaseDate":"2026-01-01T00:00:00Z","OrderStatus":"Pending"}})",
                           R"({"payload":{"AmazonOrderId":"1","OrderItems":[{"OrderItemId":"2","QuantityOrdered":1}]}})",
                           R"({"payload":{"AmazonOrderId":"1","ShippingAddress":{"CountryCode":"US"}}})", R"({"reasonCodeDetails":[]})"}) {
    BOOST_TEST(error_of(translated("read_order", text)) == "not_an_order");
  }
}

BOOST_AUTO_TEST_CASE(each_piece_is_returned_by_itself) {
  const Document request = wanted("amazon", "amazon/fixtures/order-v0.json", "create_return", R"({"fulfillmentOrder":"FX-9","shipments":{"60000000000001":"DfxShip1"}})");
  const Value one = request.root()["requests"].at(0), items = one["body"]["items"];
  BOOST_TEST(one["method"].text() == "PUT");
  BOOST_TEST(one["path"].text() == "/fba/outbound/2020-07-01/fulfillmentOrders/FX-9/return");
  BOOST_TEST(items.size() == 2u);
  BOOST_TEST(items.at(1).canonical() == R"({"amazonShipmentId":"DfxShip1","returnReasonCode":"CR-DEFECTIVE","sellerFulfillmentOrderItemId":"60000000000001","sellerReturnItemId":"rma-1-60000000000001-2"})");
  const Document first = wanted("amazon", "amazon/fixtures/order-v0.json", "create_return", R"({"fulfillmentOrder":"FX-9"})");
  BOOST_TEST(first.root()["requests"].at(0)["method"].text() == "GET");
  for (const char* intent : {"create_return", "approve", "refuse", "receive", "refund", "cancel"}) {
    BOOST_TEST(wanted("amazon", "amazon/fixtures/order-v0.json", intent, "{}").root()["error"].text() == "not_supported");
  }
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("amazon", {"status"}, "reason", "reasons"); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"orders", "order-v0", "returns", "fba-return", "order-change"}) torture(std::string("amazon/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
