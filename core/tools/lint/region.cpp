#include "lint/region.hpp"

#include "json/sort.hpp"
#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

using Op = Condition::Op;
using Texts = std::vector<std::string_view>;

constexpr std::int64_t steps_of_one_search = 5'000;

bool holds_text(const Texts& texts, std::string_view text) { return std::find(texts.begin(), texts.end(), text) != texts.end(); }

std::vector<std::string_view> enum_list(std::span<const std::string_view> texts) { return {texts.begin(), texts.end()}; }

/// Every value that a fact can have, for those that come from a table.
bool closed_values(std::string_view field, Texts& out) {
  if (field == "order.channel")
    out = enum_list(enum_texts<Channel>);
  else if (field == "request.basis")
    out = enum_list(enum_texts<Basis>);
  else if (field == "request.reason")
    out = reason_codes();
  else
    return false;
  return true;
}

bool consistent(const Known& k) {
  if (k.must_exist && k.must_lack) return false;
  if (k.least > k.most) return false;
  if ((k.type == FactType::text || k.type == FactType::open) && k.closed && !k.must_lack) {
    const bool left = std::any_of(k.allowed.begin(), k.allowed.end(), [&](std::string_view v) { return !holds_text(k.forbidden, v); });
    if (!left) return false;
  }
  if (k.least != INT64_MIN && k.most != INT64_MAX && k.most - k.least < 64) {
    for (std::int64_t v = k.least; v <= k.most; ++v) {
      if (std::find(k.holes.begin(), k.holes.end(), v) == k.holes.end()) return true;
    }
    return false;
  }
  return true;
}

/// The fact has one of these texts.
bool narrow(Known& k, const Texts& texts) {
  k.must_exist = true;
  Texts left;
  for (const std::string_view text : texts) {
    if ((!k.closed || holds_text(k.allowed, text)) && !holds_text(k.forbidden, text)) left.push_back(text);
  }
  k.closed = true;
  k.allowed = std::move(left);
  return consistent(k);
}

bool forbid(Known& k, const Texts& texts) {
  for (const std::string_view text : texts) k.forbidden.push_back(text);
  return consistent(k);
}

bool add_text(Known& k, const Condition& c, bool negated) {
  Texts operands(c.texts.begin(), c.texts.end());
  switch (c.op) {
    case Op::is:
    case Op::in: return negated ? forbid(k, operands) : narrow(k, operands);
    case Op::is_not:
    case Op::not_in: return negated ? narrow(k, operands) : forbid(k, operands);
    case Op::contains:
      if (negated) return true;
      k.must_exist = true;
      if (k.closed && !operands.empty()) {
        k.allowed.erase(
            std::remove_if(k.allowed.begin(), k.allowed.end(), [&](std::string_view v) { return v.find(operands.front()) == std::string_view::npos; }),
            k.allowed.end());
      }
      return consistent(k);
    default: return true;
  }
}

/// Of lists: `allowed` holds what is in it, `forbidden` what is not.
bool add_texts(Known& k, const Condition& c, bool negated) {
  const bool inside = (c.op == Op::not_in) == negated;
  if (c.op == Op::in && inside && c.texts.size() > 1) return true;  // one of several: nothing is known of each
  if (inside) k.must_exist = true;
  for (const std::string& text : c.texts) {
    (inside ? k.allowed : k.forbidden).push_back(text);
    if (holds_text(inside ? k.forbidden : k.allowed, text)) return false;
  }
  return consistent(k);
}

bool add_number(Known& k, const Condition& c, bool negated) {
  Op op = c.op;
  if (negated) {
    constexpr std::pair<Op, Op> opposites[] = {{Op::is, Op::is_not}, {Op::lt, Op::gte},     {Op::gt, Op::lte},
                                               {Op::in, Op::not_in}, {Op::before, Op::gte}, {Op::after, Op::lte}};
    for (const auto& [a, b] : opposites) {
      if (op == a) {
        op = b;
        break;
      }
      if (op == b) {
        op = a;
        break;
      }
    }
  }
  switch (op) {
    case Op::is: k.least = std::max(k.least, c.number), k.most = std::min(k.most, c.number); break;
    case Op::is_not: k.holes.push_back(c.number); break;
    case Op::lt:
    case Op::before: k.most = std::min(k.most, c.number - 1); break;
    case Op::lte: k.most = std::min(k.most, c.number); break;
    case Op::gt:
    case Op::after: k.least = std::max(k.least, c.number + 1); break;
    case Op::gte: k.least = std::max(k.least, c.number); break;
    default: break;
  }
  return consistent(k);
}

