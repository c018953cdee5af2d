#include "lifecycle/table.hpp"
#include "settlement/parts.hpp"

namespace aftersale::lifecycle {
namespace {

using A = ActorKind;
using S = Stage;
using C = CommandType;
using E = EventType;

constexpr CommandRow commands[] = {
    {C::request, set_of(A::buyer, A::seller), 0, set_of(S::requested), E::return_requested, true, false, "request_is_judged"},
    {C::approve, set_of(A::seller, A::platform, A::system), set_of(S::requested), set_of(S::approved, S::refund_pending), E::return_approved, false, false, "buyer_sends_goods"},
    {C::refuse, set_of(A::seller, A::platform), set_of(S::requested), set_of(S::refused), E::return_refused, true, false, "buyer_may_appeal"},
    {C::cancel, set_of(A::buyer, A::seller), set_of(S::requested, S::approved), set_of(S::canceled), E::return_canceled, false, false, "goods_stay_no_refund"},
    {C::ship, set_of(A::buyer, A::carrier), set_of(S::approved), set_of(S::in_transit), E::return_shipped, false, false, "goods_on_their_way"},
    {C::receive, set_of(A::seller, A::carrier), set_of(S::approved, S::in_transit, S::received), set_of(S::received), E::return_received, false, false, "goods_are_inspected"},
    {C::inspect, set_of(A::seller), set_of(S::received, S::inspected), set_of(S::inspected), E::return_inspected, true, false, "settlement_is_fixed"},
    {C::refund, set_of(A::seller, A::system), set_of(S::inspected, S::refund_pending), set_of(S::refund_pending, S::refunded), E::refund_issued, false, false, "money_is_sent"},
    {C::confirm_refund, set_of(A::system), set_of(S::refund_pending), set_of(S::refund_pending, S::refunded), E::refund_confirmed, true, false, "refund_is_done"},
    {C::fail_refund, set_of(A::system), set_of(S::refund_pending), set_of(S::refund_pending), E::refund_failed, true, false, "refund_is_repeated"},
    {C::close, set_of(A::seller, A::system), set_of(S::inspected, S::refunded, S::refused, S::expired), set_of(S::closed), E::case_closed, false, false, "case_ends"},
    {C::reopen, set_of(A::seller, A::platform), set_of(S::refused, S::canceled, S::expired, S::closed), set_of(S::requested, S::approved, S::received), E::case_reopened, true, false, "case_goes_on"},
    {C::appeal, set_of(A::buyer), set_of(S::refused, S::inspected), set_of(S::requested, S::received), E::case_appealed, true, false, "looked_at_again"},
    {C::note, set_of(A::buyer, A::seller, A::host, A::platform), every_stage, 0, E::case_noted, true, true, "written_down"},
};
static_assert(std::size(commands) == enum_texts<CommandType>.size());

constexpr std::int64_t day = 24;

// The first row of the state's stage whose condition holds counts. Silence never ends in nothing: a shop that does not
// answer passes the case on once and then has agreed; goods that nobody inspects are as new; what was sent with proof is
// not the buyer's loss. A payment whose fate is unknown can only be asked after, with doubling pauses.
constexpr ClockRow clocks[] = {
    {S::requested, When::first, "answer", A::seller, Then::by_policy, Term::response, 0},
    {S::requested, When::escalated, "answer", A::platform, Then::approve, Term::fixed, 72},
    {S::approved, When::always, "ship_back", A::buyer, Then::expire, Term::ship_back, 0},
    {S::in_transit, When::first, "arrive", A::carrier, Then::escalate, Term::fixed, 21 * day},
    {S::in_transit, When::escalated, "arrive", A::carrier, Then::receive, Term::fixed, 7 * day},
    {S::received, When::always, "inspect", A::seller, Then::inspect, Term::fixed, 5 * day},
    {S::inspected, When::payable, "refund", A::seller, Then::refund, Term::refund, 0},
    {S::inspected, When::unpaid, "appeal", A::buyer, Then::close, Term::fixed, 14 * day},
    {S::refund_pending, When::failed, "refund", A::seller, Then::refund, Term::fixed, 3 * day},
    {S::refund_pending, When::unconfirmed, "confirm", A::system, Then::retry, Term::fixed, 3 * day},
    {S::refund_pending, When::unissued, "refund", A::seller, Then::refund, Term::refund, 0},
    {S::refunded, When::always, "close", A::system, Then::close, Term::fixed, 14 * day},
    {S::refused, When::always, "appeal", A::buyer, Then::close, Term::fixed, 14 * day},
    {S::expired, When::always, "close", A::seller, Then::close, Term::fixed, 14 * day},
};

constexpr std::string_view then_texts[] = {"by_policy", "approve", "escalate", "refuse", "expire", "receive", "inspect", "refund", "retry", "close"};
constexpr std::string_view when_texts[] = {"always", "first", "escalated", "payable", "unpaid", "unissued", "unconfirmed", "failed"};
constexpr std::string_view term_texts[] = {"fixed", "response", "shipBack", "refund"};

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

}  // namespace

std::span<const CommandRow> command_rows() { return commands; }
std::span<const ClockRow> clock_rows() { return clocks; }
const CommandRow& row_of(CommandType type) { return commands[static_cast<std::size_t>(type)]; }
std::string_view text_of(Then then) { return then_texts[static_cast<std::size_t>(then)]; }

bool goods_stay(const CaseState& state) {
  return settlement::keeps(state.quoted.resolution) || state.quoted.method == ReturnMethod::keep;
}

bool payable(const CaseState& state) {
  const Quote& q = settlement::quote_in_force(state);
  return q.total > 0 || (settlement::replaces(q.resolution) && !q.items.empty());
}

bool any_payment(const CaseState& state, Payment::State in) {
  for (const Payment& p : state.payments) {
    if (p.state == in) return true;
  }
  return false;
}

bool unconfirmed(const CaseState& state) {
  return state.stage == Stage::refund_pending && state.issued && (state.payments.empty() || any_payment(state, Payment::State::issued));
}

bool possible(const CaseState& s, CommandType type) {
  if (s.read_only) return false;
  const CommandRow& row = row_of(type);
  if (!holds(row.from, s.stage)) return false;
  switch (type) {
    case C::receive:
      for (const CaseItem& item : s.items) {
        if (item.received < item.quantity) return true;
      }
      return false;
    case C::refund:
      if (s.stage == Stage::inspected) return payable(s);
      return !s.issued || any_payment(s, Payment::State::failed);
    case C::confirm_refund: return s.issued;
    case C::fail_refund: return unconfirmed(s);
    case C::close:
      // Who may still appeal has the time that he was told; the deadline closes then.
      if (s.stage == Stage::inspected) return !payable(s) && (s.appealed || !fell_short(s));
      return s.stage != Stage::refused || s.appealed;
    case C::reopen: return !s.issued;                            // what was paid is paid: more is a new case
    case C::appeal: return !s.appealed && (s.stage == Stage::refused || fell_short(s));
    default: return true;
  }
}

void write_lifecycle(Writer& out) {
  out.begin_object().key("commands").begin_array();
  for (const CommandRow& row : commands) {
    out.begin_object();
    write_set<ActorKind>(out, "by", row.by);
    if (row.commutes) out.flag("commutes", true);
    out.field("consequence", row.consequence).field("event", to_text(row.event));
    write_set<Stage>(out, "from", row.from);
    write_set<Stage>(out, "to", row.to);
    out.field("type", to_text(row.type)).end_object();
  }
  out.end_array().key("deadlines").begin_array();
  for (const ClockRow& row : clocks) {
    out.begin_object();
    if (row.term == Term::fixed) out.field("hours", row.hours);
    out.field("id", row.id).field("stage", to_text(row.stage)).field("term", term_texts[static_cast<std::size_t>(row.term)]);
    out.field("then", text_of(row.then)).field("when", when_texts[static_cast<std::size_t>(row.when)]).field("who", to_text(row.who)).end_object();
  }
  out.end_array();
  write_set<Stage>(out, "final", final_stages);
  out.field("kind", "return");
  write_set<Stage>(out, "stages", every_stage);
  out.end_object();
}

}  // namespace aftersale::lifecycle

namespace aftersale {
void write_lifecycle(Writer& out) { lifecycle::write_lifecycle(out); }
}  // namespace aftersale
