#include "lint/checks.hpp"

namespace aftersale::tools {

void check_versions(LintInput& in) {
  const auto& versions = in.policy.versions;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const PolicyVersion& a = versions[j];
      const PolicyVersion& b = versions[i];
      const bool apart = (a.until && b.from && *a.until <= *b.from) || (b.until && a.from && *b.until <= *a.from);
      if (!apart) {
        in.findings.warn("versions_overlap", version_at(i),
                         join({"versions \"", a.version, "\" and \"", b.version, "\" are in force at the same time; the earlier one in the list governs"}),
                         "end one where the other begins");
      }
      if (a.version == b.version) {
        in.findings.warn("same_version", version_at(i), join({"two versions are called \"", b.version, "\", so a finding does not tell which"}),
                         "give each its own name");
      }
    }
  }
}

}  // namespace aftersale::tools
