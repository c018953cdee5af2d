// The Pinduoduo codec, on fixtures of its own: three ways of writing money in one family of documents.
#include "storefronts.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(pinduoduo)

BOOST_AUTO_TEST_CASE(an_order_in_yuan) {
  const Read r = read("pinduoduo/fixtures/order.json");
  const Value o = r.order, towels = o["lines"].at(0), hook = o["lines"].at(1);
  BOOST_TEST(o["id"].text() == "260401-100000000000011");
  BOOST_TEST(o["createdAt"].text() == "2026-04-01T10:00:00Z");
  BOOST_TEST(amount(towels["unitPrice"]) == 1990);                // 19.9, a number with a fraction
  BOOST_TEST(amount(towels["discounts"].at(0)["amount"]) == 600);
  BOOST_TEST(towels["discounts"].at(1)["fundedBy"].text() == "platform");
  BOOST_TEST(amount(hook["unitPrice"]) == 0);
  BOOST_TEST(hook["attributes"]["gift"].truth());
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-04-05T07:30:00Z");
  BOOST_TEST(o["returns"].at(0)["status"].text() == "requested");
  BOOST_TEST(amount(o["totals"]["total"]) == 5220);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refunds_in_yuan_and_in_fen) {
  const Document list = translated("read_update", fixture("pinduoduo/fixtures/refunds.json"));
  const Value paid = list.root()["result"]["update"];
  BOOST_TEST(amount(paid["refunded"]) == 1740);                   // "17.40"
  BOOST_TEST(!paid["kind"].exists());                             // a list counts its types otherwise
  BOOST_TEST(paid["at"].text() == "2026-04-06T18:26:40Z");        // seconds
  const Document detail = translated("read_update", fixture("pinduoduo/fixtures/refund-detail.json"));
  const Value asked = detail.root()["result"]["update"];
  BOOST_TEST(amount(asked["asked"]) == 1740);                     // 1740 fen
  BOOST_TEST(asked["kind"].text() == "return");
  BOOST_TEST(asked["due"].text() == "2026-04-09T22:13:20Z");      // milliseconds
  const Document message = translated("read_update", fixture("pinduoduo/fixtures/message-refund.json"));
  BOOST_TEST(message.root()["result"]["update"]["status"].text() == "refunded");
  BOOST_TEST(error_of(translated("read_update", R"({"error_response":{"error_code":10001,"error_msg":"type","sub_msg":""}})")) == "storefront_error");
}

BOOST_AUTO_TEST_CASE(answers) {
  const char* const path = "pinduoduo/fixtures/order.json";
  const Document pay = wanted("pinduoduo", path, "refund", R"({"return":90000000032})");
  BOOST_TEST(pay.root()["requests"].at(0)["path"].text() == "/api/router?type=pdd.refund.agree");
  BOOST_TEST(pay.root()["requests"].at(0)["body"].canonical() == R"({"after_sales_id":90000000032,"order_sn":"260401-100000000000011"})");
  BOOST_TEST(wanted("pinduoduo", path, "approve", R"({"return":"9"})", CaseKind::refund_before_dispatch).root()["requests"].size() == 1u);
  BOOST_TEST(wanted("pinduoduo", path, "receive", "{}").root()["error"].text() == "missing_id");
  for (const char* intent : {"approve", "refuse", "create_return", "cancel"}) {
    BOOST_TEST(wanted("pinduoduo", path, intent, R"({"return":"9"})").root()["error"].text() == "not_supported");
  }
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) { same_tables("pinduoduo", {"status"}, "reason", ""); }

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"order", "refunds", "refund-detail", "message-refund"}) torture(std::string("pinduoduo/fixtures/") + path + ".json");
}

BOOST_AUTO_TEST_SUITE_END()
