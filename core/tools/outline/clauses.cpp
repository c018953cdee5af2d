// Conditions as clauses: what the country settles is left out, so that "in Germany, …" stands on a German page nowhere.
#include "outline/outline.hpp"

#include "json/text.hpp"
#include "policy/condition.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

using Op = Condition::Op;

enum class Truth : std::uint8_t { no, yes, open };

Truth turned(Truth truth, bool negated) { return !negated || truth == Truth::open ? truth : truth == Truth::yes ? Truth::no : Truth::yes; }

/// What is settled before anybody buys.
struct Settled {
  std::string_view country;
  bool usual;
};

/// A test of a fact that is not there: what `holds` says of it.
Truth of_nothing(const Condition& test) {
  if (test.op == Op::exists) return test.number == 0 ? Truth::yes : Truth::no;
  return test.op == Op::is_not || test.op == Op::not_in ? Truth::yes : Truth::no;
}

Truth settled(const Condition& test, const Settled& by) {
  const ConditionField field = condition_field(test);
  const std::string_view country = by.country;
  if (by.usual && field.name == "fact.") return of_nothing(test);
  if (by.usual && field.name == "order.channel") {
    const bool online = std::find(test.texts.begin(), test.texts.end(), to_text(Channel::online)) != test.texts.end();
    return online == (test.op == Op::is || test.op == Op::in) ? Truth::yes : Truth::no;
  }
  if (field.name == "buyer.consumer") return (test.number != 0) == (test.op == Op::is) ? Truth::yes : Truth::no;
  if (field.name != "buyer.country" || country.empty()) return Truth::open;
  const bool among = std::find(test.texts.begin(), test.texts.end(), country) != test.texts.end();
  switch (test.op) {
    case Op::is:
    case Op::in: return among ? Truth::yes : Truth::no;
    case Op::is_not:
    case Op::not_in: return among ? Truth::no : Truth::yes;
    case Op::exists: return test.number != 0 ? Truth::yes : Truth::no;
    default: return Truth::open;
  }
}

std::string_view code_of(Op op, bool negated) {
  struct Names {
    Op op;
    std::string_view plain, negated;
  };
  constexpr Names names[] = {
      {Op::is, "is", "not"},          {Op::is_not, "not", "is"},           {Op::in, "is", "not"},
      {Op::not_in, "not", "is"},      {Op::contains, "contains", "lacks"}, {Op::lt, "below", "at_least"},
      {Op::lte, "at_most", "above"},  {Op::gt, "above", "at_most"},        {Op::gte, "at_least", "below"},
      {Op::before, "before", "from"}, {Op::after, "after", "until"},       {Op::exists, "exists", "missing"},
  };
  for (const Names& row : names) {
    if (row.op == op) return negated ? row.negated : row.plain;
  }
  return "is";
}

Clause clause_of(const Condition& test, bool negated) {
  const ConditionField field = condition_field(test);
  Clause out;
  out.field = std::string(field.name);
  out.name = test.name;
  const bool turned_exists = test.op == Op::exists && test.number == 0;
  out.code = std::string(code_of(test.op, negated != turned_exists));
  switch (field.type) {
    case FactType::boolean:
      // A fact that is or is not so needs no value.
      if (test.number == 0) out.code = out.code == "is" ? "not" : "is";
      break;
    case FactType::number:
      if (test.texts.empty()) break;
      for (const std::string& text : test.texts) {
        std::int64_t number = 0;
        parse_integer(text, number);
        out.values.emplace_back("value", number);
      }
      break;
    case FactType::instant: out.values.emplace_back("date", format(Instant{test.number}).substr(0, 10)); break;
    case FactType::date: out.values.emplace_back("date", format(CivilDate{static_cast<std::int32_t>(test.number)})); break;
    default:
      if (test.texts.size() == 1 && (test.texts.front() == "true" || test.texts.front() == "false")) {
        if (test.texts.front() == "false") out.code = out.code == "is" ? "not" : "is";
        break;
      }
      for (const std::string& text : test.texts) out.values.emplace_back("value", text);
  }
  return out;
}

Truth walk(const Condition& c, bool negated, const Settled& by, std::vector<Clause>& out) {
  switch (c.kind) {
    case Condition::Kind::always: return negated ? Truth::no : Truth::yes;
    case Condition::Kind::negation: return walk(c.children.front(), !negated, by, out);
    case Condition::Kind::test: {
      const Truth truth = turned(settled(c, by), negated);
      if (truth == Truth::open) out.push_back(clause_of(c, negated));
      return truth;
    }
    default: break;
  }
  const bool each = (c.kind == Condition::Kind::all) != negated;
  std::vector<Clause> parts;
  for (const Condition& child : c.children) {
    std::vector<Clause> own;
    const Truth truth = walk(child, negated, by, own);
    if (truth == (each ? Truth::no : Truth::yes)) return truth;
    if (truth != Truth::open) continue;
    if (each) {
      parts.insert(parts.end(), own.begin(), own.end());
    } else if (own.size() == 1) {
      parts.push_back(std::move(own.front()));
    } else {
      parts.push_back({Clause::Kind::all, {}, {}, {}, {}, std::move(own)});
    }
  }
  if (parts.empty()) return each ? Truth::yes : Truth::no;
  if (each)
    out.insert(out.end(), parts.begin(), parts.end());
  else if (parts.size() == 1)
    out.push_back(std::move(parts.front()));
  else
    out.push_back({Clause::Kind::any, {}, {}, {}, {}, std::move(parts)});
  return Truth::open;
}

}  // namespace

bool clauses_of(const Condition& condition, std::string_view country, bool usual, std::vector<Clause>& out) {
  return walk(condition, false, {country, usual}, out) != Truth::no;
}

}  // namespace aftersale::tools
