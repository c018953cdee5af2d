// The BigCommerce codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(bigcommerce)

BOOST_AUTO_TEST_CASE(an_order_with_what_belongs_to_it_put_in) {
  const Read r = read("bigcommerce/fixtures/order.json");
  const Value o = r.order, mug = o["lines"].at(0), ticket = o["lines"].at(1);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["createdAt"].text() == "2026-02-02T09:05:11Z");            // as mails have it
  BOOST_TEST(parts_of(o) == 8250);
  BOOST_TEST(amount(mug["unitPrice"]) == 2000);
  BOOST_TEST(mug["discounts"].at(0)["code"].text() == "MUG10");
  BOOST_TEST(amount(mug["discounts"].at(0)["amount"]) == 600);
  BOOST_TEST(amount(mug["taxes"].at(0)["amount"]) == 540);                // after the discount: 59.40 - (60.00 - 6.00)
  BOOST_TEST(ticket["attributes"]["digital"].truth());
  BOOST_TEST(!ticket["requiresShipping"].truth(true));
  BOOST_TEST(amount(o["shipping"].at(0)["price"]) == 600);                // with handling
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "store_credit");
  BOOST_TEST(amount(o["tenders"].at(1)["amount"]) == 7250);
  BOOST_TEST(amount(o["tenders"].at(1)["refunded"]) == 1980);
  BOOST_TEST(o["returns"].at(0)["lines"].at(0)["quantity"].text() == "1");
  BOOST_TEST(o["shipments"].at(0)["shippedAt"].text() == "2026-02-03T12:00:00Z");
}

BOOST_AUTO_TEST_CASE(yen_with_tax_inside_and_a_status_of_tomorrow) {
  const Document answer = translated("read_order", fixture("bigcommerce/fixtures/orders-jpy.json"));
  const Value orders = answer.root()["result"]["orders"];
  BOOST_TEST(parts_of(orders.at(0)) == 4950);
  BOOST_TEST(amount(orders.at(0)["lines"].at(0)["unitPrice"]) == 2200);
  BOOST_TEST(orders.at(0)["tenders"].at(0)["kind"].text() == "bank_transfer");
  BOOST_TEST(orders.at(1)["source"]["native"]["status"].text() == "Teleported");
  BOOST_TEST(codes(answer.root()["warnings"]) == std::vector<std::string>{"unknown_code"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(refunds_and_transactions_put_in_count_before_what_the_order_says) {
  std::string text = fixture("bigcommerce/fixtures/order.json");
  text.replace(text.find("\"products\""), 0, R"("refunds": {"data": [{"id": 5, "total_amount": 19.8, "items": [{"item_type": "PRODUCT", "item_id": 71, "quantity": 1}, {"item_type": "SHIPPING", "item_id": 41}]}]}, )"
      R"("transactions": {"data": [{"id": 1, "event": "purchase", "gateway": "storecredit", "amount": 10, "status": "ok"}, {"id": 2, "event": "capture", "gateway": "stripe", "amount": 72.5, "status": "ok"},)"
      R"( {"id": 3, "event": "capture", "gateway": "stripe", "amount": 72.5, "status": "error"}]}, )");
  const Document answer = translated("read_order", text);
  const Value o = answer.root()["result"]["order"];
  BOOST_TEST(o["returns"].at(0)["id"].text() == "5");
  BOOST_TEST(o["returns"].at(0)["lines"].size() == 1u);
  BOOST_TEST(o["tenders"].size() == 2u);
  BOOST_TEST(o["tenders"].at(1)["label"].text() == "stripe");
}

BOOST_AUTO_TEST_CASE(separate_documents) {
  check_told({fixture("bigcommerce/fixtures/refund.json").c_str(), "3310", "5", "refund", "refunded"});
  check_told({fixture("bigcommerce/fixtures/return.json").c_str(), "3310", "12", "OPEN", "requested"});
  check_told({fixture("bigcommerce/fixtures/webhook.json").c_str(), "3310", "", "store/order/statusUpdated", "refunded"});
  check_told({fixture("bigcommerce/fixtures/product.json").c_str(), "3310", "", "refunded", "refunded"});
  BOOST_TEST(error_of(translated("read_order", fixture("bigcommerce/fixtures/refund-request.json"))) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(requests) {
  const Order order = ours("bigcommerce/fixtures/order.json");
  ReturnCase c = case_about(order, {"71"}, {{"payment", 1980}});
  const Document quote = written("bigcommerce", order, c, "refund");
  BOOST_TEST(quote.root()["requests"].at(0)["path"].text() == "/v3/orders/3310/payment_actions/refund_quotes");
  const Document refund = written("bigcommerce", order, c, "refund", R"({"provider":"stripe"})");
  BOOST_TEST(refund.root()["requests"].at(0)["body"].canonical() ==
             R"({"items":[{"item_id":71,"item_type":"PRODUCT","quantity":1,"reason":"rma-1"}],"payments":[{"amount":19.8,"offline":false,"provider_id":"stripe"}]})");
  BOOST_TEST(written("bigcommerce", order, c, "create_return").root()["error"].text() == "not_supported");
  const std::string beta = R"({"return":"12","outcome":3,"reasons":{"defective":4},"returnItems":{"71":20}})";
  BOOST_TEST(written("bigcommerce", order, c, "create_return", beta).root()["requests"].at(0)["body"].canonical() ==
             R"({"comment":"rma-1","items":[{"preferred_outcome_id":3,"quantity":1,"reason_id":4,"reference_id":{"type":"ORDER_PRODUCT","value":"71"}}]})");
  BOOST_TEST(written("bigcommerce", order, c, "approve", beta).root()["requests"].at(0)["body"].canonical() ==
             R"([{"authorized_quantity":1,"item_id":20,"pending_quantity":0,"rejected_quantity":0}])");
  BOOST_TEST(written("bigcommerce", order, c, "cancel", beta).root()["requests"].at(0)["body"].canonical() == R"([{"new_status":"REMOVED","return_id":12}])");
  c.state.quoted.resolution = Resolution::store_credit;
  BOOST_TEST(written("bigcommerce", order, c, "refund").root()["requests"].at(0)["body"]["payments"].canonical() == R"([{"amount":19.8,"offline":false,"provider_id":"storecredit"}])");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("bigcommerce/plugin.json")), tables = parsed(tables_of("bigcommerce"));
  BOOST_TEST(tables.root()["words"]["return status"].canonical() == manifest.root()["statuses"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"bigcommerce/fixtures/order.json", "bigcommerce/fixtures/orders-jpy.json", "bigcommerce/fixtures/refund.json", "bigcommerce/fixtures/return.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
