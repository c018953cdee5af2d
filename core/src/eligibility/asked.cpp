// What was asked for against what is on offer.
#include "aftersale/decision.hpp"

#include <algorithm>

namespace aftersale {

namespace {

/// A price that has fallen is paid back without any return, so neither a window nor an exclusion has a say.
void judge_price_adjustment(Decision& decision) {
  for (LineDecision& line : decision.lines) {
    if (line.price_protection) line.outcome = Outcome::eligible;
  }
  decision.outcome = worst_of(decision.lines);
}

}  // namespace

void judge_resolution(Decision& decision, Resolution asked) {
  const bool adjusts = asked == Resolution::price_adjustment;
  if (adjusts) judge_price_adjustment(decision);
  for (LineDecision& line : decision.lines) {
    const bool offered = std::any_of(line.resolutions.begin(), line.resolutions.end(), [asked](const OfferedResolution& o) { return o.resolution == asked; });
    if (line.outcome == Outcome::ineligible || (adjusts ? line.price_protection.has_value() : offered)) continue;
    Finding f;
    f.code = "resolution_not_offered";
    f.effect = FindingEffect::refuses;
    f.policy = f.version = f.rule = "order";
    f.params.emplace_back("resolution", to_text(asked));
    line.findings.push_back(std::move(f));
    for (const OfferedResolution& o : line.resolutions) line.changes.push_back({"another_resolution", {Param("resolution", to_text(o.resolution))}});
    line.outcome = decision.outcome = Outcome::ineligible;
  }
}

}  // namespace aftersale
