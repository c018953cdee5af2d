// The wizard: what it asks, what it drops, and thousands of random walks through it.
#include "wizard_shop.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;
using namespace wizard_shop;

namespace {

bool has_drop(const Screen& screen, std::string_view pointer, std::string_view code) {
  for (const Value drop : screen.root()["dropped"]) {
    if (drop["pointer"].text() == pointer && drop["code"].text() == code) return true;
  }
  return false;
}

std::string verdict(const Screen& screen, std::size_t row) {
  return std::string(screen.root()["items"].at(row)["verdict"]["code"].text());
}
std::string state_of(const Screen& screen, std::size_t step) {
  return std::string(screen.root()["steps"].at(step + 1)["state"].text());  // after what it is about
}

Answer yes_no(std::string_view id, bool truth) {
  Answer a;
  a.id = std::string(id);
  a.is_bool = true;
  a.truth = truth;
  return a;
}

Answer words(std::string_view id, std::string_view text) {
  Answer a;
  a.id = std::string(id);
  a.text = std::string(text);
  return a;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wizard_steps)

BOOST_AUTO_TEST_CASE(first_screen_tells_everything_before_any_question) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("fresh", 2, 2500, "2026-05-12T10:00:00Z");
  shop.line("old", 1, 4000, "2026-03-01T10:00:00Z");
  shop.line("custom", 1, 900, "2026-05-12T10:00:00Z").attributes.custom_made = true;
  shop.line("waiting", 1, 900, "");
  shop.pack("eu");
  const Screen screen = shop.ask({});
  BOOST_TEST(screen.step() == "items");
  BOOST_TEST(!screen.root()["complete"].truth(true));
  // The last of the goods is not there yet, so the days of withdrawal have not begun, for the oldest parcel neither.
  for (const std::size_t row : {0u, 1u}) {
    BOOST_TEST(verdict(screen, row) == "returnable_until");
    BOOST_TEST(screen.root()["items"].at(row)["until"]["estimated"].truth());
    BOOST_TEST(screen.root()["items"].at(row)["until"]["date"].text() == "2026-06-03");
  }
  BOOST_TEST(verdict(screen, 2) == "excluded_unless_faulty");
  BOOST_TEST(!screen.root()["items"].at(2)["blocked"].truth(true));
  BOOST_TEST(verdict(screen, 3) == "not_dispatched");
  BOOST_TEST(screen.root()["items"].at(3)["blocked"].truth());
  BOOST_TEST(screen.error() == "no_items");
  BOOST_TEST(!screen.root()["quote"].exists());
}

BOOST_AUTO_TEST_CASE(closed_window_with_a_guarantee_can_still_be_chosen) {
  Shop shop("DE", "2026-06-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.line("b", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Screen screen = shop.ask({});
  BOOST_TEST(verdict(screen, 0) == "closed_guarantee");
  // 2026-05-26 is a Tuesday; the 20th of June is 25 days later.
  BOOST_TEST(screen.root()["items"].at(0)["verdict"]["params"]["date"].text() == "2026-05-26");
  BOOST_TEST(screen.root()["items"].at(0)["verdict"]["params"]["days"].text() == "25");
  Draft draft;
  draft.select("a", 1);
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(screen.choice(0, "changed_mind")["refused"].text() == "window_closed");
  BOOST_TEST(!screen.choice(0, "defective")["refused"].exists());
  draft.request.items[0].reason = "changed_mind";
  BOOST_TEST(shop.ask(draft).error() == "refused");
  draft.request.items[0].reason = "defective";
  draft.request.items[0].answers.push_back(words("defectNoticedAt", "2026-06-18"));
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(screen.root()["resolutions"].size() == 2u);
}

BOOST_AUTO_TEST_CASE(without_a_guarantee_the_line_is_blocked_and_says_what_would_change_it) {
  Shop shop("BR", "2026-06-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-04-01T10:00:00Z");
  shop.policy(R"([{"id":"w","window":{"days":30}}])");
  const Screen screen = shop.ask({});
  BOOST_TEST(verdict(screen, 0) == "closed");
  BOOST_TEST(screen.root()["items"].at(0)["blocked"].truth());
  BOOST_TEST(screen.error() == "nothing_returnable");
  BOOST_TEST(screen.root()["items"].at(0)["changes"].size() >= 1u);
  BOOST_TEST(screen.root()["fields"].size() == 0u);
}

BOOST_AUTO_TEST_CASE(what_a_person_has_to_decide_can_be_asked_for) {
  Shop shop("BR", "2026-06-20T10:00:00Z");
  shop.line("a", 2, 2500, "2026-06-12T10:00:00Z");
  shop.policy(R"([{"id":"w","window":{"days":30},"confidence":"arguable"}])");
  BOOST_TEST(verdict(shop.ask({}), 0) == "ask_us");
  Draft draft;
  draft.select("a", 1).reason = "changed_mind";
  const Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.notice("manual_review")["params"]["hours"].text() == "48");
}

