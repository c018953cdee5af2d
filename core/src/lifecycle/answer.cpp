// Asking, and answering: request, approve, refuse, cancel, appeal, reopen, close, note.
#include "lifecycle/run.hpp"
#include "lifecycle/summary.hpp"
#include "json/text.hpp"

namespace aftersale::lifecycle {
namespace {

void join(std::string& list, std::string_view word) {
  if (!list.empty()) list += ',';
  list += word;
}

/// Refuses when a line may not come back, with what speaks against it.
bool check_eligible(Run& run, const Decision& decision) {
  std::string lines, findings;
  bool too_many = true;
  for (const LineDecision& d : decision.lines) {
    if (d.outcome != Outcome::ineligible) continue;
    join(lines, d.line);
    too_many = too_many && d.quantity > d.returnable;
    for (const Finding& f : d.findings) {
      if (f.effect == FindingEffect::refuses) join(findings, f.code);
    }
  }
  if (lines.empty()) return true;
  Refused refused = too_many ? run.refuse("exceeds_returnable", "fewer units are left than are asked for") : run.refuse("not_eligible", "the rules do not allow this return");
  return refused.with("findings", findings).with("lines", lines);
}

bool check_evidence(Run& run, const Decision& decision, const Request& request) {
  for (const RequestItem& item : request.items) {
    const LineDecision* d = decision.find(item.line);
    for (const AskedEvidence& asked : d->evidence) {
      std::int64_t given = 0;
      for (const Evidence& e : item.evidence) given += e.kind == asked.kind ? 1 : 0;
      if (asked.optional || given >= asked.min) continue;
      return run.refuse("evidence_missing", "this request needs evidence").with("given", given).with("kind", to_text(asked.kind)).with("line", item.line).with("min", asked.min);
    }
  }
  return true;
}

bool automatic(const Decision& decision) {
  for (const LineDecision& d : decision.lines) {
    const bool clear = d.outcome == Outcome::eligible || d.outcome == Outcome::eligible_with_deduction;
    if (!clear || !d.automatic_approval) return false;
  }
  return true;
}

/// A label from the shop or the platform: printed, or shown as a code, or whatever they choose when they pay.
void request_label(Run& run) {
  const CaseState& s = run.state();
  const auto method = s.quoted.method;
  const bool carried = method == ReturnMethod::by_mail || method == ReturnMethod::pickup || method == ReturnMethod::at_kiosk;
  if (!carried || s.decision.lines.empty() || s.decision.lines[0].methods.empty()) return;
  const OfferedMethod& m = s.decision.lines[0].methods[0];
  const bool ours = m.label == "print" || m.label == "qr" || (m.label.empty() && m.payer != Payer::buyer);
  if (!ours) return;
  Writer data;
  data.begin_object().field("case", run.next().id).maybe("label", m.label).field("method", to_text(*method));
  data.field("order", run.next().order).field("payer", to_text(m.payer)).end_object();
  run.effect(run.key("label"), EffectKind::request_label, data);
}

/// Takes the case's units and money again, which were free while it rested; false when others have them now.
bool take_again(Run& run, const Act& act, EventType type, Stage stage, const std::string& note) {
  CaseState& s = run.state();
  Problems faults;
  const Quote again = quote(run.world, s.decision, s.request, faults);
  if (!faults.ok()) return run.refuse(faults);
  Writer data;
  data.begin_object().field("note", note).key("quote");
  write_quote(data, again);
  data.field("stage", to_text(stage)).end_object();
  run.append(type, act, data);
  return true;
}

bool need_note(Run& run, const Act& act, std::string& note) {
  Fields f(act.data, run.problems);
  f.text("note", note, 8192);
  f.done();
  return run.problems.ok();
}

bool simple(Run& run, const Act& act, EventType type) {
  std::string note;
  if (!read_note(run, act, note)) return false;
  Writer data;
  data.begin_object().maybe("note", note).end_object();
  run.append(type, act, data);
  return true;
}

}  // namespace

bool read_note(Run& run, const Act& act, std::string& note) {
  Fields f(act.data, run.problems);
  f.maybe_text("note", note, 8192);
  f.done();
  return run.problems.ok();
}

bool do_request(Run& run, const Act& act, const Command& command) {
  Fields f(act.data, run.problems);
  Request request = read_request(f.need("request"), run.problems);
  std::string seen;
  f.text("quote", seen, 64);
  f.done();
  if (!run.problems.ok()) return false;
  const Decision decision = evaluate(run.world, &request, run.problems);
  if (!run.problems.ok() || !check_eligible(run, decision)) return false;
  Problems faults;
  Quote q = quote(run.world, decision, request, faults, nullptr, "/command/data/request");
  if (!faults.ok()) return run.refuse(faults);
  if (!check_evidence(run, decision, request)) return false;
  if (seen != q.hash) {
    run.refuse("quote_changed", "what would be paid back is not what the buyer saw").with("hash", q.hash).with("seen", seen);
    run.out.refusal->quote = std::move(q);
    return false;
  }
  request.resolution = q.resolution;
  request.method = q.method;
  run.next().id = command.case_id;
  run.next().order = run.world.order->id;
  Writer data;
  data.begin_object();
  write_summary(data, decision, q);
  data.key("quote");
  write_quote(data, q);
  data.key("request");
  write_request(data, request);
  data.end_object();
  run.append(EventType::return_requested, act, data);
  if (!automatic(decision)) return true;
  Act approval = act;
  approval.actor = Actor{ActorKind::system, {}, {}};
  approval.data = Value();
  return do_approve(run, approval);
}

bool do_approve(Run& run, const Act& act) {
  std::string note;
  if (!read_note(run, act, note)) return false;
  const CaseState& s = run.state();
  Writer data;
  data.begin_object();
  if (!s.decision.lines.empty() && !s.decision.lines[0].methods.empty()) data.maybe("label", s.decision.lines[0].methods[0].label);
  data.maybe("note", note);
  if (!goods_stay(s)) data.field("shipBy", format(Instant{act.at.ms + s.terms.ship_back_days * ms_per_day}));
  data.end_object();
  run.append(EventType::return_approved, act, data);
  request_label(run);
  return true;
}

bool do_refuse(Run& run, const Act& act) {
  std::string reason = "no_answer", note;
  if (!act.automatic) {
    Fields f(act.data, run.problems);
    f.maybe_text("reason", reason, 100);
    f.maybe_text("note", note, 8192);
    f.done();
    if (!run.problems.ok()) return false;
    const bool named = act.data["reason"].present() && !reason.empty();
    if (!named || note.empty()) return run.refuse("reason_missing", "a refusal needs a reason and a note for the buyer").with("missing", named ? "note" : "reason");
  }
  Writer data;
  data.begin_object().field("note", note).field("reason", reason).end_object();
  run.append(EventType::return_refused, act, data);
  return true;
}

bool do_cancel(Run& run, const Act& act) { return simple(run, act, EventType::return_canceled); }
bool do_close(Run& run, const Act& act) { return simple(run, act, EventType::case_closed); }

bool do_expire(Run& run, const Act& act) {
  Writer data;
  data.begin_object().end_object();
  run.append(EventType::return_expired, act, data);
  return true;
}

bool do_reopen(Run& run, const Act& act) {
  std::string note;
  if (!need_note(run, act, note)) return false;
  Stage stage = Stage::requested;
  for (const StageVisit& visit : run.state().visits) {
    if (visit.stage == Stage::approved && !goods_stay(run.state()) && stage == Stage::requested) stage = Stage::approved;
    if (visit.stage == Stage::received) stage = Stage::received;
  }
  return take_again(run, act, EventType::case_reopened, stage, note);
}

bool do_appeal(Run& run, const Act& act) {
  std::string note;
  if (!need_note(run, act, note)) return false;
  const Stage stage = run.state().stage == Stage::inspected ? Stage::received : Stage::requested;
  if (!take_again(run, act, EventType::case_appealed, stage, note)) return false;
  Writer data;
  data.begin_object().field("case", run.next().id).field("deadline", "appeal").field("order", run.next().order).field("stage", to_text(stage)).end_object();
  run.effect(run.key("escalate"), EffectKind::escalate, data);
  return true;
}

bool do_note(Run& run, const Act& act) {
  std::string text;
  Fields f(act.data, run.problems);
  f.text("text", text, 8192);
  f.done();
  if (!run.problems.ok()) return false;
  Writer data;
  data.begin_object().field("text", text).end_object();
  run.append(EventType::case_noted, act, data);
  return true;
}

}  // namespace aftersale::lifecycle
