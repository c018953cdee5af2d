#include "policy/condition.hpp"
#include "policy/promise.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

using Type = FactType;

/// A fact as a condition sees it. Text facts that are not there are empty; `there` is false then.
struct Fact {
  bool there = true;
  std::string_view text;
  const std::vector<std::string>* texts = nullptr;
  std::int64_t number = 0;
};

Fact text_fact(std::string_view text) { return {!text.empty(), text, nullptr, 0}; }
Fact texts_fact(const std::vector<std::string>& texts) { return {!texts.empty(), {}, &texts, 0}; }
Fact number_fact(std::int64_t number) { return {true, {}, nullptr, number}; }

std::int64_t order_total(const Order& order) {
  Minor sum = 0;
  for (const Line& line : order.lines) sum += paid_for(order, line);
  for (const ShippingCharge& charge : order.shipping) sum += paid_for(order, charge);
  return sum;
}

struct FieldRow {
  std::string_view name;
  Type type;
  Fact (*get)(const Facts& facts, const std::string& name);
};

using F = const Facts&;
using N = const std::string&;

std::string_view named(const FactList& list, std::string_view name) {
  for (const auto& pair : list) {
    if (pair.first == name) return pair.second;
  }
  return {};
}

Fact line_value(F f, N name) { return text_fact(named(f.line->attributes.values, name)); }

Fact answer(F f, N name) {
  const Answer* a = f.item == nullptr ? nullptr : f.item->find_answer(name);
  if (a == nullptr) return {false, {}, nullptr, 0};
  if (a->is_bool) return {true, a->truth ? "true" : "false", nullptr, a->truth ? 1 : 0};
  return text_fact(a->text);
}

/// The state of the goods: what the buyer says of it, else what is recorded.
Fact state_of_goods(F f, N name) {
  const Fact said = answer(f, name);
  return said.there ? said : text_fact(recorded_fact(f, name));
}

bool dispatched(F f) {
  for (const Shipment& s : f.world->order->shipments) {
    if (s.status == ShipmentStatus::pending || s.status == ShipmentStatus::canceled) continue;
    for (const ShipmentLine& l : s.lines) {
      if (l.line == f.line->id) return true;
    }
  }
  return !f.line->requires_shipping;
}

bool promised(F f) {
  for (const Policy* policy : f.world->policies) {
    if (policy->promise && scope_of(*policy->promise, *f.world->order, *f.line) == PromiseScope::binds) return true;
  }
  return false;
}

// The order of the rows is of no consequence; names ending in a point take the rest as a name of their own.
const FieldRow fields[] = {
    {"line.category", Type::text, [](F f, N) { return text_fact(f.line->attributes.category); }},
    {"line.tags", Type::texts, [](F f, N) { return texts_fact(f.line->attributes.tags); }},
    {"line.sku", Type::text, [](F f, N) { return text_fact(f.line->sku); }},
    {"line.product", Type::text, [](F f, N) { return text_fact(f.line->product); }},
    {"line.title", Type::text, [](F f, N) { return text_fact(f.line->title); }},
    {"line.price", Type::number, [](F f, N) { return number_fact(f.line->unit_price); }},
    {"line.discounted", Type::boolean, [](F f, N) { return number_fact(f.line->discount_total() > 0); }},
    {"line.finalSale", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.final_sale); }},
    {"line.customMade", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.custom_made); }},
    {"line.perishable", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.perishable); }},
    {"line.sealed", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.sealed); }},
    {"line.digital", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.digital); }},
    {"line.giftCard", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.gift_card); }},
    {"line.gift", Type::boolean, [](F f, N) { return number_fact(f.line->attributes.gift); }},
    {"line.promised", Type::boolean, [](F f, N) { return number_fact(promised(f)); }},
    {"line.dispatched", Type::boolean, [](F f, N) { return number_fact(dispatched(f)); }},
    {"line.exclusionsConfirmed", Type::texts, [](F f, N) { return texts_fact(f.line->attributes.exclusions_confirmed); }},
    {"line.value.", Type::open, line_value},
    {"fact.", Type::open, [](F f, N name) { return text_fact(recorded_fact(f, name)); }},
    {"goods.", Type::open, state_of_goods},
    {"order.channel", Type::text, [](F f, N) { return text_fact(to_text(f.world->order->channel)); }},
    {"order.storefront", Type::text, [](F f, N) { return text_fact(f.world->order->storefront); }},
    {"order.total", Type::number, [](F f, N) { return number_fact(order_total(*f.world->order)); }},
    {"order.createdAt", Type::instant, [](F f, N) { return number_fact(f.world->order->created_at.ms); }},
    {"buyer.country", Type::text, [](F f, N) { return text_fact(f.world->order->buyer.country); }},
    {"buyer.region", Type::text, [](F f, N) { return text_fact(f.world->order->buyer.region); }},
    {"buyer.consumer", Type::boolean, [](F f, N) { return number_fact(f.world->order->buyer.consumer); }},
    {"buyer.tier", Type::text, [](F f, N) { return text_fact(f.world->order->buyer.tier); }},
    {"buyer.tags", Type::texts, [](F f, N) { return texts_fact(f.world->order->buyer.tags); }},
    {"attribution.platform", Type::text, [](F f, N) { return text_fact(f.world->order->attribution.platform); }},
    {"attribution.room", Type::text, [](F f, N) { return text_fact(f.world->order->attribution.room); }},
    {"attribution.stream", Type::text, [](F f, N) { return text_fact(f.world->order->attribution.stream); }},
    {"attribution.host", Type::text, [](F f, N) { return text_fact(f.world->order->attribution.host); }},
    {"request.reason", Type::text, [](F f, N) { return text_fact(f.reason); }},
    {"request.basis", Type::text, [](F f, N) { return text_fact(to_text(f.basis)); }},
    {"request.quantity", Type::number, [](F f, N) { return number_fact(f.item != nullptr ? f.item->quantity : f.line->quantity); }},
    {"request.sentEarlier", Type::boolean, [](F f, N) { return number_fact(f.world->asked() < f.world->now); }},
    {"answer.", Type::open, answer},
    {"order.day", Type::date, [](F f, N) { return number_fact(local_date(f.world->zone, f.world->order->created_at).days); }},
    {"day", Type::date, [](F f, N) { return number_fact(local_date(f.world->zone, f.world->now).days); }},
};

