// Live promises beyond the vectors: what a record hashes to, what lint says of it, what a case keeps of it.
#include "aftersale/engine.hpp"
#include "aftersale/json.hpp"
#include "aftersale/policy.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;

namespace {

const char head[] = R"({"schema":"aftersale/promise/1","id":"p1","room":"r","host":"h","saidAt":"2026-05-01T18:00:00Z","wording":"w")";
const char rules[] = R"("rules":[{"id":"sixty","window":{"days":60}}])";

std::string record(const std::string& more = {}) { return std::string(head) + "," + rules + more + "}"; }

Policy read(const std::string& text, bool fine = true) {
  Problems problems;
  const Document document = Document::parse(text, problems);
  Policy policy = read_policy(document.root(), problems);
  BOOST_TEST(problems.ok() == fine, text);
  return policy;
}

std::string order(const std::string& placed) {
  return R"({"id":"o","createdAt":")" + placed +
         R"(","currency":"EUR","taxMode":"inclusive","channel":"live","buyer":{"country":"US"},"attribution":{"room":"r","host":"h"},)"
         R"("lines":[{"id":"l","title":"Mug","quantity":1,"unitPrice":{"amount":1000,"currency":"EUR"}}],)"
         R"("shipments":[{"id":"s","lines":[{"line":"l","quantity":1}],"status":"delivered","delivered":{"at":"2026-05-03T09:00:00Z"}}],)"
         R"("tenders":[{"id":"t","kind":"card","amount":{"amount":1000,"currency":"EUR"}}]})";
}

const char zone[] = R"("zone":{"name":"UTC","offset":0,"transitions":[]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(promise)

BOOST_AUTO_TEST_CASE(it_becomes_a_policy_of_its_layer) {
  const Policy policy = read(record(R"(,"endedAt":"2026-05-01T19:00:00Z")"));
  BOOST_TEST((policy.layer == Layer::live_promise));
  BOOST_TEST_REQUIRE(policy.versions.size() == 1u);
  BOOST_TEST(format(*policy.versions[0].from) == "2026-05-01T18:00:00Z");
  BOOST_TEST(format(*policy.versions[0].until) == "2026-05-01T19:00:00Z");
  BOOST_TEST(policy.versions[0].version == policy.promise->hash);
}

BOOST_AUTO_TEST_CASE(the_hash_is_of_the_record_without_hash_and_signature_in_whatever_order) {
  const std::string canonical = std::string(R"({"host":"h","id":"p1","room":"r",)") + rules +
                                R"(,"saidAt":"2026-05-01T18:00:00Z","schema":"aftersale/promise/1","wording":"w"})";
  const std::string hash = sha256_hex(canonical);
  BOOST_TEST(read(record()).promise->hash == hash);
  BOOST_TEST(read(canonical).promise->hash == hash);
  const Policy signed_one = read(record(R"(,"hash":")" + hash + R"(","signature":{"key":"k","value":"v","verdict":"valid"})"));
  BOOST_TEST(signed_one.promise->hash == hash);
  BOOST_TEST(signed_one.promise->record == "valid");
}

BOOST_AUTO_TEST_CASE(another_hash_outweighs_every_verdict) {
  const std::string other(64, 'a');
  BOOST_TEST(read(record(R"(,"hash":")" + other + R"(","signature":{"key":"k","value":"v","verdict":"valid"})")).promise->record == "altered");
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_told) {
  read(std::string(head) + "}", false);
  read(record(R"(,"signature":{"key":"k"})"), false);
  read(record(R"(,"retainUntil":"soon")"), false);
}

BOOST_AUTO_TEST_CASE(a_promise_without_a_window_lints_clean) {
  const std::string call = R"({"op":"lint","policy":)" + std::string(head) + R"(,"rules":[{"id":"parcel","freight":{"payer":"merchant"}}]}})";
  BOOST_TEST(dispatch(call).find(R"("findings":[],"valid":true)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_case_keeps_the_words) {
  const std::string world = R"("order":)" + order("2026-05-01T18:30:00Z") + R"(,"policies":[)" + record() + R"(],"now":"2026-06-01T10:00:00Z",)" + zone;
  const std::string request = R"({"items":[{"line":"l","quantity":1,"reason":"changed_mind"}],"resolution":"original_payment_method","method":"by_mail"})";
  Problems problems;
  const Document quote = Document::parse(dispatch(R"({"op":"quote",)" + world + R"(,"request":)" + request + "}"), problems);
  const std::string hash(quote.root()["result"]["hash"].text());
  const std::string command = R"({"id":"c1","case":"k1","type":"request","version":0,"actor":{"kind":"buyer"},"data":{"request":)" + request +
                              R"(,"quote":")" + hash + R"("}})";
  const std::string answer = dispatch(R"({"op":"transition",)" + world + R"(,"case":null,"command":)" + command + "}");
  const Document document = Document::parse(answer, problems);
  const Value result = document.root()["result"];
  BOOST_TEST_REQUIRE(result["accepted"].truth(), answer);
  const Value data = result["events"].at(0)["data"];
  const Value finding = data["decision"]["lines"].at(0)["findings"].at(0);
  BOOST_TEST(finding["code"].text() == "live_promise");
  BOOST_TEST(finding["params"]["wording"].text() == "w");
  BOOST_TEST(data["policies"].at(0)["version"].text() == read(record()).promise->hash);
  // The case is read again with it.
  const std::string view = dispatch(R"({"op":"view","case":{"id":"k1","order":"o","kind":"return","events":)" + result["events"].canonical() + "}}");
  BOOST_TEST(view.find(R"("ok":true)") != std::string::npos, view);
}

BOOST_AUTO_TEST_CASE(a_live_policy_of_old_is_for_those_who_bought_while_it_stood) {
  const std::string policy = R"({"schema":"aftersale/policy/1","id":"p","layer":"live_promise","versions":[)"
                             R"({"version":"1","from":"2026-05-01T18:00:00Z","rules":[{"id":"sixty","window":{"days":60}}]}]})";
  const auto outcome = [&policy](const std::string& placed) {
    Problems problems;
    const std::string call = R"({"op":"evaluate","order":)" + order(placed) + R"(,"policies":[)" + policy + R"(],"now":"2026-06-01T10:00:00Z",)";
    const Document d = Document::parse(dispatch(call + zone + "}"), problems);
    return std::string(d.root()["result"]["outcome"].text());
  };
  BOOST_TEST(outcome("2026-05-01T18:00:00Z") == "eligible");
  BOOST_TEST(outcome("2026-05-01T17:59:59Z") == "ineligible");
}

BOOST_AUTO_TEST_SUITE_END()
