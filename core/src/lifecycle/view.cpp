// A case for people and programs: what it is, what is next, what it does to the world.
#include "lifecycle/fold.hpp"
#include "lifecycle/table.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale {

using namespace lifecycle;

namespace {

void write_items(Writer& out, const CaseState& s) {
  out.key("items").begin_array();
  for (const CaseItem& item : s.items) {
    out.begin_object();
    if (item.disposition) out.field("disposition", to_text(*item.disposition));
    if (item.grade) out.field("grade", to_text(*item.grade));
    out.field("line", item.line).field("quantity", item.quantity).maybe("reason", item.reason).field("reception", to_text(item.reception)).field("title", item.title).end_object();
  }
  out.end_array();
}

void write_deadlines(Writer& out, const CaseState& s) {
  out.key("deadlines").begin_array();
  for (const Deadline& d : s.deadlines) {
    out.begin_object().field("due", format(d.due)).field("id", d.id).field("then", d.then).field("who", to_text(d.who)).end_object();
  }
  out.end_array();
}

/// What the command leads to in this case, where it is not what its row says.
std::string_view consequence(const CaseState& s, const CommandRow& row) {
  if (row.type == CommandType::approve && at_home(s)) return "somebody_comes";
  if (row.type == CommandType::approve && goods_stay(s)) return sends_goods(s) ? "replacement_is_sent" : "refund_is_due";
  if (row.type == CommandType::refund && sends_goods(s)) return "replacement_is_sent";
  return row.consequence;
}

void write_commands(Writer& out, const CaseState& s) {
  out.key("commands").begin_array();
  for (const CommandRow& row : command_rows()) {
    if (!possible(s, row)) continue;
    Writer by;
    bool any = false;
    by.begin_array();
    for (std::size_t i = 0; i < enum_texts<ActorKind>.size(); ++i) {
      if (!holds(row.by, i) || !has_turn(s, row.type, static_cast<ActorKind>(i))) continue;
      any = true;
      by.string(enum_texts<ActorKind>[i]);
    }
    by.end_array();
    if (!any) continue;
    out.begin_object().key("by").raw(by.text()).field("consequence", consequence(s, row)).field("type", to_text(row.type)).end_object();
  }
  out.end_array();
}

/// Whether a stage of the kind's usual way is on this case's way.
bool on_the_way(const CaseState& s, Stage stage) {
  const bool sends = sends_goods(s);
  switch (stage) {
    case Stage::approved: return s.kind != CaseKind::return_ || !goods_stay(s);
    case Stage::in_transit: return !at_home(s) && !goods_stay(s) && s.quoted.method != ReturnMethod::in_store;
    case Stage::received: return !at_home(s) && !goods_stay(s);
    case Stage::inspected: return !goods_stay(s);
    case Stage::fulfilling:
    case Stage::sent: return sends && !at_home(s);
    case Stage::delivered: return sends;
    case Stage::refund_pending:
    case Stage::refunded: return !sends;
    default: return true;
  }
}

/// The stages to come if nothing unusual happens.
std::vector<Stage> ahead(const CaseState& s) {
  std::vector<Stage> out;
  if (s.read_only || holds(final_stages, s.stage)) return out;
  const std::span<const Stage> way = row_of(s.kind).way;
  auto at = std::find(way.begin(), way.end(), s.stage);
  if (s.stage == Stage::proposed || s.stage == Stage::disputed || (s.stage == Stage::inspected && !payable(s))) return {Stage::closed};
  if (at == way.end()) {
    // Off the usual way: money for goods that could not be sent, a dispute that is settled, a refusal.
    const bool pays = s.stage == Stage::refund_pending;
    return pays ? std::vector<Stage>{Stage::refunded, Stage::closed} : std::vector<Stage>{Stage::closed};
  }
  for (++at; at != way.end(); ++at) {
    if (on_the_way(s, *at)) out.push_back(*at);
  }
  return out;
}

void write_timeline(Writer& out, const CaseState& s) {
  out.key("timeline").begin_array();
  for (std::size_t i = 0; i < s.visits.size(); ++i) {
    const bool last = i + 1 == s.visits.size();
    out.begin_object().field("at", format(s.visits[i].at)).field("stage", to_text(s.visits[i].stage)).field("state", last ? "current" : "done").end_object();
  }
  for (const Stage stage : ahead(s)) out.begin_object().field("stage", to_text(stage)).field("state", "next").end_object();
  out.end_array();
}

/// What was said in the case, by whom and when; without what was erased.
void write_thread(Writer& out, const ReturnCase& c) {
  out.key("thread").begin_array();
  for (const Event& e : c.events) {
    if (e.personal.empty()) continue;
    Problems ignored;
    const Document document = Document::parse(e.personal, ignored);
    const Value text = document.root()["text"], note = document.root()["note"];
    if (!text.present() && !note.present()) continue;
    out.begin_object().field("at", format(e.at)).field("by", to_text(e.actor.kind)).field("event", e.type);
    out.maybe("name", std::string(document.root()["name"].text())).field("seq", e.seq).field("text", text.present() ? text.text() : note.text()).end_object();
  }
  out.end_array();
}

/// The files that the rules ask for, and how many of each there are.
void write_checklist(Writer& out, const CaseState& s) {
  bool any = false;
  for (const LineDecision& d : s.decision.lines) {
    for (const AskedEvidence& asked : d.evidence) {
      if (!any) out.key("checklist").begin_array();
      any = true;
      std::int64_t given = 0;
      for (const RequestItem& item : s.request.items) {
        if (item.line == d.line) given += std::count_if(item.evidence.begin(), item.evidence.end(), [&](const Evidence& e) { return e.kind == asked.kind; });
      }
      given += std::count_if(s.evidence.begin(), s.evidence.end(), [&](const Evidence& e) { return e.kind == asked.kind; });
      out.begin_object().field("given", given).field("kind", to_text(asked.kind)).field("line", d.line).field("min", asked.min);
      if (asked.optional) out.flag("optional", true);
      out.end_object();
    }
  }
  if (any) out.end_array();
}

/// What waits for an answer, and what was found out.
void write_matters(Writer& out, const CaseState& s) {
  if (s.asked) out.key("asked").begin_object().field("at", format(s.asked->at)).field("by", to_text(s.asked->by)).field("of", to_text(s.asked->of)).end_object();
  out.maybe("assessment", s.assessment).maybe("category", s.category).maybe("cause", s.cause).maybe("finding", s.finding);
  if (s.charge) {
    static constexpr std::string_view states[] = {"asked", "confirmed", "failed"};
    out.key("charge").begin_object();
    write_money(out, "amount", s.charge->amount, s.quoted.currency);
    out.field("key", s.charge->key).field("state", states[static_cast<int>(s.charge->state)]).field("why", s.charge->why).end_object();
  }
  if (!s.evidence.empty()) {
    out.key("evidence").begin_array();
    for (const Evidence& e : s.evidence) write_evidence(out, e);
    out.end_array();
  }
  if (!s.offer) return;
  out.key("offer").begin_object();
  if (s.offer->amount) write_money(out, "amount", *s.offer->amount, s.quoted.currency);
  out.field("by", to_text(s.offer->by.kind)).maybe("remedy", s.offer->remedy).field("to", to_text(s.offer->to)).end_object();
}

}  // namespace