using Op = Condition::Op;
constexpr std::string_view op_names[] = {"is", "is_not", "in", "not_in", "contains", "lt", "lte", "gt", "gte", "before", "after", "exists"};
constexpr std::uint32_t bit(Op op) { return 1u << static_cast<unsigned>(op); }
constexpr std::uint32_t equality = bit(Op::is) | bit(Op::is_not) | bit(Op::exists);
constexpr std::uint32_t ordering = bit(Op::lt) | bit(Op::lte) | bit(Op::gt) | bit(Op::gte);
// Which operators a type has, by Type.
constexpr std::uint32_t ops_of_type[] = {
    equality | bit(Op::in) | bit(Op::not_in) | bit(Op::contains),
    bit(Op::contains) | bit(Op::in) | bit(Op::not_in) | bit(Op::exists),
    equality | ordering | bit(Op::in) | bit(Op::not_in),
    bit(Op::is) | bit(Op::is_not),
    bit(Op::before) | bit(Op::after),
    bit(Op::before) | bit(Op::after) | bit(Op::is) | bit(Op::is_not),
    equality | ordering | bit(Op::in) | bit(Op::not_in) | bit(Op::contains),
};

constexpr std::size_t depth_max = 16, operands_max = 1000;

bool find_field(std::string_view name, Condition& out) {
  for (std::size_t i = 0; i < std::size(fields); ++i) {
    const std::string_view known = fields[i].name;
    const bool open = known.back() == '.';
    if (open ? name.size() > known.size() && name.substr(0, known.size()) == known : name == known) {
      out.field = static_cast<std::uint8_t>(i);
      if (open) out.name = std::string(name.substr(known.size()));
      return true;
    }
  }
  return false;
}

void read_operand(Value value, Type type, Condition& out, Problems& problems) {
  switch (type) {
    case Type::text:
    case Type::texts:
    case Type::open:
      if (type == Type::open && value.integer()) {
        out.number = *value.integer();
        out.texts.push_back(integer_text(out.number));
      } else if (value.is_bool()) {
        out.texts.emplace_back(value.truth() ? "true" : "false");
      } else if (value.is_string()) {
        out.texts.emplace_back(value.text());
      } else {
        expected(problems, value, "a string");
      }
      break;
    case Type::number: {
      const std::optional<std::int64_t> number = value.integer();
      if (!number) return expected(problems, value, "an integer");
      out.number = *number;
      out.texts.push_back(integer_text(*number));
      break;
    }
    case Type::boolean:
      if (!value.is_bool()) return expected(problems, value, "true or false");
      out.number = value.truth() ? 1 : 0;
      break;
    case Type::instant: out.number = read_instant(value, problems).ms; break;
    case Type::date: out.number = read_date(value, problems).days; break;
  }
}

void read_test(Fields& f, Condition& out, Problems& problems) {
  const Value object = f.value();
  std::string field, op;
  if (!f.text("field", field, 200) || !f.text("op", op, 32)) return;
  out.kind = Condition::Kind::test;
  if (!find_field(field, out)) {
    std::vector<std::string_view> names;
    for (const FieldRow& row : fields) names.push_back(row.name);
    const std::string_view near = nearest(field, names);
    return problems.error("unknown_field_name", object.pointer("field"), join({"\"", field, "\" is no field that a condition can ask about"}),
                          near.empty() ? "see the list in the policy documentation" : join({"did you mean \"", near, "\"?"}));
  }
  const auto* found = std::find(std::begin(op_names), std::end(op_names), op);
  if (found == std::end(op_names)) return unknown_value(problems, object["op"], op_names);
  out.op = static_cast<Op>(found - op_names);
  const Type type = fields[out.field].type;
  if ((ops_of_type[static_cast<std::size_t>(type)] & bit(out.op)) == 0) {
    return problems.error("wrong_operator", object.pointer("op"), join({"\"", op, "\" does not work on ", field}), "use an operator that fits the field's type");
  }
  if (out.op == Op::exists) {
    out.number = f.maybe("value").truth(true) ? 1 : 0;
    return;
  }
  const Value value = f.need("value");
  if (!value.exists()) return;
  if (value.is_array() != (out.op == Op::in || out.op == Op::not_in)) {
    return expected(problems, value, value.is_array() ? "one value" : "an array of values");
  }
  if (value.size() > operands_max) return problems.error("too_long", value.pointer(), "more than 1000 values", "use a tag instead");
  if (!value.is_array()) return read_operand(value, type, out, problems);
  for (const Value item : value) read_operand(item, type, out, problems);
  stable_sort(out.texts);
}

