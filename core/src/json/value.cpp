#include "aftersale/json.hpp"
#include "json/text.hpp"

namespace aftersale {

const Document::Node& Value::node() const { return doc()->nodes_[index()]; }

bool Value::is_null() const { return exists() && node().kind == Document::Kind::null; }
bool Value::is_bool() const { return exists() && node().kind == Document::Kind::boolean; }
bool Value::is_integer() const { return exists() && node().kind == Document::Kind::integer; }
bool Value::is_number() const { return exists() && (node().kind == Document::Kind::integer || node().kind == Document::Kind::decimal); }
bool Value::is_string() const { return exists() && node().kind == Document::Kind::string; }
bool Value::is_array() const { return exists() && node().kind == Document::Kind::array; }
bool Value::is_object() const { return exists() && node().kind == Document::Kind::object; }

Value Value::operator[](std::string_view name) const {
  if (!is_object()) return Value();
  node().read = true;
  const std::string_view arena = doc()->arena_;
  const std::uint32_t last = node().next;
  for (std::uint32_t i = index() + 1; i < last; i = doc()->nodes_[i].next) {
    const Document::Node& member = doc()->nodes_[i];
    if (member.key_size == name.size() && arena.substr(member.key, member.key_size) == name) {
      member.read = true;
      return Value(doc(), i);
    }
  }
  return Value();
}

Value Value::operator[](const char* name) const { return (*this)[std::string_view(name)]; }

Value Value::at(std::size_t index) const {
  if (!is_array()) return Value();
  for (const Value item : *this) {
    if (index-- == 0) return item;
  }
  return Value();
}

std::size_t Value::size() const { return is_array() || is_object() ? node().count : 0; }

std::string_view Value::text() const {
  if (!is_string() && !is_number()) return {};
  return std::string_view(doc()->arena_).substr(node().text, node().text_size);
}

std::string_view Value::key() const { return exists() ? std::string_view(doc()->arena_).substr(node().key, node().key_size) : std::string_view(); }

bool Value::truth(bool otherwise) const { return is_bool() ? node().truth : otherwise; }

std::optional<std::int64_t> Value::integer() const {
  if (!is_integer()) return std::nullopt;
  std::int64_t value = 0;
  return parse_integer(text(), value) ? std::optional<std::int64_t>(value) : std::nullopt;
}

std::string Value::id() const { return is_string() || is_integer() ? std::string(text()) : std::string(); }

std::string Value::pointer() const {
  if (!exists()) return {};
  std::vector<std::uint32_t> way;
  for (std::uint32_t i = index(); i != 0; i = doc()->nodes_[i].parent) way.push_back(i);
  std::string out = doc()->base_;
  for (std::size_t level = way.size(); level-- > 0;) {
    const std::uint32_t i = way[level];
    const std::uint32_t parent = doc()->nodes_[i].parent;
    if (doc()->nodes_[parent].kind == Document::Kind::object) {
      append_pointer(out, Value(doc(), i).key());
      continue;
    }
    std::int64_t position = 0;
    for (std::uint32_t j = parent + 1; j < i; j = doc()->nodes_[j].next) ++position;
    append_pointer(out, integer_text(position));
  }
  return out;
}

std::string Value::pointer(std::string_view member) const {
  std::string out = pointer();
  append_pointer(out, member);
  return out;
}

namespace {

void write_value(Writer& out, Value value) {
  if (value.is_object()) {
    out.begin_object();
    for (const Value member : value) {
      out.key(member.key());
      write_value(out, member);
    }
    out.end_object();
  } else if (value.is_array()) {
    out.begin_array();
    for (const Value item : value) write_value(out, item);
    out.end_array();
  } else if (value.is_string()) {
    out.string(value.text());
  } else if (value.is_number()) {
    out.raw(canonical_number(value.text()));
  } else if (value.is_bool()) {
    out.boolean(value.truth());
  } else {
    out.null();
  }
}

}  // namespace

std::string Value::canonical() const {
  if (!exists()) return "null";
  Writer out;
  write_value(out, *this);
  return out.take();
}

void Value::take() const {
  if (!exists()) return;
  for (std::uint32_t i = index(); i < node().next; ++i) doc()->nodes_[i].read = true;
}

bool Value::was_read() const { return exists() && node().read; }

Value Value::Iterator::operator*() const {
  doc_->nodes_[index_].read = true;
  return Value(doc_, index_);
}
Value Value::Iterator::peek() const { return Value(doc_, index_); }
Value::Iterator& Value::Iterator::operator++() {
  index_ = doc_->nodes_[index_].next;
  return *this;
}
Value::Iterator Value::begin() const {
  if (!is_array() && !is_object()) return end();
  return Iterator(doc(), index() + 1);
}
Value::Iterator Value::end() const {
  if (!is_array() && !is_object()) return Iterator(doc(), 0);
  return Iterator(doc(), node().next);
}

void append_pointer(std::string& pointer, std::string_view token) {
  pointer += '/';
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace aftersale
