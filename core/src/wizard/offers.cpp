// How it is solved and how it goes back: what all chosen items have on offer, each with its quote.
#include "wizard/state.hpp"

#include <algorithm>

namespace aftersale::asking {
namespace {

const OfferedResolution* find_offer(const LineDecision& d, Resolution resolution) {
  for (const OfferedResolution& each : d.resolutions) {
    if (each.resolution == resolution) return &each;
  }
  return nullptr;
}

const OfferedMethod* find_offer(const LineDecision& d, ReturnMethod method) {
  for (const OfferedMethod& each : d.methods) {
    if (each.method == method) return &each;
  }
  return nullptr;
}

template <class E>
bool all_offer(const Decision& decision, E what) {
  for (const LineDecision& d : decision.lines) {
    if (find_offer(d, what) == nullptr) return false;
  }
  return true;
}

bool stays_with_buyer(Resolution resolution) {
  return resolution == Resolution::keep_item || resolution == Resolution::partial_refund || resolution == Resolution::reship;
}

/// A quote of the request as it stands with these choices; nothing when there is none.
std::optional<Quote> try_quote(const State& s, std::optional<Resolution> resolution, std::optional<ReturnMethod> method,
                               Problems& problems) {
  Request request = s.request;
  request.resolution = resolution;
  request.method = method;
  Quote q = quote(s.world, s.decision, request, problems);
  return problems.ok() ? std::optional<Quote>(std::move(q)) : std::nullopt;
}

/// With the method that was answered before where it goes with this resolution, else with the one that comes first.
std::optional<Quote> quote_of(const State& s, Resolution resolution, Problems& problems) {
  Problems ignored;
  std::optional<Quote> q = try_quote(s, resolution, s.answers.method, ignored);
  return q ? std::move(q) : try_quote(s, resolution, std::nullopt, problems);
}

/// Recommended where every item's rules recommend it; a bonus is the least of them.
OfferedResolution merge(const Decision& decision, const OfferedResolution& first) {
  OfferedResolution out = first;
  for (const LineDecision& d : decision.lines) {
    const OfferedResolution* other = find_offer(d, first.resolution);
    if (other == nullptr) continue;
    out.recommended = out.recommended && other->recommended;
    out.bonus_basis_points = std::min(out.bonus_basis_points, other->bonus_basis_points);
  }
  return out;
}

/// The money back that the law gives must not vanish because another item goes with it: then it is said.
void look_for_refunds_apart(State& s) {
  if (all_offer(s.decision, Resolution::original_payment_method)) return;
  for (const LineDecision& d : s.decision.lines) {
    const OfferedResolution* money = find_offer(d, Resolution::original_payment_method);
    if (money != nullptr && money->layer == Layer::statute) s.refund_apart.push_back(d.line);
  }
}

/// Equal in order as well: the money, the way it was paid, is among the first two.
void keep_money_in_sight(std::vector<Offer>& offers) {
  for (std::size_t i = 2; i < offers.size(); ++i) {
    if (offers[i].offered.resolution != Resolution::original_payment_method) continue;
    const auto at = offers.begin() + static_cast<std::ptrdiff_t>(i);
    std::rotate(offers.begin() + 1, at, at + 1);
    return;
  }
}

/// What the items cost to send, as one parcel: the dearest among those whose buyer pays.
OfferedMethod merge(const Decision& decision, const OfferedMethod& first) {
  OfferedMethod out = first;
  for (const LineDecision& d : decision.lines) {
    const OfferedMethod* other = find_offer(d, first.method);
    if (other == nullptr || other->payer != Payer::buyer) continue;
    if (out.payer != Payer::buyer || out.cost < other->cost) out = *other;
  }
  return out;
}

/// What was damaged, wrong or missing can be sent again, and nothing has to come back for that.
void offer_to_send_again(State& s) {
  constexpr std::uint16_t on_the_way = 1u << static_cast<unsigned>(Basis::missing) | 1u << static_cast<unsigned>(Basis::wrong_item) |
                                       1u << static_cast<unsigned>(Basis::damaged_in_transit);
  if (s.topic->topic != Topic::damaged) return;
  Request again = s.request;
  again.kind = CaseKind::reship;
  again.resolution = Resolution::reship;
  for (const RequestItem& item : again.items) {
    if ((on_the_way >> static_cast<unsigned>(find_reason(item.reason)->basis) & 1u) == 0) return;
  }
  for (const Offer& each : s.offers) {
    if (each.offered.resolution == Resolution::reship) return;
  }
  Problems problems;
  s.instead = evaluate(s.world, &again, problems);
  Quote q = quote(s.world, s.instead, again, problems);
  if (problems.ok()) s.offers.push_back({merge(s.instead, *find_offer(s.instead.lines.front(), Resolution::reship)), std::move(q), CaseKind::reship});
}

/// What goes with another solution, or with another kind of case, is not part of this request.
void leave_out_the_rest(State& s) {
  for (RequestItem& item : s.request.items) {
    if (s.answers.resolution != Resolution::exchange) item.exchange_for.reset();
    if (!asks_price(s)) item.observed_price.reset();
  }
}

std::string_view mixed_fix(const State& s) {
  return s.decision.lines.size() > 1 ? "send some items in a request of their own" : "ask a person";
}

}  // namespace

void find_offers(State& s) {
  Problems& errors = errors_of(s, StepId::resolution);
  look_for_refunds_apart(s);
  Problems failures;
  for (const OfferedResolution& each : s.decision.lines.front().resolutions) {
    if (!all_offer(s.decision, each.resolution)) continue;
    Problems problems;
    std::optional<Quote> q = quote_of(s, each.resolution, problems);
    if (q) s.offers.push_back({merge(s.decision, each), std::move(*q), s.topic->kind});
    for (const Problem& problem : problems.errors())
      failures.error(problem.code, "/resolution", problem.message, problem.fix);
  }
  offer_to_send_again(s);
  keep_money_in_sight(s.offers);
  if (s.offers.empty()) {
    for (const Problem& problem : failures.errors())
      errors.error(problem.code, problem.pointer, problem.message, problem.fix);
    if (failures.ok())
      errors.error("no_common_resolution", "/resolution", "the items have no solution in common",
                   std::string(mixed_fix(s)));
  }
}

void take_offer(State& s) {
  Problems& errors = errors_of(s, StepId::resolution);
  if (s.offers.empty()) return;
  if (s.answers.resolution) {
    const bool offered = std::any_of(s.offers.begin(), s.offers.end(),
                                     [&](const Offer& o) { return o.offered.resolution == *s.answers.resolution; });
    if (!offered) {
      s.dropped.push_back({"/resolution", "not_offered"});
      s.answers.resolution.reset();
    }
  }
  const auto chosen = [&](Resolution r) { return std::find_if(s.offers.begin(), s.offers.end(), [&](const Offer& o) { return o.offered.resolution == r; }); };
  if (s.topic->wants && !s.answers.resolution && chosen(*s.topic->wants) != s.offers.end()) s.answers.resolution = s.topic->wants;
  if (s.offers.size() == 1 && s.refund_apart.empty()) {
    s.automatic[static_cast<std::size_t>(StepId::resolution)] = s.offers.front().offered.resolution != Resolution::exchange;
    s.answers.resolution = s.offers.front().offered.resolution;
  }
  s.request.resolution = s.answers.resolution;
  if (!s.answers.resolution) return errors.error("required", "/resolution", "choose how it is solved");
  leave_out_the_rest(s);
  if (*s.answers.resolution == Resolution::exchange) check_exchange(s);
  if (chosen(*s.answers.resolution)->kind == s.request.kind) return;
  s.request.kind = chosen(*s.answers.resolution)->kind;
  std::swap(s.decision, s.instead);
}

void find_ways(State& s) {
  Problems& errors = errors_of(s, StepId::method);
  const Resolution resolution = *s.answers.resolution;
  std::vector<OfferedMethod> methods;
  if (stays_with_buyer(resolution)) {
    methods.push_back({ReturnMethod::keep, Payer::merchant, 0, {}, {}, Layer::merchant});
  } else {
    for (const OfferedMethod& each : s.decision.lines.front().methods) {
      if (all_offer(s.decision, each.method)) methods.push_back(merge(s.decision, each));
    }
  }
  for (OfferedMethod& each : methods) {
    Problems ignored;
    std::optional<Quote> q = try_quote(s, resolution, each.method, ignored);
    if (q) s.ways.push_back({std::move(each), std::move(*q)});
  }
  if (s.ways.empty())
    errors.error("no_common_method", "/method", "the items have no way back in common",
                 std::string(mixed_fix(s)));
}

void take_way(State& s) {
  Problems& errors = errors_of(s, StepId::method);
  if (s.ways.empty()) return;
  if (s.answers.method) {
    const bool offered =
        std::any_of(s.ways.begin(), s.ways.end(), [&](const Way& w) { return w.offered.method == *s.answers.method; });
    if (!offered) {
      s.dropped.push_back({"/method", "not_offered"});
      s.answers.method.reset();
    }
  }
  if (s.ways.size() == 1) {
    s.automatic[static_cast<std::size_t>(StepId::method)] = true;
    s.answers.method = s.ways.front().offered.method;
  }
  s.request.method = s.answers.method;
  if (!s.answers.method) errors.error("required", "/method", "choose how it goes back");
}

void preview(State& s) {
  if (s.request.items.empty()) return;
  for (const LineDecision& d : s.decision.lines) {
    if (refused(d)) return;
  }
  Problems first, second, last;
  s.quote = try_quote(s, s.answers.resolution, s.answers.method, first);
  if (!s.quote && s.answers.method) s.quote = try_quote(s, s.answers.resolution, std::nullopt, second);
  if (!s.quote && s.answers.resolution) s.quote = try_quote(s, std::nullopt, std::nullopt, last);
}

}  // namespace aftersale::asking
