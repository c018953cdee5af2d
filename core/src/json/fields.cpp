#include "aftersale/json.hpp"
#include "json/text.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {

namespace {

void keep(std::vector<Problem>& list, std::string_view code, std::string_view pointer, std::string_view message, std::string_view fix) {
  if (list.size() >= Problems::limit) return;
  Problem& p = list.emplace_back();
  p.code = code;
  p.pointer = pointer;
  p.message = message;
  p.fix = fix;
}

}  // namespace

void Problems::error(std::string_view code, std::string_view pointer, std::string_view message, std::string_view fix) {
  keep(errors_, code, pointer, message, fix);
}
void Problems::warn(std::string_view code, std::string_view pointer, std::string_view message, std::string_view fix) {
  keep(warnings_, code, pointer, message, fix);
}

void Problems::error(const char* code, const std::string& pointer, const char* message, const char* fix) { keep(errors_, code, pointer, message, fix); }
void Problems::error(const char* code, const std::string& pointer, const std::string& message, const char* fix) { keep(errors_, code, pointer, message, fix); }
void Problems::error(const char* code, const std::string& pointer, const std::string& message, const std::string& fix) {
  keep(errors_, code, pointer, message, fix);
}

std::string join(std::initializer_list<std::string_view> pieces) {
  std::string out;
  for (const std::string_view piece : pieces) out += piece;
  return out;
}

namespace {

std::string_view kind_of(Value value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  if (value.is_string()) return "a string";
  if (value.is_integer()) return "an integer";
  if (value.is_number()) return "a number with a fraction";
  if (value.is_bool()) return "a boolean";
  return "null";
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min(std::min(row[j] + 1, row[j - 1] + 1), change);
    }
  }
  return row[b.size()];
}

}  // namespace

void expected(Problems& problems, Value value, std::string_view what, std::string_view fix) {
  problems.error("type_mismatch", value.pointer(), join({"expected ", what, ", found ", kind_of(value)}), fix);
}

std::string_view nearest(std::string_view given, const std::vector<std::string_view>& names) {
  if (given.size() > 64) return {};
  std::string_view best;
  std::size_t least = given.size() / 3 + 2;      // further away it is another word, not a slip
  for (const std::string_view name : names) {
    const std::size_t d = distance(given, name);
    if (d < least) {
      least = d;
      best = name;
    }
  }
  return best;
}

Fields::Fields(Value object, Problems& problems) : object_(object), problems_(problems) {
  if (object.exists() && !object.is_object()) expected(problems, object, "an object");
}

Value Fields::maybe(const char* key) {
  known_.push_back(key);
  const Value value = object_[key];
  return value.is_null() ? Value() : value;      // null counts as absent
}

Value Fields::need(const char* key) {
  const Value value = maybe(key);
  if (!value.exists() && object_.is_object()) {
    problems_.error("missing", object_.pointer(key), join({"\"", key, "\" must be given"}), join({"add \"", key, "\""}));
  }
  return value;
}

bool Fields::text(const char* key, std::string& out, std::size_t max) {
  if (!need(key).exists()) return false;
  const std::size_t before = problems_.errors().size();
  known_.pop_back();
  maybe_text(key, out, max);
  if (problems_.errors().size() != before) return false;
  if (out.empty()) {
    problems_.error("empty", object_.pointer(key), join({"\"", key, "\" must not be empty"}));
    return false;
  }
  return true;
}

void Fields::maybe_text(const char* key, std::string& out, std::size_t max) {
  const Value value = maybe(key);
  if (!value.exists()) return;
  if (!value.is_string()) return expected(problems_, value, "a string", value.is_number() ? "put it in quotes" : "");
  if (value.text().size() > max) {
    return problems_.error("too_long", value.pointer(), join({"longer than ", integer_text(static_cast<std::int64_t>(max)), " bytes"}), "shorten it");
  }
  out = std::string(value.text());
}

void Fields::maybe_bool(const char* key, bool& out) {
  const Value value = maybe(key);
  if (!value.exists()) return;
  if (!value.is_bool()) return expected(problems_, value, "true or false");
  out = value.truth();
}

bool Fields::integer(const char* key, std::int64_t& out, std::int64_t min, std::int64_t max) {
  if (!need(key).exists()) return false;
  const std::size_t before = problems_.errors().size();
  known_.pop_back();
  maybe_integer(key, out, min, max);
  return problems_.errors().size() == before;
}

void Fields::maybe_integer(const char* key, std::int64_t& out, std::int64_t min, std::int64_t max) {
  const Value value = maybe(key);
  if (!value.exists()) return;
  const std::optional<std::int64_t> number = value.integer();
  if (!value.is_integer()) return expected(problems_, value, "an integer");
  if (!number || *number < min || *number > max) {
    return problems_.error("out_of_range", value.pointer(), join({"must lie between ", integer_text(min), " and ", integer_text(max)}));
  }
  out = *number;
}

void Fields::maybe_texts(const char* key, std::vector<std::string>& out) {
  for (const Value item : array(key)) {
    if (item.is_string()) {
      out.emplace_back(item.text());
    } else {
      expected(problems_, item, "a string");
    }
  }
}

Value Fields::array(const char* key, bool required) {
  const Value value = required ? need(key) : maybe(key);
  if (value.exists() && !value.is_array()) {
    expected(problems_, value, "an array");
    return Value();
  }
  return value;
}

void Fields::done() {
  if (!object_.is_object()) return;
  for (const Value member : object_) {
    if (std::find(known_.begin(), known_.end(), member.key()) != known_.end()) continue;
    const std::string_view near = nearest(member.key(), known_);
    problems_.error("unknown_field", member.pointer(), join({"\"", member.key(), "\" is not known here"}),
                    near.empty() ? "remove it" : join({"did you mean \"", near, "\"?"}));
  }
}

namespace {

// Iterating marks members as read; `peek` looks at them without that.
void walk_unread(Value value, std::string& path, std::vector<std::string>& out, std::size_t limit) {
  for (Value::Iterator it = value.begin(); it != value.end(); ++it) {
    if (out.size() >= limit) return;
    const Value item = it.peek();
    const std::size_t size = path.size();
    append_pointer(path, value.is_array() ? "*" : item.key());
    if (!item.was_read()) {
      if (!item.is_null() && std::find(out.begin(), out.end(), path) == out.end()) out.push_back(path);
    } else {
      walk_unread(item, path, out, limit);
    }
    path.resize(size);
  }
}

}  // namespace

std::vector<std::string> unread_patterns(Value root, std::size_t limit) {
  std::vector<std::string> out;
  std::string path;
  walk_unread(root, path, out, limit);
  stable_sort(out);
  return out;
}

}  // namespace aftersale
