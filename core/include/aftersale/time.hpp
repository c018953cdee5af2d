// Instants, civil dates, zones with their offsets, and working days. Nothing here reads a clock.
#pragma once

#include "aftersale/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

/// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;
  friend bool operator==(Instant a, Instant b) { return a.ms == b.ms; }
  friend bool operator!=(Instant a, Instant b) { return a.ms != b.ms; }
  friend bool operator<(Instant a, Instant b) { return a.ms < b.ms; }
  friend bool operator<=(Instant a, Instant b) { return a.ms <= b.ms; }
  friend bool operator>(Instant a, Instant b) { return a.ms > b.ms; }
  friend bool operator>=(Instant a, Instant b) { return a.ms >= b.ms; }
};
inline constexpr std::int64_t ms_per_second = 1000, ms_per_hour = 3'600'000, ms_per_day = 86'400'000;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
struct CivilDate {
  std::int32_t days = 0;
  friend bool operator==(CivilDate a, CivilDate b) { return a.days == b.days; }
  friend bool operator!=(CivilDate a, CivilDate b) { return a.days != b.days; }
  friend bool operator<(CivilDate a, CivilDate b) { return a.days < b.days; }
  friend bool operator<=(CivilDate a, CivilDate b) { return a.days <= b.days; }
};
struct YearMonthDay { int year = 1970; int month = 1; int day = 1; };

CivilDate to_civil(const YearMonthDay& ymd);
YearMonthDay to_ymd(CivilDate date);
/// 0 = Monday … 6 = Sunday.
int weekday(CivilDate date);
/// The same day of the month `months` later, or the month's last day when it has no such day.
CivilDate add_months(CivilDate date, int months);

/// RFC 3339 with any offset, "T" or space, up to 9 fractional digits (kept to the millisecond).
bool parse_instant(std::string_view text, Instant& out);
/// Always UTC with "Z"; a fraction only when there is one.
std::string format(Instant instant);
bool parse_date(std::string_view text, CivilDate& out);
std::string format(CivilDate date);

/// A time zone as the host supplied it: the offset before the first transition, then each change.
struct Zone {
  struct Transition { Instant at; std::int32_t offset; };
  std::string name = "UTC";
  std::int32_t offset = 0;                 // seconds east of UTC
  std::vector<Transition> transitions;     // ascending
};
std::int32_t offset_at(const Zone& zone, Instant instant);
CivilDate local_date(const Zone& zone, Instant instant);
/// The instant at which `date` begins in the zone. A midnight that a clock change skips begins at the change.
Instant start_of_day(const Zone& zone, CivilDate date);
/// The first instant after `date` in the zone.
inline Instant end_of_day(const Zone& zone, CivilDate date) { return start_of_day(zone, CivilDate{date.days + 1}); }
/// Local hour and minute of day in minutes.
int local_minutes(const Zone& zone, Instant instant);

Zone read_zone(Value value, Problems& problems);
void write_zone(Writer& out, const Zone& zone);
Instant read_instant(Value value, Problems& problems);
CivilDate read_date(Value value, Problems& problems);

}  // namespace aftersale
