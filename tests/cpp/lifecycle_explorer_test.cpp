#include "lifecycle_explorer.hpp"

#include "json/text.hpp"

namespace lifecycle_explorer {
namespace {

const std::string_view actors[] = {"buyer", "seller", "host", "carrier", "platform", "insurer", "system"};

void require(bool truth, const std::string& what) {
  if (!truth) throw Violation{what};
}

std::string inspection(std::int64_t units, const char* grade, const char* disposition, int deduction) {
  return R"({"items":[{"line":"l1","quantity":)" + std::to_string(units) + R"(,"grade":")" + grade + R"(","disposition":")" + disposition +
         R"(","deductionBasisPoints":)" + std::to_string(deduction) + "}]}";
}

bool is_final(const CaseState& s) { return lifecycle::holds(lifecycle::final_stages, s.stage); }

Minor out_and_way(const CaseState& s) { return in_payments(s, Payment::State::issued) + in_payments(s, Payment::State::confirmed); }

}  // namespace

std::vector<Start> starts(bool with_wide) {
  constexpr const char* manual = R"(,{"id":"ask","approval":{"mode":"manual"}})";
  constexpr const char* own = R"(,{"id":"own","method":{"method":"by_mail","payer":"buyer","label":"own"}})";
  constexpr const char* early = R"(,{"id":"early","advance":{"when":"at_approval"}})";
  constexpr const char* scanned = R"(,{"id":"early","advance":{"when":"at_scan"}})";
  using K = CaseKind;
  // Two units part ways in many more states than one; and how credit or a label of one's own goes differs little.
  std::vector<Start> wide;
  if (with_wide) {
    wide = {{K::return_, "original_payment_method", manual, Side::plain, "", 2},
            {K::return_, "original_payment_method", own, Side::plain, "", 2},
            {K::return_, "store_credit", own, Side::plain, "", 2},
            {K::return_, "exchange", manual, Side::plain, "", 2},
            {K::repair, "repair", manual, Side::plain, "", 2}};
  }
  const std::vector<Start> narrow = {
      {K::return_, "original_payment_method", manual},
      {K::return_, "store_credit", own},
      {K::return_, "exchange", manual},
      {K::return_, "exchange", manual, Side::plain, "", 1, R"(,"exchangeFor":{"variant":"XL","unitPrice":{"amount":1500,"currency":"EUR"}})"},
      {K::return_, "exchange", manual, Side::plain, "", 1, R"(,"exchangeFor":{"variant":"S","unitPrice":{"amount":600,"currency":"EUR"}})"},
      {K::return_, "keep_item", manual},
      {K::return_, "keep_item", own},
      {K::return_, "original_payment_method", early},
      {K::return_, "original_payment_method", scanned},
      {K::return_, "exchange", early},
      {K::return_, "original_payment_method", manual, Side::talk},
      {K::return_, "original_payment_method", manual, Side::offers},
      {K::refund_before_dispatch, "original_payment_method", manual},
      {K::refund_before_dispatch, "original_payment_method", manual, Side::talk},
      {K::refund_before_dispatch, "original_payment_method", manual, Side::offers},
      {K::not_received, "original_payment_method", ""},
      {K::not_received, "reship", ""},
      {K::not_received, "original_payment_method", "", Side::talk},
      {K::not_received, "reship", "", Side::offers},
      {K::reship, "reship", ""},
      {K::reship, "reship", "", Side::offers},
      {K::repair, "repair", manual},
      {K::repair, "replacement", ""},
      {K::repair, "repair", manual, Side::plain, "at_home"},
      {K::repair, "repair", manual, Side::talk},
      {K::damage_claim, ""},
      {K::damage_claim, "", "", Side::talk},
      {K::damage_claim, "", "", Side::offers},
      {K::complaint, ""},
      {K::complaint, "", "", Side::talk},
      {K::complaint, "", "", Side::offers},
      {K::inquiry, ""},
      {K::inquiry, "", "", Side::talk},
  };
  wide.insert(wide.end(), narrow.begin(), narrow.end());
  return wide;
}

