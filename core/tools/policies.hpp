// Policies that a call brings along or names.
#pragma once

#include "engine/library.hpp"

namespace aftersale::tools {

struct Policies {
  std::vector<const Policy*> all;
  std::vector<std::unique_ptr<Policy>> owned;
};

/// A document, or the name of a loaded one; null with a complaint.
const Policy* add_policy(Value value, const Library& library, Policies& out, Problems& problems);
/// A list of them; nothing when it is missing.
void add_policies(Value list, const Library& library, Policies& out, Problems& problems);

}  // namespace aftersale::tools
