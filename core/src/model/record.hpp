// Records: our own documents described as tables, which one reader and one writer interpret. A row says where a member
// stands in the struct, what it holds and what is asked of it, so that both directions of a document have one description
// and a new member costs a row instead of code twice over (docs/adr/0007-records-are-tables.md).
#pragma once

#include "aftersale/enums.hpp"
#include "aftersale/money.hpp"
#include "aftersale/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace aftersale::record {

/// What a member holds, and with that the type behind its offset.
enum class Kind : std::uint8_t {
  text,        // std::string
  flag,        // bool
  integer,     // std::int64_t
  money,       // Minor, in the document's currency
  currency,    // Currency, by its code; from here on it is the document's
  instant,     // Instant
  date,        // CivilDate
  choice,      // an enum of one byte; `more` are its texts
  word,        // std::string that is one of the texts in `more`
  first_of,    // bool: whether it is the first of the two texts in `more`
  texts,       // std::vector<std::string>
  pairs,       // std::vector<std::pair<std::string, std::string>>, an object of texts; truths and integers are taken as texts
  object,      // a struct; `more` is its Table
  list,        // a vector of structs; `more` is its List
  own,         // anything else; `more` is an Own
};

/// What is asked of a member, and when it is written.
enum Flag : std::uint8_t {
  required = 1,      // reading: has to be there (a text, not empty)
  optional = 2,      // the struct holds a std::optional of it
  always = 4,        // writing: also when it is empty, zero or false
  positive = 8,      // money that must not be negative
  when_false = 16,   // a flag whose default is true: written only when false
  must = required | always,
};

/// Limits of integers, by the index that stands in Row::limit.
enum Range : std::uint16_t { count, units, basis_points, share_wide, days, year_days, from_one_year, months, hours, hours_wide, few };

struct Row {
  const char* name;
  const void* more;
  std::uint16_t at;        // offset in the struct
  Kind kind;
  std::uint8_t flags;
  std::uint16_t limit;     // text: the most bytes (0 = 8192); integer: a Range
};

struct Reader;
struct Table {
  const Row* rows;
  std::uint16_t size;
  /// Called when all members are read, for what lies between them.
  void (*check)(Reader& reader, Value object, void* record);
};
/// How to work with a vector of structs without knowing them.
struct List {
  const Table* table;
  void* (*add)(void* vector);
  std::pair<const char*, const char*> (*view)(const void* vector);
  std::uint16_t stride;
};
struct Own {
  void (*read)(Reader& reader, Value value, void* record);      // only called when the member is there
  void (*write)(Writer& out, const char* name, const void* record, const Currency* currency);
};

/// What reading needs to know beside the value. Faults go to `problems`, each with its pointer.
struct Reader {
  Problems& problems;
  const Currency* currency = nullptr;
  void* root = nullptr;                  // the whole document, for checks that look further
};

void read(Reader& reader, Value object, const Table& table, void* record);
void read_list(Reader& reader, Value list, const List& rows, void* vector);

/// Writes the record as an object.
void write(Writer& out, const Table& table, const void* record, const Currency* currency);

/// Cuts texts that are longer than their rows allow, but for those that must be there: these are ids and the like.
void shorten(Problems& problems, const Table& table, void* record, const std::string& pointer);

/// The elements of enum_texts as data, for `more`.
struct Texts { const std::string_view* first; std::uint8_t size; };
template <class E>
inline constexpr Texts texts_of{enum_texts<E>.data(), static_cast<std::uint8_t>(enum_texts<E>.size())};

/// The index of the text among `texts`, or -1 with a complaint.
int read_index(Problems& problems, Value value, const Texts& texts);
/// Reads an array of an enum's texts.
template <class E>
void read_choices(Reader& reader, Value list, std::vector<E>& out) {
  if (!list.is_array()) return expected(reader.problems, list, "an array");
  for (const Value item : list) {
    const int index = read_index(reader.problems, item, texts_of<E>);
    if (index >= 0) out.push_back(static_cast<E>(index));
  }
}

template <class T>
void* add_to(void* vector) { return &static_cast<std::vector<T>*>(vector)->emplace_back(); }
template <class T>
std::pair<const char*, const char*> view_of(const void* vector) {
  const auto& v = *static_cast<const std::vector<T>*>(vector);
  return {reinterpret_cast<const char*>(v.data()), reinterpret_cast<const char*>(v.data() + v.size())};
}
template <class T>
constexpr List list_of(const Table& table) { return {&table, add_to<T>, view_of<T>, sizeof(T)}; }
template <std::size_t n>
constexpr Table table_of(const Row (&rows)[n], void (*check)(Reader&, Value, void*) = nullptr) { return {rows, n, check}; }

}  // namespace aftersale::record

// offsetof of structs that hold texts is conditionally supported; both compilers do, since none of them has bases.
#define AFTERSALE_AT(type, member) static_cast<std::uint16_t>(__builtin_offsetof(type, member))