std::string key_of(const CaseState& s) {
  std::string key(to_text(s.kind));
  key += " ";
  key += to_text(s.stage);
  const auto add_number = [&key](std::int64_t n) { key += "/" + std::to_string(n); };
  add_number(std::min<std::int64_t>(s.escalations, 2));
  add_number(s.issued * 16 + s.appealed * 8 + s.released * 4 + s.sent_with_proof * 2 + s.advanced);
  add_number(s.silences);
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
  if (s.charge) add_number(s.charge->amount * 10 + static_cast<std::int64_t>(s.charge->state));
  if (s.asked) key += "?" + std::string(to_text(s.asked->of));
  if (s.offer) key += "!" + std::string(to_text(s.offer->to)) + std::string(to_text(s.offer->back)) + std::to_string(s.offer->amount.value_or(0));
  add_number(s.disputes);              // how often something was asked or offered does not count; its limits have tests of their own
  key += s.assessment + s.finding;
  // Where a reopened case goes on depends on where it has been.
  for (const Stage stage : {Stage::approved, Stage::received}) {
    add_number(std::any_of(s.visits.begin(), s.visits.end(), [stage](const StageVisit& v) { return v.stage == stage; }));
  }
  return key;
}

Explorer::Explorer(const Start& start) : desk(start.rules, start.resolution), start_(start) {
  desk.kind = start.kind;
  desk.method = start.method;
  if (start.kind == CaseKind::refund_before_dispatch) desk.order.shipments.clear();
  if (start.kind == CaseKind::not_received) {
    desk.order.shipments[0].status = ShipmentStatus::shipped;
    desk.order.shipments[0].delivered = {};
  }
}

std::vector<Move> Explorer::moves(const CaseState& s) {
  const std::string note = R"({"note":"n"})";
  std::vector<Move> out = {
      {"approve", "{}"}, {"refuse", R"({"reason":"worn","note":"n"})"}, {"refuse", "{}"}, {"cancel", "{}"}, {"ship", "{}"}, {"ship", R"({"tracking":"T"})"},
      {"receive", "{}"}, {"receive", R"({"items":[{"line":"l1","quantity":1}]})"}, {"receive", R"({"items":[{"line":"l1","quantity":0,"state":"lost"}]})"},
{"refund", "{}"}, {"close", "{}"}, {"reopen", note}, {"appeal", note},
      {"note", R"({"text":"n"})"}, {"inspect", R"({"items":[]})"}, {"acknowledge", "{}"}, {"classify", R"({"category":"c","cause":"x"})"}, {"investigate", "{}"},
      {"report", R"({"result":"lost"})"}, {"report", R"({"result":"found"})"}, {"report", R"({"result":"delivered"})"}, {"report", R"({"result":"confirmed","cause":"x"})"},
      {"assess", R"({"outcome":"repair"})"}, {"assess", R"({"outcome":"replace"})"}, {"assess", R"({"outcome":"refund"})"}, {"assess", R"({"outcome":"decline"})"},
      {"complete_repair", "{}"}, {"send", R"({"carrier":"c","tracking":"T"})"}, {"deliver", "{}"}, {"confirm", "{}"}, {"answer", R"({"text":"a","article":"kb-1"})"},
      {"track", R"({"status":"seen"})"}, {"redact", R"({"reason":"asked"})"}, {"message", R"({"text":"n"})"}};
  if (start_.side == Side::plain) out.push_back({"receive", R"({"items":[{"line":"l1","quantity":1,"state":"wrong"}]})"});
  for (std::int64_t units = 1; units <= start_.units; ++units) {
    out.push_back({"inspect", inspection(units, "used", "refurbish", 4000)});
    out.push_back({"inspect", inspection(units, "wrong_item", "return_to_sender", 0)});
  }
  std::vector<std::string> keys = {"bogus", s.refund_key};
  for (const Payment& p : s.payments) keys.push_back(p.key);
  for (const std::string& key : keys) {
    if (key.empty()) continue;
    out.push_back({"confirm_refund", R"({"key":")" + key + R"(","reference":"r"})"});
    out.push_back({"fail_refund", R"({"key":")" + key + R"(","code":"c"})"});
  }
  for (const std::string& key : {std::string("bogus"), s.charge ? s.charge->key : std::string()}) {
    if (key.empty()) continue;
    out.push_back({"confirm_charge", R"({"key":")" + key + R"(","reference":"r"})"});
    out.push_back({"fail_charge", R"({"key":")" + key + R"(","code":"c"})"});
  }
  if (start_.side == Side::talk) {
    out.push_back({"ask", R"({"text":"?"})"});
    out.push_back({"ask", R"({"text":"?","of":"carrier"})"});
    out.push_back({"reply", R"({"text":"!"})"});
    out.push_back({"extend", R"({"hours":24})"});
    out.push_back({"add_evidence", R"({"evidence":[{"id":"e","kind":"photo","sha256":"00"}]})"});
  }
  if (start_.side == Side::offers) {
    out.push_back({"propose", R"({"amount":{"amount":300,"currency":"EUR"},"remedy":"sorry"})"});
    out.push_back({"propose", R"({"amount":{"amount":900000,"currency":"EUR"}})"});
    out.push_back({"propose", R"({"remedy":"call"})"});
    out.push_back({"accept", "{}"});
    out.push_back({"decline", "{}"});
    out.push_back({"dispute", note});
    out.push_back({"decide", R"({"for":"buyer","note":"n"})"});
    out.push_back({"decide", R"({"for":"seller","note":"n"})"});
  }
  return out;
}

