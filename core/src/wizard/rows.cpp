// The first screen: each line with its verdict, before any question.
#include "wizard/state.hpp"

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
    if (!row.blocked || row.base->returnable <= 0 || find_change(*row.base, "cancel_instead") != nullptr) continue;
    row.way_out = named_way_out(*row.base);
    row.blocked = row.way_out.empty();
    if (!row.blocked) continue;
    RequestItem item;
    item.line = row.line->id;
    item.quantity = row.base->returnable;
    probe.items.push_back(std::move(item));
  }
  try_reason("defective");
  for (const tables::ReasonRow& reason : tables::reasons) try_reason(reason.code);
}

struct Verdict {
  std::string_view code;
  Params params;
};

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

Verdict verdict_of(const State& s, const Row& row, const LineDecision& d) {
  if (d.returnable <= 0) return {"nothing_left", {}};
  if (d.outcome == Outcome::manual_review) return {"ask_us", {}};
  if (refused(d)) return no_verdict(s, row, d);
  if (!d.until) return {"returnable", {}};
  return {"returnable_until", {Param("date", format(d.until->date))}};
}

void write_item(Writer& out, const State& s, const Row& row) {
  const LineDecision& d = row.asked != nullptr ? *row.asked : *row.base;
  const Verdict verdict = verdict_of(s, row, d);
  out.begin_object();
  out.flag("blocked", row.blocked);
  write_changes(out, d.changes);
  write_findings(out, d.findings);
  out.maybe("image", row.line->image);
  out.field("line", row.line->id);
  write_money(out, "price", row.line->unit_price, s.world.order->currency);
  out.field("quantity", row.line->quantity);
  out.field("returnable", row.base->returnable);
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

std::string item_pointer(std::size_t index, std::string_view member) {
  std::string out = join({"/items/", std::to_string(index)});
  if (!member.empty()) append_pointer(out, member);
  return out;
}

bool has_code(const std::vector<std::string>& codes, std::string_view code) {
  for (const std::string& each : codes) {
    if (each == code) return true;
  }
  return false;
}

void look_at_lines(State& s, Problems& problems) {
  s.base = evaluate(s.world, nullptr, problems);
  for (const Line& line : s.world.order->lines) {
    Row row;
    row.line = &line;
    row.base = s.base.find(line.id);
    if (row.base == nullptr) continue;
    row.blocked = row.base->returnable <= 0 || refused(*row.base);
    s.rows.push_back(std::move(row));
  }
  find_ways_out(s);
}

void write_items(Writer& out, const State& s) {
  out.key("items").begin_array();
  for (const Row& row : s.rows) write_item(out, s, row);
  out.end_array();
}

}  // namespace aftersale::asking