void write_view(Writer& out, const ReturnCase& c) {
  const CaseState& s = c.state;
  const bool claims = row_of(s.kind).claims;
  out.begin_object();
  write_checklist(out, s);
  write_commands(out, s);
  write_deadlines(out, s);
  out.field("id", c.id);
  write_items(out, s);
  out.field("kind", to_text(s.kind));
  write_matters(out, s);
  if (s.quoted.method) out.field("method", to_text(*s.quoted.method));
  out.field("openedAt", format(s.opened_at)).field("order", c.order);
  if (claims) {
    out.key("quote");
    write_quote(out, s.quoted);
    out.field("resolution", to_text(settlement::quote_in_force(s).resolution));
  }
  if (s.read_only) out.flag("readOnly", true);
  if (claims || s.issued) write_money(out, "refunded", s.refunded, s.quoted.currency);
  out.maybe("set", s.set);
  if (s.settlement) {
    out.key("settlement");
    write_quote(out, *s.settlement);
  }
  out.field("stage", to_text(s.stage));
  write_thread(out, c);
  write_timeline(out, s);
  out.field("updatedAt", format(s.updated_at)).field("version", static_cast<std::int64_t>(c.events.size()));
  if (s.waiting_for) out.field("waitingFor", to_text(*s.waiting_for));
  out.end_object();
}

void write_transition(Writer& out, const Transition& t) {
  out.begin_object().flag("accepted", t.accepted);
  if (!t.next.events.empty()) {
    out.key("case");
    write_view(out, t.next);
  }
  out.key("effects").begin_array();
  for (const Effect& e : t.effects) out.begin_object().key("data").raw(e.data).field("key", e.key).field("kind", e.kind).end_object();
  out.end_array().key("events").begin_array();
  for (const Event& e : t.events) write_event(out, e);
  out.end_array();
  if (t.refusal) {
    const Refusal& r = *t.refusal;
    out.key("refusal").begin_object().field("code", r.code);
    if (r.current_version >= 0) out.field("currentVersion", r.current_version);
    out.field("message", r.message);
    if (!r.params.empty()) write_params(out, "params", r.params);
    if (r.quote) {
      out.key("quote");
      write_quote(out, *r.quote);
    }
    out.end_object();
  }
  out.end_object();
}

}  // namespace aftersale
