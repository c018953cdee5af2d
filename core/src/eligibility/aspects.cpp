// What a granted return comes with: resolutions, methods, fees, shipping, evidence, approval, clocks. For each aspect the
// most favourable ground wins, and its rule is named.
#include "eligibility/aspects.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

template <class Body, class Visit>
void each(const Ground& ground, const Facts& facts, Visit visit) {
  for (const Rule& rule : ground.version->rules) {
    const Body* body = std::get_if<Body>(&rule.body);
    if (body != nullptr && counts(rule, ground, facts)) visit(rule, *body);
  }
}

void offer(LineDecision& out, const ResolutionOffer& offer, const Rule& rule, Layer layer) {
  for (OfferedResolution& known : out.resolutions) {
    if (known.resolution != offer.resolution) continue;
    if (offer.bonus_basis_points > known.bonus_basis_points) {
      known = {offer.resolution, rule.id, layer, offer.bonus_basis_points, known.recommended || offer.recommended};
    }
    known.recommended = known.recommended || offer.recommended;
    return;
  }
  out.resolutions.push_back({offer.resolution, rule.id, layer, offer.bonus_basis_points, offer.recommended});
}

void find_resolutions(LineDecision& out, const Judgement& j, const Facts& facts) {
  const auto offers_of = [&](const Ground& ground) {
    each<ResolutionsRule>(ground, facts, [&](const Rule& rule, const ResolutionsRule& body) {
      for (const ResolutionOffer& one : body.offers) offer(out, one, rule, ground.policy->layer);
    });
  };
  for (const Ground& ground : j.grounds) {
    if (ground.grants || ground.doubtful) offers_of(ground);
  }
  // A policy that grants a return, or that a person may find to grant it, and does not say what for means the money.
  for (const Ground& ground : j.grounds) {
    if (!out.resolutions.empty()) break;
    for (const WindowState& state : ground.windows) {
      const bool meant = j.best != nullptr ? &state == j.best : ground.doubtful && state.kind != WindowState::Kind::closed && !state.excluded;
      if (!meant) continue;
      out.resolutions.push_back({Resolution::original_payment_method, state.rule->id, ground.policy->layer, 0, false});
      break;
    }
  }
  // What a promise offers comes beside that.
  for (const Ground& ground : j.grounds) {
    if (ground.adds) offers_of(ground);
  }
  stable_sort(out.resolutions, [](const OfferedResolution& a, const OfferedResolution& b) { return a.resolution < b.resolution; });
}

struct Freight { bool stated = false; Payer payer = Payer::buyer; const Rule* rule = nullptr; Layer layer = Layer::merchant; };

Freight find_freight(const Judgement& j, const Facts& facts) {
  Freight best;
  for (const Ground& ground : j.grounds) {
    if (!ground.grants && !ground.doubtful && !ground.adds) continue;
    each<FreightRule>(ground, facts, [&](const Rule& rule, const FreightRule& body) {
      if (best.stated && (best.payer != Payer::buyer || body.payer == Payer::buyer)) return;
      best = {true, body.payer, &rule, ground.policy->layer};
    });
  }
  return best;
}

/// Who takes over what the buyer would pay; the cost is then theirs and stays known.
bool takes_over(Payer payer) { return payer == Payer::host || payer == Payer::insurer; }

/// A rule's amount in another currency than the order's says nothing about this order; the finding tells the shop.
bool other_currency(LineDecision& out, const Facts& facts, const Currency& currency, const Ground& ground, const Rule& rule) {
  if (currency.empty() || currency == facts.world->order->currency) return false;
  Finding f = finding("other_currency", FindingEffect::informs, ground, rule);
  put(f.params, "currency", currency.text());
  out.findings.push_back(std::move(f));
  return true;
}

Minor buyers_cost(const OfferedMethod& method) { return method.payer == Payer::buyer ? method.cost : 0; }

// Methods are what the shop can handle, so they come from every policy; who pays is settled among the grounds that grant.
void find_methods(LineDecision& out, const Judgement& j, const Facts& facts) {
  const Freight freight = find_freight(j, facts);
  for (const Ground& ground : j.grounds) {
    each<MethodRule>(ground, facts, [&](const Rule& rule, const MethodRule& body) {
      if (other_currency(out, facts, body.currency, ground, rule)) return;
      OfferedMethod method{body.method, body.payer, body.payer == Payer::buyer || takes_over(body.payer) ? body.cost : 0, body.label, rule.id, ground.policy->layer};
      if (freight.stated && freight.payer != Payer::buyer && method.payer == Payer::buyer) {
        method.payer = freight.payer;
        if (!takes_over(freight.payer)) method.cost = 0;
        method.rule = freight.rule->id;
        method.layer = freight.layer;
      }
      for (OfferedMethod& known : out.methods) {
        if (known.method != method.method) continue;
        const Minor here = buyers_cost(method), there = buyers_cost(known);
        if (here < there || (here == there && known.payer == Payer::buyer)) known = method;
        return;
      }
      out.methods.push_back(method);
    });
  }
  if (out.methods.empty()) {
    out.methods.push_back({ReturnMethod::by_mail, freight.stated ? freight.payer : Payer::buyer, 0, "own",
                           freight.stated ? freight.rule->id : std::string(), freight.layer});
  }
}

