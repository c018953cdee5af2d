// Each kind of case on its way: who does what, what is due when, and what it leaves in the world.
#include "lifecycle_desk.hpp"
#include "lifecycle/table.hpp"

#include <boost/test/unit_test.hpp>

using namespace lifecycle_desk;

namespace {

constexpr const char* manual = R"(,{"id":"ask","approval":{"mode":"manual"}})";

struct Shop : Desk {
  explicit Shop(CaseKind of, const std::string& wanted = {}, const std::string& rules = {}) : Desk(rules, wanted) {
    kind = of;
    if (of == CaseKind::refund_before_dispatch) order.shipments.clear();
    if (of != CaseKind::not_received) return;
    order.shipments[0].status = ShipmentStatus::shipped;
    order.shipments[0].delivered = {};
  }
  std::string due() const { return state().deadlines.empty() ? "" : format(state().deadlines[0].due) + " " + state().deadlines[0].id + " " + std::string(to_text(state().deadlines[0].who)); }
  std::string key(std::size_t i = 0) const { return state().payments.at(i).key; }
  std::string confirm_all() {
    while (lifecycle::any_payment(state(), Payment::State::issued)) {
      for (const Payment& p : state().payments) {
        if (p.state != Payment::State::issued) continue;
        const std::string said = send("confirm_refund", "system", R"({"key":")" + p.key + R"(","reference":"r"})");
        if (!said.empty()) return said;
        break;
      }
    }
    return {};
  }
  Value view() {
    Writer out;
    write_view(out, now_case);
    text_ = out.take();
    Problems none;
    document_ = std::make_unique<Document>(Document::parse(text_, none));
    return document_->root();
  }
  std::string way() {
    std::string out;
    const Value timeline = view()["timeline"];
    for (const Value each : timeline) {
      if (each["state"].text() == "next") out += (out.empty() ? "" : " ") + std::string(each["stage"].text());
    }
    return out;
  }

 private:
  std::string text_;
  std::unique_ptr<Document> document_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle_kinds)

BOOST_AUTO_TEST_CASE(what_has_not_left_is_paid_back_within_twelve_hours) {
  Shop d(CaseKind::refund_before_dispatch, "original_payment_method", manual);
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.due() == "2026-04-10T21:00:00Z answer seller");
  BOOST_TEST(d.way() == "refund_pending refunded closed");
  BOOST_TEST(d.wait() == "case.approved");                                    // the shop has the goods: silence is a yes
  BOOST_TEST((d.stage() == Stage::refund_pending));
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(d.confirm_all() == "");
  BOOST_TEST((d.stage() == Stage::refunded));
  Shop gone(CaseKind::return_);
  gone.kind = CaseKind::refund_before_dispatch;
  gone.resolution = "original_payment_method";
  BOOST_TEST(gone.request() == "not_eligible");                               // delivered long ago
}

BOOST_AUTO_TEST_CASE(a_parcel_that_nobody_finds_is_paid_back_or_sent_again) {
  Shop d(CaseKind::not_received, "original_payment_method");
  BOOST_TEST(d.request(3) == "");
  BOOST_TEST(d.due() == "2026-04-11T09:00:00Z answer seller");
  BOOST_TEST(d.wait() == "case.investigated");
  BOOST_TEST(d.due() == "2026-04-16T09:00:00Z find carrier");
  BOOST_TEST(d.wait() == "case.reported");
  BOOST_TEST(d.state().finding == "lost");
  BOOST_TEST((d.stage() == Stage::refund_pending));
  BOOST_TEST(d.state().quoted.total == 3390);                                 // delivery too
  Shop again(CaseKind::not_received, "reship");
  BOOST_TEST(again.request() == "");
  BOOST_TEST(again.send("investigate", "carrier") == "");
  BOOST_TEST(again.send("report", "carrier", R"({"result":"lost"})") == "");
  BOOST_TEST((again.stage() == Stage::fulfilling));
  BOOST_TEST(again.send("refund", "seller") == "");
  BOOST_TEST(effects(again.last) == "ship_replacement");
  BOOST_TEST(again.send("send", "seller", R"({"carrier":"DHL","tracking":"T"})") == "");
  BOOST_TEST(again.send("deliver", "carrier") == "");
  BOOST_TEST(again.send("confirm", "buyer") == "");
  BOOST_TEST(again.state().released);                                         // what came can go back another day
  Shop found(CaseKind::not_received, "original_payment_method");
  found.request();
  found.send("investigate", "seller");
  BOOST_TEST(found.send("report", "carrier", R"({"result":"found"})") == "");
  BOOST_TEST((found.stage() == Stage::sent));
  BOOST_TEST(found.wait() == "parcel.silent");
  BOOST_TEST(found.state().deadlines.size() == 1u);                           // told once for each scan
  BOOST_TEST(found.send("track", "carrier", R"({"status":"in_depot","place":"Kassel"})") == "");
  BOOST_TEST(found.state().deadlines.size() == 2u);
  Shop there(CaseKind::not_received, "original_payment_method");
  there.request();
  there.send("investigate", "seller");
  BOOST_TEST(there.send("report", "carrier", R"({"result":"confirmed"})") == "impossible_state");
  BOOST_TEST(there.send("report", "carrier", R"({"result":"delivered"})") == "");
  BOOST_TEST((there.stage() == Stage::refused));
  BOOST_TEST(there.send("dispute", "buyer", R"({"note":"The photo shows another door."})") == "");
  BOOST_TEST(there.send("decide", "platform", R"({"for":"buyer","note":"So it does."})") == "");
  BOOST_TEST((there.stage() == Stage::refund_pending));
}

