#include "policies.hpp"

namespace aftersale::tools {

const Policy* add_policy(Value value, const Library& library, Policies& out, Problems& problems) {
  const Policy* found = nullptr;
  if (value.is_string()) {
    found = library.policy(value.text());
    if (found == nullptr) {
      problems.error("not_loaded", value.pointer(), join({"no policy is loaded under \"", value.text(), "\""}), "load it first, or give the document itself");
    }
  } else {
    out.owned.push_back(std::make_unique<Policy>(read_policy(value, problems)));
    found = out.owned.back().get();
  }
  if (found != nullptr) out.all.push_back(found);
  return found;
}

void add_policies(Value list, const Library& library, Policies& out, Problems& problems) {
  if (list.present() && !list.is_array()) return expected(problems, list, "an array");
  for (const Value item : list) add_policy(item, library, out, problems);
}

}  // namespace aftersale::tools
