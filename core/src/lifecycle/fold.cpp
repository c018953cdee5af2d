#include "lifecycle/fold.hpp"
#include "lifecycle/summary.hpp"
#include "lifecycle/table.hpp"
#include "model/enum_field.hpp"
#include "json/text.hpp"
#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

struct Folding {
  CaseState& s;
  const Event& event;
  Value data;
  Problems& problems;

  void enter(Stage stage) {
    s.since = event.at;
    if (!s.visits.empty() && s.stage == stage) return;
    s.stage = stage;
    s.escalations = 0;
    s.extended = s.extensions = 0;
    s.asked.reset();
    if (stage != Stage::proposed) s.offer.reset();
    s.visits.push_back({stage, event.at});
  }
  Instant at() const { return event.at; }
  /// A member that the event cannot do without.
  Value need(const char* key) { return Fields(data, problems).need(key); }
  [[nodiscard]] std::string code(const char* key) const { return std::string(data[key].text()); }
};

/// Gives the request back what people wrote in it, as far as it was not erased.
void restore_words(Request& request, const Event& event) {
  if (event.personal.empty()) return;
  Problems ignored;
  const Document document = Document::parse(event.personal, ignored);
  const Value notes = document.root()["notes"], files = document.root()["files"];
  for (RequestItem& item : request.items) {
    item.note = std::string(notes[item.line].text());
    for (Evidence& e : item.evidence) e.name = std::string(files[e.id].text());
  }
}

/// What is asked for, with what was decided and quoted for it: of a case that opens, or one that becomes of another kind.
void fold_request(Folding& f) {
  CaseState& s = f.s;
  s.request = read_request(f.need("request"), f.problems);
  s.kind = s.request.kind;
  restore_words(s.request, f.event);
  s.category = f.code("category");
  s.decision = Decision();
  s.quoted = Quote();
  s.settlement.reset();
  s.inspection.clear();
  s.items.clear();
  if (row_of(s.kind).claims) {
    s.quoted = read_quote(f.need("quote"), f.problems);
    s.decision = read_summary(f.data, s.quoted, f.problems);
    s.terms = s.decision.terms;
  } else {
    read_terms(f.need("terms"), s.terms, f.problems);
    Currency currency;
    if (find_currency(f.data["currency"].text(), currency)) s.quoted.currency = currency;
  }
  for (const RequestItem& asked : s.request.items) {
    CaseItem item;
    item.line = asked.line;
    item.reason = asked.reason;
    item.quantity = asked.quantity;
    for (const QuoteItem& q : s.quoted.items) {
      if (q.line == asked.line) item.title = q.title;
    }
    s.items.push_back(std::move(item));
  }
}

void fold_opened(Folding& f) {
  fold_request(f);
  f.s.set = std::string(f.data["set"].text());
  f.s.opened_at = f.at();
  f.enter(Stage::requested);
}

void fold_converted(Folding& f) {
  fold_request(f);
  f.s.appealed = false;
  f.s.escalations = 0;
  f.enter(Stage::requested);
  f.s.since = f.at();
}

/// From a yes on, a case whose goods stay waits for money or for what is sent instead.
Stage after_yes(const CaseState& s) { return sends_goods(s) ? Stage::fulfilling : Stage::refund_pending; }

void fold_approved(Folding& f) {
  f.s.approved_at = f.at();
  f.s.released = false;
  f.enter(Stage::approved);
  if (goods_stay(f.s)) f.enter(after_yes(f.s));
}

void free_units(Folding& f, Stage stage) {
  f.s.released = true;
  f.enter(stage);
}

void fold_expired(Folding& f) {
  for (CaseItem& item : f.s.items) item.reception = Reception::expired;
  free_units(f, Stage::expired);
}

void fold_shipped(Folding& f) {
  for (CaseItem& item : f.s.items) {
    if (item.received < item.quantity) item.reception = Reception::in_transit;
  }
  f.s.sent_with_proof = f.s.sent_with_proof || f.event.actor.kind == ActorKind::carrier || !f.data["tracking"].text().empty();
  f.s.last_scan = f.at();
  f.s.silences = 0;
  f.enter(Stage::in_transit);
}

void fold_received(Folding& f) {
  for (const Value entry : f.need("items")) {
    for (CaseItem& item : f.s.items) {
      if (entry["line"].text() != item.line) continue;
      const std::int64_t units = entry["quantity"].integer().value_or(0);
      if (units > 0 && units <= item.quantity - item.received) item.received += units;
      read_enum(entry["state"], item.reception, f.problems);
    }
  }
  f.s.received_at = f.at();
  f.enter(Stage::received);
}

