#include "eligibility/window.hpp"
#include "lifecycle/table.hpp"
#include "model/planted.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

bool applies(const CaseState& s, When when) {
  switch (when) {
    case When::always: return true;
    case When::first: return s.escalations == 0;
    case When::escalated: return s.escalations > 0;
    case When::payable: return payable(s);
    case When::unpaid: return !payable(s);
    case When::unissued: return !s.issued;
    case When::unconfirmed: return unconfirmed(s);
    case When::failed: return s.stage == Stage::fulfilling ? s.finding == "not_sent" : any_payment(s, Payment::State::failed);
    case When::charged:
    case When::recalled: return charge_open(s);
    case When::asked: return s.asked.has_value();
    case When::tracked: return s.sent_with_proof && s.silences == 0;
    case When::at_home: return at_home(s) && s.escalations == 0;
    case When::at_home_late: return at_home(s) && s.escalations > 0;
  }
  return false;
}

/// What the policies say of this clock, if they do.
const ClockTerm* term_of(const CaseState& s, const ClockRow& row) {
  for (const ClockTerm& term : s.terms.clocks) {
    if (term.deadline == row.id && (!term.kind || *term.kind == s.kind)) return &term;
  }
  return nullptr;
}

std::int64_t hours_of(const CaseState& s, const ClockRow& row) {
  if (const ClockTerm* term = term_of(s, row)) return term->days ? *term->days * 24 : term->hours;
  switch (row.term) {
    case Term::response: return s.terms.response_rule.empty() ? row_of(s.kind).answer_hours : s.terms.response_hours;
    case Term::ship_back: return s.terms.ship_back_days * 24;
    case Term::refund: return s.terms.refund_days * 24;
    case Term::fixed:
    case Term::since_open: break;
  }
  return row.hours;
}

/// A refund's days run from receipt or from the request, not from when the case came to wait for it.
Instant start_of(const CaseState& s, const ClockRow& row) {
  if (row.when == When::asked) return s.asked->at;
  if (row.when == When::tracked) return std::max(s.last_scan, s.since);
  if (row.term == Term::since_open) return Instant{s.opened_at.ms + s.paused};
  if (row.term != Term::refund) return s.since;
  if (!s.terms.refund_of_receipt) return s.opened_at;
  return goods_stay(s) || at_home(s) ? s.approved_at : s.received_at;
}

Then outcome_of(const CaseState& s, const ClockRow& row) {
  Then then = row.then;
  if (const ClockTerm* term = term_of(s, row); term != nullptr && !term->then.empty()) then_from(term->then, then);
  if (then == Then::by_policy) then = s.terms.response_then == "approve" ? Then::approve : s.terms.response_then == "refuse" ? Then::refuse : Then::escalate;
  // Silence may cost the shop an inspection, but money is not given away without the goods when nobody has looked; unless
  // the goods are still with the shop, or a search has found nothing.
  const bool looked = s.kind == CaseKind::refund_before_dispatch || s.stage == Stage::investigating;
  if (then == Then::approve && goods_stay(s) && !looked && !planted("lc_give_away")) return Then::refuse;
  return then;
}

ActorKind who_of(const CaseState& s, const ClockRow& row) {
  if (s.stage == Stage::proposed && s.offer) return s.offer->to;
  return row.when == When::asked ? s.asked->of : row.who;
}

/// When a clock of working days or of hours of the day ends, which only the world can tell.
Instant end_by_calendar(const World& world, const ClockTerm& term, Instant start) {
  const Zone& zone = world.seller_zone ? *world.seller_zone : world.zone;
  if (!term.days) return add_hours(zone, start, term.hours, term.opens, term.closes);
  CivilDate date = local_date(zone, start);
  for (std::int64_t left = *term.days; left > 0;) {
    ++date.days;
    if (is_working_day(world, date)) --left;
  }
  return start_of_day(zone, CivilDate{date.days + 1});
}

void set_row(CaseState& s, const ClockRow& row, const World* world) {
  // Each escalation of the same wait doubles its pause, so that a log stays short however long nobody cares.
  const bool beside = row.when == When::tracked;
  const std::int64_t passed = beside || row.when == When::asked ? 0 : row.when == When::escalated || row.when == When::at_home_late ? s.escalations - 1 : s.escalations;
  const bool repeated = passed > 0 && (row.term == Term::refund || row.term == Term::since_open);
  const std::int64_t hours = repeated ? 72 : hours_of(s, row);
  const Instant start = repeated ? s.since : start_of(s, row);
  Deadline d;
  d.id = std::string(row.id);
  d.due.ms = start.ms + (hours * ms_per_hour << std::min<std::int64_t>(passed, 12));
  const ClockTerm* term = term_of(s, row);
  if (term != nullptr && passed == 0 && term->by_calendar()) {
    if (world != nullptr) s.due = end_by_calendar(*world, *term, start);
    if (s.due) d.due = *s.due;
  }
  if (!beside && row.when != When::asked) d.due.ms += s.extended;
  d.then = std::string(text_of(outcome_of(s, row)));
  d.who = who_of(s, row);
  if (!beside) s.waiting_for = d.who;
  s.deadlines.push_back(std::move(d));
}

}  // namespace

void set_clocks(CaseState& s, const World* world) {
  s.deadlines.clear();
  s.waiting_for.reset();
  if (world != nullptr) s.due.reset();
  if (s.read_only) return;           // whoever knows what happened knows what is due
  bool main = false;
  for (const ClockRow& row : clock_rows()) {
    if (row.stage != s.stage || !holds(row.kinds, s.kind) || !applies(s, row.when)) continue;
    if (planted("lc_no_clock") && row.id == "inspect") continue;
    if (row.when == When::tracked) {
      set_row(s, row, world);
    } else if (!main) {
      main = true;
      set_row(s, row, world);
    }
  }
  std::stable_sort(s.deadlines.begin(), s.deadlines.end(), [](const Deadline& a, const Deadline& b) { return a.due < b.due; });
}

}  // namespace aftersale::lifecycle
