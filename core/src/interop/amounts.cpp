// Amounts as storefronts write them, exactly.
#include "aftersale/codec_tools.hpp"

#include "json/sort.hpp"
#include "json/text.hpp"

namespace aftersale {
namespace {

__extension__ using Wide = __int128;

/// value x 10^digits, cut to a whole number; false when it is too large to be added up.
bool scaled(const Decimal& value, int digits, std::int64_t& out) {
  constexpr Wide most = static_cast<Wide>(9'000'000'000'000'000'000);
  Wide wide = value.coefficient;
  for (; digits > value.scale; --digits) {
    if (wide > most || wide < -most) return false;
    wide *= 10;
  }
  for (; digits < value.scale; ++digits) wide /= 10;
  out = static_cast<std::int64_t>(wide);
  return wide <= most && wide >= -most;
}

}  // namespace

bool Amounts::exact(Value value, std::int64_t& out) {
  out = 0;
  if (value.is_object()) {
    value.take();
    if (const Value shop = pick(value, "shop_money"); shop.exists()) value = shop;
    value = pick(value, "amount value");
  }
  if (!value.present()) return false;
  Decimal decimal;
  if (!(value.is_string() || value.is_number()) || !parse_decimal(value.text(), decimal)) {
    fault(problems_, "invalid_amount", value, "\"%\" is no amount", value.text(), "write a decimal number such as \"19.90\"");
  } else if (!scaled(decimal, currency_.exponent + 6, out)) {
    out = 0;
    fault(problems_, "overflow", value, "% is too large", value.text(), "check the amount");
  }
  return true;
}

bool Amounts::count(Minor amount, std::int64_t times, Value where) {
  const Minor size = amount < 0 ? -amount : amount;
  if (times <= 0) return true;
  if (size <= (minor_max - counted_) / times) {
    counted_ += size * times;
    return true;
  }
  fault(problems_, "overflow", where, "the order's amounts add up beyond 2^53", {}, "check its prices and quantities");
  return false;
}

Minor Amounts::whole(std::int64_t millionths, Value where, bool& lost) {
  const Minor out = scale(millionths, 1, one);
  if (millionths % one != 0) lost = true;
  return count(out, 1, where) ? out : 0;
}

Minor Amounts::minor(Value value) {
  std::int64_t millionths = 0;
  bool lost = false;
  if (!exact(value, millionths)) return 0;
  const Minor out = whole(millionths, value, lost);
  if (lost) remark(problems_, "fraction_of_minor_unit", value, "% is no whole number of minor units and was rounded", decimal_text(millionths, currency_.exponent + 6, true));
  return out;
}

Minor Amounts::positive(Value value) {
  const Minor out = minor(value);
  if (out >= 0) return out;
  fault(problems_, "negative", value, "must not be negative", {}, "check the amount");
  return 0;
}

void Amounts::state(Value value, std::optional<Minor>& out) {
  if (value.present() && !out) out = minor(value);
}

std::int64_t Amounts::quantity(Value value, std::int64_t otherwise) {
  if (value.is_object()) value = value["value"];
  if (!value.present()) return otherwise;
  Decimal decimal;
  const bool good = (value.is_string() || value.is_number()) && parse_decimal(value.text(), decimal);
  if (good && decimal.scale == 0 && decimal.coefficient >= 0 && decimal.coefficient <= 1'000'000) return static_cast<std::int64_t>(decimal.coefficient);
  fault(problems_, "invalid_quantity", value, "\"%\" is no quantity", value.text(), "give a whole number between 0 and 1000000");
  return 0;
}

std::vector<Minor> round_parts(std::span<const std::int64_t> parts, Minor total) {
  struct Rest { std::int64_t size; std::size_t index; };
  std::vector<Minor> out;
  std::vector<Rest> rests;
  for (const std::int64_t part : parts) {
    std::int64_t rest = part % Amounts::one;
    if (rest < 0) rest += Amounts::one;
    out.push_back((part - rest) / Amounts::one);
    total -= out.back();
    if (rest > 0) rests.push_back({rest, out.size() - 1});
  }
  stable_sort(rests, [](const Rest& a, const Rest& b) { return a.size > b.size; });
  for (std::size_t k = 0; k < rests.size() && total > 0; ++k, --total) ++out[rests[k].index];
  return out;
}

std::string decimal_text(std::int64_t value, int digits, bool trim) {
  std::string text = integer_text(value < 0 ? -value : value);
  const std::size_t behind = static_cast<std::size_t>(digits);
  if (digits > 0) {
    if (text.size() <= behind) text.insert(0, behind + 1 - text.size(), '0');
    text.insert(text.size() - behind, 1, '.');
    while (trim && text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return value < 0 ? "-" + text : text;
}

bool take_currency(Value value, Value object, const char* name, Currency& out, Problems& problems) {
  if (value.is_string() && find_currency(value.text(), out)) return true;
  if (!value.exists()) missing(problems, object, name);
  else fault(problems, "unknown_currency", value, "\"%\" is no ISO 4217 currency", value.text(), "an order needs its currency's three-letter code");
  return false;
}

}  // namespace aftersale
