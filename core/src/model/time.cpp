#include "aftersale/time.hpp"
#include "json/text.hpp"

namespace aftersale {
namespace {

bool two_digits(std::string_view text, std::size_t at, int& out) {
  if (at + 2 > text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' || text[at + 1] > '9') return false;
  out = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return true;
}

bool read_ymd(std::string_view text, YearMonthDay& out) {
  int century = 0, year = 0;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  if (!two_digits(text, 0, century) || !two_digits(text, 2, year) || !two_digits(text, 5, out.month) || !two_digits(text, 8, out.day)) return false;
  out.year = century * 100 + year;
  if (out.month < 1 || out.month > 12 || out.day < 1) return false;
  return to_ymd(to_civil(out)).day == out.day;     // 31 April and 29 February of other years come out as another day
}

std::string pad(int value, int width) {
  std::string digits = integer_text(value);
  while (static_cast<int>(digits.size()) < width) digits.insert(digits.begin(), '0');
  return digits;
}

}  // namespace

// Days from civil and back: era arithmetic over 400-year cycles that begin on 1 March.
CivilDate to_civil(const YearMonthDay& ymd) {
  const int y = ymd.month <= 2 ? ymd.year - 1 : ymd.year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (ymd.month + (ymd.month > 2 ? -3 : 9)) + 2) / 5 + ymd.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return CivilDate{era * 146097 + day_of_era - 719468};
}

YearMonthDay to_ymd(CivilDate date) {
  const int z = date.days + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int mp = (5 * day_of_year + 2) / 153;
  YearMonthDay out;
  out.day = day_of_year - (153 * mp + 2) / 5 + 1;
  out.month = mp < 10 ? mp + 3 : mp - 9;
  out.year = year_of_era + era * 400 + (out.month <= 2 ? 1 : 0);
  return out;
}

int weekday(CivilDate date) {
  const int w = (date.days + 3) % 7;      // 1970-01-01 was a Thursday
  return w < 0 ? w + 7 : w;
}

CivilDate add_months(CivilDate date, int months) {
  YearMonthDay ymd = to_ymd(date);
  const int month = ymd.year * 12 + (ymd.month - 1) + months;
  const int year = month >= 0 ? month / 12 : (month - 11) / 12;
  const YearMonthDay first{year, month - year * 12 + 1, 1};
  const int next_month = month + 1;
  const int next_year = next_month >= 0 ? next_month / 12 : (next_month - 11) / 12;
  const int last = to_civil({next_year, next_month - next_year * 12 + 1, 1}).days - to_civil(first).days;
  return to_civil({first.year, first.month, ymd.day < last ? ymd.day : last});
}

bool parse_date(std::string_view text, CivilDate& out) {
  YearMonthDay ymd;
  if (text.size() != 10 || !read_ymd(text, ymd)) return false;
  out = to_civil(ymd);
  return true;
}

bool parse_instant(std::string_view text, Instant& out) {
  YearMonthDay ymd;
  int hour = 0, minute = 0, second = 0;
  if (text.size() < 17 || !read_ymd(text, ymd) || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return false;
  if (!two_digits(text, 11, hour) || text[13] != ':' || !two_digits(text, 14, minute)) return false;
  std::size_t at = 16;
  if (text[at] == ':') {
    if (!two_digits(text, 17, second)) return false;
    at = 19;
  }
  if (hour > 23 || minute > 59 || second > 60) return false;
  std::int64_t ms = 0;
  if (at < text.size() && text[at] == '.') {
    std::int64_t unit = 100;
    std::size_t digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits, unit /= 10) ms += (text[at] - '0') * unit;
    if (digits == 0 || digits > 9) return false;
  }
  std::int64_t offset = 0;
  if (at >= text.size()) return false;
  if (text[at] == 'Z' || text[at] == 'z') {
    if (at + 1 != text.size()) return false;
  } else {
    int oh = 0, om = 0;
    const bool colon = at + 6 == text.size() && text[at + 3] == ':';
    if ((text[at] != '+' && text[at] != '-') || (!colon && at + 5 != text.size())) return false;
    if (!two_digits(text, at + 1, oh) || !two_digits(text, at + (colon ? 4 : 3), om) || oh > 23 || om > 59) return false;
    offset = (oh * 60 + om) * (text[at] == '-' ? -60 : 60);
  }
  const std::int64_t day_seconds = hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
  out.ms = static_cast<std::int64_t>(to_civil(ymd).days) * ms_per_day + (day_seconds - offset) * ms_per_second + ms;
  return true;
}

std::string format(CivilDate date) {
  const YearMonthDay ymd = to_ymd(date);
  return join({pad(ymd.year, 4), "-", pad(ymd.month, 2), "-", pad(ymd.day, 2)});
}

std::string format(Instant instant) {
  std::int64_t day = instant.ms / ms_per_day, rest = instant.ms % ms_per_day;
  if (rest < 0) {
    rest += ms_per_day;
    --day;
  }
  const int ms = static_cast<int>(rest % 1000);
  const int s = static_cast<int>(rest / 1000);
  std::string out = join({format(CivilDate{static_cast<std::int32_t>(day)}), "T", pad(s / 3600, 2), ":", pad(s / 60 % 60, 2), ":", pad(s % 60, 2)});
  if (ms != 0) out += join({".", pad(ms, 3)});
  return join({out, "Z"});
}

std::int32_t offset_at(const Zone& zone, Instant instant) {
  std::int32_t offset = zone.offset;
  for (const Zone::Transition& t : zone.transitions) {
    if (t.at > instant) break;
    offset = t.offset;
  }
  return offset;
}

CivilDate local_date(const Zone& zone, Instant instant) {
  const std::int64_t local = instant.ms + offset_at(zone, instant) * ms_per_second;
  return CivilDate{static_cast<std::int32_t>(local >= 0 ? local / ms_per_day : -((-local + ms_per_day - 1) / ms_per_day))};
}

int local_minutes(const Zone& zone, Instant instant) {
  const std::int64_t local = instant.ms + offset_at(zone, instant) * ms_per_second;
  const std::int64_t rest = ((local % ms_per_day) + ms_per_day) % ms_per_day;
  return static_cast<int>(rest / 60000);
}

// The first instant whose local date is `date`: every stretch of constant offset that could hold midnight is asked, and
// where a change skips midnight (or the whole day) the change itself is the beginning.
Instant start_of_day(const Zone& zone, CivilDate date) {
  const std::int64_t wall = static_cast<std::int64_t>(date.days) * ms_per_day;
  std::int32_t offset = zone.offset;
  for (const Zone::Transition& t : zone.transitions) {
    const Instant midnight{wall - offset * ms_per_second};
    if (midnight < t.at) return midnight;
    if (wall - t.offset * ms_per_second <= t.at.ms) return t.at;   // midnight fell into the gap
    offset = t.offset;
  }
  return Instant{wall - offset * ms_per_second};
}

Instant read_instant(Value value, Problems& problems) {
  Instant out;
  if (!value.exists()) return out;
  if (!value.is_string() || !parse_instant(value.text(), out)) {
    problems.error("invalid_instant", value.pointer(), "expected an instant", "write it like 2026-05-01T10:00:00Z");
  }
  return out;
}

CivilDate read_date(Value value, Problems& problems) {
  CivilDate out;
  if (!value.exists()) return out;
  if (!value.is_string() || !parse_date(value.text(), out)) {
    problems.error("invalid_date", value.pointer(), "expected a date", "write it like 2026-05-01");
  }
  return out;
}

Zone read_zone(Value value, Problems& problems) {
  Zone zone;
  constexpr std::int64_t most = 26 * 3600;
  Fields fields(value, problems);
  fields.text("name", zone.name, 64);
  std::int64_t offset = 0;
  fields.maybe_integer("offset", offset, -most, most);
  zone.offset = static_cast<std::int32_t>(offset);
  for (const Value item : fields.array("transitions")) {
    Fields t(item, problems);
    const Instant at = read_instant(t.need("at"), problems);
    std::int64_t then = 0;
    t.integer("offset", then, -most, most);
    t.done();
    if (!zone.transitions.empty() && at <= zone.transitions.back().at) {
      problems.error("not_ascending", item.pointer("at"), "the changes of a zone must ascend in time", "sort them");
    }
    zone.transitions.push_back({at, static_cast<std::int32_t>(then)});
  }
  fields.done();
  return zone;
}

void write_zone(Writer& out, const Zone& zone) {
  out.begin_object().field("name", zone.name).field("offset", zone.offset).key("transitions").begin_array();
  for (const Zone::Transition& t : zone.transitions) out.begin_object().field("at", format(t.at)).field("offset", t.offset).end_object();
  out.end_array().end_object();
}

}  // namespace aftersale
