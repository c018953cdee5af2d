// Cases as people live through them.
#include "lifecycle_desk.hpp"
#include "lifecycle/fold.hpp"
#include "lifecycle/table.hpp"

#include <boost/test/unit_test.hpp>

using namespace lifecycle_desk;

namespace {

const std::string as_new = R"({"items":[{"line":"l1","quantity":2,"grade":"as_new","disposition":"restock"}]})";
const std::string manual = R"(,{"id":"ask","approval":{"mode":"manual"}})";
const std::string own_label = R"(,{"id":"own","method":{"method":"by_mail","payer":"buyer","label":"own"}})";

/// Brings a case to the point where the refund is on its way.
void run_to_refund(Desk& d) {
  BOOST_REQUIRE_EQUAL(d.request(), "");
  BOOST_REQUIRE_EQUAL(d.send("ship", "buyer", R"({"carrier":"Post","tracking":"T1"})"), "");
  BOOST_REQUIRE_EQUAL(d.send("receive", "seller"), "");
  BOOST_REQUIRE_EQUAL(d.send("inspect", "seller", as_new), "");
  BOOST_REQUIRE_EQUAL(d.send("refund", "seller"), "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle_room)

BOOST_AUTO_TEST_CASE(a_return_from_request_to_close) {
  Desk d;
  BOOST_TEST(d.request() == "");
  BOOST_TEST(types(d.last.events) == "case.opened case.approved");
  BOOST_TEST(effects(d.last) == "request_label");
  BOOST_TEST(d.send("ship", "buyer", R"({"tracking":"T1"})") == "");
  BOOST_TEST(d.send("receive", "carrier") == "");
  BOOST_TEST(d.send("inspect", "seller", as_new) == "");
  BOOST_TEST(effects(d.last) == "restock");
  BOOST_TEST(d.state().settlement->total == 2 * 1000 - 67);
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(effects(d.last) == "issue_refund issue_refund");        // card first, the rest on the gift card
  BOOST_TEST(in_payments(d.state(), Payment::State::issued) == 1933);
  for (const Effect& e : std::vector<Effect>(d.last.effects)) {
    if (e.kind == "issue_refund") BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + e.key + R"(","reference":"r"})") == "");
  }
  BOOST_TEST((d.stage() == Stage::refunded));
  BOOST_TEST(d.state().refunded == 1933);
  BOOST_TEST(d.wait() == "case.closed");
  BOOST_TEST(d.state().deadlines.empty());
  BOOST_TEST(verify_chain(d.now_case) == -1);
}

BOOST_AUTO_TEST_CASE(the_document_of_a_case_folds_to_the_same_state) {
  Desk d;
  run_to_refund(d);
  const std::string text = text_of_case(d.now_case);
  Problems problems;
  const ReturnCase again = case_of(text, problems);
  BOOST_REQUIRE(problems.ok());
  Writer one, two;
  write_view(one, d.now_case);
  write_view(two, again);
  BOOST_TEST(one.text() == two.text());
  BOOST_TEST(text_of_case(again) == text);
  const Document view = Document::parse(one.text(), problems);
  BOOST_TEST(view.root().canonical() == one.text());
  BOOST_TEST(view.root()["stage"].text() == "refund_pending");
  BOOST_TEST(view.root()["timeline"].at(5)["state"].text() == "current");
  BOOST_TEST(view.root()["timeline"].at(7)["stage"].text() == "closed");
  BOOST_TEST(view.root()["deadlines"].at(0)["then"].text() == "retry");
}

BOOST_AUTO_TEST_CASE(tampering_is_found_and_stops_the_case) {
  Desk d;
  run_to_refund(d);
  for (std::size_t i = 0; i < d.now_case.events.size(); ++i) {
    ReturnCase c = d.now_case;
    c.events[i].data.insert(1, c.events[i].data == "{}" ? "\"x\":1" : "\"a\":1,");
    BOOST_TEST(verify_chain(c) == static_cast<std::int64_t>(i));
    c = d.now_case;
    c.events[i].at.ms += 1000;
    BOOST_TEST(verify_chain(c) == static_cast<std::int64_t>(i));
    c = d.now_case;
    c.events.erase(c.events.begin() + static_cast<std::ptrdiff_t>(i));
    const bool last_gone = i + 1 == d.now_case.events.size();         // a shorter log is sound; who holds more knows better
    BOOST_TEST(verify_chain(c) == (last_gone ? -1 : static_cast<std::int64_t>(i)));
  }
  d.now_case.events[1].actor.id = "somebody-else";
  BOOST_TEST(d.send("confirm_refund", "system", R"({"key":"k","reference":"r"})") == "chain_broken");
  BOOST_TEST(d.tick_now() == "");
  BOOST_TEST(!d.last.accepted);
}

BOOST_AUTO_TEST_CASE(who_looks_at_an_old_version_is_told_what_changed) {
  Desk d(manual);
  BOOST_TEST(d.request() == "");
  BOOST_TEST((d.stage() == Stage::requested));
  BOOST_TEST(d.send("approve", "seller") == "");
  BOOST_TEST(d.send("cancel", "buyer", "{}", 1) == "stale_version");
  BOOST_TEST(d.last.refusal->current_version == 2);
  BOOST_TEST(d.last.refusal->params[1].text == "case.approved");
  BOOST_TEST(d.send("cancel", "buyer", "{}", 9) == "stale_version");
  BOOST_TEST(d.send("note", "host", R"({"text":"hello"})", 0) == "");            // notes commute
  BOOST_TEST(d.send("cancel", "buyer") == "");
}

BOOST_AUTO_TEST_CASE(a_command_sent_twice_does_nothing_twice) {
  Desk d;
  const std::string data = d.request_data();
  BOOST_TEST(d.send("request", "buyer", data, 0, "same") == "");
  const std::size_t events = d.now_case.events.size();
  BOOST_TEST(d.send("request", "buyer", data, 0, "same") == "");
  BOOST_TEST(d.last.events.empty());
  BOOST_TEST(d.last.effects.empty());
  BOOST_TEST(d.now_case.events.size() == events);
  BOOST_TEST(d.send("request", "buyer", data, 0, "tick/3") == "[reserved_id]");
}

BOOST_AUTO_TEST_CASE(refusals_say_who_and_what_may) {
  Desk d(manual);
  BOOST_TEST(d.send("approve", "seller") == "unknown_case");
  BOOST_TEST(d.request(2, "carrier") == "not_permitted");
  BOOST_TEST(d.last.refusal->params[0].text == "buyer,seller");
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("approve", "buyer") == "not_permitted");
  BOOST_TEST(d.send("refund", "seller") == "out_of_turn");
  BOOST_TEST(d.last.refusal->params[1].text == "approve,refuse,cancel,propose,ask,extend,message,add_evidence,note,redact");
  BOOST_TEST(d.send("refuse", "seller", R"({"reason":"worn"})") == "reason_missing");
  BOOST_TEST(d.send("refuse", "seller", R"({"reason":"worn","note":""})") == "reason_missing");
  BOOST_TEST(d.send("refuse", "seller", R"({"reason":"worn","nota":"x"})") == "[unknown_field]");
  BOOST_TEST(d.send("refuse", "seller", R"({"reason":"worn","note":"Clear traces of wear."})") == "");
  BOOST_TEST(d.send("close", "seller") == "out_of_turn");                        // the buyer has 14 days to appeal
}

