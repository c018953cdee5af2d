#include "json/text.hpp"

namespace aftersale {

bool parse_integer(std::string_view text, std::int64_t& out) {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 19) return false;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  const std::uint64_t most = negative ? 9223372036854775808u : 9223372036854775807u;
  if (value > most) return false;
  out = negative ? static_cast<std::int64_t>(0 - value) : static_cast<std::int64_t>(value);
  return true;
}

std::string canonical_number(std::string_view text) {
  bool negative = false;
  if (!text.empty() && text.front() == '-') {
    negative = true;
    text.remove_prefix(1);
  }
  std::string digits;
  std::int64_t point = 0;              // value = 0.DIGITS x 10^point
  bool fraction = false;
  std::size_t i = 0;
  for (; i < text.size() && text[i] != 'e' && text[i] != 'E'; ++i) {
    if (text[i] == '.') {
      fraction = true;
      continue;
    }
    digits += text[i];
    if (!fraction) ++point;
  }
  if (i < text.size()) {
    std::string_view power = text.substr(i + 1);
    if (!power.empty() && power.front() == '+') power.remove_prefix(1);
    std::int64_t exponent = 0;
    constexpr std::int64_t far = 1'000'000;      // beyond every double; keeps the sums below from overflowing
    if (!parse_integer(power, exponent)) exponent = power.front() == '-' ? -far : far;
    point += exponent > far ? far : exponent < -far ? -far : exponent;
  }
  std::size_t lead = 0;
  while (lead < digits.size() && digits[lead] == '0') {
    ++lead;
    --point;
  }
  digits.erase(0, lead);
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  if (digits.empty()) return "0";

  const std::int64_t size = static_cast<std::int64_t>(digits.size());
  std::string out = negative ? "-" : "";
  if (size <= point && point <= 21) {
    out += digits;
    out.append(static_cast<std::size_t>(point - size), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits, 0, static_cast<std::size_t>(point));
    out += '.';
    out.append(digits, static_cast<std::size_t>(point), std::string::npos);
  } else if (-6 < point && point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += digits;
  } else {
    out += digits[0];
    if (size > 1) {
      out += '.';
      out.append(digits, 1, std::string::npos);
    }
    out += 'e';
    out += point - 1 < 0 ? '-' : '+';
    out += integer_text(point - 1 < 0 ? 1 - point : point - 1);
  }
  return out;
}

}  // namespace aftersale
