// What storefront codecs share. A codec is compiled into a small WebAssembly module, so that what every codec does many
// times is done here, out of line and by tables of member names, rather than anew at every place.
#pragma once

#include "aftersale/codec.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aftersale {

// ---- Finding members

/// The first member that is there and not null. `names` are separated by spaces and tried in order; "a.b" goes through
/// objects; a name with underscores is tried as camelCase too; "~a" prefers its twin "raw_a".
Value pick(Value object, const char* names);
/// The text of what `pick` finds; empty when it is nothing of the kind.
std::string_view word(Value object, const char* names);
/// Sets `out`, unless it is set, to the first text that is not empty.
void take_text(Value object, const char* names, std::string& out);
/// The same for an instant; what cannot be read is left out with the warning `invalid_time`.
void take_time(Value object, const char* names, std::optional<Instant>& out, Problems& problems);

/// A member that is a text, and where it goes.
template <class T>
struct TextRow { const char* names; std::string T::*slot; };
template <class T>
void take_texts(Value object, std::span<const TextRow<T>> rows, T& out) {
  for (const TextRow<T>& row : rows) take_text(object, row.names, out.*row.slot);
}

/// Elements of a list in any of its usual forms: [...], {"nodes": [...]}, {"edges": [{"node": ...}]}. Nulls are left out.
class Items {
 public:
  Items() = default;
  explicit Items(Value list);
  Items(Value object, const char* names) : Items(pick(object, names)) {}
  /// A list of one.
  static Items only(Value value);

  class Iterator {
   public:
    Value operator*() const { return current_; }
    Iterator& operator++();
    bool operator!=(const Iterator&) const { return current_.exists(); }
   private:
    friend class Items;
    Value::Iterator next_{nullptr, 0}, end_{nullptr, 0};
    Value current_;
    bool wrapped_ = false;
  };
  [[nodiscard]] Iterator begin() const { return first_; }
  [[nodiscard]] Iterator end() const { return {}; }
  /// The first element; missing when there is none.
  [[nodiscard]] Value front() const { return first_.current_; }
  [[nodiscard]] bool several() const;

 private:
  Iterator first_;
};
/// The orders inside the usual wrappers {"order": ...}, {"orders": ...}, {"node": ...}, {"customer": {"orders": ...}}, a
/// bare list, or the document itself.
Items orders_in(Value document);

// ---- Words

/// One row of a code table, read in both directions. A manifest (plugin.json) states the same pairs for people.
struct CodePair { const char* native; const char* ours; };
/// Our code for a storefront's word, whatever its letter case; empty when the table has none.
std::string_view to_ours(std::span<const CodePair> table, std::string_view native);
/// The storefront's word for our code (the first row that has it); empty when the table has none.
std::string_view to_native(std::span<const CodePair> table, std::string_view ours);
/// The enumerator for a storefront's word. An unknown one is told and leaves `out` as it is; a missing one is not.
bool take_code(Value word, std::span<const CodePair> table, const char* what, std::string_view& ours, Problems& problems);
template <class E>
bool take_enum(Value word, std::span<const CodePair> table, const char* what, E& out, Problems& problems) {
  std::string_view ours;
  return take_code(word, table, what, ours, problems) && from_text(ours, out);
}
/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
/// At most `limit` bytes of a foreign text, never cutting a UTF-8 character.
std::string clip(std::string_view text, std::size_t limit = 80);

// ---- Amounts

/// Amounts of one payload, read from their digits (never through a binary fraction) into minor units of one currency.
/// Everything that was read is counted against 2^53, so that later sums over the order cannot overflow.
class Amounts {
 public:
  /// Millionths of a minor unit: exact enough to round whatever storefronts compute, and small enough to add up.
  static constexpr std::int64_t one = 1'000'000;

  Amounts(const Currency& currency, Problems& problems) : currency_(currency), problems_(problems) {}

  /// "19.90", 19.9, {"amount": "19.90"}, {"value": "19.90"}, {"shop_money": {"amount": ...}} in millionths of a minor unit;
  /// further digits are cut. False when it is not there; what is no amount is an error (`invalid_amount`).
  bool exact(Value value, std::int64_t& out);
  /// An amount in minor units, rounded half away from zero; 0 when it is not there. Warns when a fraction is lost.
  Minor minor(Value value);
  /// The same, but a negative amount is an error.
  Minor positive(Value value);
  /// The same for a total that may be missing.
  void state(Value value, std::optional<Minor>& out);
  /// Rounds half away from zero and counts. `lost` becomes true when a fraction was lost.
  Minor whole(std::int64_t millionths, Value where, bool& lost);
  /// A whole quantity between 0 and 1,000,000; `otherwise` when it is not there.
  std::int64_t quantity(Value value, std::int64_t otherwise = 0);
  /// Counts `times` x `amount` against the limit; false (and an error) beyond it.
  bool count(Minor amount, std::int64_t times, Value where);

