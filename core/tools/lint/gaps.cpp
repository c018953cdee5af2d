// What a shop's policy leaves open: bases that nothing grants, rights without a way to use them.
#include "lint/checks.hpp"

namespace aftersale::tools {
namespace {

template <class Body>
std::uint32_t bases_of(const PolicyVersion& version) {
  std::uint32_t out = 0;
  for (const Rule& rule : version.rules) {
    if (std::holds_alternative<Body>(rule.body)) out |= rule.bases;
  }
  return out & every_basis();
}

/// Offers of the money itself, or of anything.
std::uint32_t offered(const PolicyVersion& version) {
  std::uint32_t out = 0;
  for (const Rule& rule : version.rules) {
    const auto* body = std::get_if<ResolutionsRule>(&rule.body);
    if (body != nullptr && !body->offers.empty()) out |= rule.bases;
  }
  return out & every_basis();
}

}  // namespace

void check_gaps(LintInput& in) {
  for (std::size_t v = 0; v < in.policy.versions.size(); ++v) {
    const PolicyVersion& version = in.policy.versions[v];
    const std::uint32_t windows = bases_of<WindowRule>(version);
    if (windows == 0 && in.policy.promise == nullptr) {       // a promise may add to what others grant, without a window of its own
      in.findings.warn("no_window", version_at(v), "no rule of this version gives a window, so it grants nothing", "add a rule with a \"window\"");
      continue;
    }
    if (in.policy.layer != Layer::merchant) continue;
    if (const std::uint32_t missing = every_basis() & ~windows; missing != 0) {
      in.findings.note("basis_without_window", version_at(v), join({"nothing of this version grants a return for: ", basis_list(missing)}),
                       "add a window for them, if the law of your markets is not all that you want to give");
    }
    if (const std::uint32_t open = windows & ~offered(version); open != 0) {
      in.findings.note("no_resolution", version_at(v),
                       join({"what the buyer gets is not said for: ", basis_list(open), "; money, the way it was paid, is meant then"}),
                       "add a rule with \"resolutions\"");
    }
    if (const std::uint32_t open = windows & ~bases_of<MethodRule>(version); open != 0) {
      in.findings.note("no_method", version_at(v),
                       join({"how goods go back is not said for: ", basis_list(open), "; a parcel that the buyer sends without a label is meant then"}),
                       "add a rule with a \"method\"");
    }
  }
}

}  // namespace aftersale::tools
