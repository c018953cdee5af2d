// What the law of a market gives beyond the policy. Nothing is lost by it, since the law counts anyway; but the shop's own page
// would say something else.
#include "lint/checks.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

/// The longest window that a pack certainly gives in a country for a basis.
struct Law {
  const Rule* rule = nullptr;
  std::int64_t days = 0;
};

/// Facts of a consumer in a country who asks on one basis.
Region market(std::string_view country, Basis basis) {
  Region out;
  out.limit("buyer.country", {country});
  out.limit("request.basis", {to_text(basis)});
  out.at_least("buyer.consumer", FactType::boolean, 1);
  return out;
}

/// The same for what is mostly sold from afar; laws have rules of their own for other goods.
Region usual_sale(std::string_view country, Basis basis) {
  Region out = market(country, basis);
  out.limit("order.channel", {to_text(Channel::online)});
  out.know_nothing_more();
  for (const std::string_view special : {"line.customMade", "line.perishable", "line.sealed", "line.digital", "line.giftCard"})
    out.at_most(special, FactType::boolean, 0);
  return out;
}

std::string length_text(const WindowRule& window) {
  return window.days ? join({number_text(*window.days), " days"}) : join({number_text(window.months), " months"});
}

bool certain(const Rule& rule, const Region& region, Effort& effort) {
  if (!at_any_time(rule)) return false;
  return rule.when.kind == Condition::Kind::always || !possible(region, {{&rule.when, true}}, effort);
}

bool speaks_of(const Rule& rule, Basis basis) { return (rule.bases & (1u << static_cast<unsigned>(basis))) != 0; }

const PolicyVersion& newest(const Policy& policy) {
  const PolicyVersion* out = &policy.versions.front();
  for (const PolicyVersion& version : policy.versions) {
    if (!out->from || (version.from && *out->from <= *version.from)) out = &version;
  }
  return *out;
}

Law law_of(const Policy& pack, const Region& region, Basis basis, Effort& effort) {
  Law law;
  for (const Rule& rule : newest(pack).rules) {
    const auto* window = std::get_if<WindowRule>(&rule.body);
    if (window == nullptr || !speaks_of(rule, basis) || !rule.reasons.empty() || rule.confidence == "arguable") continue;
    const std::optional<std::int64_t> days = comparable_days(*window);
    if (!days || *days <= law.days || !certain(rule, region, effort)) continue;
    law = {&rule, *days};
  }
  return law;
}

/// A finding that several countries share.
struct Shared {
  std::size_t rule;
  const Rule* law;
  const Policy* pack;
  std::int64_t days;
  Basis basis;
  std::vector<std::string_view> countries;
};

void note(std::vector<Shared>& all, std::size_t rule, const Law& law, const Policy& pack, Basis basis, std::string_view country) {
  for (Shared& one : all) {
    if (one.rule != rule || one.law != law.rule || one.pack != &pack) continue;
    if (std::find(one.countries.begin(), one.countries.end(), country) == one.countries.end()) one.countries.push_back(country);
    return;
  }
  all.push_back({rule, law.rule, &pack, law.days, basis, {country}});
}

struct Pass {
  LintInput& in;
  const PolicyVersion& version;
  std::vector<Shared> windows, exclusions;
};

/// Windows of this basis that fall short although no other window makes up for it.
void check_windows(Pass& pass, const Policy& pack, const Law& law, const Region& region, const Region& usual, Basis basis, std::string_view country) {
  std::vector<std::size_t> shorter;
  for (std::size_t i = 0; i < pass.version.rules.size(); ++i) {
    const Rule& rule = pass.version.rules[i];
    const auto* window = std::get_if<WindowRule>(&rule.body);
    if (window == nullptr || !speaks_of(rule, basis) || !possible(region, {{&rule.when, false}}, pass.in.effort)) continue;
    const std::optional<std::int64_t> days = comparable_days(*window);
    const bool enough = !days || *days >= law.days;
    if (enough && rule.reasons.empty() && certain(rule, usual, pass.in.effort)) return;
    if (!enough) shorter.push_back(i);
  }
  for (const std::size_t i : shorter) note(pass.windows, i, law, pack, basis, country);
}

/// Whether the law of this pack takes everything away that the rule takes.
bool law_excludes(const Policy& pack, const Rule& rule, const Region& region, Basis basis, Effort& effort) {
  for (const Rule& other : newest(pack).rules) {
    if (!std::holds_alternative<ExcludeRule>(other.body) || !speaks_of(other, basis) || !at_any_time(other) || other.confidence == "arguable") continue;
    if (!possible(region, {{&rule.when, false}, {&other.when, true}}, effort)) return true;
  }
  return false;
}

void check_exclusions(Pass& pass, const Policy& pack, const Law& law, const Region& region, Basis basis, std::string_view country) {
  for (std::size_t i = 0; i < pass.version.rules.size(); ++i) {
    const Rule& rule = pass.version.rules[i];
    if (!std::holds_alternative<ExcludeRule>(rule.body) || !speaks_of(rule, basis) || !possible(region, {{&rule.when, false}}, pass.in.effort)) continue;
    if (!law_excludes(pack, rule, region, basis, pass.in.effort)) note(pass.exclusions, i, law, pack, basis, country);
  }
}

void tell(Pass& pass, std::size_t v) {
  for (const Shared& one : pass.windows) {
    const auto& window = std::get<WindowRule>(pass.version.rules[one.rule].body);
    pass.in.findings.warn(
        "window_below_law", rule_at(v, one.rule, "window"),
        join({length_text(window), " for ", to_text(one.basis), " are less than the ", length_text(std::get<WindowRule>(one.law->body)),
              " that the law gives (", one.pack->id, ", \"", one.law->id, "\") in ", short_list(one.countries), "; there the law's window counts"}),
        "lengthen it, or keep it for other countries with a \"when\" on buyer.country");
  }
  for (const Shared& one : pass.exclusions) {
    pass.in.findings.note(
        "exclusion_below_law", rule_at(v, one.rule, "exclude"),
        join({"the law (", one.pack->id, ", \"", one.law->id, "\") gives ", length_text(std::get<WindowRule>(one.law->body)), " for ", to_text(one.basis),
              " all the same in ", short_list(one.countries), "; this takes away only what the policy gives beyond them"}),
        "say so on the page, or keep the rule for other countries with a \"when\" on buyer.country");
  }
}

}  // namespace

void check_law(LintInput& in) {
  if (in.policy.layer == Layer::statute) return;
  for (std::size_t v = 0; v < in.policy.versions.size(); ++v) {
    Pass pass{in, in.policy.versions[v], {}, {}};
    for (const Policy* pack : in.packs) {
      if (pack->layer != Layer::statute) continue;
      for (const std::string& country : pack->jurisdictions) {
        if (!in.markets.empty() && std::find(in.markets.begin(), in.markets.end(), country) == in.markets.end()) continue;
        for (std::size_t b = 0; b < enum_texts<Basis>.size(); ++b) {
          const auto basis = static_cast<Basis>(b);
          const Region region = market(country, basis), usual = usual_sale(country, basis);
          const Law law = law_of(*pack, usual, basis, in.effort);
          if (law.rule == nullptr) continue;
          check_windows(pass, *pack, law, region, usual, basis, country);
          check_exclusions(pass, *pack, law, region, basis, country);
        }
      }
    }
    tell(pass, v);
  }
}

}  // namespace aftersale::tools
