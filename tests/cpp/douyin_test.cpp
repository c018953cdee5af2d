// The Douyin codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(douyin)

BOOST_AUTO_TEST_CASE(an_order_of_a_live_room) {
  const Read r = read("douyin/fixtures/order-live.json");
  const Value o = r.order, shirt = o["lines"].at(0), hat = o["lines"].at(1);
  BOOST_TEST(o["id"].text() == "6900000000000000011");
  BOOST_TEST(o["channel"].text() == "live");
  BOOST_TEST(o["attribution"]["room"].text() == "7100000000000000001");
  BOOST_TEST(o["attribution"]["host"].text() == "98000000000000001");
  BOOST_TEST(o["buyer"]["country"].text() == "CN");
  BOOST_TEST(amount(shirt["unitPrice"]) == 9900);                 // fen
  BOOST_TEST(shirt["discounts"].size() == 4u);
  BOOST_TEST(shirt["discounts"].at(2)["fundedBy"].text() == "host");
  BOOST_TEST(amount(shirt["discounts"].at(3)["amount"]) == 200);  // a red packet, since only with it the line adds up
  BOOST_TEST(amount(hat["discounts"].at(1)["amount"]) == 100);    // a price that the seller changed
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-04-04T10:53:20Z");
  BOOST_TEST(o["returns"].at(0)["status"].text() == "refunded");
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 21300);
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "wallet");
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_packet_that_the_sums_do_not_know_is_left_out) {
  std::string text = fixture("douyin/fixtures/order-live.json");
  const auto change = [&](const char* was, const char* is) { text.replace(text.find(was), std::string(was).size(), is); };
  change("\"pay_amount\": 16500", "\"pay_amount\": 16700");
  change("\"pay_amount\": 21300", "\"pay_amount\": 21500");
  const Document answer = translated("read_order", text);
  BOOST_TEST(answer.root()["result"]["order"]["lines"].at(0)["discounts"].size() == 3u);
  BOOST_TEST(codes(answer.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(after_sale_orders_and_messages) {
  const Document answer = translated("read_update", fixture("douyin/fixtures/aftersales.json"));
  const Value all = answer.root()["result"]["updates"], first = all.at(0), second = all.at(1);
  BOOST_TEST(first["status"].text() == "requested");
  BOOST_TEST(first["reason"].text() == "size_too_small");
  BOOST_TEST(first["due"].text() == "2026-04-07T17:26:40Z");
  BOOST_TEST(first["lines"].at(0)["quantity"].integer().value_or(0) == 1);
  BOOST_TEST(amount(first["asked"]) == 8250);
  BOOST_TEST(amount(second["refunded"]) == 4800);
  const Document agreed = translated("read_update", fixture("douyin/fixtures/message-refund-agreed.json"));
  BOOST_TEST(agreed.root()["result"]["update"]["status"].text() == "approved");
  const Document batch = translated("read_update", fixture("douyin/fixtures/messages.json"));
  BOOST_TEST(batch.root()["result"]["updates"].at(0)["due"].text() == "2026-04-11T09:33:20Z");
  BOOST_TEST(batch.root()["result"]["updates"].at(1)["status"].text() == "refunded");
  const Document paid = translated("read_update", fixture("douyin/fixtures/message-paid.json"));
  BOOST_TEST(paid.root()["result"]["update"]["order"].text() == "6900000000000000011");
  BOOST_TEST(error_of(translated("read_update", R"({"tag":"206","msg_id":"1","data":"{}"})")) == "not_an_update");
}

BOOST_AUTO_TEST_CASE(answers) {
  const char* const path = "douyin/fixtures/order-live.json";
  const Document agree = wanted("douyin", path, "approve", R"({"return":"72","updateTime":5,"returnAddress":"9"})");
  BOOST_TEST(agree.root()["requests"].at(0)["body"].canonical() == R"({"items":[{"aftersale_id":"72","logistics":{"receiver_address_id":"9"},"update_time":5}],"type":101})");
  const Document before = wanted("douyin", path, "approve", R"({"return":"72"})", CaseKind::refund_before_dispatch);
  BOOST_TEST(before.root()["requests"].at(0)["body"].canonical() == R"({"items":[{"aftersale_id":"72"}],"type":201})");
  const Document reasons = wanted("douyin", path, "refuse", R"({"return":"72"})");
  BOOST_TEST(reasons.root()["requests"].at(0)["path"].text() == "/afterSale/rejectReasonCodeList");
  const Document refuse = wanted("douyin", path, "refuse", R"({"return":"72","rejectReason":8})");
  BOOST_TEST(refuse.root()["requests"].at(0)["body"].canonical() == R"({"items":[{"aftersale_id":"72","reject_reason_code":8}],"type":102})");
  const Document received = wanted("douyin", path, "receive", R"({"return":"72"})");
  BOOST_TEST(received.root()["requests"].at(0)["body"]["type"].integer().value_or(0) == 111);
  BOOST_TEST(wanted("douyin", path, "approve", "{}").root()["error"].text() == "missing_id");
  for (const char* intent : {"create_return", "refund", "cancel"}) BOOST_TEST(wanted("douyin", path, intent, "{}").root()["error"].text() == "not_supported");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("douyin", {"status"}, "reason", ""); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"order-live", "aftersales", "message-refund-agreed", "messages", "message-paid"}) torture(std::string("douyin/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
