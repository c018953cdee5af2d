// What would change the answer: computed by judging the hypothetical, never canned.
#pragma once

#include "eligibility/judgement.hpp"

namespace aftersale {

void find_changes(LineDecision& out, const Judgement& judgement, const Facts& facts);

}  // namespace aftersale
