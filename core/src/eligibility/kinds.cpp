#include "eligibility/kinds.hpp"

#include <algorithm>
#include <span>

namespace aftersale {
namespace {

using R = Resolution;

/// What must be true of the units.
enum class Where : std::uint8_t { not_dispatched, dispatched, anywhere, as_returned };

struct KindRules {
  CaseKind kind;
  Where where;
  Outcome outcome;                   // where the units are where they have to be
  std::string_view code;             // of the finding that says so
  std::span<const Resolution> resolutions;
};

constexpr R money[] = {R::original_payment_method};
constexpr R money_or_goods[] = {R::original_payment_method, R::reship};
constexpr R goods[] = {R::reship};
constexpr R mending[] = {R::repair, R::replacement};

constexpr KindRules rows[] = {
    {CaseKind::refund_before_dispatch, Where::not_dispatched, Outcome::eligible, "not_dispatched_yet", money},
    {CaseKind::not_received, Where::dispatched, Outcome::manual_review, "parcel_is_searched", money_or_goods},
    {CaseKind::reship, Where::anywhere, Outcome::manual_review, "shop_looks_first", goods},
    {CaseKind::repair, Where::as_returned, Outcome::eligible, {}, mending},
};

std::int64_t dispatched_units(const Order& order, std::string_view line) {
  std::int64_t units = 0;
  for (const Shipment& s : order.shipments) {
    if (s.status != ShipmentStatus::shipped && s.status != ShipmentStatus::delivered) continue;
    for (const ShipmentLine& l : s.lines) units += l.line == line ? l.quantity : 0;
  }
  return units;
}

void add(LineDecision& line, std::string_view code, FindingEffect effect, std::int64_t units) {
  Finding f;
  f.code = std::string(code);
  f.effect = effect;
  f.policy = f.version = f.rule = "order";
  put(f.params, "units", units);
  line.findings.push_back(std::move(f));
}

/// The units are where the kind needs them; says so either way.
bool in_place(LineDecision& line, const Facts& facts, const KindRules& row) {
  const std::int64_t gone = std::min(dispatched_units(*facts.world->order, line.line), facts.line->quantity);
  const std::int64_t here = std::max<std::int64_t>(0, line.returnable - gone);
  if (row.where == Where::not_dispatched && line.quantity > here) {
    add(line, "dispatched_already", FindingEffect::refuses, gone);
    return false;
  }
  if (row.where == Where::dispatched && line.quantity > gone) {
    add(line, "not_dispatched", FindingEffect::refuses, here);
    line.changes.push_back({"cancel_instead", {}});
    return false;
  }
  add(line, row.code, row.outcome == Outcome::eligible ? FindingEffect::grants : FindingEffect::reviews, line.quantity);
  return true;
}

/// Only what the kind is about stays on offer; where the policies offer none of it, the kind does.
void keep_resolutions(LineDecision& line, const KindRules& row, bool must) {
  std::vector<OfferedResolution> kept;
  for (const OfferedResolution& o : line.resolutions) {
    if (std::find(row.resolutions.begin(), row.resolutions.end(), o.resolution) != row.resolutions.end()) kept.push_back(o);
  }
  line.resolutions = std::move(kept);
  if (!must) return;
  for (const Resolution r : row.resolutions) {
    const bool there = std::any_of(line.resolutions.begin(), line.resolutions.end(), [r](const OfferedResolution& o) { return o.resolution == r; });
    if (!there) line.resolutions.push_back({r, "order", Layer::merchant, 0, false});
  }
}

/// Units that the buyer keeps at a price that has fallen since.
void judge_price(LineDecision& line) {
  line.findings.erase(std::remove_if(line.findings.begin(), line.findings.end(), [](const Finding& f) { return f.effect != FindingEffect::informs; }), line.findings.end());
  line.resolutions.clear();
  line.fees.clear();
  line.methods.assign(1, {ReturnMethod::keep, Payer::merchant, 0, {}, "order", Layer::merchant});
  line.outcome = line.price_protection ? Outcome::eligible : Outcome::ineligible;
  if (line.price_protection) line.resolutions.push_back(*line.price_protection);
  add(line, line.price_protection ? "price_protected" : "no_price_protection", line.price_protection ? FindingEffect::grants : FindingEffect::refuses, line.quantity);
}

}  // namespace

std::int64_t askable_units(const Order& order, const Line& line, std::int64_t free, CaseKind kind) {
  const std::int64_t gone = std::min(dispatched_units(order, line.id), line.quantity);
  for (const KindRules& row : rows) {
    if (row.kind != kind) continue;
    if (row.where == Where::not_dispatched) return std::max<std::int64_t>(0, free - gone);
    if (row.where == Where::dispatched) return std::min(free, gone);
  }
  return free;
}

void judge_kind(LineDecision& line, const Facts& facts, CaseKind kind) {
  if (kind == CaseKind::price_protection) return judge_price(line);
  for (const KindRules& row : rows) {
    if (row.kind != kind) continue;
    if (row.where == Where::as_returned) {
      // A guarantee is judged like a return; what it gives is that the goods are put right.
      if (line.outcome == Outcome::ineligible) return;
      keep_resolutions(line, row, true);
      line.methods.push_back({ReturnMethod::at_home, Payer::merchant, 0, {}, "order", Layer::merchant});
      return;
    }
    // Windows and exclusions are about goods that the buyer has. These he has not.
    line.findings.erase(std::remove_if(line.findings.begin(), line.findings.end(), [](const Finding& f) { return f.effect != FindingEffect::informs; }), line.findings.end());
    line.until.reset();
    line.fees.clear();
    line.right.clear();
    line.outcome = in_place(line, facts, row) ? row.outcome : Outcome::ineligible;
    if (line.outcome == Outcome::ineligible) return;
    keep_resolutions(line, row, true);
    line.methods.assign(1, {ReturnMethod::keep, Payer::merchant, 0, {}, "order", Layer::merchant});
    line.outbound = "all";
    line.outbound_rule = "order";
    line.outbound_only_when_all = true;
    line.automatic_approval = line.automatic_approval && row.outcome == Outcome::eligible;
    return;
  }
}

}  // namespace aftersale
