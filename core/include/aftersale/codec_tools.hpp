// What storefront codecs share: exact amounts, code tables, the usual wrappers, and where free attributes belong.
#pragma once

#include "aftersale/codec.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aftersale {

/// One row of a code table, read in both directions. A manifest (plugin.json) states the same pairs for people.
struct CodePair { std::string_view native, ours; };

/// Our code for a storefront's word, whatever its letter case; empty when the table has none.
std::string_view to_ours(std::span<const CodePair> table, std::string_view native);
/// The storefront's word for our code (the first row that has it); empty when the table has none.
std::string_view to_native(std::span<const CodePair> table, std::string_view ours);

/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
/// At most `limit` bytes of a foreign text, never cutting a UTF-8 character.
std::string clip(std::string_view text, std::size_t limit = 80);

/// Elements of a list in any of its usual forms: [...], {"nodes": [...]}, {"edges": [{"node": ...}]}. Nulls are left out.
std::vector<Value> list_values(Value list);
/// The orders inside the usual wrappers {"order": ...}, {"orders": ...}, {"node": ...}, {"customer": {"orders": ...}}, a
/// bare list, or the document itself.
std::vector<Value> order_values(Value document);

/// Amounts of one payload, read from their digits (never through a binary fraction) into minor units of one currency.
/// Everything that was read is counted against 2^53, so that later sums over the order cannot overflow.
class Amounts {
 public:
  Amounts(const Currency& currency, Problems& problems) : currency_(currency), problems_(problems) {}

  /// "19.90" or 19.9. False when it is not there; a text that is no number is an error (`invalid_amount`).
  bool exact(Value value, Decimal& out);
  /// An amount in major units, in minor units; 0 when it is not there. Warns when a fraction is lost.
  Minor minor(Value value);
  /// The same, but a negative amount is an error.
  Minor positive(Value value);
  /// Rounds half away from zero. `where` names the amount in a complaint; `lost` becomes true when a fraction was lost.
  Minor round(const Decimal& value, Value where, bool& lost);
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

/// Rounds exact parts to whole minor units that add up to `total`: each part becomes its floor or its ceiling, by largest
/// remainder, equal remainders to the earlier one. Parts may be negative. `total` must be a rounding of their sum.
std::vector<Minor> round_parts(std::span<const Decimal> parts, const Currency& currency, Minor total);

/// Exact decimal text of an amount in major units: "19.90", or "19.9" with `trim`.
std::string decimal_text(Minor amount, const Currency& currency, bool trim = false);

/// An instant that may be missing: warns (`invalid_time`) when it is there and cannot be read.
std::optional<Instant> read_time(Value value, Problems& problems);

/// Looks a currency up in any letter case; an error at `pointer` when it is missing or unknown.
bool read_currency(Value value, const std::string& pointer, Currency& out, Problems& problems);
/// Error `missing`: a member that an order cannot do without.
void missing(Problems& problems, Value object, std::string_view name);
/// A two-letter country code in any letter case; anything else is left out.
void set_country(Buyer& buyer, Value code);

/// What a payment gateway is, by the words in its name; `known` becomes false when none is recognised.
TenderKind tender_kind(std::string_view gateway, bool& known);

/// Files a free attribute (property, metadata entry, tag) where policies look for it: "Final sale" and its like become
/// flags, everything else a value under its own name. Texts such as "false", "0" and "no" switch a flag off.
void set_attribute(LineAttributes& attributes, std::string_view name, Value value);
/// The same for a tag: a known one becomes a flag, and each is kept as a tag.
void add_tag(LineAttributes& attributes, std::string_view tag);
/// Takes "live_room", "live_host" and their like as where in a live stream the order came from. False for other names.
bool set_attribution(Order& order, std::string_view name, Value value);
/// Adds a name with its text unless the name is there already: names must be unique when they are written.
void put(std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name, std::string_view text);

/// Error `not_an_order`: "this is a refund, not an order".
void not_an_order(Problems& problems, Value document, std::string_view what);
/// Warning `unknown_code`: a storefront's word without a counterpart. It is kept where there is a place for it.
void unknown_code(Problems& problems, Value value, std::string_view what);

}  // namespace aftersale
