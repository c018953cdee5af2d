// What of a decision a case keeps, so that its events alone are enough for all that follows: inspection in two weeks must
// settle by the rules that the buyer was told, whatever policies say then.
#pragma once

#include "aftersale/return_case.hpp"

namespace aftersale::lifecycle {

/// Writes the members `decision`, `policies` and `terms` into an open object. Of the offers only those that `quote` uses
/// are kept.
void write_summary(Writer& out, const Decision& decision, const Quote& quote);
/// Reads them back from the event's data.
Decision read_summary(Value data, const Quote& quote, Problems& problems);

/// The clocks alone, of a case that asks for nothing of its order.
void write_terms(Writer& out, const CaseTerms& terms);
void read_terms(Value value, CaseTerms& terms, Problems& problems);

}  // namespace aftersale::lifecycle
