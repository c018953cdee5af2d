#include "lifecycle/table.hpp"

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
    case When::failed: return any_payment(s, Payment::State::failed);
  }
  return false;
}

std::int64_t hours_of(const CaseState& s, const ClockRow& row) {
  switch (row.term) {
    case Term::response: return s.terms.response_hours;
    case Term::ship_back: return s.terms.ship_back_days * 24;
    case Term::refund: return s.terms.refund_days * 24;
    case Term::fixed: break;
  }
  return row.hours;
}

/// A refund's days run from receipt or from the request, not from when the case came to wait for it.
Instant start_of(const CaseState& s, const ClockRow& row) {
  if (row.term != Term::refund) return s.since;
  if (!s.terms.refund_of_receipt) return s.opened_at;
  return goods_stay(s) ? s.approved_at : s.received_at;
}

Then outcome_of(const CaseState& s, const ClockRow& row) {
  if (row.then == Then::by_policy) {
    return s.terms.response_then == "approve" ? Then::approve : s.terms.response_then == "refuse" ? Then::refuse : Then::escalate;
  }
  // Silence may cost the shop an inspection, but money is not given away without the goods when nobody has looked.
  if (row.then == Then::approve && goods_stay(s)) return Then::refuse;
  return row.then;
}

}  // namespace

void set_clocks(CaseState& s) {
  s.deadlines.clear();
  s.waiting_for.reset();
  if (s.read_only) return;           // whoever knows what happened knows what is due
  for (const ClockRow& row : clock_rows()) {
    if (row.stage != s.stage || !applies(s, row.when)) continue;
    // Each escalation of the same wait doubles its pause, so that a log stays short however long nobody cares.
    const std::int64_t passed = row.when == When::escalated ? s.escalations - 1 : s.escalations;
    const bool repeated = passed > 0 && row.term == Term::refund;
    const std::int64_t hours = repeated ? 72 : hours_of(s, row);
    const Instant start = repeated ? s.since : start_of(s, row);
    Deadline d;
    d.id = std::string(row.id);
    d.due.ms = start.ms + (hours * ms_per_hour << std::min<std::int64_t>(passed, 12));
    d.then = std::string(text_of(outcome_of(s, row)));
    d.who = row.who;
    s.waiting_for = row.who;
    s.deadlines.push_back(std::move(d));
    return;
  }
}

}  // namespace aftersale::lifecycle
