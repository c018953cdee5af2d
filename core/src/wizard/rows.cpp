// The first screen: each line with its verdict, before any question.
#include "wizard/state.hpp"

#include "eligibility/kinds.hpp"
#include "eligibility/write.hpp"

namespace aftersale::asking {
namespace {

const Change* find_change(const LineDecision& d, std::string_view code) {
  for (const Change& change : d.changes) {
    if (change.code == code) return &change;
  }
  return nullptr;
}

/// The reason that the decision itself names as one that would help.
std::string_view named_way_out(const LineDecision& d) {
  for (const std::string_view code : {"repair_under_guarantee", "another_reason"}) {
    const Change* change = find_change(d, code);
    if (change == nullptr) continue;
    for (const Param& param : change->params) {
      const tables::ReasonRow* reason = param.name == "reason" ? find_reason(param.text) : nullptr;
      if (reason != nullptr) return reason->code;
    }
  }
  return {};
}

/// Looks for a reason that helps each line to which the answer is no: one that the decision names, else whichever is
/// not refused, a defect first, since most rights hang on it.
void find_ways_out(State& s) {
  Request probe;
  probe.kind = s.topic->kind;
  const auto try_reason = [&](std::string_view reason) {
    if (probe.items.empty()) return;
    for (RequestItem& item : probe.items) item.reason = std::string(reason);
    Problems ignored;
    const Decision decision = evaluate(s.world, &probe, ignored);
    for (Row& row : s.rows) {
      if (!row.blocked) continue;
      const LineDecision* d = decision.find(row.line->id);
      if (d == nullptr || refused(*d)) continue;
      row.way_out = reason;
      row.blocked = false;
      std::size_t at = 0;
      while (probe.items[at].line != row.line->id) ++at;
      probe.items.erase(probe.items.begin() + static_cast<std::ptrdiff_t>(at));
    }
  };
  for (Row& row : s.rows) {
    // What has yet to be sent is canceled, not returned.
    if (!row.blocked || row.most <= 0 || find_change(*row.base, "cancel_instead") != nullptr) continue;
    row.way_out = named_way_out(*row.base);
    if (const tables::ReasonRow* named = find_reason(row.way_out); named != nullptr && !fits(*s.topic, *named)) row.way_out = {};
    row.blocked = row.way_out.empty();
    if (!row.blocked) continue;
    RequestItem item;
    item.line = row.line->id;
    item.quantity = row.most;
    probe.items.push_back(std::move(item));
  }
  if (fits(*s.topic, *find_reason("defective"))) try_reason("defective");
  for (const tables::ReasonRow& reason : tables::reasons) {
    if (fits(*s.topic, reason)) try_reason(reason.code);
  }
}

/// The last day on which it would still have been yes, where time alone is in the way.
bool closed_since(const LineDecision& d, CivilDate& last) {
  const Change* earlier = find_change(d, "earlier_request");
  return earlier != nullptr && !earlier->params.empty() && parse_date(earlier->params.front().text, last);
}

Verdict no_verdict(const State& s, const Row& row, const LineDecision& d) {
  const tables::ReasonRow* way_out = find_reason(row.way_out);
  const bool faulty = way_out != nullptr && way_out->basis != Basis::customer_remorse;
  CivilDate last{};
  if (closed_since(d, last)) {
    const std::int64_t days = local_date(s.world.zone, s.world.now).days - last.days;
    return {faulty ? "closed_guarantee" : "closed", {Param("date", format(last)), Param("days", days)}};
  }
  if (find_change(d, "cancel_instead") != nullptr) return {"not_dispatched", {}};
  return {faulty ? "excluded_unless_faulty" : way_out != nullptr ? "depends_on_reason" : "excluded", {}};
}

/// Of what is no return: where the goods are, or that they count, says it all.
std::string_view plain_no(const LineDecision& d) {
  for (const Finding& f : d.findings) {
    if (f.effect == FindingEffect::refuses) return f.code;
  }
  return "excluded";
}

}  // namespace

Verdict verdict_of(const State& s, const Row& row, const LineDecision& d) {
  if (d.returnable <= 0) return {"nothing_left", {}};
  if (s.topic != nullptr && s.topic->implied) return {refused(d) ? plain_no(d) : s.topic->yes, {}};
  if (s.topic != nullptr && !s.topic->yes.empty() && !refused(d)) {
    Params params;
    if (d.until) put(params, "date", format(d.until->date));
    return {s.topic->yes, std::move(params)};
  }
  if (d.outcome == Outcome::manual_review) return {"ask_us", {}};
  if (refused(d)) return no_verdict(s, row, d);
  if (!d.until) return {"returnable", {}};
  return {"returnable_until", {Param("date", format(d.until->date))}};
}

namespace {

void write_item(Writer& out, const State& s, const Row& row) {
  const LineDecision& d = row.asked != nullptr ? *row.asked : *row.base;
  const Verdict verdict = verdict_of(s, row, d);
  out.begin_object();
  out.flag("blocked", row.blocked);
  write_changes(out, d.changes);
  write_findings(out, d.findings);
  out.maybe("image", row.line->image);
  out.field("line", called(s, row.line->id));
  if (s.own != nullptr) out.field("order", s.own->id);
  write_money(out, "price", row.line->unit_price, s.world.order->currency);
  out.field("quantity", row.line->quantity);
  out.field("returnable", row.most);
  out.field("selected", row.selected);
  out.field("title", row.line->title);
  if (d.until) write_until(out, *d.until, s.world.zone.name);
  out.maybe("variant", row.line->variant);
  out.key("verdict").begin_object();
  out.field("code", verdict.code);
  out.field("outcome", to_text(d.outcome));
  write_params(out, "params", verdict.params);
  out.end_object().end_object();
}

}  // namespace

std::string given_pointer(std::size_t index, std::string_view member) {
  std::string out = join({"/items/", std::to_string(index)});
  if (!member.empty()) append_pointer(out, member);
  return out;
}
std::string item_pointer(const State& s, std::size_t item, std::string_view member) { return given_pointer(s.first + item, member); }

bool has_code(const std::vector<std::string>& codes, std::string_view code) {
  for (const std::string& each : codes) {
    if (each == code) return true;
  }
  return false;
}

/// Each line as if all of it were asked for, for the reason that counts while nobody has given one.
void look_at_lines(State& s, Problems& problems) {
  const bool talks = s.topic == nullptr || talk(*s.topic);
  const Account account = account_of(s.world);
  Request probe;
  probe.kind = talks ? CaseKind::return_ : s.topic->kind;
  for (std::size_t i = 0; i < s.world.order->lines.size(); ++i) {
    const Line& line = s.world.order->lines[i];
    Row row;
    row.line = &line;
    row.most = talks ? line.quantity : askable_units(*s.world.order, line, returnable_units(line, account.lines[i]), probe.kind);
    RequestItem item;
    item.line = line.id;
    item.quantity = talks ? 0 : row.most;
    item.reason = std::string(talks ? std::string_view("changed_mind") : s.topic->unsaid);
    probe.items.push_back(std::move(item));
    s.rows.push_back(std::move(row));
  }
  // A return nobody has given a reason for is the plain question: what can go back?
  s.base = evaluate(s.world, talks || s.topic->topic == Topic::return_ ? nullptr : &probe, problems);
  for (Row& row : s.rows) {
    row.base = s.base.find(row.line->id);
    row.blocked = !talks && (row.most <= 0 || refused(*row.base));
  }
  if (!talks && !s.topic->implied) find_ways_out(s);
}

void write_items(Writer& out, const State& s) {
  for (const Row& row : s.rows) write_item(out, s, row);
}

}  // namespace aftersale::asking
