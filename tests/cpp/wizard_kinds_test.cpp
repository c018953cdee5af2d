// The wizard for every kind of case: what it asks of each, and what becomes of it.
#include "wizard_shop.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;
using namespace wizard_shop;

namespace {

constexpr const char* rules = R"([
  {"id":"w","window":{"days":30}},
  {"id":"x","resolutions":[{"resolution":"exchange"},{"resolution":"store_credit"}]},
  {"id":"p","priceProtection":{"days":200,"from":"order"}}])";

/// A shop in Germany, and a person who has not said yet what it is about.
Shop open_shop() {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.host.about.reset();
  shop.pack("eu");
  shop.policy(rules);
  return shop;
}

std::string topics(const Screen& screen) {
  std::string out;
  for (const Value each : screen.root()["fields"].at(0)["choices"]) out += (out.empty() ? "" : " ") + std::string(each["value"].text());
  return out;
}

std::string steps(const Screen& screen) {
  std::string out;
  for (const Value each : screen.root()["steps"]) {
    if (each["state"].text() != "automatic") out += (out.empty() ? "" : " ") + std::string(each["id"].text());
  }
  return out;
}

void on_its_way(Shop& shop) {
  shop.order.shipments.back().status = ShipmentStatus::shipped;
  shop.order.shipments.back().delivered = {};
}

std::string said(const Screen& screen, std::string_view ask) {
  for (const Value each : screen.root()["transcript"]) {
    if (each["ask"].text() == ask) return std::string(each["value"].text());
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wizard_kinds)

BOOST_AUTO_TEST_CASE(what_it_can_be_about_follows_from_where_the_goods_are) {
  Shop arrived = open_shop();
  arrived.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  Screen screen = arrived.ask({});
  BOOST_TEST(screen.step() == "about");
  BOOST_TEST(screen.error() == "required");
  BOOST_TEST(topics(screen) == "return exchange not_received damaged repair price_protection complaint inquiry");
  BOOST_TEST(screen.root()["fields"].at(0)["choices"].at(0)["right"].text() == "withdrawal");
  Shop waiting = open_shop();
  waiting.line("a", 1, 2500, "");
  BOOST_TEST(topics(waiting.ask({})) == "refund_before_dispatch price_protection complaint inquiry");
  Shop travelling = open_shop();
  travelling.line("a", 1, 2500, "");
  on_its_way(travelling);
  BOOST_TEST(topics(travelling.ask({})).find("not_received") != std::string::npos);
  BOOST_TEST(topics(travelling.ask({})).find("refund_before_dispatch") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_host_that_knows_is_not_asked_again_and_can_be_overruled) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::return_;
  Screen screen = shop.ask({});
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(steps(screen) == "reasons resolution method review");
  BOOST_TEST(!screen.root()["back"].exists());
  Draft draft;
  draft.about = Topic::complaint;
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "message");
  BOOST_TEST(steps(screen) == "about message");
  BOOST_TEST(screen.root()["back"].text() == "about");
}

BOOST_AUTO_TEST_CASE(a_draft_from_before_there_was_anything_but_returns_goes_on) {
  Shop shop = open_shop();
  shop.line("a", 2, 2500, "2026-05-12T10:00:00Z");
  Draft draft;
  draft.select("a", 1).reason = "style";
  const Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(screen.root()["answers"]["about"].text() == "return");
}

BOOST_AUTO_TEST_CASE(an_exchange_asks_for_the_size_and_nothing_else) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::exchange;
  Variants sizes;
  sizes.line = "a";
  for (const char* size : {"M", "L"}) {
    sizes.choices.emplace_back();
    sizes.choices.back().variant = size;
    sizes.choices.back().sku = std::string("COAT-") + size;
    sizes.choices.back().unit_price = Price{2700, shop.order.currency};
  }
  shop.host.variants.push_back(sizes);
  Draft draft;
  draft.select("a", 1).reason = "size_too_small";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(screen.root()["answers"]["resolution"].text() == "exchange");
  BOOST_TEST(screen.errors() == "required:/items/0/exchangeFor/sku");
  BOOST_TEST(screen.root()["fields"].at(1)["choices"].at(1)["title"].text() == "L");
  draft.request.items[0].exchange_for = ExchangeFor{};
  draft.request.items[0].exchange_for->sku = "COAT-L";
  draft.request.resolution = Resolution::exchange;
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["items"].at(0)["exchangeFor"]["variant"].text() == "L");
  BOOST_TEST(screen.root()["quote"]["charge"]["amount"].text() == "200");  // it costs two more
  draft.request.items[0].exchange_for->sku = "COAT-XXL";
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["dropped"].at(0)["pointer"].text() == "/items/0/exchangeFor");
  BOOST_TEST(screen.root()["dropped"].at(0)["code"].text() == "variant_gone");
  // Without a list it is said in words; with money back nobody wants to know.
  shop.host.variants.clear();
  draft.request.items[0].exchange_for.reset();
  BOOST_TEST(shop.ask(draft).errors() == "required:/items/0/exchangeFor/variant");
  draft.request.resolution = Resolution::original_payment_method;
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(!screen.root()["request"]["items"].at(0)["exchangeFor"].exists());
}

