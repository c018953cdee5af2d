#include "aftersale/codec_tools.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The part of `rest` up to `end`, which is taken off with it.
std::string_view cut(std::string_view& rest, char end) {
  const std::size_t size = rest.find(end);
  const std::string_view part = rest.substr(0, size);
  rest.remove_prefix(size == std::string_view::npos ? rest.size() : size + 1);
  return part;
}

Value member(Value object, std::string_view name) {
  Value value = object[name];
  if (value.exists() || name.find('_') == std::string_view::npos) return value;
  std::string camel;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool up = name[i] == '_' && i + 1 < name.size() && i != 0;
    camel += up ? static_cast<char>(name[++i] - 'a' + 'A') : name[i];
  }
  return object[camel];
}

}  // namespace

Value pick(Value object, const char* names) {
  std::string_view rest = names;
  while (!rest.empty()) {
    std::string_view path = cut(rest, ' ');
    Value value = object;
    while (!path.empty()) {
      std::string_view name = cut(path, '.');
      if (name.front() != '~') {
        value = member(value, name);
        continue;
      }
      name.remove_prefix(1);
      const Value plain = value[name], raw = value["raw_" + std::string(name)];
      value = raw.present() ? raw : plain;
    }
    if (value.present()) return value;
  }
  return Value();
}

std::string_view word(Value object, const char* names) { return pick(object, names).text(); }

void take_text(Value object, const char* names, std::string& out) {
  std::string_view rest = names;
  while (out.empty() && !rest.empty()) out = pick(object, std::string(cut(rest, ' ')).c_str()).text();
}

void take_time(Value object, const char* names, std::optional<Instant>& out, Problems& problems) {
  const Value value = pick(object, names);
  if (out || !value.exists()) return;
  Instant instant;
  if (value.is_string() && parse_instant(value.text(), instant)) out = instant;
  else remark(problems, "invalid_time", value, "\"%\" is no RFC 3339 time and was left out", value.text());
}

Items::Items(Value list) {
  const Value edges = list["edges"];
  first_.wrapped_ = edges.is_array();
  if (list.is_object()) list = first_.wrapped_ ? edges : list["nodes"];
  if (!list.is_array()) return;
  first_.next_ = list.begin();
  first_.end_ = list.end();
  ++first_;
}

Items Items::only(Value value) {
  Items out;
  out.first_.current_ = value;
  return out;
}

Items::Iterator& Items::Iterator::operator++() {
  current_ = Value();
  while (next_ != end_ && !current_.present()) {
    const Value item = *next_;
    current_ = wrapped_ ? item["node"] : item;
    ++next_;
  }
  if (!current_.present()) current_ = Value();
  return *this;
}

bool Items::several() const {
  Iterator next = first_;
  return first_.current_.exists() && (++next).current_.exists();
}

Items orders_in(Value document) {
  if (document.is_array()) return Items(document);
  if (const Value one = pick(document, "order node"); one.is_object()) return Items::only(one);
  const Value list = pick(document, "orders customer.orders");
  return list.exists() ? Items(list) : Items::only(document);
}

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string_view to_ours(std::span<const CodePair> table, std::string_view native) {
  for (const CodePair& row : table) {
    if (same_word(row.native, native)) return row.ours;
  }
  return {};
}

std::string_view to_native(std::span<const CodePair> table, std::string_view ours) {
  for (const CodePair& row : table) {
    if (row.ours == ours) return row.native;
  }
  return {};
}

bool take_code(Value word, std::span<const CodePair> table, const char* what, std::string_view& ours, Problems& problems) {
  ours = to_ours(table, word.text());
  if (ours.empty() && word.present()) remark(problems, "unknown_code", word, (std::string(what) + " \"%\" is not known").c_str(), word.text());
  return !ours.empty();
}

std::string clip(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0u) == 0x80u) --limit;
  return std::string(text.substr(0, limit)) + "\xE2\x80\xA6";
}

namespace {

std::string message_of(const char* message, std::string_view filling) {
  std::string out = message;
  if (const std::size_t at = out.find('%'); at != std::string::npos) out.replace(at, 1, clip(filling));
  return out;
}

}  // namespace

void fault(Problems& problems, const char* code, Value where, const char* message, std::string_view filling, const char* fix) {
  problems.error(code, where.pointer(), message_of(message, filling), fix);
}
void remark(Problems& problems, const char* code, Value where, const char* message, std::string_view filling, const char* fix) {
  problems.warn(code, where.pointer(), message_of(message, filling), fix);
}
void missing(Problems& problems, Value object, const char* name) {
  problems.error("missing", object.pointer(name), message_of("\"%\" must be there", name), "ask the storefront for the whole document");
}
void not_an_order(Problems& problems, Value document, const char* what) {
  fault(problems, "not_an_order", document, "this is %, not an order", what, "read it with mode read_update, or give the order itself");
}
void not_an_update(Problems& problems, Value document, const char* what) {
  fault(problems, "not_an_update", document, "this is %, which tells nothing about a return", what);
}
void missing_id(Problems& problems, const char* name) {
  fault(problems, "missing_id", Value(), "the storefront's id is needed: ids.%", name, "give it, as the plugin's page says");
}

std::string fill(const char* json, std::initializer_list<std::string_view> texts) {
  std::string out;
  const std::string_view* next = texts.begin();
  for (; *json != '\0'; ++json) {
    if (*json == '%') out += Writer().string(*next++).text();
    else if (*json == '#') out += *next++;
    else out += *json;
  }
  return out;
}

void put_request(Writer& out, const char* method, std::string_view path, std::string_view body, std::string_view note) {
  out.begin_object().key("body").raw(body).field("method", method).maybe("note", note).field("path", path).end_object();
}

const Quote& quote_of(const ReturnCase& return_case) {
  return return_case.state.settlement ? *return_case.state.settlement : return_case.state.quoted;
}

}  // namespace aftersale
