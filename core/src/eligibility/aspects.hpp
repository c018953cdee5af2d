// What a granted return comes with. See aspects.cpp.
#pragma once

#include "eligibility/judgement.hpp"

namespace aftersale {

/// A finding of a rule, with the rule's own words and source.
Finding finding(std::string_view code, FindingEffect effect, const Ground& ground, const Rule& rule);
/// The same, put to the others of the line.
void tell(LineDecision& out, std::string_view code, FindingEffect effect, const Ground& ground, const Rule& rule);

/// Fills resolutions, methods, fees, outbound shipping, evidence and approval of a line that is not plainly ineligible.
void find_aspects(LineDecision& out, const Judgement& judgement, const Facts& facts);

/// Says whether what the price falls is paid back now: for any line, since nothing has to be returned for it.
void find_price_protection(LineDecision& out, const Judgement& judgement, const Facts& facts);

/// Takes the clocks of the case over from the policies; the flags say which have been stated already.
void find_terms(CaseTerms& terms, const Judgement& judgement, const Facts& facts, bool& response_set, bool& ship_set, bool& refund_set);

}  // namespace aftersale
