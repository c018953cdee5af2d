// Four functions of the C library, as far as the JSON lexer uses them, for the small build. The full ones bring the printing and
// scanning of long doubles along (about 15 kB). The core reads numbers from their text, so the value that strtod gives is not
// looked at. The build renames the lexer's calls to these (core/CMakeLists.txt).
#ifdef AFTERSALE_SMALL_LIBC

#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>

namespace {

/// Reads digits into `value`; true when they fit into `most`.
bool scan(const char*& p, std::uint64_t most, std::uint64_t& value) {
  bool fits = true;
  for (; *p >= '0' && *p <= '9'; ++p) {
    const auto digit = static_cast<std::uint64_t>(*p - '0');
    if (value > (most - digit) / 10) fits = false;
    value = value * 10 + digit;
  }
  return fits;
}

}  // namespace

extern "C" {

/// Whether the number is finite is all that the parser asks: one beyond the range of a double is refused, as natively.
double aftersale_strtod(const char* text, char** end) {
  constexpr char beyond[] = "1797693134862315807937289714053034150799";      // the first digits of what rounds to infinity, at 309 digits
  std::int64_t magnitude = 0, exponent = 0;
  int digits = 0, order = 0;
  bool fraction = false;
  const char* p = *text == '-' ? text + 1 : text;
  for (; (*p >= '0' && *p <= '9') || *p == '.'; ++p) {
    if (*p == '.') {
      fraction = true;
    } else if (digits == 0 && *p == '0') {
      magnitude -= fraction ? 1 : 0;
    } else {
      if (digits < 40 && order == 0) order = *p - beyond[digits];
      ++digits;
      magnitude += fraction ? 0 : 1;
    }
  }
  if (digits < 40 && order == 0) order = -1;
  if (*p == 'e' || *p == 'E') {
    const bool negative = *++p == '-';
    if (*p == '-' || *p == '+') ++p;
    for (; *p >= '0' && *p <= '9'; ++p) exponent = exponent > 99'999'999 ? exponent : exponent * 10 + (*p - '0');
    if (negative) exponent = -exponent;
  }
  *end = const_cast<char*>(p);
  magnitude += exponent;
  return digits > 0 && (magnitude > 309 || (magnitude == 309 && order >= 0)) ? __builtin_huge_val() : 0;
}

unsigned long long aftersale_strtoull(const char* text, char** end, int) {
  std::uint64_t value = 0;
  const char* p = text;
  if (!scan(p, UINT64_MAX, value)) errno = ERANGE;
  *end = const_cast<char*>(p);
  return value;
}

long long aftersale_strtoll(const char* text, char** end, int) {
  const bool negative = *text == '-';
  const char* p = negative ? text + 1 : text;
  std::uint64_t value = 0;
  const std::uint64_t most = negative ? static_cast<std::uint64_t>(INT64_MAX) + 1 : static_cast<std::uint64_t>(INT64_MAX);
  if (!scan(p, most, value)) errno = ERANGE;
  *end = const_cast<char*>(p);
  return static_cast<long long>(negative ? 0 - value : value);
}

/// Only the lexer's "<U+%.4X>", which names a character in an error text that nobody reads.
int aftersale_snprintf(char* out, std::size_t size, const char*, ...) {
  if (size != 0) *out = '\0';
  return 0;
}

/// embind names types that have no name by their address ("%p"), and those names only ever stand in its own error texts.
int siprintf(char* out, const char*, ...) {
  *out = '\0';
  return 0;
}

}  // extern "C"

#endif
