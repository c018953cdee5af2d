#include "outline/words.hpp"

#include "json/text.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

bool ends_with(std::string_view text, std::string_view end) { return text.size() >= end.size() && text.substr(text.size() - end.size()) == end; }

/// Digits in groups of three.
std::string grouped(std::string digits, std::string_view mark) {
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, mark);
  return digits;
}

}  // namespace

std::string Words::plain(std::string_view key) const { return std::string(texts_[key].text()); }

/// CLDR's categories for whole numbers, of the languages that there are texts for.
std::string_view Words::category(std::int64_t n) const {
  const std::string_view rule = texts_["plural"].text();
  if (rule == "none") return "other";
  if (rule == "zero_one") return n <= 1 ? "one" : "other";
  if (rule == "arabic") {
    if (n <= 2) return n == 0 ? "zero" : n == 1 ? "one" : "two";
    const std::int64_t rest = n % 100;
    return rest >= 3 && rest <= 10 ? "few" : rest >= 11 ? "many" : "other";
  }
  return n == 1 ? "one" : "other";
}

std::string Words::filled(std::string_view key, const Filled& params, std::int64_t count) const {
  Value found = texts_[key];
  if (found.is_object()) {
    const Value form = found[category(count)];
    found = form.exists() ? form : found["other"];
  }
  std::string_view rest = found.text();
  std::string out;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    const std::size_t close = open == std::string_view::npos ? open : rest.find('}', open);
    if (close == std::string_view::npos) break;
    out += rest.substr(0, open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    for (const auto& [param, text] : params) {
      if (param == name) out += text;
    }
    rest.remove_prefix(close + 1);
  }
  out += rest;
  return out;
}

std::string Words::or_code(std::string_view prefix, std::string_view code) const {
  std::string text = plain(join({prefix, ".", code}));
  return text.empty() ? std::string(code) : text;
}

std::string Words::number(std::int64_t value) const { return grouped(integer_text(value), texts_["group"].text()); }

std::string Words::date(std::string_view text) const {
  CivilDate parsed;
  if (!parse_date(text, parsed)) return std::string(text);
  const YearMonthDay ymd = to_ymd(parsed);
  const Value months = texts_["months"];
  return filled(
      "date",
      {{"day", integer_text(ymd.day)}, {"month", std::string(months.at(static_cast<std::size_t>(ymd.month - 1)).text())}, {"year", integer_text(ymd.year)}});
}

std::string Words::money(Minor amount, std::string_view code) const {
  Currency currency;
  find_currency(code, currency);
  std::string digits = integer_text(amount);
  std::string fraction;
  if (currency.exponent > 0) {
    if (digits.size() <= currency.exponent) digits.insert(0, currency.exponent + 1 - digits.size(), '0');
    fraction = join({texts_["decimal"].text(), std::string_view(digits).substr(digits.size() - currency.exponent)});
    digits.resize(digits.size() - currency.exponent);
  }
  return filled("money", {{"amount", grouped(std::move(digits), texts_["group"].text()) + fraction}, {"currency", std::string(code)}});
}

std::string Words::percent(std::int64_t basis_points) const {
  std::string text = integer_text(basis_points / 100);
  if (const std::int64_t rest = basis_points % 100; rest != 0) {
    std::string digits = integer_text(rest);
    if (rest < 10) digits.insert(0, "0");
    if (ends_with(digits, "0")) digits.pop_back();
    text += join({texts_["decimal"].text(), digits});
  }
  return filled("percent", {{"number", text}});
}

std::string Words::value(const Param& p, const Params& all) const {
  if (p.name == "amount") {
    for (const Param& other : all) {
      if (other.name == "currency") return money(p.number, other.text);
    }
  }
  if (p.name == "basisPoints") return percent(p.number);
  if (p.name == "until" || p.name == "placedFrom" || p.name == "placedUntil" || p.name == "date") return date(p.text);
  if (p.name == "from") return or_code("from", p.text);
  if (p.name == "resolution" || p.name == "method" || p.name == "fee" || p.name == "kind") return or_code(p.name, p.text);
  if (p.kind == Param::Kind::integer) return number(p.number);
  return p.text;
}