BOOST_AUTO_TEST_CASE(a_request_is_judged_again_when_it_arrives) {
  Desk d;
  std::string data = d.request_data();
  d.order.lines[0].discounts[0].amount = 200;
  BOOST_TEST(d.send("request", "buyer", data) == "quote_changed");
  BOOST_REQUIRE(d.last.refusal->quote.has_value());
  BOOST_TEST(d.last.refusal->quote->total == 2 * 1000 - 134);
  BOOST_TEST(d.last.next.events.empty());
  d.world.now.ms += 60 * ms_per_day;
  BOOST_TEST(d.request() == "not_eligible");
  BOOST_TEST(d.last.refusal->params[0].text == "window_closed");
  Desk e;
  BOOST_TEST(e.send("request", "buyer", e.request_data(4)) == "exceeds_returnable");
  Desk f(R"(,{"id":"proof","evidence":{"kind":"photo","min":2}})");
  BOOST_TEST(f.request() == "evidence_missing");
  BOOST_TEST(f.last.refusal->params[3].number == 2);
}

BOOST_AUTO_TEST_CASE(two_cases_cannot_have_the_same_units) {
  Desk d;
  BOOST_TEST(d.request(2) == "");
  const ReturnCase first = d.now_case;
  Desk e;
  e.case_id = "rma-2";
  e.world.cases.push_back(&first);
  BOOST_TEST(e.request(2) == "exceeds_returnable");
  BOOST_TEST(e.request(1) == "");
  BOOST_TEST(d.send("cancel", "buyer") == "");
  const ReturnCase second = e.now_case;
  d.world.cases.push_back(&second);
  BOOST_TEST(d.send("reopen", "seller", R"({"note":"on the phone"})") == "");    // its two are still free
  BOOST_TEST((d.stage() == Stage::approved));
  BOOST_TEST(d.send("cancel", "buyer") == "");
  Desk third;
  third.case_id = "rma-3";
  third.world.cases.push_back(&second);
  BOOST_TEST(third.request(2) == "");
  const ReturnCase taken = third.now_case;
  d.world.cases.push_back(&taken);
  BOOST_TEST(d.send("reopen", "seller", R"({"note":"again"})") == "exceeds_returnable");
}

