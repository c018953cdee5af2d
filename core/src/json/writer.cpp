#include "aftersale/json.hpp"
#include "json/text.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {

void Writer::separate() {
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  if (frame.object) return;            // key() has written the comma
  if (frame.count++ != 0) out_ += ',';
}

Writer& Writer::begin_object() {
  separate();
  out_ += '{';
  frames_.push_back({true, true, static_cast<std::uint32_t>(out_.size()), static_cast<std::uint32_t>(members_.size()), 0});
  return *this;
}

Writer& Writer::begin_array() {
  separate();
  out_ += '[';
  frames_.push_back({false, true, static_cast<std::uint32_t>(out_.size()), static_cast<std::uint32_t>(members_.size()), 0});
  return *this;
}

Writer& Writer::end_array() {
  frames_.pop_back();
  out_ += ']';
  return *this;
}

namespace {

void append_hex(std::string& out, unsigned char c) {
  static constexpr char hex[] = "0123456789abcdef";
  out += "\\u00";
  out += hex[c >> 4];
  out += hex[c & 15];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x20 && c != '"' && c != '\\') {
      out += c;
      continue;
    }
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\f': out += "\\f"; break;
      case '\r': out += "\\r"; break;
      default: append_hex(out, u);
    }
  }
  out += '"';
}

std::uint32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto lead = static_cast<unsigned char>(text[i++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  std::uint32_t point = lead & (0x3Fu >> more);
  for (int k = 0; k < more && i < text.size(); ++k) point = (point << 6) | (static_cast<unsigned char>(text[i++]) & 0x3Fu);
  return point;
}

}  // namespace

int compare_names(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const std::uint32_t x = next_code_point(a, i), y = next_code_point(b, j);
    if (x == y) continue;
    // In UTF-16 a supplementary character begins with a surrogate (D800…DFFF), which sorts before E000…FFFF.
    const bool x_pair = x > 0xFFFF, y_pair = y > 0xFFFF;
    if (x_pair != y_pair) {
      const std::uint32_t other = x_pair ? y : x;
      const bool pair_first = other >= 0xE000;
      return x_pair == pair_first ? -1 : 1;
    }
    return x < y ? -1 : 1;
  }
  if (i < a.size()) return 1;
  return j < b.size() ? -1 : 0;
}

// A member's start is where its quoted name begins; key_size counts the raw name kept in names_.
Writer& Writer::key(std::string_view name) {
  Frame& frame = frames_.back();
  if (frame.count != 0) {
    members_.back().end = static_cast<std::uint32_t>(out_.size());
    out_ += ',';
    const std::uint32_t size = members_.back().key_size;
    const std::string_view previous = std::string_view(names_).substr(names_.size() - size, size);
    if (frame.sorted && compare_names(previous, name) > 0) frame.sorted = false;
  }
  ++frame.count;
  members_.push_back({static_cast<std::uint32_t>(out_.size()), static_cast<std::uint32_t>(name.size()), 0});
  names_.append(name);
  append_string(out_, name);
  out_ += ':';
  return *this;
}

Writer& Writer::end_object() {
  const Frame frame = frames_.back();
  frames_.pop_back();
  if (frame.count != 0) members_.back().end = static_cast<std::uint32_t>(out_.size());
  std::size_t names_size = 0;
  for (std::size_t i = frame.first_member; i < members_.size(); ++i) names_size += members_[i].key_size;
  if (!frame.sorted) {
    struct Slot { std::string_view name; std::uint32_t start, end; };
    std::vector<Slot> slots;
    std::size_t at = names_.size() - names_size;
    for (std::size_t i = frame.first_member; i < members_.size(); ++i) {
      slots.push_back({std::string_view(names_).substr(at, members_[i].key_size), members_[i].start, members_[i].end});
      at += members_[i].key_size;
    }
    stable_sort(slots, [](const Slot& a, const Slot& b) { return compare_names(a.name, b.name) < 0; });
    std::string sorted;
    sorted.reserve(out_.size() - frame.start);
    for (const Slot& slot : slots) {
      if (!sorted.empty()) sorted += ',';
      sorted.append(out_, slot.start, slot.end - slot.start);
    }
    out_.resize(frame.start);
    out_ += sorted;
  }
  names_.resize(names_.size() - names_size);
  members_.resize(frame.first_member);
  out_ += '}';
  return *this;
}

Writer& Writer::key(const char* name) { return key(std::string_view(name)); }
Writer& Writer::field(const char* name, std::string_view text) { return key(name).string(text); }
Writer& Writer::field(const char* name, const std::string& text) { return key(name).string(text); }
Writer& Writer::field(const char* name, const char* text) { return key(name).string(text); }
Writer& Writer::field(const char* name, std::int64_t value) { return key(name).integer(value); }
Writer& Writer::flag(const char* name, bool value) { return key(name).boolean(value); }
Writer& Writer::maybe(const char* name, std::string_view text) { return text.empty() ? *this : field(name, text); }
Writer& Writer::maybe(const char* name, const std::string& text) { return maybe(name, std::string_view(text)); }

Writer& Writer::string(std::string_view text) {
  separate();
  append_string(out_, text);
  return *this;
}
Writer& Writer::integer(std::int64_t value) {
  separate();
  out_ += integer_text(value);
  return *this;
}
Writer& Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}
Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}
Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

}  // namespace aftersale