BOOST_AUTO_TEST_CASE(a_repair_is_assessed_done_and_prolongs_the_guarantee) {
  Shop d(CaseKind::repair, "repair", manual);
  BOOST_TEST(d.request(1) == "");
  BOOST_TEST(d.due() == "2026-04-12T09:00:00Z answer seller");                // 48 hours
  BOOST_TEST(d.way() == "approved in_transit received in_repair fulfilling sent delivered closed");
  BOOST_TEST(d.send("approve", "seller") == "");
  BOOST_TEST(d.send("ship", "buyer", "{}") == "");
  BOOST_TEST(d.send("receive", "seller") == "");
  BOOST_TEST(d.send("inspect", "seller", R"({"items":[]})") == "wrong_kind");
  BOOST_TEST(d.send("assess", "seller", R"({"outcome":"repair"})") == "");
  d.pass_days(6);
  BOOST_TEST(d.send("complete_repair", "seller") == "");
  BOOST_TEST(effects(d.last) == "prolong_guarantee ship_replacement");
  for (const Effect& e : d.last.effects) BOOST_TEST((e.kind != "prolong_guarantee" || e.data.find("\"days\":6") != std::string::npos));
  BOOST_TEST((d.stage() == Stage::fulfilling));
  BOOST_TEST(d.send("send", "seller") == "");
  BOOST_TEST(d.send("deliver", "buyer") == "");
  BOOST_TEST(d.wait() == "case.closed");
  Shop home(CaseKind::repair, "repair", manual);
  home.method = "at_home";
  BOOST_TEST(home.request(1) == "");
  BOOST_TEST(home.send("approve", "seller") == "");
  BOOST_TEST(home.due() == "2026-04-17T09:00:00Z visit seller");
  BOOST_TEST(home.send("ship", "buyer") == "out_of_turn");
  BOOST_TEST(home.send("assess", "seller", R"({"outcome":"refund"})") == "");  // past mending
  BOOST_TEST((home.stage() == Stage::refund_pending));
  BOOST_TEST(home.state().settlement->total == 966);
}

