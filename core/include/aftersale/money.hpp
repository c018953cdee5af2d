// Money: integer minor units of an ISO 4217 currency, and the one division there is.
#pragma once

#include "aftersale/json.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

/// An amount in minor units (cents, yen, fils). Always within +-(2^53 - 1) on the wire.
using Minor = std::int64_t;
inline constexpr Minor minor_max = 9007199254740991;

/// An ISO 4217 currency with its exponent (digits behind the point: 0, 2, 3 or 4).
struct Currency {
  std::array<char, 4> code{};
  std::uint8_t exponent = 2;

  [[nodiscard]] std::string_view text() const { return {code.data(), code[0] == '\0' ? 0u : 3u}; }
  [[nodiscard]] bool empty() const { return code[0] == '\0'; }
  friend bool operator==(const Currency& a, const Currency& b) { return a.code == b.code; }
};

/// Looks a code up in the ISO 4217 table (any letter case). False when there is no such currency.
bool find_currency(std::string_view code, Currency& out);

/// Shares `total` out in proportion to `weights` by largest remainder; equal remainders go to the earlier index. The
/// parts add up to `total` exactly and each lies between the floor and the ceiling of its exact share. Weights must not
/// be negative; when all are zero everything goes to the first part. A negative total is shared out like its opposite.
std::vector<Minor> allocate(Minor total, std::span<const Minor> weights);

/// total * numerator / denominator, rounded half away from zero with a 128-bit product. denominator > 0.
Minor scale(Minor total, std::int64_t numerator, std::int64_t denominator);

/// Adds with a check; on overflow or beyond +-minor_max `ok` becomes false and the result is 0.
Minor add(Minor a, Minor b, bool& ok);

/// An exact decimal number as a storefront writes it: "19.9900", 83.48683, -0.5, 1e3.
struct Decimal {
  __extension__ __int128 coefficient = 0;
  int scale = 0;     // value = coefficient / 10^scale; scale >= 0
};
/// Reads a decimal from its text (up to 30 significant digits). False when it is no plain decimal number.
bool parse_decimal(std::string_view text, Decimal& out);
/// Turns a decimal in major units into minor units, rounded half away from zero; `exact` says whether nothing was lost.
/// False when it does not fit.
bool to_minor(const Decimal& value, const Currency& currency, Minor& out, bool& exact);
/// Adds two decimals exactly.
Decimal add(const Decimal& a, const Decimal& b);
Decimal multiply(const Decimal& a, std::int64_t factor);

/// Writes {"amount": ..., "currency": ...}.
void write_money(Writer& out, Minor amount, const Currency& currency);
inline void write_money(Writer& out, const char* name, Minor amount, const Currency& currency) {
  out.key(name);
  write_money(out, amount, currency);
}
/// Reads {"amount": ..., "currency": ...}; complains when the currency is not `currency`. 0 on a fault.
Minor read_money(Value value, const Currency& currency, Problems& problems);

}  // namespace aftersale
