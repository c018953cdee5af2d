// The Weixin codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(weixin)

BOOST_AUTO_TEST_CASE(an_order_of_a_live_stream) {
  const Read r = read("weixin/fixtures/order-live.json");
  const Value o = r.order, scarves = o["lines"].at(0), gift = o["lines"].at(1);
  BOOST_TEST(o["channel"].text() == "live");
  BOOST_TEST(o["attribution"]["stream"].text() == "export/FixtureLive1");
  BOOST_TEST(o["attribution"]["host"].text() == "sphFixture1");
  BOOST_TEST(scarves["id"].text() == "3500000011");
  BOOST_TEST(gift["id"].text() == "3500000011-2");                // the same goods once more
  BOOST_TEST(gift["attributes"]["gift"].truth());
  BOOST_TEST(amount(scarves["discounts"].at(0)["amount"]) == 2000);
  BOOST_TEST(scarves["discounts"].at(1)["fundedBy"].text() == "host");
  BOOST_TEST(amount(gift["discounts"].at(0)["amount"]) == 15900);
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-04-05T14:40:00Z");
  BOOST_TEST(o["returns"].at(0)["status"].text() == "requested");
  BOOST_TEST(amount(o["totals"]["total"]) == 29800);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_discount_on_the_whole_order_is_shared_out) {
  const Read r = read("weixin/fixtures/order.json");
  const Value pot = r.order["lines"].at(0), cups = r.order["lines"].at(1);
  BOOST_TEST(amount(pot["discounts"].at(0)["amount"]) + amount(cups["discounts"].at(0)["amount"]) == 600);
  BOOST_TEST(amount(pot["discounts"].at(1)["amount"]) == 267);    // of 400 fen that the host gave
  BOOST_TEST(amount(cups["discounts"].at(1)["amount"]) == 133);
  BOOST_TEST(cups["discounts"].at(1)["fundedBy"].text() == "host");
  BOOST_TEST(r.order["channel"].text() == "online");
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(news) {
  const Document answer = translated("read_update", fixture("weixin/fixtures/aftersale.json"));
  const Value u = answer.root()["result"]["update"];
  BOOST_TEST(u["status"].text() == "requested");
  BOOST_TEST(u["reason"].text() == "quality");
  BOOST_TEST(amount(u["asked"]) == 14400);
  BOOST_TEST(u["lines"].at(0)["line"].text() == "3500000011");
  const Document event = translated("read_update", fixture("weixin/fixtures/event-aftersale.json"));
  BOOST_TEST(event.root()["result"]["update"]["status"].text() == "refunded");
  const Document gone = translated("read_update", fixture("weixin/fixtures/event-cancel.json"));
  BOOST_TEST(gone.root()["result"]["update"]["status"].text() == "canceled");
  const Document complaint = translated("read_update", fixture("weixin/fixtures/complaint.json"));
  BOOST_TEST(complaint.root()["result"]["update"]["status"].text() == "disputed");
  BOOST_TEST(error_of(translated("read_update", R"({"errcode":40001,"errmsg":"invalid credential"})")) == "storefront_error");
  BOOST_TEST(error_of(translated("read_order", R"({"errcode":0,"errmsg":"ok","order_id_list":["1"]})")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(requests) {
  const char* const path = "weixin/fixtures/order.json";
  const Document accept = wanted("weixin", path, "approve", R"({"return":"20","returnAddress":"9"})");
  BOOST_TEST(accept.root()["requests"].at(0)["body"].canonical() == R"({"address_id":"9","after_sale_order_id":"20"})");
  const Document refuse = wanted("weixin", path, "refuse", R"({"return":"20","rejectReason":6})");
  BOOST_TEST(refuse.root()["requests"].at(0)["path"].text() == "/channels/ec/aftersale/rejectapply");
  BOOST_TEST(refuse.root()["requests"].at(0)["body"]["reject_reason_type"].integer().value_or(0) == 6);
  BOOST_TEST(wanted("weixin", path, "receive", R"({"return":"20"})").root()["requests"].at(0)["body"].canonical() == R"({"after_sale_order_id":"20"})");
  BOOST_TEST(wanted("weixin", path, "create_return", "{}").root()["error"].text() == "missing_quote");
  const Document made = wanted("weixin", path, "create_return", "{}", CaseKind::return_, 700);
  BOOST_TEST(made.root()["requests"].at(0)["body"].canonical() ==
             R"({"amount":700,"count":2,"order_id":"3700000000000000012","product_id":"10000000000021","reason":"defective","request_id":"rma-1-3500000021","sku_id":"3500000021","type":"REFUND"})");
  const Document cheaper = wanted("weixin", path, "create_return", R"({"reason":"10001338"})", CaseKind::price_protection, 700);
  BOOST_TEST(cheaper.root()["requests"].at(0)["path"].text() == "/channels/ec/aftersale/refundpricediff");
  for (const char* intent : {"refund", "cancel"}) BOOST_TEST(wanted("weixin", path, intent, R"({"return":"20"})").root()["error"].text() == "not_supported");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("weixin", {"status"}, "reason", ""); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"order-live", "order", "aftersale", "event-aftersale", "event-cancel", "complaint"}) torture(std::string("weixin/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