BOOST_AUTO_TEST_CASE(parts_may_arrive_and_only_they_are_paid) {
  Desk d;
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("receive", "seller", R"({"items":[{"line":"l1","quantity":3}]})") == "exceeds_quantity");
  BOOST_TEST(d.send("receive", "seller", R"({"items":[{"line":"x","quantity":1}]})") == "unknown_line");
  BOOST_TEST(d.send("receive", "seller", R"({"items":[{"line":"l1","quantity":1,"state":"expired"}]})") == "impossible_state");
  BOOST_TEST(d.send("receive", "seller", R"({"items":[{"line":"l1","quantity":1}]})") == "");
  BOOST_TEST((d.state().items[0].reception == Reception::short_));
  BOOST_TEST(d.send("inspect", "seller", as_new) == "inspection_incomplete");
  BOOST_TEST(d.send("inspect", "seller", R"({"items":[{"line":"l1","quantity":1,"grade":"used","disposition":"refurbish","deductionBasisPoints":9000}]})") == "");
  BOOST_TEST(d.state().settlement->total == 483);                                // the policy lets half be kept at most
  Account account;
  Desk e;
  const ReturnCase partly = d.now_case;
  e.world.cases.push_back(&partly);
  account = account_of(e.world);
  BOOST_TEST(account.lines[0].units == 1);                                       // the unit that never came is free again
}

BOOST_AUTO_TEST_CASE(wrong_goods_give_nothing_and_can_be_appealed_once) {
  Desk d;
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("receive", "seller") == "");
  const std::string wrong = R"({"items":[{"line":"l1","quantity":2,"grade":"wrong_item","disposition":"return_to_sender"}]})";
  BOOST_TEST(d.send("inspect", "seller", wrong) == "");
  BOOST_TEST(d.state().settlement->total == 0);
  BOOST_TEST(d.send("refund", "seller") == "out_of_turn");
  BOOST_TEST(d.send("close", "seller") == "out_of_turn");
  BOOST_TEST(d.send("appeal", "buyer", R"({"note":"It is the right one."})") == "");
  BOOST_TEST(effects(d.last) == "escalate");
  BOOST_TEST((d.stage() == Stage::received));
  BOOST_TEST(d.wait() == "goods.inspected");                                    // nobody looked: as before
  BOOST_TEST(d.state().settlement->total == 0);
  BOOST_TEST(d.send("appeal", "buyer", R"({"note":"Again."})") == "out_of_turn");
  BOOST_TEST(d.send("close", "seller") == "");
}

