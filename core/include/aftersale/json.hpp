// Reading and writing JSON without showing any JSON library: a parsed Document with cheap Value cursors, a strict object
// reader with JSON Pointer errors, and a canonical (RFC 8785) writer.
#pragma once

#include "aftersale/problem.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

class Value;

/// Limits that hold for every text that is parsed. A text beyond them is refused with a pointer, never cut.
struct JsonLimits {
  std::size_t bytes = 16u << 20;
  std::size_t depth = 64;
  std::size_t nodes = 2'000'000;
};

/// A parsed JSON text, kept as one flat array of nodes. Numbers keep their own text, so that 64-bit ids and decimal
/// amounts lose nothing. Duplicate keys are refused. Move-only; Values point into it and must not outlive it.
class Document {
 public:
  Document() = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  Document(Document&&) noexcept = default;
  Document& operator=(Document&&) noexcept = default;

  /// Parses `text`. On a fault the error is reported below `base` (a JSON Pointer prefix) and the document is empty.
  static Document parse(std::string_view text, Problems& problems, std::string_view base = {}, const JsonLimits& limits = {});

  [[nodiscard]] Value root() const;
  /// A prefix put before every pointer that this document's Values give, for documents that stand inside a call.
  void set_base(std::string base) { base_ = std::move(base); }

 private:
  friend class Value;
  friend struct DocumentBuilder;
  enum class Kind : std::uint8_t { null, boolean, integer, decimal, string, array, object };
  struct Node {
    Kind kind = Kind::null;
    bool truth = false;
    mutable bool read = false;      // somebody asked for it: what stays unread is unknown
    std::uint32_t parent = 0;
    std::uint32_t next = 0;         // index just behind this subtree
    std::uint32_t count = 0;        // members or elements
    std::uint32_t key = 0, key_size = 0;
    std::uint32_t text = 0, text_size = 0;   // string contents or number text, in arena_
  };
  std::vector<Node> nodes_;
  std::string arena_;
  std::string base_;
};

/// A cursor into a Document: cheap to copy, never throws, "missing" when what was asked for is not there.
class Value {
 public:
  Value() = default;

  [[nodiscard]] bool exists() const { return place_ != Place{}; }
  /// True when it is there and not null.
  [[nodiscard]] bool present() const { return exists() && !is_null(); }
  explicit operator bool() const { return present(); }
  [[nodiscard]] bool is_null() const;
  [[nodiscard]] bool is_bool() const;
  [[nodiscard]] bool is_integer() const;   // a number without fraction or exponent
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const;
  [[nodiscard]] bool is_array() const;
  [[nodiscard]] bool is_object() const;

  /// Member of an object; missing when absent or when this is no object.
  [[nodiscard]] Value operator[](std::string_view key) const;
  // Literals go as one pointer: a string_view goes through memory on some targets, and there are hundreds of these calls.
  [[nodiscard]] Value operator[](const char* key) const;
  /// Element of an array; missing when out of range.
  [[nodiscard]] Value at(std::size_t index) const;
  /// Members or elements.
  [[nodiscard]] std::size_t size() const;

  /// String contents, or the text of a number exactly as written; empty otherwise.
  [[nodiscard]] std::string_view text() const;
  /// The member's name when this is a member of an object.
  [[nodiscard]] std::string_view key() const;
  [[nodiscard]] bool truth(bool otherwise = false) const;
  /// An integer number within int64, or nothing.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  /// An id: a string as it is, or an integer number's text (64-bit ids lose nothing). Empty when neither.
  [[nodiscard]] std::string id() const;

  /// RFC 6901 pointer to this value, built when asked for.
  [[nodiscard]] std::string pointer() const;
  [[nodiscard]] std::string pointer(std::string_view member) const;

  /// Canonical text of this subtree (RFC 8785). Fractions are written as the shortest decimal of their own digits.
  [[nodiscard]] std::string canonical() const;

  /// Marks the whole subtree as read.
  void take() const;
  [[nodiscard]] bool was_read() const;

  class Iterator {
   public:
    Iterator(const Document* doc, std::uint32_t index) : doc_(doc), index_(index) {}
    Value operator*() const;
    /// The same without marking it as read.
    [[nodiscard]] Value peek() const;
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }
   private:
    const Document* doc_;
    std::uint32_t index_;
  };
  /// Elements of an array or members of an object (use `key()`), in document order; empty for anything else.
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

 private:
  friend class Document;
  // Where pointers have 32 bits, pointer and index travel as one number: in a register, not through memory.