void Explorer::keep(const ReturnCase& c, std::size_t from) {
  const auto found = known_.emplace(key_of(c.state), states_.size());
  if (found.second) {
    states_.push_back(c);
    back_.emplace_back();
    open_.push_back(states_.size() - 1);
  }
  back_[found.first->second].insert(from);
}

/// A provider pays each key once; what the case knows to be paid or still under way must be within what is due, and what
/// is due within what was paid. A key that comes again must name the same payment.
void Explorer::check_money(const ReturnCase& c, const Transition& t) {
  const CaseState& s = c.state;
  const Minor sent = out_and_way(s);
  const Quote& q = settlement::quote_in_force(s);
  const Minor back = s.charge && s.charge->why == "recall" ? s.charge->amount : 0;
  require(sent <= std::max(q.total, back + (s.settlement ? s.settlement->total : 0)) || s.advanced, "more is paid than is due");
  require(sent - settlement::sum_of(q.components, ComponentKind::credit_bonus) <= settlement::paid_for(desk.order), "more is paid than was paid");
  require(q.total - settlement::sum_of(q.components, ComponentKind::credit_bonus) <= settlement::paid_for(desk.order), "more is due than was paid");
  require(s.refunded == in_payments(s, Payment::State::confirmed), "the sum of what is confirmed is wrong");
  std::set<std::string> keys;
  for (const Payment& p : s.payments) require(keys.insert(p.key).second, "two payments have one key");
  for (const Effect& e : t.effects) {
    if (e.kind == "ship_replacement") require(!lifecycle::charge_open(s) || s.charge->why == "recall", "goods go out before their price is paid");
    if (e.kind != "issue_refund" && e.kind != "issue_credit") continue;
    const auto paid = std::find_if(s.payments.begin(), s.payments.end(), [&e](const Payment& p) { return p.key == e.key; });
    require(paid != s.payments.end() && paid->state == Payment::State::issued, "an effect pays what the case does not know");
    require(e.data.find("\"amount\":" + std::to_string(paid->share.amount)) != std::string::npos, "an effect pays another amount than the case knows");
  }
  const bool looked = s.settlement || lifecycle::goods_stay(s) || s.advanced || s.kind != CaseKind::return_;
  require(!s.issued || looked, "money or goods go out before the goods were looked at");
  // Who was paid early and kept the goods has been asked for it.
  if (s.advanced && s.stage == Stage::closed && sent > 0) {
    const Minor due = s.settlement ? s.settlement->total : 0;
    require(sent <= due || s.charge, "what was paid early was never asked back");
  }
}

