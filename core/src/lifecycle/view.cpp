// A case for people and programs: what it is, what is next, what it does to the world.
#include "lifecycle/fold.hpp"
#include "lifecycle/table.hpp"

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
  const bool instead = s.quoted.resolution == Resolution::exchange || s.quoted.resolution == Resolution::replacement || s.quoted.resolution == Resolution::repair;
  if (row.type == CommandType::approve && goods_stay(s)) return "refund_is_due";
  if (row.type == CommandType::refund && instead) return "replacement_is_sent";
  return row.consequence;
}

void write_commands(Writer& out, const CaseState& s) {
  out.key("commands").begin_array();
  for (const CommandRow& row : command_rows()) {
    if (!possible(s, row.type)) continue;
    out.begin_object().key("by").begin_array();
    for (std::size_t i = 0; i < enum_texts<ActorKind>.size(); ++i) {
      if (holds(row.by, i)) out.string(enum_texts<ActorKind>[i]);
    }
    out.end_array().field("consequence", consequence(s, row)).field("type", to_text(row.type)).end_object();
  }
  out.end_array();
}

constexpr Stage full_way[] = {Stage::requested, Stage::approved, Stage::in_transit, Stage::received, Stage::inspected,
                              Stage::refund_pending, Stage::refunded, Stage::closed};

/// The stages to come if nothing unusual happens.
std::vector<Stage> ahead(const CaseState& s) {
  std::vector<Stage> out;
  if (s.read_only || holds(final_stages, s.stage)) return out;
  const auto* at = std::find(std::begin(full_way), std::end(full_way), s.stage);
  if (at == std::end(full_way) || (s.stage == Stage::inspected && !payable(s))) return {Stage::closed};
  for (const auto* next = at + 1; next != std::end(full_way); ++next) {
    const bool of_goods = *next == Stage::in_transit || *next == Stage::received || *next == Stage::inspected;
    if (of_goods && goods_stay(s)) continue;
    if (*next == Stage::in_transit && s.quoted.method == ReturnMethod::in_store) continue;
    out.push_back(*next);
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

}  // namespace

void write_view(Writer& out, const ReturnCase& c) {
  const CaseState& s = c.state;
  out.begin_object();
  write_commands(out, s);
  write_deadlines(out, s);
  out.field("id", c.id);
  write_items(out, s);
  out.field("kind", c.kind);
  if (s.quoted.method) out.field("method", to_text(*s.quoted.method));
  out.field("openedAt", format(s.opened_at)).field("order", c.order).key("quote");
  write_quote(out, s.quoted);
  if (s.read_only) out.flag("readOnly", true);
  write_money(out, "refunded", s.refunded, s.quoted.currency);
  out.field("resolution", to_text(s.quoted.resolution));
  if (s.settlement) {
    out.key("settlement");
    write_quote(out, *s.settlement);
  }
  out.field("stage", to_text(s.stage));
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
