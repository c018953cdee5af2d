// Rules of one kind that speak of the same and say different things. There is always an answer, since the rules of each kind say
// how several of them add up; but hardly the one that was meant.
#include "lint/checks.hpp"

#include "json/sort.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

/// How several rules of a kind add up.
std::string_view winner(const Rule& rule) {
  struct Kind {
    std::string_view name, wins;
  };
  constexpr Kind kinds[] = {
      {"resolutions", "the larger bonus counts"},
      {"fee", "fees add up"},
      {"deduction", "the larger share counts"},
      {"method", "the cheaper one counts"},
      {"freight", "the one that the buyer does not pay counts"},
      {"outboundShipping", "the larger refund counts"},
      {"evidence", "the larger number counts"},
      {"approval", "a person has to look"},
      {"refund", "the shorter time counts"},
      {"response", "the shorter time counts"},
      {"shipBack", "the longer time counts"},
      {"limit", "both count"},
  };
  const std::string_view name = body_name(rule);
  for (const Kind& kind : kinds) {
    if (kind.name == name) return kind.wins;
  }
  return {};
}

/// What two rules must have in common to be about the same thing: the kind, and what it is a kind of.
std::string subject(const Rule& rule, Value document) {
  const std::string_view name = body_name(rule);
  if (winner(rule).empty()) return {};
  const Value body = document[name];
  std::string_view detail;
  if (const auto* method = std::get_if<MethodRule>(&rule.body))
    detail = to_text(method->method);
  else if (const auto* evidence = std::get_if<EvidenceRule>(&rule.body))
    detail = to_text(evidence->kind);
  else if (name == "fee")
    detail = body["kind"].text();
  else if (name == "limit" || name == "deduction")
    detail = body["code"].text();
  return join({name, " ", detail, " ", rule.for_right});
}

struct Entry {
  std::string subject;
  std::size_t index;
  Value document;
  const Rule* rule;
};

bool overlap(const Rule& a, const Rule& b) {
  if ((a.bases & b.bases & every_basis()) == 0) return false;
  if (a.reasons.empty() || b.reasons.empty()) return true;
  return std::any_of(a.reasons.begin(), a.reasons.end(),
                     [&](const std::string& code) { return std::find(b.reasons.begin(), b.reasons.end(), code) != b.reasons.end(); });
}

/// The same resolution with another bonus; lists that name different things add up as they should.
bool offers_differ(const ResolutionsRule& a, const ResolutionsRule& b) {
  for (const ResolutionOffer& one : a.offers) {
    for (const ResolutionOffer& other : b.offers) {
      if (one.resolution == other.resolution && one.bonus_basis_points != other.bonus_basis_points) return true;
    }
  }
  return false;
}

void compare(LintInput& in, std::size_t v, const Entry& first, const Entry& second) {
  const Rule& a = *first.rule;
  const Rule& b = *second.rule;
  if (!overlap(a, b)) return;
  const std::string_view name = body_name(b);
  const bool same = first.document[name].canonical() == second.document[name].canonical();
  const bool scope = first.document["when"].canonical() == second.document["when"].canonical();
  if (!scope) return;
  if (same && name != "fee") {
    if (a.bases == b.bases && a.reasons == b.reasons) {
      in.findings.warn("duplicate", rule_at(v, second.index), join({"this says the same as \"", a.id, "\""}), "remove one of them");
    }
    return;
  }
  if (const auto* offers = std::get_if<ResolutionsRule>(&a.body)) {
    if (!offers_differ(*offers, std::get<ResolutionsRule>(b.body))) return;
  }
  const bool always = b.when.kind == Condition::Kind::always;
  in.findings.warn("contradiction", rule_at(v, second.index, name),
                   join({"\"", a.id, "\" speaks of the same ", always ? "without a condition as well" : "under the same condition",
                         " and says something else: ", winner(b)}),
                   "keep one of them, or give them conditions that exclude each other");
}

}  // namespace

void check_contradictions(LintInput& in) {
  constexpr std::size_t compared_max = 50;  // of one subject: beyond that the first findings say enough
  for (std::size_t v = 0; v < in.policy.versions.size(); ++v) {
    const Value rules = in.document["versions"].at(v)["rules"];
    std::vector<Entry> entries;
    std::size_t index = 0;
    for (const Value document : rules) {
      const Rule& rule = in.policy.versions[v].rules[index];
      std::string about = subject(rule, document);
      if (!about.empty()) {
        for (const char* scope : {"when", "within", "after"}) about += document[scope].exists() ? document[scope].canonical() : std::string("-");
        entries.push_back({std::move(about), index, document, &rule});
      }
      ++index;
    }
    stable_sort(entries, [](const Entry& a, const Entry& b) { return a.subject < b.subject; });
    for (std::size_t i = 0; i < entries.size(); ++i) {
      for (std::size_t j = i + 1; j < entries.size() && j < i + compared_max && entries[j].subject == entries[i].subject; ++j) {
        compare(in, v, entries[i], entries[j]);
      }
    }
  }
}

}  // namespace aftersale::tools