void find_fees(LineDecision& out, const Judgement& j, const Facts& facts) {
  bool first = true;
  std::int64_t least = 0;
  for (const Ground& ground : j.grounds) {
    if (!ground.grants && !ground.adds) continue;
    bool stated = ground.grants;          // what only adds has to say it
    std::vector<LineFee> fees;
    std::int64_t weight = 0;      // only to compare grounds: a share counts in basis points of the price, an amount as it is
    each<FeeRule>(ground, facts, [&](const Rule& rule, const FeeRule& body) {
      if (overruled(j, ground, Forbidden::fee)) return;
      if (other_currency(out, facts, body.currency, ground, rule)) return;
      stated = true;
      if (body.basis_points == 0 && body.amount.value_or(0) == 0) return;      // "no fee" is no line of a quote
      fees.push_back({body.kind, rule.id, ground.policy->layer, body.basis_points, body.amount, body.waived_for});
      weight += scale(facts.line->unit_price, body.basis_points, 10000) + body.amount.value_or(0);
    });
    if (stated && (first || weight < least)) {
      out.fees = std::move(fees);
      least = weight;
      first = false;
    }
  }
}

int outbound_rank(const std::string& refund) { return refund == "all" ? 2 : refund == "standard" ? 1 : 0; }

void find_outbound(LineDecision& out, const Judgement& j, const Facts& facts) {
  for (const Ground& ground : j.grounds) {
    if (!ground.grants && !ground.adds) continue;
    each<OutboundRule>(ground, facts, [&](const Rule& rule, const OutboundRule& body) {
      const int rank = outbound_rank(body.refund), known = outbound_rank(out.outbound);
      if (rank < known || (rank == known && (!out.outbound_only_when_all || body.only_when_all_returned))) return;
      out.outbound = body.refund;
      out.outbound_rule = rule.id;
      out.outbound_layer = ground.policy->layer;
      out.outbound_only_when_all = body.only_when_all_returned;
    });
  }
}

/// What a broken promotion costs: where several grounds say something, the best for the buyer; where none does, nothing.
void find_promotions(LineDecision& out, const Judgement& j, const Facts& facts) {
  for (const Ground& ground : j.grounds) {
    if (!ground.grants && !ground.doubtful && !ground.adds) continue;
    each<PromotionRule>(ground, facts, [&](const Rule& rule, const PromotionRule& body) {
      PromotionTerms& terms = out.promotions;
      if (terms.rule.empty()) terms = {{}, rule.id, ground.policy->layer};
      for (const auto part : {&PromotionRule::discounts, &PromotionRule::shipping, &PromotionRule::gifts}) {
        if (body.*part && terms.loss.*part != PromotionLoss::keep) terms.loss.*part = body.*part;
      }
    });
  }
}

bool statutory_free_choice(const Judgement& j, const Facts& facts) {
  if (facts.basis != Basis::customer_remorse) return false;
  for (const Ground& ground : j.grounds) {
    if (ground.grants && ground.policy->layer == Layer::statute) return true;
  }
  return false;
}

void find_evidence_and_approval(LineDecision& out, const Judgement& j, const Facts& facts) {
  const bool free_choice = statutory_free_choice(j, facts);     // no reason is owed, so no proof of it either
  for (const Ground& ground : j.grounds) {
    each<EvidenceRule>(ground, facts, [&](const Rule& rule, const EvidenceRule& body) {
      for (AskedEvidence& known : out.evidence) {
        if (known.kind != body.kind) continue;
        known.min = std::max(known.min, body.min);
        known.optional = known.optional && (body.optional || free_choice);
        return;
      }
      out.evidence.push_back({body.kind, body.min, body.optional || free_choice, rule.id});
    });
    each<ApprovalRule>(ground, facts, [&](const Rule& rule, const ApprovalRule& body) {
      if (body.automatic || free_choice) return;
      out.automatic_approval = false;
      if (!body.code.empty()) {
        tell(out, body.code, FindingEffect::informs, ground, rule);
      }
    });
    each<LimitRule>(ground, facts, [&](const Rule& rule, const LimitRule& body) {
      const Minor value = out.quantity == 0 ? 0 : scale(paid_for(*facts.world->order, *facts.line), out.quantity, facts.line->quantity);
      const bool beyond = (body.max_quantity && out.quantity > *body.max_quantity) || (body.max_amount && value > *body.max_amount);
      if (!beyond || free_choice) return;
      out.automatic_approval = false;
      tell(out, body.code, FindingEffect::informs, ground, rule);
    });
  }
  if (out.outcome == Outcome::manual_review) out.automatic_approval = false;
}

}  // namespace

