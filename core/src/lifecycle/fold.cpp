#include "lifecycle/fold.hpp"
#include "lifecycle/summary.hpp"
#include "lifecycle/table.hpp"
#include "model/enum_field.hpp"
#include "settlement/share.hpp"

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
    s.visits.push_back({stage, event.at});
  }
  Instant at() const { return event.at; }
  /// A member that the event cannot do without.
  Value need(const char* key) { return Fields(data, problems).need(key); }
};

void fold_requested(Folding& f) {
  CaseState& s = f.s;
  Fields fields(f.data, f.problems);
  s.request = read_request(fields.need("request"), f.problems);
  s.quoted = read_quote(fields.need("quote"), f.problems);
  fields.need("decision");
  fields.need("terms");
  fields.array("policies");
  fields.done();
  s.decision = read_summary(f.data, s.quoted, f.problems);
  s.terms = s.decision.terms;
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
  s.opened_at = f.at();
  f.enter(Stage::requested);
}

void fold_approved(Folding& f) {
  f.s.approved_at = f.at();
  f.enter(Stage::approved);
  if (goods_stay(f.s)) f.enter(Stage::refund_pending);
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
    if (p.state == Payment::State::confirmed) s.refunded = settlement::plus(s.refunded, p.share.amount);
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
  f.enter(Stage::refund_pending);
  // Nothing was left to pay, since the order's account had been emptied elsewhere.
  if (s.payments.empty() && !f.data["replaces"].truth()) f.enter(Stage::refunded);
}

/// A key names one tender's payment, or with the key of the whole refund all that are still open.
void fold_outcome(Folding& f, Payment::State outcome) {
  CaseState& s = f.s;
  const std::string_view key = f.need("key").text();
  for (Payment& p : s.payments) {
    if (p.key == key || (key == s.refund_key && p.state == Payment::State::issued)) p.state = outcome;
  }
  sum_confirmed(s);
  s.since = f.at();
  s.escalations = 0;
  const bool done = !any_payment(s, Payment::State::issued) && !any_payment(s, Payment::State::failed);
  if (outcome == Payment::State::confirmed && done) f.enter(Stage::refunded);
  if (outcome == Payment::State::failed && s.payments.empty()) s.issued = false;      // the replacement could not be sent
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
  switch (type) {
    case EventType::return_requested: return fold_requested(f);
    case EventType::return_approved: return fold_approved(f);
    case EventType::return_refused: return free_units(f, Stage::refused);
    case EventType::return_canceled: return free_units(f, Stage::canceled);
    case EventType::return_expired: return fold_expired(f);
    case EventType::return_shipped: return fold_shipped(f);
    case EventType::return_received: return fold_received(f);
    case EventType::return_inspected: return fold_inspected(f);
    case EventType::refund_issued: return fold_issued(f);
    case EventType::refund_confirmed: return fold_outcome(f, Payment::State::confirmed);
    case EventType::refund_failed: return fold_outcome(f, Payment::State::failed);
    case EventType::case_escalated:
      ++f.s.escalations;
      f.s.since = f.at();
      return;
    case EventType::case_closed: return f.enter(Stage::closed);
    case EventType::case_reopened:
    case EventType::case_appealed: return fold_back(f);
    case EventType::case_noted: return;
  }
}

}  // namespace

void fold_event(ReturnCase& c, const Event& event, Value data, Problems& problems) {
  CaseState& s = c.state;
  s.updated_at = event.at;
  EventType type{};
  const bool opens = from_text(event.type, type) && type == EventType::return_requested;
  const bool known = event.v == 1 && from_text(event.type, type) && opens == s.visits.empty();
  if (!known) {
    s.read_only = true;
    return;
  }
  Folding f{s, event, data, problems};
  apply(f, type);
}

void finish_fold(ReturnCase& c) { set_clocks(c.state); }

void write_event(Writer& out, const Event& e, bool with_hash) {
  out.begin_object().key("actor").begin_object().maybe("id", e.actor.id).field("kind", to_text(e.actor.kind)).maybe("name", e.actor.name).end_object();
  out.field("at", format(e.at)).field("command", e.command).key("data").raw(e.data);
  if (with_hash) out.field("hash", e.hash);
  out.field("prev", e.prev).field("seq", e.seq).field("type", e.type).field("v", e.v).end_object();
}

std::string hash_of(const Event& event) {
  Writer out;
  write_event(out, event, false);
  return sha256_hex(out.text());
}

std::vector<InspectedItem> read_inspected(Value list, Problems& problems) {
  std::vector<InspectedItem> out;
  for (const Value item : list) {
    InspectedItem i;
    Fields f(item, problems);
    f.text("line", i.line);
    f.integer("quantity", i.quantity, 0, 1'000'000);
    read_enum(f.need("grade"), i.grade, problems);
    read_enum(f.need("disposition"), i.disposition, problems);
    f.maybe_integer("deductionBasisPoints", i.deduction_basis_points, 0, 10'000);
    f.done();
    out.push_back(std::move(i));
  }
  return out;
}

void write_inspected(Writer& out, const std::vector<InspectedItem>& items) {
  out.key("items").begin_array();
  for (const InspectedItem& i : items) {
    out.begin_object();
    if (i.deduction_basis_points != 0) out.field("deductionBasisPoints", i.deduction_basis_points);
    out.field("disposition", to_text(i.disposition)).field("grade", to_text(i.grade)).field("line", i.line).field("quantity", i.quantity).end_object();
  }
  out.end_array();
}

}  // namespace aftersale::lifecycle