BOOST_AUTO_TEST_CASE(who_bears_a_parcel_that_never_arrives) {
  for (const bool proof : {true, false}) {
    Desk d(own_label);
    BOOST_TEST(d.request() == "");
    BOOST_TEST(d.send("ship", "buyer", proof ? R"({"tracking":"T1"})" : "{}") == "");
    if (proof) BOOST_TEST(d.wait() == "parcel.silent");
    BOOST_TEST(d.wait() == "case.escalated");
    BOOST_TEST(effects(d.last) == "escalate");
    BOOST_TEST(d.wait() == "goods.received");
    BOOST_TEST((d.state().items[0].reception == Reception::lost));
    d.wait();
    BOOST_TEST((d.state().settlement->total > 0) == proof);
    BOOST_TEST(effects(d.last).find("restock") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(silence_has_an_outcome) {
  Desk d(manual);
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.wait() == "case.escalated");
  BOOST_TEST((d.state().waiting_for == ActorKind::platform));
  BOOST_TEST(d.wait() == "case.approved");
  BOOST_TEST(d.wait() == "case.expired");
  BOOST_TEST(d.wait() == "case.closed");
  BOOST_TEST(d.send("reopen", "seller", R"({"note":"the parcel came after all"})") == "");
  BOOST_TEST((d.stage() == Stage::approved));
  Desk e(manual, "keep_item");
  BOOST_TEST(e.request() == "");
  e.wait();
  BOOST_TEST(e.wait() == "case.refused");                                      // no money without goods by silence
  Desk f(manual + R"(,{"id":"fast","response":{"withinHours":24,"then":"approve"}})");
  BOOST_TEST(f.request() == "");
  BOOST_TEST(f.wait() == "case.approved");
}

BOOST_AUTO_TEST_CASE(it_does_not_matter_how_often_somebody_ticks) {
  Desk once(manual), often(manual);
  BOOST_TEST(once.request() == "");
  BOOST_TEST(often.request() == "");
  once.pass_days(900);
  once.tick_now();
  for (int day = 0; day < 900; ++day) {
    often.pass_days(1);
    often.tick_now();
  }
  BOOST_TEST(text_of_case(once.now_case) == text_of_case(often.now_case));
  BOOST_TEST((once.stage() == Stage::closed));
  BOOST_TEST(once.tick_now() == "");
}

BOOST_AUTO_TEST_CASE(an_unconfirmed_refund_is_asked_for_again_under_its_own_key) {
  Desk d;
  run_to_refund(d);
  std::vector<std::string> keys;
  for (const Effect& e : d.last.effects) {
    if (e.kind == "issue_refund") keys.push_back(e.key);
  }
  BOOST_TEST(d.wait() == "case.escalated");
  std::vector<std::string> again;
  for (const Effect& e : d.last.effects) {
    if (e.kind == "issue_refund") again.push_back(e.key);
  }
  BOOST_TEST(keys == again, boost::test_tools::per_element());
  BOOST_TEST(d.send("refund", "seller") == "out_of_turn");
  const std::size_t before = d.now_case.events.size();
  d.pass_days(3650);
  d.tick_now();
  BOOST_TEST(d.now_case.events.size() - before < 12u);                           // pauses double
  std::size_t asked = 0;
  for (const Effect& e : d.last.effects) asked += e.kind == "issue_refund" ? 1 : 0;
  BOOST_TEST(asked == 2u);                                                       // once per key, also in one long tick
}

BOOST_AUTO_TEST_CASE(a_failed_part_is_paid_under_a_new_key_and_only_that_part) {
  Desk d;
  run_to_refund(d);
  const std::vector<Payment> first = d.state().payments;
  BOOST_REQUIRE_EQUAL(first.size(), 2u);
  BOOST_TEST(d.send("fail_refund", "system", R"({"key":")" + first[1].key + R"(","code":"card_closed"})") == "");
  BOOST_TEST(d.send("fail_refund", "system", R"({"key":")" + first[1].key + R"(","code":"card_closed"})") == "already_failed");
  BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + first[0].key + R"(","reference":"a"})") == "");
  BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + first[0].key + R"(","reference":"a"})") == "already_confirmed");
  BOOST_TEST((d.stage() == Stage::refund_pending));
  BOOST_TEST(d.wait() == "refund.issued");
  BOOST_REQUIRE_EQUAL(d.state().payments.size(), 2u);
  const Payment repeated = d.state().payments[1];
  BOOST_TEST(repeated.share.amount == first[1].share.amount);
  BOOST_TEST(repeated.key != first[1].key);
  BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + first[1].key + R"(","reference":"late"})") == "unknown_key");
  BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + repeated.key + R"(","reference":"b"})") == "");
  BOOST_TEST((d.stage() == Stage::refunded));
  BOOST_TEST(d.state().refunded == d.state().settlement->total);
}