bool search(const Region& region, std::vector<Claim> claims, std::int64_t& steps) {
  Region here = region;
  while (!claims.empty()) {
    if (--steps < 0) return true;
    const Claim claim = claims.back();
    claims.pop_back();
    const Condition& c = *claim.condition;
    const bool each = (c.kind == Condition::Kind::all) != claim.negated;
    switch (c.kind) {
      case Condition::Kind::always:
        if (claim.negated) return false;
        break;
      case Condition::Kind::test:
        if (!here.add(c, claim.negated)) return false;
        break;
      case Condition::Kind::negation: claims.push_back({&c.children.front(), !claim.negated}); break;
      case Condition::Kind::all:
      case Condition::Kind::any:
        if (each) {
          for (const Condition& child : c.children) claims.push_back({&child, claim.negated});
          break;
        }
        for (const Condition& child : c.children) {
          std::vector<Claim> one = claims;
          one.push_back({&child, claim.negated});
          if (search(here, std::move(one), steps)) return true;
        }
        return false;
    }
  }
  return true;
}

}  // namespace

Known& Region::known(std::string_view field, std::string_view name, FactType type) {
  for (Known& k : known_) {
    if (k.field == field && k.name == name) return k;
  }
  Known& k = known_.emplace_back();
  k.field = field;
  k.name = name;
  k.type = type;
  k.closed = closed_values(field, k.allowed);
  if (type == FactType::boolean) k.least = 0, k.most = 1;
  if (usual_ && (field == "fact." || field == "goods." || field == "answer.")) k.must_lack = true;
  if (field == "request.quantity") k.least = 1;
  if (field == "line.price" || field == "order.total") k.least = 0;
  return k;
}

const Known* Region::find(std::string_view field) const {
  for (const Known& k : known_) {
    if (k.field == field) return &k;
  }
  return nullptr;
}

bool Region::limit(std::string_view field, std::vector<std::string_view> allowed) { return narrow(known(field, {}, FactType::text), allowed); }

bool Region::at_least(std::string_view field, FactType type, std::int64_t value) {
  Known& k = known(field, {}, type);
  k.least = std::max(k.least, value);
  return consistent(k);
}

bool Region::at_most(std::string_view field, FactType type, std::int64_t value) {
  Known& k = known(field, {}, type);
  k.most = std::min(k.most, value);
  return consistent(k);
}

bool Region::add(const Condition& c, bool negated) {
  const ConditionField field = condition_field(c);
  Known& k = known(field.name, c.name, field.type);
  if (c.op == Op::exists) {
    ((c.number != 0) != negated ? k.must_exist : k.must_lack) = true;
    return consistent(k);
  }
  switch (field.type) {
    case FactType::open:
      if (c.op == Op::is || c.op == Op::is_not || c.op == Op::in || c.op == Op::not_in) return add_text(k, c, negated);
      // As a number it says nothing of the texts that it may have; but it has to be there.
      return negated || !k.must_lack;
    case FactType::text: return add_text(k, c, negated);
    case FactType::texts: return add_texts(k, c, negated);
    default: return add_number(k, c, negated);
  }
}

bool possible(const Region& region, std::vector<Claim> claims, Effort& effort) {
  if (effort.left <= 0) return true;
  const std::int64_t most = std::min(steps_of_one_search, effort.left);
  std::int64_t steps = most;
  const bool found = search(region, std::move(claims), steps);
  effort.left -= most - std::max<std::int64_t>(steps, 0) + 1;
  return found;
}

std::vector<std::string_view> reasons_of(const Rule& rule) {
  Texts out;
  for (const tables::ReasonRow& row : tables::reasons) {
    if ((rule.bases & (1u << static_cast<unsigned>(row.basis))) == 0) continue;
    if (rule.reasons.empty() || std::find(rule.reasons.begin(), rule.reasons.end(), row.code) != rule.reasons.end()) out.push_back(row.code);
  }
  return out;
}

bool region_of(const Rule& rule, const PolicyVersion& version, Region& out) {
  Texts bases;
  const Texts reasons = reasons_of(rule);
  for (const std::string_view code : reasons) {
    const std::string_view basis = to_text(find_reason(code)->basis);
    if (!holds_text(bases, basis)) bases.push_back(basis);
  }
  if (!out.limit("request.reason", reasons) || !out.limit("request.basis", bases)) return false;
  // Orders that were placed before the version ended; asked about no earlier than the day before it began, for any zone.
  if (version.until && !out.at_most("order.createdAt", FactType::instant, version.until->ms - 1)) return false;
  if (version.from && !out.at_least("day", FactType::date, version.from->ms / ms_per_day - 1)) return false;
  return true;
}

}  // namespace aftersale::tools
