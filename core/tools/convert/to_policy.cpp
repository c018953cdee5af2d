// Terms as a policy document of ours.
#include "convert/terms.hpp"

#include "json/text.hpp"

namespace aftersale::tools {
namespace {

constexpr std::string_view fault_bases[] = {"item_defect", "not_as_described", "wrong_item", "damaged_in_transit", "missing", "late"};

struct RuleWriter {
  Writer& out;
  const Terms& terms;

  /// Opens a rule; its body and the end follow.
  void begin(std::string_view id, bool faults = false, bool remorse = false) {
    out.begin_object().field("id", std::string(id));
    if (faults || remorse) {
      out.key("basis").begin_array();
      if (remorse) out.string("customer_remorse");
      if (faults) {
        for (const std::string_view basis : fault_bases) out.string(basis);
      }
      out.end_array();
    }
    if (terms.countries.empty()) return;
    out.key("when").begin_object().field("field", "buyer.country").field("op", "in").key("value").begin_array();
    for (const std::string& country : terms.countries) out.string(country);
    out.end_array().end_object();
  }

  void window() {
    if (terms.reach == Terms::Reach::none) return;
    begin("window", terms.grounds == Terms::Grounds::faults_only, terms.grounds == Terms::Grounds::remorse_only);
    out.key("window").begin_object();
    if (terms.reach == Terms::Reach::days) out.field("days", terms.days);
    if (terms.reach == Terms::Reach::until) out.field("until", format(terms.until));
    out.field("from", to_text(terms.from)).end_object().end_object();
  }

  void seasons() {
    std::int64_t number = 0;
    for (const Terms::Season& season : terms.seasons) {
      begin(join({"season-", integer_text(++number)}));
      out.key("extension")
          .begin_object()
          .field("placedFrom", format(season.from))
          .field("placedUntil", format(season.to))
          .field("until", format(season.until))
          .end_object()
          .end_object();
    }
  }

  void offers() {
    if (terms.resolutions.empty()) return;
    begin("offers");
    out.key("resolutions").begin_array();
    for (const Resolution resolution : terms.resolutions) out.begin_object().field("resolution", to_text(resolution)).end_object();
    out.end_array().end_object();
  }

  void methods() {
    for (const Terms::Method& method : terms.methods) {
      begin(to_text(method.method));
      out.key("method").begin_object();
      if (method.cost > 0) write_money(out, "cost", method.cost, terms.currency);
      out.maybe("label", method.label)
          .field("method", to_text(method.method))
          .field("payer", method.buyer_pays ? "buyer" : "merchant")
          .end_object()
          .end_object();
    }
    if (!terms.free_for_faults) return;
    begin("faults-free", true);
    out.key("freight").begin_object().field("payer", "merchant").end_object().end_object();
  }

  void rest() {
    if (terms.fee_basis_points != 0 || terms.fee_amount) {
      begin("restocking");
      out.key("fee").begin_object();
      if (terms.fee_amount) write_money(out, "amount", *terms.fee_amount, terms.currency);
      if (terms.fee_basis_points != 0) out.field("basisPoints", terms.fee_basis_points);
      out.field("kind", "restocking").end_object().end_object();
    }
    if (!terms.refund_days) return;
    begin("refund");
    out.key("refund").begin_object().field("of", "receipt").field("withinDays", *terms.refund_days).end_object().end_object();
  }
};

}  // namespace

void write_policy(Writer& out, const Terms& terms) {
  out.begin_object().field("id", terms.id).field("layer", "merchant").field("schema", "aftersale/policy/1").maybe("title", terms.title).maybe("url", terms.url);
  out.key("versions").begin_array().begin_object().key("rules").begin_array();
  RuleWriter rules{out, terms};
  rules.window();
  rules.seasons();
  rules.offers();
  rules.methods();
  rules.rest();
  out.end_array().field("version", "1").end_object().end_array().end_object();
}

}  // namespace aftersale::tools
