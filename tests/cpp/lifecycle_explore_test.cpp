// Every state that a return can reach, by every command of everybody and by every deadline: no dead end, no wait without a
// clock, no second payment, and every case can end.
#include "lifecycle_desk.hpp"
#include "lifecycle/table.hpp"
#include "settlement/parts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

using namespace lifecycle_desk;

namespace {

struct Move { std::string type, actor, data; };

const std::string_view actors[] = {"buyer", "seller", "host", "carrier", "platform", "insurer", "system"};

std::string inspection(std::int64_t units, const char* grade, const char* disposition, int deduction) {
  return R"({"items":[{"line":"l1","quantity":)" + std::to_string(units) + R"(,"grade":")" + grade + R"(","disposition":")" + disposition +
         R"(","deductionBasisPoints":)" + std::to_string(deduction) + "}]}";
}

/// What distinguishes states: all but times, hashes and words.
std::string key_of(const CaseState& s) {
  std::string key(to_text(s.stage));
  const auto add_number = [&key](std::int64_t n) { key += "/" + std::to_string(n); };
  add_number(std::min<std::int64_t>(s.escalations, 2));
  add_number(s.issued * 8 + s.appealed * 4 + s.released * 2 + s.sent_with_proof);
  for (const CaseItem& item : s.items) {
    add_number(item.received);
    key += to_text(item.reception);
  }
  add_number(s.settlement ? s.settlement->total : -1);
  for (const InspectedItem& i : s.inspection) {
    key += to_text(i.grade);
    add_number(i.quantity * 100000 + i.deduction_basis_points);
  }
  for (const Payment& p : s.payments) {
    key += p.share.tender;
    add_number(static_cast<std::int64_t>(p.state) + 10 * p.share.amount);
  }
  // Where a reopened case goes on depends on where it has been.
  for (const Stage stage : {Stage::approved, Stage::received}) {
    add_number(std::any_of(s.visits.begin(), s.visits.end(), [stage](const StageVisit& v) { return v.stage == stage; }));
  }
  return key;
}

std::vector<Move> moves(const CaseState& s) {
  std::vector<Move> out = {
      {"approve", "seller", "{}"}, {"approve", "system", "{}"}, {"refuse", "platform", R"({"reason":"worn","note":"n"})"}, {"cancel", "buyer", "{}"},
      {"ship", "buyer", "{}"}, {"ship", "buyer", R"({"tracking":"T"})"}, {"receive", "seller", "{}"},
      {"receive", "carrier", R"({"items":[{"line":"l1","quantity":1}]})"}, {"receive", "seller", R"({"items":[{"line":"l1","quantity":0,"state":"lost"}]})"},
      {"receive", "seller", R"({"items":[{"line":"l1","quantity":1,"state":"wrong"}]})"}, {"refund", "seller", "{}"}, {"close", "seller", "{}"},
      {"reopen", "seller", R"({"note":"n"})"}, {"appeal", "buyer", R"({"note":"n"})"}, {"note", "host", R"({"text":"n"})"}};
  out.push_back({"inspect", "seller", R"({"items":[]})"});
  for (std::int64_t units = 1; units <= 2; ++units) {
    out.push_back({"inspect", "seller", inspection(units, "used", "refurbish", 4000)});
    out.push_back({"inspect", "seller", inspection(units, "wrong_item", "return_to_sender", 0)});
  }
  std::vector<std::string> keys = {"bogus", s.refund_key};
  for (const Payment& p : s.payments) keys.push_back(p.key);
  for (const std::string& key : keys) {
    if (key.empty()) continue;
    out.push_back({"confirm_refund", "system", R"({"key":")" + key + R"(","reference":"r"})"});
    out.push_back({"fail_refund", "system", R"({"key":")" + key + R"(","code":"c"})"});
  }
  return out;
}

struct Explorer {
  Desk desk;
  std::vector<ReturnCase> states;
  std::map<std::string, std::size_t> known;
  std::vector<std::set<std::size_t>> back;         // who leads here
  std::deque<std::size_t> open;
  std::set<std::pair<std::string, Stage>> asked;
  std::size_t tried = 0;

  Explorer(const std::string& rules, const std::string& resolution) : desk(rules, resolution) {}

  void keep(const ReturnCase& c, std::size_t from) {
    const auto found = known.emplace(key_of(c.state), states.size());
    if (found.second) {
      states.push_back(c);
      back.emplace_back();
      open.push_back(states.size() - 1);
    }
    back[found.first->second].insert(from);
  }

  /// A provider pays each key once; what the case knows to be paid or still under way must be within what is due, and what
  /// is due within what was paid. A key that comes again must name the same payment.
  void check_money(const ReturnCase& c, const Transition& t) {
    const CaseState& s = c.state;
    const Minor sent = in_payments(s, Payment::State::issued) + in_payments(s, Payment::State::confirmed);
    const Quote& q = settlement::quote_in_force(s);
    BOOST_REQUIRE_LE(sent, q.total);
    BOOST_REQUIRE_LE(q.total - settlement::sum_of(q.components, ComponentKind::credit_bonus), settlement::paid_for(desk.order));
    BOOST_REQUIRE_EQUAL(s.refunded, in_payments(s, Payment::State::confirmed));
    std::set<std::string> keys;
    for (const Payment& p : s.payments) BOOST_REQUIRE(keys.insert(p.key).second);
    for (const Effect& e : t.effects) {
      if (e.kind != "issue_refund" && e.kind != "issue_credit") continue;
      const auto paid = std::find_if(s.payments.begin(), s.payments.end(), [&e](const Payment& p) { return p.key == e.key; });
      BOOST_REQUIRE(paid != s.payments.end() && paid->state == Payment::State::issued);
      BOOST_REQUIRE(e.data.find("\"amount\":" + std::to_string(paid->share.amount)) != std::string::npos);
    }
  }

