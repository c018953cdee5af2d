// What tables of a plugin may say: rows that lead somewhere, words that there are, ours on the right side.
#include "plugins/plugins.hpp"

#include "interop/records.hpp"
#include "model/enum_field.hpp"
#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

constexpr std::string_view roots[] = {"words", "order", "update", "updates", "write", "within", "zone", "counted", "unrounded", "money",
                                      "repeats", "units", "pieces", "graphql", "camel"};
/// Rows that are no members, and how much they hold: a text, [a text, a table], a table, anything.
struct Special { std::string_view name; char form; };
constexpr Special specials[] = {{"@", 'p'}, {"when", 'p'}, {"unlisted", 't'}, {"skip", 's'}, {"check", 's'}, {"known", 'a'}, {"say", 'a'}, {"digits", 'd'}, {"spread", 'p'}, {"fit", 's'}};
constexpr Is with_words[] = {Is::word, Is::text, Is::gateway};

struct Check {
  Value words;
  Problems& problems;

  void wrong(Value where, std::string_view message, std::string_view fix) const { problems.error("invalid_table", where.pointer(), message, fix); }

  /// "path~table!": the table has to be there, and what it gives is a word of ours where the member takes no other.
  void expression(Value row, const Slot* slot, std::string_view name) const {
    if (!row.is_string()) return expected(problems, row, "an expression");
    std::string_view text = row.text();
    for (std::string_view rest = text; !rest.empty();) {      // "items*" without what is added up
      const std::string_view one = rest.substr(0, rest.find('|'));
      rest.remove_prefix(one.size() == rest.size() ? one.size() : one.size() + 1);
      if (one.ends_with('*') || one.find("*{") != std::string_view::npos) wrong(row, "a sum says what it adds up: \"items*amount\"", "name the member");
    }
    const std::size_t tilde = text.rfind('~');
    if (tilde == std::string_view::npos || text.find('?', tilde) != std::string_view::npos || text.find('|', tilde) != std::string_view::npos) return;
    std::string_view table = text.substr(tilde + 1);
    table = table.substr(0, table.find('!'));
    if (slot == nullptr || std::find(std::begin(with_words), std::end(with_words), slot->kind) == std::end(with_words) || table == "payment gateway") return;
    const Value known = words[table];
    if (!known.exists()) {
      std::vector<std::string_view> names;
      for (const Value one : words) names.push_back(one.key());
      const std::string_view near = nearest(table, names);
      return wrong(row, join({"there is no table \"", table, "\" in words"}), near.empty() ? "add it to words" : join({"did you mean \"", near, "\"?"}));
    }
    std::span<const std::string_view> ours;
    if (slot->kind == Is::word) {
      constexpr std::span<const std::string_view> of[] = {enum_texts<OrderStatus>, enum_texts<ShipmentStatus>, enum_texts<Stage>, enum_texts<TaxMode>,
                                                          enum_texts<Channel>, enum_texts<TenderKind>, enum_texts<FundedBy>};
      ours = of[slot->of];
    }
    else if (name == "status") ours = enum_texts<Stage>;
    else if (name == "kind") ours = enum_texts<CaseKind>;
    for (const Value word : known) {
      if (slot->kind == Is::text && name == "reason" && find_reason(word.text()) == nullptr) wrong(word, join({"\"", word.text(), "\" is no reason of ours"}), "docs/wire.md lists them");
      if (!ours.empty() && std::find(ours.begin(), ours.end(), word.text()) == ours.end()) unknown_value(problems, word, ours);
    }
  }

  [[nodiscard]] bool pair(Value row) const {
    if (row.is_array() && row.at(0).is_string() && row.at(1).is_object()) return true;
    expected(problems, row, "[an expression, {a table}]");
    return false;
  }

  void special(Record record, const Special& row, Value value) const {
    switch (row.form) {
      case 'p':
        if (pair(value)) table(row.name == "spread" ? Record::discount : record, value.at(1));
        return;
      case 't': return table(record, value);
      case 's':
        if (!value.is_string()) expected(problems, value, "a text");
        return;
      case 'd':
        if (!value.is_string() || value.text().size() != 1 || value.text()[0] < '0' || value.text()[0] > '9') expected(problems, value, "one digit, as a text");
        return;
      default:
        if (!value.is_array()) expected(problems, value, "a list");
    }
  }

  void charges(Value row) const {
    for (const std::string_view name : {"line", "shipping"}) {
      const Value part = row[name];
      for (const std::string_view list : {"discounts", "taxes"}) {
        if (part[list].exists()) table(list == "taxes" ? Record::tax : Record::discount, part[list].at(2));
      }
    }
    if (row["discount"].exists()) table(Record::discount, row["discount"].at(1));
    if (row["tax"].exists()) table(Record::tax, row["tax"].at(1));
  }

