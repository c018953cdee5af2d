#include "aftersale/codec_tools.hpp"

#include "json/text.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

std::string clip(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0u) == 0x80u) --limit;
  return join({text.substr(0, limit), "\xE2\x80\xA6"});
}

std::vector<Value> list_values(Value list) {
  std::vector<Value> out;
  const Value edges = list["edges"];
  const bool wrapped = edges.is_array();
  if (list.is_object()) list = wrapped ? edges : list["nodes"];
  if (!list.is_array()) return out;
  for (const Value item : list) {
    const Value value = wrapped ? item["node"] : item;
    if (value.present()) out.push_back(value);
  }
  return out;
}

std::vector<Value> order_values(Value document) {
  if (document.is_array()) return list_values(document);
  for (const std::string_view name : {"order", "node"}) {
    if (const Value order = document[name]; order.is_object()) return {order};
  }
  if (document["update"].is_array() || document["create"].is_array()) {      // a batch of changes
    std::vector<Value> out;
    for (const std::string_view name : {"create", "update", "delete"}) {
      for (const Value order : list_values(document[name])) out.push_back(order);
    }
    return out;
  }
  Value orders = document["orders"];
  if (!orders.present()) orders = document["customer"]["orders"];
  if (orders.is_array() || orders.is_object()) return list_values(orders);
  return {document};
}

bool Amounts::exact(Value value, Decimal& out) {
  if (!number(value, out)) return false;
  out.scale += digits_;
  return true;
}

bool Amounts::number(Value value, Decimal& out) {
  if (!value.present()) return false;
  if ((value.is_string() || value.is_number()) && parse_decimal(value.text(), out)) return true;
  say(problems_, value, "!invalid_amount|\"%\" is no amount|write a decimal number such as \"19.90\"", value.text());
  return false;
}

bool Amounts::count(Minor amount, std::int64_t times, Value where) {
  const Minor size = amount < 0 ? -amount : amount;
  if (times <= 0 || size <= (minor_max - counted_) / times) {
    if (times > 0) counted_ += size * times;
    return true;
  }
  say(problems_, where, "!overflow|the order's amounts add up beyond 2^53|check its prices and quantities");
  return false;
}

Minor Amounts::round(const Decimal& value, Value where, bool& lost) {
  Minor out = 0;
  bool whole = true;
  if (!to_minor(value, currency_, out, whole)) {
    say(problems_, where, "!overflow|the amount is beyond 2^53|check the amount");
    return 0;
  }
  if (!whole) lost = true;
  return count(out, 1, where) ? out : 0;
}

Minor Amounts::minor(Value value) {
  Decimal decimal;
  if (!exact(value, decimal)) return 0;
  bool lost = false;
  const Minor out = round(decimal, value, lost);
  if (lost) say(problems_, value, "fraction_of_minor_unit|% is no whole number of % minor units and was rounded", value.text(), currency_.text());
  return out;
}

Minor Amounts::positive(Value value) {
  const Minor out = minor(value);
  if (out >= 0) return out;
  say(problems_, value, "!negative|must not be negative|check the amount");
  return 0;
}

std::int64_t Amounts::quantity(Value value, std::int64_t otherwise, int sign) {
  Decimal decimal;
  if (!number(value, decimal)) return otherwise;
  decimal.coefficient *= sign;
  for (; decimal.scale > 0 && decimal.coefficient % 10 == 0; --decimal.scale) decimal.coefficient /= 10;      // "2.0000"
  if (decimal.scale == 0 && decimal.coefficient >= 0 && decimal.coefficient <= 1'000'000) return static_cast<std::int64_t>(decimal.coefficient);
  say(problems_, value, "!invalid_quantity|\"%\" is no quantity|give a whole number between 0 and 1000000", value.text());
  return 0;
}

Decimal minus(const Decimal& a, const Decimal& b) { return add(a, {-b.coefficient, b.scale}); }

std::vector<Minor> round_parts(std::span<const Decimal> parts, const Currency& currency, Minor total) {
  std::vector<Minor> out(parts.size(), 0);
  std::vector<Decimal> rests;      // what lies above the floor
  Minor given = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    bool whole = true, fits = to_minor(parts[i], currency, out[i], whole);
    Decimal rest;
    for (int step = 0; step < 2; ++step) {
      rest = minus(parts[i], {out[i], currency.exponent});
      if (rest.coefficient < 0) --out[i];
    }
    rests.push_back(rest);
    given = add(given, out[i], fits);
    if (!fits) return std::vector<Minor>(parts.size(), 0);
  }
  const std::vector<std::uint32_t> order = sorted_order(
      static_cast<std::uint32_t>(rests.size()),
      [](const void* context, std::uint32_t x, std::uint32_t y) {
        const Decimal* const all = static_cast<const Decimal*>(context);
        return minus(all[x], all[y]).coefficient > 0;
      },
      rests.data());
  for (std::size_t k = 0; k < order.size() && given < total && rests[order[k]].coefficient > 0; ++k, ++given) ++out[order[k]];
  return out;
}

std::string text_of(const Decimal& value) {
  Decimal rest = value;
  for (; rest.scale > 0 && rest.coefficient % 10 == 0; --rest.scale) rest.coefficient /= 10;
  std::string digits;
  auto left = rest.coefficient < 0 ? -rest.coefficient : rest.coefficient;
  for (int i = 0; left != 0 || i <= rest.scale; ++i) {
    if (i == rest.scale && i != 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(left % 10));
    left /= 10;
  }
  if (value.coefficient < 0) digits += '-';
  return {digits.rbegin(), digits.rend()};
}

std::string decimal_text(Minor amount, const Currency& currency, bool trim) {
  std::string digits = integer_text(amount < 0 ? -amount : amount);
  if (currency.exponent > 0) {
    if (digits.size() <= currency.exponent) digits.insert(0, currency.exponent + 1 - digits.size(), '0');
    digits.insert(digits.size() - currency.exponent, 1, '.');
    while (trim && digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return amount < 0 ? join({"-", digits}) : digits;
}

void say_at(Problems& problems, const std::string& pointer, std::string_view text, std::string_view word, std::string_view other) {
  const bool error = text.starts_with('!');
  std::string parts[3];
  std::size_t part = 0;
  for (const char c : text.substr(error ? 1 : 0)) {
    if (c == '|') {
      ++part;
    } else if (c == '%' || c == '#') {
      parts[part] += clip(word, c == '%' ? 80 : 300);
      word = other;
    } else {
      parts[part] += c;
    }
  }
  if (error) problems.error(parts[0], pointer, parts[1], parts[2]);
  else problems.warn(parts[0], pointer, parts[1], parts[2]);
}

void say(Problems& problems, Value where, const char* text, std::string_view word, std::string_view other) { say_at(problems, where.pointer(), text, word, other); }

void missing(Problems& problems, Value object, std::string_view name) {
  say_at(problems, object.pointer(name), "!missing|\"%\" must be there|ask the storefront for the whole document", name);
}

void no_currency(Problems& problems, Value value) { say(problems, value, "no_currency|no currency is told with this; it was left out"); }

void unknown_code(Problems& problems, Value value, std::string_view what) { say(problems, value, "unknown_code|the % \"%\" is not known", what, value.text()); }

}  // namespace aftersale
