// Figures and moments in the forms that storefronts have for them: sums, sums of lists, money as an object; times without a zone,
// as mails have them, or as a count.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

/// An amount that is a number, or an object as the codec's "money" says: ["where its figure is", "how many digits it counts"].
bool figure(Reading& r, Value value, Decimal& out) {
  const Value form = r.tables["money"];
  if (!value.is_object() || !form.is_array()) return r.amounts.exact(value, out);
  const Value given = first(r, value, form.at(0).text());
  if (!given.present()) odd(r, value);
  if (!r.amounts.exact(given, out)) return false;
  if (!form.at(1).exists()) return true;
  const Value counted = walk(r, value, form.at(1).text());
  const std::int64_t digits = r.amounts.quantity(counted, r.amounts.currency().exponent);
  if (digits <= 18) {
    out.scale += static_cast<int>(digits);
    return true;
  }
  say(r.problems, counted, "!invalid_amount|\"%\" are more digits than money has|check the amount", counted.text());
  return false;
}

/// "items*amount", with ">" or "<" for what is positive or the opposite of what is negative only, or "{conditions}".
bool sum_of_list(Reading& r, Value here, std::string_view path, Value& items, Decimal& out) {
  const std::size_t star = path.find('*');
  std::string_view member = path.substr(star + 1), conditions;
  items = walk(r, here, path.substr(0, star));
  if (const std::size_t brace = member.find('{'); brace != std::string_view::npos) {
    conditions = member.substr(brace + 1, member.size() - brace - 2);
    member = member.substr(0, brace);
  }
  const char sign = member.empty() ? '\0' : member.back();
  if (sign == '>' || sign == '<') member.remove_suffix(1);
  for (const Value item : list_values(items)) {
    Decimal one;
    if (!hold(r, item, conditions)) continue;
    figure(r, walk(r, item, member, true), one);
    if (sign == '<') one.coefficient = -one.coefficient;
    if ((sign != '>' && sign != '<') || one.coefficient > 0) out = add(out, one);
  }
  return items.is_array();
}

/// "a+b+-c", each perhaps a sum of a list; the first has to be there, if it has a name.
bool sum_of_parts(Reading& r, Value here, std::string_view path, Value& where, Decimal& out) {
  Decimal sum;
  for (bool begun = false; !path.empty(); begun = true) {
    const std::size_t end = path.find('+');
    std::string_view part = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
    if (part.empty()) continue;      // "+-a": taken away from nothing
    const bool off = part.starts_with('-');
    if (off) part.remove_prefix(1);
    Value value;
    Decimal one;
    const bool list = part.find('*') != std::string_view::npos;
    if (!list) value = walk(r, here, part, true);
    if (!(list ? sum_of_list(r, here, part, value, one) : figure(r, value, one)) && !begun) return false;
    if (!begun) where = value;
    sum = off ? minus(sum, one) : add(sum, one);
  }
  out = sum;
  return true;
}

constexpr char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// "Thu, 20 Jun 2019 16:07:08 +0000" and "2019-06-20 16:07:08" as RFC 3339 has them; `zone` is what the latter lacks.
std::string plain_time(std::string_view text, std::string_view zone) {
  if (const std::size_t comma = text.find(", "); comma == 3) {
    text.remove_prefix(5);
    const std::size_t day = text.find(' ');
    if (day > 2 || text.size() < day + 15) return {};
    const std::size_t month = std::string_view(months).find(text.substr(day + 1, 3));
    if (month == std::string_view::npos || month % 3 != 0) return {};
    const std::string number = integer_text(static_cast<std::int64_t>(month / 3 + 1));
    std::string_view rest = text.substr(day + 10), clock = rest.substr(0, 8);
    rest.remove_prefix(rest.size() < 9 ? rest.size() : 9);
    if (rest == "GMT" || rest == "UTC") rest = "Z";
    return join({text.substr(day + 5, 4), month < 27 ? "-0" : "-", number, day == 1 ? "-0" : "-", text.substr(0, day), "T", clock, rest});
  }
  // Two characters after the last colon, or a fraction of digits, and nothing that could be a zone.
  if (zone.empty() || text.size() < 10) return std::string(text);
  std::string local(text);
  for (char& c : local) c = c == '/' ? '-' : c;
  if (local.size() == 10) return join({local, "T00:00:00", zone});
  return text.find_first_not_of("0123456789:. ", 11) == std::string_view::npos ? join({local, zone}) : local;
}

}  // namespace

bool exact_of(Reading& r, Value here, Choice& choice, Decimal& out) {
  while (choice.next()) {
    bool there = false;
    if (!choice.literal.empty()) there = parse_decimal(choice.literal, out);
    else if (choice.path.starts_with('-') || choice.path.find('+') != std::string_view::npos) there = sum_of_parts(r, here, choice.path, choice.value, out);
    else if (choice.path.find('*') != std::string_view::npos) there = sum_of_list(r, here, choice.path, choice.value, out);
    else there = figure(r, choice.value, out);
    if (there) return true;
  }
  return false;
}

std::optional<Instant> read_time(Value value, Problems& problems, std::string_view zone, bool counted) {
  constexpr std::int64_t most = 1'000'000'000'000'000, first_in_ms = 100'000'000'000;
  const std::string_view text = value.text();
  if (!value.present() || (value.is_string() && text.empty()) || (!zone.empty() && text.starts_with("0000-"))) return std::nullopt;
  Instant at;
  if (value.is_string() && parse_instant(plain_time(text, zone), at)) return at;
  std::int64_t count = 0;
  if ((counted || !zone.empty()) && parse_integer(text, count) && count >= 0 && count < most) {
    if (count == 0) return std::nullopt;
    at.ms = count < first_in_ms ? count * ms_per_second : count;
    return at;
  }
  say(problems, value, "invalid_time|\"%\" is no time that could be read and was left out", text);
  return std::nullopt;
}

std::optional<Instant> time_of(Reading& r, Value here, std::string_view expression) {
  std::optional<Instant> out;
  const bool counted = r.tables["counted"].exists();
  for (Choice choice(r, here, expression); !out && choice.next();) out = read_time(choice.value, r.problems, r.tables["zone"].text(), counted);
  return out;
}

}  // namespace aftersale
