// Policies of every layer: statute packs, live promises, platform rules, the merchant's policy, goodwill. One shape for
// all, so that one evaluator carries them. Shapes on the wire: docs/wire.md, "Policy".
#pragma once

#include "aftersale/order.hpp"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace aftersale {

/// Fields that a condition may ask about; see the table in src/policy/condition.cpp.
struct Condition {
  enum class Kind : std::uint8_t { always, all, any, negation, test } kind = Kind::always;
  enum class Op : std::uint8_t { is, is_not, in, not_in, contains, lt, lte, gt, gte, before, after, exists };
  std::vector<Condition> children;
  std::uint8_t field = 0;            // index into the table of fields
  Op op = Op::is;
  std::string name;                  // for line.value.<name> and answer.<name>
  std::vector<std::string> texts;    // operands
  std::int64_t number = 0;           // numeric, boolean or instant operand
};

/// A stretch of time that begins with something that happened: of a window, or of a rule that counts only within or after it.
struct WindowRule {
  std::optional<std::int64_t> days;
  std::string days_fact;             // instead of `days`: the fact that tells their number
  std::optional<std::int64_t> hours; // instead of days; within `opens` and `closes` (minutes of the day) where they are given
  std::int64_t opens = 0, closes = 0;
  std::optional<CivilDate> until;
  std::int64_t months = 0;           // added to the start as calendar months, instead of days
  std::int64_t then_months = 0;      // added to what the days give
  WindowFrom from = WindowFrom::delivery;
  std::vector<std::string> facts;    // the earliest of these, where one is known, starts it in place of `from`
  std::string pause_from, pause_until;   // facts between which the clock stands still
  FirstDay first_day = FirstDay::excluded;
  Roll roll = Roll::none;
  NoticeBy notice = NoticeBy::sent;
  Clock clock = Clock::buyer;
  Calendar calendar = Calendar::days;   // of `days`
  bool before_start = false;         // open already while the start is to come
  std::int64_t transit_days = 0;     // added to dispatch when delivery is unknown; 0 = unknown stays unknown
  std::vector<std::string> at;       // periods: the earliest of these facts is tested in place of the request's moment
  std::string right;                 // code of the right that this window gives: "withdrawal", "no_reason_return", "conformity", …
};
/// A rule counts only within, or only after, a time.
struct Period { WindowRule time; bool after = false; };
struct ExtensionRule { CivilDate until, placed_from, placed_until; };
struct ExcludeRule { std::string code; bool confirmed = false; };
struct ResolutionOffer { Resolution resolution = Resolution::original_payment_method; std::int64_t bonus_basis_points = 0; bool recommended = false; };
struct ResolutionsRule { std::vector<ResolutionOffer> offers; };
struct FeeRule { std::string kind; std::int64_t basis_points = 0; std::optional<Minor> amount; Currency currency; std::vector<Resolution> waived_for; };
struct DeductionRule { std::string code; std::int64_t max_basis_points = 10000; };
struct MethodRule { ReturnMethod method = ReturnMethod::by_mail; Payer payer = Payer::buyer; Minor cost = 0; Currency currency; std::string label; };
struct FreightRule { Payer payer = Payer::buyer; };                   // who pays the way back, whatever the method
struct OutboundRule { std::string refund; bool only_when_all_returned = true; };   // none, standard, all
/// What a broken promotion costs the buyer; what is not said is kept.
struct PromotionRule { std::optional<PromotionLoss> discounts, shipping, gifts; };
/// For how long the shop pays back what a price falls after the purchase.
struct PriceProtectionRule { WindowRule time; };
struct EvidenceRule { EvidenceKind kind = EvidenceKind::photo; std::int64_t min = 1; bool optional = false; };
struct ApprovalRule { bool automatic = true; std::string code; };
struct RefundTimeRule { std::int64_t within_days = 14; bool of_receipt = true; bool working_days = false; };
struct ResponseRule { std::int64_t within_hours = 48; std::string then; };          // approve, escalate, refuse
struct ShipBackRule { std::int64_t within_days = 14; };
/// One clock of the cases that follow: working days or hours, which may count within a stretch of the day only.
struct ClockTerm {
  std::string deadline;                   // id of the deadline: "answer", "resolve", "inspect"
  std::optional<CaseKind> kind;           // of cases of this kind only
  std::int64_t hours = 0;
  std::optional<std::int64_t> days;
  std::int64_t opens = 0, closes = 0;     // minutes of the day
  std::string then, rule;                 // what happens when it has run out, where it is not what is usual
  [[nodiscard]] bool by_calendar() const { return days.has_value() || closes > opens; }
};
/// What the buyer gets before the goods are back.
struct AdvanceRule { Advance when = Advance::none; };
/// Tells something that is no grant: a duty with the time it has, a burden of proof, an amount that is owed beside the price.
struct InformRule {
  std::string code;
  std::vector<std::pair<std::string, std::string>> params;
  bool has_due = false;
  WindowRule due;
  std::optional<std::int64_t> times;         // of the price
  Minor least = 0;                           // but no less than this, in `currency`
  Currency currency;
};
/// What the shop's own policy may not say here: fees do not count, other rules are told.
struct ForbidRule { std::string code; Forbidden what = Forbidden::fee; };
struct LimitRule { std::string code; std::optional<std::int64_t> max_quantity; std::optional<Minor> max_amount; };

