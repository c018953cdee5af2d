// The Vendure codec, on fixtures of its own.
#include "storefront_cases.hpp"

using namespace storefronts;

namespace {

Document write(const std::string& path, const std::string& intent, const std::vector<TenderShare>& tenders, Problems& problems) {
  const Read r = read(path);
  const Order order = read_order(r.order, problems);
  ReturnCase c;
  c.id = "rma-1";
  c.state.quoted.tenders = tenders;
  QuoteItem item;
  item.line = order.lines[0].id;
  item.quantity = 1;
  c.state.quoted.items.push_back(item);
  const Document ids = parsed("{}");
  WriteInput input;
  input.order = &order;
  input.return_case = &c;
  input.intent = intent;
  input.ids = ids.root();
  for (const Codec* codec : codecs()) {
    if (codec->id != "vendure") continue;
    Writer out;
    out.begin_object();
    codec->write(out, input, problems);
    out.end_object();
    return parsed(out.text());
  }
  return {};
}

TenderShare share(const char* tender, Minor amount) {
  TenderShare out;
  out.tender = tender;
  out.amount = amount;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vendure)

BOOST_AUTO_TEST_CASE(an_order_of_the_admin_api) {
  const Read r = read("vendure/fixtures/order-admin.json");
  const Value o = r.order;
  BOOST_TEST(o["number"].text() == "FIXTUREVENDURE11");
  BOOST_TEST(o["createdAt"].text() == "2026-05-03T18:20:00Z");
  BOOST_TEST(o["taxMode"].text() == "exclusive");
  BOOST_TEST(o["buyer"]["name"].text() == "Ilse Moser");
  BOOST_TEST(o["buyer"]["country"].text() == "AT");
  BOOST_TEST(o["attribution"]["room"].text() == "room-2");
  BOOST_TEST(parts_of(o) == 7873);
  BOOST_TEST(amount(o["totals"]["total"]) == 7873);
  const Value socks = o["lines"].at(0), map = o["lines"].at(1);
  BOOST_TEST(socks["title"].text() == "Walking socks");
  BOOST_TEST(amount(socks["unitPrice"]) == 890);
  BOOST_TEST(amount(socks["discounts"].at(0)["amount"]) == 445);
  BOOST_TEST(socks["discounts"].at(0)["title"].text() == "Autumn");
  BOOST_TEST(amount(socks["taxes"].at(0)["amount"]) == 623);
  BOOST_TEST(socks["taxes"].at(0)["rate"].text() == "0.2");
  BOOST_TEST(amount(map["taxes"].at(0)["amount"]) == 327);
  BOOST_TEST(o["shipments"].at(0)["delivered"]["at"].text() == "2026-05-06T15:00:00Z");
  BOOST_TEST(o["shipments"].at(0)["shippedAt"].text() == "2026-05-04T07:30:00Z");
  BOOST_TEST(o["tenders"].size() == 1u);                          // a declined payment is none
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "card");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 935);      // nor is a failed refund one
  BOOST_TEST(o["returns"].size() == 1u);
  BOOST_TEST(o["returns"].at(0)["status"].text() == "refunded");
  BOOST_TEST(r.warnings.empty(), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(yen_are_counted_in_hundredths) {
  const Read r = read("vendure/fixtures/order-shop-jpy.json");
  const Value o = r.order;
  BOOST_TEST(o["taxMode"].text() == "inclusive");                 // nothing says otherwise
  BOOST_TEST(amount(o["lines"].at(0)["unitPrice"]) == 1980);
  BOOST_TEST(amount(o["lines"].at(0)["discounts"].at(0)["amount"]) == 891);
  BOOST_TEST(amount(o["totals"]["total"]) == 6955);               // 6,955.05
  BOOST_TEST(parts_of(o) == 6955);
  BOOST_TEST(amount(o["tenders"].at(0)["amount"]) == 6955);
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "wallet");
  BOOST_TEST(r.warnings == std::vector<std::string>{"fraction_of_minor_unit"}, boost::test_tools::per_element());
  // A shop whose money has no hundredths says so.
  std::string own = fixture("vendure/fixtures/order-shop-jpy.json");
  own.replace(own.find("\"currencyCode\""), 0, "\"moneyStrategyPrecision\": 0, ");
  const Document whole = translated("read_order", own);
  BOOST_TEST(amount(whole.root()["result"]["order"]["totals"]["total"]) == 695505);
  BOOST_TEST(codes(whole.root()["warnings"]).empty());
}