  void member(const Slot& slot, std::string_view name, Value row) const {
    switch (slot.kind) {
      case Is::record: return table(static_cast<Record>(slot.of), row);
      case Is::list:
        if (pair(row)) table(static_cast<Record>(slot.of), row.at(1));
        return;
      case Is::discount_sum:
        if (pair(row)) table(Record::discount, row.at(1));
        return;
      case Is::payments:
        for (const Value source : row) {
          if (pair(source)) table(Record::payment, source.at(1));
        }
        return;
      case Is::give_back:
        if (pair(row)) table(Record::payment, row.at(1));
        return;
      case Is::charges: return charges(row);
      case Is::pairs:
      case Is::values:
      case Is::notes:
      case Is::arrived:
        if (!row.is_array()) expected(problems, row, "a list");
        return;
      case Is::tags:
      case Is::flags:
        if (!row.is_array() && !row.is_string()) expected(problems, row, "an expression, or [a list, a path]");
        return;
      default: return expression(row, &slot, name);
    }
  }

  void table(Record record, Value rows) const {
    if (!rows.is_object()) return expected(problems, rows, "a table: {\"member\": \"path\"}");
    for (const Value row : rows) {
      std::string_view name = row.key();
      if (name.starts_with('#')) {
        wrong(row, "only plugins that are built in have hooks of code", "prepare the document before it is read (the plugin's prepare)");
        continue;
      }
      while (!name.empty() && name.back() >= '0' && name.back() <= '9') name.remove_suffix(1);
      const auto* const found = std::find_if(std::begin(specials), std::end(specials), [name](const Special& one) { return one.name == name; });
      const bool of_orders = name == "unlisted" || name == "spread" || name == "fit";
      Slot slot{};
      if (found != std::end(specials) && !(of_orders && record != Record::order)) special(record, *found, row);
      else if (find_slot(record, name, slot)) member(slot, name, row);
      else wrong(row, join({"there is no member \"", row.key(), "\" to be filled here"}), "docs/plugins.md lists what tables can say");
    }
  }

  /// Templates of requests: only the core's own filters.
  void request(Value value) const {
    for (const Value child : value) request(child);
    std::string_view text = value.is_string() ? value.text() : std::string_view();
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<')) {
      text.remove_prefix(at + 1);
      const std::size_t end = text.find('>');
      if (end == std::string_view::npos) return;
      for (std::string_view rest = text.substr(0, end); !rest.empty();) {
        const std::string_view one = rest.substr(0, rest.find('|'));
        rest.remove_prefix(one.size() == rest.size() ? one.size() : one.size() + 1);
        std::string_view filter = one.substr(one.rfind('?') == std::string_view::npos ? 0 : one.rfind('?') + 1);
        if (filter.starts_with('\'') || filter.find(':') == std::string_view::npos) continue;
        filter.remove_prefix(filter.find(':') + 1);
        if (filter.ends_with('!')) filter.remove_suffix(1);
        const bool cut = !filter.empty() && filter.find_first_not_of("0123456789") == std::string_view::npos;
        if (!cut && filter != "$" && filter != "#" && filter != "#$") wrong(value, join({"there is no filter \"", filter, "\" here"}), "a number cuts, $ and #$ write amounts, # a number");
      }
    }
  }
};

}  // namespace

void check_tables(Value tables, Problems& problems) {
  if (!tables.is_object()) return expected(problems, tables, "an object");
  const Check check{tables["words"], problems};
  for (const Value root : tables) {
    const std::string_view name = root.key();
    if (std::find(std::begin(roots), std::end(roots), name) == std::end(roots)) {
      const std::string_view near = nearest(name, {std::begin(roots), std::end(roots)});
      problems.error("unknown_field", root.pointer(), join({"\"", name, "\" is not known here"}), near.empty() ? "" : join({"did you mean \"", near, "\"?"}));
    }
  }
  for (const Value words : check.words) {
    if (!words.is_object()) expected(problems, words, "an object: their words and ours");
  }
  if (tables["order"].exists()) check.table(Record::order, tables["order"]);
  if (tables["update"].exists()) check.table(Record::update, tables["update"]);
  for (const Value update : tables["updates"]) check.table(Record::update, update);
  for (const Value intent : tables["write"]) {
    std::vector<std::string_view> names(enum_texts<WriteIntent>.begin(), enum_texts<WriteIntent>.end());
    names.push_back("*");
    if (std::find(names.begin(), names.end(), intent.key()) == names.end()) {
      const std::string_view near = nearest(intent.key(), names);
      problems.error("unknown_value", intent.pointer(), join({"\"", intent.key(), "\" is no intent"}), near.empty() ? "" : join({"did you mean \"", near, "\"?"}));
    }
    if (!intent.is_array()) expected(problems, intent, "a list of ways");
    check.request(intent);
  }
}

}  // namespace aftersale::tools
