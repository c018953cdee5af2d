// What the interpreter asks of single values: ids, words, times.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {

std::string ident(const Scope& scope, Value value) { return scope.codec.ident != nullptr ? scope.codec.ident(value) : value.id(); }

std::string_view word_of(const Reading& r, std::string_view table, std::string_view native) {
  for (const Value row : r.other[table]) {
    const std::string_view key = row.key();
    if (same_word(key, native) || (key.size() > 1 && key[0] == '*' && native.find(key.substr(1)) != std::string_view::npos)) return row.text();
  }
  return {};
}

std::string line_of(Reading& r, Value reference) {
  std::string id = ident(r, reference);
  if (r.order == nullptr || r.order->find_line(id) != nullptr) return id;
  for (const auto& alias : r.aliases) {
    if (alias.first == id) return alias.second;
  }
  say(r.problems, reference, "unknown_line|no line of the order has this id; its units are left out");
  return {};
}

void add_units(std::vector<ReturnedLine>& lines, std::string line, std::int64_t quantity) {
  if (line.empty() || quantity == 0) return;
  for (ReturnedLine& known : lines) {
    if (known.line != line) continue;
    known.quantity += quantity;
    return;
  }
  lines.push_back({std::move(line), quantity});
}

std::optional<Instant> time_of(Reading& r, Value here, std::string_view expression) {
  std::optional<Instant> out;
  for (Choice choice(r, here, expression); !out && choice.next();) out = read_time(choice.value, r.problems, r.tables["zone"].text());
  return out;
}

std::optional<Instant> read_time(Value value, Problems& problems, std::string_view zone) {
  constexpr std::int64_t last_second = 253'402'300'799;      // of the year 9999
  const std::string_view text = value.text();
  if (!value.present() || (!zone.empty() && (text.empty() || text.starts_with("0000-")))) return std::nullopt;
  Instant instant;
  std::int64_t figure = 0;
  if (!zone.empty() && parse_integer(text, figure)) {
    if (figure == 0) return std::nullopt;
    instant.ms = text.size() < 12 ? figure * ms_per_second : figure;
    if (figure > 0 && instant.ms <= last_second * ms_per_second) return instant;
  } else if (value.is_string()) {
    if (parse_instant(text, instant)) return instant;
    std::string local(text);
    for (char& c : local) c = c == '/' ? '-' : c;
    if (local.size() == 10) local += "T00:00:00";
    if (!zone.empty() && parse_instant(join({local, zone}), instant)) return instant;
  }
  say(problems, value, zone.empty() ? "invalid_time|\"%\" is no RFC 3339 time and was left out" : "invalid_time|\"%\" is no time and was left out", text);
  return std::nullopt;
}

bool exact_of(Reading& r, Value here, Choice& choice, Decimal& out) {
  while (choice.next()) {
    std::string_view member = choice.path;
    const std::size_t star = member.find('*');
    if (star == std::string_view::npos && member.find('+') != std::string_view::npos) {
      bool any = false;
      while (!member.empty()) {
        std::string_view name = member.substr(0, member.find('+'));
        member.remove_prefix(name.size() == member.size() ? name.size() : name.size() + 1);
        const bool less = name.starts_with('-');
        if (less) name.remove_prefix(1);
        Decimal one;
        if (name.empty() || !r.amounts.exact(walk(r, here, name, true), one)) continue;
        any = true;
        if (less) one.coefficient = -one.coefficient;
        out = add(out, one);
      }
      choice.value = here;
      if (any) return true;
      continue;
    }
    if (star == std::string_view::npos) {
      if (r.amounts.exact(choice.value, out)) return true;
      continue;
    }
    const Value items = walk(r, here, member.substr(0, star));
    member.remove_prefix(star + 1);
    const char sign = member.back();
    if (sign == '>' || sign == '<') member.remove_suffix(1);
    for (const Value item : list_values(items)) {
      Decimal one;
      r.amounts.exact(walk(r, item, member, true), one);
      if (sign == '<') one.coefficient = -one.coefficient;
      if ((sign != '>' && sign != '<') || one.coefficient > 0) out = add(out, one);
    }
    choice.value = items;
    if (items.is_array()) return true;
  }
  return false;
}

bool minor_of(Reading& r, Value here, std::string_view expression, Choice& choice, Minor& out) {
  if (expression.find_first_of("+*") == std::string_view::npos) {
    if (!choice.there()) return false;
    out = r.amounts.minor(choice.value);
    return true;
  }
  Decimal exact;
  bool lost = false;
  if (!exact_of(r, here, choice, exact)) return false;
  out = r.amounts.round(exact, choice.value, lost);
  if (out < 0) {
    say(r.problems, choice.value, "below_nothing|% comes to less than nothing and was left out", expression);
    out = 0;
  }
  return true;
}

void fit_tax_mode(Order& order) {
  if (!order.totals.total) return;
  const auto total = [&] {
    Minor sum = 0;
    for (const Line& line : order.lines) sum += paid_for(order, line);
    for (const ShippingCharge& charge : order.shipping) sum += paid_for(order, charge);
    return sum;
  };
  const TaxMode was = order.tax_mode, other = was == TaxMode::inclusive ? TaxMode::exclusive : TaxMode::inclusive;
  if (total() == *order.totals.total) return;
  order.tax_mode = other;
  if (total() != *order.totals.total) order.tax_mode = was;
}

}  // namespace aftersale