struct Source { std::string title, url, date; };

struct Rule {
  std::string id, title;
  Condition when;
  std::uint32_t bases = 0xffffffffu;       // bit per Basis
  std::vector<std::string> reasons;        // empty = all
  std::string for_right;                   // counts only while this policy's window with that right is open
  std::vector<Period> periods;             // counts only in all of these
  Source source;
  std::string confidence;                  // high, medium, arguable; empty for a merchant's rule
  bool verified = true;
  std::variant<WindowRule, ExtensionRule, ExcludeRule, ResolutionsRule, FeeRule, DeductionRule, MethodRule, FreightRule, OutboundRule,
               EvidenceRule, ApprovalRule, RefundTimeRule, ResponseRule, ShipBackRule, LimitRule, PromotionRule, InformRule,
               ForbidRule, ClockTerm, AdvanceRule, PriceProtectionRule> body;
};

struct PolicyVersion {
  std::string version;
  std::optional<Instant> from, until;
  std::vector<Rule> rules;
};

/// What a host said on air, as it was recorded. Its rules are those of the policy that it becomes, in one version that is
/// in force from `saidAt` to `endedAt` and is named by the record's hash. Shape on the wire: docs/promises.md.
struct LivePromise {
  std::string platform, room, stream, host, host_name, wording, hash;
  Instant said_at{};
  std::optional<Instant> ended_at, stream_started_at;
  std::vector<std::string> products;       // by product or SKU; empty = everything
  std::string record = "unsigned";         // what is known of the record: unsigned, a SignatureVerdict, or altered
};

struct Policy {
  std::string id, title, url, time_zone, return_address, contact_url, contact_email;
  Layer layer = Layer::merchant;
  std::vector<std::string> jurisdictions;
  std::vector<PolicyVersion> versions;
  std::vector<std::pair<std::string, std::vector<CivilDate>>> holidays;   // statute packs: public holidays by country
  bool signed_promises = false;            // promises count by themselves only with a signature that was found valid
  std::unique_ptr<LivePromise> promise;    // what this policy was made of, if it was one
};

/// Reads a policy, or a live promise, which becomes one.
Policy read_policy(Value value, Problems& problems);

/// The version in force at `placed`, or null.
const PolicyVersion* governing_version(const Policy& policy, Instant placed);
/// The version that was in force when the order was placed, and every later one that is in force by `now`: a later
/// version may only add to what the buyer has. Of a live promise only the first: it is for those who bought while it stood.
std::vector<const PolicyVersion*> versions_that_count(const Policy& policy, Instant placed, Instant now);

}  // namespace aftersale
