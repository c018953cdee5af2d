#include "simulate/simulate.hpp"

#include "policies.hpp"
#include "simulate/replay.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

constexpr std::size_t lines_max = 10'000;
constexpr int zones_from_year = 2000, years_ahead = 12;

/// A line that could be read, or why not.
struct Line {
  Past past;
  Problems problems;
  std::string zone;
};

const Zone* find_zone(const std::vector<Zone>& zones, std::string_view name) {
  for (const Zone& zone : zones) {
    if (zone.name == name) return &zone;
  }
  return nullptr;
}

std::vector<Line> read_lines(Value list, const std::string& zone) {
  std::vector<Line> out;
  out.reserve(list.size());
  for (const Value text : list) {
    Line& line = out.emplace_back();
    if (!text.is_string()) {
      expected(line.problems, text, "the text of a line");
      continue;
    }
    const Document document = Document::parse(text.text(), line.problems);
    if (line.problems.ok()) line.past = read_past(document.root(), line.problems);
    if (line.problems.ok()) line.zone = zone.empty() ? zone_of(line.past.order) : zone;
  }
  return out;
}

/// The zones whose offsets the host has to supply before these lines can be judged.
bool write_needs(Writer& out, const std::vector<Line>& lines, const std::vector<Zone>& zones, Instant now) {
  std::vector<std::string_view> names;
  for (const Line& line : lines) {
    const bool known = line.zone.empty() || find_zone(zones, line.zone) != nullptr || std::find(names.begin(), names.end(), line.zone) != names.end();
    if (!known) names.push_back(line.zone);
  }
  if (names.empty()) return false;
  const auto new_year = [](int year) { return format(Instant{static_cast<std::int64_t>(to_civil({year, 1, 1}).days) * ms_per_day}); };
  const int year = to_ymd(CivilDate{static_cast<std::int32_t>(now.ms / ms_per_day)}).year;
  out.begin_object().key("needs").begin_object().key("zones").begin_array();
  for (const std::string_view name : names) {
    out.begin_object().field("from", new_year(zones_from_year)).field("name", std::string(name)).field("to", new_year(year + years_ahead)).end_object();
  }
  out.end_array().end_object().end_object();
  return true;
}

}  // namespace

void simulate_op(Writer& out, Value call, Library& library, Problems& problems) {
  Fields f(call, problems);
  Policies before, after, packs;
  add_policies(f.array("policies", true), library, before, problems);
  const Value against = f.maybe("against");
  add_policies(against, library, after, problems);
  add_policies(f.maybe("packs"), library, packs, problems);
  const Value moment = f.need("now");
  const Instant now = moment.exists() ? read_instant(moment, problems) : Instant{};
  std::string zone;
  f.maybe_text("zone", zone, 64);
  std::vector<Zone> zones;
  for (const Value one : f.array("zones")) zones.push_back(read_zone(one, problems));
  const Value lines = f.array("lines");
  if (lines.size() > lines_max) problems.error("too_long", lines.pointer(), "more than 10000 lines in one batch", std::string("send several batches"));
  bool want_changes = false, want_table = false;
  f.maybe_bool("changes", want_changes);
  f.maybe_bool("table", want_table);
  Report report;
  report.read(f.maybe("report"), problems);
  if (!problems.ok()) return;

  const std::vector<Line> past = read_lines(lines, zone);
  if (write_needs(out, past, zones, now)) return;
  std::vector<Comparison> changes;
  for (const Line& line : past) {
    report.count_line();
    Problems own;
    if (line.problems.ok()) {
      report.count_order();
      replay({before.all, against.present() ? after.all : before.all, packs.all, now, *find_zone(zones, line.zone)}, line.past, report, changes, own);
    }
    const Problems& told = line.problems.ok() ? own : line.problems;
    if (!told.ok()) report.fail(told);
  }
  out.begin_object();
  if (want_changes) {
    out.key("changes").begin_array();
    for (const Comparison& item : changes) write_comparison(out, item);
    out.end_array();
  }
  out.key("report");
  report.write(out);
  if (want_table) out.field("table", report.table());
  out.end_object();
}

}  // namespace aftersale::tools
