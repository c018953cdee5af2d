// The WooCommerce codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

BOOST_AUTO_TEST_SUITE(woocommerce)

BOOST_AUTO_TEST_CASE(an_order_whose_prices_had_their_tax_inside) {
  const Read r = read("woocommerce/fixtures/order.json");
  const Value o = r.order, apron = o["lines"].at(0), square = o["lines"].at(1);
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
  BOOST_TEST(o["createdAt"].text() == "2026-02-10T10:20:05Z");
  BOOST_TEST(o["status"].text() == "closed");
  BOOST_TEST(o["buyer"]["country"].text() == "DE");
  BOOST_TEST(o["attribution"]["room"].text() == "atelier");
  BOOST_TEST(parts_of(o) == 8600);
  BOOST_TEST(amount(apron["unitPrice"]) == 2500);                       // 63.03 + 11.97, three of them
  BOOST_TEST(amount(apron["discounts"].at(0)["amount"]) == 500);
  BOOST_TEST(amount(apron["taxes"].at(0)["amount"]) == 1117);
  BOOST_TEST(apron["taxes"].at(0)["rate"].text() == "0.19");
  BOOST_TEST(!apron["attributes"]["customMade"].truth());
  BOOST_TEST(square["dependsOn"].text() == "901");
  BOOST_TEST(o["shipping"].size() == 2u);                               // the fee is a charge beside the goods
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "card");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 2333);
  BOOST_TEST(o["returns"].at(0)["lines"].at(0)["line"].text() == "901");
  BOOST_TEST(o["returns"].at(0)["lines"].at(0)["quantity"].text() == "1");
  BOOST_TEST(o["shipments"].at(0)["tracking"].text() == "00340434");
}

BOOST_AUTO_TEST_CASE(yen_local_times_and_words_of_tomorrow) {
  const Document answer = translated("read_order", fixture("woocommerce/fixtures/orders-jpy.json"));
  const Value orders = answer.root()["result"]["orders"], first = orders.at(0), second = orders.at(1);
  BOOST_TEST(parts_of(first) == 5808);
  BOOST_TEST(amount(first["lines"].at(0)["unitPrice"]) == 1200);
  BOOST_TEST(amount(first["lines"].at(0)["discounts"].at(0)["amount"]) == 120);
  BOOST_TEST(second["source"]["native"]["status"].text() == "lottery-won");
  BOOST_TEST(second["tenders"].at(0)["kind"].text() == "other");
  const std::vector<std::string> warnings = codes(answer.root()["warnings"]);
  BOOST_TEST(warnings == (std::vector<std::string>{"time_without_zone", "unknown_code", "unknown_code"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(tax_that_was_rounded_once_for_the_order) {
  const Document answer = translated("read_order", R"({"id":1,"status":"pending","currency":"USD","date_created_gmt":"2026-01-01T00:00:00","prices_include_tax":false,"total":"32.25","total_tax":"2.25","line_items":[)"
      R"({"id":1,"quantity":1,"name":"A","subtotal":"15.00","total":"15.00","total_tax":"1.13","taxes":[{"id":7,"total":"1.125","subtotal":"1.125"}]},)"
      R"({"id":2,"quantity":1,"name":"B","subtotal":"3.00","total":"3.00","total_tax":"0.23","taxes":[{"id":7,"total":"0.225","subtotal":""}]},)"
      R"({"id":3,"quantity":1,"name":"C","subtotal":"12.00","total":"12.00","total_tax":"0.90","taxes":[{"id":7,"total":"0.9","subtotal":""}]}]})");
  BOOST_TEST(parts_of(answer.root()["result"]["order"]) == 3225);       // not 32.26
  BOOST_TEST(codes(answer.root()["warnings"]) == std::vector<std::string>{"fraction_of_minor_unit"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(figures_that_do_not_add_up_are_told) {
  std::string text = fixture("woocommerce/fixtures/order.json");
  text.replace(text.find("\"86.00\""), 7, "\"85.00\"");
  BOOST_TEST(has(codes(translated("read_order", text).root()["warnings"]), "totals_differ"));
}

BOOST_AUTO_TEST_CASE(what_is_no_order_is_named) {
  check_told({fixture("woocommerce/fixtures/refund.json").c_str(), "5120", "5130", "refund", "refunded"});
  BOOST_TEST(error_of(translated("read_order", fixture("woocommerce/fixtures/refund.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", fixture("woocommerce/fixtures/store-api-order.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"code":"woocommerce_rest_cannot_view","message":"Sorry","data":{"status":401}})")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(a_refund_states_its_amounts) {
  const Order order = ours("woocommerce/fixtures/order.json");
  ReturnCase c = case_about(order, {"901"}, {{"payment", 2333}});
  QuoteItem& item = c.state.quoted.items[0];
  item.total = 2333;
  item.components.resize(1);
  item.components[0].kind = ComponentKind::tax;
  item.components[0].amount = 372;
  item.components[0].included = true;
  const Document refund = written("woocommerce", order, c, "refund");
  BOOST_TEST(refund.root()["requests"].at(0)["path"].text() == "/wp-json/wc/v3/orders/5120/refunds");
  BOOST_TEST(refund.root()["requests"].at(0)["body"].canonical() ==
             R"({"amount":"23.33","api_refund":true,"line_items":[{"id":901,"quantity":1,"refund_tax":[{"id":3,"refund_total":"3.72"}],"refund_total":"19.61"}],"reason":"rma-1"})");
  BOOST_TEST(written("woocommerce", order, c, "create_return").root()["error"].text() == "not_supported");
  c.state.quoted.resolution = Resolution::store_credit;
  BOOST_TEST(written("woocommerce", order, c, "refund").root()["error"].text() == "not_supported");
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"woocommerce/fixtures/order.json", "woocommerce/fixtures/orders-jpy.json", "woocommerce/fixtures/refund.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
