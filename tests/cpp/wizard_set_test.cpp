// Several orders in one go: asked once where one answer serves all, of each where what is offered differs; a case for each.
#include "wizard_shop.hpp"

#include "aftersale/return_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;
using namespace wizard_shop;

namespace {

constexpr const char* rules = R"([
  {"id":"w","window":{"days":30}},
  {"id":"r","resolutions":[{"resolution":"original_payment_method"},{"resolution":"store_credit","bonusBasisPoints":500}]},
  {"id":"m","method":{"method":"by_mail","payer":"merchant"}},{"id":"s","method":{"method":"in_store","payer":"merchant"}}])";
constexpr const char* credit_only = R"([
  {"id":"w","window":{"days":30}},{"id":"r","resolutions":[{"resolution":"store_credit"},{"resolution":"exchange"}]},
  {"id":"m","method":{"method":"by_mail","payer":"merchant"}},{"id":"s","method":{"method":"in_store","payer":"merchant"}}])";

/// Two orders of one evening, each with a line "l1".
struct Evening {
  Shop first{"BR", "2026-05-20T10:00:00Z"}, second{"BR", "2026-05-20T10:00:00Z"};
  Draft draft;

  explicit Evening(const char* others = rules) {
    first.policy(rules);
    second.policy(others);
    first.order.id = "a";
    second.order.id = "b";
    first.line("l1", 2, 1000, "2026-05-12T10:00:00Z");
    first.line("l2", 1, 700, "2026-05-12T10:00:00Z");
    second.line("l1", 1, 3000, "2026-05-12T10:00:00Z");
    first.beside = &second;
    first.host.several = true;
    draft.orders = {{"a", {}, {}}, {"b", {}, {}}};
  }
  Screen ask() { return first.ask(draft); }
  void choose(std::string_view line) { draft.select(line, 1).reason = "changed_mind"; }
};

std::string fields(const Screen& screen) {
  std::string out;
  for (const Value each : screen.root()["fields"]) out += (out.empty() ? "" : " ") + std::string(each["id"].text());
  return out;
}

Value order_in(const Screen& screen, std::size_t at) { return screen.root()["set"]["orders"].at(at); }

}  // namespace

BOOST_AUTO_TEST_SUITE(wizard_set)

BOOST_AUTO_TEST_CASE(items_of_all_stand_on_one_screen) {
  Evening evening;
  const Screen screen = evening.ask();
  BOOST_TEST(screen.step() == "items");
  BOOST_TEST(screen.errors() == "no_items:/items");
  BOOST_TEST(screen.root()["items"].size() == 3u);
  BOOST_TEST(screen.root()["items"].at(2)["line"].text() == "b/l1");
  BOOST_TEST(screen.root()["items"].at(2)["order"].text() == "b");
  BOOST_TEST(!screen.root()["decision"].exists());
  BOOST_TEST(order_in(screen, 0)["decision"].exists());
  BOOST_TEST(screen.root()["back"].text() == "orders");
}

BOOST_AUTO_TEST_CASE(one_answer_serves_all_and_each_has_its_request) {
  Evening evening;
  evening.choose("b/l1");
  evening.choose("a/l1");
  Screen screen = evening.ask();
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(fields(screen) == "/resolution");
  BOOST_TEST(screen.root()["resolutions"].size() == 4u, "what it gives at each");
  evening.draft.request.resolution = Resolution::store_credit;
  screen = evening.ask();
  BOOST_TEST(fields(screen) == "/method");
  evening.draft.request.method = ReturnMethod::by_mail;
  screen = evening.ask();
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(!screen.root()["request"].exists());
  BOOST_TEST(order_in(screen, 0)["request"]["items"].at(0)["line"].text() == "l1");
  BOOST_TEST(order_in(screen, 0)["quote"]["total"]["amount"].integer().value_or(0) == 1050);
  BOOST_TEST(order_in(screen, 1)["quote"]["total"]["amount"].integer().value_or(0) == 3150);
  BOOST_TEST(screen.root()["set"]["totals"].at(0)["amount"].integer().value_or(0) == 4200);
  BOOST_TEST(screen.root()["set"]["id"].text().size() == 16u);
  BOOST_TEST(evening.ask().root()["set"]["id"].text() == screen.root()["set"]["id"].text());
}

