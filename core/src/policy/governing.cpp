#include "aftersale/policy.hpp"

namespace aftersale {

const PolicyVersion* governing_version(const Policy& policy, Instant placed) {
  for (const PolicyVersion& v : policy.versions) {
    if ((!v.from || *v.from <= placed) && (!v.until || placed < *v.until)) return &v;
  }
  return nullptr;
}

std::vector<const PolicyVersion*> versions_that_count(const Policy& policy, Instant placed, Instant now) {
  std::vector<const PolicyVersion*> out;
  if (const PolicyVersion* first = governing_version(policy, placed)) out.push_back(first);
  if (policy.layer == Layer::live_promise) return out;
  for (const PolicyVersion& v : policy.versions) {
    if (v.from && placed < *v.from && *v.from <= now) out.push_back(&v);
  }
  return out;
}

}  // namespace aftersale
