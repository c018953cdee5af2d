// Hours of a day that count, and those that do not.
#include "eligibility/window.hpp"

#include <algorithm>

namespace aftersale {

Instant add_hours(const Zone& zone, Instant start, std::int64_t hours, std::int64_t opens, std::int64_t closes) {
  std::int64_t left = hours * ms_per_hour;
  if (opens >= closes) return Instant{start.ms + left};
  constexpr std::int64_t ms_per_minute = ms_per_hour / 60;
  Instant at = start;
  for (CivilDate day = local_date(zone, start);; ++day.days) {
    const std::int64_t midnight = start_of_day(zone, day).ms;
    const std::int64_t first = std::max(at.ms, midnight + opens * ms_per_minute), last = midnight + closes * ms_per_minute;
    if (last <= first) continue;
    if (left <= last - first) return Instant{first + left};
    left -= last - first;
  }
}

}  // namespace aftersale
