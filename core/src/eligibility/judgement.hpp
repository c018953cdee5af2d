// What each policy says to one line and one reason, before it is put into findings. Hypothetical requests ("what would
// change it") are judged by the same function.
#pragma once

#include "eligibility/window.hpp"
#include "policy/condition.hpp"

namespace aftersale {

/// One policy in one version: the ground on which something is granted or refused.
struct Ground {
  const Policy* policy = nullptr;
  const PolicyVersion* version = nullptr;
  std::vector<WindowState> windows;
  std::vector<const Rule*> exclusions;      // in force here
  std::vector<const Rule*> unconfirmed;     // exclusions that lack the buyer's confirmation when buying
  bool grants = false;                      // an open window, not excluded
  bool unproven = false;                    // a promise whose record does not count by itself
  bool adds = false;                        // a promise without a window for this reason: it betters what others grant
  bool doubtful = false;                    // open or excluded only by an arguable rule, or the delivery is unknown
};

struct Judgement {
  Outcome outcome = Outcome::ineligible;
  std::vector<Ground> grounds;
  const WindowState* best = nullptr;        // the open window that ends last
  const Ground* best_ground = nullptr;
  std::int64_t deduction_max = 0;
  const Rule* deduction = nullptr;
  const Ground* deduction_ground = nullptr;
  std::int64_t inspection_max = 0;          // what may be kept if the inspection finds what a deduction asks for
  std::uint32_t forbidden = 0;              // bit per Forbidden: what the shop's own policy may not say
};

/// True when the rule speaks of this reason and its condition holds.
bool applies(const Rule& rule, const Facts& facts);
/// The same for a rule of this ground, whose `forRight` must be open too.
bool counts(const Rule& rule, const Ground& ground, const Facts& facts);
Judgement judge(const Facts& facts);
/// Whether a rule stands in a policy that a platform's rule overrules here.
bool overruled(const Judgement& judgement, const Ground& ground, Forbidden what);

}  // namespace aftersale