BOOST_AUTO_TEST_CASE(units_that_were_taken_off_are_left_out) {
  const Read r = read("vendure/fixtures/order-with-less.json");
  const Value o = r.order, socks = o["lines"].at(0), map = o["lines"].at(1);
  BOOST_TEST(socks["quantity"].integer().value_or(0) == 2);
  BOOST_TEST(map["quantity"].integer().value_or(0) == 1);
  BOOST_TEST(map["canceled"].integer().value_or(0) == 1);
  BOOST_TEST(o["shipments"].at(0)["lines"].at(0)["quantity"].integer().value_or(0) == 2);
  BOOST_TEST(o["shipments"].at(0)["status"].text() == "shipped");
  // Of two refunded socks one left the order with its refund, the other is still counted.
  BOOST_TEST(o["returns"].at(0)["lines"].size() == 0u);
  BOOST_TEST(o["returns"].at(1)["lines"].size() == 1u);
  BOOST_TEST(o["returns"].at(1)["lines"].at(0)["line"].text() == "35");
  BOOST_TEST(o["returns"].at(1)["status"].text() == "approved");
  BOOST_TEST(amount(o["tenders"].at(0)["refunded"]) == 2438);
  BOOST_TEST(has(r.warnings, "units_left_out"));
  BOOST_TEST(has(r.warnings, "charge_left_out"));
}

BOOST_AUTO_TEST_CASE(a_discount_takes_what_rounding_left) {
  const Document answer = translated("read_order", R"({"order":{"id":"1","code":"A","currencyCode":"EUR","orderPlacedAt":"2026-01-01T00:00:00Z","channels":[{"pricesIncludeTax":true}],"totalWithTax":6424,"lines":[)"
      R"({"id":"1","quantity":3,"orderPlacedQuantity":3,"unitPriceWithTax":2379,"linePriceWithTax":7136,"proratedLinePrice":5398,"proratedLinePriceWithTax":6424,"discounts":[{"amountWithTax":-713}],"taxLines":[{"taxRate":12.5},{"taxRate":6.5}]}]}})");
  const Value o = answer.root()["result"]["order"], line = o["lines"].at(0);
  BOOST_TEST(parts_of(o) == 6424);
  BOOST_TEST(amount(line["discounts"].at(0)["amount"]) == 712);
  BOOST_TEST(amount(line["gross"]) == 7136);
  BOOST_TEST(line["taxes"].at(0)["rate"].text() == "0.19");
  BOOST_TEST(amount(line["taxes"].at(0)["amount"]) == 1026);
}

BOOST_AUTO_TEST_CASE(updates) {
  const Document refund = translated("read_update", fixture("vendure/fixtures/refund.json"));
  const Value u = refund.root()["result"]["update"];
  BOOST_TEST(u["return"].text() == "45");
  BOOST_TEST(u["status"].text() == "refunded");
  BOOST_TEST(u["lines"].at(0)["quantity"].integer().value_or(0) == 1);
  BOOST_TEST(error_of(translated("read_order", fixture("vendure/fixtures/refund.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", fixture("vendure/fixtures/cart.json"))) == "not_an_order");
  BOOST_TEST(error_of(translated("read_order", R"({"data":{"refundOrder":{"__typename":"NothingToRefundError","errorCode":"NOTHING_TO_REFUND_ERROR"}}})")) == "not_an_order");
}

BOOST_AUTO_TEST_CASE(a_refund_states_its_amount) {
  Problems problems;
  const Document one = write("vendure/fixtures/order-admin.json", "refund", {share("41", 934)}, problems);
  BOOST_TEST_REQUIRE(problems.ok());
  const Value request = one.root()["requests"].at(0);
  BOOST_TEST(request["path"].text() == "/admin-api");
  BOOST_TEST(request["variables"].canonical() == R"({"amount":934,"lines":[{"orderLineId":"31","quantity":1}],"paymentId":"41","reason":"rma-1"})");
  // The units are named once, however many payments give the money back.
  const Document two = write("vendure/fixtures/order-admin.json", "refund", {share("41", 900), share("49", 34)}, problems);
  BOOST_TEST(!two.root()["requests"].at(1)["variables"]["lines"].exists());
  BOOST_TEST(two.root()["requests"].at(1)["variables"]["paymentId"].text() == "49");
  BOOST_TEST(problems.ok());
  write("vendure/fixtures/order-shop-jpy.json", "refund", {share("43", 100)}, problems);
  BOOST_TEST_REQUIRE(!problems.ok());
  BOOST_TEST(problems.errors()[0].code == "not_supported");
}

BOOST_AUTO_TEST_CASE(there_are_no_returns_to_open) {
  Problems problems;
  write("vendure/fixtures/order-admin.json", "create_return", {}, problems);
  BOOST_TEST_REQUIRE(!problems.ok());
  BOOST_TEST(problems.errors()[0].code == "not_supported");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("vendure/plugin.json"));
  const Document tables = parsed(tables_of("vendure"));
  const Value words = tables.root()["words"];
  BOOST_TEST(words["refund state"].canonical() == manifest.root()["statuses"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"vendure/fixtures/order-admin.json", "vendure/fixtures/order-shop-jpy.json", "vendure/fixtures/order-with-less.json", "vendure/fixtures/refund.json"}) torture(path);
}

BOOST_AUTO_TEST_SUITE_END()
