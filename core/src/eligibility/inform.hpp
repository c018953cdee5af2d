// What comes with the law beside a return: duties with the time that they have, burdens of proof, amounts owed. See inform.cpp.
#pragma once

#include "eligibility/judgement.hpp"

namespace aftersale {

/// Adds a finding for each rule that tells something, and for each of the shop's rules that a platform does not allow.
void find_informs(LineDecision& out, const Judgement& judgement, const Facts& facts);

/// How long a stretch of time is, as far as its rule says.
void add_length(Finding& out, const WindowRule& time, const Facts& facts);

/// The last day and the end of a stretch of time, as far as they are known.
void add_end(Finding& out, const WindowState& state, const Facts& facts);

}  // namespace aftersale
