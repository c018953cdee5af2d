// Asking, and answering: request, convert, approve, refuse, appeal, reopen.
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

/// Takes the case's units and money again, which were free while it rested; false when others have them now.
bool take_again(Run& run, const Act& act, EventType type, Stage stage, const Words& words) {
  CaseState& s = run.state();
  Writer data;
  data.begin_object();
  if (row_of(s.kind).claims) {
    Problems faults;
    const Quote again = quote(run.world, s.decision, s.request, faults);
    if (!faults.ok()) return run.refuse(faults);
    data.key("quote");
    write_quote(data, again);
  }
  data.field("stage", to_text(stage)).end_object();
  run.append(type, act, data, words);
  return true;
}

/// What people wrote in a request, by where they wrote it.
void gather_words(const Request& request, Words& words) {
  for (const RequestItem& item : request.items) {
    if (!item.note.empty()) words.notes.emplace_back(item.line, item.note);
    for (const Evidence& e : item.evidence) {
      if (!e.name.empty()) words.files.emplace_back(e.id, e.name);
    }
  }
}

/// A named member of staff stands in for a rule that says no: every line may come back, by goodwill.
void override_rules(Decision& decision, std::string_view reason) {
  decision.outcome = Outcome::eligible;
  for (LineDecision& d : decision.lines) {
    if (d.outcome != Outcome::ineligible || d.quantity > d.returnable) continue;
    Finding f;
    f.code = "goodwill";
    f.effect = FindingEffect::grants;
    f.layer = Layer::goodwill;
    f.policy = f.version = f.rule = "staff";
    put(f.params, "reason", reason);
    d.findings.push_back(std::move(f));
    d.outcome = Outcome::eligible;
    d.automatic_approval = true;
    if (d.resolutions.empty()) d.resolutions.push_back({Resolution::original_payment_method, "staff", Layer::goodwill, 0, false});
  }
}

/// `override` of the command's data: only staff that is named may, and has to say why.
bool read_override(Run& run, const Act& act, Fields& f, std::string& reason) {
  const Value value = f.maybe("override");
  if (!value.exists()) return true;
  Fields g(value, run.problems);
  g.text("reason", reason, 500);
  g.done();
  if (!run.problems.ok()) return false;
  if (act.actor.kind != ActorKind::seller && act.actor.kind != ActorKind::platform) {
    return run.refuse("not_permitted", "others may do this").with("by", "seller,platform").with("command", "override");
  }
  if (act.actor.name.empty()) return run.refuse("name_missing", "who sets a rule aside has to give a name");
  return true;
}

/// The first event names its case and order, so that the chain covers them too.
void name_case(const Run& run, const Act& act, EventType type, Writer& data) {
  if (type != EventType::case_opened) return;
  data.field("case", run.out.next.id).field("order", run.out.next.order).maybe("set", act.data["set"].text());
}

/// The opening, or the change of kind, of a case that claims something of the order.
bool open_claim(Run& run, const Act& act, EventType type, Request& request, const std::string& seen, const std::string& reason, const Words& words) {
  Decision decision = evaluate(run.world, &request, run.problems);
  if (!run.problems.ok()) return false;
  if (!reason.empty()) override_rules(decision, reason);
  if (!check_eligible(run, decision)) return false;
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
  Writer data;
  data.begin_object();
  write_summary(data, decision, q);
  name_case(run, act, type, data);
  if (!reason.empty()) data.field("override", reason);
  data.key("quote");
  write_quote(data, q);
  data.key("request");
  write_request(data, request, {}, false);
  data.end_object();
  run.append(type, act, data, words);
  if (!automatic(decision)) return true;
  Act approval = act;
  approval.actor = Actor{ActorKind::system, {}, {}};
  approval.data = Value();
  return do_approve(run, approval);
}

/// Lines that a complaint, claim or question is about have to be there.
bool check_lines(Run& run, const Request& request) {
  for (const RequestItem& item : request.items) {
    const Line* line = run.world.order->find_line(item.line);
    if (line == nullptr) return run.refuse("unknown_line", "the order has no such line").with("line", item.line);
    if (item.quantity > line->quantity) return run.refuse("exceeds_quantity", "more units than were sold").with("line", item.line).with("sold", line->quantity);
  }
  return true;
}

bool open_talk(Run& run, const Act& act, EventType type, const Request& request, const std::string& category, const Words& words) {
  if (!check_lines(run, request)) return false;
  if (words.text.empty()) return run.refuse("text_missing", "say what it is about").with("member", "text");
  Writer data;
  data.begin_object().maybe("category", category).field("currency", run.world.order->currency.text());
  name_case(run, act, type, data);
  data.key("request");
  write_request(data, request, {}, false);
  write_terms(data, case_terms(run.world));
  data.end_object();
  run.append(type, act, data, words);
  return true;
}