void Explorer::check_clock(const CaseState& s) {
  require(s.deadlines.empty() == is_final(s), is_final(s) ? "a case that is over has a clock" : "a wait without a clock");
  require(s.waiting_for.has_value() == !is_final(s), "nobody is waited for");
  for (const Deadline& d : s.deadlines) require(s.opened_at < d.due, "a deadline before the case");
}

/// What holds for a command at a stage whatever the rest of the state is like, tried once.
void Explorer::check_once(const Move& m, const ReturnCase& c, std::string_view actor, const Transition& t) {
  if (!once_.insert(m.type + std::string(to_text(c.state.stage)) + std::string(actor)).second) return;
  CommandType type{};
  from_text(m.type, type);
  const lifecycle::CommandRow* row = lifecycle::find_row(type, c.state.kind);
  // Sent again, it is the same command.
  const Event last = t.next.events.back();
  desk.now_case = t.next;
  const Transition again = desk.try_out(m.type, actor, m.data, static_cast<std::int64_t>(c.events.size()), last.command);
  require(again.accepted && again.events.empty() && again.effects.empty(), "a command that is sent twice counts twice");
  desk.now_case = c;
  if (row->commutes || c.events.size() < 2) return;
  const Transition stale = desk.try_out(m.type, actor, m.data, static_cast<std::int64_t>(c.events.size()) - 1);
  require(!stale.accepted && stale.refusal && stale.refusal->code == "stale_version" && stale.refusal->current_version == static_cast<std::int64_t>(c.events.size()),
          "a stale command is taken");
}

