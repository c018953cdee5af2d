#include "simulate/replay.hpp"

#include "engine/library.hpp"
#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

/// What was asked, and when.
struct Asked {
  const Request* request;
  Instant at;
  const ReturnCase* own;
};

bool given(const LineDecision& line) { return line.outcome == Outcome::eligible || line.outcome == Outcome::eligible_with_deduction; }

/// The quote of the items that would be given, as one return: in the way that was asked for, else in the first on offer.
std::vector<Minor> refunds(const World& world, const Decision& decision, const Request& request) {
  std::vector<Minor> out(request.items.size(), 0);
  Request granted = request;
  Decision judged = decision;
  granted.items.clear();
  judged.lines.clear();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < request.items.size() && i < decision.lines.size(); ++i) {
    if (!given(decision.lines[i])) continue;
    granted.items.push_back(request.items[i]);
    judged.lines.push_back(decision.lines[i]);
    places.push_back(i);
  }
  if (places.empty()) return out;
  Problems first, second;
  Quote quoted = quote(world, judged, granted, first);
  if (!first.ok()) {
    granted.resolution.reset();
    granted.method.reset();
    quoted = quote(world, judged, granted, second);
    if (!second.ok()) return out;
  }
  // What belongs to the whole, such as the way back, goes with the first item.
  Minor rest = quoted.total;
  for (std::size_t k = 0; k < places.size() && k < quoted.items.size(); ++k) {
    out[places[k]] = quoted.items[k].total;
    rest -= quoted.items[k].total;
  }
  out[places.front()] += rest;
  return out;
}

Side side_of(const LineDecision& line, Minor refund) {
  Side out;
  out.outcome = std::string(to_text(line.outcome));
  if (line.until) out.until = format(line.until->at);
  out.refund = refund;
  return out;
}

struct Judged {
  Decision decision;
  std::vector<Minor> refunds;
};

Judged judge_by(const Replay& how, const std::vector<const Policy*>& policies, const Past& past, const Asked& asked, Problems& problems) {
  World world;
  world.order = &past.order;
  world.now = asked.at;
  world.zone = how.zone;
  for (const ReturnCase& c : past.cases) {
    if (&c != asked.own && !c.events.empty() && c.events.front().at < asked.at) world.cases.push_back(&c);
  }
  std::vector<const Policy*> found = how.packs;
  found.insert(found.end(), policies.begin(), policies.end());
  take_policies(world, found);
  Judged out{evaluate(world, asked.request, problems), {}};
  if (problems.ok()) out.refunds = refunds(world, out.decision, *asked.request);
  return out;
}

/// All that could still come back, for a change of mind.
Request everything(const Past& past, Instant now) {
  World world;
  world.order = &past.order;
  world.now = now;
  const Account account = account_of(world);
  Request out;
  for (std::size_t i = 0; i < past.order.lines.size(); ++i) {
    const Line& line = past.order.lines[i];
    RequestItem item;
    item.line = line.id;
    item.quantity = returnable_units(line, account.lines[i]);
    item.reason = "changed_mind";
    if (item.quantity > 0) out.items.push_back(std::move(item));
  }
  return out;
}

}  // namespace

Past read_past(Value line, Problems& problems) {
  Past out;
  const Value order = line["order"];
  if (!order.is_object()) {
    out.order = read_order(line, problems);
    return out;
  }
  Fields f(line, problems);
  out.order = read_order(f.need("order"), problems);
  for (const Value one : f.array("cases")) out.cases.push_back(read_case(one, problems));
  if (const Value request = f.maybe("request")) out.request = read_request(request, problems);
  if (const Value at = f.maybe("at")) out.at = read_instant(at, problems);
  f.done();
  return out;
}

std::string zone_of(const Order& order) {
  if (!order.time_zone.empty()) return order.time_zone;
  const tables::CountryRow* row = find_country(order.buyer.country);
  return row == nullptr ? "UTC" : std::string(row->zone);
}

void replay(const Replay& how, const Past& past, Report& report, std::vector<Comparison>& changes, Problems& problems) {
  std::vector<Asked> questions;
  for (const ReturnCase& c : past.cases) {
    if (!c.events.empty() && !c.state.request.items.empty()) questions.push_back({&c.state.request, c.events.front().at, &c});
  }
  const Instant moment = past.at.value_or(how.now);
  if (past.request) questions.push_back({&*past.request, moment, nullptr});
  Request all;
  if (past.cases.empty() && !past.request) {
    all = everything(past, moment);
    if (!all.items.empty()) questions.push_back({&all, moment, nullptr});
  }
  for (const Asked& asked : questions) {
    const Judged before = judge_by(how, how.before, past, asked, problems);
    if (!problems.ok()) return;
    const bool same = &how.before == &how.after;
    const Judged after = same ? before : judge_by(how, how.after, past, asked, problems);
    if (!problems.ok()) return;
    report.count_request();
    for (std::size_t i = 0; i < before.decision.lines.size() && i < after.decision.lines.size(); ++i) {
      const LineDecision& line = before.decision.lines[i];
      const Line* sold = past.order.find_line(line.line);
      Comparison item;
      item.order = past.order.id;
      item.line = line.line;
      item.title = line.title;
      item.reason = line.reason;
      item.market = past.order.buyer.country;
      item.currency = std::string(past.order.currency.text());
      if (sold != nullptr) item.product = !sold->product.empty() ? sold->product : !sold->sku.empty() ? sold->sku : sold->title;
      item.before = side_of(line, before.refunds[i]);
      item.after = side_of(after.decision.lines[i], after.refunds[i]);
      report.add(item);
      if (item.changed()) changes.push_back(std::move(item));
    }
  }
}

}  // namespace aftersale::tools