bool open(Run& run, const Act& act, EventType type) {
  Fields f(act.data, run.problems);
  Request request = read_request(f.need("request"), run.problems);
  const bool claims = row_of(request.kind).claims;
  std::string seen, category, reason, set;
  Words words;
  if (claims) f.text("quote", seen, 64);
  else f.maybe_text("category", category, 100);
  f.maybe_text("text", words.text, 8192);
  if (type == EventType::case_opened) f.maybe_text("set", set, 64);
  const bool may = read_override(run, act, f, reason);
  f.done();
  if (!may || !run.problems.ok()) return false;
  if (!holds(find_row(CommandType::request, request.kind)->by, act.actor.kind)) {
    return run.refuse("not_permitted", "others may open a case of this kind").with("command", "request").with("kind", to_text(request.kind));
  }
  gather_words(request, words);
  return claims ? open_claim(run, act, type, request, seen, reason, words) : open_talk(run, act, type, request, category, words);
}

}  // namespace

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

bool do_request(Run& run, const Act& act, const Command& command) {
  run.next().id = command.case_id;
  run.next().order = run.world.order->id;
  return open(run, act, EventType::case_opened);
}

bool do_convert(Run& run, const Act& act) {
  CaseKind kind = CaseKind::return_;
  const Value asked = act.data["request"]["kind"];
  if (asked.present()) from_text(asked.text(), kind);
  if (kind == run.state().kind) return run.refuse("same_kind", "the case is of that kind already").with("kind", to_text(kind));
  return open(run, act, EventType::case_converted);
}

bool do_approve(Run& run, const Act& act) {
  Writer data;
  Words words;
  data.begin_object();
  if (!read_data(run, act, CommandType::approve, data, words)) return false;
  const CaseState& s = run.state();
  if (!s.decision.lines.empty() && !s.decision.lines[0].methods.empty()) data.maybe("label", s.decision.lines[0].methods[0].label);
  if (!goods_stay(s) && !at_home(s)) data.field("shipBy", format(Instant{act.at.ms + s.terms.ship_back_days * ms_per_day}));
  data.end_object();
  run.append(EventType::case_approved, act, data, words);
  request_label(run);
  // What is sent in advance of the old goods takes a rule, or a person who says yes to just that.
  const bool person = act.actor.kind != ActorKind::system;
  if (s.stage == Stage::approved && (s.terms.advance == Advance::at_approval || (s.request.advance && person))) give_advance(run, act);
  return true;
}

bool do_refuse(Run& run, const Act& act) {
  std::string reason = "no_answer";
  Words words;
  if (!act.automatic) {
    Fields f(act.data, run.problems);
    f.maybe_text("reason", reason, 100);
    f.maybe_text("note", words.note, 8192);
    f.done();
    if (!run.problems.ok()) return false;
    const bool named = act.data["reason"].present() && !reason.empty();
    if (!named || words.note.empty()) return run.refuse("reason_missing", "a refusal needs a reason and a note for the buyer").with("missing", named ? "note" : "reason");
  }
  Writer data;
  data.begin_object().field("reason", reason).end_object();
  run.append(EventType::case_refused, act, data, words);
  return true;
}

bool do_expire(Run& run, const Act& act) {
  append_plain(run, act, EventType::case_expired);
  recall_advance(run, act);
  return true;
}

bool do_reopen(Run& run, const Act& act) {
  Writer none;
  Words words;
  none.begin_object();
  if (!read_data(run, act, CommandType::reopen, none, words)) return false;
  Stage stage = Stage::requested;
  for (const StageVisit& visit : run.state().visits) {
    if (visit.stage == Stage::approved && !goods_stay(run.state()) && stage == Stage::requested) stage = Stage::approved;
    if (visit.stage == Stage::received) stage = Stage::received;
  }
  return take_again(run, act, EventType::case_reopened, stage, words);
}

bool do_appeal(Run& run, const Act& act) {
  Writer none;
  Words words;
  none.begin_object();
  if (!read_data(run, act, CommandType::appeal, none, words)) return false;
  const Stage stage = run.state().stage == Stage::inspected ? Stage::received : Stage::requested;
  if (!take_again(run, act, EventType::case_appealed, stage, words)) return false;
  call_a_person(run, "appeal");
  return true;
}

}  // namespace aftersale::lifecycle
