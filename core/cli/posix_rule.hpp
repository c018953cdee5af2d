// The rule with which a zone goes on for ever: "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX, as RFC 8536 has it behind the list
// of changes of a time-zone file).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aftersale::cli {

/// One of the two changes of a year: the nth weekday of a month, at some seconds after its midnight.
struct YearlyChange {
  int month = 1, week = 1, weekday = 0;  // week 5 is the last one; weekday 0 is Sunday
  std::int64_t seconds = 7200;
};

struct PosixRule {
  std::int32_t standard = 0, summer = 0;  // offsets in seconds east of UTC
  YearlyChange to_summer, to_standard;    // in the local time that ends with them

  /// The instant of a change in a year, in seconds since 1970.
  [[nodiscard]] std::int64_t summer_begins(int year) const;
  [[nodiscard]] std::int64_t summer_ends(int year) const;
};

/// Nothing when the text has no summer time, or is of a kind that the time-zone database does not use.
std::optional<PosixRule> read_posix_rule(std::string_view text);

}  // namespace aftersale::cli
