#include "lifecycle/table.hpp"
#include "model/planted.hpp"
#include "settlement/parts.hpp"

namespace aftersale::lifecycle {
namespace {

using A = ActorKind;
using S = Stage;
using K = CaseKind;
using C = CommandType;
using E = EventType;

// Kinds by what they have in common.
constexpr Set claims = set_of(K::return_, K::refund_before_dispatch, K::not_received, K::reship, K::repair, K::price_protection);
constexpr Set coming_back = set_of(K::return_, K::repair);
constexpr Set sending = set_of(K::return_, K::not_received, K::reship, K::repair);
constexpr Set talks = set_of(K::damage_claim, K::complaint, K::inquiry);
constexpr Set shop_talks = set_of(K::complaint, K::inquiry);
constexpr Set carrier_claim = set_of(K::damage_claim);
constexpr Set paying = claims | set_of(K::complaint);
constexpr Set convertible = set_of(K::inquiry, K::complaint, K::refund_before_dispatch, K::not_received);

constexpr Set shop = set_of(A::seller, A::host);
constexpr Set carriers = set_of(A::carrier, A::insurer);
constexpr Set parties = set_of(A::buyer, A::seller, A::host, A::carrier, A::platform, A::insurer);

constexpr Set open_stages = every_stage & ~final_stages;
constexpr Set unanswered = set_of(S::requested, S::acknowledged, S::investigating);
constexpr Set after_yes = set_of(S::approved, S::refund_pending, S::fulfilling);

// What is done once and by one side stands first; the rest may be said at any time.
constexpr CommandRow commands[] = {
    {C::request, claims, set_of(A::buyer, A::seller), 0, set_of(S::requested) | after_yes, E::case_opened, true, false, "request_is_judged"},
    {C::request, talks, set_of(A::buyer, A::seller, A::host, A::platform), 0, set_of(S::requested), E::case_opened, true, false, "request_is_answered"},
    {C::approve, claims, set_of(A::seller, A::platform, A::system), set_of(S::requested, S::investigating), after_yes, E::case_approved, false, false, "buyer_sends_goods"},
    {C::refuse, claims, set_of(A::seller, A::platform), set_of(S::requested, S::investigating), set_of(S::refused), E::case_refused, true, false, "buyer_may_appeal"},
    {C::refuse, carrier_claim, carriers | set_of(A::platform), unanswered, set_of(S::refused), E::case_refused, true, false, "may_be_disputed"},
    {C::cancel, every_kind, set_of(A::buyer, A::seller), unanswered | set_of(S::proposed, S::approved, S::answered), set_of(S::canceled), E::case_canceled, false, false, "goods_stay_no_refund"},
    {C::ship, coming_back, set_of(A::buyer, A::carrier), set_of(S::approved), set_of(S::in_transit), E::goods_shipped, false, false, "goods_on_their_way"},
    {C::receive, coming_back, set_of(A::seller, A::carrier), set_of(S::approved, S::in_transit, S::received), set_of(S::received), E::goods_received, false, false, "goods_are_inspected"},
    {C::inspect, set_of(K::return_), set_of(A::seller), set_of(S::received, S::inspected), set_of(S::inspected, S::refund_pending, S::refunded), E::goods_inspected, true, false, "settlement_is_fixed"},
    {C::assess, set_of(K::repair), set_of(A::seller), set_of(S::approved, S::received), set_of(S::in_repair, S::fulfilling, S::refund_pending, S::refused), E::repair_assessed, true, false, "repair_is_decided"},
    {C::complete_repair, set_of(K::repair), set_of(A::seller), set_of(S::in_repair), set_of(S::fulfilling, S::delivered), E::repair_completed, false, false, "goods_go_back"},
    {C::refund, paying, set_of(A::seller, A::system), set_of(S::inspected, S::refund_pending, S::fulfilling), set_of(S::refund_pending, S::fulfilling, S::refunded), E::refund_issued, false, false, "money_is_sent"},
    {C::confirm_refund, paying, set_of(A::system), open_stages, set_of(S::refunded, S::delivered), E::refund_confirmed, true, false, "refund_is_done"},
    {C::fail_refund, paying, set_of(A::system), open_stages, 0, E::refund_failed, true, false, "refund_is_repeated"},
    {C::confirm_charge, claims, set_of(A::system), open_stages, 0, E::charge_confirmed, true, false, "case_goes_on"},
    {C::fail_charge, claims, set_of(A::system), open_stages, set_of(S::refund_pending, S::refunded), E::charge_failed, true, false, "charge_is_repeated"},
    {C::close, claims, set_of(A::seller, A::system), set_of(S::inspected, S::refunded, S::delivered, S::refused, S::expired), set_of(S::closed), E::case_closed, false, false, "case_ends"},
    {C::close, talks, set_of(A::seller, A::platform, A::system), set_of(S::refunded, S::refused, S::answered, S::resolved), set_of(S::closed), E::case_closed, false, false, "case_ends"},
    {C::reopen, every_kind, set_of(A::seller, A::platform), set_of(S::refused, S::canceled, S::expired, S::closed), set_of(S::requested, S::approved, S::received), E::case_reopened, true, false, "case_goes_on"},
    {C::appeal, claims, set_of(A::buyer), set_of(S::refused, S::inspected), set_of(S::requested, S::received), E::case_appealed, true, false, "looked_at_again"},

    {C::acknowledge, shop_talks, shop | set_of(A::platform, A::system), set_of(S::requested), set_of(S::acknowledged), E::case_acknowledged, false, false, "answer_follows"},
    {C::acknowledge, carrier_claim, carriers | set_of(A::platform), set_of(S::requested), set_of(S::acknowledged), E::case_acknowledged, false, false, "answer_follows"},
    {C::classify, talks, shop | carriers | set_of(A::platform), unanswered, 0, E::case_classified, true, false, "it_is_sorted"},
    {C::investigate, set_of(K::not_received), set_of(A::seller, A::carrier, A::platform, A::system), set_of(S::requested), set_of(S::investigating), E::case_investigated, false, false, "carrier_is_asked"},
    {C::investigate, set_of(K::complaint), set_of(A::seller, A::platform), set_of(S::requested, S::acknowledged), set_of(S::investigating), E::case_investigated, false, false, "answer_follows"},
    {C::investigate, carrier_claim, carriers | set_of(A::platform), set_of(S::requested, S::acknowledged), set_of(S::investigating), E::case_investigated, false, false, "answer_follows"},
    {C::report, set_of(K::not_received), set_of(A::seller, A::carrier, A::platform), set_of(S::investigating), set_of(S::sent, S::refused) | after_yes, E::case_reported, true, false, "finding_decides"},
    {C::report, set_of(K::damage_claim, K::complaint), shop | carriers | set_of(A::platform), set_of(S::investigating), 0, E::case_reported, true, false, "finding_is_kept"},
    {C::propose, claims, set_of(A::buyer, A::seller, A::platform), set_of(S::requested, S::investigating, S::approved, S::refused, S::proposed), set_of(S::proposed), E::offer_proposed, true, false, "other_side_answers"},
    {C::propose, set_of(K::complaint), set_of(A::buyer, A::seller, A::platform), set_of(S::acknowledged, S::investigating, S::proposed), set_of(S::proposed), E::offer_proposed, true, false, "other_side_answers"},
    {C::propose, carrier_claim, carriers | set_of(A::buyer, A::seller), set_of(S::acknowledged, S::investigating, S::proposed), set_of(S::proposed), E::offer_proposed, true, false, "other_side_answers"},
    {C::accept, every_kind, parties, set_of(S::proposed), set_of(S::refund_pending, S::resolved), E::offer_accepted, false, false, "offer_holds"},
    {C::decline, every_kind, parties, set_of(S::proposed), set_of(S::requested, S::acknowledged, S::investigating, S::approved, S::refused), E::offer_declined, false, false, "case_goes_on"},
    {C::dispute, claims, set_of(A::buyer), set_of(S::refused, S::investigating, S::proposed, S::delivered), set_of(S::disputed), E::case_disputed, true, false, "platform_decides"},
    {C::dispute, talks & ~set_of(K::inquiry), set_of(A::buyer, A::seller), set_of(S::refused, S::acknowledged, S::investigating, S::proposed), set_of(S::disputed), E::case_disputed, true, false, "platform_decides"},
    {C::decide, every_kind, set_of(A::platform), set_of(S::disputed), after_yes | set_of(S::resolved, S::closed), E::case_decided, true, false, "decision_binds"},
    {C::send, sending, set_of(A::seller, A::carrier, A::system), set_of(S::fulfilling), set_of(S::sent), E::goods_sent, false, false, "goods_on_their_way"},
    {C::deliver, sending, set_of(A::buyer, A::seller, A::carrier, A::system), set_of(S::sent), set_of(S::delivered), E::goods_delivered, false, false, "buyer_looks_at_them"},
    {C::confirm, sending, set_of(A::buyer), set_of(S::delivered), set_of(S::closed), E::case_confirmed, false, false, "case_ends"},
    {C::confirm, talks, set_of(A::buyer, A::seller), set_of(S::answered, S::resolved), set_of(S::closed), E::case_confirmed, false, false, "case_ends"},
    {C::answer, set_of(K::inquiry), shop | set_of(A::platform, A::system), set_of(S::requested, S::acknowledged), set_of(S::answered), E::case_answered, true, false, "buyer_reads_it"},
    {C::convert, convertible, set_of(A::buyer, A::seller), unanswered | set_of(S::answered, S::refused), set_of(S::requested) | after_yes, E::case_converted, true, false, "case_goes_on"},

    {C::ask, every_kind, parties & ~set_of(A::buyer), unanswered | set_of(S::disputed), 0, E::case_asked, true, false, "clock_stands_still"},
    {C::reply, every_kind, parties, unanswered | set_of(S::disputed, S::answered), set_of(S::requested), E::case_replied, true, false, "clock_goes_on"},
    {C::extend, every_kind, set_of(A::buyer, A::seller, A::carrier, A::platform), open_stages, 0, E::case_extended, true, false, "more_time"},
    {C::track, sending, set_of(A::seller, A::carrier, A::system), set_of(S::in_transit, S::sent), 0, E::parcel_tracked, true, true, "parcel_was_seen"},
    {C::message, every_kind, parties, every_stage, 0, E::case_message, true, true, "other_side_reads_it"},
    {C::add_evidence, every_kind, parties, open_stages, 0, E::evidence_added, true, true, "written_down"},
    {C::note, every_kind, set_of(A::buyer, A::seller, A::host, A::platform), every_stage, 0, E::case_noted, true, true, "written_down"},
    {C::redact, every_kind, set_of(A::seller, A::platform, A::system), every_stage, 0, E::case_redacted, true, true, "personal_data_goes"},
};

constexpr std::int64_t day = 24;

// The first row of the state's stage whose condition holds counts, and of those after it the ones for `tracked`, which run
// beside. Silence never ends in nothing: a shop that does not answer passes the case on once and then has agreed; goods that
// nobody inspects are as new; what was sent with proof is not the buyer's loss; a carrier that finds nothing has lost it. A
// payment whose fate is unknown can only be asked after, with doubling pauses.
constexpr ClockRow clocks[] = {
    {every_kind, S::requested, When::asked, "reply", A::buyer, Then::resume, Term::fixed, 7 * day},
    {every_kind, S::acknowledged, When::asked, "reply", A::buyer, Then::resume, Term::fixed, 7 * day},
    {every_kind, S::investigating, When::asked, "reply", A::buyer, Then::resume, Term::fixed, 7 * day},
    {every_kind, S::disputed, When::asked, "reply", A::buyer, Then::resume, Term::fixed, 7 * day},

    {set_of(K::refund_before_dispatch), S::requested, When::first, "answer", A::seller, Then::approve, Term::response, 0},
    {set_of(K::not_received), S::requested, When::first, "answer", A::seller, Then::investigate, Term::response, 0},
    {claims, S::requested, When::first, "answer", A::seller, Then::by_policy, Term::response, 0},
    {claims, S::requested, When::escalated, "answer", A::platform, Then::approve, Term::fixed, 72},
    {carrier_claim, S::requested, When::first, "acknowledge", A::carrier, Then::escalate, Term::response, 0},
    {carrier_claim, S::requested, When::escalated, "acknowledge", A::platform, Then::acknowledge, Term::fixed, 72},
    {set_of(K::complaint), S::requested, When::first, "acknowledge", A::seller, Then::escalate, Term::response, 0},
    {set_of(K::complaint), S::requested, When::escalated, "acknowledge", A::platform, Then::acknowledge, Term::fixed, 24},
    {set_of(K::inquiry), S::requested, When::first, "answer", A::seller, Then::escalate, Term::response, 0},
    {set_of(K::inquiry), S::requested, When::escalated, "answer", A::platform, Then::close, Term::fixed, 14 * day},

    {set_of(K::complaint), S::acknowledged, When::first, "resolve", A::seller, Then::escalate, Term::since_open, 72},
    {set_of(K::complaint), S::acknowledged, When::escalated, "resolve", A::platform, Then::dispute, Term::fixed, 72},
    {carrier_claim, S::acknowledged, When::always, "investigate", A::carrier, Then::investigate, Term::fixed, 7 * day},
    {set_of(K::inquiry), S::acknowledged, When::first, "answer", A::seller, Then::escalate, Term::fixed, 24},
    {set_of(K::inquiry), S::acknowledged, When::escalated, "answer", A::platform, Then::close, Term::fixed, 14 * day},

    {set_of(K::not_received), S::investigating, When::always, "find", A::carrier, Then::lost, Term::fixed, 5 * day},
    {set_of(K::complaint), S::investigating, When::first, "resolve", A::seller, Then::escalate, Term::since_open, 72},
    {set_of(K::complaint), S::investigating, When::escalated, "resolve", A::platform, Then::dispute, Term::fixed, 72},
    {carrier_claim, S::investigating, When::first, "settle", A::carrier, Then::escalate, Term::fixed, 30 * day},
    {carrier_claim, S::investigating, When::escalated, "settle", A::insurer, Then::dispute, Term::fixed, 30 * day},

    {every_kind, S::proposed, When::always, "offer", A::buyer, Then::decline, Term::fixed, 48},
    {every_kind, S::disputed, When::first, "decide", A::platform, Then::escalate, Term::fixed, 7 * day},
    {every_kind, S::disputed, When::escalated, "decide", A::platform, Then::decide, Term::fixed, 7 * day},

    {set_of(K::repair), S::approved, When::at_home, "visit", A::seller, Then::escalate, Term::fixed, 7 * day},
    {set_of(K::repair), S::approved, When::at_home_late, "visit", A::seller, Then::replace, Term::fixed, 7 * day},
    {claims, S::approved, When::always, "ship_back", A::buyer, Then::expire, Term::ship_back, 0},
    {claims, S::in_transit, When::first, "arrive", A::carrier, Then::escalate, Term::fixed, 21 * day},
    {claims, S::in_transit, When::escalated, "arrive", A::carrier, Then::receive, Term::fixed, 7 * day},
    {claims, S::in_transit, When::tracked, "scan", A::carrier, Then::flag, Term::fixed, 24},
    {set_of(K::repair), S::received, When::first, "assess", A::seller, Then::escalate, Term::fixed, 48},
    {set_of(K::repair), S::received, When::escalated, "assess", A::seller, Then::replace, Term::fixed, 5 * day},
    {claims, S::received, When::always, "inspect", A::seller, Then::inspect, Term::fixed, 5 * day},
    {claims, S::inspected, When::payable, "refund", A::seller, Then::refund, Term::refund, 0},
    {claims, S::inspected, When::unpaid, "appeal", A::buyer, Then::close, Term::fixed, 14 * day},
    {set_of(K::repair), S::in_repair, When::first, "repair", A::seller, Then::escalate, Term::fixed, 14 * day},
    {set_of(K::repair), S::in_repair, When::escalated, "repair", A::seller, Then::replace, Term::fixed, 7 * day},

    {paying, S::refund_pending, When::failed, "refund", A::seller, Then::refund, Term::fixed, 3 * day},
    {paying, S::refund_pending, When::unconfirmed, "confirm", A::system, Then::retry, Term::fixed, 3 * day},
    {paying, S::refund_pending, When::unissued, "refund", A::seller, Then::refund, Term::refund, 0},
    {sending, S::fulfilling, When::charged, "pay", A::buyer, Then::instead, Term::fixed, 7 * day},
    {sending & ~set_of(K::repair), S::fulfilling, When::failed, "send", A::seller, Then::instead, Term::fixed, 3 * day},
    {sending, S::fulfilling, When::unissued, "send", A::seller, Then::refund, Term::fixed, 48},
    {sending, S::fulfilling, When::always, "send", A::seller, Then::retry, Term::fixed, 7 * day},
    {sending, S::sent, When::first, "deliver", A::carrier, Then::escalate, Term::fixed, 21 * day},
    {sending, S::sent, When::escalated, "deliver", A::carrier, Then::deliver, Term::fixed, 7 * day},
    {sending, S::sent, When::tracked, "scan", A::carrier, Then::flag, Term::fixed, 24},
    {sending, S::delivered, When::always, "confirm", A::buyer, Then::close, Term::fixed, 14 * day},

    {claims, S::refunded, When::recalled, "repay", A::buyer, Then::retry, Term::fixed, 7 * day},
    {every_kind, S::refunded, When::always, "close", A::system, Then::close, Term::fixed, 14 * day},
    {every_kind, S::answered, When::always, "close", A::buyer, Then::close, Term::fixed, 7 * day},
    {every_kind, S::resolved, When::always, "close", A::buyer, Then::close, Term::fixed, 7 * day},
    {every_kind, S::refused, When::always, "appeal", A::buyer, Then::close, Term::fixed, 14 * day},
    {every_kind, S::expired, When::recalled, "repay", A::buyer, Then::retry, Term::fixed, 7 * day},
    {every_kind, S::expired, When::always, "close", A::seller, Then::close, Term::fixed, 14 * day},
};

constexpr std::string_view then_texts[] = {"by_policy", "approve", "escalate", "refuse", "expire", "receive", "inspect", "refund", "retry", "close",
                                           "acknowledge", "investigate", "lost", "decline", "dispute", "decide", "resume", "flag", "replace", "instead", "deliver"};
constexpr std::string_view when_texts[] = {"always", "first", "escalated", "payable", "unpaid", "unissued", "unconfirmed", "failed", "charged", "asked", "tracked", "at_home", "at_home_late", "recalled"};
constexpr std::string_view term_texts[] = {"fixed", "response", "shipBack", "refund", "sinceOpen"};

constexpr std::int64_t questions_max = 3, proposals_max = 6, extensions_max = 2;

template <class Enum>
void write_set(Writer& out, const char* name, Set set) {
  out.key(name).begin_array();
  for (std::size_t i = 0; i < enum_texts<Enum>.size(); ++i) {
    if (holds(set, i)) out.string(enum_texts<Enum>[i]);
  }
  out.end_array();
}

std::int64_t units_of(const Quote& q) {
  std::int64_t units = 0;
  for (const QuoteItem& item : q.items) units += item.quantity;
  return units;
}

/// Inspection left less than was quoted.
bool fell_short(const CaseState& s) {
  return s.settlement && (s.settlement->total < s.quoted.total || units_of(*s.settlement) < units_of(s.quoted));
}

bool units_missing(const CaseState& s) {
  for (const CaseItem& item : s.items) {
    if (item.received < item.quantity) return true;
  }
  return false;
}

bool may_close(const CaseState& s) {
  if (charge_open(s)) return false;
  // Who may still appeal has the time that he was told; the deadline closes then.
  if (s.stage == S::inspected) return !payable(s) && (s.appealed || !fell_short(s));
  if (s.stage == S::expired || s.stage == S::delivered) return !unconfirmed(s);
  return s.stage != S::refused || s.appealed || s.disputes > 0;
}

}  // namespace

std::span<const CommandRow> command_rows() { return commands; }
std::span<const ClockRow> clock_rows() { return clocks; }
std::string_view text_of(Then then) { return then_texts[static_cast<std::size_t>(then)]; }

bool then_from(std::string_view text, Then& out) {
  for (std::size_t i = 0; i < std::size(then_texts); ++i) {
    if (then_texts[i] != text) continue;
    out = static_cast<Then>(i);
    return true;
  }
  return false;
}

const CommandRow* find_row(CommandType type, CaseKind kind) {
  for (const CommandRow& row : commands) {
    if (row.type == type && holds(row.kinds, kind)) return &row;
  }
  return nullptr;
}

bool goods_stay(const CaseState& state) {
  if (!row_of(state.kind).comes_back) return true;
  const Quote& q = settlement::quote_in_force(state);
  return settlement::keeps(q.resolution) || q.method == ReturnMethod::keep;
}

bool at_home(const CaseState& state) { return state.quoted.method == ReturnMethod::at_home; }

bool sends_goods(const CaseState& state) {
  const Resolution r = settlement::quote_in_force(state).resolution;
  return settlement::replaces(r) && !settlement::quote_in_force(state).items.empty();
}

bool payable(const CaseState& state) { return settlement::quote_in_force(state).total > 0 || sends_goods(state); }

bool any_payment(const CaseState& state, Payment::State in) {
  for (const Payment& p : state.payments) {
    if (p.state == in) return true;
  }
  return false;
}

bool unconfirmed(const CaseState& state) {
  return state.issued && (any_payment(state, Payment::State::issued) || (state.stage == Stage::fulfilling && !charge_open(state)));
}

bool charge_open(const CaseState& state) { return state.charge && state.charge->state == BuyerCharge::State::asked; }

bool has_turn(const CaseState& s, CommandType type, ActorKind who) {
  switch (type) {
    case C::propose: return s.stage == S::proposed ? s.offer && s.offer->to == who : holds(row_of(s.kind).claims || s.kind == K::complaint ? set_of(A::seller, A::platform) : carriers, who);
    case C::accept:
    case C::decline: return planted("lc_accept_own") || (s.offer && s.offer->to == who);
    case C::reply: return s.stage == S::answered ? who == A::buyer : s.asked && s.asked->of == who;
    // More time for oneself is for the other side to give, or for whoever stands above both.
    case C::extend: return planted("lc_extend_self") || who == A::platform || s.waiting_for != who;
    default: return true;
  }
}

bool possible(const CaseState& s, const CommandRow& row) {
  if (s.read_only || !holds(row.kinds, s.kind)) return false;
  if (!holds(row.from, s.stage) && !(planted("lc_refund_early") && row.type == C::refund)) return false;
  // A case whose money or goods went out early cannot be talked away.
  if (s.advanced && (row.type == C::cancel || row.type == C::propose || row.type == C::convert)) return false;
  switch (row.type) {
    case C::receive: return !at_home(s) && units_missing(s);
    case C::assess: return s.stage == S::received || at_home(s);
    case C::ship: return !at_home(s);
    case C::refund:
      if (s.asked || (charge_open(s) && !planted("lc_ship_unpaid"))) return false;
      if (s.stage == S::inspected) return payable(s);
      if (planted("lc_refund_twice")) return true;
      return !s.issued || any_payment(s, Payment::State::failed);
    case C::confirm_refund: return unconfirmed(s) || any_payment(s, Payment::State::failed);
    case C::fail_refund: return unconfirmed(s);
    case C::confirm_charge: return charge_open(s);
    case C::fail_charge: return charge_open(s);
    case C::send: return s.issued && (!charge_open(s) || planted("lc_ship_unpaid"));
    case C::close: return may_close(s) || (planted("lc_close_unpaid") && s.stage == S::inspected);
    case C::reopen: return !s.issued && !s.disputes;             // what was paid is paid: more is a new case; what was decided is decided
    case C::appeal: return (!s.appealed || planted("lc_appeal_again")) && s.disputes == 0 && (s.stage == S::refused || fell_short(s));
    case C::propose: return s.proposals < proposals_max && !s.asked;
    case C::dispute: return s.disputes == 0 && !(s.stage == S::delivered && s.kind == K::repair && !s.repair_from);
    case C::ask: return !s.asked && s.questions < questions_max;
    case C::reply: return s.asked.has_value() || s.stage == S::answered;
    case C::extend: return s.extensions < extensions_max && !s.deadlines.empty() && s.waiting_for != A::system;
    case C::convert: return !s.asked && s.payments.empty();
    default: return true;
  }
}

bool possible(const CaseState& s, CommandType type) {
  const CommandRow* row = find_row(type, s.kind);
  return row != nullptr && possible(s, *row);
}

void write_lifecycle(Writer& out) {
  out.begin_object().key("commands").begin_array();
  for (const CommandRow& row : commands) {
    out.begin_object();
    write_set<ActorKind>(out, "by", row.by);
    if (row.commutes) out.flag("commutes", true);
    out.field("consequence", row.consequence).field("event", to_text(row.event));
    write_set<Stage>(out, "from", row.from);
    write_set<CaseKind>(out, "kinds", row.kinds);
    write_set<Stage>(out, "to", row.to);
    out.field("type", to_text(row.type)).end_object();
  }
  out.end_array().key("deadlines").begin_array();
  for (const ClockRow& row : clocks) {
    out.begin_object();
    if (row.term == Term::fixed || row.term == Term::since_open) out.field("hours", row.hours);
    out.field("id", row.id);
    write_set<CaseKind>(out, "kinds", row.kinds);
    out.field("stage", to_text(row.stage)).field("term", term_texts[static_cast<std::size_t>(row.term)]);
    out.field("then", text_of(row.then)).field("when", when_texts[static_cast<std::size_t>(row.when)]).field("who", to_text(row.who)).end_object();
  }
  out.end_array();
  write_set<Stage>(out, "final", final_stages);
  out.key("kinds").begin_array();
  for (std::size_t i = 0; i < enum_texts<CaseKind>.size(); ++i) {
    const KindRow& row = row_of(static_cast<CaseKind>(i));
    out.begin_object().field("answerHours", row.answer_hours).flag("claims", row.claims).flag("comesBack", row.comes_back).field("kind", enum_texts<CaseKind>[i]);
    out.key("way").begin_array();
    for (const Stage stage : row.way) out.string(to_text(stage));
    out.end_array().end_object();
  }
  out.end_array();
  write_set<Stage>(out, "stages", every_stage);
  out.end_object();
}

}  // namespace aftersale::lifecycle

namespace aftersale {
void write_lifecycle(Writer& out) { lifecycle::write_lifecycle(out); }
}  // namespace aftersale
