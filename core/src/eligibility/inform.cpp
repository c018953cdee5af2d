#include "eligibility/inform.hpp"
#include "eligibility/aspects.hpp"
#include "json/text.hpp"

#include <algorithm>

namespace aftersale {
namespace {

/// A text of a pack as a parameter: numbers and truths are what they look like.
void add_param(Finding& f, const std::string& name, const std::string& text) {
  std::int64_t number = 0;
  if (text == "true" || text == "false") f.params.emplace_back(name, text == "true");
  else if (parse_integer(text, number)) f.params.emplace_back(name, number);
  else f.params.emplace_back(name, text);
}

void add_amount(Finding& f, const InformRule& body, const LineDecision& out, const Facts& facts) {
  const Order& order = *facts.world->order;
  if (!body.times || facts.line->quantity <= 0) return;
  const Minor price = scale(paid_for(order, *facts.line), std::max<std::int64_t>(1, out.quantity), facts.line->quantity);
  const bool floor = *body.times > 0 && body.currency == order.currency;
  put(f.params, "amount", std::max(price * *body.times, floor ? body.least : 0));
  put(f.params, "currency", order.currency.text());
}

bool has(const Ground& ground, const Facts& facts, Forbidden what) {
  for (const Rule& rule : ground.version->rules) {
    const bool is = what == Forbidden::fee ? std::holds_alternative<FeeRule>(rule.body) : std::holds_alternative<ExtensionRule>(rule.body);
    if (is && applies(rule, facts)) return true;
  }
  return false;
}

}  // namespace

void add_length(Finding& f, const WindowRule& w, const Facts& facts) {
  std::int64_t told = 0;
  if (w.days) put(f.params, "days", *w.days);
  else if (!w.days_fact.empty() && parse_integer(recorded_fact(facts, w.days_fact), told)) put(f.params, "days", told);
  if (w.hours) put(f.params, "hours", *w.hours);
  if (w.months != 0) put(f.params, "months", w.months);
  if (w.then_months != 0) put(f.params, "thenMonths", w.then_months);
  if (w.calendar != Calendar::days) put(f.params, "calendar", to_text(w.calendar));
}

void add_end(Finding& f, const WindowState& state, const Facts& facts) {
  if (!state.dated()) return;
  put(f.params, "lastDay", format(state.last_day));
  put(f.facts, "endsBefore", format(state.end));
  put(f.facts, "zone", facts.world->zone.name);
}

void find_informs(LineDecision& out, const Judgement& j, const Facts& facts) {
  for (const Ground& ground : j.grounds) {
    for (const Rule& rule : ground.version->rules) {
      if (const auto* forbid = std::get_if<ForbidRule>(&rule.body)) {
        const bool found = counts(rule, ground, facts) && std::any_of(j.grounds.begin(), j.grounds.end(), [&](const Ground& g) { return overruled(j, g, forbid->what) && has(g, facts, forbid->what); });
        if (found) out.findings.push_back(finding(forbid->code, FindingEffect::informs, ground, rule));
      }
      const auto* body = std::get_if<InformRule>(&rule.body);
      if (body == nullptr || !counts(rule, ground, facts)) continue;
      const WindowState due = body->has_due ? apply_window(facts, body->due, facts.world->asked()) : WindowState();
      if (body->has_due && due.absent && body->due.from == WindowFrom::notice) continue;      // nobody has asked yet
      Finding f = finding(body->code, FindingEffect::informs, ground, rule);
      for (const auto& param : body->params) add_param(f, param.first, param.second);
      if (body->has_due) {
        add_length(f, body->due, facts);
        add_end(f, due, facts);
      }
      add_amount(f, *body, out, facts);
      out.findings.push_back(std::move(f));
    }
  }
}

}  // namespace aftersale
