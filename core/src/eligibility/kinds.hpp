// What the kinds of case that are no return ask of a line, beside what the policies say.
#pragma once

#include "policy/condition.hpp"
#include "aftersale/decision.hpp"

namespace aftersale {

/// Judges a line, which was judged as a return, anew for the kind: units that have not left, a parcel that did not arrive,
/// something sent again, a repair.
void judge_kind(LineDecision& line, const Facts& facts, CaseKind kind);

/// How many of the units that are still free can be asked for in a case of the kind, by where they are.
std::int64_t askable_units(const Order& order, const Line& line, std::int64_t free, CaseKind kind);

}  // namespace aftersale
