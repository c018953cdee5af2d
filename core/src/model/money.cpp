#include "aftersale/money.hpp"
#include "generated/tables.hpp"
#include "json/text.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

__extension__ using Wide = __int128;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

constexpr Wide wide_limit = static_cast<Wide>(1) << 120;

Wide power_of_ten(int n) {
  Wide p = 1;
  while (n-- > 0) p *= 10;
  return p;
}

/// Brings a decimal to `scale` digits behind the point, which must not be fewer than it has. False when it grows too big.
bool rescale(const Decimal& d, int scale, Wide& out) {
  out = d.coefficient;
  for (int i = d.scale; i < scale; ++i) {
    if (out > wide_limit / 10 || out < -(wide_limit / 10)) return false;
    out *= 10;
  }
  return true;
}

}  // namespace

bool find_currency(std::string_view code, Currency& out) {
  if (code.size() != 3) return false;
  const std::array<char, 4> wanted = {upper(code[0]), upper(code[1]), upper(code[2]), '\0'};
  const auto* end = std::end(tables::currencies);
  const auto* row = std::lower_bound(std::begin(tables::currencies), end, wanted, [](const tables::CurrencyRow& r, const std::array<char, 4>& w) {
    return std::string_view(r.code, 3) < std::string_view(w.data(), 3);
  });
  if (row == end || std::string_view(row->code, 3) != std::string_view(wanted.data(), 3)) return false;
  out.code = wanted;
  out.exponent = row->exponent;
  return true;
}

std::vector<Minor> allocate(Minor total, std::span<const Minor> weights) {
  std::vector<Minor> parts(weights.size(), 0);
  if (weights.empty()) return parts;
  Wide sum = 0;
  for (const Minor w : weights) sum += w;
  if (sum <= 0) {
    parts[0] = total;
    return parts;
  }
  const bool negative = total < 0;
  const Wide whole = negative ? -static_cast<Wide>(total) : static_cast<Wide>(total);
  struct Remainder { Wide size; std::size_t index; };
  std::vector<Remainder> remainders;
  remainders.reserve(weights.size());
  Wide given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = whole * weights[i];
    parts[i] = static_cast<Minor>(product / sum);
    given += parts[i];
    remainders.push_back({product % sum, i});
  }
  stable_sort(remainders, [](const Remainder& a, const Remainder& b) { return a.size > b.size; });
  for (std::size_t k = 0; given < whole; ++k, ++given) ++parts[remainders[k].index];
  if (negative) {
    for (Minor& part : parts) part = -part;
  }
  return parts;
}

Minor scale(Minor total, std::int64_t numerator, std::int64_t denominator) {
  const Wide product = static_cast<Wide>(total) * numerator;
  const Wide half = denominator / 2;
  return static_cast<Minor>(product >= 0 ? (product + half) / denominator : -((-product + half) / denominator));
}

Minor add(Minor a, Minor b, bool& ok) {
  const Wide sum = static_cast<Wide>(a) + b;
  if (sum > minor_max || sum < -minor_max) {
    ok = false;
    return 0;
  }
  return static_cast<Minor>(sum);
}

bool parse_decimal(std::string_view text, Decimal& out) {
  const std::size_t power = text.find_first_of("eE");
  if (power != std::string_view::npos) {
    std::int64_t exponent = 0;
    std::string_view digits = text.substr(power + 1);
    if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
    if (power == 0 || !parse_integer(digits, exponent)) return false;
  }
  const std::string plain = power == std::string_view::npos ? std::string(text) : canonical_number(text);
  std::string_view rest = plain;
  bool negative = false;
  if (!rest.empty() && (rest.front() == '-' || rest.front() == '+')) {
    negative = rest.front() == '-';
    rest.remove_prefix(1);
  }
  Wide value = 0;
  int scale = 0;
  bool point = false, digit = false;
  int significant = 0;
  for (const char c : rest) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    digit = true;
    if (value != 0 || c != '0') ++significant;
    if (significant > 30) return false;
    value = value * 10 + (c - '0');
    if (point) ++scale;
  }
  if (!digit || scale > 30) return false;
  while (scale > 0 && value % 10 == 0) {
    value /= 10;
    --scale;
  }
  out.coefficient = negative ? -value : value;
  out.scale = scale;
  return true;
}

bool to_minor(const Decimal& value, const Currency& currency, Minor& out, bool& exact) {
  Wide minor = 0;
  exact = true;
  if (value.scale <= currency.exponent) {
    if (!rescale(value, currency.exponent, minor)) return false;
  } else {
    const Wide divisor = power_of_ten(value.scale - currency.exponent);
    const Wide magnitude = value.coefficient < 0 ? -value.coefficient : value.coefficient;
    minor = (magnitude + divisor / 2) / divisor;
    exact = magnitude % divisor == 0;
    if (value.coefficient < 0) minor = -minor;
  }
  if (minor > minor_max || minor < -minor_max) return false;
  out = static_cast<Minor>(minor);
  return true;
}

Decimal add(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  Wide x = 0, y = 0;
  Decimal out;
  out.scale = scale;
  out.coefficient = rescale(a, scale, x) && rescale(b, scale, y) ? x + y : wide_limit;   // too big for any amount: to_minor refuses it
  return out;
}

Decimal multiply(const Decimal& a, std::int64_t factor) {
  Decimal out = a;
  const Wide magnitude = a.coefficient < 0 ? -a.coefficient : a.coefficient;
  const Wide times = factor < 0 ? -static_cast<Wide>(factor) : static_cast<Wide>(factor);
  out.coefficient = times != 0 && magnitude > wide_limit / times ? wide_limit : a.coefficient * factor;
  return out;
}

void write_money(Writer& out, Minor amount, const Currency& currency) {
  out.begin_object().field("amount", amount).field("currency", currency.text()).end_object();
}

Minor read_money(Value value, const Currency& currency, Problems& problems) {
  if (!value.is_object()) {
    expected(problems, value, "money", join({"write {\"amount\": 1299, \"currency\": \"", currency.text(), "\"}, in minor units"}));
    return 0;
  }
  Fields fields(value, problems);
  std::int64_t amount = 0;
  std::string code;
  fields.integer("amount", amount, -minor_max, minor_max);
  if (fields.text("currency", code) && !currency.empty() && code != currency.text()) {
    problems.error("currency_mismatch", value.pointer("currency"), join({"expected ", currency.text(), ", found ", code}),
                   "give every amount of one order in its currency");
  }
  fields.done();
  return amount;
}

}  // namespace aftersale
