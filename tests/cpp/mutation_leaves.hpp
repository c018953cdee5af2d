// What an answer says, leaf by leaf, and what differs between two answers.
#pragma once

#include "aftersale/json.hpp"
#include "aftersale/money.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mutations {

using namespace aftersale;

/// figures are money and units; words decide something; everything else is told to people or kept.
enum class Leaf : std::uint8_t { figure, word, other };

inline Leaf leaf_of(std::string_view name, bool native) {
  if (native) return Leaf::other;
  for (const std::string_view figure : {"amount", "quantity", "canceled"}) {
    if (name == figure) return Leaf::figure;
  }
  for (const std::string_view word : {"status", "kind", "taxMode", "currency", "createdAt", "at", "due", "earliest", "latest", "shippedAt", "id", "line", "order",
                                      "return", "reason", "fundedBy", "rate"}) {
    if (name == word) return Leaf::word;
  }
  return Leaf::other;
}

struct Difference { std::string path; Leaf leaf; std::string was, is; };

inline std::string text_of(Value value) { return value.is_string() || value.is_number() ? std::string(value.text()) : value.exists() ? value.canonical() : std::string(); }
inline std::string id_of(Value element) { return std::string(element[element["id"].is_string() ? "id" : "line"].text()); }

/// The element of a list that has the id of another list's.
inline Value like(Value list, Value element) {
  for (const Value one : list) {
    if (!id_of(element).empty() && id_of(one) == id_of(element)) return one;
  }
  return Value();
}

/// What differs in two answers. Elements belong together by their place, or by their ids where some are missing.
inline void compare(Value before, Value after, const std::string& path, bool native, std::vector<Difference>& out) {
  const Value either = before.exists() ? before : after;
  if (either.is_array()) {
    const bool by_place = before.size() == after.size();
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Value one = before.at(i);
      compare(one, by_place ? after.at(i) : like(after, one), path + "/" + std::to_string(i), native, out);
    }
    for (const Value one : after) {
      if (!by_place && !like(before, one).exists()) compare(Value(), one, path + "/" + id_of(one), native, out);
    }
    return;
  }
  if (either.is_object()) {
    // An amount that is not there any more takes its currency along.
    const bool gone = before.exists() != after.exists() && either["amount"].exists();
    const auto member = [&](std::string_view name) {
      if (name == "digest" || name == "unread" || name == "confidence" || (gone && name == "currency")) return;
      compare(before[name], after[name], path + "/" + std::string(name), native || name == "native" || name == "values", out);
    };
    for (const Value one : before) member(one.key());
    for (const Value one : after) {
      if (!before[one.key()].exists()) member(one.key());
    }
    return;
  }
  const std::string was = text_of(before), is = text_of(after);
  if (was != is) out.push_back({path, leaf_of(std::string_view(path).substr(path.rfind('/') + 1), native), was, is});
}

/// How often each code was warned about.
using Warned = std::map<std::string, int>;
inline Warned warned_of(Value answer) {
  Warned out;
  for (const Value warning : answer["warnings"]) ++out[std::string(warning["code"].text())];
  return out;
}
inline bool more(const Warned& before, const Warned& after) {
  for (const auto& [code, count] : after) {
    const auto found = before.find(code);
    if (count > (found == before.end() ? 0 : found->second)) return true;
  }
  return false;
}

/// Whether there is a warning about a place, or what it is in or holds, that there was not before.
inline bool told_at(Value before, Value after, const std::string& place) {
  const auto within = [](std::string_view inner, std::string_view outer) { return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/'); };
  for (const Value warning : after["warnings"]) {
    const std::string_view pointer = warning["pointer"].text();
    if (!pointer.starts_with("/document") || (!within(pointer, place) && !within(place, pointer))) continue;
    bool known = false;
    for (const Value one : before["warnings"]) known = known || (one["code"].text() == warning["code"].text() && one["pointer"].text() == pointer);
    if (!known) return true;
  }
  return false;
}

}  // namespace mutations