void Explorer::try_move(const Move& m, const ReturnCase& c, std::size_t index, std::set<std::string>& accepted) {
  CommandType type{};
  require(from_text(m.type, type), "no such command: " + m.type);
  const lifecycle::CommandRow* row = lifecycle::find_row(type, c.state.kind);
  for (std::size_t i = 0; i < std::size(actors); ++i) {
    const auto actor = static_cast<ActorKind>(i);
    // Who may not, or of what kind the case is, does not depend on the rest of the state.
    // What is impossible, and what is only written down, is tried once at each stage.
    const bool stranger = row == nullptr || !lifecycle::holds(row->by, actor) || !lifecycle::possible(c.state, *row);
    if ((stranger || (row->commutes && row->to == 0)) && !once_.insert("once " + m.type + m.data + std::string(to_text(c.state.kind)) + std::string(to_text(c.state.stage)) + std::string(actors[i])).second) continue;
    desk.now_case = c;
    desk.world.now = c.state.updated_at;
    ++commands;
    const Transition t = desk.try_out(m.type, actors[i], m.data, -1, "m" + std::to_string(commands));
    if (!desk.problems.ok()) continue;               // data that this command does not take
    require(t.accepted == !t.refusal.has_value(), "an answer is neither yes nor no");
    require(t.accepted == !t.events.empty(), "a yes without an event, or a no with one");
    if (!t.accepted) {
      ++refusals;
      require(!t.refusal->code.empty() && !t.refusal->message.empty(), "a refusal without a reason");
      require(t.next.events.size() == c.events.size() && t.effects.empty(), "a refusal leaves something behind");
    }
    if (row == nullptr) {
      require(t.refusal && t.refusal->code == "wrong_kind", "a command of another kind is taken");
      continue;
    }
    const bool may = lifecycle::holds(row->by, actor), can = lifecycle::possible(c.state, *row), turn = lifecycle::has_turn(c.state, type, actor);
    require(may == !(t.refusal && t.refusal->code == "not_permitted"), "the wrong actor is let in, or the right one kept out");
    if (!may) continue;
    require(can == !(t.refusal && t.refusal->code == "out_of_turn"), "what is possible is refused as out of turn, or the other way round");
    if (!can) continue;
    require(turn == !(t.refusal && t.refusal->code == "not_your_turn"), "turns are not kept");
    if (!t.accepted) continue;
    accepted.insert(m.type);
    ++transitions;
    require(m.data.find("bogus") == std::string::npos, "a payment is told of that the case does not know");
    if (type == CommandType::accept || type == CommandType::decline) require(c.state.offer && c.state.offer->to == actor, "somebody answers an offer that is not for it");
    if (type == CommandType::reply && c.state.asked) require(c.state.asked->of == actor, "somebody answers what it was not asked");
    const Stage after = t.next.state.stage;
    require(after == c.state.stage || lifecycle::holds(row->to, after), m.type + " leads to " + std::string(to_text(after)) + ", which its row does not say");
    require(after == c.state.stage || lifecycle::find_row(type, c.state.kind)->from != 0, "a move from nowhere");
    // The other side's clock is not for one's own hand.
    if (type == CommandType::extend) require(actor == ActorKind::platform || c.state.waiting_for != actor, "somebody gives time to itself");
    if (type == CommandType::refund) require(!c.state.issued || lifecycle::any_payment(c.state, Payment::State::failed) || c.state.stage == Stage::inspected, "what is paid is paid again");
    if (type == CommandType::appeal) require(!c.state.appealed, "a second appeal");
    if (type == CommandType::close && c.state.stage == Stage::inspected) require(!lifecycle::payable(c.state), "a case is closed that still owes");
    check_money(t.next, t);
    keep(t.next, index);
    check_once(m, c, actors[i], t);
  }
}

/// A question makes the clock stand still, and the answer lets what was left of it run on.
void Explorer::check_pause(const ReturnCase& c) {
  if (!lifecycle::possible(c.state, CommandType::ask) || c.state.deadlines.empty()) return;
  desk.now_case = c;
  desk.world.now = c.state.updated_at;
  const Instant due = c.state.deadlines[0].due;
  if (due <= desk.world.now || desk.send("ask", "platform", R"({"text":"?","of":"buyer"})") != "") return;
  desk.world.now.ms += 5 * ms_per_hour;
  require(desk.send("reply", "buyer", R"({"text":"!"})") == "", "a question cannot be answered");
  require(!desk.state().deadlines.empty(), "no clock after an answer");
  require(desk.state().deadlines[0].due.ms == due.ms + 5 * ms_per_hour, "the time of a question is lost or given twice");
}

/// Deadlines fire the same whether somebody ticks once or often.
void Explorer::check_tick(const ReturnCase& c, std::size_t index) {
  if (c.state.deadlines.empty()) return;
  desk.now_case = c;
  desk.world.now = std::max(c.state.updated_at, c.state.deadlines[0].due);
  require(desk.wait() != "", "a deadline passes and nothing happens");
  check_money(desk.now_case, desk.last);
  keep(desk.now_case, index);
  desk.world.now.ms += 45 * ms_per_day;
  desk.tick_now();
  const std::string often = desk.now_case.events.back().hash;
  desk.now_case = c;
  desk.tick_now();
  require(desk.now_case.events.back().hash == often, "ticking once is not like ticking twice");
}

