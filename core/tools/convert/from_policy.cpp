// Our rules as terms: what holds for certain is taken, the rest is told.
#include "convert/terms.hpp"

#include "json/text.hpp"
#include "lint/checks.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

constexpr std::uint32_t remorse = 1u << static_cast<unsigned>(Basis::customer_remorse);

struct Reader {
  const Policy& policy;
  const PolicyVersion& version;
  std::size_t v;
  std::string_view country;
  Problems& losses;
  Terms terms;
  Effort effort;
  std::uint32_t every = every_basis();
  const WindowRule* for_remorse = nullptr;
  const WindowRule* for_faults = nullptr;
  std::size_t faults_at = 0;
  bool free_for_all = false, fee_seen = false;

  std::string at(std::size_t i, std::string_view member = {}) const {
    std::string pointer = join({"/document", std::string_view(rule_at(v, i, member)).substr(std::string_view("/policy").size())});
    return pointer;
  }
  void lost(std::size_t i, std::string_view member, std::string_view what, std::string_view fix = {}) { lose(losses, at(i, member), what, fix); }

  /// Countries that a condition on nothing but the country names; false when it is about something else.
  bool country_condition(const Rule& rule) {
    const Condition& c = rule.when;
    if (c.kind != Condition::Kind::test || condition_field(c).name != "buyer.country") return false;
    return c.op == Condition::Op::is || c.op == Condition::Op::in;
  }

  /// Whether the rule holds for every order of the country. What may hold is lost.
  bool applies(const Rule& rule, std::size_t i) {
    if (!rule.reasons.empty()) {
      lost(i, "reasons", "a rule for some reasons only");
      return false;
    }
    if (!at_any_time(rule)) {
      lost(i, rule.periods.front().after ? "after" : "within", "a rule that counts for a time only");
      return false;
    }
    if (rule.when.kind == Condition::Kind::always) return true;
    Region region;
    if (!country.empty()) region.limit("buyer.country", {country});
    region.at_least("buyer.consumer", FactType::boolean, 1);
    if (!possible(region, {{&rule.when, false}}, effort)) return false;
    if (!possible(region, {{&rule.when, true}}, effort)) return true;
    lost(i, "when", "a rule that depends on the order, the goods or the buyer",
         country.empty() && country_condition(rule) ? "convert it for one country at a time" : "");
    return false;
  }

  void window(const Rule& rule, const WindowRule& w, std::size_t i) {
    const auto longer = [](const WindowRule* known, const WindowRule& other) { return known == nullptr || covers(other, *known); };
    if ((rule.bases & remorse) != 0 && longer(for_remorse, w)) for_remorse = &w;
    if ((rule.bases & every & ~remorse) != 0 && longer(for_faults, w)) for_faults = &w, faults_at = i;
    if (!w.right.empty()) lost(i, "window/right", "the name of a right");
    if (w.roll != Roll::none || w.first_day != FirstDay::excluded) lost(i, "window", "how the days are counted");
  }

  void set_window(const WindowRule& w) {
    terms.from = w.from;
    if (w.from == WindowFrom::last_delivery || w.from == WindowFrom::first_delivery) {
      terms.from = WindowFrom::delivery;
      lose(losses, "/document", "that the window runs from the last or first delivery of the order");
    }
    if (w.days) {
      terms.reach = Terms::Reach::days;
      terms.days = *w.days;
    } else if (w.months != 0) {
      terms.reach = Terms::Reach::days;
      terms.days = w.months * 30;
      lose(losses, "/document", join({integer_text(w.months), " months, told as ", integer_text(terms.days), " days"}));
    } else if (w.until) {
      terms.reach = Terms::Reach::until;
      terms.until = *w.until;
    } else {
      terms.reach = Terms::Reach::endless;
    }
  }

  void finish() {
    if (for_remorse == nullptr && for_faults == nullptr) {
      terms.reach = Terms::Reach::none;
    } else if (for_remorse == nullptr) {
      terms.grounds = Terms::Grounds::faults_only;
      set_window(*for_faults);
    } else {
      set_window(*for_remorse);
      const bool same = for_faults != nullptr && covers(*for_faults, *for_remorse) && covers(*for_remorse, *for_faults);
      if (!same) {
        terms.grounds = Terms::Grounds::remorse_only;
        if (for_faults != nullptr) lost(faults_at, "window", "a window of its own for faults");
      }
    }
    if (free_for_all) {
      for (Terms::Method& method : terms.methods) method.buyer_pays = false, method.cost = 0;
    }
  }

