// Small text helpers of the JSON room that other rooms may use.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aftersale {

std::string integer_text(std::int64_t value);
/// Reads an optional sign and digits; false when it is something else or does not fit.
bool parse_integer(std::string_view text, std::int64_t& out);
/// A JSON number in the form that RFC 8785 asks for, from its digits: no needless zeros, the ECMAScript exponent rules.
/// Exact for numbers of up to 15 significant digits; longer ones keep their own digits.
std::string canonical_number(std::string_view text);

}  // namespace aftersale