/// The log alone says all that the state is, and holds together.
void Explorer::check_log(const ReturnCase& c) {
  require(verify_chain(c) < 0, "the chain does not hold");
  ReturnCase forged = c;
  forged.events.back().data.insert(1, forged.events.back().data == "{}" ? "\"x\":1" : "\"A\":1,");
  require(verify_chain(forged) >= 0, "a changed event is not found");
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    if (c.events[i].personal.empty()) continue;
    forged = c;
    forged.events[i].personal.insert(1, "\"A\":1,");
    require(verify_chain(forged) == static_cast<std::int64_t>(i), "changed words are not found");
  }
  Problems problems;
  const ReturnCase again = case_of(text_of_case(c), problems);
  require(problems.ok() && key_of(again.state) == key_of(c.state), "the log gives another state");
  require(again.state.deadlines.size() == c.state.deadlines.size(), "the log gives other deadlines");
  for (std::size_t i = 0; i < c.state.deadlines.size(); ++i) require(again.state.deadlines[i].due == c.state.deadlines[i].due, "the log gives other deadlines");
  for (std::size_t i = 1; i < c.events.size(); ++i) require(!(c.events[i].at < c.events[i - 1].at), "time runs backwards");
}

void Explorer::visit(std::size_t index) {
  const ReturnCase c = states_[index];
  check_clock(c.state);
  check_log(c);
  std::set<std::string> accepted;
  for (const Move& m : moves(c.state)) try_move(m, c, index, accepted);
  // What the view promises can be done.
  const bool talk = start_.side == Side::talk, offers = start_.side == Side::offers;
  const std::set<std::string> talks = {"ask", "reply", "extend", "add_evidence"}, deals = {"propose", "accept", "decline", "dispute", "decide"};
  for (const lifecycle::CommandRow& row : lifecycle::command_rows()) {
    const std::string type(to_text(row.type));
    if (row.type == CommandType::convert || (!talk && talks.count(type) != 0) || (!offers && deals.count(type) != 0)) continue;
    if (row.commutes) continue;
    if (lifecycle::possible(c.state, row)) require(accepted.count(type) == 1, "the view offers " + type + ", which nobody can do");
  }
  if (talk) check_pause(c);
  check_tick(c, index);
}

/// From every state some way leads to the end.
void Explorer::check_ends() {
  std::vector<bool> ends(states_.size(), false);
  std::deque<std::size_t> todo;
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if (!is_final(states_[i].state)) continue;
    ends[i] = true;
    todo.push_back(i);
  }
  while (!todo.empty()) {
    const std::size_t at = todo.front();
    todo.pop_front();
    for (const std::size_t from : back_[at]) {
      if (ends[from]) continue;
      ends[from] = true;
      todo.push_back(from);
    }
  }
  for (std::size_t i = 0; i < states_.size(); ++i) require(ends[i], "no end from " + key_of(states_[i].state));
}

/// By deadlines alone, without anybody doing anything, every state comes to rest, but for what only a provider of payments
/// or whoever sends the goods can tell.
void Explorer::check_silence() {
  for (const ReturnCase& c : states_) {
    desk.now_case = c;
    desk.world.now = {c.state.updated_at.ms + 3650 * ms_per_day};
    desk.tick_now();
    require(is_final(desk.state()) || lifecycle::unconfirmed(desk.state()) || lifecycle::charge_open(desk.state()), "silence leads nowhere from " + key_of(c.state));
    if (c.state.stage == Stage::requested && lifecycle::goods_stay(c.state) && c.state.kind == CaseKind::return_ && !c.state.issued) {
      require(out_and_way(desk.state()) == 0, "money is given away without the goods when nobody has looked");
    }
  }
}

void Explorer::run() {
  const std::string opened = desk.request(start_.units, start_.kind == CaseKind::damage_claim ? "seller" : "buyer", start_.more);
  require(opened.empty(), "the case cannot be opened: " + opened);
  keep(desk.now_case, 0);
  while (!open_.empty()) {
    const std::size_t index = open_.front();
    open_.pop_front();
    try {
      visit(index);
    } catch (const Violation& v) {
      throw Violation{v.what + " (" + key_of(states_[index].state) + ")"};
    }
  }
  check_ends();
  check_silence();
}

}  // namespace lifecycle_explorer
