// What storefront codecs share: paths and tables, exact amounts, the usual wrappers, and where free attributes belong.
#pragma once

#include "aftersale/codec.hpp"
#include "aftersale/minified.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aftersale {

/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
/// At most `limit` bytes of a foreign text, never cutting a UTF-8 character.
std::string clip(std::string_view text, std::size_t limit = 80);

/// Elements of a list in any of its usual forms: [...], {"nodes": [...]}, {"edges": [{"node": ...}]}. Nulls are left out.
std::vector<Value> list_values(Value list);
/// The orders inside the usual wrappers {"order": ...}, {"orders": ...}, {"node": ...}, {"customer": {"orders": ...}}, a
/// bare list, a batch {"create": [...], "update": [...]}, or the document itself.
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
  /// A whole quantity between 0 and 1,000,000, times `sign`; `otherwise` when it is not there.
  std::int64_t quantity(Value value, std::int64_t otherwise = 0, int sign = 1);
  /// Counts `times` x `amount` against the limit; false (and an error) beyond it.
  bool count(Minor amount, std::int64_t times, Value where);

  /// From here on. Without a currency, amounts are read with two digits.
  void use(const Currency& currency) { currency_ = currency; }
  /// From here on amounts are whole numbers of 10^-digits of the currency, whatever its own exponent is.
  void count_in(int digits) { digits_ = digits; }
  [[nodiscard]] const Currency& currency() const { return currency_; }
  [[nodiscard]] Problems& problems() { return problems_; }

 private:
  bool number(Value value, Decimal& out);

  Currency currency_;
  Problems& problems_;
  Minor counted_ = 0;
  int digits_ = 0;
};

/// Rounds exact parts to whole minor units that add up to `total`: each part becomes its floor or its ceiling, by largest
/// remainder, equal remainders to the earlier one. Parts may be negative. `total` must be a rounding of their sum.
std::vector<Minor> round_parts(std::span<const Decimal> parts, const Currency& currency, Minor total);

Decimal minus(const Decimal& a, const Decimal& b);
/// All digits of a decimal, without zeros at the end.
std::string text_of(const Decimal& value);
/// Exact decimal text of an amount in major units: "19.90", or "19.9" with `trim`.
std::string decimal_text(Minor amount, const Currency& currency, bool trim = false);

/// An instant that may be missing: warns (`invalid_time`) when it is there and cannot be read. With the `zone` of a storefront
/// ("+08:00") also a local time, seconds or milliseconds since 1970 (without one where they are `counted`), and nothing for 0.
std::optional<Instant> read_time(Value value, Problems& problems, std::string_view zone = {}, bool counted = false);
/// Whether taxes are in the prices, by which of the two comes to the total that the storefront states; as it is if neither does.
void fit_tax_mode(Order& order);

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

/// A complaint "code|message|fix" at a place; each % (or #, for long texts) stands for `word`, then for `other`. One that begins with "!" is an error.
void say_at(Problems& problems, const std::string& pointer, std::string_view text, std::string_view word = {}, std::string_view other = {});
void say(Problems& problems, Value where, const char* text, std::string_view word = {}, std::string_view other = {});
/// Error `missing`: a member that an order cannot do without.
void missing(Problems& problems, Value object, std::string_view name);
/// Warning `no_currency`: an amount that stands alone is left out.
void no_currency(Problems& problems, Value value);
/// Warning `unknown_code`: a storefront's word without a counterpart. It is kept where there is a place for it.
void unknown_code(Problems& problems, Value value, std::string_view what);

/// Where the paths of a codec lead from.
struct Scope {
  const Codec& codec;
  Value root;     // "/a": from the document
  Value other;    // "$a": from elsewhere, the words of the tables for example
  Problems* complaints = nullptr;      // where a document is read, not only looked at
};
/// True, and a warning once, for what stands where a text or number belongs and is neither.
bool odd(const Scope& scope, Value value, bool truth = false);
/// The member `name` (snake_case), or its camelCase spelling.
Value any_case(Value object, std::string_view name);
/// What a path such as "line_items.0.price" or "names[code].first" leads to. `amount` reads its last member as a figure.
Value walk(const Scope& scope, Value here, std::string_view path, bool amount = false);
/// True when all conditions of a text hold; they are separated by spaces.
bool hold(const Scope& scope, Value here, std::string_view conditions);

/// The alternatives of an expression, one after the other: "a.b|condition?c|'text'".
class Choice {
 public:
  Choice(const Scope& scope, Value here, std::string_view expression, bool amount = false) : scope_(scope), here_(here), rest_(expression), amount_(amount) {}
  bool next();
  /// Goes to the first alternative that is there.
  bool there();
  [[nodiscard]] std::string_view text() const { return literal.empty() ? value.text() : literal; }

  Value value;
  std::string_view literal, path, filter;

 private:
  const Scope& scope_;
  Value here_;
  std::string_view rest_;
  bool amount_, last_ = false;
};
/// The first alternative that is there, else a missing Value.
Value first(const Scope& scope, Value here, std::string_view expression);
/// The elements of the first alternative that has any; an object by itself is one element.
std::vector<Value> list(const Scope& scope, Value here, std::string_view expression);

/// A payment as a storefront tells it: what came in, and what of it, or of another, went back.
struct PaymentRead {
  std::string id, parent, label;
  Decimal in, out;
  Value gateway;              // where the label stands
  std::string_view what;      // what the storefront calls it
};

/// A document while it is read.
struct Reading : Scope {
  Value tables;
  Problems& problems;
  Order* order;                                               // null while an update is read
  Amounts amounts;
  std::vector<Value> lines, shipping;                         // what the order's own were read from
  std::vector<std::pair<std::string, std::string>> aliases;   // ids of lines that some references use, and their true ids
  std::vector<PaymentRead> given_back;
};
/// Something that costs, a line or a shipping method, exactly: its price, what comes off it (negative), then its taxes.
struct Charge {
  Value value;
  Decimal unit, total;
  std::vector<Decimal> parts;
  std::size_t taxes = 0;              // where they begin among the parts
  std::vector<Discount> discounts;    // what the parts are called, one each; or none
  std::vector<Tax> rates;
};
/// Turns all charges, lines before shipping, into whole minor units that add up to the rounded total, and puts them into the
/// order. True when a fraction was lost.
bool share_charges(Reading& r, std::vector<Charge>& charges);

std::string ident(const Scope& scope, Value value);
/// Our word for a storefront's, by a table of the codec; empty when it has none. A row "*part" is for all words that hold "part".
std::string_view word_of(const Reading& r, std::string_view table, std::string_view native);
/// The id of the line that `reference` means; empty, and a warning, when the order has none such.
std::string line_of(Reading& r, Value reference);
void add_units(std::vector<ReturnedLine>& lines, std::string line, std::int64_t quantity);
/// The elements that `expression` gives, read by a table of the codec.
void read_lines(Reading& r, std::vector<ReturnedLine>& lines, Value here, Value row);
/// The instant of the first alternative that is one.
std::optional<Instant> time_of(Reading& r, Value here, std::string_view expression);

}  // namespace aftersale
