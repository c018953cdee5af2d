// What a codec does with a document, by its tables.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

/// The next line of `text`, up to a line break.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string_view next_word(std::string_view& line) {
  const std::size_t end = line.find(' ');
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  return word;
}

/// What a codec says about one of its kinds: how it is to be taken, and in words.
struct Kind { std::string_view document = "other", words = "a document that is not known here"; };
Kind kind_of(const Codec& codec, std::string_view name) {
  for (std::string_view rest = codec.kinds; !rest.empty();) {
    std::string_view line = next_line(rest);
    if (next_word(line) != name) continue;
    Kind out;
    out.document = next_word(line);
    out.words = line;
    return out;
  }
  return {};
}

/// The things that were found: those of a list, or of one of the usual wrappers of orders.
std::vector<Value> all_of(const Located& found) {
  std::vector<Value> listed = list_values(found.value);
  if (found.value.is_array() || !listed.empty()) return listed;
  if (found.kind == "order" && !found.bare) return order_values(found.value);
  return {found.value};
}

Value front(const std::vector<Value>& values) { return values.empty() ? Value() : values.front(); }

Reading reading_of(const Codec& codec, Value tables, Value root, Problems& problems) {
  return {{codec, root, tables["words"], &problems}, tables, problems, nullptr, Amounts(Currency(), problems), {}, {}, {}, {}};
}

void read_one(Order& order, const Codec& codec, Value tables, Value doc, Problems& problems) {
  Reading r = reading_of(codec, tables, doc, problems);
  r.order = &order;
  fill(r, Record::order, r.order, tables["order"], doc);
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    Line& line = order.lines[i];
    if (line.depends_on.empty() || order.find_line(line.depends_on) != nullptr) continue;
    say(problems, i < r.lines.size() ? r.lines[i] : doc, "unknown_line|this line belongs to line %, which the order has not", line.depends_on);
    line.depends_on.clear();
  }
}

}  // namespace

Located Codec::find(Value document) const {
  if (locate != nullptr) return locate(document);
  const Scope scope{*this, document, front(order_values(document))};
  for (std::string_view rest = rules; !rest.empty();) {
    std::string_view line = next_line(rest);
    const std::string_view kind = next_word(line), confidence = next_word(line), path = next_word(line);
    std::int64_t sure = 0;
    if (hold(scope, document, line) && parse_integer(confidence, sure)) return {kind, walk(scope, document, path), static_cast<int>(sure), path != "."};
  }
  return {"unknown", document, 0};
}

Recognition Codec::recognize(Value document) const {
  const Located found = find(document);
  const std::string_view name = kind_of(*this, found.kind).document;
  return {name == "order" && all_of(found).size() > 1 ? "orders" : name, found.confidence};
}

Value ParsedTables::of(const Codec& codec, Problems& problems) {
  const std::span<const Codec* const> all = codecs();
  documents_.resize(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] != &codec) continue;
    if (!documents_[i]) documents_[i] = std::make_unique<Document>(Document::parse(codec.tables, problems));
    return documents_[i]->root();
  }
  return {};
}

std::vector<Order> Codec::read_order(Value document, Problems& problems, Value parsed) const {
  Document own;
  if (!parsed.exists()) parsed = (own = Document::parse(tables, problems)).root();
  const Located found = find(document);
  // A return may come with its whole order.
  const Value within = parsed["within"];
  const bool inside = found.kind != "order" && within.exists() && hold({*this, document, {}}, document, within.text());
  std::vector<Value> orders;
  if (inside) orders.push_back(document["order"]);
  else if (found.kind == "order") orders = all_of(found);
  else say(problems, document, "!not_an_order|this is %, not an order|read it with mode read_update, or give the order itself", kind_of(*this, found.kind).words);
  std::vector<Order> out(orders.size());
  for (std::size_t i = 0; i < orders.size(); ++i) read_one(out[i], *this, parsed, orders[i], problems);
  return out;
}

std::vector<Update> Codec::read_updates(Value document, Problems& problems, Value parsed) const {
  Document own;
  if (!parsed.exists()) parsed = (own = Document::parse(tables, problems)).root();
  const Located found = find(document);
  std::vector<Update> out;
  const Value table = parsed["updates"][found.kind];
  if (!table.exists()) {
    say(problems, document, "!not_an_update|this is %, which tells nothing about a return", kind_of(*this, found.kind).words);
    return out;
  }
  for (const Value value : all_of(found)) {
    Reading r = reading_of(*this, parsed, document, problems);
    Update& one = out.emplace_back();
    fill(r, Record::update, &one, parsed["update"], value);
    fill(r, Record::update, &one, table, value);
  }
  return out;
}

}  // namespace aftersale
