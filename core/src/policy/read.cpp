#include "aftersale/policy.hpp"
#include "model/record.hpp"
#include "json/sort.hpp"
#include "model/enum_field.hpp"
#include "model/reasons.hpp"
#include "policy/condition.hpp"
#include "policy/promise.hpp"

#include <algorithm>

namespace aftersale {
namespace {

using namespace record;
#define AT AFTERSALE_AT

/// Money of a policy states its own currency; the settlement checks it against the order's.
Minor read_own_money(Value value, Currency& currency, Problems& problems) {
  const Value code = value["currency"];
  if (code.is_string() && !find_currency(code.text(), currency)) {
    problems.error("unknown_currency", code.pointer(), join({"\"", code.text(), "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  const Minor amount = read_money(value, currency, problems);
  if (amount < 0) problems.error("negative", value.pointer("amount"), "must not be negative", "give the size of the amount");
  return amount;
}

template <class T>
T& the(void* record) { return *static_cast<T*>(record); }

/// "09:00" as minutes of the day.
void read_minutes(Problems& problems, Value value, std::int64_t& out) {
  Instant instant;
  if (value.text().size() == 5 && parse_instant(join({"1970-01-01T", value.text(), "Z"}), instant)) out = instant.ms / 60'000;
  else expected(problems, value, "a time of day", "write it like 09:00");
}
constexpr Own daily_from = {[](Reader& r, Value value, void* record) { read_minutes(r.problems, value, the<WindowRule>(record).opens); }, nullptr};
constexpr Own daily_until = {[](Reader& r, Value value, void* record) { read_minutes(r.problems, value, the<WindowRule>(record).closes); }, nullptr};
constexpr Row daily_rows[] = {{"from", &daily_from, 0, Kind::own, required, 0}, {"until", &daily_until, 0, Kind::own, required, 0}};
constexpr Table daily_table = table_of(daily_rows, [](Reader& r, Value value, void* record) {
  const WindowRule& w = the<WindowRule>(record);
  if (r.problems.ok() && w.closes <= w.opens) r.problems.error("not_ascending", value.pointer("until"), "the day's hours end before they begin", "swap the times");
});
constexpr Row pause_rows[] = {
    {"from", nullptr, AT(WindowRule, pause_from), Kind::text, required, 100},
    {"until", nullptr, AT(WindowRule, pause_until), Kind::text, required, 100},
};
constexpr Table pause_table = table_of(pause_rows);

void check_window(Reader& r, Value value, void* record) {
  const WindowRule& w = the<WindowRule>(record);
  const int lengths = (w.days || !w.days_fact.empty() ? 1 : 0) + (w.hours ? 1 : 0) + (w.months != 0 ? 1 : 0);
  if (lengths > 1) r.problems.error("one_of", value.pointer("months"), "a window has either days, months or hours");
}
constexpr Row window_rows[] = {
    {"days", nullptr, AT(WindowRule, days), Kind::integer, optional, days},
    {"daysFact", nullptr, AT(WindowRule, days_fact), Kind::text, 0, 100},
    {"hours", nullptr, AT(WindowRule, hours), Kind::integer, optional, hours_wide},
    {"thenMonths", nullptr, AT(WindowRule, then_months), Kind::integer, 0, months},
    {"facts", nullptr, AT(WindowRule, facts), Kind::texts, 0, 0},
    {"at", nullptr, AT(WindowRule, at), Kind::texts, 0, 0},
    {"daily", &daily_table, 0, Kind::object, 0, 0},
    {"pause", &pause_table, 0, Kind::object, 0, 0},
    {"notice", &texts_of<NoticeBy>, AT(WindowRule, notice), Kind::choice, 0, 0},
    {"clock", &texts_of<Clock>, AT(WindowRule, clock), Kind::choice, 0, 0},
    {"calendar", &texts_of<Calendar>, AT(WindowRule, calendar), Kind::choice, 0, 0},
    {"beforeStart", nullptr, AT(WindowRule, before_start), Kind::flag, 0, 0},
    {"months", nullptr, AT(WindowRule, months), Kind::integer, 0, months},
    {"until", nullptr, AT(WindowRule, until), Kind::date, optional, 0},
    {"from", &texts_of<WindowFrom>, AT(WindowRule, from), Kind::choice, 0, 0},
    {"firstDay", &texts_of<FirstDay>, AT(WindowRule, first_day), Kind::choice, 0, 0},
    {"roll", &texts_of<Roll>, AT(WindowRule, roll), Kind::choice, 0, 0},
    {"transitDays", nullptr, AT(WindowRule, transit_days), Kind::integer, 0, year_days},
    {"right", nullptr, AT(WindowRule, right), Kind::text, 0, 64},
};
constexpr Table window_table = table_of(window_rows, check_window);

void check_extension(Reader& r, Value value, void* record) {
  const ExtensionRule& e = the<ExtensionRule>(record);
  if (e.placed_until < e.placed_from) r.problems.error("not_ascending", value.pointer("placedUntil"), "the season ends before it begins", "swap the dates");
}
constexpr Row extension_rows[] = {
    {"until", nullptr, AT(ExtensionRule, until), Kind::date, required, 0},
    {"placedFrom", nullptr, AT(ExtensionRule, placed_from), Kind::date, required, 0},
    {"placedUntil", nullptr, AT(ExtensionRule, placed_until), Kind::date, required, 0},
};
constexpr Table extension_table = table_of(extension_rows, check_extension);

constexpr Row exclude_rows[] = {
    {"code", nullptr, AT(ExcludeRule, code), Kind::text, required, 64},
    {"confirmed", nullptr, AT(ExcludeRule, confirmed), Kind::flag, 0, 0},
};
constexpr Table exclude_table = table_of(exclude_rows);

constexpr Row offer_rows[] = {
    {"resolution", &texts_of<Resolution>, AT(ResolutionOffer, resolution), Kind::choice, required, 0},
    {"bonusBasisPoints", nullptr, AT(ResolutionOffer, bonus_basis_points), Kind::integer, 0, share_wide},
    {"recommended", nullptr, AT(ResolutionOffer, recommended), Kind::flag, 0, 0},
};
constexpr Table offer_table = table_of(offer_rows);
constexpr List offers = list_of<ResolutionOffer>(offer_table);

constexpr Own fee_amount = {[](Reader& r, Value value, void* record) {
  FeeRule& fee = the<FeeRule>(record);
  fee.amount = read_own_money(value, fee.currency, r.problems);
}, nullptr};
constexpr Own fee_waived = {[](Reader& r, Value value, void* record) { read_choices(r, value, the<FeeRule>(record).waived_for); }, nullptr};
constexpr Row fee_rows[] = {
    {"kind", &texts_of<FeeKind>, AT(FeeRule, kind), Kind::word, required, 0},
    {"basisPoints", nullptr, AT(FeeRule, basis_points), Kind::integer, 0, basis_points},
    {"amount", &fee_amount, 0, Kind::own, 0, 0},
    {"waivedFor", &fee_waived, 0, Kind::own, 0, 0},
};
constexpr Table fee_table = table_of(fee_rows);

constexpr Row deduction_rows[] = {
    {"code", nullptr, AT(DeductionRule, code), Kind::text, required, 64},
    {"maxBasisPoints", nullptr, AT(DeductionRule, max_basis_points), Kind::integer, required, basis_points},
};
constexpr Table deduction_table = table_of(deduction_rows);

constexpr Own method_cost = {[](Reader& r, Value value, void* record) {
  MethodRule& m = the<MethodRule>(record);
  m.cost = read_own_money(value, m.currency, r.problems);
}, nullptr};
constexpr Row method_rows[] = {
    {"method", &texts_of<ReturnMethod>, AT(MethodRule, method), Kind::choice, required, 0},
    {"payer", &texts_of<Payer>, AT(MethodRule, payer), Kind::choice, required, 0},
    {"cost", &method_cost, 0, Kind::own, 0, 0},
    {"label", &texts_of<LabelKind>, AT(MethodRule, label), Kind::word, 0, 0},
};
constexpr Table method_table = table_of(method_rows);

constexpr Row freight_rows[] = {{"payer", &texts_of<Payer>, AT(FreightRule, payer), Kind::choice, required, 0}};
constexpr Table freight_table = table_of(freight_rows);

// Enums of two stand in the struct as the truth of their second or, negated, of their first.
constexpr Row outbound_rows[] = {
    {"refund", &texts_of<OutboundRefund>, AT(OutboundRule, refund), Kind::word, required, 0},
    {"when", &texts_of<OutboundWhen>, AT(OutboundRule, only_when_all_returned), Kind::first_of, 0, 0},
};
constexpr Table outbound_table = table_of(outbound_rows);

constexpr Row evidence_rows[] = {
    {"kind", &texts_of<EvidenceKind>, AT(EvidenceRule, kind), Kind::choice, required, 0},
    {"min", nullptr, AT(EvidenceRule, min), Kind::integer, required, few},
    {"optional", nullptr, AT(EvidenceRule, optional), Kind::flag, 0, 0},
};
constexpr Table evidence_table = table_of(evidence_rows);

constexpr Row approval_rows[] = {
    {"mode", &texts_of<ApprovalMode>, AT(ApprovalRule, automatic), Kind::first_of, required, 0},
    {"code", nullptr, AT(ApprovalRule, code), Kind::text, 0, 64},
};
constexpr Table approval_table = table_of(approval_rows);

constexpr Row refund_time_rows[] = {
    {"withinDays", nullptr, AT(RefundTimeRule, within_days), Kind::integer, required, year_days},
    {"of", &texts_of<RefundOf>, AT(RefundTimeRule, of_receipt), Kind::first_of, required, 0},
    {"calendar", &texts_of<Calendar>, AT(RefundTimeRule, working_days), Kind::choice, 0, 0},
};
constexpr Table refund_time_table = table_of(refund_time_rows);

constexpr Row response_rows[] = {
    {"withinHours", nullptr, AT(ResponseRule, within_hours), Kind::integer, required, hours},
    {"then", &texts_of<ResponseThen>, AT(ResponseRule, then), Kind::word, required, 0},
};
constexpr Table response_table = table_of(response_rows);

constexpr Row ship_back_rows[] = {{"withinDays", nullptr, AT(ShipBackRule, within_days), Kind::integer, required, from_one_year}};
constexpr Table ship_back_table = table_of(ship_back_rows);

constexpr Own limit_amount = {[](Reader& r, Value value, void* record) {
  Currency currency;
  the<LimitRule>(record).max_amount = read_own_money(value, currency, r.problems);
}, nullptr};
constexpr Row limit_rows[] = {
    {"code", nullptr, AT(LimitRule, code), Kind::text, required, 64},
    {"maxQuantity", nullptr, AT(LimitRule, max_quantity), Kind::integer, optional, units},
    {"maxAmount", &limit_amount, 0, Kind::own, 0, 0},
};
constexpr Table limit_table = table_of(limit_rows);

constexpr Row promotion_rows[] = {
    {"discounts", &texts_of<PromotionLoss>, AT(PromotionRule, discounts), Kind::choice, optional, 0},
    {"shipping", &texts_of<PromotionLoss>, AT(PromotionRule, shipping), Kind::choice, optional, 0},
    {"gifts", &texts_of<PromotionLoss>, AT(PromotionRule, gifts), Kind::choice, optional, 0},
};
constexpr Table promotion_table = table_of(promotion_rows);
constexpr Own inform_due = {[](Reader& r, Value value, void* record) {
  the<InformRule>(record).has_due = true;
  read(r, value, window_table, &the<InformRule>(record).due);
}, nullptr};
constexpr Own inform_least = {[](Reader& r, Value value, void* record) {
  the<InformRule>(record).least = read_own_money(value, the<InformRule>(record).currency, r.problems);
}, nullptr};
constexpr Row inform_rows[] = {
    {"code", nullptr, AT(InformRule, code), Kind::text, required, 64},
    {"params", nullptr, AT(InformRule, params), Kind::pairs, 0, 0},
    {"due", &inform_due, 0, Kind::own, 0, 0},
    {"times", nullptr, AT(InformRule, times), Kind::integer, optional, few},
    {"least", &inform_least, 0, Kind::own, 0, 0},
};
constexpr Table inform_table = table_of(inform_rows);

constexpr Row forbid_rows[] = {
    {"code", nullptr, AT(ForbidRule, code), Kind::text, required, 64},
    {"what", &texts_of<Forbidden>, AT(ForbidRule, what), Kind::choice, required, 0},
};
constexpr Table forbid_table = table_of(forbid_rows);

constexpr Own clock_daily = {[](Reader& r, Value value, void* record) {
  WindowRule hours;
  read(r, value, daily_table, &hours);
  the<ClockTerm>(record).opens = hours.opens;
  the<ClockTerm>(record).closes = hours.closes;
}, nullptr};
constexpr Row clock_rows[] = {
    {"deadline", nullptr, AT(ClockTerm, deadline), Kind::text, required, 64},
    {"kind", &texts_of<CaseKind>, AT(ClockTerm, kind), Kind::choice, optional, 0},
    {"hours", nullptr, AT(ClockTerm, hours), Kind::integer, 0, hours_wide},
    {"workingDays", nullptr, AT(ClockTerm, days), Kind::integer, optional, year_days},
    {"daily", &clock_daily, 0, Kind::own, 0, 0},
    {"then", &texts_of<ClockThen>, AT(ClockTerm, then), Kind::word, 0, 0},
};
constexpr Table clock_table = table_of(clock_rows, [](Reader& r, Value value, void* record) {
  const ClockTerm& term = the<ClockTerm>(record);
  if (r.problems.ok() && (term.hours > 0) == term.days.has_value()) r.problems.error("one_of", value.pointer("hours"), "a clock has either hours or working days", "give one of them, above zero");
});
constexpr Row advance_rows[] = {{"when", &texts_of<Advance>, AT(AdvanceRule, when), Kind::choice, required, 0}};
constexpr Table advance_table = table_of(advance_rows);

template <bool after>
void read_period(Reader& r, Value value, void* record) {
  Period& period = the<Rule>(record).periods.emplace_back();
  period.after = after;
  read(r, value, window_table, &period.time);
}
constexpr Own rule_within = {read_period<false>, nullptr}, rule_after = {read_period<true>, nullptr};

/// One kind of rule: the member that names it, its table, and how the rule comes to be of that kind.
struct BodyRow {
  const char* name;
  const Table* table;      // null for resolutions, which are a list
  void* (*become)(Rule& rule);
};
template <class Body>
void* become(Rule& rule) { return &rule.body.emplace<Body>(); }

constexpr BodyRow bodies[] = {
    {"window", &window_table, become<WindowRule>},
    {"extension", &extension_table, become<ExtensionRule>},
    {"exclude", &exclude_table, become<ExcludeRule>},
    {"resolutions", nullptr, become<ResolutionsRule>},
    {"fee", &fee_table, become<FeeRule>},
    {"deduction", &deduction_table, become<DeductionRule>},
    {"method", &method_table, become<MethodRule>},
    {"freight", &freight_table, become<FreightRule>},
    {"outboundShipping", &outbound_table, become<OutboundRule>},
    {"evidence", &evidence_table, become<EvidenceRule>},
    {"approval", &approval_table, become<ApprovalRule>},
    {"refund", &refund_time_table, become<RefundTimeRule>},
    {"response", &response_table, become<ResponseRule>},
    {"shipBack", &ship_back_table, become<ShipBackRule>},
    {"limit", &limit_table, become<LimitRule>},
    {"promotions", &promotion_table, become<PromotionRule>},
    {"priceProtection", &window_table, [](Rule& rule) -> void* { return &rule.body.emplace<PriceProtectionRule>().time; }},
    {"inform", &inform_table, become<InformRule>},
    {"forbid", &forbid_table, become<ForbidRule>},
    {"clock", &clock_table, become<ClockTerm>},
    {"advance", &advance_table, become<AdvanceRule>},
};

constexpr Row source_rows[] = {
    {"title", nullptr, AT(Source, title), Kind::text, required, 500},
    {"url", nullptr, AT(Source, url), Kind::text, 0, 1000},
    {"date", nullptr, AT(Source, date), Kind::text, 0, 32},
};
constexpr Table source_table = table_of(source_rows);

constexpr Own rule_when = {[](Reader& r, Value value, void* record) { the<Rule>(record).when = read_condition(value, r.problems); }, nullptr};
constexpr Own rule_basis = {[](Reader& r, Value value, void* record) {
  std::vector<Basis> named;
  read_choices(r, value, named);
  std::uint32_t& bits = the<Rule>(record).bases;
  bits = 0;
  for (const Basis basis : named) bits |= 1u << static_cast<unsigned>(basis);
}, nullptr};
constexpr Own rule_reasons = {[](Reader& r, Value value, void* record) {
  if (!value.is_array()) return expected(r.problems, value, "an array");
  for (const Value item : value) {
    if (item.is_string() && find_reason(item.text()) != nullptr) the<Rule>(record).reasons.emplace_back(item.text());
    else unknown_value(r.problems, item, reason_codes());
  }
}, nullptr};
void ignore(Reader&, Value, void*) {}
constexpr Own rule_body = {ignore, nullptr};       // read by check_rule, since exactly one may be there

void check_rule(Reader& r, Value value, void* record) {
  int count = 0;
  for (const BodyRow& row : bodies) {
    const Value body = value[row.name];
    if (!body.present() || ++count != 1) continue;
    void* place = row.become(the<Rule>(record));
    if (row.table != nullptr) read(r, body, *row.table, place);
    else read_list(r, body, offers, &static_cast<ResolutionsRule*>(place)->offers);
  }
  if (count == 1) return;
  r.problems.error("one_of", value.pointer(), count == 0 ? "the rule says nothing" : "the rule says more than one thing",
                   "give exactly one of window, exclude, resolutions, fee, method and so on; make two rules of two things");
}

constexpr Row rule_rows[] = {
    {"id", nullptr, AT(Rule, id), Kind::text, required, 100},
    {"title", nullptr, AT(Rule, title), Kind::text, 0, 1000},
    {"when", &rule_when, 0, Kind::own, 0, 0},
    {"basis", &rule_basis, 0, Kind::own, 0, 0},
    {"reasons", &rule_reasons, 0, Kind::own, 0, 0},
    {"forRight", nullptr, AT(Rule, for_right), Kind::text, 0, 64},
    {"within", &rule_within, 0, Kind::own, 0, 0},
    {"after", &rule_after, 0, Kind::own, 0, 0},
    {"source", &source_table, AT(Rule, source), Kind::object, 0, 0},
    {"confidence", &texts_of<Confidence>, AT(Rule, confidence), Kind::word, 0, 0},
    {"verified", nullptr, AT(Rule, verified), Kind::flag, 0, 0},
#define BODY(name) {name, &rule_body, 0, Kind::own, 0, 0}
    BODY("window"), BODY("extension"), BODY("exclude"), BODY("resolutions"), BODY("fee"), BODY("deduction"), BODY("method"), BODY("freight"),
    BODY("outboundShipping"), BODY("evidence"), BODY("approval"), BODY("refund"), BODY("response"), BODY("shipBack"), BODY("limit"),
    BODY("promotions"), BODY("priceProtection"),
    BODY("inform"), BODY("forbid"), BODY("clock"), BODY("advance"),
#undef BODY
};
constexpr Table rule_table = table_of(rule_rows, check_rule);
constexpr List rules = list_of<Rule>(rule_table);

void check_version(Reader& r, Value value, void* record) {
  const PolicyVersion& v = the<PolicyVersion>(record);
  check_rule_ids(r.problems, value["rules"], v.rules);
  if (v.from && v.until && *v.until <= *v.from) r.problems.error("not_ascending", value.pointer("until"), "the version ends before it begins");
}
constexpr Row version_rows[] = {
    {"version", nullptr, AT(PolicyVersion, version), Kind::text, required, 64},
    {"from", nullptr, AT(PolicyVersion, from), Kind::instant, optional, 0},
    {"until", nullptr, AT(PolicyVersion, until), Kind::instant, optional, 0},
    {"rules", &rules, AT(PolicyVersion, rules), Kind::list, required, 0},
};
constexpr Table version_table = table_of(version_rows, check_version);
constexpr List versions = list_of<PolicyVersion>(version_table);

constexpr Own policy_schema = {[](Reader& r, Value value, void*) {
  if (value.text() == "aftersale/policy/1") return;
  r.problems.error("unknown_schema", value.pointer(), join({"\"", value.text().substr(0, 64), "\" is not a schema that this version reads"}), "write \"aftersale/policy/1\"");
}, nullptr};
constexpr Own policy_holidays = {[](Reader& r, Value value, void* record) {
  if (!value.is_object()) return expected(r.problems, value, "an object of countries");
  for (const Value country : value) {
    auto& [name, dates] = the<Policy>(record).holidays.emplace_back();
    name = country.key();
    for (const Value date : country) dates.push_back(read_date(date, r.problems));
    stable_sort(dates);
  }
}, nullptr};
constexpr Row contact_rows[] = {
    {"url", nullptr, AT(Policy, contact_url), Kind::text, 0, 1000},
    {"email", nullptr, AT(Policy, contact_email), Kind::text, 0, 300},
};
constexpr Table contact_table = table_of(contact_rows);
constexpr Own policy_tests = {ignore, nullptr};    // read by core/tools/policy_tests; a decision has no use for them
constexpr Row policy_rows[] = {
    {"schema", &policy_schema, 0, Kind::own, required, 0},
    {"id", nullptr, AT(Policy, id), Kind::text, required, 100},
    {"layer", &texts_of<Layer>, AT(Policy, layer), Kind::choice, required, 0},
    {"title", nullptr, AT(Policy, title), Kind::text, 0, 500},
    {"url", nullptr, AT(Policy, url), Kind::text, 0, 1000},
    {"timeZone", nullptr, AT(Policy, time_zone), Kind::text, 0, 64},
    {"jurisdictions", nullptr, AT(Policy, jurisdictions), Kind::texts, 0, 0},
    {"returnAddress", nullptr, AT(Policy, return_address), Kind::text, 0, 1000},
    {"contact", &contact_table, 0, Kind::object, 0, 0},
    {"holidays", &policy_holidays, 0, Kind::own, 0, 0},
    {"signedPromises", nullptr, AT(Policy, signed_promises), Kind::flag, 0, 0},
    {"versions", &versions, AT(Policy, versions), Kind::list, required, 0},
    {"tests", &policy_tests, 0, Kind::own, 0, 0},
};
constexpr Table policy_table = table_of(policy_rows, [](Reader& r, Value value, void* record) {
  const Value list = value["versions"];
  if (list.is_array() && the<Policy>(record).versions.empty()) r.problems.error("empty", list.pointer(), "a policy has at least one version");
});

}  // namespace

const List rule_list = rules;

void check_rule_ids(Problems& problems, Value list, const std::vector<Rule>& read) {
  std::vector<std::pair<std::string_view, std::size_t>> ids;
  for (const Rule& rule : read) ids.emplace_back(rule.id, ids.size());
  stable_sort(ids);
  for (std::size_t i = 1; i < ids.size(); ++i) {
    if (ids[i].first != ids[i - 1].first || ids[i].first.empty()) continue;
    problems.error("duplicate_id", list.at(ids[i].second).pointer("id"), join({"two rules have the id \"", ids[i].first, "\""}), "give each rule its own id");
  }
}

Policy read_policy(Value value, Problems& problems) {
  if (value["schema"].text() == promise_schema) return read_promise(value, problems);
  Policy policy;
  Reader reader{problems};
  read(reader, value, policy_table, &policy);
  return policy;
}

}  // namespace aftersale
