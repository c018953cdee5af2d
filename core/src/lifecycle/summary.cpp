#include "lifecycle/summary.hpp"
#include "model/record.hpp"
#include "model/enum_field.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

constexpr std::int64_t days_max = 36'500, basis_points_max = 1'000'000;

void write_findings(Writer& out, const std::vector<Finding>& findings) {
  out.key("findings").begin_array();
  for (const Finding& f : findings) {
    out.begin_object().field("code", f.code).field("effect", to_text(f.effect)).field("layer", to_text(f.layer));
    out.field("policy", f.policy).field("rule", f.rule).field("version", f.version);
    // The words of a promise go into the record, so that whoever reads it later reads them there.
    if (f.layer == Layer::live_promise) write_params(out, "params", f.params);
    out.end_object();
  }
  out.end_array();
}

void write_fees(Writer& out, const std::vector<LineFee>& fees, const Currency& currency) {
  if (fees.empty()) return;
  out.key("fees").begin_array();
  for (const LineFee& fee : fees) {
    out.begin_object();
    if (fee.amount) write_money(out, "amount", *fee.amount, currency);
    if (!fee.amount) out.field("basisPoints", fee.basis_points);
    out.field("kind", fee.kind).field("layer", to_text(fee.layer)).field("rule", fee.rule);
    if (!fee.waived_for.empty()) {
      out.key("waivedFor").begin_array();
      for (const Resolution r : fee.waived_for) out.string(to_text(r));
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

using namespace record;

constexpr Row promotion_rows[] = {
    {"discounts", &texts_of<PromotionLoss>, AFTERSALE_AT(PromotionTerms, loss.discounts), Kind::choice, optional, 0},
    {"gifts", &texts_of<PromotionLoss>, AFTERSALE_AT(PromotionTerms, loss.gifts), Kind::choice, optional, 0},
    {"layer", &texts_of<Layer>, AFTERSALE_AT(PromotionTerms, layer), Kind::choice, required, 0},
    {"rule", nullptr, AFTERSALE_AT(PromotionTerms, rule), Kind::text, 0, 200},
    {"shipping", &texts_of<PromotionLoss>, AFTERSALE_AT(PromotionTerms, loss.shipping), Kind::choice, optional, 0},
};
constexpr Table promotion_table = table_of(promotion_rows);

constexpr Row clock_term_rows[] = {
    {"closes", nullptr, AFTERSALE_AT(ClockTerm, closes), Kind::integer, 0, count},
    {"days", nullptr, AFTERSALE_AT(ClockTerm, days), Kind::integer, optional, days},
    {"deadline", nullptr, AFTERSALE_AT(ClockTerm, deadline), Kind::text, required, 64},
    {"hours", nullptr, AFTERSALE_AT(ClockTerm, hours), Kind::integer, 0, hours_wide},
    {"kind", &texts_of<CaseKind>, AFTERSALE_AT(ClockTerm, kind), Kind::choice, optional, 0},
    {"opens", nullptr, AFTERSALE_AT(ClockTerm, opens), Kind::integer, 0, count},
    {"rule", nullptr, AFTERSALE_AT(ClockTerm, rule), Kind::text, 0, 200},
    {"then", nullptr, AFTERSALE_AT(ClockTerm, then), Kind::text, 0, 32},
};
constexpr Table clock_term_table = table_of(clock_term_rows);
constexpr List clock_terms = list_of<ClockTerm>(clock_term_table);

void write_promotions(Writer& out, const PromotionTerms& p) {
  if (!p.rule.empty()) write(out.key("promotions"), promotion_table, &p, nullptr);
}

void write_line(Writer& out, const LineDecision& d, const Quote& q) {
  out.begin_object().field("approval", d.automatic_approval ? "automatic" : "manual");
  if (d.basis) out.field("basis", to_text(*d.basis));
  if (d.inspection_max_basis_points > 0) out.field("deductionMaxBasisPoints", d.inspection_max_basis_points);
  if (!d.evidence.empty()) {
    out.key("evidence").begin_array();
    for (const AskedEvidence& e : d.evidence) {
      out.begin_object().field("kind", to_text(e.kind)).field("min", e.min);
      if (e.optional) out.flag("optional", true);
      out.end_object();
    }
    out.end_array();
  }
  write_fees(out, d.fees, q.currency);
  write_findings(out, d.findings);
  out.field("line", d.line);
  for (const OfferedMethod& m : d.methods) {
    if (m.method != q.method) continue;
    out.key("method").begin_object();
    write_money(out, "cost", m.cost, q.currency);
    out.maybe("label", m.label).field("layer", to_text(m.layer)).field("method", to_text(m.method)).field("payer", to_text(m.payer)).field("rule", m.rule).end_object();
  }
  if (d.outbound != "none") {
    out.key("outbound").begin_object().field("layer", to_text(d.outbound_layer)).flag("onlyWhenAll", d.outbound_only_when_all);
    out.field("refund", d.outbound).field("rule", d.outbound_rule).end_object();
  }
  out.field("outcome", to_text(d.outcome));
  for (const OfferedResolution& r : d.resolutions) {
    if (r.resolution != q.resolution) continue;
    out.key("resolution").begin_object();
    if (r.bonus_basis_points != 0) out.field("bonusBasisPoints", r.bonus_basis_points);
    out.field("layer", to_text(r.layer)).field("resolution", to_text(r.resolution)).field("rule", r.rule).end_object();
  }
  write_promotions(out, d.promotions);
  out.maybe("right", d.right).end_object();
}

/// The versions of the policies that had a say, each once.
void write_policies(Writer& out, const Decision& decision) {
  std::vector<const Finding*> seen;
  out.key("policies").begin_array();
  for (const LineDecision& d : decision.lines) {
    for (const Finding& f : d.findings) {
      if (f.policy == "order") continue;                       // the order's own facts
      const bool known = std::any_of(seen.begin(), seen.end(), [&f](const Finding* s) { return s->policy == f.policy && s->version == f.version; });
      if (known) continue;
      seen.push_back(&f);
      out.begin_object().field("id", f.policy).field("layer", to_text(f.layer)).field("version", f.version).end_object();
    }
  }
  out.end_array();
}

void read_fees(Value list, LineDecision& d, const Currency& currency, Problems& problems) {
  for (const Value item : list) {
    LineFee fee;
    Fields f(item, problems);
    f.text("kind", fee.kind);
    f.maybe_text("rule", fee.rule);
    read_enum(f.need("layer"), fee.layer, problems);
    f.maybe_integer("basisPoints", fee.basis_points, 0, basis_points_max);
    if (const Value amount = f.maybe("amount")) fee.amount = read_money(amount, currency, problems);
    for (const Value text : f.array("waivedFor")) {
      Resolution r{};
      if (read_enum(text, r, problems)) fee.waived_for.push_back(r);
    }
    f.done();
    d.fees.push_back(std::move(fee));
  }
}

void read_findings(Value list, LineDecision& d, Problems& problems) {
  for (const Value item : list) {
    Finding finding;
    Fields f(item, problems);
    f.text("code", finding.code);
    read_enum(f.need("effect"), finding.effect, problems);
    read_enum(f.need("layer"), finding.layer, problems);
    f.maybe_text("policy", finding.policy);
    f.maybe_text("rule", finding.rule);
    f.maybe_text("version", finding.version);
    f.maybe("params");
    f.done();
    d.findings.push_back(std::move(finding));
  }
}

void read_offers(Fields& f, LineDecision& d, const Currency& currency) {
  Problems& problems = f.problems();
  if (const Value value = f.maybe("method")) {
    OfferedMethod m{};
    Fields g(value, problems);
    read_enum(g.need("method"), m.method, problems);
    read_enum(g.need("payer"), m.payer, problems);
    m.cost = read_money(g.need("cost"), currency, problems);
    g.maybe_text("label", m.label);
    g.maybe_text("rule", m.rule);
    read_enum(g.need("layer"), m.layer, problems);
    g.done();
    d.methods.push_back(std::move(m));
  }
  if (const Value value = f.maybe("resolution")) {
    OfferedResolution r{};
    Fields g(value, problems);
    read_enum(g.need("resolution"), r.resolution, problems);
    g.maybe_text("rule", r.rule);
    read_enum(g.need("layer"), r.layer, problems);
    g.maybe_integer("bonusBasisPoints", r.bonus_basis_points, 0, basis_points_max);
    g.done();
    if (r.resolution == Resolution::price_adjustment) d.price_protection = r;
    d.resolutions.push_back(std::move(r));
  }
}

LineDecision read_line(Value value, const Quote& quote, Problems& problems) {
  LineDecision d;
  Fields f(value, problems);
  f.text("line", d.line);
  read_enum(f.need("outcome"), d.outcome, problems);
  std::string approval;
  f.text("approval", approval);
  d.automatic_approval = approval == "automatic";
  Basis basis{};
  if (read_enum(f.maybe("basis"), basis, problems)) d.basis = basis;
  f.maybe_text("right", d.right);
  f.maybe_integer("deductionMaxBasisPoints", d.inspection_max_basis_points, 0, basis_points_max);
  for (const Value item : f.array("evidence")) {
    AskedEvidence e{};
    Fields g(item, problems);
    read_enum(g.need("kind"), e.kind, problems);
    g.integer("min", e.min, 0, 100);
    g.maybe_bool("optional", e.optional);
    g.done();
    d.evidence.push_back(std::move(e));
  }
  read_findings(f.array("findings"), d, problems);
  read_fees(f.array("fees"), d, quote.currency, problems);
  read_offers(f, d, quote.currency);
  if (const Value outbound = f.maybe("outbound")) {
    Fields g(outbound, problems);
    g.text("refund", d.outbound);
    g.maybe_text("rule", d.outbound_rule);
    read_enum(g.need("layer"), d.outbound_layer, problems);
    g.maybe_bool("onlyWhenAll", d.outbound_only_when_all);
    g.done();
  }
  if (const Value lost = f.maybe("promotions")) {
    Reader reader{problems};
    read(reader, lost, promotion_table, &d.promotions);
  }
  f.done();
  return d;
}

}  // namespace

void write_terms(Writer& out, const CaseTerms& t) {
  out.key("terms").begin_object();
  if (t.advance != Advance::none) out.field("advance", to_text(t.advance));
  if (!t.clocks.empty()) {
    out.key("clocks").begin_array();
    for (const ClockTerm& clock : t.clocks) write(out, clock_term_table, &clock, nullptr);
    out.end_array();
  }
  out.key("refund").begin_object().field("days", t.refund_days).field("of", t.refund_of_receipt ? "receipt" : "notice").maybe("rule", t.refund_rule).end_object();
  out.key("response").begin_object().field("hours", t.response_hours).maybe("rule", t.response_rule).field("then", t.response_then).end_object();
  out.key("shipBack").begin_object().field("days", t.ship_back_days).maybe("rule", t.ship_back_rule).end_object();
  out.end_object();
}

void read_terms(Value value, CaseTerms& t, Problems& problems) {
  Fields f(value, problems);
  std::string of;
  Fields refund(f.need("refund"), problems);
  refund.integer("days", t.refund_days, 0, days_max);
  refund.text("of", of);
  t.refund_of_receipt = of != "notice";
  refund.maybe_text("rule", t.refund_rule);
  refund.done();
  Fields response(f.need("response"), problems);
  response.integer("hours", t.response_hours, 0, days_max * 24);
  response.text("then", t.response_then);
  response.maybe_text("rule", t.response_rule);
  response.done();
  Fields ship(f.need("shipBack"), problems);
  ship.integer("days", t.ship_back_days, 0, days_max);
  ship.maybe_text("rule", t.ship_back_rule);
  ship.done();
  read_enum(f.maybe("advance"), t.advance, problems);
  Reader reader{problems};
  if (const Value list = f.array("clocks")) read_list(reader, list, clock_terms, &t.clocks);
  f.done();
}

void write_summary(Writer& out, const Decision& decision, const Quote& quote) {
  out.key("decision").begin_object().key("lines").begin_array();
  for (const LineDecision& d : decision.lines) write_line(out, d, quote);
  out.end_array().field("now", format(decision.now)).field("outcome", to_text(decision.outcome)).field("zone", decision.zone).end_object();
  write_policies(out, decision);
  write_terms(out, decision.terms);
}

Decision read_summary(Value data, const Quote& quote, Problems& problems) {
  Decision decision;
  decision.order = quote.order;
  decision.currency = quote.currency;
  Fields f(data["decision"], problems);
  decision.now = read_instant(f.need("now"), problems);
  read_enum(f.need("outcome"), decision.outcome, problems);
  f.maybe_text("zone", decision.zone);
  for (const Value item : f.array("lines", true)) decision.lines.push_back(read_line(item, quote, problems));
  f.done();
  read_terms(data["terms"], decision.terms, problems);
  return decision;
}

}  // namespace aftersale::lifecycle
