#include "plugins/plugins.hpp"

#include "engine/library.hpp"
#include "interop/translate.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"

namespace aftersale::tools {
namespace {

constexpr std::size_t most_plugins = 50;

/// JSON with its members in the order in which they stand: tables are read from top to bottom.
void in_order(std::string& out, Value value) {
  if (!value.is_object() && !value.is_array()) {
    out += value.canonical();
    return;
  }
  const bool object = value.is_object();
  out += object ? '{' : '[';
  for (const Value child : value) {
    if (object) {
      Writer key;
      key.string(child.key());
      out += key.text() + ':';
    }
    in_order(out, child);
    out += ',';
  }
  if (out.back() == ',') out.pop_back();
  out += object ? '}' : ']';
}

/// A text that is a word of a line of the codec, or the rest of one.
bool part_of_line(Value value, const char* forbidden, std::string_view what, Problems& problems) {
  if (value.is_string() && !value.text().empty() && value.text().find_first_of(forbidden) == std::string_view::npos) return true;
  if (value.exists()) expected(problems, value, what);
  return false;
}

void read_kinds(Value kinds, std::string& out, Problems& problems) {
  if (!kinds.is_object()) return expected(problems, kinds, "an object: {\"order\": {\"as\": \"order\", \"title\": \"an order\"}}");
  for (const Value kind : kinds) {
    Fields f(kind, problems);
    DocumentKind as{};
    const bool known = read_enum(f.need("as"), as, problems);
    const Value title = f.need("title");
    f.done();
    if (kind.key().find_first_of(" \n") != std::string_view::npos) problems.error("invalid_name", kind.pointer(), "a kind is one word", "write it without spaces");
    if (known && part_of_line(title, "\n", "a text of one line", problems)) out += join({kind.key(), " ", to_text(as), " ", title.text(), "\n"});
  }
}

void read_rules(Value rules, Value kinds, std::string& out, Problems& problems) {
  if (!rules.is_array() || rules.size() == 0) return expected(problems, rules, "a list of rules, how documents are told");
  for (const Value rule : rules) {
    Fields f(rule, problems);
    const Value kind = f.need("kind"), at = f.maybe("at"), conditions = f.need("if");
    std::int64_t sure = 100;
    f.maybe_integer("sure", sure, 1, 100);
    f.done();
    if (kind.is_string() && !kinds[kind.text()].exists()) {
      std::vector<std::string_view> names;
      for (const Value known : kinds) names.push_back(known.key());
      unknown_value(problems, kind, names);
    }
    if (at.exists() && !part_of_line(at, " \n", "a path without spaces", problems)) continue;
    if (!part_of_line(kind, " \n", "the name of a kind", problems) || !part_of_line(conditions, "\n", "conditions in one line", problems)) continue;
    out += join({kind.text(), " ", integer_text(sure), " ", at.exists() ? at.text() : ".", " ", conditions.text(), "\n"});
  }
}

}  // namespace

std::unique_ptr<OwnCodec> read_plugin(Value document, Problems& problems) {
  Fields f(document, problems);
  const Value manifest = f.need("manifest"), kinds = f.need("kinds"), rules = f.need("rules"), tables = f.need("tables");
  f.maybe("$schema").take();
  f.done();
  auto out = std::make_unique<OwnCodec>();
  manifest.take();      // hosts read it; of the core's it is the name
  const Value id = manifest["id"];
  out->id = std::string(id.text());
  if (manifest.exists() && (out->id.empty() || out->id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos || out->id == "auto")) {
    problems.error("invalid_id", manifest.pointer("id"), "a plugin needs an id of small letters, digits and dashes", "name it after the storefront");
  }
  for (const Codec* shipped : codecs()) {
    if (shipped->id == out->id) problems.error("duplicate_id", id.pointer(), join({"there is a plugin \"", out->id, "\" already"}), "give yours a name of its own");
  }
  if (kinds.exists()) read_kinds(kinds, out->kinds, problems);
  if (rules.exists()) read_rules(rules, kinds, out->rules, problems);
  if (tables.exists()) {
    check_tables(tables, problems);
    for (const Value table : tables["updates"]) {
      if (!kinds[table.key()].exists()) problems.error("unknown_value", table.pointer(), join({"\"", table.key(), "\" is no kind of document"}), "name it in kinds");
    }
  }
  if (!problems.ok()) return nullptr;
  in_order(out->tables, tables);
  out->codec.id = out->id;
  out->codec.kinds = out->kinds.c_str();
  out->codec.rules = out->rules.c_str();
  out->codec.tables = out->tables.c_str();
  out->codec.camel = tables["camel"].truth();
  return out;
}

void translate_op(Writer& out, Value call, Library& library, Problems& problems) {
  std::vector<std::unique_ptr<OwnCodec>> own;
  std::vector<const Codec*> given;
  const Value plugins = call["plugins"];
  if (plugins.exists() && (!plugins.is_array() || plugins.size() > most_plugins)) return expected(problems, plugins, "a list of at most 50 plugins");
  for (const Value plugin : plugins) {
    std::unique_ptr<OwnCodec> one = read_plugin(plugin, problems);
    if (one == nullptr) continue;
    for (const auto& other : own) {
      if (other->id == one->id) problems.error("duplicate_id", plugin["manifest"].pointer("id"), join({"two plugins are called \"", one->id, "\""}), "give each a name of its own");
    }
    own.push_back(std::move(one));
    given.push_back(&own.back()->codec);
  }
  if (problems.ok()) translate(out, call, library.tables, problems, given);
}

}  // namespace aftersale::tools