#if UINTPTR_MAX == UINT32_MAX
  using Place = std::uint64_t;
  Value(const Document* doc, std::uint32_t index) : place_(reinterpret_cast<std::uintptr_t>(doc) | static_cast<std::uint64_t>(index) << 32) {}
  [[nodiscard]] const Document* doc() const { return reinterpret_cast<const Document*>(static_cast<std::uintptr_t>(place_)); }
  [[nodiscard]] std::uint32_t index() const { return static_cast<std::uint32_t>(place_ >> 32); }
#else
  struct Place {
    const Document* doc = nullptr;
    std::uint32_t index = 0;
    friend bool operator!=(Place a, Place b) { return a.doc != b.doc || a.index != b.index; }
  };
  Value(const Document* doc, std::uint32_t index) : place_{doc, index} {}
  [[nodiscard]] const Document* doc() const { return place_.doc; }
  [[nodiscard]] std::uint32_t index() const { return place_.index; }
#endif
  [[nodiscard]] const Document::Node& node() const;
  Place place_{};
};

/// Pointers of the members that nobody asked for, with array indices as `*`, each once, outermost only; at most `limit`.
std::vector<std::string> unread_patterns(Value root, std::size_t limit = 200);

/// Escapes one RFC 6901 reference token and appends it behind a slash.
void append_pointer(std::string& pointer, std::string_view token);

/// Strict reader of one object of our own documents: typed members, and at the end a complaint about every member that
/// is unknown, with the nearest known name as a suggestion.
class Fields {
 public:
  Fields(Value object, Problems& problems);

  /// A member that must be there; reports and gives a missing Value otherwise.
  Value need(const char* key);
  Value maybe(const char* key);

  bool text(const char* key, std::string& out, std::size_t max = 8192);        // required
  void maybe_text(const char* key, std::string& out, std::size_t max = 8192);
  void maybe_bool(const char* key, bool& out);
  bool integer(const char* key, std::int64_t& out, std::int64_t min, std::int64_t max);
  void maybe_integer(const char* key, std::int64_t& out, std::int64_t min, std::int64_t max);
  void maybe_texts(const char* key, std::vector<std::string>& out);
  /// An array member (missing or empty gives an empty range); complains when it is something else.
  Value array(const char* key, bool required = false);

  /// Call last: complains about unknown members.
  void done();

  [[nodiscard]] Value value() const { return object_; }
  [[nodiscard]] Problems& problems() { return problems_; }
  [[nodiscard]] bool is_object() const { return object_.is_object(); }

 private:
  Value object_;
  Problems& problems_;
  std::vector<std::string_view> known_;
};

/// The pieces in one text. One call in place of a chain of temporaries: messages are much of the code, and this keeps it small.
std::string join(std::initializer_list<std::string_view> pieces);

/// Reports `type_mismatch` at `value`: "expected X, found Y".
void expected(Problems& problems, Value value, std::string_view what, std::string_view fix = {});
/// The nearest of `names` to `given` by edit distance, or empty when nothing is near.
std::string_view nearest(std::string_view given, const std::vector<std::string_view>& names);

/// Streaming writer of canonical JSON: members may be written in any order and are put in RFC 8785 order when the object
/// ends. Writing them sorted costs nothing extra.
class Writer {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& key(const char* name);

  Writer& string(std::string_view text);
  Writer& integer(std::int64_t value);
  Writer& boolean(bool value);
  Writer& null();
  /// Appends a value that is canonical JSON already.
  Writer& raw(std::string_view json);

  Writer& field(const char* name, std::string_view text);
  Writer& field(const char* name, const std::string& text);
  Writer& field(const char* name, const char* text);
  Writer& field(const char* name, std::int64_t value);
  Writer& field(const char* name, int value) { return field(name, static_cast<std::int64_t>(value)); }
  Writer& flag(const char* name, bool value);
  /// Members whose names are not known when this is compiled.
  Writer& field(std::string_view name, std::string_view text) { return key(name).string(text); }
  Writer& flag(std::string_view name, bool value) { return key(name).boolean(value); }
  /// Only when not empty.
  Writer& maybe(const char* name, std::string_view text);
  Writer& maybe(const char* name, const std::string& text);

  [[nodiscard]] const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  struct Member { std::uint32_t start, key_size, end; };
  struct Frame { bool object; bool sorted; std::uint32_t start; std::uint32_t first_member; std::uint32_t count; };
  void separate();
  void close_member();
  std::string out_;
  std::string names_;
  std::vector<Frame> frames_;
  std::vector<Member> members_;
};

/// Compares names by UTF-16 code units, as RFC 8785 orders members.
int compare_names(std::string_view a, std::string_view b);

/// Lower-case hexadecimal SHA-256 (FIPS 180-4) of `bytes`.
std::string sha256_hex(std::string_view bytes);

}  // namespace aftersale