Condition read_tree(Value value, Problems& problems, std::size_t depth) {
  Condition out;
  if (depth > depth_max) {
    problems.error("too_deep", value.pointer(), "a condition nested deeper than 16 levels", "split the rule");
    return out;
  }
  Fields f(value, problems);
  const Value all = f.maybe("all"), any = f.maybe("any"), negated = f.maybe("not");
  if (all.exists() || any.exists()) {
    out.kind = all.exists() ? Condition::Kind::all : Condition::Kind::any;
    for (const Value child : f.array(all.exists() ? "all" : "any")) out.children.push_back(read_tree(child, problems, depth + 1));
  } else if (negated.exists()) {
    out.kind = Condition::Kind::negation;
    out.children.push_back(read_tree(negated, problems, depth + 1));
  } else if (value.is_object()) {
    read_test(f, out, problems);
  }
  f.done();
  return out;
}

bool among(const std::vector<std::string>& sorted, std::string_view text) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), text, [](const std::string& a, std::string_view b) { return a < b; });
  return at != sorted.end() && *at == text;
}

bool test_texts(const Condition& c, const Fact& fact) {
  if (fact.texts == nullptr) return c.op == Op::not_in;
  bool found = false;
  for (const std::string& text : *fact.texts) found = found || (c.op == Op::contains ? text == c.texts.front() : among(c.texts, text));
  return found != (c.op == Op::not_in);
}

bool test_text(const Condition& c, const Fact& fact) {
  switch (c.op) {
    case Op::is: return fact.there && fact.text == c.texts.front();
    case Op::is_not: return !fact.there || fact.text != c.texts.front();
    case Op::in: return fact.there && among(c.texts, fact.text);
    case Op::not_in: return !fact.there || !among(c.texts, fact.text);
    case Op::contains: return fact.text.find(c.texts.front()) != std::string_view::npos;
    default: return false;
  }
}

bool test_number(const Condition& c, std::int64_t number) {
  switch (c.op) {
    case Op::is: return number == c.number;
    case Op::is_not: return number != c.number;
    case Op::lt:
    case Op::before: return number < c.number;
    case Op::lte: return number <= c.number;
    case Op::gt:
    case Op::after: return number > c.number;
    case Op::gte: return number >= c.number;
    case Op::in: return among(c.texts, integer_text(number));
    case Op::not_in: return !among(c.texts, integer_text(number));
    default: return false;
  }
}

constexpr std::uint32_t orders = bit(Op::lt) | bit(Op::lte) | bit(Op::gt) | bit(Op::gte);

bool test(const Condition& c, const Facts& facts) {
  const FieldRow& row = fields[c.field];
  if (facts.inspecting && (row.name == "answer." || row.name == "goods.")) return true;
  const Fact fact = row.get(facts, c.name);
  if (c.op == Op::exists) return fact.there == (c.number != 0);
  if (row.type == Type::texts) return test_texts(c, fact);
  if (row.type == Type::open && (orders & bit(c.op)) != 0) {
    std::int64_t number = 0;
    return fact.there && parse_integer(fact.text, number) && test_number(c, number);
  }
  if (row.type == Type::text || row.type == Type::open) return !c.texts.empty() && test_text(c, fact);
  return test_number(c, fact.number);
}

}  // namespace

std::string_view recorded_fact(const Facts& facts, std::string_view name) {
  const std::string_view sale = named(facts.world->order->facts, name);
  return sale.empty() ? named(facts.line->attributes.values, name) : sale;
}

ConditionField condition_field(const Condition& test) { return {fields[test.field].name, fields[test.field].type}; }

Condition read_condition(Value value, Problems& problems) { return read_tree(value, problems, 1); }

bool holds(const Condition& c, const Facts& facts) {
  switch (c.kind) {
    case Condition::Kind::always: return true;
    case Condition::Kind::test: return test(c, facts);
    case Condition::Kind::negation: return !holds(c.children.front(), facts);
    case Condition::Kind::all:
      for (const Condition& child : c.children) {
        if (!holds(child, facts)) return false;
      }
      return true;
    case Condition::Kind::any:
      for (const Condition& child : c.children) {
        if (holds(child, facts)) return true;
      }
      return false;
  }
  return false;
}

}  // namespace aftersale