BOOST_AUTO_TEST_CASE(a_payment_given_up_may_still_be_confirmed) {
  Desk d;
  run_to_refund(d);
  const std::string key = d.state().refund_key;
  BOOST_TEST(d.send("fail_refund", "system", R"({"key":")" + key + R"(","code":"timeout"})") == "");
  for (const Payment& p : std::vector<Payment>(d.state().payments)) {
    BOOST_TEST(d.send("confirm_refund", "system", R"({"key":")" + p.key + R"(","reference":"r"})") == "");
  }
  BOOST_TEST((d.stage() == Stage::refunded));
}

BOOST_AUTO_TEST_CASE(money_that_went_back_by_hand_is_not_paid_again) {
  Desk d;
  BOOST_TEST(d.request() == "");
  BOOST_TEST(d.send("receive", "seller") == "");
  BOOST_TEST(d.send("inspect", "seller", as_new) == "");
  d.order.tenders[0].refunded = 1800;
  d.order.tenders[1].refunded = 1000;
  BOOST_TEST(d.send("refund", "seller") == "");
  BOOST_TEST(in_payments(d.state(), Payment::State::issued) == 590);
  BOOST_TEST(d.last.events[0].data.find("shortfall") != std::string::npos);
  Desk e;
  BOOST_TEST(e.request() == "");
  BOOST_TEST(e.send("receive", "seller") == "");
  BOOST_TEST(e.send("inspect", "seller", as_new) == "");
  e.order.totals.refunded = 3390;
  BOOST_TEST(e.send("refund", "seller") == "");
  BOOST_TEST((e.stage() == Stage::refunded));
  BOOST_TEST(effects(e.last) == "");
}

BOOST_AUTO_TEST_CASE(credit_exchange_and_keeping_go_their_own_ways) {
  Desk credit({}, "store_credit");
  run_to_refund(credit);
  BOOST_TEST(effects(credit.last) == "issue_credit");
  BOOST_TEST(in_payments(credit.state(), Payment::State::issued) == 1933 + 193);
  Desk exchange({}, "exchange");
  run_to_refund(exchange);
  BOOST_TEST(effects(exchange.last) == "ship_replacement");
  BOOST_TEST(exchange.send("fail_refund", "system", R"({"key":")" + exchange.state().refund_key + R"(","code":"out_of_stock"})") == "");
  BOOST_TEST(exchange.send("refund", "seller") == "");
  BOOST_TEST(exchange.send("confirm_refund", "system", R"({"key":")" + exchange.state().refund_key + R"(","reference":"parcel"})") == "");
  BOOST_TEST((exchange.stage() == Stage::delivered));
  BOOST_TEST(exchange.state().refunded == 0);
  Desk keep({}, "keep_item");
  BOOST_TEST(keep.request() == "");
  BOOST_TEST((keep.stage() == Stage::refund_pending));
  BOOST_TEST(effects(keep.last) == "");
  BOOST_TEST(keep.wait() == "refund.issued");
  BOOST_TEST(in_payments(keep.state(), Payment::State::issued) == 1933);
}

BOOST_AUTO_TEST_CASE(events_of_the_future_are_kept_and_make_the_case_read_only) {
  Desk d;
  BOOST_TEST(d.request() == "");
  Event e;
  e.seq = 3;
  e.type = "return.teleported";
  e.at = d.world.now;
  e.command = "x";
  e.data = R"({"to":"Mars"})";
  e.prev = d.now_case.events.back().hash;
  e.hash = std::string(64, '0');
  ReturnCase c = d.now_case;
  c.events.push_back(e);
  Problems problems;
  d.now_case = case_of(text_of_case(c), problems);
  BOOST_REQUIRE(problems.ok());
  BOOST_TEST(d.state().read_only);
  BOOST_TEST((d.stage() == Stage::approved));
  BOOST_TEST(d.now_case.events[2].data == R"({"to":"Mars"})");
  BOOST_TEST(d.send("cancel", "buyer") == "read_only");
  BOOST_TEST(d.state().deadlines.empty());
  BOOST_TEST(text_of_case(d.now_case) == text_of_case(c));
}

