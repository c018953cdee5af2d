// The Kuaishou codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(kuaishou)

BOOST_AUTO_TEST_CASE(an_order) {
  const Read r = read("kuaishou/fixtures/order.json");
  const Value o = r.order, coat = o["lines"].at(0);
  BOOST_TEST(o["id"].text() == "2600000000000000011");
  BOOST_TEST(o["createdAt"].text() == "2026-04-01T10:00:00Z");    // milliseconds
  BOOST_TEST(o["attribution"]["host"].text() == "500000001");
  BOOST_TEST(amount(coat["unitPrice"]) == 7500);
  BOOST_TEST(amount(coat["discounts"].at(0)["amount"]) == 600);
  BOOST_TEST(amount(o["shipping"].at(0)["price"]) == 1000);
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-04-04T10:53:20Z");
  BOOST_TEST(o["returns"].at(0)["id"].text() == "9000000031");
  BOOST_TEST(amount(o["totals"]["total"]) == 15400);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  const Document list = translated("read_order", fixture("kuaishou/fixtures/orders.json"));
  BOOST_TEST(list.root()["result"]["orders"].at(1)["status"].text() == "canceled");
  BOOST_TEST(!list.root()["result"]["orders"].at(1)["tenders"].exists());
  BOOST_TEST(codes(list.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(news) {
  const Document answer = translated("read_update", fixture("kuaishou/fixtures/refund.json"));
  const Value u = answer.root()["result"]["update"];
  BOOST_TEST(u["status"].text() == "requested");
  BOOST_TEST(u["reason"].text() == "damaged_in_transit");
  BOOST_TEST(u["due"].text() == "2026-04-09T02:00:00Z");
  BOOST_TEST(amount(u["asked"]) == 7200);
  BOOST_TEST(u["lines"].at(0)["line"].text() == "2600000000000000021");
  const Document message = translated("read_update", fixture("kuaishou/fixtures/message-refund.json"));
  BOOST_TEST(message.root()["result"]["update"]["status"].text() == "refunded");
  const Document order = translated("read_update", fixture("kuaishou/fixtures/order-status.json"));
  BOOST_TEST(order.root()["result"]["update"]["status"].text() == "canceled");
  BOOST_TEST(error_of(translated("read_update", R"({"result":21,"error_msg":"no permission"})")) == "storefront_error");
}

BOOST_AUTO_TEST_CASE(answers) {
  const char* const path = "kuaishou/fixtures/order.json";
  const Document agree = wanted("kuaishou", path, "approve", R"({"return":9000000031,"status":10,"negotiateStatus":1})");
  BOOST_TEST(agree.root()["requests"].at(0)["path"].text() == "/open/seller/order/refund/returngoods/approve");
  const Document before = wanted("kuaishou", path, "approve", R"({"return":9000000031})", CaseKind::refund_before_dispatch);
  BOOST_TEST(before.root()["requests"].at(0)["body"].canonical() == R"({"refundAmount":1234,"refundHandingWay":10,"refundId":9000000031})");
  BOOST_TEST(wanted("kuaishou", path, "refuse", R"({"return":1})").root()["requests"].at(0)["method"].text() == "GET");
  BOOST_TEST(wanted("kuaishou", path, "refuse", R"({"return":1,"rejectReason":7,"version":5})").root()["requests"].at(0)["body"].canonical() == R"({"reasonCode":7,"refundId":1,"refundVersion":5})");
  BOOST_TEST(wanted("kuaishou", path, "receive", R"({"return":1,"status":40})").root()["requests"].at(0)["body"].canonical() == R"({"refundId":1,"status":40})");
  BOOST_TEST(wanted("kuaishou", path, "refund", R"({"return":1})").root()["requests"].at(0)["path"].text() == "/open/refund/direct/refund");
  for (const char* intent : {"create_return", "cancel"}) BOOST_TEST(wanted("kuaishou", path, intent, "{}").root()["error"].text() == "not_supported");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("kuaishou", {"status"}, "reason", ""); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"order", "orders", "refund", "message-refund", "order-status"}) torture(std::string("kuaishou/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
