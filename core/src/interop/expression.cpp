// Paths, conditions and alternatives: how a codec's tables say where something stands.
#include "aftersale/codec_tools.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

/// The text up to `end`, which is taken off `rest`.
std::string_view take_until(std::string_view& rest, char end) {
  const std::size_t at = rest.find(end);
  const std::string_view out = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return out;
}

/// Says it once of each place, however often a table asks.
void complain(const Scope& scope, Value value, std::string_view text) {
  if (scope.complaints == nullptr) return;
  const std::string pointer = value.pointer();
  for (const Problem& known : scope.complaints->warnings()) {
    if (known.pointer == pointer && text.starts_with(known.code)) return;
  }
  say_at(*scope.complaints, pointer, text, value.text());
}

bool holds(const Scope& scope, Value here, std::string_view condition) {
  if (const std::size_t first = condition.find_first_not_of('-'); first != 0 && first != std::string_view::npos) {
    return holds(scope, here, condition.substr(first)) != (first % 2 != 0);
  }
  // What stands in brackets belongs to the path.
  const std::size_t inner = condition.rfind(']'), at = condition.find_first_of("=~^#:>", inner == std::string_view::npos ? 0 : inner);
  const char op = at == std::string_view::npos ? '\0' : condition[at];
  const Value value = walk(scope, here, condition.substr(0, at), op == '>');
  const std::string_view wanted = at == std::string_view::npos ? std::string_view() : condition.substr(at + 1), text = value.text();
  Decimal figure;
  if (op != '\0' && op != '#' && op != ':') odd(scope, value, wanted == "true" || wanted == "false");
  switch (op) {
    case '=': return same_word(value.is_bool() ? value.truth() ? "true" : "false" : text, wanted);
    case '~': {
      const Value other = walk(scope, here, wanted);
      return !odd(scope, other) && !text.empty() && text == other.text();
    }
    case '^': return text.starts_with(wanted);
    case '#': return integer_text(static_cast<std::int64_t>(value.size())) == wanted;
    case '>':
      if (!parse_decimal(text, figure)) {
        if (!text.empty()) complain(scope, value, "odd_type|\"%\" is no figure; it counts as nothing");
        return false;
      }
      if (figure.coefficient < 0) complain(scope, value, "below_nothing|% counts as nothing");
      return figure.coefficient > 0;
    case ':': break;
    default: return value.present() && value.truth(true);
  }
  if (wanted == "digits") return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return wanted == "array" ? value.is_array() : wanted == "object" ? value.is_object() : value.is_string();
}

/// The element at an index ("-1" is the last), or the first that a condition holds for.
Value element(const Scope& scope, Value list, std::string_view index) {
  std::int64_t at = 0;
  const bool counted = parse_integer(index, at);
  if (counted && at >= 0 && list.is_array()) return list.at(static_cast<std::size_t>(at));
  const std::vector<Value> items = list_values(list);
  if (at < 0) at += static_cast<std::int64_t>(items.size());
  for (const Value item : items) {
    if (counted ? at-- == 0 : holds(scope, item, index)) return item;
  }
  return Value();
}

/// The first element that has the text `wanted` at `path`.
Value matching(const Scope& scope, Value list, std::string_view path, std::string_view wanted) {
  for (const Value item : list_values(list)) {
    const Value one = walk(scope, item, path);
    if (!odd(scope, one) && !wanted.empty() && one.text() == wanted) return item;
  }
  return Value();
}

}  // namespace

bool odd(const Scope& scope, Value value, bool truth) {
  if (!value.present() || value.is_string() || value.is_number() || (truth && value.is_bool())) return false;
  complain(scope, value, "odd_type|neither text nor number; it counts as nothing");
  return true;
}

Value any_case(Value object, std::string_view name) {
  const Value value = object[name];
  if (value.exists()) return value;
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool hump = name[i] == '_' && i + 1 < name.size();
    if (hump) ++i;
    camel += static_cast<char>(hump ? name[i] - 'a' + 'A' : name[i]);
  }
  return object[camel];
}

Value walk(const Scope& scope, Value here, std::string_view path, bool amount) {
  Value value = here;
  if (path.starts_with('/') || path.starts_with('$')) {
    value = path.starts_with('/') ? scope.root : scope.other;
    path.remove_prefix(1);
  }
  if (path == ".") return value;
  while (!path.empty()) {
    const std::size_t end = path.find_first_of(".[");
    const std::string_view name = path.substr(0, end);
    if (!name.empty()) {
      if (name[0] <= '9') value = element(scope, value, name);
      else if (amount && end == std::string_view::npos && scope.codec.amount != nullptr) value = scope.codec.amount(value, name);
      else value = scope.codec.camel ? any_case(value, name) : value[name];
    }
    if (end == std::string_view::npos) break;
    const bool index = path[end] == '[';
    path.remove_prefix(end + 1);
    if (!index) continue;
    const std::string_view key = take_until(path, ']');
    if (const std::size_t same = key.find("=="); same != std::string_view::npos) {
      const Value wanted = walk(scope, here, key.substr(same + 2));
      odd(scope, wanted);
      value = matching(scope, value, key.substr(0, same), wanted.text());
    } else if (key == "*") {      // whichever member comes first
      value = value.begin() != value.end() ? *value.begin() : Value();
    } else if (key.find_first_of("=~^#:>-") != std::string_view::npos) {
      value = element(scope, value, key);
    } else {
      const std::string_view found = walk(scope, here, key).text();
      value = value.is_array() ? element(scope, value, found) : value[found];
    }
  }
  return value;
}

bool hold(const Scope& scope, Value here, std::string_view conditions) {
  while (!conditions.empty()) {
    if (!holds(scope, here, take_until(conditions, ' '))) return false;
  }
  return true;
}

bool Choice::next() {
  while (!rest_.empty() && !last_) {
    std::string_view one = take_until(rest_, '|');
    value = Value();
    literal = filter = path = {};
    if (const std::size_t at = one.find('?'); at != std::string_view::npos) {
      if (!hold(scope_, here_, one.substr(0, at))) continue;
      last_ = true;
      one.remove_prefix(at + 1);
    }
    if (one.starts_with('\'')) {
      literal = one.substr(1, one.size() - 2);
    } else if (!one.empty()) {
      filter = one;
      path = take_until(filter, ':');
      value = walk(scope_, here_, path, amount_);
    }
    return true;
  }
  return false;
}

bool Choice::there() {
  while (next()) {
    if (value.present() || !literal.empty()) return true;
  }
  value = Value();
  return false;
}

Value first(const Scope& scope, Value here, std::string_view expression) {
  Choice choice(scope, here, expression);
  choice.there();
  return choice.value;
}

std::vector<Value> list(const Scope& scope, Value here, std::string_view expression) {
  for (Choice choice(scope, here, expression); choice.next();) {
    std::vector<Value> out;
    if (const std::size_t star = choice.path.find('*'); star != std::string_view::npos) {      // lists in a list
      for (const Value outer : list_values(walk(scope, here, choice.path.substr(0, star)))) {
        for (const Value inner : list_values(walk(scope, outer, choice.path.substr(star + 1)))) out.push_back(inner);
      }
    } else {
      out = list_values(choice.value);
      if (out.empty() && choice.value.is_object() && choice.value.size() != 0 && !choice.value["edges"].exists() && !choice.value["nodes"].exists()) out.push_back(choice.value);
    }
    if (!out.empty()) return out;
  }
  return {};
}

}  // namespace aftersale