void fold_inspected(Folding& f) {
  CaseState& s = f.s;
  s.inspection = read_inspected(f.need("items"), f.problems);
  s.settlement = read_quote(f.need("settlement"), f.problems);
  for (CaseItem& item : s.items) {
    for (const InspectedItem& entry : s.inspection) {
      if (entry.line != item.line) continue;
      item.grade = entry.grade;
      item.disposition = entry.disposition;
    }
  }
  f.enter(Stage::inspected);
}

void sum_confirmed(CaseState& s) {
  s.refunded = 0;
  for (const Payment& p : s.payments) {
    if (p.state == Payment::State::confirmed || planted("lc_confirm_adds")) s.refunded = settlement::plus(s.refunded, p.share.amount);
  }
}

void fold_issued(Folding& f) {
  CaseState& s = f.s;
  std::vector<Payment> kept;
  for (Payment& p : s.payments) {
    if (p.state != Payment::State::failed) kept.push_back(std::move(p));       // the failed ones are paid by this one
  }
  s.payments = std::move(kept);
  for (const Value item : f.need("tenders")) {
    Payment p;
    Fields fields(item, f.problems);
    fields.text("tender", p.share.tender);
    read_enum(fields.need("kind"), p.share.kind, f.problems);
    p.share.amount = read_money(fields.need("amount"), s.quoted.currency, f.problems);
    fields.maybe_text("label", p.share.label);
    fields.text("key", p.key);
    fields.done();
    s.payments.push_back(std::move(p));
  }
  s.refund_key = std::string(f.need("key").text());
  s.issued = true;
  s.escalations = 0;
  s.finding.clear();
  if (f.data["advance"].truth()) {          // the goods are still to come, and the case goes on waiting for them
    s.advanced = true;
    return;
  }
  const bool sends = f.data["replaces"].truth();
  if (f.data["instead"].truth()) {          // money for goods that could not be sent
    if (s.settlement) s.settlement->resolution = Resolution::original_payment_method;
    else s.quoted.resolution = Resolution::original_payment_method;
    if (const Value quote = f.data["quote"]) s.settlement = read_quote(quote, f.problems);
    s.charge.reset();
  }
  f.enter(sends ? Stage::fulfilling : Stage::refund_pending);
  // Nothing was left to pay, since the order's account had been emptied elsewhere, or all was paid early.
  if (!sends && !any_payment(s, Payment::State::issued) && !any_payment(s, Payment::State::failed)) f.enter(Stage::refunded);
}

/// A key names one tender's payment, or with the key of the whole refund all that are still open.
void fold_outcome(Folding& f, Payment::State outcome) {
  CaseState& s = f.s;
  const std::string_view key = f.need("key").text();
  for (Payment& p : s.payments) {
    if (p.key == key || (key == s.refund_key && p.state == Payment::State::issued)) p.state = outcome;
  }
  sum_confirmed(s);
  s.escalations = 0;
  const bool done = !any_payment(s, Payment::State::issued) && !any_payment(s, Payment::State::failed);
  if (s.stage == Stage::refund_pending) {
    s.since = f.at();
    if (outcome == Payment::State::confirmed && done) f.enter(Stage::refunded);
  }
  if (s.stage != Stage::fulfilling || key != s.refund_key) return;
  s.since = f.at();
  if (outcome == Payment::State::failed) {            // the goods could not be sent
    s.issued = any_payment(s, Payment::State::issued) || any_payment(s, Payment::State::confirmed);
    s.finding = "not_sent";
  } else if (s.payments.empty() || done) {            // a storefront that only says that it is done
    f.enter(Stage::delivered);
  }
}

void fold_recalled(Folding& f) { f.s.since = f.at(); }

void fold_charge(Folding& f) {
  BuyerCharge& c = f.s.charge.emplace();
  c.amount = read_money(f.need("amount"), f.s.quoted.currency, f.problems);
  c.key = f.code("key");
  c.why = f.code("why");
  f.s.since = f.at();
  if (f.s.stage == Stage::inspected) f.enter(Stage::fulfilling);        // the difference first, then the goods
  if (f.s.stage == Stage::expired) f.s.released = false;                // not before what was paid is back
}

