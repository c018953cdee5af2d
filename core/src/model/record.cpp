#include "model/record.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"

namespace aftersale::record {
namespace {

struct Limits { std::int64_t least, most; };
// By Range.
constexpr Limits limits[] = {
    {1, 1'000'000}, {0, 1'000'000}, {0, 10'000}, {0, 100'000}, {0, 36'500}, {0, 365}, {1, 365}, {0, 1200}, {1, 24 * 366}, {0, 36'500 * 24}, {0, 20},
};

template <class T>
T& as(void* p) { return *static_cast<T*>(p); }
template <class T>
const T& as(const void* p) { return *static_cast<const T*>(p); }

/// The place of a member, which for an optional comes into being.
template <class T>
T& place(const Row& row, void* p) {
  return (row.flags & optional) != 0 ? as<std::optional<T>>(p).emplace() : as<T>(p);
}
/// The member that is to be written, or null when there is none.
template <class T>
const T* given(const Row& row, const void* p) {
  if ((row.flags & optional) == 0) return &as<T>(p);
  const auto& maybe = as<std::optional<T>>(p);
  return maybe ? &*maybe : nullptr;
}
// An optional enum of one byte is that byte and then the one that says whether it counts, whichever the enum is.
enum class Byte : std::uint8_t {};
static_assert(sizeof(std::optional<Byte>) == 2);

void missing(Problems& problems, Value object, const char* name) {
  problems.error("missing", object.pointer(name), join({"\"", name, "\" must be given"}), join({"add \"", name, "\""}));
}

void read_text(Reader& reader, Value value, const Row& row, std::string& out) {
  const std::size_t most = row.limit != 0 ? row.limit : 8192;
  if (!value.is_string()) return expected(reader.problems, value, "a string", value.is_number() ? "put it in quotes" : "");
  if (value.text().size() > most) {
    return reader.problems.error("too_long", value.pointer(), join({"longer than ", integer_text(static_cast<std::int64_t>(most)), " bytes"}), "shorten it");
  }
  out = value.text();
  if (out.empty() && (row.flags & required) != 0) reader.problems.error("empty", value.pointer(), join({"\"", row.name, "\" must not be empty"}));
}

void read_integer(Reader& reader, Value value, const Row& row, void* p) {
  const std::optional<std::int64_t> number = value.integer();
  if (!value.is_integer()) return expected(reader.problems, value, "an integer");
  const Limits& range = limits[row.limit];
  if (!number || *number < range.least || *number > range.most) {
    return reader.problems.error("out_of_range", value.pointer(), join({"must lie between ", integer_text(range.least), " and ", integer_text(range.most)}));
  }
  place<std::int64_t>(row, p) = *number;
}

void read_amount(Reader& reader, Value value, const Row& row, void* p) {
  Minor amount = read_money(value, *reader.currency, reader.problems);
  if (amount < 0 && (row.flags & positive) != 0) {
    reader.problems.error("negative", value.pointer("amount"), "must not be negative", "give the size of the amount");
    amount = 0;
  }
  place<Minor>(row, p) = amount;
}

void read_currency(Reader& reader, Value value, Currency& out) {
  reader.currency = &out;
  if (!value.is_string()) return expected(reader.problems, value, "a string");
  if (!find_currency(value.text(), out)) {
    reader.problems.error("unknown_currency", value.pointer(), join({"\"", value.text(), "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
}

void read_choice(Reader& reader, Value value, const Row& row, void* p) {
  const int index = read_index(reader.problems, value, as<Texts>(row.more));
  if (index < 0) return;
  if (row.kind == Kind::word) as<std::string>(p) = value.text();
  else if (row.kind == Kind::first_of) as<bool>(p) = index == 0;
  else if ((row.flags & optional) != 0) as<std::optional<Byte>>(p) = static_cast<Byte>(index);
  else as<unsigned char>(p) = static_cast<unsigned char>(index);
}

bool is_array(Reader& reader, Value value) {
  if (!value.is_array()) expected(reader.problems, value, "an array");
  return value.is_array();
}

void read_present(Reader& reader, Value value, const Row& row, void* record) {
  void* p = static_cast<char*>(record) + row.at;
  switch (row.kind) {
    case Kind::text: return read_text(reader, value, row, as<std::string>(p));
    case Kind::flag:
      if (!value.is_bool()) return expected(reader.problems, value, "true or false");
      as<bool>(p) = value.truth();
      return;
    case Kind::integer: return read_integer(reader, value, row, p);
    case Kind::money: return read_amount(reader, value, row, p);
    case Kind::currency: return read_currency(reader, value, as<Currency>(p));
    case Kind::instant: place<Instant>(row, p) = read_instant(value, reader.problems); return;
    case Kind::date: place<CivilDate>(row, p) = read_date(value, reader.problems); return;
    case Kind::choice:
    case Kind::first_of:
    case Kind::word: return read_choice(reader, value, row, p);
    case Kind::texts:
      if (!is_array(reader, value)) return;
      for (const Value item : value) {
        if (item.is_string()) as<std::vector<std::string>>(p).emplace_back(item.text());
        else expected(reader.problems, item, "a string");
      }
      return;
    case Kind::pairs:
      if (!value.is_object()) return expected(reader.problems, value, "an object");
      for (const Value item : value) {
        const std::optional<std::int64_t> number = item.integer();
        const std::string text = item.is_bool() ? (item.truth() ? "true" : "false") : number ? integer_text(*number) : std::string(item.text());
        if (item.is_string() || item.is_bool() || number) as<std::vector<std::pair<std::string, std::string>>>(p).emplace_back(item.key(), text);
        else expected(reader.problems, item, "a string, true, false or an integer");
      }
      return;
    case Kind::object: return read(reader, value, as<Table>(row.more), p);
    case Kind::list: return read_list(reader, value, as<List>(row.more), p);
    case Kind::own: return as<Own>(row.more).read(reader, value, record);
  }
}

}  // namespace

int read_index(Problems& problems, Value value, const Texts& texts) {
  for (std::uint8_t i = 0; value.is_string() && i < texts.size; ++i) {
    if (texts.first[i] == value.text()) return i;
  }
  unknown_value(problems, value, {texts.first, texts.size});
  return -1;
}

namespace {

/// Complains about every member that no row names.
void refuse_unknown(Problems& problems, Value object, const Table& table) {
  for (const Value member : object) {
    bool known = false;
    for (std::uint16_t i = 0; i < table.size && !known; ++i) known = member.key() == table.rows[i].name;
    if (known) continue;
    std::vector<std::string_view> names;
    for (std::uint16_t i = 0; i < table.size; ++i) names.emplace_back(table.rows[i].name);
    const std::string_view near = nearest(member.key(), names);
    problems.error("unknown_field", member.pointer(), join({"\"", member.key(), "\" is not known here"}),
                   near.empty() ? "remove it" : join({"did you mean \"", near, "\"?"}));
  }
}

/// Reads one member; missing or null leaves it as it is, unless it is required.
void read_row(Reader& reader, Value object, const Row& row, void* record) {
  const Value value = object[row.name];
  if (value.present()) read_present(reader, value, row, record);
  else if ((row.flags & required) != 0) missing(reader.problems, object, row.name);
}

}  // namespace

void read(Reader& reader, Value object, const Table& table, void* record) {
  if (!object.is_object()) return expected(reader.problems, object, "an object");
  for (std::uint16_t i = 0; i < table.size; ++i) read_row(reader, object, table.rows[i], record);
  if (table.check != nullptr) table.check(reader, object, record);
  refuse_unknown(reader.problems, object, table);
}

void read_list(Reader& reader, Value list, const List& rows, void* vector) {
  if (!is_array(reader, list)) return;
  for (const Value item : list) read(reader, item, *rows.table, rows.add(vector));
}

namespace {

void write_list(Writer& out, const List& rows, const void* vector, const Currency* currency) {
  out.begin_array();
  const auto [first, last] = rows.view(vector);
  for (const char* item = first; item != last; item += rows.stride) write(out, *rows.table, item, currency);
  out.end_array();
}

void write_row(Writer& out, const Row& row, const void* record, const Currency* currency) {
  const void* p = static_cast<const char*>(record) + row.at;
  const bool all = (row.flags & always) != 0;
  switch (row.kind) {
    case Kind::text:
    case Kind::word:
      if (all || !as<std::string>(p).empty()) out.field(row.name, as<std::string>(p));
      return;
    case Kind::flag:
      if (all || as<bool>(p) == ((row.flags & when_false) == 0)) out.flag(row.name, as<bool>(p));
      return;
    case Kind::integer: {
      const std::int64_t* number = given<std::int64_t>(row, p);
      if (number != nullptr && (all || *number != 0 || (row.flags & optional) != 0)) out.field(row.name, *number);
      return;
    }
    case Kind::money: {
      const Minor* amount = given<Minor>(row, p);
      if (amount != nullptr && (all || *amount != 0 || (row.flags & optional) != 0)) write_money(out, row.name, *amount, *currency);
      return;
    }
    case Kind::first_of: out.key(row.name).string(as<Texts>(row.more).first[as<bool>(p) ? 0 : 1]); return;
    case Kind::currency: out.field(row.name, as<Currency>(p).text()); return;
    case Kind::instant:
      if (const Instant* at = given<Instant>(row, p)) out.field(row.name, format(*at));
      return;
    case Kind::date:
      if (const CivilDate* date = given<CivilDate>(row, p)) out.field(row.name, format(*date));
      return;
    case Kind::choice: {
      if ((row.flags & optional) != 0 && !as<std::optional<Byte>>(p)) return;
      out.key(row.name).string(as<Texts>(row.more).first[as<unsigned char>(p)]);
      return;
    }
    case Kind::texts: {
      const auto& texts = as<std::vector<std::string>>(p);
      if (texts.empty() && !all) return;
      out.key(row.name).begin_array();
      for (const std::string& text : texts) out.string(text);
      out.end_array();
      return;
    }
    case Kind::pairs: {
      const auto& pairs = as<std::vector<std::pair<std::string, std::string>>>(p);
      if (pairs.empty() && !all) return;
      out.key(row.name).begin_object();
      for (const auto& pair : pairs) out.field(std::string_view(pair.first), pair.second);
      out.end_object();
      return;
    }
    case Kind::object: {
      if (all) return write(out.key(row.name), as<Table>(row.more), p, currency);
      Writer inner;
      write(inner, as<Table>(row.more), p, currency);
      if (inner.text().size() > 2) out.key(row.name).raw(inner.text());        // more than "{}"
      return;
    }
    case Kind::list: {
      const List& rows = as<List>(row.more);
      const auto [first, last] = rows.view(p);
      if (first != last || all) write_list(out.key(row.name), rows, p, currency);
      return;
    }
    case Kind::own:
      if (as<Own>(row.more).write != nullptr) as<Own>(row.more).write(out, row.name, record, currency);
      return;
  }
}

}  // namespace

void shorten(Problems& problems, const Table& table, void* record, const std::string& pointer) {
  for (std::uint16_t i = 0; i < table.size; ++i) {
    const Row& row = table.rows[i];
    void* p = static_cast<char*>(record) + row.at;
    const std::string here = join({pointer, "/", row.name});
    if (row.kind == Kind::text && ((row.flags & required) == 0 || row.limit > 200)) {
      std::string& text = as<std::string>(p);
      std::size_t size = row.limit == 0 ? 8192 : row.limit;
      if (text.size() <= size) continue;
      while ((static_cast<unsigned char>(text[size]) & 0xC0u) == 0x80u) --size;      // whole characters
      problems.warn("cut_short", here, join({"a text of more than ", integer_text(row.limit == 0 ? 8192 : row.limit), " bytes was cut"}), {});
      text.resize(size);
    } else if (row.kind == Kind::object) {
      shorten(problems, as<Table>(row.more), p, here);
    } else if (row.kind == Kind::list) {
      const List& rows = as<List>(row.more);
      const auto [first, last] = rows.view(p);
      std::int64_t index = 0;
      for (const char* item = first; item != last; item += rows.stride) shorten(problems, *rows.table, const_cast<char*>(item), join({here, "/", integer_text(index++)}));
    }
  }
}

void write(Writer& out, const Table& table, const void* record, const Currency* currency) {
  out.begin_object();
  for (std::uint16_t i = 0; i < table.size; ++i) write_row(out, table.rows[i], record, currency);
  out.end_object();
}

}  // namespace aftersale::record
