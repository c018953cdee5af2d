// May this be returned, until when, why or why not, and what would change it. Shapes: docs/wire.md, "Decision".
#pragma once

#include "aftersale/world.hpp"

#include <string>
#include <vector>

namespace aftersale {

/// A named value that a sentence needs: text, integer or boolean.
struct Param {
  enum class Kind : std::uint8_t { text, integer, boolean } kind = Kind::text;
  std::string name;
  std::string text;
  std::int64_t number = 0;
  Param(std::string_view n, std::string_view t) : name(n), text(t) {}
  Param(std::string_view n, const std::string& t) : name(n), text(t) {}
  Param(std::string_view n, const char* t) : name(n), text(t) {}
  Param(std::string_view n, std::int64_t v) : kind(Kind::integer), name(n), number(v) {}
  Param(std::string_view n, int v) : kind(Kind::integer), name(n), number(v) {}
  Param(std::string_view n, bool v) : kind(Kind::boolean), name(n), number(v ? 1 : 0) {}
};
using Params = std::vector<Param>;
// Functions instead of emplace_back, which would be made anew for every length of a name.
void put(Params& params, std::string_view name, std::string_view text);
void put(Params& params, std::string_view name, std::int64_t number);
void put_flag(Params& params, std::string_view name, bool truth);
void write_params(Writer& out, const char* name, const Params& params);

struct Finding {
  std::string code;
  FindingEffect effect = FindingEffect::informs;
  Layer layer = Layer::merchant;
  std::string policy, version, rule;
  Params params, facts;
  Source source;
  std::string confidence;
};

struct Change { std::string code; Params params; };

/// The last moment to ask. `at` is exclusive: the first instant at which it is too late.
struct Until {
  Instant at{};
  CivilDate date{};
  bool estimated = false;
  Instant earliest{};        // for an estimate: the earliest end
  std::string rule;
  Layer layer = Layer::merchant;
};

struct OfferedResolution { Resolution resolution; std::string rule; Layer layer; std::int64_t bonus_basis_points = 0; bool recommended = false; };
struct OfferedMethod { ReturnMethod method; Payer payer; Minor cost = 0; std::string label, rule; Layer layer; };
struct AskedEvidence { EvidenceKind kind; std::int64_t min = 1; bool optional = false; std::string rule; };
/// A fee or deduction that stands against a line, already filtered: what the law forbids is not here.
struct LineFee { std::string kind, rule; Layer layer; std::int64_t basis_points = 0; std::optional<Minor> amount; std::vector<Resolution> waived_for; };

/// What of a broken promotion comes off, by the ground that is best for the buyer.
struct PromotionTerms { PromotionRule loss; std::string rule; Layer layer = Layer::merchant; };

struct LineDecision {
  std::string line, title;
  std::int64_t quantity = 0, returnable = 0;
  std::string reason;
  std::optional<Basis> basis;
  Outcome outcome = Outcome::ineligible;
  std::optional<Until> until;
  std::vector<Finding> findings;
  std::vector<Change> changes;
  std::vector<OfferedResolution> resolutions;
  std::vector<OfferedMethod> methods;
  std::vector<AskedEvidence> evidence;
  bool automatic_approval = true;
  std::string right;                       // the statutory right that the best grant gives, or empty

  // for the settlement; not on the wire
  std::vector<LineFee> fees;
  std::int64_t deduction_max_basis_points = 0;       // for what the buyer has said
  std::int64_t inspection_max_basis_points = 0;      // for what may yet be found
  std::string outbound = "none", outbound_rule;      // none, standard, all
  Layer outbound_layer = Layer::merchant;
  bool outbound_only_when_all = true;
  PromotionTerms promotions;
  std::optional<OfferedResolution> price_protection; // `price_adjustment`, while a rule's days run
};

/// Clocks of the case that follows, from the policies.
struct CaseTerms {
  std::int64_t response_hours = 48;  std::string response_then = "escalate", response_rule;
  std::int64_t ship_back_days = 14;  std::string ship_back_rule;
  std::int64_t refund_days = 14; bool refund_of_receipt = true; std::string refund_rule;
  Advance advance = Advance::none;        // what the buyer gets before the goods are back
  std::vector<ClockTerm> clocks;
};

struct Decision {
  std::string order;
  Instant now{};
  std::string zone;
  Currency currency;
  Outcome outcome = Outcome::ineligible;
  std::vector<LineDecision> lines;
  CaseTerms terms;

  [[nodiscard]] const LineDecision* find(std::string_view line) const;
};

/// Judges the request's items, or without a request every line as if all its units came back for `changed_mind`.
/// Pure: the same world and request give the same decision. Items that name no line of the order, or more units than
/// there are, are findings (`exceeds_returnable`), not errors; faults in the call are reported to `problems`.
Decision evaluate(const World& world, const Request* request, Problems& problems);
/// The clocks alone, for a case that asks for nothing of its order: by what the policies say of its first line.
CaseTerms case_terms(const World& world);
/// A whole is as good as its worst line.
Outcome worst_of(const std::vector<LineDecision>& lines);
/// Turns lines down for which the resolution that the request names is not on offer, and says what is.
void judge_resolution(Decision& decision, Resolution asked);
void write_decision(Writer& out, const Decision& decision);

}  // namespace aftersale
