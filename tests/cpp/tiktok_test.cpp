// The TikTok Shop codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(tiktok)

BOOST_AUTO_TEST_CASE(an_american_order_pays_its_tax_on_top) {
  const Read r = read("tiktok-shop/fixtures/orders-us.json");
  const Value o = r.order;
  BOOST_TEST(o["id"].text() == "576900000000000011");
  BOOST_TEST(o["taxMode"].text() == "exclusive");
  BOOST_TEST(o["lines"].size() == 3u);
  const Value mug = o["lines"].at(0), stickers = o["lines"].at(2);
  BOOST_TEST(amount(mug["unitPrice"]) == 1250);
  BOOST_TEST(mug["discounts"].at(0)["fundedBy"].text() == "merchant");
  BOOST_TEST(amount(mug["discounts"].at(1)["amount"]) == 100);
  BOOST_TEST(mug["discounts"].at(1)["fundedBy"].text() == "platform");
  BOOST_TEST(amount(mug["taxes"].at(0)["amount"]) == 80);
  BOOST_TEST(stickers["canceled"].integer().value_or(0) == 1);
  BOOST_TEST(amount(o["shipping"].at(0)["discount"]) == 200);
  BOOST_TEST(o["shipments"].size() == 1u);                        // one parcel, told of by each of its lines
  BOOST_TEST(o["shipments"].at(0)["lines"].size() == 2u);
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-04-05T13:00:00Z");
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 2807);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_order_of_a_live_stream) {
  const Read r = read("tiktok-shop/fixtures/order-vn-live.json");
  const Value o = r.order;
  BOOST_TEST(o["taxMode"].text() == "inclusive");
  BOOST_TEST(o["channel"].text() == "live");
  BOOST_TEST(o["attribution"]["stream"].text() == "7500000000000000777");
  BOOST_TEST(o["lines"].at(1)["attributes"]["gift"].truth());
  BOOST_TEST(amount(o["shipping"].at(1)["price"]) == 1000);       // the buyer's service fee
  BOOST_TEST(!o["tenders"].exists());                             // cash on delivery, not delivered yet
  BOOST_TEST(amount(o["totals"]["total"]) == 166000);             // dong have no cents
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_list_tells_of_every_return) {
  const Document answer = translated("read_update", fixture("tiktok-shop/fixtures/returns.json"));
  const Value all = answer.root()["result"]["updates"];
  BOOST_TEST(all.size() == 2u);
  const Value asked = all.at(0), paid = all.at(1);
  BOOST_TEST(asked["status"].text() == "requested");
  BOOST_TEST(asked["reason"].text() == "damaged_in_transit");
  BOOST_TEST(asked["due"].text() == "2026-04-07T15:40:00Z");
  BOOST_TEST(amount(asked["asked"]) == 2000);
  BOOST_TEST(asked["lines"].size() == 2u);
  BOOST_TEST(amount(paid["refunded"]) == 150000);
  BOOST_TEST(codes(answer.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(a_word_from_tomorrow_is_kept) {
  std::string text = fixture("tiktok-shop/fixtures/webhook-return.json");
  text.replace(text.find("BUYER_SHIPPED_ITEM"), 18, "ON_A_DRONE");
  const Document answer = translated("read_update", text);
  const Value u = answer.root()["result"]["update"];
  BOOST_TEST(u["native"].text() == "ON_A_DRONE");
  BOOST_TEST(!u["status"].exists());
  BOOST_TEST(codes(answer.root()["warnings"]) == std::vector<std::string>{"unknown_code"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(cancellations_and_what_is_no_order) {
  const Document answer = translated("read_update", fixture("tiktok-shop/fixtures/cancellations.json"));
  const Value u = answer.root()["result"]["update"];
  BOOST_TEST(u["kind"].text() == "refund_before_dispatch");
  BOOST_TEST(u["reason"].text() == "no_longer_needed");
  BOOST_TEST(error_of(translated("read_order", fixture("tiktok-shop/fixtures/cancellations.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"order_id_list":["5"]})")) == "not_an_order");
  BOOST_TEST(error_of(translated("read_update", R"({"code":105001,"message":"Access token is invalid","request_id":"1"})")) == "storefront_error");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("tiktok-shop", {"status", "cancellation"}, "reason", "seller"); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"orders-us", "order-vn-live", "returns", "cancellations", "webhook-return", "webhook-order"}) {
    torture(std::string("tiktok-shop/fixtures/") + path + ".json");
  }
}

BOOST_AUTO_TEST_SUITE_END()
