// What the kinds of case that are no return ask of a line, beside what the policies say.
#pragma once

#include "policy/condition.hpp"
#include "aftersale/decision.hpp"

namespace aftersale {

/// Judges a line, which was judged as a return, anew for the kind: units that have not left, a parcel that did not arrive,
/// something sent again, a repair.
void judge_kind(LineDecision& line, const Facts& facts, CaseKind kind);

}  // namespace aftersale