BOOST_AUTO_TEST_CASE(a_complaint_has_a_day_to_be_seen_and_three_to_be_settled) {
  Shop d(CaseKind::complaint);
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.due() == "2026-04-11T09:00:00Z acknowledge seller");
  BOOST_TEST(d.send("acknowledge", "seller") == "");
  BOOST_TEST(d.due() == "2026-04-13T09:00:00Z resolve seller");
  BOOST_TEST(d.send("classify", "host", R"({"category":"courier","severity":"high"})") == "");
  BOOST_TEST(d.send("classify", "host", R"({"category":"courier","severity":"dire"})") == "[unknown_value]");
  BOOST_TEST(d.send("investigate", "seller") == "");
  BOOST_TEST(d.send("ask", "seller", R"({"text":"On which day was it?"})") == "");
  BOOST_TEST(d.due() == "2026-04-17T09:00:00Z reply buyer");
  d.world.now.ms += 10 * ms_per_hour;
  BOOST_TEST(d.send("reply", "seller", R"({"text":"Monday."})") == "not_your_turn");
  BOOST_TEST(d.send("reply", "buyer", R"({"text":"On Monday."})") == "");
  BOOST_TEST(d.due() == "2026-04-13T19:00:00Z resolve seller");               // ten hours later: the clock stood still
  BOOST_TEST(d.send("propose", "seller", R"({"remedy":"voucher","amount":{"amount":500,"currency":"EUR"}})") == "");
  BOOST_TEST(d.due() == "2026-04-12T19:00:00Z offer buyer");
  BOOST_TEST(d.send("propose", "seller", R"({"remedy":"more"})") == "not_your_turn");
  BOOST_TEST(d.send("propose", "buyer", R"({"amount":{"amount":900,"currency":"EUR"}})") == "");
  BOOST_TEST(d.send("accept", "buyer") == "not_your_turn");
  BOOST_TEST(d.send("accept", "seller") == "");
  BOOST_TEST((d.stage() == Stage::refund_pending));
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(in_payments(d.state(), Payment::State::issued) == 900);
  Shop silent(CaseKind::complaint);
  silent.request();
  BOOST_TEST(silent.wait() == "case.escalated");
  BOOST_TEST(silent.wait() == "case.acknowledged");
  BOOST_TEST(silent.wait() == "case.escalated");
  BOOST_TEST(silent.wait() == "case.disputed");
  silent.wait();
  BOOST_TEST(silent.wait() == "case.decided");
  Shop greedy(CaseKind::complaint);
  greedy.request();
  greedy.send("acknowledge", "seller");
  BOOST_TEST(greedy.send("propose", "seller", R"({"amount":{"amount":999999,"currency":"EUR"}})") != "");
  BOOST_TEST(greedy.send("propose", "seller", R"({"amount":{"amount":0,"currency":"EUR"}})") == "amount_impossible");
  BOOST_TEST(greedy.send("propose", "seller", "{}") == "offer_empty");
}

BOOST_AUTO_TEST_CASE(a_question_is_answered_or_becomes_something_else_without_being_asked_again) {
  Shop d(CaseKind::inquiry, "original_payment_method");
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("answer", "system", R"({"text":"See there.","article":"kb-12"})") == "");
  BOOST_TEST(d.due() == "2026-04-17T09:00:00Z close buyer");
  BOOST_TEST(d.send("reply", "buyer", R"({"text":"That does not help."})") == "");
  BOOST_TEST((d.stage() == Stage::requested));
  d.kind = CaseKind::inquiry;
  BOOST_TEST(d.send("convert", "buyer", d.request_data()) == "same_kind");
  d.kind = CaseKind::return_;
  BOOST_TEST(d.send("convert", "buyer", d.request_data()) == "");
  BOOST_TEST((d.state().kind == CaseKind::return_ && d.stage() == Stage::approved));
  BOOST_TEST(d.view()["thread"].size() == 3u);                                // all that was said is still there
  Problems problems;
  BOOST_TEST((case_of(text_of_case(d.now_case), problems).state.kind == CaseKind::return_));
  BOOST_TEST(problems.ok());
}

BOOST_AUTO_TEST_CASE(a_carrier_answers_for_what_it_broke) {
  Shop d(CaseKind::damage_claim);
  BOOST_TEST(d.request(1, "seller") == "");
  BOOST_TEST(d.due() == "2026-04-11T09:00:00Z acknowledge carrier");
  BOOST_TEST(d.send("acknowledge", "seller") == "not_permitted");
  BOOST_TEST(d.send("acknowledge", "carrier") == "");
  BOOST_TEST(d.send("investigate", "carrier") == "");
  BOOST_TEST(d.send("report", "carrier", R"({"result":"confirmed","cause":"crushed_in_depot"})") == "");
  BOOST_TEST(d.state().cause == "crushed_in_depot");
  BOOST_TEST(d.send("propose", "insurer", R"({"amount":{"amount":400000,"currency":"EUR"}})") == "");   // no buyer's money: nothing caps it
  BOOST_TEST(d.send("accept", "seller") == "");
  BOOST_TEST((d.stage() == Stage::resolved));
  BOOST_TEST(effects(d.last) == "");
}

