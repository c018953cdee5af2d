// What the data of commands holds, as a table: what is a code or a number goes into the event's data, what people wrote
// into its personal part.
#include "json/text.hpp"
#include "lifecycle/run.hpp"
#include "model/enum_field.hpp"

namespace aftersale::lifecycle {
namespace {

using C = CommandType;

enum class Is : std::uint8_t { code, words, hours, one_of };

struct DataRow {
  CommandType type;
  const char* name;
  Is is;
  bool required;
  std::string_view choices;      // of one_of, with blanks between
};

// In the order of names, which is that of the canonical document.
constexpr DataRow rows[] = {
    {C::cancel, "note", Is::words, false, {}},
    {C::close, "note", Is::words, false, {}},
    {C::acknowledge, "note", Is::words, false, {}},
    {C::classify, "category", Is::code, true, {}},
    {C::classify, "cause", Is::code, false, {}},
    {C::classify, "note", Is::words, false, {}},
    {C::classify, "severity", Is::one_of, false, "low normal high critical"},
    {C::investigate, "note", Is::words, false, {}},
    {C::investigate, "with", Is::code, false, {}},
    {C::report, "cause", Is::code, false, {}},
    {C::report, "note", Is::words, false, {}},
    {C::report, "result", Is::one_of, true, "lost found delivered confirmed unfounded"},
    {C::accept, "note", Is::words, false, {}},
    {C::decline, "note", Is::words, false, {}},
    {C::dispute, "note", Is::words, true, {}},
    {C::decide, "for", Is::one_of, true, "buyer seller"},
    {C::decide, "note", Is::words, true, {}},
    {C::ask, "of", Is::one_of, false, "buyer seller carrier insurer"},
    {C::ask, "text", Is::words, true, {}},
    {C::reply, "text", Is::words, true, {}},
    {C::extend, "hours", Is::hours, true, {}},
    {C::extend, "note", Is::words, false, {}},
    {C::track, "place", Is::code, false, {}},
    {C::track, "status", Is::code, true, {}},
    {C::message, "text", Is::words, true, {}},
    {C::note, "text", Is::words, true, {}},
    {C::redact, "reason", Is::code, true, {}},
    {C::assess, "note", Is::words, false, {}},
    {C::assess, "outcome", Is::one_of, true, "repair replace refund decline"},
    {C::complete_repair, "note", Is::words, false, {}},
    {C::send, "carrier", Is::code, false, {}},
    {C::send, "tracking", Is::code, false, {}},
    {C::deliver, "note", Is::words, false, {}},
    {C::confirm, "note", Is::words, false, {}},
    {C::answer, "article", Is::code, false, {}},
    {C::answer, "text", Is::words, true, {}},
    {C::approve, "note", Is::words, false, {}},
    {C::appeal, "note", Is::words, true, {}},
    {C::reopen, "note", Is::words, true, {}},
};

constexpr std::size_t code_max = 500, words_max = 8192;
constexpr std::int64_t hours_max = 30 * 24;

bool among(std::string_view word, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find(' '), choices.size());
    if (choices.substr(0, end) == word) return true;
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return false;
}

void read_choice(Run& run, const DataRow& row, Value value, const std::string& word, Writer& data) {
  if (!word.empty() && !among(word, row.choices)) {
    run.problems.error("unknown_value", value.pointer(), join({"\"", word, "\" is not known here"}), join({"one of ", row.choices}));
  } else {
    data.maybe(row.name, word);
  }
}

}  // namespace

bool read_data(Run& run, const Act& act, CommandType type, Writer& data, Words& words) {
  Fields f(act.data, run.problems);
  for (const DataRow& row : rows) {
    if (row.type != type) continue;
    if (row.is == Is::hours) {
      std::int64_t hours = 0;
      f.integer(row.name, hours, 1, hours_max);
      data.field(row.name, hours);
      continue;
    }
    std::string text;
    const std::size_t most = row.is == Is::words ? words_max : code_max;
    if (row.required) f.text(row.name, text, most);
    else f.maybe_text(row.name, text, most);
    if (row.is == Is::one_of) read_choice(run, row, act.data[row.name], text, data);
    else if (row.is == Is::code) data.maybe(row.name, text);
    else (std::string_view(row.name) == "note" ? words.note : words.text) = std::move(text);
  }
  f.done();
  return run.problems.ok();
}

}  // namespace aftersale::lifecycle
