#include "lint/findings.hpp"

#include <algorithm>

namespace aftersale::tools {

void Findings::add(Severity severity, std::string_view code, std::string pointer, std::string message, std::string fix) {
  if (entries_.size() >= limit) {
    ++left_out_;
    return;
  }
  entries_.push_back({severity, {std::string(code), std::move(pointer), std::move(message), std::move(fix)}});
}

void Findings::take(const Problems& problems) {
  for (const Problem& p : problems.errors()) add(Severity::error, p.code, p.pointer, p.message, p.fix);
}

void Findings::write(Writer& out) const {
  const auto one = [&](Severity severity, const Problem& p) {
    out.begin_object().field("code", p.code).maybe("fix", p.fix).field("message", p.message).field("pointer", p.pointer);
    out.field("severity", to_text(severity)).end_object();
  };
  out.begin_array();
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    for (const Entry& entry : entries_) {
      if (entry.severity == severity) one(severity, entry.problem);
    }
  }
  if (left_out_ != 0) {
    one(Severity::note, {"more_findings", "", join({number_text(static_cast<std::int64_t>(left_out_)), " more findings are not listed"}), "mend these first"});
  }
  out.end_array();
}

bool Findings::valid() const {
  return std::none_of(entries_.begin(), entries_.end(), [](const Entry& e) { return e.severity == Severity::error; });
}

std::string number_text(std::int64_t value) { return integer_text(value); }
std::string version_at(std::size_t version) { return join({"/policy/versions/", number_text(static_cast<std::int64_t>(version))}); }

std::string rule_at(std::size_t version, std::size_t rule, std::string_view member) {
  std::string pointer = join({version_at(version), "/rules/", number_text(static_cast<std::int64_t>(rule))});
  if (!member.empty()) append_pointer(pointer, member);
  return pointer;
}

namespace {

struct BodyName {
  std::string_view operator()(const WindowRule&) const { return "window"; }
  std::string_view operator()(const ExtensionRule&) const { return "extension"; }
  std::string_view operator()(const ExcludeRule&) const { return "exclude"; }
  std::string_view operator()(const ResolutionsRule&) const { return "resolutions"; }
  std::string_view operator()(const FeeRule&) const { return "fee"; }
  std::string_view operator()(const DeductionRule&) const { return "deduction"; }
  std::string_view operator()(const MethodRule&) const { return "method"; }
  std::string_view operator()(const FreightRule&) const { return "freight"; }
  std::string_view operator()(const OutboundRule&) const { return "outboundShipping"; }
  std::string_view operator()(const EvidenceRule&) const { return "evidence"; }
  std::string_view operator()(const ApprovalRule&) const { return "approval"; }
  std::string_view operator()(const RefundTimeRule&) const { return "refund"; }
  std::string_view operator()(const ResponseRule&) const { return "response"; }
  std::string_view operator()(const ShipBackRule&) const { return "shipBack"; }
  std::string_view operator()(const LimitRule&) const { return "limit"; }
  std::string_view operator()(const PromotionRule&) const { return "promotion"; }
  std::string_view operator()(const InformRule&) const { return "inform"; }
  std::string_view operator()(const ForbidRule&) const { return "forbid"; }
  /// Kinds that lint has nothing to say about.
  template <class Other>
  std::string_view operator()(const Other&) const {
    return {};
  }
};

}  // namespace

std::string_view body_name(const Rule& rule) { return std::visit(BodyName(), rule.body); }

std::uint32_t every_basis() { return (1u << enum_texts<Basis>.size()) - 1; }

std::string basis_list(std::uint32_t bases) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < enum_texts<Basis>.size(); ++i) {
    if ((bases & (1u << i)) != 0) names.push_back(enum_texts<Basis>[i]);
  }
  return short_list(names, names.size());
}

std::string short_list(const std::vector<std::string_view>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) {
    if (i != 0) out += ", ";
    out += names[i];
  }
  if (names.size() > most) out += join({" and ", number_text(static_cast<std::int64_t>(names.size() - most)), " more"});
  return out;
}

}  // namespace aftersale::tools
