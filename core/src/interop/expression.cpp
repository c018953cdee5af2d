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

Value element(Value list, std::string_view index) {
  std::int64_t at = -1;
  if (!parse_integer(index, at) || at < 0) return Value();
  if (list.is_array()) return list.at(static_cast<std::size_t>(at));
  const std::vector<Value> items = list_values(list);
  return static_cast<std::size_t>(at) < items.size() ? items[static_cast<std::size_t>(at)] : Value();
}

bool holds(const Scope& scope, Value here, std::string_view condition) {
  const std::size_t at = condition.find_first_of("=^#:");
  const Value value = walk(scope, here, condition.substr(0, at));
  if (at == std::string_view::npos) return value.present() && value.truth(true);
  const std::string_view wanted = condition.substr(at + 1);
  switch (condition[at]) {
    case '=': return (value.is_bool() ? value.truth() ? "true" : "false" : value.text()) == wanted;
    case '^': return value.text().starts_with(wanted);
    case '#': return integer_text(static_cast<std::int64_t>(value.size())) == wanted;
    default: break;
  }
  if (wanted == "digits") return !value.text().empty() && value.text().find_first_not_of("0123456789") == std::string_view::npos;
  return wanted == "array" ? value.is_array() : wanted == "object" ? value.is_object() : value.is_string();
}

}  // namespace

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
      if (name[0] >= '0' && name[0] <= '9') value = element(value, name);
      else if (amount && end == std::string_view::npos && scope.codec.amount != nullptr) value = scope.codec.amount(value, name);
      else value = scope.codec.camel ? any_case(value, name) : value[name];
    }
    if (end == std::string_view::npos) break;
    const bool index = path[end] == '[';
    path.remove_prefix(end + 1);
    if (!index) continue;
    const Value key = walk(scope, here, take_until(path, ']'));
    value = value.is_array() ? element(value, key.text()) : value[key.text()];
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
    std::vector<Value> out = list_values(choice.value);
    if (out.empty() && choice.value.is_object() && choice.value.size() != 0 && !choice.value["edges"].exists() && !choice.value["nodes"].exists()) out.push_back(choice.value);
    if (!out.empty()) return out;
  }
  return {};
}

}  // namespace aftersale
