// The Taobao codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(taobao)

BOOST_AUTO_TEST_CASE(a_trade) {
  const Read r = read("taobao/fixtures/trade.json");
  const Value o = r.order, tea = o["lines"].at(0), cup = o["lines"].at(1);
  BOOST_TEST(o["id"].text() == "2900000000000000011");
  BOOST_TEST(o["createdAt"].text() == "2026-04-01T10:00:00Z");    // China's time
  BOOST_TEST(o["status"].text() == "closed");
  BOOST_TEST(amount(tea["unitPrice"]) == 7500);
  BOOST_TEST(tea["discounts"].size() == 3u);
  BOOST_TEST(amount(tea["discounts"].at(1)["amount"]) == 200);    // the seller took two yuan off
  BOOST_TEST(amount(cup["gross"]) == 5200);                       // and put two on here
  BOOST_TEST(amount(cup["discounts"].at(0)["amount"]) == 1200);
  BOOST_TEST(amount(o["shipping"].at(0)["price"]) == 800);
  BOOST_TEST(o["shipments"].size() == 1u);
  BOOST_TEST(o["shipments"].at(0)["lines"].size() == 2u);
  BOOST_TEST(o["returns"].at(0)["status"].text() == "refunded");
  BOOST_TEST(amount(o["totals"]["total"]) == 18050);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_trade_without_its_envelope) {
  std::string text = fixture("taobao/fixtures/trade.json");
  const Document whole = parsed(text);
  const Document bare = translated("read_order", whole.root()["trade_fullinfo_get_response"]["trade"].canonical());
  BOOST_TEST(bare.root()["result"]["order"]["lines"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(refunds_and_messages) {
  const Document answer = translated("read_update", fixture("taobao/fixtures/refunds.json"));
  const Value all = answer.root()["result"]["updates"], paid = all.at(0), asked = all.at(1);
  BOOST_TEST(amount(paid["refunded"]) == 4000);
  BOOST_TEST(paid["reason"].text() == "damaged_in_transit");
  BOOST_TEST(asked["status"].text() == "requested");
  BOOST_TEST(asked["reason"].text() == "changed_mind");
  BOOST_TEST(asked["due"].text() == "2026-04-11T02:00:00Z");
  BOOST_TEST(asked["kind"].text() == "return");
  BOOST_TEST(amount(asked["asked"]) == 6625);
  const Document message = translated("read_update", fixture("taobao/fixtures/message-refund.json"));
  BOOST_TEST(message.root()["result"]["update"]["status"].text() == "approved");
  BOOST_TEST(error_of(translated("read_order", R"({"error_response":{"code":27,"msg":"Invalid session","sub_code":"isv.x","request_id":"1"}})")) == "not_an_order");
  BOOST_TEST(error_of(translated("read_update", R"({"error_response":{"code":27,"msg":"Invalid session","request_id":"1"}})")) == "storefront_error");
}

BOOST_AUTO_TEST_CASE(answers) {
  const char* const path = "taobao/fixtures/trade.json";
  const char* const ids = R"({"return":"900000000000032","version":1775700000000,"returnAddress":5})";
  const Document agree = wanted("taobao", path, "approve", ids);
  BOOST_TEST(agree.root()["requests"].at(0)["path"].text() == "/router/rest?method=taobao.rp.returngoods.agree");
  BOOST_TEST(agree.root()["requests"].at(0)["body"].canonical() == R"({"refund_id":"900000000000032","refund_phase":"aftersale","refund_version":1775700000000,"seller_address_id":5})");
  const Document pay = wanted("taobao", path, "refund", ids);
  BOOST_TEST(pay.root()["requests"].at(0)["body"].canonical() == R"({"refund_infos":"900000000000032|1234|1775700000000|aftersale"})");
  const Document before = wanted("taobao", path, "approve", ids, CaseKind::refund_before_dispatch);
  BOOST_TEST(before.root()["requests"].at(0)["body"]["refund_infos"].text() == "900000000000032|1234|1775700000000|onsale");
  const Document refuse = wanted("taobao", path, "refuse", ids);
  BOOST_TEST(refuse.root()["requests"].at(0)["path"].text() == "/router/rest?method=taobao.rp.returngoods.refuse");
  BOOST_TEST(wanted("taobao", path, "approve", R"({"return":"1"})").root()["error"].text() == "missing_id");
  for (const char* intent : {"create_return", "cancel"}) BOOST_TEST(wanted("taobao", path, intent, ids).root()["error"].text() == "not_supported");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("taobao", {"status"}, "reason", ""); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"trade", "refunds", "message-refund"}) torture(std::string("taobao/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
