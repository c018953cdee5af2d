#include "posix_rule.hpp"

#include <aftersale/time.hpp>

namespace aftersale::cli {
namespace {

constexpr std::int64_t day = 86'400;

class Text {
 public:
  explicit Text(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(char c) { ok_ = take(c) && ok_; }

  /// "CET", "<-03>"
  void name() {
    const bool quoted = take('<');
    std::size_t size = 0;
    while (size < rest_.size() && (quoted ? rest_[size] != '>' : is_letter(rest_[size]))) ++size;
    ok_ = ok_ && size > 0;
    rest_.remove_prefix(size);
    if (quoted) need('>');
  }

  int number() {
    int value = 0;
    std::size_t size = 0;
    while (size < rest_.size() && size < 4 && rest_[size] >= '0' && rest_[size] <= '9')
      value = value * 10 + (rest_[size++] - '0');
    ok_ = ok_ && size > 0;
    rest_.remove_prefix(size);
    return value;
  }

  /// "-1", "5:30", "+167:00:01" in seconds
  std::int64_t time() {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t seconds = std::int64_t{3600} * number();
    if (take(':')) seconds += std::int64_t{60} * number();
    if (take(':')) seconds += number();
    return negative ? -seconds : seconds;
  }

  YearlyChange change() {
    YearlyChange out;
    need(',');
    need('M');
    out.month = number();
    need('.');
    out.week = number();
    need('.');
    out.weekday = number();
    if (take('/')) out.seconds = time();
    ok_ = ok_ && out.month >= 1 && out.month <= 12 && out.week >= 1 && out.week <= 5 && out.weekday <= 6;
    return out;
  }

 private:
  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
  std::string_view rest_;
  bool ok_ = true;
};

/// Seconds of the change on a clock that shows UTC.
std::int64_t clock_time(const YearlyChange& change, int year) {
  const CivilDate first = to_civil({year, change.month, 1});
  const int wanted = (change.weekday + 6) % 7;  // 0 = Monday, as in the core
  CivilDate date{first.days + (wanted - weekday(first) + 7) % 7 + 7 * (change.week - 1)};
  if (to_ymd(date).month != change.month) date.days -= 7;  // week 5 of a month that has four of them
  return date.days * day + change.seconds;
}

}  // namespace

std::int64_t PosixRule::summer_begins(int year) const { return clock_time(to_summer, year) - standard; }
std::int64_t PosixRule::summer_ends(int year) const { return clock_time(to_standard, year) - summer; }

std::optional<PosixRule> read_posix_rule(std::string_view line) {
  Text text(line);
  PosixRule rule;
  text.name();
  rule.standard = static_cast<std::int32_t>(-text.time());  // POSIX counts westwards
  if (!text.ok() || text.at_end()) return std::nullopt;
  text.name();
  rule.summer = text.at(',') ? rule.standard + 3600 : static_cast<std::int32_t>(-text.time());
  rule.to_summer = text.change();
  rule.to_standard = text.change();
  return text.ok() && text.at_end() ? std::optional<PosixRule>(rule) : std::nullopt;
}

}  // namespace aftersale::cli
