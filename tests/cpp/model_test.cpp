// Money, civil dates and zones.
#include "aftersale/money.hpp"
#include "aftersale/time.hpp"

#include <boost/test/unit_test.hpp>

using namespace aftersale;

namespace {

CivilDate date(const char* text) {
  CivilDate out;
  BOOST_TEST_REQUIRE(parse_date(text, out));
  return out;
}

Instant instant(const char* text) {
  Instant out;
  BOOST_TEST_REQUIRE(parse_instant(text, out));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(money)

BOOST_AUTO_TEST_CASE(currencies_have_their_iso_exponents) {
  const struct { const char* code; int exponent; } rows[] = {{"EUR", 2}, {"JPY", 0}, {"KWD", 3}, {"CLF", 4}, {"HUF", 2}, {"IDR", 2}, {"ISK", 0}, {"VND", 0}, {"UYW", 4}, {"MGA", 2}};
  for (const auto& row : rows) {
    Currency c;
    BOOST_TEST_REQUIRE(find_currency(row.code, c));
    BOOST_TEST(static_cast<int>(c.exponent) == row.exponent);
  }
  Currency c;
  BOOST_TEST(find_currency("eur", c));
  BOOST_TEST(c.text() == "EUR");
  BOOST_TEST(!find_currency("XYZ", c));
  BOOST_TEST(!find_currency("", c));
}

BOOST_AUTO_TEST_CASE(allocation_adds_up_and_is_fair) {
  std::uint64_t seed = 7;
  const auto random = [&seed](std::uint64_t below) {
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (seed >> 33) % below;
  };
  for (int round = 0; round < 20000; ++round) {
    std::vector<Minor> weights(1 + random(8));
    Minor sum = 0;
    for (Minor& w : weights) sum += w = static_cast<Minor>(random(1000));
    const Minor total = static_cast<Minor>(random(1'000'000)) - 500'000;
    const std::vector<Minor> parts = allocate(total, weights);
    Minor given = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      given += parts[i];
      if (sum == 0) continue;
      const Minor size = total < 0 ? -total : total;
      const Minor floor = size * weights[i] / sum;
      const Minor part = parts[i] < 0 ? -parts[i] : parts[i];
      BOOST_REQUIRE(part == floor || part == floor + 1);
    }
    BOOST_REQUIRE(given == total);
  }
}

BOOST_AUTO_TEST_CASE(equal_remainders_go_to_the_earlier) {
  const std::vector<Minor> thirds = {1, 1, 1};
  const std::vector<Minor> parts = allocate(100, thirds);
  BOOST_TEST(parts[0] == 34);
  BOOST_TEST(parts[1] == 33);
  BOOST_TEST(parts[2] == 33);
}

BOOST_AUTO_TEST_CASE(decimals_are_exact) {
  Currency eur, jpy, kwd;
  find_currency("EUR", eur);
  find_currency("JPY", jpy);
  find_currency("KWD", kwd);
  const struct { const char* text; const Currency& currency; Minor minor; bool exact; } rows[] = {
      {"19.99", eur, 1999, true}, {"83.48683", eur, 8349, false}, {"0.005", eur, 1, false}, {"-0.005", eur, -1, false}, {"4.9", eur, 490, true},
      {"149", eur, 14900, true},  {"1999", jpy, 1999, true},      {"1.2345", kwd, 1235, false}, {"19.9900", eur, 1999, true}, {"1e2", eur, 10000, true},
      {"0.1", eur, 10, true},     {"90071992547409.91", eur, minor_max, true}};
  for (const auto& row : rows) {
    Decimal d;
    Minor minor = 0;
    bool exact = false;
    BOOST_TEST_REQUIRE(parse_decimal(row.text, d));
    BOOST_TEST_REQUIRE(to_minor(d, row.currency, minor, exact));
    BOOST_TEST(minor == row.minor);
    BOOST_TEST(exact == row.exact);
  }
  Decimal d;
  Minor minor = 0;
  bool exact = false;
  for (const char* bad : {"", "-", "1,5", "abc", "1.2.3", "0x10", "NaN", "1e", " 1"}) BOOST_TEST(!parse_decimal(bad, d));
  BOOST_TEST(parse_decimal("90071992547409.92", d));
  BOOST_TEST(!to_minor(d, eur, minor, exact));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(civil_dates_go_both_ways) {
  BOOST_TEST(to_civil({1970, 1, 1}).days == 0);
  BOOST_TEST(to_civil({2000, 3, 1}).days == 11017);
  // One check for all: Boost's own cost more than what they ask.
  std::int32_t wrong = 0;
  for (std::int32_t day = -200000; day < 200000; ++day) wrong += to_civil(to_ymd(CivilDate{day})).days == day ? 0 : 1;
  BOOST_TEST(wrong == 0);
  BOOST_TEST(weekday(date("2026-03-08")) == 6);
  CivilDate out;
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-04-31", "2026-1-01", "20260101", "2026-00-10"}) BOOST_TEST(!parse_date(bad, out));
  BOOST_TEST(parse_date("2028-02-29", out));
}

BOOST_AUTO_TEST_CASE(months_end_on_the_same_day_or_the_last) {
  BOOST_TEST(format(add_months(date("2026-01-31"), 1)) == "2026-02-28");
  BOOST_TEST(format(add_months(date("2024-02-29"), 12)) == "2025-02-28");
  BOOST_TEST(format(add_months(date("2026-11-30"), 3)) == "2027-02-28");
  BOOST_TEST(format(add_months(date("2026-03-15"), -3)) == "2025-12-15");
  BOOST_TEST(format(add_months(date("2026-10-31"), 24)) == "2028-10-31");
}

BOOST_AUTO_TEST_CASE(instants_are_read_with_any_offset) {
  BOOST_TEST(format(instant("2026-03-09T00:30:00+08:00")) == "2026-03-08T16:30:00Z");
  BOOST_TEST(format(instant("2026-03-08T16:30:00.250Z")) == "2026-03-08T16:30:00.250Z");
  BOOST_TEST(format(instant("2016-05-17T04:14:36-04:00")) == "2016-05-17T08:14:36Z");
  BOOST_TEST(format(instant("1969-12-31T23:59:59Z")) == "1969-12-31T23:59:59Z");
  Instant out;
  for (const char* bad : {"2026-03-08", "2026-03-08T25:00:00Z", "2026-03-08T10:00:00", "2026-03-08T10:00Zx", "2026-03-08T10:00:00+8"}) BOOST_TEST(!parse_instant(bad, out));
}

BOOST_AUTO_TEST_CASE(days_begin_where_the_zone_says) {
  Zone berlin{"Europe/Berlin", 3600, {{instant("2026-03-29T01:00:00Z"), 7200}, {instant("2026-10-25T01:00:00Z"), 3600}}};
  BOOST_TEST(format(start_of_day(berlin, date("2026-03-29"))) == "2026-03-28T23:00:00Z");
  BOOST_TEST(format(end_of_day(berlin, date("2026-03-29"))) == "2026-03-29T22:00:00Z");
  BOOST_TEST(format(end_of_day(berlin, date("2026-10-25"))) == "2026-10-25T23:00:00Z");
  BOOST_TEST(format(local_date(berlin, instant("2026-06-30T22:00:00Z"))) == "2026-07-01");
  // Midnight of 7 September 2024 fell out of the clock in Santiago: the day began at one.
  Zone santiago{"America/Santiago", -14400, {{instant("2024-09-08T04:00:00Z"), -10800}}};
  BOOST_TEST(format(start_of_day(santiago, date("2024-09-08"))) == "2024-09-08T04:00:00Z");
  // Samoa left 30 December 2011 out altogether.
  Zone apia{"Pacific/Apia", -36000, {{instant("2011-12-30T10:00:00Z"), 50400}}};
  BOOST_TEST(format(start_of_day(apia, date("2011-12-30"))) == "2011-12-30T10:00:00Z");
  BOOST_TEST(format(start_of_day(apia, date("2011-12-31"))) == "2011-12-30T10:00:00Z");
}

BOOST_AUTO_TEST_SUITE_END()
