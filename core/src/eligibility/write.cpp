#include "eligibility/write.hpp"

namespace aftersale {

void put(Params& params, std::string_view name, std::string_view text) { params.emplace_back(name, text); }
void put(Params& params, std::string_view name, std::int64_t number) { params.emplace_back(name, number); }
void put_flag(Params& params, std::string_view name, bool truth) { params.emplace_back(name, truth); }

void write_params(Writer& out, const char* name, const Params& params) {
  if (params.empty()) return;
  out.key(name).begin_object();
  for (const Param& p : params) {
    out.key(p.name);
    if (p.kind == Param::Kind::text) out.string(p.text);
    else if (p.kind == Param::Kind::integer) out.integer(p.number);
    else out.boolean(p.number != 0);
  }
  out.end_object();
}

namespace {

void write_finding(Writer& out, const Finding& f) {
  out.begin_object().field("code", f.code).maybe("confidence", f.confidence).field("effect", to_text(f.effect));
  write_params(out, "facts", f.facts);
  out.field("layer", to_text(f.layer));
  write_params(out, "params", f.params);
  out.field("policy", f.policy).field("rule", f.rule);
  write_source(out, f.source);
  out.field("version", f.version).end_object();
}

}  // namespace

void write_source(Writer& out, const Source& source) {
  if (source.title.empty()) return;
  out.key("source").begin_object().maybe("date", source.date).field("title", source.title).maybe("url", source.url).end_object();
}

void write_findings(Writer& out, const std::vector<Finding>& findings) {
  out.key("findings").begin_array();
  for (const Finding& f : findings) write_finding(out, f);
  out.end_array();
}

void write_changes(Writer& out, const std::vector<Change>& changes) {
  out.key("changes").begin_array();
  for (const Change& c : changes) {
    out.begin_object().field("code", c.code);
    write_params(out, "params", c.params);
    out.end_object();
  }
  out.end_array();
}

void write_until(Writer& out, const Until& until, const std::string& zone) {
  out.key("until").begin_object().field("at", format(until.at)).field("date", format(until.date));
  if (until.estimated) out.field("earliest", format(until.earliest)).flag("estimated", true);
  out.field("layer", to_text(until.layer)).field("rule", until.rule).field("zone", zone).end_object();
}

namespace {

void write_offers(Writer& out, const LineDecision& d, const Currency& currency) {
  out.key("methods").begin_array();
  for (const OfferedMethod& m : d.methods) {
    out.begin_object();
    write_money(out, "cost", m.cost, currency);
    out.maybe("label", m.label).field("layer", to_text(m.layer)).field("method", to_text(m.method)).field("payer", to_text(m.payer)).field("rule", m.rule).end_object();
  }
  out.end_array();
}

void write_resolutions(Writer& out, const LineDecision& d) {
  out.key("resolutions").begin_array();
  for (const OfferedResolution& r : d.resolutions) {
    out.begin_object();
    if (r.bonus_basis_points != 0) out.field("bonusBasisPoints", r.bonus_basis_points);
    out.field("layer", to_text(r.layer));
    if (r.recommended) out.flag("recommended", true);
    out.field("resolution", to_text(r.resolution)).field("rule", r.rule).end_object();
  }
  out.end_array();
}

void write_line(Writer& out, const LineDecision& d, const Decision& decision, const Currency& currency) {
  out.begin_object().field("approval", d.automatic_approval ? "automatic" : "manual");
  if (d.basis) out.field("basis", to_text(*d.basis));
  write_changes(out, d.changes);
  out.key("evidence").begin_array();
  for (const AskedEvidence& e : d.evidence) {
    out.begin_object().field("kind", to_text(e.kind)).field("min", e.min);
    if (e.optional) out.flag("optional", true);
    out.field("rule", e.rule).end_object();
  }
  out.end_array();
  write_findings(out, d.findings);
  out.field("line", d.line);
  write_offers(out, d, currency);
  out.field("outcome", to_text(d.outcome)).field("quantity", d.quantity).maybe("reason", d.reason);
  if (d.price_protection) {
    out.key("priceProtection").begin_object().field("layer", to_text(d.price_protection->layer)).field("rule", d.price_protection->rule).end_object();
  }
  write_resolutions(out, d);
  out.field("returnable", d.returnable).maybe("right", d.right).field("title", d.title);
  if (d.until) write_until(out, *d.until, decision.zone);
  out.end_object();
}

void write_members(Writer& out, const Decision& decision, std::string_view hash) {
  out.begin_object().maybe("hash", hash).key("lines").begin_array();
  for (const LineDecision& d : decision.lines) write_line(out, d, decision, decision.currency);
  out.end_array().field("now", format(decision.now)).field("order", decision.order).field("outcome", to_text(decision.outcome)).field("zone", decision.zone);
  out.end_object();
}

}  // namespace

void write_decision(Writer& out, const Decision& decision) {
  Writer plain;
  write_members(plain, decision, {});
  write_members(out, decision, sha256_hex(plain.text()));
}

}  // namespace aftersale
