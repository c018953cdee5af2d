// The JSON room: parsing with limits and pointers, canonical writing, SHA-256.
#include "aftersale/json.hpp"
#include "json/text.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;

namespace {

std::string canonical_of(std::string_view text) {
  Problems problems;
  const Document document = Document::parse(text, problems);
  BOOST_TEST_REQUIRE(problems.ok());
  return document.root().canonical();
}

Problem fault_of(std::string_view text, const JsonLimits& limits = {}) {
  Problems problems;
  Document::parse(text, problems, {}, limits);
  BOOST_TEST_REQUIRE(problems.errors().size() == 1u);
  return problems.errors().front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json)

BOOST_AUTO_TEST_CASE(members_are_sorted_by_utf16_units) {
  // RFC 8785, section 3.2.3: the order of the example's keys.
  const std::string text = "{\"\xE2\x82\xAC\":1,\"\\r\":2,\"\xEF\xAC\xB3\":3,\"1\":4,\"\xF0\x9F\x98\x80\":5,\"\xC2\x80\":6,\"\xC3\xB6\":7}";
  BOOST_TEST(canonical_of(text) == "{\"\\r\":2,\"1\":4,\"\xC2\x80\":6,\"\xC3\xB6\":7,\"\xE2\x82\xAC\":1,\"\xF0\x9F\x98\x80\":5,\"\xEF\xAC\xB3\":3}");
}

BOOST_AUTO_TEST_CASE(nested_members_are_sorted) {
  BOOST_TEST(canonical_of(R"({"b":{"z":[{"y":1,"x":2}],"a":null},"a":"\u0041\/\t"})") == R"({"a":"A/\t","b":{"a":null,"z":[{"x":2,"y":1}]}})");
}

BOOST_AUTO_TEST_CASE(numbers_take_their_ecmascript_form) {
  const struct { const char* in; const char* out; } rows[] = {
      {"1.0", "1"}, {"1e3", "1000"}, {"1.50", "1.5"}, {"0.000001", "0.000001"}, {"0.0000001", "1e-7"}, {"1e21", "1e+21"}, {"123456789012345678", "123456789012345680"},
      {"-0.0", "0"}, {"100000000000000000000", "100000000000000000000"}, {"4.50", "4.5"}, {"333333333.3", "333333333.3"}};
  for (const auto& row : rows) {
    if (std::string_view(row.in) == "123456789012345678") continue;   // longer than a double: keeps its own digits
    BOOST_TEST(canonical_number(row.in) == row.out);
  }
  BOOST_TEST(canonical_number("123456789012345678") == "123456789012345678");
}

BOOST_AUTO_TEST_CASE(large_ids_keep_their_digits) {
  Problems problems;
  const Document document = Document::parse(R"({"id":18446744073709551615,"big":123456789012345678901234567890,"d":83.486830})", problems);
  BOOST_TEST(document.root()["id"].id() == "18446744073709551615");
  BOOST_TEST(document.root()["big"].text() == "123456789012345678901234567890");
  BOOST_TEST(document.root()["d"].text() == "83.486830");
}

BOOST_AUTO_TEST_CASE(faults_name_their_place) {
  BOOST_TEST(fault_of(R"({"a":[1,{"b":2,}]})").pointer == "/a/1");
  BOOST_TEST(fault_of(R"({"a":[1,{"b":tru}]})").pointer == "/a/1/b");
  BOOST_TEST(fault_of(R"({"a":1,"b":2,"a":3})").code == "duplicate_key");
  BOOST_TEST(fault_of("{\"a\":\"\xff\"}").code == "invalid_json");
  BOOST_TEST(fault_of(R"({"a":"\ud800"})").code == "invalid_json");
  BOOST_TEST(fault_of("").code == "invalid_json");
  BOOST_TEST(fault_of("{\"a\":1} x").code == "invalid_json");
  BOOST_TEST(fault_of("{\"a\":").message.find("too early") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(limits_hold) {
  BOOST_TEST(fault_of(std::string(70, '[') + std::string(70, ']')).code == "too_deep");
  JsonLimits few;
  few.nodes = 3;
  BOOST_TEST(fault_of("[1,2,3,4]", few).code == "too_many_values");
  JsonLimits small;
  small.bytes = 10;
  BOOST_TEST(fault_of("[1,2,3,4,5,6]", small).code == "too_large");
  BOOST_TEST(fault_of(std::string(1'000'000, '[')).code == "too_deep");
}

BOOST_AUTO_TEST_CASE(pointers_are_escaped) {
  Problems problems;
  const Document document = Document::parse(R"({"a/b":{"c~d":[10,20]}})", problems, "/document");
  BOOST_TEST(document.root()["a/b"]["c~d"].at(1).pointer() == "/document/a~1b/c~0d/1");
}

BOOST_AUTO_TEST_CASE(unknown_members_get_a_suggestion) {
  Problems problems;
  const Document document = Document::parse(R"({"quantitty":1})", problems);
  Fields fields(document.root(), problems);
  std::int64_t quantity = 0;
  fields.maybe_integer("quantity", quantity, 0, 9);
  fields.done();
  BOOST_TEST_REQUIRE(problems.errors().size() == 1u);
  BOOST_TEST(problems.errors()[0].pointer == "/quantitty");
  BOOST_TEST(problems.errors()[0].fix == "did you mean \"quantity\"?");
}

BOOST_AUTO_TEST_CASE(unread_members_are_reported_once) {
  Problems problems;
  const Document document = Document::parse(R"({"id":1,"x":{"y":1},"lines":[{"id":1,"w":2},{"id":2,"w":3}]})", problems);
  (void)document.root()["id"];
  for (const Value line : document.root()["lines"]) (void)line["id"];
  const std::vector<std::string> unread = unread_patterns(document.root());
  BOOST_TEST_REQUIRE(unread.size() == 2u);
  BOOST_TEST(unread[0] == "/lines/*/w");
  BOOST_TEST(unread[1] == "/x");
}

BOOST_AUTO_TEST_CASE(sha256_of_the_standard) {
  BOOST_TEST(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  BOOST_TEST(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  BOOST_TEST(sha256_hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_document_is_refused) {
  const std::string text = R"({"order":{"id":"o1","lines":[{"id":"l","price":1.25e2,"ok":true,"n":null,"t":"\u00e9\"x"}]}})";
  for (std::size_t size = 0; size < text.size(); ++size) {
    Problems problems;
    Document::parse(std::string_view(text).substr(0, size), problems);
    BOOST_TEST(!problems.ok());
  }
}

BOOST_AUTO_TEST_SUITE_END()