namespace {

/// Who said it, when and in which words; so that the promise can be told wherever the finding goes.
void add_promise(Finding& f, const LivePromise& p) {
  put(f.params, "host", p.host_name.empty() ? p.host : p.host_name);
  if (p.stream_started_at) put(f.params, "intoStream", std::max<std::int64_t>(0, (p.said_at.ms - p.stream_started_at->ms) / ms_per_second));
  put(f.params, "record", p.record);
  put(f.params, "saidAt", format(p.said_at));
  put(f.params, "wording", p.wording);
  if (p.ended_at) put(f.facts, "endedAt", format(*p.ended_at));
  put(f.facts, "room", p.room);
  if (!p.stream.empty()) put(f.facts, "stream", p.stream);
}

}  // namespace

Finding finding(std::string_view code, FindingEffect effect, const Ground& ground, const Rule& rule) {
  Finding f;
  f.code = std::string(code);
  f.effect = effect;
  f.layer = ground.policy->layer;
  f.policy = ground.policy->id;
  f.version = ground.version->version;
  f.rule = rule.id;
  f.source = rule.source;
  f.confidence = rule.confidence;
  if (!rule.title.empty()) put(f.params, "title", rule.title);
  if (ground.policy->promise) add_promise(f, *ground.policy->promise);
  if (!rule.verified) put_flag(f.params, "verified", false);
  return f;
}

void tell(LineDecision& out, std::string_view code, FindingEffect effect, const Ground& ground, const Rule& rule) {
  out.findings.push_back(finding(code, effect, ground, rule));
}

void find_aspects(LineDecision& out, const Judgement& j, const Facts& facts) {
  find_resolutions(out, j, facts);
  find_methods(out, j, facts);
  find_fees(out, j, facts);
  find_outbound(out, j, facts);
  find_promotions(out, j, facts);
  find_evidence_and_approval(out, j, facts);
  out.deduction_max_basis_points = j.deduction_max;
  out.inspection_max_basis_points = j.inspection_max;
}

void find_price_protection(LineDecision& out, const Judgement& j, const Facts& facts) {
  for (const Ground& ground : j.grounds) {
    if (ground.unproven) continue;
    each<PriceProtectionRule>(ground, facts, [&](const Rule& rule, const PriceProtectionRule& body) {
      const WindowState state = apply_window(facts, body.time, asked_at(*facts.world, body.time));
      if (out.price_protection || state.absent || state.kind != WindowState::Kind::open) return;
      out.price_protection = {Resolution::price_adjustment, rule.id, ground.policy->layer, 0, false};
    });
  }
}

namespace {

/// Of two rules for one clock the one that is better for the buyer counts: the shorter, unless it is the buyer's own time.
void add_clock(CaseTerms& terms, const Rule& rule, const ClockTerm& body) {
  const auto length = [](const ClockTerm& t) { return t.days ? *t.days * 24 : t.hours; };
  const bool of_buyer = body.deadline == "ship_back" || body.deadline == "offer" || body.deadline == "reply" || body.deadline == "appeal" || body.deadline == "confirm";
  for (ClockTerm& known : terms.clocks) {
    if (known.deadline != body.deadline || known.kind != body.kind) continue;
    if (of_buyer ? length(known) >= length(body) : length(known) <= length(body)) return;
    known = body;
    known.rule = rule.id;
    return;
  }
  terms.clocks.push_back(body);
  terms.clocks.back().rule = rule.id;
}

}  // namespace

void find_terms(CaseTerms& terms, const Judgement& j, const Facts& facts, bool& response_set, bool& ship_set, bool& refund_set) {
  for (const Ground& ground : j.grounds) {
    each<ResponseRule>(ground, facts, [&](const Rule& rule, const ResponseRule& body) {
      if (response_set && terms.response_hours <= body.within_hours) return;
      terms.response_hours = body.within_hours;
      terms.response_then = body.then;
      terms.response_rule = rule.id;
      response_set = true;
    });
    each<ShipBackRule>(ground, facts, [&](const Rule& rule, const ShipBackRule& body) {
      if (ship_set && terms.ship_back_days >= body.within_days) return;
      terms.ship_back_days = body.within_days;
      terms.ship_back_rule = rule.id;
      ship_set = true;
    });
    each<RefundTimeRule>(ground, facts, [&](const Rule& rule, const RefundTimeRule& body) {
      if (refund_set && terms.refund_days <= body.within_days) return;
      terms.refund_days = body.within_days;
      terms.refund_of_receipt = body.of_receipt;
      terms.refund_rule = rule.id;
      refund_set = true;
    });
    each<ClockTerm>(ground, facts, [&](const Rule& rule, const ClockTerm& body) { add_clock(terms, rule, body); });
    each<AdvanceRule>(ground, facts, [&](const Rule&, const AdvanceRule& body) {
      if (terms.advance == Advance::none || body.when == Advance::at_approval) terms.advance = body.when;
    });
  }
}

}  // namespace aftersale