BOOST_AUTO_TEST_CASE(one_thing_is_chosen_by_itself_and_can_be_put_back) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Screen screen = shop.ask({});
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(state_of(screen, 0) == "automatic");
  BOOST_TEST(screen.root()["answers"]["items"].at(0)["line"].text() == "a");
  BOOST_TEST(screen.root()["quote"]["total"]["amount"].text() == "2500");
  Draft draft;
  draft.select("a", 0);
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "items");
  BOOST_TEST(screen.error() == "no_items");
}

BOOST_AUTO_TEST_CASE(steps_with_one_answer_answer_themselves) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Draft draft;
  draft.select("a", 1).reason = "changed_mind";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(state_of(screen, 2) == "automatic");
  BOOST_TEST(state_of(screen, 3) == "automatic");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["request"]["resolution"].text() == "original_payment_method");
  BOOST_TEST(screen.root()["request"]["method"].text() == "by_mail");
  BOOST_TEST(screen.root()["notices"].at(0)["code"].text() == "statutory_withdrawal");
  BOOST_TEST(screen.root()["notices"].at(0)["params"]["refundDays"].text() == "14");
  BOOST_TEST(screen.root()["back"].text() == "reasons");
}

BOOST_AUTO_TEST_CASE(china_asks_for_intact_goods) {
  Shop shop("CN", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-18T10:00:00Z");
  shop.pack("cn");
  Draft draft;
  draft.select("a", 1).reason = "changed_mind";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "review");
  BOOST_TEST(!screen.root()["complete"].truth(true));
  BOOST_TEST(screen.error() == "confirmation_required");
  BOOST_TEST(screen.root()["confirmations"].at(0)["code"].text() == "goods_intact");
  BOOST_TEST(screen.root()["notices"].at(0)["code"].text() == "statutory_no_reason_return");
  BOOST_TEST(screen.root()["notices"].at(0)["params"]["refundDays"].text() == "7");
  draft.request.confirmed.push_back("goods_intact");
  BOOST_TEST(shop.ask(draft).root()["complete"].truth());
  draft.request.items[0].answers.push_back(yes_no("used", true));
  screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "reasons");
  BOOST_TEST(screen.error() == "refused");
}

BOOST_AUTO_TEST_CASE(only_questions_that_change_something_are_asked) {
  Shop shop("CN", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-18T10:00:00Z");
  shop.pack("cn");
  Draft draft;
  draft.select("a", 1).reason = "changed_mind";
  draft.at = "reasons";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.has_field("/items/0/answers/used"));     // worn goods are not intact
  BOOST_TEST(!screen.has_field("/items/0/answers/opened"));  // opening to look does no harm
  BOOST_TEST(!screen.has_field("/items/0/evidence"));
  draft.request.items[0].reason = "defective";
  screen = shop.ask(draft);
  BOOST_TEST(screen.has_field("/items/0/answers/defectNoticedAt"));
  BOOST_TEST(screen.has_field("/items/0/evidence"));
}

BOOST_AUTO_TEST_CASE(what_no_longer_holds_is_dropped_and_named) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 2, 2500, "2026-05-12T10:00:00Z");
  shop.line("b", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Draft draft;
  draft.select("gone", 1).reason = "changed_mind";
  draft.select("a", 5).reason = "changed_mind";
  draft.select("b", 1).reason = "no_such_reason";
  draft.request.resolution = Resolution::exchange;
  draft.request.method = ReturnMethod::pickup;
  draft.at = "nowhere";
  Screen screen = shop.ask(draft);
  BOOST_TEST(has_drop(screen, "/items/0", "unknown_line"));
  BOOST_TEST(has_drop(screen, "/items/1/quantity", "too_many"));
  BOOST_TEST(has_drop(screen, "/items/2/reason", "unknown_reason"));
  BOOST_TEST(has_drop(screen, "/at", "unknown_step"));
  BOOST_TEST(screen.root()["answers"]["items"].at(0)["quantity"].text() == "2");
  BOOST_TEST(screen.root()["answers"]["items"].at(0)["reason"].text() == "changed_mind");
  BOOST_TEST(screen.step() == "reasons");
  draft.request.items[2].reason = "changed_mind";
  screen = shop.ask(draft);
  BOOST_TEST(has_drop(screen, "/resolution", "not_offered"));
  BOOST_TEST(has_drop(screen, "/method", "not_offered"));
  BOOST_TEST(screen.root()["complete"].truth());
}

