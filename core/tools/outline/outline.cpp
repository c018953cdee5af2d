#include "outline/outline.hpp"

#include "model/reasons.hpp"
#include "outline/words.hpp"
#include "policies.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

void write_clause(Writer& out, const Clause& c) {
  out.begin_object();
  if (c.kind != Clause::Kind::test) {
    out.key(c.kind == Clause::Kind::any ? "any" : "all").begin_array();
    for (const Clause& part : c.parts) write_clause(out, part);
    out.end_array().end_object();
    return;
  }
  out.field("code", c.code).field("field", c.field + c.name);
  if (!c.values.empty()) {
    out.key("values").begin_array();
    for (const Param& p : c.values) p.kind == Param::Kind::integer ? out.integer(p.number) : out.string(p.text);
    out.end_array();
  }
  out.end_object();
}

void write_statement(Writer& out, const Statement& s, const Words* words) {
  out.begin_object().field("code", s.code).maybe("confidence", s.rule->confidence);
  if (s.bases != 0) {
    out.key("bases").begin_array();
    for (std::size_t i = 0; i < enum_texts<Basis>.size(); ++i) {
      if ((s.bases & (1u << i)) != 0) out.string(enum_texts<Basis>[i]);
    }
    out.end_array();
  }
  out.field("layer", to_text(s.policy->layer));
  write_params(out, "params", s.params);
  out.field("policy", s.policy->id);
  if (!s.reasons.empty()) {
    out.key("reasons").begin_array();
    for (const std::string& code : s.reasons) out.string(code);
    out.end_array();
  }
  out.field("rule", s.rule->id);
  if (!s.rule->source.title.empty()) {
    const Source& source = s.rule->source;
    out.key("source").begin_object().maybe("date", source.date).field("title", source.title).maybe("url", source.url).end_object();
  }
  if (words != nullptr) out.field("text", words->sentence(s));
  out.maybe("title", s.rule->title);
  if (!s.rule->verified) out.flag("verified", false);
  out.field("version", s.version->version);
  if (!s.when.empty()) {
    out.key("when").begin_array();
    for (const Clause& c : s.when) write_clause(out, c);
    out.end_array();
  }
  out.end_object();
}

bool governs(const Policy& pack, const std::string& country) {
  return std::find(pack.jurisdictions.begin(), pack.jurisdictions.end(), country) != pack.jurisdictions.end();
}

}  // namespace

void outline_op(Writer& out, Value call, Library& library, Problems& problems) {
  Fields f(call, problems);
  Policies own, packs;
  if (const Value given = f.need("policy")) add_policy(given, library, own, problems);
  add_policies(f.maybe("packs"), library, packs, problems);
  std::string country;
  f.maybe_text("country", country, 2);
  if (!country.empty() && find_country(country) == nullptr) {
    problems.error("unknown_country", call.pointer("country"), join({"\"", country, "\" is no country that is known here"}),
                   std::string("write the two letters of ISO 3166, DE for Germany"));
  }
  const Value texts = f.maybe("texts");
  if (texts.present() && !texts.is_object()) expected(problems, texts, "the texts of a language");
  if (!problems.ok()) return;
  const Words words(texts);
  const Words* spoken = texts.present() ? &words : nullptr;
  // The law stands only where a country is named, since every country has another.
  std::vector<const Policy*> all = own.all;
  for (const Policy* pack : packs.all) {
    if (pack->layer != Layer::statute || (!country.empty() && governs(*pack, country))) all.push_back(pack);
  }
  out.begin_object().maybe("country", country);
  if (spoken != nullptr) {
    out.key("headings").begin_object();
    for (const std::string_view layer : enum_texts<Layer>) out.maybe(std::string(layer).c_str(), words.plain(join({"layer.", layer})));
    out.end_object().maybe("direction", words.plain("direction")).maybe("locale", words.plain("locale")).maybe("notice", words.plain("notice"));
  }
  out.key("statements").begin_array();
  for (const Policy* policy : all) {
    for (const Statement& statement : outline_of(*policy, country)) write_statement(out, statement, spoken);
  }
  out.end_array().end_object();
}

}  // namespace aftersale::tools