void fold_charge_outcome(Folding& f, BuyerCharge::State outcome) {
  CaseState& s = f.s;
  if (!s.charge) return;
  s.charge->state = outcome;
  s.since = f.at();
  s.escalations = 0;
  if (outcome == BuyerCharge::State::confirmed && s.charge->why == "recall") {
    // What was recalled is back: the last that was paid first.
    Minor left = s.charge->amount;
    for (auto p = s.payments.rbegin(); p != s.payments.rend() && left > 0; ++p) {
      if (p->state != Payment::State::confirmed) continue;
      const Minor part = std::min(left, p->share.amount);
      p->share.amount -= part;
      left -= part;
    }
    sum_confirmed(s);
  }
  if (outcome == BuyerCharge::State::confirmed && s.stage == Stage::expired) s.released = true;
}

void fold_found(Folding& f) {
  CaseState& s = f.s;
  s.finding = f.code("result");
  if (f.data["cause"].present()) s.cause = f.code("cause");
  if (s.kind != CaseKind::not_received) return;
  if (s.finding == "lost") return fold_approved(f);
  if (s.finding == "found") {
    s.last_scan = f.at();
    s.silences = 0;
    s.sent_with_proof = true;
    return f.enter(Stage::sent);
  }
  free_units(f, Stage::refused);
}

void fold_proposed(Folding& f) {
  CaseState& s = f.s;
  Proposal p;
  p.by = f.event.actor;
  read_enum(f.need("to"), p.to, f.problems);
  if (const Value amount = f.data["amount"]) p.amount = read_money(amount, s.quoted.currency, f.problems);
  p.remedy = f.code("remedy");
  p.back = s.offer ? s.offer->back : s.stage;
  ++s.proposals;
  s.escalations = 0;
  s.since = f.at();
  f.enter(Stage::proposed);
  s.offer = std::move(p);
}

void fold_accepted(Folding& f) {
  CaseState& s = f.s;
  s.released = false;
  if (const Value settlement = f.data["settlement"]) s.settlement = read_quote(settlement, f.problems);
  s.approved_at = f.at();
  const bool pays = s.settlement && s.settlement->total > 0;
  f.enter(pays ? Stage::refund_pending : Stage::resolved);
}

/// Back to where the offer was made, with the time that was left there begun anew.
void fold_declined(Folding& f) {
  const Stage back = f.s.offer ? f.s.offer->back : Stage::requested;
  f.enter(planted("lc_decline_closes") ? Stage::closed : back);
}

void fold_decided(Folding& f) {
  CaseState& s = f.s;
  const bool of_buyer = f.code("for") == "buyer";
  s.finding = of_buyer ? "for_buyer" : "for_seller";
  if (!of_buyer) return free_units(f, Stage::closed);
  if (!row_of(s.kind).claims) return f.enter(Stage::resolved);
  fold_approved(f);
}

void fold_asked(Folding& f) {
  Question q;
  q.by = f.event.actor.kind;
  read_enum(f.need("of"), q.of, f.problems);
  q.at = f.at();
  f.s.asked = q;
  ++f.s.questions;
}

/// The clock that stood still goes on with what was left of it.
void fold_replied(Folding& f) {
  CaseState& s = f.s;
  if (s.asked && !planted("lc_pause_lost")) {
    const std::int64_t still = f.at().ms - s.asked->at.ms;
    s.since.ms += still;
    s.paused += still;
  }
  s.asked.reset();
  if (s.stage == Stage::answered) f.enter(Stage::requested);         // the answer did not help
}

void fold_extended(Folding& f) {
  f.s.extended += f.data["hours"].integer().value_or(0) * ms_per_hour;
  ++f.s.extensions;
}

void fold_tracked(Folding& f) {
  f.s.last_scan = f.at();
  f.s.silences = 0;
  f.s.sent_with_proof = true;
}

void fold_evidence(Folding& f) {
  for (const Value item : f.need("evidence")) f.s.evidence.push_back(read_evidence(item, f.problems));
}

void fold_assessed(Folding& f) {
  CaseState& s = f.s;
  s.assessment = f.code("outcome");
  if (!s.repair_from) s.repair_from = at_home(s) ? f.at() : s.received_at;
  if (const Value settlement = f.data["settlement"]) s.settlement = read_quote(settlement, f.problems);
  if (s.assessment == "repair") return f.enter(Stage::in_repair);
  if (s.assessment == "refund") return f.enter(Stage::refund_pending);
  if (s.assessment == "decline" && at_home(s)) return free_units(f, Stage::refused);
  f.enter(Stage::fulfilling);                 // another one, or the buyer's own as it is
}

void fold_repaired(Folding& f) { f.enter(at_home(f.s) ? Stage::delivered : Stage::fulfilling); }

void fold_sent(Folding& f) {
  CaseState& s = f.s;
  s.last_scan = f.at();
  s.silences = 0;
  s.sent_with_proof = !f.data["tracking"].text().empty();
  f.enter(Stage::sent);
}

