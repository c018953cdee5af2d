// Rules as statements: a code and the figures that its sentence needs.
#include "outline/outline.hpp"

#include "json/sort.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

/// In the order in which people read a policy.
enum class Place : std::uint8_t {
  window,
  extension,
  exclude,
  offer,
  method,
  freight,
  fee,
  deduction,
  outbound,
  evidence,
  approval,
  limit,
  response,
  ship_back,
  refund
};

struct Sorted {
  Place place;
  Statement statement;
};

struct Builder {
  const Policy& policy;
  const PolicyVersion& version;
  std::vector<Sorted> out;
  Statement common;

  Statement& add(Place place, std::string code) {
    Sorted one{place, common};
    one.statement.code = std::move(code);
    out.push_back(std::move(one));
    return out.back().statement;
  }

  void operator()(const WindowRule& w) {
    Statement& s = add(Place::window, w.hours                ? "window_hours"
                                      : !w.days_fact.empty() ? "window_fact"
                                      : w.days               ? "window_days"
                                      : w.months != 0        ? "window_months"
                                      : w.until              ? "window_until"
                                                             : "window_endless");
    if (w.hours) s.params.emplace_back("hours", *w.hours);
    if (w.days) s.params.emplace_back("days", *w.days);
    if (w.months != 0) s.params.emplace_back("months", w.months);
    if (w.until) s.params.emplace_back("until", format(*w.until));
    s.params.emplace_back("from", to_text(w.from));
    if (!w.right.empty()) s.params.emplace_back("right", w.right);
  }
  void operator()(const ExtensionRule& e) {
    Statement& s = add(Place::extension, "extension");
    s.params.emplace_back("placedFrom", format(e.placed_from));
    s.params.emplace_back("placedUntil", format(e.placed_until));
    s.params.emplace_back("until", format(e.until));
  }
  void operator()(const ExcludeRule& e) {
    Statement& s = add(Place::exclude, e.confirmed ? "exclude_confirmed" : "exclude");
    s.params.emplace_back("exclusion", e.code);
  }
  void operator()(const ResolutionsRule& r) {
    for (const ResolutionOffer& offer : r.offers) {
      Statement& s = add(Place::offer, offer.bonus_basis_points != 0 ? "offer_bonus" : "offer");
      s.params.emplace_back("resolution", to_text(offer.resolution));
      if (offer.bonus_basis_points != 0) s.params.emplace_back("basisPoints", offer.bonus_basis_points);
    }
  }
  void operator()(const FeeRule& f) {
    Statement& s = add(Place::fee, f.amount ? "fee_amount" : "fee_share");
    s.params.emplace_back("fee", f.kind);
    if (f.amount)
      money(s, *f.amount, f.currency);
    else
      s.params.emplace_back("basisPoints", f.basis_points);
    std::string waived;
    for (const Resolution resolution : f.waived_for) waived += join({waived.empty() ? "" : ",", to_text(resolution)});
    if (!waived.empty()) s.params.emplace_back("waivedFor", waived);
  }
  void operator()(const DeductionRule& d) { add(Place::deduction, "deduction").params.emplace_back("basisPoints", d.max_basis_points); }
  void operator()(const MethodRule& m) {
    const bool paid = m.payer == Payer::buyer && m.cost > 0;
    Statement& s = add(Place::method, m.payer != Payer::buyer ? "method_free" : paid ? "method_cost" : "method_own");
    s.params.emplace_back("method", to_text(m.method));
    if (paid) money(s, m.cost, m.currency);
    if (!m.label.empty()) s.params.emplace_back("label", m.label);
  }
  void operator()(const FreightRule& f) { add(Place::freight, f.payer == Payer::buyer ? "freight_buyer" : "freight_free"); }
  void operator()(const OutboundRule& o) { add(Place::outbound, join({"outbound_", o.refund, o.only_when_all_returned ? "" : "_each"})); }
  void operator()(const EvidenceRule& e) {
    Statement& s = add(Place::evidence, e.optional || e.min == 0 ? "evidence_optional" : "evidence");
    s.params.emplace_back("kind", to_text(e.kind));
    s.params.emplace_back("min", e.min);
  }
  void operator()(const ApprovalRule& a) { add(Place::approval, a.automatic ? "approval_automatic" : "approval_manual"); }
  void operator()(const LimitRule& l) {
    Statement& s = add(Place::limit, l.max_quantity ? "limit_quantity" : "limit_amount");
    if (l.max_quantity) s.params.emplace_back("quantity", *l.max_quantity);
  }
  void operator()(const ResponseRule& r) { add(Place::response, "response").params.emplace_back("hours", r.within_hours); }
  void operator()(const ShipBackRule& s) { add(Place::ship_back, "ship_back").params.emplace_back("days", s.within_days); }
  void operator()(const RefundTimeRule& r) {
    add(Place::refund, join({"refund_", r.of_receipt ? "receipt" : "notice", r.working_days ? "_working" : ""})).params.emplace_back("days", r.within_days);
  }
  /// Kinds that nobody has found words for yet.
  template <class Other>
  void operator()(const Other&) {}

  static void money(Statement& s, Minor amount, const Currency& currency) {
    s.params.emplace_back("amount", amount);
    s.params.emplace_back("currency", currency.text());
  }
};

/// A time in which a rule counts, as a clause of its conditions.
Clause clause_of(const Period& period) {
  const WindowRule& w = period.time;
  Clause out;
  out.code = period.after ? "period_after" : "period_within";
  out.field = std::string(to_text(w.from));
  if (w.hours) out.values.emplace_back("hours", *w.hours);
  if (w.days) out.values.emplace_back("days", *w.days);
  if (w.months != 0) out.values.emplace_back("months", w.months);
  if (w.until) out.values.emplace_back("until", format(*w.until));
  return out;
}

/// Windows and times that begin with a fact, which an ordinary sale does not have.
bool counts_from_fact(const Rule& rule) {
  const auto* window = std::get_if<WindowRule>(&rule.body);
  bool out = window != nullptr && window->from == WindowFrom::fact;
  for (const Period& period : rule.periods) out = out || period.time.from == WindowFrom::fact;
  return out;
}

const PolicyVersion& newest(const Policy& policy) {
  const PolicyVersion* out = &policy.versions.front();
  for (const PolicyVersion& version : policy.versions) {
    if (!out->from || (version.from && *out->from <= *version.from)) out = &version;
  }
  return *out;
}

}  // namespace

std::vector<Statement> outline_of(const Policy& policy, std::string_view country) {
  constexpr std::uint32_t every = (1u << enum_texts<Basis>.size()) - 1;
  // Of a law, what holds for an ordinary sale: its other cases are for those who have them.
  const bool usual = policy.layer == Layer::statute;
  Builder builder{policy, newest(policy), {}, {}};
  for (const Rule& rule : builder.version.rules) {
    Statement common;
    common.policy = &policy;
    common.version = &builder.version;
    common.rule = &rule;
    common.bases = (rule.bases & every) == every ? 0 : rule.bases & every;
    common.reasons = rule.reasons;
    if (!clauses_of(rule.when, country, usual, common.when)) continue;
    if (usual && (rule.confidence == "arguable" || counts_from_fact(rule))) continue;
    for (const Period& period : rule.periods) common.when.push_back(clause_of(period));
    builder.common = std::move(common);
    std::visit(builder, rule.body);
  }
  stable_sort(builder.out, [](const Sorted& a, const Sorted& b) { return a.place < b.place; });
  std::vector<Statement> out;
  for (Sorted& one : builder.out) out.push_back(std::move(one.statement));
  return out;
}

}  // namespace aftersale::tools