BOOST_AUTO_TEST_CASE(what_has_not_left_is_called_off_in_one_screen) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "");
  Draft draft;
  draft.about = Topic::refund_before_dispatch;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["kind"].text() == "refund_before_dispatch");
  BOOST_TEST(screen.root()["quote"]["total"]["amount"].text() == "2500");
  shop.line("b", 3, 1000, "");
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "items");
  BOOST_TEST(screen.root()["items"].at(0)["verdict"]["code"].text() == "not_dispatched");
  draft.select("b", 2);
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["quote"]["total"]["amount"].text() == "2000");
}

BOOST_AUTO_TEST_CASE(a_parcel_that_never_arrived_is_missing_as_a_whole_and_nobody_is_asked_why) {
  Shop shop = open_shop();
  shop.line("a", 2, 2500, "");
  on_its_way(shop);
  shop.line("b", 1, 1000, "");
  shop.order.shipments.front().lines.push_back(shop.order.shipments.back().lines.front());
  shop.order.shipments.pop_back();
  shop.host.about = Topic::not_received;
  Draft draft;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(steps(screen) == "resolution review");
  BOOST_TEST(screen.root()["items"].at(0)["selected"].text() == "2");
  BOOST_TEST(screen.root()["items"].at(1)["selected"].text() == "1");
  draft.request.resolution = Resolution::reship;
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["kind"].text() == "not_received");
  // Of two parcels it has to be said which.
  shop.line("c", 1, 500, "2026-05-12T10:00:00Z");
  BOOST_TEST(shop.ask(draft).step() == "items");
}

BOOST_AUTO_TEST_CASE(what_is_missing_can_be_sent_again_as_a_case_of_its_own) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::damaged;
  Draft draft;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "reasons");
  for (const Value reason : screen.root()["fields"].at(0)["choices"]) BOOST_TEST(reason["group"].text() != "customer_remorse");
  draft.select("a", 1).reason = "missing_parts";
  draft.request.items[0].answers.emplace_back();
  draft.request.items[0].answers[0].id = "missingParts";
  draft.request.items[0].answers[0].text = "the charger";
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  draft.request.resolution = Resolution::reship;
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["request"]["kind"].text() == "reship");
  BOOST_TEST(screen.root()["request"]["method"].text() == "keep");
  draft.request.resolution = Resolution::original_payment_method;
  screen = shop.ask(draft);
  BOOST_TEST(!screen.root()["request"]["kind"].exists());  // goods that go back are a return
}

BOOST_AUTO_TEST_CASE(a_repair_knows_its_reason_and_asks_since_when) {
  Shop shop("DE", "2026-11-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  shop.host.about = Topic::repair;
  Draft draft;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(screen.root()["items"].at(0)["verdict"]["code"].text() == "repairable");
  BOOST_TEST(!screen.has_field("/items/0/reason"));
  BOOST_TEST(screen.errors() == "required:/items/0/answers/defectNoticedAt");
  draft = Draft();
  draft.select("a", 1).answers.emplace_back();
  draft.request.items[0].answers[0].id = "defectNoticedAt";
  draft.request.items[0].answers[0].text = "2026-11-18";
  draft.request.resolution = Resolution::repair;
  draft.request.method = ReturnMethod::at_home;
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["kind"].text() == "repair");
  BOOST_TEST(screen.root()["request"]["method"].text() == "at_home");
}

BOOST_AUTO_TEST_CASE(a_price_that_fell_is_asked_for_and_compared) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::price_protection;
  Draft draft;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(screen.root()["fields"].size() == 1u);
  BOOST_TEST(screen.root()["fields"].at(0)["kind"].text() == "money");
  draft.select("a", 1).observed_price = Price{2500, shop.order.currency};
  BOOST_TEST(shop.ask(draft).errors() == "price_not_lower:/items/0/observedPrice");
  draft.request.items[0].observed_price->amount = 1900;
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["quote"]["total"]["amount"].text() == "600");
  BOOST_TEST(screen.root()["request"]["resolution"].text() == "price_adjustment");
}

BOOST_AUTO_TEST_CASE(a_complaint_is_about_what_is_named_or_about_all_of_it) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.line("b", 2, 2500, "2026-05-12T10:00:00Z");
  Draft draft;
  draft.about = Topic::complaint;
  BOOST_TEST(shop.ask(draft).errors() == "required:/text");
  draft.text = "The courier threw it over the fence.";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["items"].size() == 2u);
  draft.select("b", 1);
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["request"]["items"].size() == 1u);
  draft.text = std::string(2001, 'x');
  BOOST_TEST(shop.ask(draft).errors() == "too_long:/text");
}