BOOST_AUTO_TEST_CASE(the_storefronts_record_of_a_case_does_not_stand_against_it) {
  Desk d;
  BOOST_TEST(d.request(3) == "");
  d.order.returns.push_back({"rma-1", ReturnStatus::approved, {{"l1", 3}}, 0, ""});
  BOOST_TEST(d.send("receive", "seller") == "");
  BOOST_TEST(d.send("inspect", "seller", R"({"items":[{"line":"l1","quantity":3,"grade":"as_new","disposition":"restock"}]})") == "");
  BOOST_TEST(d.state().settlement->total == 3390);                               // with the delivery that was paid
}

BOOST_AUTO_TEST_CASE(a_broken_document_is_a_fault_with_a_pointer) {
  Desk d;
  BOOST_TEST(d.request() == "");
  const std::string text = text_of_case(d.now_case);
  const auto fault = [](std::string changed) {
    Problems problems;
    case_of(changed, problems);
    return problems.ok() ? std::string() : problems.errors()[0].code + " " + problems.errors()[0].pointer;
  };
  std::string t = text;
  t.replace(t.find("\"quantity\":2,\"reason\""), 12, "\"quantity\":-2");
  BOOST_TEST(fault(t).find("out_of_range /events/0/data/") == 0);
  t = text;
  t.replace(t.find("case.opened"), 11, "case.openly");
  BOOST_TEST(fault(t) == "not_opened /events");
  BOOST_TEST(fault(R"({"id":"c","order":"o","kind":"return","events":[]})") == "not_opened /events");
}

/// Cases come over the wire: whatever somebody makes of one, and however well he hashes it, it is refused or folded, and
/// what follows stays within what was paid.
BOOST_AUTO_TEST_CASE(mutated_cases_are_refused_or_harmless) {
  Desk d;
  run_to_refund(d);
  const std::string text = text_of_case(d.now_case);
  std::uint64_t seed = 1;
  const auto random = [&seed](std::size_t below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((seed >> 33) % below);
  };
  const std::string_view pieces[] = {"0", "-1", "9007199254740991", "1000000", "\"\"", "null", "{}", "[]", "received", "exchange", "l1", "true"};
  int folded = 0;
  for (int i = 0; i < 1500; ++i) {
    std::string t = text;
    std::size_t at = text.find("\"data\"", random(text.size()));
    if (at == std::string::npos) continue;
    at = t.find_first_of(":", at + 8 + random(400));
    if (at == std::string::npos) continue;
    const std::size_t end = t.find_first_of(",}]", at);
    t.replace(at + 1, end - at - 1, std::string(pieces[random(std::size(pieces))]));
    Problems problems;
    ReturnCase c = case_of(t, problems);
    if (!problems.ok()) continue;
    ++folded;
    std::string prev;
    for (Event& e : c.events) {
      e.prev = prev;
      prev = e.hash = lifecycle::hash_of(e);
    }
    Writer out;
    write_view(out, c);
    d.now_case = c;
    d.order.lines[0].quantity = 3;
    d.send("refund", "seller");
    d.now_case.state.payments.clear();
    d.send("inspect", "seller", as_new);
    Desk other;
    other.case_id = "rma-2";
    other.world.cases.push_back(&c);
    other.request(1);
    BOOST_REQUIRE_LE(other.state().quoted.total, 3390);
  }
  BOOST_TEST(folded > 100);
}

BOOST_AUTO_TEST_CASE(the_table_is_exported) {
  Writer out;
  write_lifecycle(out);
  Problems problems;
  const Document document = Document::parse(out.text(), problems);
  BOOST_TEST(document.root().canonical() == out.text());
  BOOST_TEST(document.root()["commands"].size() == lifecycle::command_rows().size());
  BOOST_TEST(document.root()["final"].size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