/// A case that ended with goods: its units can come back another time.
void fold_closed(Folding& f) {
  CaseState& s = f.s;
  const bool money_out = s.refunded > 0 || any_payment(s, Payment::State::issued);
  if (!money_out && !s.settlement && row_of(s.kind).claims) s.released = true;
  if (sends_goods(s) && !money_out) s.released = true;
  f.enter(Stage::closed);
}

/// The case goes back to a stage that it had; its units are taken anew, at the value that they have now.
void fold_back(Folding& f) {
  CaseState& s = f.s;
  if (const Value quote = f.data["quote"]) s.quoted = read_quote(quote, f.problems);
  s.settlement.reset();
  s.released = false;
  Stage stage = Stage::requested;
  read_enum(f.need("stage"), stage, f.problems);
  if (stage != Stage::received) {
    for (CaseItem& item : s.items) item.reception = Reception::awaiting;
  }
  f.enter(stage);
  if (f.event.type != to_text(EventType::case_appealed)) return;
  s.appealed = true;
  s.escalations = 1;
}

void apply(Folding& f, EventType type) {
  CaseState& s = f.s;
  switch (type) {
    case EventType::case_opened: return fold_opened(f);
    case EventType::case_converted: return fold_converted(f);
    case EventType::case_approved: return fold_approved(f);
    case EventType::case_refused: return free_units(f, Stage::refused);
    case EventType::case_canceled: return free_units(f, Stage::canceled);
    case EventType::case_expired: return fold_expired(f);
    case EventType::goods_shipped: return fold_shipped(f);
    case EventType::goods_received: return fold_received(f);
    case EventType::goods_inspected: return fold_inspected(f);
    case EventType::refund_issued: return fold_issued(f);
    case EventType::refund_confirmed: return fold_outcome(f, Payment::State::confirmed);
    case EventType::refund_failed: return fold_outcome(f, Payment::State::failed);
    case EventType::refund_recalled: return fold_recalled(f);
    case EventType::charge_requested: return fold_charge(f);
    case EventType::charge_confirmed: return fold_charge_outcome(f, BuyerCharge::State::confirmed);
    case EventType::charge_failed: return fold_charge_outcome(f, BuyerCharge::State::failed);
    case EventType::case_escalated:
      ++s.escalations;
      s.since = f.at();
      s.extended = 0;
      return;
    case EventType::case_closed:
    case EventType::case_confirmed: return fold_closed(f);
    case EventType::case_reopened:
    case EventType::case_appealed: return fold_back(f);
    case EventType::case_acknowledged: return f.enter(Stage::acknowledged);
    case EventType::case_classified:
      s.category = f.code("category");
      if (f.data["cause"].present()) s.cause = f.code("cause");
      return;
    case EventType::case_investigated: return f.enter(Stage::investigating);
    case EventType::case_reported: return fold_found(f);
    case EventType::offer_proposed: return fold_proposed(f);
    case EventType::offer_accepted: return fold_accepted(f);
    case EventType::offer_declined: return fold_declined(f);
    case EventType::case_disputed:
      ++s.disputes;
      return f.enter(Stage::disputed);
    case EventType::case_decided: return fold_decided(f);
    case EventType::case_asked: return fold_asked(f);
    case EventType::case_replied:
    case EventType::case_resumed: return fold_replied(f);
    case EventType::case_extended: return fold_extended(f);
    case EventType::parcel_tracked: return fold_tracked(f);
    case EventType::parcel_silent: ++s.silences; return;
    case EventType::evidence_added: return fold_evidence(f);
    case EventType::repair_assessed: return fold_assessed(f);
    case EventType::repair_completed: return fold_repaired(f);
    case EventType::goods_sent: return fold_sent(f);
    case EventType::goods_delivered: return f.enter(Stage::delivered);
    case EventType::case_answered: return f.enter(Stage::answered);
    case EventType::case_noted:
    case EventType::case_message:
    case EventType::case_redacted: return;
  }
}

}  // namespace

void fold_event(ReturnCase& c, const Event& event, Value data, Problems& problems) {
  CaseState& s = c.state;
  s.updated_at = event.at;
  s.due = event.due;
  EventType type{};
  const bool opens = from_text(event.type, type) && type == EventType::case_opened;
  const bool known = event.v == 1 && from_text(event.type, type) && opens == s.visits.empty();
  if (!known) {
    s.read_only = true;
    return;
  }
  Folding f{s, event, data, problems};
  apply(f, type);
}

void finish_fold(ReturnCase& c, const World* world) { set_clocks(c.state, world); }

}  // namespace aftersale::lifecycle
