// Parts of a decision as they stand on the wire, for rooms that show them in documents of their own.
#pragma once

#include "aftersale/decision.hpp"

namespace aftersale {

/// Each writes a member of the open object: `findings`, `changes`, `until`, `source`.
void write_findings(Writer& out, const std::vector<Finding>& findings);
void write_changes(Writer& out, const std::vector<Change>& changes);
void write_until(Writer& out, const Until& until, const std::string& zone);
/// Only when it has a title.
void write_source(Writer& out, const Source& source);

}  // namespace aftersale