std::string Words::clause(const Clause& c) const {
  if (c.kind != Clause::Kind::test) return clauses(c.parts, c.kind == Clause::Kind::any ? "or" : "and");
  if (c.code == "period_within" || c.code == "period_after") {
    std::string time;
    for (const Param& p : c.values) {
      time += join({time.empty() ? "" : " ", p.name == "until" ? date(p.text) : filled(join({"time_", p.name}), {{"number", number(p.number)}}, p.number)});
    }
    return filled(c.code, {{"time", time.empty() ? plain("time_told") : time}, {"from", or_code("from", c.field)}});
  }
  const std::string field = c.name.empty() ? c.field : join({c.field == "goods." ? std::string_view("answer.") : std::string_view(c.field), c.name});
  if (c.values.empty()) {
    const std::string own = plain(join({c.code, " ", field}));
    if (!own.empty()) return own;
    const bool fact = c.code == "is" || c.code == "not";
    return filled(fact ? join({"fact_", c.code}) : c.code, {{"field", c.name.empty() ? or_code("field", field) : c.name}});
  }
  std::string values;
  for (const Param& p : c.values) {
    std::string text = p.name == "date" ? date(p.text) : p.kind == Param::Kind::integer ? number(p.number) : or_code(join({"value ", c.field}), p.text);
    if (text == p.text && c.field == "request.basis") text = or_code("basis", p.text);
    values += join({values.empty() ? "" : std::string_view(texts_["or"].text()), text});
  }
  return filled(c.code, {{"field", c.name.empty() ? or_code("field", field) : c.name}, {"value", values}});
}

std::string Words::clauses(const std::vector<Clause>& parts, std::string_view joint) const {
  std::string out;
  for (const Clause& part : parts) {
    if (!out.empty()) out += plain(joint);
    out += clause(part);
  }
  return out;
}

std::string Words::sentence(const Statement& s) const {
  Filled params;
  std::int64_t count = -1;
  std::string waived;
  for (const Param& p : s.params) {
    if (p.name == "waivedFor") {
      std::string_view rest = p.text;
      while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        waived += join({waived.empty() ? "" : std::string_view(texts_["comma"].text()), or_code("resolution", rest.substr(0, comma))});
        rest.remove_prefix(std::min(comma + 1, rest.size()));
      }
    } else {
      params.emplace_back(p.name, value(p, s.params));
      if (p.name == "days" || p.name == "months" || p.name == "hours" || p.name == "quantity" || p.name == "min") count = p.number;
    }
    if (p.name == "exclusion") {
      // The shop's own words for what has no text here.
      std::string text = plain(join({"exclusion.", p.text}));
      if (text.empty()) text = s.rule->title.empty() ? p.text : s.rule->title;
      if (text.size() > 1 && text.back() == '.') text.pop_back();
      params.back().second = text;
    }
  }
  std::string out = filled(s.code, params, count);
  if (out.empty()) out = s.rule->title.empty() ? s.code : s.rule->title;
  if (!waived.empty()) out += filled("waived", {{"resolutions", waived}});
  if (!s.when.empty()) out = filled("only_if", {{"sentence", out}, {"conditions", clauses(s.when, "and")}});
  if (s.bases != 0 || !s.reasons.empty()) {
    std::string bases;
    for (std::size_t i = 0; i < enum_texts<Basis>.size(); ++i) {
      if ((s.bases & (1u << i)) != 0) bases += join({bases.empty() ? "" : std::string_view(texts_["comma"].text()), or_code("basis", enum_texts<Basis>[i])});
    }
    if (!bases.empty()) out = filled("for_bases", {{"bases", bases}, {"sentence", out}});
  }
  return out;
}

}  // namespace aftersale::tools
