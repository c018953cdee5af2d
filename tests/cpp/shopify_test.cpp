// The Shopify codec, on fixtures of its own.
#include "storefronts.hpp"

using namespace storefronts;

namespace {

Document update(const std::string& path) { return translated("read_update", fixture(path)); }

/// A case about an order that was read, as far as writing needs it.
struct Desk {
  Order order;
  ReturnCase return_case;
  Document ids;

  explicit Desk(const std::string& path) {
    const Read read_ = read(path);
    Problems problems;
    order = read_order(read_.order, problems);
    BOOST_TEST_REQUIRE(problems.ok());
    return_case.id = "rma-1";
    return_case.order = order.id;
    return_case.state.quoted.currency = order.currency;
  }
  void ask_for(const std::string& line, std::int64_t quantity, const std::string& reason, const std::string& note = {}) {
    RequestItem item;
    item.line = line;
    item.quantity = quantity;
    item.reason = reason;
    item.note = note;
    return_case.state.request.items.push_back(item);
    CaseItem in_case;
    in_case.line = line;
    in_case.quantity = quantity;
    return_case.state.items.push_back(in_case);
    QuoteItem quoted;
    quoted.line = line;
    quoted.quantity = quantity;
    return_case.state.quoted.items.push_back(quoted);
  }
  void pay_back(const std::string& tender, Minor sum) {
    TenderShare share;
    share.tender = tender;
    share.amount = sum;
    share.label = "card";
    return_case.state.quoted.tenders.push_back(share);
    return_case.state.quoted.total += sum;
  }
  Document write(const std::string& intent, const std::string& given = "{}", Problems* said = nullptr) {
    Problems problems;
    ids = parsed(given);
    WriteInput input;
    input.order = &order;
    input.return_case = &return_case;
    input.intent = intent;
    input.ids = ids.root();
    for (const Codec* codec : codecs()) {
      if (codec->id != "shopify") continue;
      Writer out;
      out.begin_object();
      codec->write(out, input, problems);
      out.end_object();
      if (said != nullptr) *said = problems;
      else BOOST_TEST(problems.ok(), (problems.ok() ? "" : problems.errors()[0].message));
      return parsed(out.text());
    }
    return {};
  }
};

Value input_of(const Document& written) { return written.root()["requests"].at(0)["variables"]["input"]; }
std::string operation_of(const Document& written) { return std::string(written.root()["requests"].at(0)["operation"].text()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(shopify)

BOOST_AUTO_TEST_CASE(rest_order) {
  const Read r = read("shopify/fixtures/order-rest.json");
  const Value o = r.order;
  BOOST_TEST(o["id"].text() == "900000000000000007");
  BOOST_TEST(o["number"].text() == "#2041");
  BOOST_TEST(o["createdAt"].text() == "2026-03-01T21:14:05Z");
  BOOST_TEST(o["taxMode"].text() == "inclusive");
  BOOST_TEST(o["channel"].text() == "live");
  BOOST_TEST(o["attribution"]["room"].text() == "R-88");
  BOOST_TEST(o["attribution"]["host"].text() == "mira");
  BOOST_TEST(o["buyer"]["country"].text() == "GB");
  BOOST_TEST(o["buyer"]["tags"].size() == 2u);
  const Value scarf = o["lines"].at(0), locket = o["lines"].at(1), card = o["lines"].at(2);
  BOOST_TEST(amount(scarf["unitPrice"]) == 2450);
  BOOST_TEST(scarf["quantity"].integer().value_or(0) == 3);
  BOOST_TEST(scarf["canceled"].integer().value_or(0) == 1);      // the other unit that left came back instead
  BOOST_TEST(amount(scarf["discounts"].at(0)["amount"]) == 735);
  BOOST_TEST(scarf["discounts"].at(0)["code"].text() == "WARM10");
  BOOST_TEST(scarf["taxes"].at(0)["rate"].text() == "0.2");
  BOOST_TEST(locket["attributes"]["customMade"].truth());
  BOOST_TEST(locket["attributes"]["values"]["Engraving"].text() == "N.F.");
  BOOST_TEST(locket["attributes"]["values"]["vendor"].text() == "Hill & Loom");
  BOOST_TEST(card["attributes"]["giftCard"].truth());
  BOOST_TEST(!card["requiresShipping"].truth(true));
  BOOST_TEST(amount(o["shipping"].at(0)["price"]) == 590);
  BOOST_TEST(amount(o["shipping"].at(0)["discount"]) == 590);
  // REST says that the parcel arrived, but not when.
  BOOST_TEST(o["shipments"].at(0)["delivered"]["from"].text() == "2026-03-02T10:00:00Z");
  BOOST_TEST(o["shipments"].at(0)["delivered"]["to"].text() == "2026-03-05T16:30:00Z");
  BOOST_TEST(o["shipments"].at(0)["lines"].size() == 2u);
  BOOST_TEST_REQUIRE(o["tenders"].size() == 2u);
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "gift_card");
  BOOST_TEST(o["tenders"].at(1)["id"].text() == "730000000000000003");
  BOOST_TEST(amount(o["tenders"].at(1)["refunded"]) == 4410);
  BOOST_TEST_REQUIRE(o["returns"].size() == 1u);                 // the refund belongs to the return
  BOOST_TEST(o["returns"].at(0)["status"].text() == "closed");
  BOOST_TEST(amount(o["returns"].at(0)["refunded"]) == 2205);
  BOOST_TEST(amount(o["totals"]["total"]) == 16315);
  BOOST_TEST(amount(o["totals"]["discounts"]) == 1535);
  BOOST_TEST(r.warnings == std::vector<std::string>{"presentment_currency"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(graphql_order) {
  const Read r = read("shopify/fixtures/order-graphql.json");
  const Value o = r.order;
  BOOST_TEST(o["id"].text() == "5550001");
  BOOST_TEST(o["currency"].text() == "EUR");
  BOOST_TEST(o["attribution"]["stream"].text() == "S-2026-04-10");
  const Value lamp = o["lines"].at(0);
  BOOST_TEST(lamp["id"].text() == "5551");
  BOOST_TEST(lamp["product"].text() == "91");
  BOOST_TEST(lamp["attributes"]["category"].text() == "Lamps");
  BOOST_TEST(lamp["attributes"]["finalSale"].truth());           // from the product's tag
  BOOST_TEST(amount(lamp["discounts"].at(0)["amount"]) == 800);
  BOOST_TEST(amount(lamp["taxes"].at(0)["amount"]) == 1368);
  const Value parcel = o["shipments"].at(0);
  BOOST_TEST(parcel["delivered"]["at"].text() == "2026-04-13T11:20:00Z");
  BOOST_TEST(parcel["lines"].at(0)["ref"].text() == "gid://shopify/FulfillmentLineItem/5581");
  BOOST_TEST(o["tenders"].at(0)["kind"].text() == "wallet");
  BOOST_TEST(o["returns"].at(0)["status"].text() == "requested");
  BOOST_TEST(o["returns"].at(0)["lines"].at(0)["line"].text() == "5551");
  BOOST_TEST(amount(o["totals"]["total"]) == 11067);
  BOOST_TEST(!has(r.warnings, "totals_differ"));
}

BOOST_AUTO_TEST_CASE(zero_decimal_currency_and_several_orders) {
  const Document answer = translated("read_order", fixture("shopify/fixtures/orders-jpy.json"));
  const Value orders = answer.root()["result"]["orders"];
  BOOST_TEST_REQUIRE(orders.size() == 2u);
  const Value tea = orders.at(0), cup = orders.at(1);
  BOOST_TEST(amount(tea["lines"].at(0)["unitPrice"]) == 1200);
  BOOST_TEST(tea["channel"].text() == "store");
  BOOST_TEST(tea["shipments"].at(0)["delivered"]["at"].text() == "2026-02-01T03:00:00Z");   // over the counter
  BOOST_TEST(amount(tea["tenders"].at(0)["amount"]) == 3600);
  BOOST_TEST(amount(cup["lines"].at(0)["unitPrice"]) == 501);
  BOOST_TEST(!cup["tenders"].exists());                                                      // nothing was paid yet
  BOOST_TEST(amount(cup["totals"]["paid"]) == 0);
  const std::vector<std::string> said = codes(answer.root()["warnings"]);
  BOOST_TEST(has(said, "fraction_of_minor_unit"));
  BOOST_TEST(has(said, "totals_differ"));
}

BOOST_AUTO_TEST_CASE(rounded_numbers_give_way_to_global_ids) {
  std::string text = fixture("shopify/fixtures/order-rest.json");
  const std::string exact = "\"id\": 900000000000000101,\n      \"admin", rounded = "\"id\": 900000000000000100,\n      \"admin";
  const std::size_t at = text.find(exact);
  BOOST_TEST_REQUIRE(at != std::string::npos);
  text.replace(at, exact.size(), rounded);
  const std::string reference = "\"line_item_id\": 900000000000000101";
  text.replace(text.find(reference), reference.size(), "\"line_item_id\": 900000000000000100");
  const Document answer = translated("read_order", text);
  BOOST_TEST_REQUIRE(answer.root()["ok"].truth());
  BOOST_TEST(answer.root()["result"]["order"]["lines"].at(0)["id"].text() == "900000000000000101");
  BOOST_TEST(answer.root()["result"]["order"]["lines"].at(0)["canceled"].integer().value_or(0) == 1);
  BOOST_TEST(has(codes(answer.root()["warnings"]), "rounded_id"));
}

BOOST_AUTO_TEST_CASE(unknown_words_are_kept_and_told) {
  std::string text = fixture("shopify/fixtures/order-graphql.json");
  text.replace(text.find("\"REQUESTED\""), 11, "\"PONDERING\"");
  text.replace(text.find("\"paypal\""), 8, "\"shellpay\"");
  const Document answer = translated("read_order", text);
  BOOST_TEST(answer.root()["result"]["order"]["returns"].at(0)["native"].text() == "PONDERING");
  BOOST_TEST(answer.root()["result"]["order"]["tenders"].at(0)["label"].text() == "shellpay");
  BOOST_TEST(codes(answer.root()["warnings"]) == (std::vector<std::string>{"presentment_currency", "unknown_code", "unknown_code"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_order_is_named) {
  const struct { const char* path; const char* words; } rows[] = {
      {"shopify/fixtures/refund.json", "this is a refund, not an order"},
      {"shopify/fixtures/return-open.json", "this is a return, not an order"},
      {"shopify/fixtures/draft-order.json", "this is a draft order, not an order"},
  };
  for (const auto& row : rows) {
    const Document answer = translated("read_order", fixture(row.path));
    BOOST_TEST(error_of(answer) == "not_an_order");
    BOOST_TEST(answer.root()["errors"].at(0)["message"].text() == row.words);
  }
  BOOST_TEST(error_of(translated("read_update", R"({"returnRequest":{"return":null,"userErrors":[{"message":"Quantity exceeds"}]}})", "shopify")) == "storefront_error");
}

BOOST_AUTO_TEST_CASE(updates) {
  const Document opened = update("shopify/fixtures/return-open.json");
  const Value u = opened.root()["result"]["update"];
  BOOST_TEST(u["order"].text() == "900000000000000007");
  BOOST_TEST(u["return"].text() == "740000000000000009");
  BOOST_TEST(u["status"].text() == "approved");
  BOOST_TEST(u["native"].text() == "open");
  BOOST_TEST(u["lines"].at(0)["quantity"].integer().value_or(0) == 2);
  const Document refunded = update("shopify/fixtures/refund.json");
  const Value f = refunded.root()["result"]["update"];
  BOOST_TEST(f["status"].text() == "refunded");
  BOOST_TEST(amount(f["refunded"]) == 7500);                     // the payment that failed is not in it
  BOOST_TEST(f["refunded"]["currency"].text() == "GBP");
  BOOST_TEST(f["at"].text() == "2026-03-22T10:00:01Z");
  BOOST_TEST(codes(refunded.root()["warnings"]).empty());        // 72.00 of goods and 3.00 of shipping
  // The first payment names no currency, then none does.
  std::string quiet = fixture("shopify/fixtures/refund.json");
  const std::string named = R"(, "currency": "GBP")";
  quiet.erase(quiet.find(named), named.size());
  const Document second = translated("read_update", quiet);
  BOOST_TEST(amount(second.root()["result"]["update"]["refunded"]) == 7500);
  quiet.erase(quiet.find(named), named.size());
  const Document nowhere = translated("read_update", quiet);
  BOOST_TEST(!nowhere.root()["result"]["update"]["refunded"].exists());
  BOOST_TEST(codes(nowhere.root()["warnings"]) == std::vector<std::string>{"no_currency"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_return_is_requested_by_fulfillment_line_items) {
  Desk desk("shopify/fixtures/order-graphql.json");
  desk.ask_for("5551", 1, "size_too_small", "sleeves");
  const Document one = desk.write("create_return");
  BOOST_TEST(operation_of(one) == "returnRequest");
  const Value item = input_of(one)["returnLineItems"].at(0);
  BOOST_TEST(input_of(one)["orderId"].text() == "gid://shopify/Order/5550001");
  BOOST_TEST(item["fulfillmentLineItemId"].text() == "gid://shopify/FulfillmentLineItem/5581");
  BOOST_TEST(item["returnReason"].text() == "SIZE_TOO_SMALL");
  BOOST_TEST(item["customerNote"].text() == "sleeves");
  BOOST_TEST(one.root()["requests"].at(0)["body"]["query"].text() == one.root()["requests"].at(0)["query"].text());

  const Document named = desk.write("create_return", R"({"reasons":{"size_too_small":"640710815"},"fulfillmentLineItems":{"5551":[{"id":"1","quantity":1}]}})");
  BOOST_TEST(input_of(named)["returnLineItems"].at(0)["returnReasonDefinitionId"].text() == "gid://shopify/ReturnReasonDefinition/640710815");
  BOOST_TEST(input_of(named)["returnLineItems"].at(0)["fulfillmentLineItemId"].text() == "gid://shopify/FulfillmentLineItem/1");

  // One of two units is in a return already, so two more cannot come from the parcel.
  Desk greedy("shopify/fixtures/order-graphql.json");
  greedy.ask_for("5551", 2, "other");
  BOOST_TEST(operation_of(greedy.write("create_return")) == "returnableFulfillments");
  Desk rest("shopify/fixtures/order-rest.json");
  rest.ask_for("900000000000000102", 1, "defective");
  const Document asked = rest.write("create_return");
  BOOST_TEST(operation_of(asked) == "returnableFulfillments");
  BOOST_TEST(!asked.root()["requests"].at(0)["note"].text().empty());
}

BOOST_AUTO_TEST_CASE(the_other_intents) {
  Desk desk("shopify/fixtures/order-graphql.json");
  desk.ask_for("5551", 1, "changed_mind");
  desk.pay_back("5591", 4284);
  Problems said;
  desk.write("approve", "{}", &said);
  BOOST_TEST_REQUIRE(!said.ok());
  BOOST_TEST(said.errors()[0].code == "missing_id");
  const std::string ids = R"({"return":"5601","returnLineItems":{"5551":"1"},"reverseFulfillmentOrderLineItems":{"5551":"2"},"location":"3"})";
  BOOST_TEST(input_of(desk.write("approve", ids))["id"].text() == "gid://shopify/Return/5601");
  BOOST_TEST(desk.write("cancel", ids).root()["requests"].at(0)["variables"]["id"].text() == "gid://shopify/Return/5601");

  Event refused;
  refused.type = "case.refused";
  refused.data = R"({"reason":"window_closed"})";
  refused.personal = R"({"note":"too late"})";
  desk.return_case.events.push_back(refused);
  const Document declined = desk.write("refuse", ids);
  BOOST_TEST(input_of(declined)["declineReason"].text() == "RETURN_PERIOD_ENDED");
  BOOST_TEST(input_of(declined)["declineNote"].text() == "too late");

  desk.return_case.state.items[0].disposition = Disposition::restock;
  const Document received = desk.write("receive", ids);
  const Value disposal = received.root()["requests"].at(0)["variables"]["inputs"].at(0);
  BOOST_TEST(disposal["dispositionType"].text() == "RESTOCKED");
  BOOST_TEST(disposal["locationId"].text() == "gid://shopify/Location/3");

  const Document processed = desk.write("refund", ids);
  BOOST_TEST(operation_of(processed) == "returnProcess");
  const Value pay = input_of(processed)["financialTransfer"]["issueRefund"]["orderTransactions"].at(0);
  BOOST_TEST(pay["parentId"].text() == "gid://shopify/OrderTransaction/5591");
  BOOST_TEST(pay["transactionAmount"]["amount"].text() == "42.84");
  const Document plain = desk.write("refund");
  BOOST_TEST(operation_of(plain) == "refundCreate");
  BOOST_TEST(input_of(plain)["transactions"].at(0)["amount"].text() == "42.84");

  Desk unpaid("shopify/fixtures/order-graphql.json");
  unpaid.pay_back("payment", 100);
  BOOST_TEST(operation_of(unpaid.write("refund", ids)) == "order");      // which transaction that was, Shopify knows
  Desk credit("shopify/fixtures/order-graphql.json");
  credit.return_case.state.quoted.resolution = Resolution::store_credit;
  credit.pay_back("5591", 4500);
  const Document credited = credit.write("refund", ids);
  const Value issue = input_of(credited)["financialTransfer"]["issueRefund"];
  BOOST_TEST(issue["orderTransactions"].size() == 0u);
  BOOST_TEST(issue["refundMethods"].at(0)["storeCreditRefund"]["amount"]["amount"].text() == "45.00");
}

BOOST_AUTO_TEST_CASE(the_manifest_states_the_same_tables) {
  const Document manifest = parsed(fixture("shopify/plugin.json"));
  const Document tables = parsed(tables_of("shopify"));
  const Value words = tables.root()["words"];
  BOOST_TEST(words["return status"].canonical() == manifest.root()["statuses"].canonical());
  BOOST_TEST(words["reasons"].canonical() == manifest.root()["reasons"]["write"].canonical());
}

BOOST_AUTO_TEST_CASE(hostile_documents) {
  for (const char* path : {"shopify/fixtures/order-rest.json", "shopify/fixtures/order-graphql.json", "shopify/fixtures/refund.json"}) torture(path);
  const std::string huge = R"({"order":{"id":1,"name":"x","created_at":"2026-01-01T00:00:00Z","currency":"EUR","financial_status":"paid","total_price":"90071992547409.91","line_items":[)"
                           R"({"id":2,"title":"a","quantity":1000000,"price":"90071992547409.91"}]}})";
  BOOST_TEST(error_of(translated("read_order", huge)) == "overflow");
}

BOOST_AUTO_TEST_SUITE_END()