  // One function for each kind of rule.
  void add(const Rule& rule, std::size_t i) {
    if (const auto* w = std::get_if<WindowRule>(&rule.body)) return window(rule, *w, i);
    if (const auto* e = std::get_if<ExtensionRule>(&rule.body)) {
      if ((rule.bases & remorse) == 0) return lost(i, "extension", "a season for faults only");
      terms.seasons.push_back({e->placed_from, e->placed_until, e->until});
      return;
    }
    if (const auto* r = std::get_if<ResolutionsRule>(&rule.body)) return offers(rule, *r, i);
    if (const auto* m = std::get_if<MethodRule>(&rule.body)) return method(rule, *m, i);
    if (const auto* f = std::get_if<FreightRule>(&rule.body)) {
      if (f->payer == Payer::buyer) return;
      if ((rule.bases & every) == every)
        free_for_all = true;
      else if ((rule.bases & remorse) == 0 && (rule.bases & every) == (every & ~remorse))
        terms.free_for_faults = true;
      else
        lost(i, "freight", "who pays the way back, for some grounds only");
      return;
    }
    if (const auto* f = std::get_if<FeeRule>(&rule.body)) return fee(rule, *f, i);
    if (const auto* r = std::get_if<RefundTimeRule>(&rule.body)) {
      if (!r->of_receipt || r->working_days) return lost(i, "refund", "a refund time that does not count days from the receipt");
      terms.refund_days = r->within_days;
      return;
    }
    const std::string_view name = body_name(rule);
    lost(i, name, join({"\"", name.empty() ? std::string_view("this rule") : name, "\""}),
         name == "exclude" ? "give the goods that cannot come back a policy of their own" : "");
  }

  void offers(const Rule& rule, const ResolutionsRule& r, std::size_t i) {
    if ((rule.bases & remorse) == 0) return lost(i, "resolutions", "what is on offer for faults only");
    if ((rule.bases & every) != every) lost(i, "basis", "that this is on offer for some grounds only");
    for (const ResolutionOffer& offer : r.offers) {
      if (offer.bonus_basis_points != 0) lost(i, "resolutions", "a bonus on credit");
      if (std::find(terms.resolutions.begin(), terms.resolutions.end(), offer.resolution) == terms.resolutions.end())
        terms.resolutions.push_back(offer.resolution);
    }
  }

  bool own_currency(const Currency& currency, std::size_t i, std::string_view member) {
    if (terms.currency.empty()) terms.currency = currency;
    if (currency.empty() || terms.currency == currency) return true;
    lost(i, member, "an amount in a second currency");
    return false;
  }

  void method(const Rule& rule, const MethodRule& m, std::size_t i) {
    if ((rule.bases & every) != every) return lost(i, "method", "a way back for some grounds only");
    if (!own_currency(m.currency, i, "method")) return;
    terms.methods.push_back({m.method, m.payer == Payer::buyer, m.payer == Payer::buyer ? m.cost : 0, m.label});
  }

  void fee(const Rule& rule, const FeeRule& f, std::size_t i) {
    if ((rule.bases & every) != every) return lost(i, "fee", "a fee for some grounds only");
    if (fee_seen || f.kind != "restocking") return lost(i, "fee", fee_seen ? "a second fee" : "a handling fee");
    if (!f.waived_for.empty()) lost(i, "fee/waivedFor", "when the fee is waived");
    if (f.amount && !own_currency(f.currency, i, "fee")) return;
    fee_seen = true;
    terms.fee_basis_points = f.basis_points;
    terms.fee_amount = f.amount;
  }
};

}  // namespace

Terms terms_of(const Policy& policy, Value document, std::string_view country, Problems& losses) {
  std::size_t newest = 0;
  for (std::size_t i = 1; i < policy.versions.size(); ++i) {
    const auto& a = policy.versions[newest].from;
    const auto& b = policy.versions[i].from;
    if (!a || (b && *a <= *b)) newest = i;
  }
  if (policy.versions.size() > 1) lose(losses, "/document/versions", join({"other versions than \"", policy.versions[newest].version, "\""}));
  if (document["tests"].exists()) document["tests"].take();
  Reader reader{policy, policy.versions[newest], newest, country, losses, {}, {}};
  Terms& terms = reader.terms;
  terms.id = policy.id;
  terms.title = policy.title;
  terms.url = policy.url;
  if (!country.empty()) terms.countries.emplace_back(country);
  for (std::size_t i = 0; i < reader.version.rules.size(); ++i) {
    if (reader.applies(reader.version.rules[i], i)) reader.add(reader.version.rules[i], i);
  }
  reader.finish();
  return std::move(terms);
}

}  // namespace aftersale::tools
