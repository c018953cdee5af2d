// Reading enum members of our own documents, with the values that are known as the fix.
#pragma once

#include "aftersale/enums.hpp"
#include "aftersale/json.hpp"

namespace aftersale {

/// Reports a text that is none of `texts`.
inline void unknown_value(Problems& problems, Value value, std::span<const std::string_view> texts) {
  std::vector<std::string_view> names(texts.begin(), texts.end());
  const std::string_view near = value.is_string() ? nearest(value.text(), names) : std::string_view();
  std::string fix;
  if (!near.empty()) {
    fix = join({"did you mean \"", near, "\"?"});
  } else {
    fix = "one of ";
    for (const std::string_view name : names) {
      if (fix.size() > 7) fix += ", ";
      fix += name;
    }
  }
  problems.error("unknown_value", value.pointer(), value.is_string() ? join({"\"", value.text().substr(0, 80), "\" is not known here"}) : "expected a string", std::move(fix));
}

template <class E>
bool read_enum(Value value, E& out, Problems& problems) {
  if (!value.exists()) return false;
  if (value.is_string() && from_text(value.text(), out)) return true;
  unknown_value(problems, value, enum_texts<E>);
  return false;
}

}  // namespace aftersale
