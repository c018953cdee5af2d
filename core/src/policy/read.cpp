#include "aftersale/policy.hpp"
#include "model/enum_field.hpp"
#include "model/reasons.hpp"
#include "policy/condition.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

constexpr std::int64_t days_max = 36500, hours_max = 24 * 366, share_max = 100'000;

/// One kind of rule: the member that names it and how its body is read.
struct BodyRow {
  const char* name;
  void (*read)(Value value, Rule& rule, Problems& problems);
};

/// Money of a policy states its own currency; the settlement checks it against the order's.
Minor read_own_money(Value value, Currency& currency, Problems& problems) {
  const Value code = value["currency"];
  if (code.is_string() && !find_currency(code.text(), currency)) {
    problems.error("unknown_currency", code.pointer(), join({"\"", code.text(), "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  return read_money(value, currency, problems);
}

void read_window(Value value, Rule& rule, Problems& problems) {
  WindowRule w;
  Fields f(value, problems);
  std::int64_t days = -1;
  f.maybe_integer("days", days, 0, days_max);
  if (days >= 0) w.days = days;
  f.maybe_integer("months", w.months, 0, 1200);
  if (const Value until = f.maybe("until")) w.until = read_date(until, problems);
  read_enum(f.maybe("from"), w.from, problems);
  read_enum(f.maybe("firstDay"), w.first_day, problems);
  read_enum(f.maybe("roll"), w.roll, problems);
  f.maybe_integer("transitDays", w.transit_days, 0, 365);
  f.maybe_text("right", w.right, 64);
  f.done();
  if (days >= 0 && w.months != 0) problems.error("one_of", value.pointer("months"), "a window has either days or months");
  rule.body = w;
}

void read_extension(Value value, Rule& rule, Problems& problems) {
  ExtensionRule e;
  Fields f(value, problems);
  e.until = read_date(f.need("until"), problems);
  e.placed_from = read_date(f.need("placedFrom"), problems);
  e.placed_until = read_date(f.need("placedUntil"), problems);
  f.done();
  if (e.placed_until < e.placed_from) problems.error("not_ascending", value.pointer("placedUntil"), "the season ends before it begins", "swap the dates");
  rule.body = e;
}

void read_exclude(Value value, Rule& rule, Problems& problems) {
  ExcludeRule e;
  Fields f(value, problems);
  f.text("code", e.code, 64);
  f.maybe_bool("confirmed", e.confirmed);
  f.done();
  rule.body = e;
}

void read_resolutions(Value value, Rule& rule, Problems& problems) {
  ResolutionsRule r;
  if (!value.is_array()) return expected(problems, value, "an array");
  for (const Value item : value) {
    ResolutionOffer offer;
    Fields f(item, problems);
    read_enum(f.need("resolution"), offer.resolution, problems);
    f.maybe_integer("bonusBasisPoints", offer.bonus_basis_points, 0, share_max);
    f.maybe_bool("recommended", offer.recommended);
    f.done();
    r.offers.push_back(offer);
  }
  rule.body = r;
}

void read_fee(Value value, Rule& rule, Problems& problems) {
  FeeRule fee;
  Fields f(value, problems);
  FeeKind kind{};
  if (read_enum(f.need("kind"), kind, problems)) fee.kind = std::string(to_text(kind));
  f.maybe_integer("basisPoints", fee.basis_points, 0, 10000);
  if (const Value amount = f.maybe("amount")) {
    fee.amount = read_own_money(amount, fee.currency, problems);
    if (*fee.amount < 0) problems.error("negative", amount.pointer("amount"), "a fee must not be negative");
  }
  for (const Value item : f.array("waivedFor")) {
    Resolution resolution{};
    if (read_enum(item, resolution, problems)) fee.waived_for.push_back(resolution);
  }
  f.done();
  rule.body = fee;
}

void read_deduction(Value value, Rule& rule, Problems& problems) {
  DeductionRule d;
  Fields f(value, problems);
  f.text("code", d.code, 64);
  f.integer("maxBasisPoints", d.max_basis_points, 0, 10000);
  f.done();
  rule.body = d;
}

void read_method(Value value, Rule& rule, Problems& problems) {
  MethodRule m;
  Fields f(value, problems);
  read_enum(f.need("method"), m.method, problems);
  read_enum(f.need("payer"), m.payer, problems);
  if (const Value cost = f.maybe("cost")) {
    m.cost = read_own_money(cost, m.currency, problems);
    if (m.cost < 0) problems.error("negative", cost.pointer("amount"), "a cost must not be negative");
  }
  LabelKind label{};
  if (read_enum(f.maybe("label"), label, problems)) m.label = std::string(to_text(label));
  f.done();
  rule.body = m;
}

void read_freight(Value value, Rule& rule, Problems& problems) {
  FreightRule freight;
  Fields f(value, problems);
  read_enum(f.need("payer"), freight.payer, problems);
  f.done();
  rule.body = freight;
}

void read_outbound(Value value, Rule& rule, Problems& problems) {
  OutboundRule o;
  Fields f(value, problems);
  OutboundRefund refund{};
  if (read_enum(f.need("refund"), refund, problems)) o.refund = std::string(to_text(refund));
  OutboundWhen when = OutboundWhen::all_returned;
  read_enum(f.maybe("when"), when, problems);
  o.only_when_all_returned = when == OutboundWhen::all_returned;
  f.done();
  rule.body = o;
}

void read_evidence_rule(Value value, Rule& rule, Problems& problems) {
  EvidenceRule e;
  Fields f(value, problems);
  read_enum(f.need("kind"), e.kind, problems);
  f.integer("min", e.min, 0, 20);
  f.maybe_bool("optional", e.optional);
  f.done();
  rule.body = e;
}

void read_approval(Value value, Rule& rule, Problems& problems) {
  ApprovalRule a;
  Fields f(value, problems);
  ApprovalMode mode{};
  if (read_enum(f.need("mode"), mode, problems)) a.automatic = mode == ApprovalMode::automatic;
  f.maybe_text("code", a.code, 64);
  f.done();
  rule.body = a;
}

void read_refund_time(Value value, Rule& rule, Problems& problems) {
  RefundTimeRule r;
  Fields f(value, problems);
  f.integer("withinDays", r.within_days, 0, 365);
  RefundOf of{};
  if (read_enum(f.need("of"), of, problems)) r.of_receipt = of == RefundOf::receipt;
  Calendar calendar = Calendar::days;
  read_enum(f.maybe("calendar"), calendar, problems);
  r.working_days = calendar == Calendar::working_days;
  f.done();
  rule.body = r;
}

void read_response(Value value, Rule& rule, Problems& problems) {
  ResponseRule r;
  Fields f(value, problems);
  f.integer("withinHours", r.within_hours, 1, hours_max);
  ResponseThen then{};
  if (read_enum(f.need("then"), then, problems)) r.then = std::string(to_text(then));
  f.done();
  rule.body = r;
}

void read_ship_back(Value value, Rule& rule, Problems& problems) {
  ShipBackRule s;
  Fields f(value, problems);
  f.integer("withinDays", s.within_days, 1, 365);
  f.done();
  rule.body = s;
}

void read_limit(Value value, Rule& rule, Problems& problems) {
  LimitRule l;
  Fields f(value, problems);
  f.text("code", l.code, 64);
  std::int64_t most = -1;
  f.maybe_integer("maxQuantity", most, 0, 1'000'000);
  if (most >= 0) l.max_quantity = most;
  Currency currency;
  if (const Value amount = f.maybe("maxAmount")) l.max_amount = read_own_money(amount, currency, problems);
  f.done();
  rule.body = l;
}

constexpr BodyRow bodies[] = {
    {"window", read_window},         {"extension", read_extension}, {"exclude", read_exclude},         {"resolutions", read_resolutions},
    {"fee", read_fee},               {"deduction", read_deduction}, {"method", read_method},           {"freight", read_freight},
    {"outboundShipping", read_outbound}, {"evidence", read_evidence_rule}, {"approval", read_approval}, {"refund", read_refund_time},
    {"response", read_response},     {"shipBack", read_ship_back},  {"limit", read_limit},
};

Source read_source(Value value, Problems& problems) {
  Source s;
  Fields f(value, problems);
  f.text("title", s.title, 500);
  f.maybe_text("url", s.url, 1000);
  f.maybe_text("date", s.date, 32);
  f.done();
  return s;
}

void read_scope(Fields& f, Rule& rule, Problems& problems) {
  if (const Value when = f.maybe("when")) rule.when = read_condition(when, problems);
  if (const Value list = f.array("basis")) {
    rule.bases = 0;
    for (const Value item : list) {
      Basis basis{};
      if (read_enum(item, basis, problems)) rule.bases |= 1u << static_cast<unsigned>(basis);
    }
  }
  for (const Value item : f.array("reasons")) {
    if (item.is_string() && find_reason(item.text()) != nullptr) {
      rule.reasons.emplace_back(item.text());
    } else {
      const std::vector<std::string_view> codes = reason_codes();
      unknown_value(problems, item, codes);
    }
  }
}

Rule read_rule(Value value, Problems& problems) {
  Rule rule;
  Fields f(value, problems);
  f.text("id", rule.id, 100);
  f.maybe_text("title", rule.title, 1000);
  read_scope(f, rule, problems);
  f.maybe_text("forRight", rule.for_right, 64);
  if (const Value source = f.maybe("source")) rule.source = read_source(source, problems);
  Confidence confidence{};
  if (read_enum(f.maybe("confidence"), confidence, problems)) rule.confidence = std::string(to_text(confidence));
  f.maybe_bool("verified", rule.verified);
  int count = 0;
  for (const BodyRow& row : bodies) {
    const Value body = f.maybe(row.name);
    if (!body.exists()) continue;
    if (++count == 1) row.read(body, rule, problems);
  }
  if (count != 1 && value.is_object()) {
    problems.error("one_of", value.pointer(), count == 0 ? "the rule says nothing" : "the rule says more than one thing",
                   "give exactly one of window, exclude, resolutions, fee, method and so on; make two rules of two things");
  }
  f.done();
  return rule;
}

PolicyVersion read_version(Value value, Problems& problems) {
  PolicyVersion v;
  Fields f(value, problems);
  f.text("version", v.version, 64);
  if (const Value from = f.maybe("from")) v.from = read_instant(from, problems);
  if (const Value until = f.maybe("until")) v.until = read_instant(until, problems);
  const Value rules = f.array("rules", true);
  std::vector<std::pair<std::string, std::size_t>> ids;
  for (const Value item : rules) {
    v.rules.push_back(read_rule(item, problems));
    ids.emplace_back(v.rules.back().id, v.rules.size() - 1);
  }
  stable_sort(ids);
  for (std::size_t i = 1; i < ids.size(); ++i) {
    if (ids[i].first == ids[i - 1].first && !ids[i].first.empty()) {
      problems.error("duplicate_id", rules.at(ids[i].second).pointer("id"), join({"two rules have the id \"", ids[i].first, "\""}), "give each rule its own id");
    }
  }
  f.done();
  if (v.from && v.until && *v.until <= *v.from) problems.error("not_ascending", value.pointer("until"), "the version ends before it begins");
  return v;
}

void read_holidays(Value value, Policy& policy, Problems& problems) {
  if (value.exists() && !value.is_object()) return expected(problems, value, "an object of countries");
  for (const Value country : value) {
    std::vector<CivilDate> dates;
    for (const Value date : country) dates.push_back(read_date(date, problems));
    stable_sort(dates);
    policy.holidays.emplace_back(std::string(country.key()), std::move(dates));
  }
}

}  // namespace

Policy read_policy(Value value, Problems& problems) {
  Policy policy;
  Fields f(value, problems);
  std::string schema;
  if (f.text("schema", schema, 64) && schema != "aftersale/policy/1") {
    problems.error("unknown_schema", value.pointer("schema"), join({"\"", schema, "\" is not a schema that this version reads"}), "write \"aftersale/policy/1\"");
  }
  f.text("id", policy.id, 100);
  read_enum(f.need("layer"), policy.layer, problems);
  f.maybe_text("title", policy.title, 500);
  f.maybe_text("url", policy.url, 1000);
  f.maybe_text("timeZone", policy.time_zone, 64);
  f.maybe_texts("jurisdictions", policy.jurisdictions);
  f.maybe_text("returnAddress", policy.return_address, 1000);
  if (const Value contact = f.maybe("contact")) {
    Fields c(contact, problems);
    c.maybe_text("url", policy.contact_url, 1000);
    c.maybe_text("email", policy.contact_email, 300);
    c.done();
  }
  read_holidays(f.maybe("holidays"), policy, problems);
  const Value versions = f.array("versions", true);
  for (const Value item : versions) policy.versions.push_back(read_version(item, problems));
  if (versions.exists() && policy.versions.empty()) problems.error("empty", versions.pointer(), "a policy has at least one version");
  f.done();
  return policy;
}

}  // namespace aftersale