BOOST_AUTO_TEST_CASE(an_item_without_quantity_is_all_of_it) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 3, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Draft draft;
  draft.select("a", all_units);
  BOOST_TEST(shop.ask(draft).root()["items"].at(0)["selected"].text() == "3");
}

BOOST_AUTO_TEST_CASE(the_money_of_the_law_is_never_hidden) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.line("b", 1, 2500, "2026-05-12T10:00:00Z").attributes.custom_made = true;
  shop.pack("eu");
  shop.policy(R"([{"id":"w","window":{"days":60}},
                  {"id":"r","resolutions":[{"resolution":"store_credit","bonusBasisPoints":1000,"recommended":true},{"resolution":"exchange"}]}])");
  Draft draft;
  draft.select("a", 1).reason = "changed_mind";
  Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "resolution");
  BOOST_TEST(screen.root()["resolutions"].at(0)["resolution"].text() == "original_payment_method");
  BOOST_TEST(screen.root()["resolutions"].at(1)["recommended"].truth());
  BOOST_TEST(screen.root()["resolutions"].at(1)["params"]["recommended"].text() == "bonus");
  BOOST_TEST(screen.root()["resolutions"].at(1)["quote"]["total"]["amount"].text() == "2750");
  // Together with an item that only the shop takes back, the money is not on offer: then it is said.
  draft.select("b", 1).reason = "changed_mind";
  screen = shop.ask(draft);
  BOOST_TEST(screen.root()["resolutions"].size() == 2u);
  BOOST_TEST(screen.notice("refund_apart")["params"]["line"].text() == "a");
}

BOOST_AUTO_TEST_CASE(evidence_notes_and_dates_are_checked) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 1, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  shop.policy(R"([{"id":"e","basis":["item_defect"],"evidence":{"kind":"photo","min":2}}])");
  Draft draft;
  RequestItem& item = draft.select("a", 1);
  item.reason = "defective";
  BOOST_TEST(shop.ask(draft).errors() ==
             "required:/items/0/answers/defectNoticedAt evidence_required:/items/0/evidence");
  item.answers = {words("defectNoticedAt", "2026-05-21")};
  BOOST_TEST(shop.ask(draft).errors() ==
             "date_in_future:/items/0/answers/defectNoticedAt evidence_required:/items/0/evidence");
  item.answers = {words("defectNoticedAt", "2026-01-01")};
  BOOST_TEST(shop.ask(draft).errors() ==
             "date_before_order:/items/0/answers/defectNoticedAt evidence_required:/items/0/evidence");
  item.answers = {words("defectNoticedAt", "soon")};
  item.evidence = {photo(1), photo(2)};
  BOOST_TEST(shop.ask(draft).errors() == "invalid_date:/items/0/answers/defectNoticedAt");
  item.answers = {words("defectNoticedAt", "2026-05-20")};
  item.note = std::string(300, 'x') + "\xC3\xA4";
  BOOST_TEST(shop.ask(draft).errors() == "too_long:/items/0/note");
  item.note = std::string(299, 'x') + "\xC3\xA4";  // 300 characters, 301 bytes
  BOOST_TEST(shop.ask(draft).step() == "resolution");
  item.reason = "other";
  item.note.clear();
  item.evidence.clear();
  BOOST_TEST(shop.ask(draft).errors() == "required:/items/0/note");
}

BOOST_AUTO_TEST_CASE(the_step_that_is_asked_for_is_shown_as_far_as_it_can_be) {
  Shop shop("DE", "2026-05-20T10:00:00Z");
  shop.line("a", 2, 2500, "2026-05-12T10:00:00Z");
  shop.pack("eu");
  Draft draft;
  draft.at = "review";
  BOOST_TEST(shop.ask(draft).step() == "items");
  draft.select("a", 1).reason = "changed_mind";
  BOOST_TEST(shop.ask(draft).step() == "review");
  draft.at = "items";
  const Screen screen = shop.ask(draft);
  BOOST_TEST(screen.step() == "items");
  BOOST_TEST(screen.root()["complete"].truth());
  BOOST_TEST(screen.root()["answers"]["at"].text() == "items");
  BOOST_TEST(screen.root()["next"].text() == "reasons");
}

BOOST_AUTO_TEST_SUITE_END()