  [[nodiscard]] const Currency& currency() const { return currency_; }
  [[nodiscard]] Problems& problems() { return problems_; }

 private:
  Currency currency_;
  Problems& problems_;
  Minor counted_ = 0;
};
/// Rounds exact parts (millionths) to whole minor units that add up to `total`: each becomes its floor or its ceiling, by
/// largest remainder, equal remainders to the earlier one. Parts may be negative. `total` must be a rounding of their sum.
std::vector<Minor> round_parts(std::span<const std::int64_t> parts, Minor total);
/// A decimal text of value / 10^digits: "19.90", or "19.9" with `trim`.
std::string decimal_text(std::int64_t value, int digits, bool trim = false);
/// Looks a currency up in any letter case; an error at `object`'s member `name` when it is missing or unknown.
bool take_currency(Value value, Value object, const char* name, Currency& out, Problems& problems);

// ---- Filling an order. Each gives a new element, whose id is `id` or, when that is empty, made from its position.

Line& add_line(Order& order);
ShippingCharge& add_shipping(Order& order, std::string_view id);
Shipment& add_shipment(Order& order, std::string_view id);
Tender& add_tender(Order& order, std::string_view id);
EarlierReturn& add_return(Order& order, std::string_view id);
void add_discount(std::vector<Discount>& discounts, Minor amount, std::string_view code, std::string_view title);
void add_tax(std::vector<Tax>& taxes, Minor amount, std::string_view rate, std::string_view title);
/// Adds to the units of the line; none are added without a line or a quantity.
void add_units(std::vector<ReturnedLine>& lines, std::string_view line, std::int64_t quantity);
void add_units(std::vector<ShipmentLine>& lines, std::string_view line, std::int64_t quantity, std::string_view ref);
/// Checks id, title and quantity of a line that was read; false when it is to be left out (and the error or warning is told).
bool check_line(const Order& order, Line& line, Value item, Problems& problems);
void set_delivered(Shipment& shipment, Instant from, Instant to);

/// A two-letter country code in any letter case; anything else is left out.
void set_country(Buyer& buyer, Value code);
/// Kind and label of a tender by the words in its gateway's name. An unknown one is told.
void set_gateway(Tender& tender, Value gateway, Problems& problems);
/// Files a free attribute (property, metadata entry, tag) where policies look for it: "Final sale" and its like become
/// flags, everything else a value under its own name. Texts such as "false", "0" and "no" switch a flag off.
void set_attribute(LineAttributes& attributes, std::string_view name, Value value);
/// The same for a tag: a known one becomes a flag, and each is kept as a tag.
void add_tag(LineAttributes& attributes, std::string_view tag);
/// Takes "live_room", "live_host" and their like as where in a live stream the order came from; keeps anything else in
/// source.native under `prefix` + name.
void set_note(Order& order, std::string_view prefix, std::string_view name, Value value);
/// Adds a name with its text unless one of them is empty or the name is there: names must be unique when they are written.
void put(std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name, std::string_view text);

// ---- Telling what is wrong. '%' in a message stands for `filling`, which may be foreign and is clipped.

void fault(Problems& problems, const char* code, Value where, const char* message, std::string_view filling = {}, const char* fix = "");
void remark(Problems& problems, const char* code, Value where, const char* message, std::string_view filling = {}, const char* fix = "");
/// Error `missing`: a member that an order cannot do without.
void missing(Problems& problems, Value object, const char* name);
/// Error `not_an_order`: "this is a refund, not an order".
void not_an_order(Problems& problems, Value document, const char* what);
/// Error `not_an_update`: "this is a draft order, which tells nothing about a return".
void not_an_update(Problems& problems, Value document, const char* what);
/// Error `missing_id`: the host has to give `ids.<name>`.
void missing_id(Problems& problems, const char* name);

// ---- Writing requests

/// JSON from a template: '%' stands for the next text as a JSON string, '#' for the next text as it is. The template's
/// members have to be sorted.
std::string fill(const char* json, std::initializer_list<std::string_view> texts);
/// Appends one request to an open list.
void put_request(Writer& out, const char* method, std::string_view path, std::string_view body, std::string_view note = {});
/// The settlement of a case, or as long as there is none what was quoted.
const Quote& quote_of(const ReturnCase& return_case);

}  // namespace aftersale
