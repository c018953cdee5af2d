#include "eligibility/aspects.hpp"
#include "eligibility/changes.hpp"
#include "eligibility/inform.hpp"
#include "eligibility/kinds.hpp"
#include "json/text.hpp"
#include "model/reasons.hpp"
#include "policy/promise.hpp"

#include <algorithm>

namespace aftersale {
namespace {

std::string_view grant_code(const Ground& ground, const WindowRule& window, std::string& buffer) {
  switch (ground.policy->layer) {
    case Layer::statute:
      buffer = "statutory_" + (window.right.empty() ? std::string("right") : window.right);
      return buffer;
    case Layer::live_promise: return "live_promise";
    case Layer::platform: return "platform_window";
    case Layer::merchant: return "merchant_window";
    case Layer::goodwill: return "goodwill";
  }
  return "merchant_window";
}

void add_start(Finding& f, const WindowState& state, const Facts& facts) {
  const auto& w = std::get<WindowRule>(state.rule->body);
  put(f.facts, "from", to_text(w.from));
  add_length(f, w, facts);
  if (!w.right.empty()) put(f.params, "right", w.right);
  if (state.kind == WindowState::Kind::not_dispatched || state.start.kind == Start::Kind::not_dispatched) return;
  const char* name = state.start.kind == Start::Kind::known ? "startedAt" : "startedAtEarliest";
  put(f.facts, name, format(state.start.at));
  if (state.start.kind == Start::Kind::estimated) put(f.facts, "startedAtLatest", format(state.start.latest));
  for (const std::string& fact : w.facts) {
    if (!recorded_fact(facts, fact).empty()) put(f.facts, fact, recorded_fact(facts, fact));
  }
  if (state.unlimited) return;
  add_end(f, state, facts);
  if (w.first_day != FirstDay::excluded) put(f.facts, "firstDay", to_text(w.first_day));
  if (state.extended) put_flag(f.params, "extended", true);
  if (state.rolled) put_flag(f.params, "rolled", true);
  if (state.paused) put_flag(f.params, "paused", true);
}

/// A reading that comes to the same as the firm one need not be told.
bool same_reading(const Ground& ground, const WindowState& state) {
  if (state.rule->confidence != "arguable") return false;
  const auto right = [](const WindowState& s) -> const std::string& { return std::get<WindowRule>(s.rule->body).right; };
  for (const WindowState& firm : ground.windows) {
    if (firm.rule->confidence == "arguable" || firm.kind != state.kind || right(firm) != right(state)) continue;
    if (state.kind == WindowState::Kind::closed || (firm.unlimited == state.unlimited && firm.last_day == state.last_day)) return true;
  }
  return false;
}

void explain_window(LineDecision& out, const Ground& ground, const WindowState& state, const Facts& facts) {
  if (same_reading(ground, state)) return;
  const auto& w = std::get<WindowRule>(state.rule->body);
  std::string buffer;
  std::string code;
  FindingEffect effect = FindingEffect::informs;
  switch (state.kind) {
    case WindowState::Kind::open:
      code = std::string(grant_code(ground, w, buffer));
      effect = state.excluded ? FindingEffect::informs : !state.doubted ? FindingEffect::grants : out.outcome == Outcome::manual_review ? FindingEffect::reviews : FindingEffect::informs;
      if (ground.unproven) code = "promise_unconfirmed";
      break;
    case WindowState::Kind::closed: code = "window_closed"; effect = FindingEffect::refuses; break;
    case WindowState::Kind::uncertain:
      code = "delivery_unknown";
      if (!state.excluded) effect = FindingEffect::reviews;
      break;
    case WindowState::Kind::not_dispatched: code = "not_dispatched"; effect = FindingEffect::refuses; break;
  }
  Finding f = finding(code, effect, ground, *state.rule);
  add_start(f, state, facts);
  if (state.kind == WindowState::Kind::closed) {
    const std::int32_t today = local_date(facts.world->zone, facts.world->now).days;
    put(f.params, "daysAgo", static_cast<std::int64_t>(today - state.last_day.days));
  }
  out.findings.push_back(std::move(f));
  if (state.kind == WindowState::Kind::open && state.start.kind != Start::Kind::known && !state.unlimited) {
    Finding g = finding("delivery_unknown", FindingEffect::informs, ground, *state.rule);
    put_flag(g.params, "estimated", state.start.kind == Start::Kind::estimated);
    out.findings.push_back(std::move(g));
  }
}

/// A promise whose window does not tell of it is told by its first rule. What it would take away is void.
void explain_promise(LineDecision& out, const Ground& ground, const Facts& facts) {
  for (const WindowState& state : ground.windows) {
    if (state.kind == WindowState::Kind::open || state.kind == WindowState::Kind::closed) return;
  }
  for (const Rule& rule : ground.version->rules) {
    if (!applies(rule, facts)) continue;
    const bool takes = ground.windows.empty() && std::holds_alternative<ExcludeRule>(rule.body);
    tell(out, takes ? "promise_void" : ground.unproven ? "promise_unconfirmed" : "live_promise", FindingEffect::informs, ground, rule);
    return;
  }
}

/// To one who is refused: promises of the same room that were made for others.
void explain_missed(LineDecision& out, const Facts& facts) {
  for (const Policy* policy : facts.world->policies) {
    if (!policy->promise) continue;
    const PromiseScope scope = scope_of(*policy->promise, *facts.world->order, *facts.line);
    if (scope == PromiseScope::binds || scope == PromiseScope::elsewhere) continue;
    Ground ground;
    ground.policy = policy;
    ground.version = &policy->versions.front();
    const char* code = scope == PromiseScope::placed_before  ? "promise_came_later"
                       : scope == PromiseScope::placed_after ? "promise_ended"
                                                             : "promise_other_product";
    tell(out, code, FindingEffect::informs, ground, ground.version->rules.front());
  }
}

bool statutory(const Judgement& j) {
  return std::any_of(j.grounds.begin(), j.grounds.end(), [](const Ground& g) { return g.grants && g.policy->layer == Layer::statute; });
}

void explain(LineDecision& out, const Judgement& j, const Facts& facts) {
  for (const Ground& ground : j.grounds) {
    if (ground.policy->promise) explain_promise(out, ground, facts);
    for (const WindowState& state : ground.windows) explain_window(out, ground, state, facts);
    for (const Rule* rule : ground.exclusions) {
      if (ground.policy->promise && ground.windows.empty()) break;       // told as void
      const auto& exclude = std::get<ExcludeRule>(rule->body);
      // What the law grants no promise, platform or shop can take away.
      const bool idle = ground.policy->layer != Layer::statute && j.best_ground != nullptr && statutory(j);
      Finding f = finding(exclude.code, rule->confidence == "arguable" ? FindingEffect::reviews : FindingEffect::refuses, ground, *rule);
      if (idle) put_flag(f.params, "void", true);
      WindowState since;
      if (!rule->periods.empty() && in_periods(*rule, facts, &since)) add_end(f, since, facts);
      out.findings.push_back(std::move(f));
    }
    for (const Rule* rule : ground.unconfirmed) {
      Finding f = finding("confirmation_missing", FindingEffect::informs, ground, *rule);
      put(f.params, "exclusion", std::get<ExcludeRule>(rule->body).code);
      out.findings.push_back(std::move(f));
    }
  }
  if (j.deduction != nullptr && j.outcome == Outcome::eligible_with_deduction) {
    Finding f = finding(std::get<DeductionRule>(j.deduction->body).code, FindingEffect::deducts, *j.deduction_ground, *j.deduction);
    put(f.params, "maxBasisPoints", j.deduction_max);
    out.findings.push_back(std::move(f));
  }
}

/// A finding that no policy's rule gives: the order's own facts.
Finding plain(std::string_view code, FindingEffect effect) {
  Finding f;
  f.code = std::string(code);
  f.effect = effect;
  f.policy = f.version = f.rule = "order";
  return f;
}

void set_until(LineDecision& out, const Judgement& j) {
  if (j.best == nullptr || j.best->unlimited) return;
  Until until;
  until.at = j.best->latest_end;
  until.earliest = j.best->end;
  until.date = j.best->last_day;
  until.estimated = j.best->start.kind != Start::Kind::known;
  if (j.best->start.kind == Start::Kind::at_earliest) until.at = j.best->end;
  until.rule = j.best->rule->id;
  until.layer = j.best_ground->policy->layer;
  out.until = until;
}

/// What stands against the line whatever any policy says. True when it ends the matter.
bool blocked(LineDecision& out, const World& world) {
  if (world.order->status == OrderStatus::canceled) {
    out.findings.push_back(plain("order_canceled", FindingEffect::refuses));
    return true;
  }
  if (out.returnable <= 0) {
    out.findings.push_back(plain("already_returned", FindingEffect::refuses));
    return true;
  }
  if (out.quantity > out.returnable) {
    Finding f = plain("exceeds_returnable", FindingEffect::refuses);
    put(f.params, "asked", out.quantity);
    put(f.params, "returnable", out.returnable);
    out.findings.push_back(std::move(f));
    return true;
  }
  return false;
}

struct Clocks { bool response = false, ship = false, refund = false; };

LineDecision decide(const World& world, const Line& line, const Account::LineTaken& taken, const RequestItem* item, CaseKind kind, CaseTerms& terms, Clocks& clocks) {
  LineDecision out;
  out.line = line.id;
  out.title = line.title;
  out.returnable = returnable_units(line, taken);
  out.quantity = item != nullptr && item->quantity > 0 ? item->quantity : out.returnable;
  out.reason = item != nullptr && !item->reason.empty() ? item->reason : "changed_mind";
  const tables::ReasonRow* row = find_reason(out.reason);
  const Facts facts{&world, &line, item, out.reason, row == nullptr ? Basis::customer_remorse : row->basis};
  out.basis = facts.basis;
  const Judgement j = judge(facts);
  const bool stopped = blocked(out, world);
  out.outcome = stopped ? Outcome::ineligible : j.outcome;
  explain(out, j, facts);
  find_informs(out, j, facts);
  if (out.outcome == Outcome::ineligible) explain_missed(out, facts);
  if (world.statute_missing) out.findings.push_back(plain("no_statute_pack", FindingEffect::informs));
  if (!world.order->buyer.consumer) out.findings.push_back(plain("business_buyer", FindingEffect::informs));
  if (out.outcome != Outcome::ineligible) {
    set_until(out, j);
    for (const Ground& ground : j.grounds) {
      if (!ground.grants || ground.policy->layer != Layer::statute) continue;
      for (const WindowState& state : ground.windows) {
        if (state.grants() && out.right.empty()) out.right = std::get<WindowRule>(state.rule->body).right;
      }
    }
    find_aspects(out, j, facts);
    find_terms(terms, j, facts, clocks.response, clocks.ship, clocks.refund);
  }
  if (!stopped) find_price_protection(out, j, facts);
  if (kind != CaseKind::return_ && !stopped) {
    judge_kind(out, facts, kind);
    if (out.outcome != Outcome::ineligible && j.outcome == Outcome::ineligible) find_terms(terms, j, facts, clocks.response, clocks.ship, clocks.refund);
  }
  find_changes(out, j, facts);
  return out;
}

}  // namespace

Outcome worst_of(const std::vector<LineDecision>& lines) {
  // The whole is as good as its worst line; an order without lines has nothing to return.
  Outcome worst = lines.empty() ? Outcome::ineligible : Outcome::eligible;
  const auto rank = [](Outcome o) { return o == Outcome::eligible ? 0 : o == Outcome::eligible_with_deduction ? 1 : o == Outcome::manual_review ? 2 : 3; };
  for (const LineDecision& line : lines) {
    if (rank(line.outcome) > rank(worst)) worst = line.outcome;
  }
  return worst;
}

const LineDecision* Decision::find(std::string_view id) const {
  for (const LineDecision& d : lines) {
    if (d.line == id) return &d;
  }
  return nullptr;
}

Decision evaluate(const World& world, const Request* request, Problems& problems) {
  Decision decision;
  decision.order = world.order->id;
  decision.now = world.now;
  decision.zone = world.zone.name;
  decision.currency = world.order->currency;
  const Account account = account_of(world);
  Clocks clocks;
  if (request == nullptr) {
    for (std::size_t i = 0; i < world.order->lines.size(); ++i) {
      decision.lines.push_back(decide(world, world.order->lines[i], account.lines[i], nullptr, CaseKind::return_, decision.terms, clocks));
    }
    decision.outcome = worst_of(decision.lines);
    return decision;
  }
  for (std::size_t k = 0; k < request->items.size(); ++k) {
    const RequestItem& item = request->items[k];
    const std::string pointer = join({"/request/items/", integer_text(static_cast<std::int64_t>(k))});
    const Line* line = world.order->find_line(item.line);
    if (line == nullptr) {
      problems.error("unknown_line", join({pointer, "/line"}), join({"no line of the order has the id \"", item.line, "\""}), "use the id of one of the order's lines");
      continue;
    }
    if (!item.reason.empty() && find_reason(item.reason) == nullptr) {
      const std::string_view near = nearest(item.reason, reason_codes());
      problems.error("unknown_reason", join({pointer, "/reason"}), join({"\"", item.reason, "\" is no reason code"}),
                     near.empty() ? "see the reasons in `describe`" : join({"did you mean \"", near, "\"?"}));
      continue;
    }
    const auto index = static_cast<std::size_t>(line - world.order->lines.data());
    decision.lines.push_back(decide(world, *line, account.lines[index], &item, request->kind, decision.terms, clocks));
  }
  decision.outcome = worst_of(decision.lines);
  return decision;
}

CaseTerms case_terms(const World& world) {
  CaseTerms terms;
  if (world.order->lines.empty()) return terms;
  Clocks clocks;
  const Facts facts{&world, &world.order->lines.front(), nullptr, "changed_mind", Basis::customer_remorse};
  find_terms(terms, judge(facts), facts, clocks.response, clocks.ship, clocks.refund);
  return terms;
}

}  // namespace aftersale
