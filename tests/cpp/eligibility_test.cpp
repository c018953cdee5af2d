// Windows, layers, exclusions, deliveries that are not known, and what would change the answer; through the boundary.
#include "aftersale/engine.hpp"
#include "aftersale/json.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>

using namespace aftersale;

namespace {

std::string file(const char* path) {
  std::ifstream in(std::string(AFTERSALE_SOURCE_DIR "/") + path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

const char berlin[] = R"({"name":"Europe/Berlin","offset":3600,"transitions":[{"at":"2026-03-29T01:00:00Z","offset":7200},{"at":"2026-10-25T01:00:00Z","offset":3600},{"at":"2027-03-28T01:00:00Z","offset":7200}]})";
const char shanghai[] = R"({"name":"Asia/Shanghai","offset":28800,"transitions":[]})";

struct Case {
  std::string country = "DE", line = "", shipment = R"("status":"delivered","delivered":{"at":"2026-04-24T09:00:00Z"})";
  std::string now = "2026-05-01T10:00:00Z", zone = berlin, request, packs = "eu", rules, holidays;
  std::string placed = "2026-04-20T10:00:00Z", status = "open", buyer;
};

std::string money(int amount) { return "{\"amount\":" + std::to_string(amount) + ",\"currency\":\"EUR\"}"; }

std::string call_of(const Case& c) {
  std::string call = R"({"op":"evaluate","order":{"id":"o","createdAt":")" + c.placed + R"(","currency":"EUR","taxMode":"inclusive","status":")" + c.status +
                     R"(","buyer":{"country":")" + c.country + "\"" + c.buyer + R"(},"lines":[{"id":"l","title":"Mug","quantity":2,"unitPrice":)" + money(1000) + c.line + "}]";
  if (!c.shipment.empty()) call += R"(,"shipments":[{"id":"p","lines":[{"line":"l","quantity":2}],)" + c.shipment + "}]";
  call += R"(},"now":")" + c.now + R"(","zone":)" + c.zone;
  if (!c.packs.empty()) call += ",\"packs\":[" + file(("core/data/packs/" + c.packs + ".json").c_str()) + "]";
  if (!c.rules.empty()) {
    call += R"(,"policy":{"schema":"aftersale/policy/1","id":"shop","layer":"merchant","versions":[{"version":"1","rules":[)" + c.rules + "]}]}";
  }
  if (!c.request.empty()) call += R"(,"request":{"items":[{"line":"l","quantity":1,)" + c.request + "}]}";
  if (!c.holidays.empty()) call += ",\"holidays\":[" + c.holidays + "]";
  return call + "}";
}

struct Answer {
  std::string text;
  Document document;
  Value line;
  std::string outcome;

  bool has(std::string_view list, std::string_view code) const {
    for (const Value item : line[list]) {
      const char* name = list == "resolutions" ? "resolution" : list == "methods" ? "method" : "code";
      if (item[name].text() == code) return true;
    }
    return false;
  }
};

Answer ask(const Case& c) {
  Answer a;
  a.text = dispatch(call_of(c));
  Problems problems;
  a.document = Document::parse(a.text, problems);
  BOOST_TEST_REQUIRE(a.document.root()["ok"].truth(), a.text);
  a.line = a.document.root()["result"]["lines"].at(0);
  a.outcome = std::string(a.line["outcome"].text());
  return a;
}

std::string outcome_at(Case c, const char* now) {
  c.now = now;
  return ask(c).outcome;
}

const char window_30[] = R"({"id":"w","basis":["customer_remorse"],"window":{"days":30,"from":"delivery"}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(eligibility)

BOOST_AUTO_TEST_CASE(china_counts_seven_days_from_the_day_after) {
  Case c;
  c.country = "CN";
  c.packs = "cn";
  c.zone = shanghai;
  c.placed = "2026-02-25T00:00:00Z";
  c.shipment = R"("status":"delivered","delivered":{"at":"2026-03-02T10:00:00+08:00"})";
  BOOST_TEST(outcome_at(c, "2026-03-09T20:00:00+08:00") == "eligible");
  BOOST_TEST(outcome_at(c, "2026-03-09T15:59:59Z") == "eligible");
  BOOST_TEST(outcome_at(c, "2026-03-09T16:00:00Z") == "ineligible");
  BOOST_TEST(outcome_at(c, "2026-03-09T16:30:00Z") == "ineligible");
}

BOOST_AUTO_TEST_CASE(china_asks_for_intact_goods_and_for_confirmations) {
  Case c;
  c.country = "CN";
  c.packs = "cn";
  c.zone = shanghai;
  c.request = R"("reason":"changed_mind","answers":{"used":true})";
  c.now = "2026-04-26T00:00:00Z";
  const Answer used = ask(c);
  BOOST_TEST(used.outcome == "ineligible");
  BOOST_TEST(used.has("findings", "not_intact"));
  BOOST_TEST(used.has("changes", "return_unopened"));
  c.request = R"("reason":"changed_mind")";
  c.line = R"(,"attributes":{"finalSale":true})";
  const Answer unconfirmed = ask(c);
  BOOST_TEST(unconfirmed.outcome == "eligible");
  BOOST_TEST(unconfirmed.has("findings", "confirmation_missing"));
  c.line = R"(,"attributes":{"finalSale":true,"exclusionsConfirmed":["unsuitable_by_nature"]})";
  BOOST_TEST(ask(c).outcome == "ineligible");
}

BOOST_AUTO_TEST_CASE(europe_rolls_over_weekends_and_holidays) {
  Case c;
  c.shipment = R"("status":"delivered","delivered":{"at":"2026-04-25T09:00:00Z"})";   // a Saturday; 14 days end on Saturday 9 May
  Answer a = ask(c);
  BOOST_TEST(a.line["until"]["date"].text() == "2026-05-11");
  BOOST_TEST(a.line["until"]["at"].text() == "2026-05-11T22:00:00Z");
  c.holidays = "\"2026-05-11\",\"2026-05-12\"";
  BOOST_TEST(ask(c).line["until"]["date"].text() == "2026-05-13");
}

BOOST_AUTO_TEST_CASE(britain_does_not_roll) {
  Case c;
  c.country = "GB";
  c.packs = "uk";
  c.zone = R"({"name":"Europe/London","offset":3600,"transitions":[]})";
  c.shipment = R"("status":"delivered","delivered":{"at":"2026-04-25T09:00:00Z"})";
  BOOST_TEST(ask(c).line["until"]["date"].text() == "2026-05-09");
}

BOOST_AUTO_TEST_CASE(britain_gives_the_money_for_faults_in_thirty_days_only) {
  Case c;
  c.country = "GB";
  c.packs = "uk";
  c.request = R"("reason":"defective")";
  c.now = "2026-05-20T00:00:00Z";
  BOOST_TEST(ask(c).has("resolutions", "original_payment_method"));
  c.now = "2026-06-20T00:00:00Z";
  const Answer later = ask(c);
  BOOST_TEST(later.outcome == "eligible");
  BOOST_TEST(!later.has("resolutions", "original_payment_method"));
  BOOST_TEST(later.has("resolutions", "repair"));
}

BOOST_AUTO_TEST_CASE(the_law_stands_above_final_sale) {
  Case c;
  c.line = R"(,"attributes":{"finalSale":true})";
  c.rules = std::string(window_30) + R"(,{"id":"fs","when":{"field":"line.finalSale","op":"is","value":true},"exclude":{"code":"final_sale"}})";
  const Answer a = ask(c);
  BOOST_TEST(a.outcome == "eligible");
  BOOST_TEST(a.line["right"].text() == "withdrawal");
  BOOST_TEST(a.has("findings", "final_sale"));
  BOOST_TEST(outcome_at(c, "2026-05-20T00:00:00Z") == "ineligible");
  c.packs = "";
  BOOST_TEST(ask(c).has("findings", "no_statute_pack"));
  BOOST_TEST(ask(c).outcome == "ineligible");
}

BOOST_AUTO_TEST_CASE(a_fee_vanishes_where_the_law_grants_without_one) {
  Case c;
  c.rules = std::string(window_30) + R"(,{"id":"f","fee":{"kind":"restocking","basisPoints":1000}})";
  c.request = R"("reason":"changed_mind")";
  const auto quote_total = [](Case asked) {
    std::string call = call_of(asked);
    call.replace(call.find("\"evaluate\""), 10, "\"quote\"");
    const std::string text = dispatch(call);
    Problems problems;
    const Document document = Document::parse(text, problems);
    BOOST_TEST_REQUIRE(document.root()["ok"].truth(), text);
    return *document.root()["result"]["total"]["amount"].integer();
  };
  BOOST_TEST(quote_total(c) == 1000);
  c.now = "2026-05-15T00:00:00Z";       // the law's 14 days are over, the shop's 30 are not
  BOOST_TEST(quote_total(c) == 900);
}

BOOST_AUTO_TEST_CASE(a_hygiene_seal_matters_only_when_broken) {
  Case c;
  c.line = R"(,"attributes":{"sealed":true})";
  c.request = R"("reason":"changed_mind","answers":{"opened":false})";
  BOOST_TEST(ask(c).outcome == "eligible");
  c.request = R"("reason":"changed_mind","answers":{"opened":true})";
  const Answer opened = ask(c);
  BOOST_TEST(opened.outcome == "ineligible");
  BOOST_TEST(opened.has("changes", "return_unopened"));
  BOOST_TEST(opened.has("changes", "repair_under_guarantee"));
  c.request = R"("reason":"defective","answers":{"opened":true})";
  BOOST_TEST(ask(c).outcome == "eligible");
}

BOOST_AUTO_TEST_CASE(wear_is_a_deduction_in_europe) {
  Case c;
  c.request = R"("reason":"changed_mind","answers":{"used":true})";
  const Answer a = ask(c);
  BOOST_TEST(a.outcome == "eligible_with_deduction");
  BOOST_TEST(a.has("findings", "value_loss"));
  c.rules = window_30;                  // the shop takes it back without such a deduction: the better ground counts
  BOOST_TEST(ask(c).outcome == "eligible");
}

BOOST_AUTO_TEST_CASE(an_unknown_delivery_is_neither_always_nor_never) {
  Case c;
  c.shipment = R"("status":"shipped","shippedAt":"2026-04-22T09:00:00Z")";
  const Answer early = ask(c);
  BOOST_TEST(early.outcome == "eligible");
  BOOST_TEST(early.line["until"]["estimated"].truth());
  BOOST_TEST(outcome_at(c, "2026-06-01T00:00:00Z") == "manual_review");
  c.shipment = R"("status":"delivered","delivered":{"from":"2026-04-23T00:00:00Z","to":"2026-04-28T00:00:00Z"})";
  BOOST_TEST(outcome_at(c, "2026-05-06T00:00:00Z") == "eligible");
  BOOST_TEST(outcome_at(c, "2026-05-09T00:00:00Z") == "manual_review");
  BOOST_TEST(outcome_at(c, "2026-05-13T00:00:00Z") == "ineligible");
  c.shipment = "";
  BOOST_TEST(outcome_at(c, "2026-05-03T00:00:00Z") == "eligible");
  c.shipment = R"("status":"pending")";
  const Answer pending = ask(c);
  BOOST_TEST(pending.outcome == "ineligible");
  BOOST_TEST(pending.has("findings", "not_dispatched"));
  BOOST_TEST(pending.has("changes", "cancel_instead"));
}

BOOST_AUTO_TEST_CASE(a_season_extends_a_window) {
  Case c;
  c.packs = "";
  c.rules = std::string(window_30) + R"(,{"id":"x","extension":{"until":"2026-07-31","placedFrom":"2026-04-01","placedUntil":"2026-04-30"}})";
  const Answer a = ask(c);
  BOOST_TEST(a.line["until"]["date"].text() == "2026-07-31");
  c.placed = "2026-03-31T10:00:00Z";
  BOOST_TEST(ask(c).line["until"]["date"].text() == "2026-05-24");
}

BOOST_AUTO_TEST_CASE(businesses_have_the_shops_policy_only) {
  Case c;
  c.buyer = ",\"consumer\":false";
  BOOST_TEST(ask(c).outcome == "ineligible");
  c.rules = window_30;
  const Answer a = ask(c);
  BOOST_TEST(a.outcome == "eligible");
  BOOST_TEST(a.has("findings", "business_buyer"));
}

BOOST_AUTO_TEST_CASE(canceled_orders_and_too_many_units_are_refused) {
  Case c;
  c.status = "canceled";
  BOOST_TEST(ask(c).has("findings", "order_canceled"));
  Case many;
  std::string call = call_of(many);
  call.insert(call.size() - 1, R"(,"request":{"items":[{"line":"l","quantity":3,"reason":"changed_mind"}]})");
  BOOST_TEST(dispatch(call).find("exceeds_returnable") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_later_better_version_counts_and_a_later_worse_one_does_not) {
  Case c;
  c.packs = "";
  c.now = "2026-05-20T00:00:00Z";
  std::string call = call_of(c);
  const auto with = [&call](const char* first, const char* second) {
    std::string out = call;
    out.insert(out.size() - 1, std::string(R"(,"policy":{"schema":"aftersale/policy/1","id":"s","layer":"merchant","versions":[)") +
                                   R"({"version":"1","until":"2026-05-01T00:00:00Z","rules":[{"id":"w","window":{"days":)" + first + R"(}}]},)" +
                                   R"({"version":"2","from":"2026-05-01T00:00:00Z","rules":[{"id":"w","window":{"days":)" + second + "}}]}]}");
    return dispatch(out);
  };
  BOOST_TEST(with("14", "30").find("\"outcome\":\"eligible\"") != std::string::npos);
  BOOST_TEST(with("30", "14").find("\"outcome\":\"eligible\"") != std::string::npos);
  BOOST_TEST(with("14", "20").find("\"outcome\":\"eligible\"") == std::string::npos);
}

// As time passes an answer never gets better, and a layer more never takes anything away.
BOOST_AUTO_TEST_CASE(time_only_takes_and_layers_only_give) {
  const auto rank = [](const std::string& o) { return o == "eligible" ? 3 : o == "eligible_with_deduction" ? 2 : o == "manual_review" ? 1 : 0; };
  const char* lines[] = {"", R"(,"attributes":{"finalSale":true})", R"(,"attributes":{"sealed":true})", R"(,"attributes":{"customMade":true})"};
  const char* requests[] = {R"("reason":"changed_mind")", R"("reason":"defective")", R"("reason":"changed_mind","answers":{"opened":true,"used":true})"};
  const char* shipments[] = {R"("status":"delivered","delivered":{"at":"2026-04-24T09:00:00Z"})", R"("status":"shipped","shippedAt":"2026-04-22T09:00:00Z")",
                             R"("status":"delivered","delivered":{"from":"2026-04-23T00:00:00Z","to":"2026-04-28T00:00:00Z"})"};
  const char* days[] = {"2026-04-29", "2026-05-05", "2026-05-09", "2026-05-13", "2026-05-20", "2026-05-26", "2026-07-01", "2028-04-20", "2028-06-01"};
  const std::string shop = std::string(window_30) + R"(,{"id":"fs","when":{"field":"line.finalSale","op":"is","value":true},"exclude":{"code":"final_sale"}})";
  for (const char* line : lines) {
    for (const char* request : requests) {
      for (const char* shipment : shipments) {
        int before = 4;
        for (const char* day : days) {
          Case c;
          c.line = line;
          c.request = request;
          c.shipment = shipment;
          c.now = std::string(day) + "T12:00:00Z";
          const int law = rank(ask(c).outcome);
          BOOST_TEST_REQUIRE(law <= before);
          before = law;
          c.rules = shop;
          const int both = rank(ask(c).outcome);
          BOOST_TEST_REQUIRE(both >= law);
          c.packs = "";
          BOOST_TEST_REQUIRE(both >= rank(ask(c).outcome));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_policies_are_named_with_their_place) {
  const struct { const char* rule; const char* code; const char* pointer; } rows[] = {
      {R"({"id":"a","window":{"dayz":30}})", "unknown_field", "/policy/versions/0/rules/0/window/dayz"},
      {R"({"id":"a"})", "one_of", "/policy/versions/0/rules/0"},
      {R"({"id":"a","window":{"days":-1}})", "out_of_range", "/policy/versions/0/rules/0/window/days"},
      {R"({"id":"a","when":{"field":"line.colour","op":"is","value":"red"},"exclude":{"code":"x"}})", "unknown_field_name", "/policy/versions/0/rules/0/when/field"},
      {R"({"id":"a","when":{"field":"line.price","op":"contains","value":"1"},"exclude":{"code":"x"}})", "wrong_operator", "/policy/versions/0/rules/0/when/op"},
      {R"({"id":"a","window":{"days":30}},{"id":"a","window":{"days":14}})", "duplicate_id", "/policy/versions/0/rules/1/id"}};
  for (const auto& row : rows) {
    Case c;
    c.packs = "";
    c.rules = row.rule;
    const std::string text = dispatch(call_of(c));
    BOOST_TEST(text.find("\"code\":\"" + std::string(row.code) + "\"") != std::string::npos, text);
    BOOST_TEST(text.find("\"pointer\":\"" + std::string(row.pointer) + "\"") != std::string::npos, text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
