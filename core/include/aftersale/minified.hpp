// JSON that is written for people and kept without its white space.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace aftersale {
namespace detail {

/// Copies all but the white space between tokens; gives the size.
constexpr std::size_t minify(std::string_view text, char* out) {
  std::size_t size = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && (c == ' ' || c == '\n')) continue;
    if (out != nullptr) out[size] = c;
    ++size;
  }
  return size;
}

}  // namespace detail

/// `static constexpr auto text = minified([] { return R"json(...)json"; });` ends with a NUL.
template <class Text>
consteval auto minified(Text) {
  constexpr std::string_view given = Text()();
  std::array<char, detail::minify(given, nullptr) + 1> out{};
  detail::minify(given, out.data());
  return out;
}

}  // namespace aftersale
