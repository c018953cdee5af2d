#include "zones.hpp"

#include "posix_rule.hpp"
#include "stop.hpp"

#include <date/tz.h>

#include <algorithm>
#include <cstdio>
#include <exception>

namespace aftersale::cli {
namespace {

struct Change {
  std::int64_t at;      // seconds since 1970
  std::int32_t offset;  // from then on
};

std::int64_t seconds(Instant instant) {
  std::int64_t count = instant.ms / ms_per_second;
  if (instant.ms % ms_per_second < 0) --count;
  return count;
}

/// The last line of a time-zone file (RFC 8536, section 3.3): how the zone goes on behind its list of changes, which
/// ends with the year 2037. The date library reads the list only.
std::optional<PosixRule> rule_of(const std::string& name) {
  std::FILE* file = std::fopen(("/usr/share/zoneinfo/" + name).c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string text;
  char chunk[1 << 12];
  for (std::size_t size; (size = std::fread(chunk, 1, sizeof chunk, file)) != 0;) text.append(chunk, size);
  std::fclose(file);
  if (text.compare(0, 4, "TZif") != 0 || text.back() != '\n') return std::nullopt;
  text.pop_back();
  return read_posix_rule(std::string_view(text).substr(text.rfind('\n') + 1));
}

void add_years(const PosixRule& rule, std::int64_t after, std::int64_t to, std::vector<Change>& changes) {
  const auto year_of = [](std::int64_t at) { return to_ymd(CivilDate{static_cast<std::int32_t>(at / 86'400)}).year; };
  const std::size_t known = changes.size();
  for (int year = year_of(after) - 1; year <= year_of(to) + 1; ++year) {
    changes.push_back({rule.summer_begins(year), rule.summer});
    changes.push_back({rule.summer_ends(year), rule.standard});
  }
  const auto first = changes.begin() + static_cast<std::ptrdiff_t>(known);
  changes.erase(std::remove_if(first, changes.end(), [&](const Change& c) { return c.at <= after; }), changes.end());
  std::sort(changes.begin() + static_cast<std::ptrdiff_t>(known), changes.end(),
            [](const Change& a, const Change& b) { return a.at < b.at; });
}

/// Every change up to `to`, the first of which holds at `from`.
std::vector<Change> changes_between(const std::string& name, std::int64_t from, std::int64_t to) {
  const date::time_zone* known = date::locate_zone(name);
  std::vector<Change> changes;
  for (std::int64_t at = from;;) {
    const date::sys_info info = known->get_info(date::sys_seconds(std::chrono::seconds(at)));
    changes.push_back({info.begin.time_since_epoch().count(), static_cast<std::int32_t>(info.offset.count())});
    at = info.end.time_since_epoch().count();
    if (info.end > date::sys_days(date::year(3000) / 1 / 1)) break;
    if (at > to) return changes;
  }
  if (const std::optional<PosixRule> rule = rule_of(name)) add_years(*rule, changes.back().at, to, changes);
  return changes;
}

}  // namespace

Zone zone_between(const std::string& name, Instant from, Instant to) {
  Zone zone;
  zone.name = name;
  try {
    const std::int64_t first = seconds(from), last = seconds(to);
    const std::vector<Change> changes = changes_between(name, first, last);
    std::int32_t before = changes.front().offset;
    zone.offset = before;
    for (const Change& change : changes) {
      if (change.at > last) break;
      // The database also notes changes of the name or of what counts as summer time; only the total offset matters.
      if (change.at <= first)
        zone.offset = change.offset;
      else if (change.offset != before)
        zone.transitions.push_back({Instant{change.at * ms_per_second}, change.offset});
      before = change.offset;
    }
  } catch (const std::exception&) { refuse_usage("unknown time zone " + name); }
  return zone;
}

}  // namespace aftersale::cli
