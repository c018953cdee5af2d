#include "json/builder.hpp"
#include "json/sort.hpp"

#include <algorithm>
#include <cstring>

namespace aftersale {
namespace {

std::string digits(std::uint64_t value, bool negative) {
  char buffer[24];
  char* p = buffer + sizeof buffer;
  do {
    *--p = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  if (negative) *--p = '-';
  return std::string(p, static_cast<std::size_t>(buffer + sizeof buffer - p));
}

}  // namespace

std::string integer_text(std::int64_t value) {
  const bool negative = value < 0;
  return digits(negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value), negative);
}

DocumentBuilder::DocumentBuilder(std::string_view text, const JsonLimits& limits, Problems& problems, std::string_view base)
    : text_(text), limits_(limits), problems_(problems), base_(base) {
  doc_.arena_.reserve(text.size() / 2 + 16);
  doc_.nodes_.reserve(text.size() / 16 + 4);
}

std::string DocumentBuilder::path() const {
  std::string pointer = base_;
  for (std::size_t level = 0; level < open_.size(); ++level) {
    const Document::Node& node = doc_.nodes_[open_[level]];
    const bool last = level + 1 == open_.size();
    if (node.kind == Document::Kind::array) {
      const std::uint32_t index = node.count == 0 ? 0 : node.count - (last ? 0 : 1);
      append_pointer(pointer, integer_text(index));
    } else if (!last) {
      const Document::Node& child = doc_.nodes_[open_[level + 1]];
      append_pointer(pointer, std::string_view(doc_.arena_).substr(child.key, child.key_size));
    } else if (key_size_ != 0) {
      append_pointer(pointer, std::string_view(doc_.arena_).substr(key_, key_size_));
    }
  }
  return pointer;
}

bool DocumentBuilder::refuse(std::string_view code, std::string message, std::string fix) {
  if (!failed_) problems_.error(code, path(), std::move(message), std::move(fix));
  failed_ = true;
  return false;
}

Document::Node* DocumentBuilder::add(Document::Kind kind) {
  if (doc_.nodes_.size() >= limits_.nodes) {
    refuse("too_many_values", join({"the document holds more than ", integer_text(static_cast<std::int64_t>(limits_.nodes)), " values"}),
           "send it in smaller parts");
    return nullptr;
  }
  Document::Node node;
  node.kind = kind;
  node.parent = open_.empty() ? 0 : open_.back();
  if (!open_.empty()) {
    Document::Node& parent = doc_.nodes_[open_.back()];
    ++parent.count;
    if (parent.kind == Document::Kind::object) {
      node.key = key_;
      node.key_size = key_size_;
      key_size_ = 0;
    }
  }
  doc_.nodes_.push_back(node);
  doc_.nodes_.back().next = static_cast<std::uint32_t>(doc_.nodes_.size());
  return &doc_.nodes_.back();
}

void DocumentBuilder::put_text(Document::Node& node, std::string_view text) {
  node.text = static_cast<std::uint32_t>(doc_.arena_.size());
  node.text_size = static_cast<std::uint32_t>(text.size());
  doc_.arena_.append(text);
}

bool DocumentBuilder::scalar_null() { return add(Document::Kind::null) != nullptr; }

bool DocumentBuilder::scalar_bool(bool value) {
  Document::Node* node = add(Document::Kind::boolean);
  if (node == nullptr) return false;
  node->truth = value;
  return true;
}

bool DocumentBuilder::scalar_integer(std::int64_t value) {
  Document::Node* node = add(Document::Kind::integer);
  if (node == nullptr) return false;
  put_text(*node, integer_text(value));
  return true;
}

bool DocumentBuilder::scalar_unsigned(std::uint64_t value) {
  Document::Node* node = add(Document::Kind::integer);
  if (node == nullptr) return false;
  put_text(*node, digits(value, false));
  return true;
}

bool DocumentBuilder::scalar_number_text(std::string_view text) {
  // Integers beyond 64 bits arrive here too: they keep their digits.
  const bool whole = text.find_first_of(".eE") == std::string_view::npos;
  Document::Node* node = add(whole ? Document::Kind::integer : Document::Kind::decimal);
  if (node == nullptr) return false;
  if (text.size() > 1000) return refuse("number_too_long", "a number with more than 1000 digits", "write it with fewer digits");
  put_text(*node, text);
  return true;
}

bool DocumentBuilder::scalar_string(std::string_view value) {
  Document::Node* node = add(Document::Kind::string);
  if (node == nullptr) return false;
  put_text(*node, value);
  return true;
}

bool DocumentBuilder::start(bool object) {
  if (open_.size() >= limits_.depth) {
    return refuse("too_deep", join({"nested deeper than ", integer_text(static_cast<std::int64_t>(limits_.depth)), " levels"}), "flatten the document");
  }
  if (add(object ? Document::Kind::object : Document::Kind::array) == nullptr) return false;
  open_.push_back(static_cast<std::uint32_t>(doc_.nodes_.size() - 1));
  return true;
}

bool DocumentBuilder::name(std::string_view key) {
  key_ = static_cast<std::uint32_t>(doc_.arena_.size());
  key_size_ = static_cast<std::uint32_t>(key.size());
  doc_.arena_.append(key);
  return true;
}

bool DocumentBuilder::check_duplicate() {
  const std::uint32_t object = open_.back();
  const Document::Node& node = doc_.nodes_[object];
  if (node.count < 2) return true;
  const std::string_view arena = doc_.arena_;
  scratch_.clear();
  for (std::uint32_t i = object + 1; i < node.next; i = doc_.nodes_[i].next) {
    scratch_.push_back(arena.substr(doc_.nodes_[i].key, doc_.nodes_[i].key_size));
  }
  std::string_view twin;
  bool found = false;
  if (scratch_.size() > 16) stable_sort(scratch_);
  const bool sorted = scratch_.size() > 16;        // few names are compared each with each
  for (std::size_t i = 1; i < scratch_.size() && !found; ++i) {
    for (std::size_t j = sorted ? i - 1 : 0; j < i && !found; ++j) {
      found = scratch_[i] == scratch_[j];
      if (found) twin = scratch_[i];
    }
  }
  if (!found) return true;
  key_size_ = 0;
  return refuse("duplicate_key", join({"the member \"", twin, "\" stands here twice"}), "keep one of them");
}

bool DocumentBuilder::finish() {
  doc_.nodes_[open_.back()].next = static_cast<std::uint32_t>(doc_.nodes_.size());
  if (doc_.nodes_[open_.back()].kind == Document::Kind::object && !check_duplicate()) return false;
  open_.pop_back();
  key_size_ = 0;
  return true;
}

void DocumentBuilder::syntax_error(std::size_t position) {
  std::size_t line = 1, column = 1;
  const std::size_t end = std::min(position == 0 ? 0 : position - 1, text_.size());
  for (std::size_t i = 0; i < end; ++i) {
    if (text_[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  const bool cut = position >= text_.size();
  refuse("invalid_json",
         join({cut ? "the JSON text ends too early" : "this is not JSON", ", at line ", integer_text(static_cast<std::int64_t>(line)), ", column ", integer_text(static_cast<std::int64_t>(column))}),
         cut ? "send the whole document" : "check commas, quotes and brackets there; text must be UTF-8");
}

Document DocumentBuilder::take(bool good, std::string_view base) {
  if (!good || failed_) return Document();
  doc_.set_base(std::string(base));
  return std::move(doc_);
}

Document Document::parse(std::string_view text, Problems& problems, std::string_view base, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    problems.error("too_large", std::string(base), join({"the document is larger than ", integer_text(static_cast<std::int64_t>(limits.bytes)), " bytes"}),
                   "send it in smaller parts");
    return Document();
  }
  if (text.size() >= 3 && std::memcmp(text.data(), "\xEF\xBB\xBF", 3) == 0) text.remove_prefix(3);
  DocumentBuilder builder(text, limits, problems, base);
  const bool good = parse_into(builder, text);
  if (!good && problems.ok()) builder.syntax_error(text.size());
  return builder.take(good, base);
}

Value Document::root() const { return nodes_.empty() ? Value() : Value(this, 0); }

}  // namespace aftersale
