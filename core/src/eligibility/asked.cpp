// What was asked for against what is on offer.
#include "aftersale/decision.hpp"

#include <algorithm>

namespace aftersale {

void judge_resolution(Decision& decision, Resolution asked) {
  for (LineDecision& line : decision.lines) {
    const bool offered = std::any_of(line.resolutions.begin(), line.resolutions.end(), [asked](const OfferedResolution& o) { return o.resolution == asked; });
    if (line.outcome == Outcome::ineligible || offered) continue;
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
