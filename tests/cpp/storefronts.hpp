// What the tests of the storefront codecs share.
#pragma once

#include "aftersale/codec.hpp"
#include "aftersale/engine.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace storefronts {

using namespace aftersale;

inline std::string fixture(const std::string& path) {
  std::ifstream file(std::string(AFTERSALE_SOURCE_DIR) + "/plugins/" + path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  BOOST_TEST_REQUIRE(!text.empty(), "cannot read " + path);
  return text;
}

/// A parsed JSON text; the text has to be sound.
inline Document parsed(const std::string& text) {
  Problems problems;
  Document document = Document::parse(text, problems);
  BOOST_TEST_REQUIRE(problems.ok(), text.substr(0, 300));
  return document;
}

/// The answer to a call.
inline Document ask(const std::string& call) { return parsed(dispatch(call)); }

inline Document translated(const std::string& mode, const std::string& document, const std::string& plugin = "auto") {
  return ask(R"({"op":"translate","mode":")" + mode + R"(","plugin":")" + plugin + R"(","document":)" + document + "}");
}

inline std::vector<std::string> codes(Value list) {
  std::vector<std::string> out;
  for (const Value item : list) out.emplace_back(item["code"].text());
  return out;
}

inline bool has(const std::vector<std::string>& all, const std::string& one) {
  for (const std::string& item : all) {
    if (item == one) return true;
  }
  return false;
}

inline std::string tables_of(std::string_view plugin) {
  for (const Codec* codec : codecs()) {
    if (codec->id == plugin) return codec->tables;
  }
  return {};
}

inline Minor amount(Value money) { return money["amount"].integer().value_or(-1); }

/// An order read from a fixture, and what was said about it.
struct Read {
  Document answer;
  Value order;
  std::vector<std::string> warnings;
};
inline Read read(const std::string& path) {
  Read out;
  out.answer = translated("read_order", fixture(path));
  BOOST_TEST_REQUIRE(out.answer.root()["ok"].truth(), out.answer.root().canonical());
  out.order = out.answer.root()["result"]["order"];
  out.warnings = codes(out.answer.root()["warnings"]);
  return out;
}

/// The manifest tells people the same words as the tables tell the codec: its statuses are those of some tables, its reasons
/// those that are read and those that are written.
inline void same_tables(const std::string& plugin, const std::vector<const char*>& statuses, const char* read, const char* write) {
  const Document manifest = parsed(fixture(plugin + "/plugin.json")), tables = parsed(tables_of(plugin));
  const Value words = tables.root()["words"], reasons = manifest.root()["reasons"];
  std::size_t count = 0;
  for (const char* table : statuses) {
    for (const Value row : words[table]) BOOST_TEST(manifest.root()["statuses"][row.key()].text() == row.text());
    count += words[table].size();
  }
  BOOST_TEST(manifest.root()["statuses"].size() == count);
  BOOST_TEST(reasons["read"].canonical() == (words[read].exists() ? words[read].canonical() : "{}"));
  BOOST_TEST(reasons["write"].canonical() == (words[write].exists() ? words[write].canonical() : "{}"));
}

/// What a codec writes for two units of an order's first line that are defective: {"requests": [...]} or {"error": code}.
inline Document wanted(std::string_view plugin, const std::string& path, const std::string& intent, const std::string& ids, CaseKind kind = CaseKind::return_,
                       Minor quoted = 0) {
  const Read r = read(path);
  Problems problems;
  const Order order = read_order(r.order, problems);
  ReturnCase c;
  c.id = "rma-1";
  c.state.kind = kind;
  RequestItem item;
  item.line = order.lines[0].id;
  item.quantity = 2;
  item.reason = "defective";
  c.state.request.items.push_back(item);
  c.state.quoted.currency = order.currency;
  c.state.quoted.total = 1234;
  if (quoted != 0) {
    QuoteItem one;
    one.line = item.line;
    one.quantity = item.quantity;
    one.total = quoted;
    c.state.quoted.items.push_back(one);
  }
  const Document given = parsed(ids);
  WriteInput input;
  input.order = &order;
  input.return_case = &c;
  input.intent = intent;
  input.ids = given.root();
  Writer out;
  out.begin_object();
  for (const Codec* codec : codecs()) {
    if (codec->id == plugin) codec->write(out, input, problems);
  }
  if (!problems.ok()) out.field("error", problems.errors()[0].code);
  out.end_object();
  return parsed(out.text());
}

/// The first error of a call that must not succeed.
inline std::string error_of(const Document& answer) {
  BOOST_TEST(!answer.root()["ok"].truth());
  return std::string(answer.root()["errors"].at(0)["code"].text());
}

/// The text with each value replaced in turn by something else, `step` values apart.
template <class Use>
void mutate(const std::string& text, std::size_t step, Use use) {
  static const char* const others[] = {"null", "[]", "{}", "\"\"", "-1", "1e400", "99999999999999999999", "true", "\"gid://shopify/Order/1\"", "[[{}]]"};
  std::size_t count = 0, other = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != ':' || text[i + 1] != ' ' || count++ % step != 0) continue;
    const std::size_t begin = i + 2;
    std::size_t end = begin;
    int depth = 0;
    bool quoted = false;
    for (; end < text.size(); ++end) {
      const char c = text[end];
      if (c == '"' && text[end - 1] != '\\') quoted = !quoted;
      if (quoted) continue;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth-- == 0) break;
      if ((c == ',' || c == '\n') && depth == 0) break;
    }
    use(text.substr(0, begin) + others[other++ % std::size(others)] + text.substr(end));
  }
}

/// Reads hostile variants of a document: whatever comes, the answer is an answer.
inline void torture(const std::string& path) {
  const std::string text = fixture(path);
  const auto survive = [](const std::string& document) {
    for (const char* mode : {"recognize", "read_order", "read_update"}) {
      Writer call;
      call.begin_object().field("mode", mode).field("op", "translate").field("plugin", "auto").field("text", document).end_object();
      const Document answer = ask(call.text());
      BOOST_TEST_REQUIRE(answer.root()["ok"].is_bool());
      const Value order = answer.root()["result"]["order"];
      if (!order.exists()) continue;
      Problems problems;      // what was read must be an order of ours
      read_order(order, problems);
      BOOST_TEST(problems.ok(), (problems.ok() ? "" : problems.errors()[0].pointer + " " + problems.errors()[0].message));
    }
  };
  for (std::size_t size = 0; size < text.size(); size += 97) survive(text.substr(0, size));
  mutate(text, 1, survive);
}

}  // namespace storefronts