BOOST_AUTO_TEST_CASE(a_price_that_fell_is_made_good) {
  Shop d(CaseKind::price_protection, "price_adjustment", std::string(manual) + R"(,{"id":"pp","priceProtection":{"days":14,"from":"order"}})");
  BOOST_TEST(d.request(2, "buyer", R"(,"observedPrice":{"amount":800,"currency":"EUR"})") == "");
  BOOST_TEST(d.send("approve", "seller") == "");
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(d.confirm_all() == "");
  BOOST_TEST((d.stage() == Stage::refunded));
  BOOST_TEST(d.state().refunded > 0);
  Shop none(CaseKind::price_protection, "price_adjustment", manual);
  BOOST_TEST(none.request(2, "buyer", R"(,"observedPrice":{"amount":800,"currency":"EUR"})") == "not_eligible");
}

BOOST_AUTO_TEST_CASE(money_that_went_out_early_is_asked_back_when_nothing_comes) {
  Shop d(CaseKind::return_, "original_payment_method", R"(,{"id":"early","advance":{"when":"at_scan"}})");
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("ship", "carrier", R"({"tracking":"T"})") == "");
  BOOST_TEST(effects(d.last) == "issue_refund issue_refund");
  BOOST_TEST((d.stage() == Stage::in_transit));
  BOOST_TEST(d.confirm_all() == "");
  BOOST_TEST(d.state().refunded == 1933);
  BOOST_TEST(d.send("cancel", "buyer") == "out_of_turn");
  BOOST_TEST(d.send("receive", "seller", R"({"items":[{"line":"l1","quantity":1}]})") == "");
  BOOST_TEST(d.send("inspect", "seller", R"({"items":[{"line":"l1","quantity":1,"grade":"as_new","disposition":"restock"}]})") == "");
  BOOST_TEST((d.stage() == Stage::refunded));
  BOOST_TEST((d.state().charge && d.state().charge->amount == 1933 - 966));    // one jacket was kept
  BOOST_TEST(d.send("close", "seller") == "out_of_turn");
  BOOST_TEST(d.send("confirm_charge", "system", R"({"key":")" + d.state().charge->key + R"(","reference":"r"})") == "");
  BOOST_TEST(d.send("close", "seller") == "");
  Shop never(CaseKind::return_, "original_payment_method", R"(,{"id":"early","advance":{"when":"at_approval"}})");
  BOOST_TEST(never.request() == "");
  BOOST_TEST(never.confirm_all() == "");
  BOOST_TEST(never.wait() == "case.expired charge.requested");
  BOOST_TEST(effects(never.last) == "charge_buyer");
  BOOST_TEST(!never.state().released);                                        // not before the money is back
  BOOST_TEST(never.send("confirm_charge", "system", R"({"key":")" + never.state().charge->key + R"(","reference":"r"})") == "");
  BOOST_TEST(never.state().released);
}

BOOST_AUTO_TEST_CASE(something_dearer_is_paid_before_it_goes_out) {
  Shop d(CaseKind::return_, "exchange");
  BOOST_TEST(d.request(1, "buyer", R"(,"exchangeFor":{"variant":"XL","unitPrice":{"amount":1500,"currency":"EUR"}})") == "");
  d.send("ship", "buyer");
  d.send("receive", "seller");
  BOOST_TEST(d.send("inspect", "seller", R"({"items":[{"line":"l1","quantity":1,"grade":"as_new","disposition":"restock"}]})") == "");
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(effects(d.last) == "charge_buyer");
  BOOST_TEST(d.state().charge->why == "exchange_difference");
  BOOST_TEST(d.send("send", "seller") == "out_of_turn");
  Desk unpaid = Desk({}, "exchange");
  BOOST_TEST(d.send("confirm_charge", "system", R"({"key":"bogus","reference":"r"})") == "unknown_key");
  BOOST_TEST(d.send("confirm_charge", "system", R"({"key":")" + d.state().charge->key + R"(","reference":"r"})") == "");
  BOOST_TEST(effects(d.last) == "ship_replacement");
  BOOST_TEST(d.send("send", "seller") == "");
}

BOOST_AUTO_TEST_CASE(staff_may_set_a_rule_aside_by_name) {
  Shop d(CaseKind::return_, "original_payment_method");
  d.pass_days(60);
  const std::string plain = d.request_data();
  BOOST_TEST(d.send("request", "seller", plain) == "not_eligible");
  std::string data = plain;
  data.insert(1, R"("override":{"reason":"was in hospital"},)");
  BOOST_TEST(d.send("request", "buyer", data) == "not_permitted");
  BOOST_TEST(d.send("request", "seller", data) == "name_missing");
}

