// A storefront's codec: tables that one interpreter reads (core/src/interop), and hooks of code for what is truly odd.
// The language of the tables: docs/plugins.md.
#pragma once

#include "aftersale/order.hpp"
#include "aftersale/return_case.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

/// How a codec takes a document: what it is, and how sure it is (0 = not ours, 100 = certain).
struct Recognition {
  std::string_view document;   // "order", "orders", "return", "update", "other"
  int confidence = 0;
};

/// What a storefront told about a return or an order later on.
struct Update {
  std::string order, return_id;
  std::string status;          // our code (see ReturnStatus), empty when unknown
  std::string native;          // the storefront's own word
  std::string kind;            // our code (see CaseKind) of what is asked for, where the storefront says
  std::string reason;          // our code; empty when it has none for the storefront's
  std::string native_reason;
  std::optional<Instant> at;
  std::optional<Instant> due;  // by when it has to go on, says the storefront
  std::vector<ReturnedLine> lines;
  std::optional<Minor> asked, refunded;
  Currency currency;
};

/// What to write: a case with its order, and what the merchant or buyer wants done.
struct WriteInput {
  const Order* order = nullptr;
  const ReturnCase* return_case = nullptr;
  std::string intent = "create_return";   // create_return, approve, refuse, receive, refund, cancel
  Value ids;                              // storefront ids that only the host knows, such as {"returnShippingOption": "so_…"}
};

/// What a document was found to be: a kind of the codec, and the part of it that is meant.
struct Located {
  std::string_view kind = "unknown";
  Value value;
  int confidence = 0;
  bool bare = false;      // the value is the thing itself, in none of the usual wrappers
};

struct Reading;   // codec_tools.hpp
struct Scope;

/// Code that a table calls by name ("#name": "path"). `here` is what the path leads to, `record` what is being filled.
struct CodecHook {
  const char* name;
  void (*run)(Reading& reading, Value here, void* record);
};

struct Codec {
  std::string_view id;                 // "shopify"
  const char* kinds;                   // lines "kind document words": "refund update a refund"
  const char* rules = nullptr;         // lines "kind confidence path condition…"; the first whose conditions hold counts
  const char* tables;                  // JSON: words, order, updates, write
  const CodecHook* hooks = nullptr;    // ends with an empty one
  /// In place of the rules.
  Located (*locate)(Value document) = nullptr;
  /// The figure `name` of an object, where it is not simply the member of that name.
  Value (*amount)(Value object, std::string_view name) = nullptr;
  /// The id that a Value is or has, where it is not simply a text or whole number.
  std::string (*ident)(const Scope& scope, Value value) = nullptr;
  /// An id as requests want it.
  std::string (*global)(std::string_view type, std::string_view id) = nullptr;
  /// What requests should be told along with them: "note" of the write tables.
  std::string (*note)(const WriteInput& input) = nullptr;
  bool camel = false;                  // members that are not there are asked for in camelCase as well

  [[nodiscard]] Located find(Value document) const;
  [[nodiscard]] Recognition recognize(Value document) const;
  /// Reads one or several orders. Faults go to `problems` with pointers into the document; unknown codes and figures that
  /// do not add up are warnings.
  /// `parsed` are the codec's tables where the caller keeps them (ParsedTables); else they are parsed here.
  std::vector<Order> read_order(Value document, Problems& problems, Value parsed = {}) const;
  /// Reads what a document tells: one update, or those of a list.
  std::vector<Update> read_updates(Value document, Problems& problems, Value parsed = {}) const;
  /// Writes {"requests": [...]} members into an open object; reports `not_supported` otherwise.
  void write(Writer& out, const WriteInput& input, Problems& problems, Value parsed = {}) const;
};

/// The tables of this build's codecs, each parsed when it is first asked for: that takes longer than reading a short order.
/// Kept by an engine, and like it for one thread.
class ParsedTables {
 public:
  /// Missing for a codec that a call brought along: its tables end with the call.
  Value of(const Codec& codec, Problems& problems);

 private:
  std::vector<std::unique_ptr<Document>> documents_;      // in the order of codecs()
};

/// The codecs that this build was given, and their manifests (minified JSON) in the same order.
std::span<const Codec* const> codecs();
std::span<const std::string_view> plugin_manifests();

}  // namespace aftersale