BOOST_AUTO_TEST_CASE(a_person_is_told_everything_and_the_way_back_loses_nothing) {
  Shop shop = open_shop();
  shop.line("a", 2, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::return_;
  Draft draft;
  draft.select("a", 1).reason = "style";
  draft.request.items[0].note = "Too bright for me";
  draft.at = "reasons";
  const std::string before = shop.ask(draft).text();
  draft.person = true;
  draft.text = "Can I bring it to the shop?";
  const Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "message");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["kind"].text() == "inquiry");
  BOOST_TEST(screen.root()["request"]["items"].at(0)["reason"].text() == "style");
  BOOST_TEST(said(screen, "reason") == "style");
  BOOST_TEST(said(screen, "note") == "Too bright for me");
  BOOST_TEST(said(screen, "item") == "1");
  draft.person = false;
  draft.text.clear();
  BOOST_TEST(shop.ask(draft).text() == before);
}

BOOST_AUTO_TEST_CASE(a_gift_is_asked_for_by_whom_and_the_rules_may_tell_the_two_apart) {
  Shop shop("BR", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.order.facts.emplace_back("gift", "true");
  shop.policy(R"([{"id":"w","window":{"days":30}},
    {"id":"g","when":{"field":"answer.recipient","op":"is","value":true},"resolutions":[{"resolution":"store_credit"}]},
    {"id":"b","when":{"not":{"field":"answer.recipient","op":"is","value":true}},"resolutions":[{"resolution":"original_payment_method"}]}])");
  Draft draft;
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "about");
  BOOST_TEST(screen.errors() == "required:/recipient");
  draft.recipient = true;
  draft.select("a", 1).reason = "style";
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["answers"]["resolution"].text() == "store_credit");
  BOOST_TEST(screen.notice("gift_card_to_you").exists());
  BOOST_TEST(screen.root()["request"]["items"].at(0)["answers"]["recipient"].truth());
  draft.recipient = false;
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["answers"]["resolution"].text() == "original_payment_method");
  BOOST_TEST(!screen.notice("gift_card_to_you").exists());
}

BOOST_AUTO_TEST_CASE(rules_that_change_under_a_draft_are_noticed) {
  Shop shop = open_shop();
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.host.about = Topic::return_;
  Draft draft;
  draft.select("a", 1).reason = "style";
  Problems problems;
  const Screen before = shop.ask(draft);
  const Document kept = Document::parse(before.root()["answers"].canonical(), problems);
  static_cast<Answers&>(draft) = read_answers(kept.root(), problems);
  BOOST_TEST(shop.ask(draft).root()["changed"].size() == 0u);
  shop.policy(R"([{"id":"w","window":{"days":90}},{"id":"f","basis":["customer_remorse"],"fee":{"kind":"restocking","basisPoints":1000}}])");
  const Screen after = shop.ask(draft);
  BOOST_TEST(after.root()["changed"].at(0)["code"].text() == "line");
  BOOST_TEST(after.root()["changed"].at(0)["to"].text() == "returnable_until 2026-08-10");
  // The same answers without what was seen say nothing of it.
  draft.seen.reset();
  BOOST_TEST(shop.ask(draft).root()["changed"].size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_guest_proves_the_order_first) {
  Answers answers;
  const auto ask = [&](bool refused) {
    Writer out;
    wizard_proof(out, answers, refused);
    return Screen(out.take());
  };
  BOOST_TEST(ask(false).step() == "proof");
  BOOST_TEST(ask(false).errors() == "required:/proof/number required:/proof/email");
  answers.proof.number = "1042";
  answers.proof.postcode = "10115";
  BOOST_TEST(ask(false).errors().empty());
  BOOST_TEST(ask(true).errors() == "proof_refused:/proof/number");
  answers.proof.email = "nobody";
  BOOST_TEST(ask(false).errors() == "invalid_email:/proof/email");
}

BOOST_AUTO_TEST_CASE(orders_of_one_evening_are_chosen_among) {
  Shop first = open_shop(), second = open_shop();
  first.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  second.line("a", 1, 2500, "");
  second.order.id = "1002";
  first.order.attribution.stream = second.order.attribution.stream = "evening-7";
  Problems problems;
  Writer out;
  wizard_orders(out, {first.ready(), second.ready()}, {}, problems);
  BOOST_TEST(problems.ok());
  const Screen screen(out.take());
  BOOST_TEST(screen.step() == "orders");
  BOOST_TEST(screen.root()["orders"].at(0)["open"].text() == "1");
  BOOST_TEST(screen.root()["orders"].at(1)["open"].text() == "0");
  BOOST_TEST(screen.root()["fields"].at(0)["choices"].at(1)["group"].text() == "evening-7");
  first.host.several = true;
  BOOST_TEST(first.ask({}).root()["back"].text() == "orders");
}

BOOST_AUTO_TEST_SUITE_END()