  void check_clock(const CaseState& s) {
    const bool final = lifecycle::holds(lifecycle::final_stages, s.stage);
    BOOST_REQUIRE_EQUAL(s.deadlines.empty(), final);
    BOOST_REQUIRE_EQUAL(s.waiting_for.has_value(), !final);
  }

  /// Only the row's actors get past the first question.
  void check_strangers(const Move& m) {
    if (!asked.insert({m.type, desk.stage()}).second) return;
    const lifecycle::CommandRow* row = nullptr;
    for (const lifecycle::CommandRow& r : lifecycle::command_rows()) {
      if (to_text(r.type) == m.type) row = &r;
    }
    for (std::size_t i = 0; i < std::size(actors); ++i) {
      if (lifecycle::holds(row->by, i)) continue;
      const Transition t = desk.try_out(m.type, actors[i], m.data);
      BOOST_REQUIRE(!t.accepted && t.refusal && t.refusal->code == "not_permitted");
    }
  }

  void visit(std::size_t index) {
    const ReturnCase c = states[index];
    check_clock(c.state);
    std::set<std::string> accepted;
    for (const Move& m : moves(c.state)) {
      desk.now_case = c;
      desk.world.now = c.state.updated_at;
      ++tried;
      check_strangers(m);
      const Transition t = desk.try_out(m.type, m.actor, m.data, -1, "m" + std::to_string(tried));
      BOOST_REQUIRE(desk.problems.ok());
      BOOST_REQUIRE_EQUAL(t.accepted, !t.refusal.has_value());
      BOOST_REQUIRE_EQUAL(t.accepted, !t.events.empty());
      CommandType type{};
      BOOST_REQUIRE(from_text(m.type, type));
      BOOST_REQUIRE_EQUAL(lifecycle::possible(c.state, type), !t.refusal || t.refusal->code != "out_of_turn");
      if (!t.accepted) continue;
      accepted.insert(m.type);
      check_money(t.next, t);
      keep(t.next, index);
    }
    // What the view promises can be done.
    for (const lifecycle::CommandRow& row : lifecycle::command_rows()) {
      if (lifecycle::possible(c.state, row.type)) BOOST_REQUIRE_EQUAL(accepted.count(std::string(to_text(row.type))), 1u);
    }
    if (c.state.deadlines.empty()) return;
    desk.now_case = c;
    desk.world.now = std::max(c.state.updated_at, c.state.deadlines[0].due);
    BOOST_REQUIRE(desk.wait() != "");
    check_money(desk.now_case, desk.last);
    keep(desk.now_case, index);
  }

  void run() {
    BOOST_REQUIRE_EQUAL(desk.request(), "");
    keep(desk.now_case, 0);
    while (!open.empty()) {
      const std::size_t index = open.front();
      open.pop_front();
      BOOST_TEST_CONTEXT("state " << key_of(states[index].state)) visit(index);
    }
    check_ends();
  }

  /// From every state some way leads to the end.
  void check_ends() {
    std::vector<bool> ends(states.size(), false);
    std::deque<std::size_t> todo;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (!lifecycle::holds(lifecycle::final_stages, states[i].state.stage)) continue;
      ends[i] = true;
      todo.push_back(i);
    }
    while (!todo.empty()) {
      const std::size_t at = todo.front();
      todo.pop_front();
      for (const std::size_t from : back[at]) {
        if (ends[from]) continue;
        ends[from] = true;
        todo.push_back(from);
      }
    }
    for (std::size_t i = 0; i < states.size(); ++i) BOOST_REQUIRE_MESSAGE(ends[i], "no end from " + key_of(states[i].state));
  }

  /// By deadlines alone, without anybody doing anything, every state comes to rest, but for a payment that only its
  /// provider can tell about.
  void check_silence() {
    for (const ReturnCase& c : states) {
      desk.now_case = c;
      desk.world.now = {c.state.updated_at.ms + 3650 * ms_per_day};
      desk.tick_now();
      BOOST_REQUIRE(lifecycle::holds(lifecycle::final_stages, desk.stage()) || lifecycle::unconfirmed(desk.state()));
    }
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle_explored)

BOOST_AUTO_TEST_CASE(every_reachable_state_is_sound) {
  const std::string manual = R"(,{"id":"ask","approval":{"mode":"manual"}})";
  const std::string own = R"(,{"id":"own","method":{"method":"by_mail","payer":"buyer","label":"own"}})";
  const struct { const char* resolution; const std::string& rules; } starts[] = {
      {"original_payment_method", manual}, {"original_payment_method", own}, {"store_credit", own}, {"exchange", manual}, {"keep_item", manual}, {"keep_item", own}};
  for (const auto& start : starts) {
    BOOST_TEST_CONTEXT(start.resolution << " " << start.rules) {
      Explorer e(start.rules, start.resolution);
      e.run();
      e.check_silence();
      BOOST_TEST_MESSAGE(start.resolution << ": " << e.states.size() << " states, " << e.tried << " commands");
      BOOST_TEST(e.states.size() > 20u);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