BOOST_AUTO_TEST_CASE(an_order_of_which_nothing_is_chosen_becomes_no_case) {
  Evening evening;
  evening.choose("b/l1");
  evening.draft.request.resolution = Resolution::original_payment_method;
  evening.draft.request.method = ReturnMethod::in_store;
  const Screen screen = evening.ask();
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(!order_in(screen, 0)["request"].exists());
  BOOST_TEST(order_in(screen, 1)["request"].exists());
}

BOOST_AUTO_TEST_CASE(what_is_offered_differs_so_each_is_asked) {
  Evening evening(credit_only);
  evening.choose("a/l2");
  evening.choose("b/l1");
  Screen screen = evening.ask();
  BOOST_TEST(fields(screen) == "/orders/0/resolution /orders/1/resolution");
  BOOST_TEST(screen.errors() == "required:/orders/0/resolution required:/orders/1/resolution");
  BOOST_TEST(screen.root()["fields"].at(1)["order"].text() == "b");
  // The money back that one order gives is not hidden behind what both have in common.
  BOOST_TEST(screen.choice(0, "original_payment_method").exists());
  BOOST_TEST(!screen.choice(1, "original_payment_method").exists());
  evening.draft.orders[0].resolution = Resolution::original_payment_method;
  evening.draft.orders[1].resolution = Resolution::store_credit;
  evening.draft.request.method = ReturnMethod::by_mail;
  screen = evening.ask();
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(order_in(screen, 0)["request"]["resolution"].text() == "original_payment_method");
  BOOST_TEST(order_in(screen, 1)["request"]["resolution"].text() == "store_credit");
  BOOST_TEST(screen.root()["dropped"].size() == 0u);
}

BOOST_AUTO_TEST_CASE(an_answer_for_all_counts_where_it_is_offered_and_is_not_dropped) {
  Evening evening(credit_only);
  evening.choose("a/l2");
  evening.choose("b/l1");
  evening.draft.request.resolution = Resolution::original_payment_method;
  const Screen screen = evening.ask();
  BOOST_TEST(screen.errors() == "required:/orders/1/resolution");
  BOOST_TEST(screen.root()["dropped"].size() == 0u);
  BOOST_TEST(screen.root()["answers"]["resolution"].text() == "original_payment_method");
}

BOOST_AUTO_TEST_CASE(sums_are_one_a_currency) {
  Evening evening;
  BOOST_TEST_REQUIRE(find_currency("USD", evening.second.order.currency));
  evening.choose("a/l2");
  evening.choose("b/l1");
  const Screen screen = evening.ask();
  const Value totals = screen.root()["set"]["totals"];
  BOOST_TEST(totals.size() == 2u);
  BOOST_TEST(totals.at(0)["currency"].text() == "EUR");
  BOOST_TEST(totals.at(1)["currency"].text() == "USD");
  BOOST_TEST(totals.at(1)["amount"].integer().value_or(0) == 3000);
}

BOOST_AUTO_TEST_CASE(what_no_longer_holds_is_named_where_it_was_given) {
  Evening evening;
  evening.draft.select("c/l1", 1);
  evening.choose("b/l1");
  evening.draft.select("b/l9", 1);
  const Screen screen = evening.ask();
  BOOST_TEST(screen.root()["dropped"].size() == 2u);
  BOOST_TEST(screen.root()["dropped"].at(0)["pointer"].text() == "/items/0");
  BOOST_TEST(screen.root()["dropped"].at(1)["pointer"].text() == "/items/2");
}

BOOST_AUTO_TEST_CASE(a_person_hears_of_all_and_is_asked_once) {
  Evening evening;
  evening.choose("a/l2");
  evening.choose("b/l1");
  evening.draft.person = true;
  evening.draft.text = "Do I need two parcels?";
  const Screen screen = evening.ask();
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(order_in(screen, 0)["request"]["kind"].text() == "inquiry");
  BOOST_TEST(!order_in(screen, 1)["request"].exists());
  std::size_t told = 0;
  for (const Value said : screen.root()["transcript"]) told += said["ask"].text() == "item" || said["ask"].text() == "order" ? 1 : 0;
  BOOST_TEST(told == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