BOOST_AUTO_TEST_CASE(what_was_said_can_be_erased_and_the_chain_still_holds) {
  Shop d(CaseKind::complaint);
  d.request();
  d.send("message", "buyer", R"({"text":"My number is 0151 2345."})");
  BOOST_TEST(d.view()["thread"].size() == 2u);
  BOOST_TEST(d.send("redact", "system", R"({"reason":"asked_by_buyer"})") == "");
  BOOST_TEST(effects(d.last) == "erase_private");
  BOOST_TEST(d.view()["thread"].size() == 0u);
  BOOST_TEST(text_of_case(d.now_case).find("0151") == std::string::npos);
  BOOST_TEST(verify_chain(d.now_case) == -1);
  Problems problems;
  BOOST_TEST(verify_chain(case_of(text_of_case(d.now_case), problems)) == -1);
  BOOST_TEST(problems.ok());
  BOOST_TEST(d.send("acknowledge", "seller") == "");
}

BOOST_AUTO_TEST_CASE(clocks_of_working_hours_and_days) {
  // 14:01 on a Friday, four hours between nine and six: 09:01 on the next day; three working days: Wednesday's end.
  Shop d(CaseKind::complaint, "", R"(,{"id":"h","clock":{"deadline":"acknowledge","hours":4,"daily":{"from":"09:00","until":"18:00"}}},
    {"id":"d","clock":{"deadline":"resolve","workingDays":3}})");
  d.world.now.ms += 5 * ms_per_hour + 60'000;
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.due() == "2026-04-11T09:01:00Z acknowledge seller");
  BOOST_TEST((d.now_case.events[0].due && format(*d.now_case.events[0].due) == "2026-04-11T09:01:00Z"));
  BOOST_TEST(d.send("acknowledge", "seller") == "");
  BOOST_TEST(d.due() == "2026-04-16T00:00:00Z resolve seller");
  Problems problems;
  const ReturnCase again = case_of(text_of_case(d.now_case), problems);
  BOOST_TEST(problems.ok());
  BOOST_TEST((again.state.deadlines[0].due == d.state().deadlines[0].due));   // the log knows it without the calendar
}

BOOST_AUTO_TEST_CASE(what_may_be_asked_offered_and_extended_has_an_end) {
  Shop d(CaseKind::complaint);
  d.request();
  BOOST_TEST(d.send("extend", "seller", R"({"hours":10})") == "not_your_turn");
  BOOST_TEST(d.send("extend", "buyer", R"({"hours":10})") == "");
  BOOST_TEST(d.due() == "2026-04-11T19:00:00Z acknowledge seller");
  BOOST_TEST(d.send("extend", "platform", R"({"hours":10})") == "");
  BOOST_TEST(d.send("extend", "buyer", R"({"hours":10})") == "out_of_turn");
  BOOST_TEST(d.send("extend", "buyer", R"({"hours":100000})") != "");
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(d.send("ask", "seller", R"({"text":"?"})") == "");
    BOOST_TEST(d.send("ask", "seller", R"({"text":"?"})") == "out_of_turn");
    BOOST_TEST(d.send("reply", "buyer", R"({"text":"!"})") == "");
  }
  BOOST_TEST(d.send("ask", "seller", R"({"text":"?"})") == "out_of_turn");
  d.send("acknowledge", "seller");
  for (int i = 0; i < 6; ++i) BOOST_TEST(d.send("propose", i % 2 == 0 ? "seller" : "buyer", R"({"remedy":"call"})") == "");
  BOOST_TEST(d.send("propose", "seller", R"({"remedy":"call"})") == "out_of_turn");
  BOOST_TEST(d.wait() == "offer.declined");                                   // silence is no yes
  BOOST_TEST((d.stage() == Stage::acknowledged));
}

BOOST_AUTO_TEST_CASE(two_cases_on_one_order_contend_for_its_money) {
  Shop d(CaseKind::return_, "original_payment_method");
  BOOST_TEST(d.request(3) == "");
  const ReturnCase first = d.now_case;
  Shop claim(CaseKind::complaint);
  claim.world.cases.push_back(&first);
  claim.case_id = "rma-2";
  BOOST_TEST(claim.request() == "");
  claim.send("acknowledge", "seller");
  BOOST_TEST(claim.send("propose", "seller", R"({"amount":{"amount":500,"currency":"EUR"}})") != "");   // all is spoken for
}

BOOST_AUTO_TEST_SUITE_END()
