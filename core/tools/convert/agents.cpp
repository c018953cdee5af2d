// The shapes that shopping agents read: a policy entry of the Universal Commerce Protocol (dev.ucp.shopping.policy.return, inside
// the response whose currency its amounts have), and the return fields of the Agentic Commerce Protocol's product feed.
#include "convert/terms.hpp"

#include "json/text.hpp"

namespace aftersale::tools {
namespace {

constexpr Column column = &Word::ucp;
constexpr std::string_view type = "dev.ucp.shopping.policy.return";

/// The plain summary that every entry needs.
std::string summary(const Terms& terms) {
  switch (terms.reach) {
    case Terms::Reach::none: return "This cannot be returned.";
    case Terms::Reach::days:
      return join({"Returns within ", integer_text(terms.days), " days of ",
                   terms.from == WindowFrom::order      ? "the order"
                   : terms.from == WindowFrom::dispatch ? "dispatch"
                                                        : "delivery",
                   "."});
    case Terms::Reach::until: return join({"Returns until ", format(terms.until), "."});
    case Terms::Reach::endless: return "Returns at any time.";
    case Terms::Reach::unstated: break;
  }
  return "Returns as the policy says.";
}

void write_ucp_methods(Writer& out, const Terms& terms, Problems& losses) {
  if (terms.methods.empty()) return;
  out.key("methods").begin_array();
  for (const Terms::Method& method : terms.methods) {
    const std::string_view name = theirs(method_words, column, to_text(method.method));
    if (name.empty()) {
      lose(losses, "/document", join({"the method \"", to_text(method.method), "\""}));
      continue;
    }
    if (!method.label.empty()) lose(losses, "/document", join({"the label \"", method.label, "\""}));
    out.begin_object().key("fee").begin_object();
    if (method.cost > 0) out.field("amount", method.cost);
    out.field("type", !method.buyer_pays ? "free" : method.cost > 0 ? "fixed_fee" : "customer_responsibility").end_object().field("type", name).end_object();
  }
  out.end_array();
}

void write_ucp(Writer& out, const Terms& terms, Problems& losses) {
  out.begin_object().maybe("currency", terms.currency.text()).key("policies").begin_array().begin_object();
  out.key("description").begin_object().field("plain", summary(terms)).end_object().field("type", type).maybe("url", terms.url);
  if (terms.reach == Terms::Reach::none) {
    out.flag("final_sale", true).end_object().end_array().end_object();
    return;
  }
  if (terms.reach == Terms::Reach::days)
    out.key("window").begin_object().field("anchor", theirs(window_words, column, to_text(terms.from))).field("days", terms.days).end_object();
  if (terms.reach == Terms::Reach::until) lose(losses, "/document", "a window to a date");
  if (terms.grounds != Terms::Grounds::all)
    lose(losses, "/document",
         terms.grounds == Terms::Grounds::faults_only ? "that only faults are taken back" : "that the window is for a change of mind only");
  std::vector<std::string_view> names;
  for (const Resolution resolution : terms.resolutions) {
    const std::string_view name = theirs(resolution_words, column, to_text(resolution));
    if (name.empty())
      lose(losses, "/document", join({"the resolution \"", to_text(resolution), "\""}));
    else
      names.push_back(name);
  }
  if (!names.empty()) {
    out.key("supported_resolutions").begin_array();
    for (const std::string_view name : names) out.string(name);
    out.end_array();
  }
  write_ucp_methods(out, terms, losses);
  if (terms.fee_amount || terms.fee_basis_points != 0) {
    out.key("restocking_fee").begin_object();
    if (terms.fee_amount) out.field("amount", *terms.fee_amount);
    if (terms.fee_basis_points != 0) out.field("percentage_bps", terms.fee_basis_points);
    out.end_object();
  }
  if (!terms.seasons.empty()) lose(losses, "/document", "seasons");
  if (terms.free_for_faults) lose(losses, "/document", "that faulty goods go back for free");
  if (terms.refund_days) lose(losses, "/document", "the days until the refund");
  if (!terms.countries.empty()) lose(losses, "/document", "the countries, which the response's own context tells");
  out.end_object().end_array().end_object();
}

/// An entry alone, or the first of its kind in a response.
Value entry_of(Value document, Problems& problems) {
  if (document["type"].text() == type) return document;
  const Value policies = document["policies"];
  for (const Value policy : policies) {
    if (policy["type"].text() != type) continue;
    if (policy["applies_to"].exists()) lose(problems, policy.pointer("applies_to"), "which goods it is about");
    return policy;
  }
  problems.error("missing", document.pointer("policies"), "there is no policy of the type dev.ucp.shopping.policy.return");
  return {};
}

void read_ucp_methods(Value methods, Terms& terms, Problems& problems) {
  for (const Value value : methods) {
    ReturnMethod method{};
    const Value fee = value["fee"];
    const std::string_view cost = fee["type"].text();
    (void)fee["display_text"];
    if (!from_text(ours(method_words, column, value["type"].text()), method)) {
      lose(problems, value.pointer("type"), join({"the method \"", value["type"].text(), "\""}));
      continue;
    }
    if (cost == "fixed_fee" && terms.currency.empty()) {
      problems.error("missing", "/document/currency", "amounts are in the currency of the response, which is not there",
                     "add \"currency\" beside \"policies\"");
    }
    terms.methods.push_back({method, cost != "free", cost == "fixed_fee" ? fee["amount"].integer().value_or(0) : 0, {}});
  }
}

Terms read_ucp(Value document, Problems& problems) {
  Terms terms;
  find_currency(document["currency"].text(), terms.currency);
  const Value entry = entry_of(document, problems);
  if (!entry.exists()) return terms;
  terms.url = std::string(entry["url"].text());
  entry["description"].take();
  if (entry["final_sale"].truth()) {
    terms.reach = Terms::Reach::none;
    return terms;
  }
  const Value window = entry["window"];
  terms.reach = window.exists() ? Terms::Reach::days : Terms::Reach::endless;
  if (window.exists()) {
    const std::string_view from = ours(window_words, column, window["anchor"].text());
    if (!from_text(from, terms.from))
      lose(problems, window.pointer("anchor"), join({"the start \"", window["anchor"].text(), "\"; the delivery is meant then"}));
    terms.days = window["days"].integer().value_or(0);
  }
  for (const Value value : entry["supported_resolutions"]) {
    Resolution resolution{};
    if (from_text(ours(resolution_words, column, value.text()), resolution))
      terms.resolutions.push_back(resolution);
    else
      lose(problems, value.pointer(), join({"the resolution \"", value.text(), "\""}));
  }
  read_ucp_methods(entry["methods"], terms, problems);
  if (const Value fee = entry["restocking_fee"]) {
    (void)fee["display_text"];
    terms.fee_basis_points = fee["percentage_bps"].integer().value_or(0);
    terms.fee_amount = fee["amount"].integer();
    if (terms.fee_amount && terms.fee_basis_points != 0) {
      lose(problems, fee.pointer(), "that a fee is the lesser of a share and an amount; the share is taken");
      terms.fee_amount.reset();
    }
  }
  return terms;
}

void write_acp(Writer& out, const Terms& terms, Problems& losses) {
  out.begin_object().flag("accepts_returns", terms.reach != Terms::Reach::none);
  if (terms.reach == Terms::Reach::days)
    out.field("return_deadline_in_days", terms.days);
  else if (terms.reach != Terms::Reach::none)
    lose(losses, "/document", "a window that is not told in days");
  if (terms.reach == Terms::Reach::days && terms.from != WindowFrom::delivery) lose(losses, "/document", "from when the days count");
  if (terms.grounds != Terms::Grounds::all) lose(losses, "/document", "for which grounds the window is");
  bool exchange = false, other = false;
  for (const Resolution resolution : terms.resolutions)
    (resolution == Resolution::exchange ? exchange : other) |= resolution != Resolution::original_payment_method;
  out.flag("accepts_exchanges", exchange).maybe("return_policy", terms.url);
  if (!terms.countries.empty()) {
    out.key("target_countries").begin_array();
    for (const std::string& country : terms.countries) out.string(country);
    out.end_array();
  }
  if (other) lose(losses, "/document", "resolutions but money and exchange");
  if (!terms.methods.empty() || terms.free_for_faults) lose(losses, "/document", "how goods go back, and who pays");
  if (terms.fee_amount || terms.fee_basis_points != 0) lose(losses, "/document", "the restocking fee");
  if (!terms.seasons.empty()) lose(losses, "/document", "seasons");
  if (terms.refund_days) lose(losses, "/document", "the days until the refund");
  if (terms.url.empty()) lose(losses, "/document/url", "the address of the policy, which must be there", "give the policy a \"url\"");
  out.end_object();
}

Terms read_acp(Value document, Problems& problems) {
  Terms terms;
  terms.url = std::string(document["return_policy"].text());
  for (const Value country : document["target_countries"]) terms.countries.emplace_back(country.text());
  const Value accepts = document["accepts_returns"], days = document["return_deadline_in_days"];
  const bool refused = accepts.exists() && (accepts.is_bool() ? !accepts.truth() : accepts.text() == "false");
  terms.reach = refused ? Terms::Reach::none : days.exists() ? Terms::Reach::days : Terms::Reach::unstated;
  if (days.exists() && (!parse_integer(days.text(), terms.days) || terms.days < 0)) expected(problems, days, "a number of days");
  if (terms.reach == Terms::Reach::unstated) {
    problems.error("missing", document.pointer("return_deadline_in_days"), "\"return_deadline_in_days\" must be given");
  }
  if (!refused) terms.resolutions.push_back(Resolution::original_payment_method);
  const Value exchanges = document["accepts_exchanges"];
  if (!refused && (exchanges.truth() || exchanges.text() == "true")) terms.resolutions.push_back(Resolution::exchange);
  return terms;
}

}  // namespace

const Format ucp_format = {write_ucp, read_ucp};
const Format acp_format = {write_acp, read_acp};

}  // namespace aftersale::tools
