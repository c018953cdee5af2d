// The operation `translate` itself: envelopes, recognition, what an order says about its source.
#include "storefronts.hpp"

#include "aftersale/codec_tools.hpp"
#include "interop/records.hpp"

using namespace storefronts;

namespace {

/// Every row of a table has to mean something: a member of the record, a hook of the codec, or a word of the language.
void check_table(const Codec& codec, Record record, Value table) {
  for (const Value row : table) {
    std::string_view name = row.key();
    while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
    if (name == "unlisted") check_table(codec, record, row);
    if (name == "@" || name == "when") check_table(codec, record, row.at(1));
    if (name == "@" || name == "when" || name == "unlisted" || name == "known" || name == "check" || name == "fit" || name == "digits" || name.starts_with("say") || name.starts_with("skip")) continue;
    if (name.starts_with("spread")) {
      check_table(codec, Record::discount, row.at(1));
      continue;
    }
    if (name.starts_with('#')) {
      bool found = false;
      for (const CodecHook* hook = codec.hooks; hook->name != nullptr; ++hook) found = found || hook->name == name.substr(1);
      BOOST_TEST(found, std::string(codec.id) + " has no hook " + std::string(name));
      continue;
    }
    Slot slot{};
    BOOST_TEST(find_slot(record, name, slot), std::string(codec.id) + ": no member " + std::string(name));
    if (slot.kind == Is::record) check_table(codec, static_cast<Record>(slot.of), row);
    if (slot.kind == Is::list || slot.kind == Is::discount_sum) check_table(codec, static_cast<Record>(slot.of), row.at(1));
    if (slot.kind == Is::give_back) check_table(codec, Record::payment, row.at(1));
    if (slot.kind != Is::payments) continue;
    for (const Value source : row) check_table(codec, Record::payment, source.at(1));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(translate_op)

BOOST_AUTO_TEST_CASE(tables_name_what_there_is) {
  for (const Codec* codec : codecs()) {
    const Document text = parsed(codec->tables);
    check_table(*codec, Record::order, text.root()["order"]);
    check_table(*codec, Record::update, text.root()["update"]);
    for (const Value table : text.root()["updates"]) check_table(*codec, Record::update, table);
    for (const char* name : {"order", "updates", "write", "words"}) BOOST_TEST(text.root()[name].is_object());
  }
}

BOOST_AUTO_TEST_CASE(recognition_names_the_storefront_and_the_document) {
  const struct { const char* path; const char* plugin; const char* document; } rows[] = {
      {"shopify/fixtures/order-rest.json", "shopify", "order"},      {"shopify/fixtures/order-graphql.json", "shopify", "order"},
      {"shopify/fixtures/orders-jpy.json", "shopify", "orders"},     {"shopify/fixtures/return-open.json", "shopify", "return"},
      {"shopify/fixtures/refund.json", "shopify", "update"},         {"shopify/fixtures/draft-order.json", "shopify", "other"},
      {"medusa/fixtures/order-store.json", "medusa", "order"},       {"medusa/fixtures/order-admin-recorded.json", "medusa", "order"},
      {"medusa/fixtures/return-received.json", "medusa", "return"},  {"medusa/fixtures/claim.json", "medusa", "update"},
      {"vendure/fixtures/order-admin.json", "vendure", "order"},     {"vendure/fixtures/order-shop-jpy.json", "vendure", "order"},
      {"vendure/fixtures/refund.json", "vendure", "update"},         {"vendure/fixtures/cart.json", "vendure", "other"},
  };
  for (const auto& row : rows) {
    const Document answer = translated("recognize", fixture(row.path));
    const Value first = answer.root()["result"]["candidates"].at(0);
    BOOST_TEST(first["plugin"].text() == row.plugin, row.path);
    BOOST_TEST(first["document"].text() == row.document, row.path);
    BOOST_TEST(first["confidence"].integer().value_or(0) >= 70, row.path);
  }
}

BOOST_AUTO_TEST_CASE(a_foreign_document_is_not_guessed_at) {
  const Document answer = translated("read_order", R"({"hello": "world"})");
  BOOST_TEST(error_of(answer) == "not_recognized");
  const std::string message(answer.root()["errors"].at(0)["message"].text());
  BOOST_TEST(message.find("medusa 0") != std::string::npos);
  BOOST_TEST(message.find("shopify 0") != std::string::npos);
  BOOST_TEST(message.find("vendure 0") != std::string::npos);
  BOOST_TEST(error_of(translated("read_order", "{}", "shopfy")) == "unknown_plugin");
  BOOST_TEST(error_of(translated("read_order", R"({"hello": "world"})", "shopify")) == "not_an_order");
  for (const char* odd : {"null", "[]", "17", "\"text\"", "[null]", R"({"data": null})", R"({"order": []})"}) BOOST_TEST(error_of(translated("read_order", odd)) == "not_recognized", odd);
}

BOOST_AUTO_TEST_CASE(calls_are_checked) {
  BOOST_TEST(error_of(ask(R"({"op":"translate","mode":"read_order","plugin":"auto"})")) == "one_of");
  BOOST_TEST(error_of(ask(R"({"op":"translate","mode":"read_order","plugin":"auto","document":{},"text":"{}"})")) == "one_of");
  BOOST_TEST(error_of(ask(R"({"op":"translate","mode":"read","plugin":"auto","document":{}})")) == "unknown_value");
  BOOST_TEST(error_of(ask(R"({"op":"translate","mode":"read_order","document":{}})")) == "missing");
  BOOST_TEST(error_of(ask(R"({"op":"translate","mode":"read_order","plugin":7,"document":{}})")) == "type_mismatch");
  const Document cut = ask(R"({"op":"translate","mode":"read_order","plugin":"auto","text":"{\"order\": ["})");
  BOOST_TEST(error_of(cut) == "invalid_json");
  BOOST_TEST(cut.root()["errors"].at(0)["pointer"].text().starts_with("/document"));
}

BOOST_AUTO_TEST_CASE(text_and_value_give_the_same) {
  const std::string text = fixture("shopify/fixtures/order-rest.json");
  Writer call;
  call.begin_object().field("mode", "read_order").field("op", "translate").field("plugin", "auto").field("text", text).end_object();
  BOOST_TEST(dispatch(call.text()) == translated("read_order", text).root().canonical());
}

BOOST_AUTO_TEST_CASE(the_source_says_what_was_read) {
  const std::string text = fixture("medusa/fixtures/order-store.json");
  const Read read_ = read("medusa/fixtures/order-store.json");
  const Value source = read_.order["source"];
  BOOST_TEST(source["plugin"].text() == "medusa");
  BOOST_TEST(source["digest"].text() == sha256_hex(parsed(text).root().canonical()));
  bool packed = false;
  for (const Value pattern : source["unread"]) packed = packed || pattern.text() == "/order/fulfillments/*/packed_at";
  BOOST_TEST(packed);
  BOOST_TEST(read_.order["storefront"].text() == "medusa");
  BOOST_TEST(read_.answer.root()["result"]["confidence"].integer().value_or(0) == 100);
}

BOOST_AUTO_TEST_CASE(recordings_are_opened) {
  BOOST_TEST(has(read("medusa/fixtures/order-admin-recorded.json").warnings, "recording"));
  const Document refused = translated("read_order", R"({"request":{"method":"POST","path":"/store/returns"},"status":400,"response":{"type":"invalid_data","message":"Too many"}})");
  BOOST_TEST(error_of(refused) == "storefront_error");
  BOOST_TEST(refused.root()["errors"].at(0)["message"].text().find("400: Too many") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(manifests_come_with_their_codecs) {
  BOOST_TEST_REQUIRE(codecs().size() == plugin_manifests().size());
  for (std::size_t i = 0; i < codecs().size(); ++i) BOOST_TEST(parsed(std::string(plugin_manifests()[i])).root()["id"].text() == codecs()[i]->id);
}

// What is read is an order that our own reader takes, whatever a storefront calls its carriers.
BOOST_AUTO_TEST_CASE(long_texts_are_cut_and_told) {
  std::string carrier;
  for (int i = 0; i < 101; ++i) carrier += "\xC3\xA4";
  const std::string head = R"({"order":{"id":"order_1","currency_code":"eur","created_at":"2026-01-01T00:00:00Z","items":[{"id":"ordli_1","title":"A","quantity":1,"unit_price":5}],)";
  const Document answer = translated("read_order", head + R"("fulfillments":[{"id":"ful_1","provider":{"name":"x)" + carrier + R"("},"items":[]}]}})");
  const Value order = answer.root()["result"]["order"], warning = answer.root()["warnings"].at(0);
  BOOST_TEST(order["shipments"].at(0)["carrier"].text() == "x" + carrier.substr(0, 198));      // whole characters, 200 bytes at most
  BOOST_TEST(warning["code"].text() == "cut_short");
  BOOST_TEST(warning["pointer"].text() == "/result/order/shipments/0/carrier");
  Problems problems;
  read_order(order, problems);
  BOOST_TEST(problems.ok());
}

// The tables that an engine keeps are those that a fresh one parses.
BOOST_AUTO_TEST_CASE(an_engine_reads_the_same_again) {
  Engine engine;
  for (int times = 0; times < 2; ++times) {
    for (const char* path : {"shopify/fixtures/order-rest.json", "medusa/fixtures/order-store.json", "vendure/fixtures/order-admin.json"}) {
      const std::string call = R"({"op":"translate","mode":"read_order","plugin":"auto","document":)" + fixture(path) + "}";
      BOOST_TEST(engine.dispatch(call) == dispatch(call));
    }
  }
}

BOOST_AUTO_TEST_CASE(exact_parts_are_rounded_to_their_total) {
  Currency eur;
  BOOST_TEST_REQUIRE(find_currency("EUR", eur));
  const auto decimals = [](std::vector<std::string> texts) {
    std::vector<Decimal> out;
    for (const std::string& text : texts) BOOST_TEST_REQUIRE(parse_decimal(text, out.emplace_back()));
    return out;
  };
  const auto check = [&](std::vector<std::string> texts, Minor total, std::vector<Minor> wanted) {
    const std::vector<Minor> parts = round_parts(decimals(std::move(texts)), eur, total);
    BOOST_TEST(parts == wanted, boost::test_tools::per_element());
  };
  check({"15.70086", "64.22787", "3.5581"}, 8349, {1570, 6423, 356});
  check({"38.85", "-3.885", "6.64335"}, 4161, {3885, -388, 664});
  check({"0.005", "0.005"}, 1, {1, 0});
  check({"-0.005", "-0.005"}, -1, {0, -1});
  check({"1.00", "2.00"}, 300, {100, 200});
  check({"0.333333333333333333333333", "0.666666666666666666666667"}, 100, {33, 67});
  BOOST_TEST(decimal_text(5, eur) == "0.05");
  BOOST_TEST(decimal_text(-1790, eur) == "-17.90");
  BOOST_TEST(decimal_text(1790, eur, true) == "17.9");
  BOOST_TEST(decimal_text(1800, eur, true) == "18");
  Currency jpy;
  BOOST_TEST_REQUIRE(find_currency("JPY", jpy));
  BOOST_TEST(decimal_text(1200, jpy, true) == "1200");
}

BOOST_AUTO_TEST_CASE(free_words_find_their_place) {
  LineAttributes a;
  const Document words = parsed(R"({"Final sale": "yes", "_custom-made": true, "perishable": "no", "colour": "red", "care": false, "empty": ""})");
  for (const Value item : words.root()) set_attribute(a, item.key(), item);
  add_tag(a, " hygiene-seal ");
  add_tag(a, "hygiene-seal");
  BOOST_TEST(a.final_sale);
  BOOST_TEST(a.custom_made);
  BOOST_TEST(!a.perishable);
  BOOST_TEST(a.sealed);
  BOOST_TEST(a.tags.size() == 1u);
  BOOST_TEST(a.values.size() == 2u);
  BOOST_TEST(clip("\xC3\xA4\xC3\xA4\xC3\xA4", 3) == "\xC3\xA4\xE2\x80\xA6");   // no half characters
  bool known = true;
  BOOST_TEST((tender_kind("Gift Card", known) == TenderKind::gift_card));
  BOOST_TEST((tender_kind("Cash on Delivery (COD)", known) == TenderKind::cash_on_delivery));
  BOOST_TEST((tender_kind("pp_stripe_stripe", known) == TenderKind::card));
  BOOST_TEST(known);
  BOOST_TEST((tender_kind("barter", known) == TenderKind::other));
  BOOST_TEST(!known);
}

BOOST_AUTO_TEST_SUITE_END()
