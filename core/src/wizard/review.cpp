// What the law wants said and confirmed, and what is good to know.
#include "wizard/state.hpp"

#include "eligibility/write.hpp"

namespace aftersale::asking {
namespace {

constexpr std::string_view goods_intact = "goods_intact", keep_item = "keep_item";

bool asked_for(const State& s, std::string_view code) {
  for (const std::string_view each : s.confirmations) {
    if (each == code) return true;
  }
  return false;
}

struct Notice {
  std::string_view code;
  Params params;
  const Finding* from = nullptr;
};

/// Each is told once, whatever number of orders it is true of.
struct Told {
  Writer& out;
  std::vector<std::string> before;
  bool several = false;
};

void write_notice(Told& told, const Notice& notice) {
  Writer out;
  out.begin_object();
  out.field("code", notice.code);
  if (notice.from != nullptr) out.field("layer", to_text(notice.from->layer));
  write_params(out, "params", notice.params);
  if (notice.from != nullptr) {
    out.maybe("rule", notice.from->rule);
    write_source(out, notice.from->source);
  }
  out.end_object();
  if (told.several && has_code(told.before, out.text())) return;
  told.out.raw(out.text());
  told.before.push_back(out.take());
}

const Finding* statutory_grant(const LineDecision& d) {
  for (const Finding& finding : d.findings) {
    if (finding.effect == FindingEffect::grants && finding.layer == Layer::statute) return &finding;
  }
  return nullptr;
}

/// The rights on which the request stands, and what was promised on air, each once, with the time in which the money has
/// to be back. True when the law gives one of them.
bool write_rights(Told& out, const State& s) {
  std::vector<const Finding*> told;
  bool statutory = false;
  for (const LineDecision& d : s.decision.lines) {
    for (const Finding& finding : d.findings) {
      const bool by_law = finding.effect == FindingEffect::grants && finding.layer == Layer::statute;
      if (!by_law && finding.code != "live_promise") continue;
      statutory = statutory || by_law;
      bool known = false;
      for (const Finding* each : told) known = known || (each->code == finding.code && (by_law || each->policy == finding.policy));
      if (known) continue;
      told.push_back(&finding);
      Params params = finding.params;
      if (s.quote && s.quote->refund_days > 0) {
        put(params, "refundDays", s.quote->refund_days);
        put(params, "refundOf", s.quote->refund_of);
      }
      write_notice(out, {finding.code, std::move(params), &finding});
    }
  }
  return statutory;
}

void write_review_notices(Told& out, const State& s) {
  const bool rights = write_rights(out, s);
  const CaseTerms& terms = s.decision.terms;
  bool by_hand = false, estimated = false;
  std::int64_t deduction = 0;
  for (const LineDecision& d : s.decision.lines) {
    by_hand = by_hand || !d.automatic_approval;
    estimated = estimated || (d.until && d.until->estimated);
    if (d.deduction_max_basis_points > deduction) deduction = d.deduction_max_basis_points;
  }
  if (by_hand) write_notice(out, {"manual_review", {Param("hours", terms.response_hours)}});
  if (s.answers.method && *s.answers.method != ReturnMethod::keep && *s.answers.method != ReturnMethod::at_home)
    write_notice(out, {"ship_back", {Param("days", terms.ship_back_days)}});
  if (deduction > 0) write_notice(out, {"value_loss", {Param("share", deduction)}});
  if (estimated) write_notice(out, {"estimated_delivery", {}});
  if (rights) write_notice(out, {"not_legal_advice", {}});
}

/// Whose the money is when the one who got a gift asks: what was paid goes back to who paid it.
void write_gift_notice(Told& out, const State& s, StepId step) {
  if (!recipient_asks(s) || (step != StepId::resolution && step != StepId::review)) return;
  const auto offered = [&](Resolution r) {
    if (step == StepId::review) return s.answers.resolution == r;
    for (const Offer& each : s.offers) {
      if (each.offered.resolution == r) return true;
    }
    return false;
  };
  if (offered(Resolution::original_payment_method)) write_notice(out, {"gift_to_buyer", {}});
  if (offered(Resolution::store_credit)) write_notice(out, {"gift_card_to_you", {}});
}

/// Where the law asks for no reason, it is said beside the question.
void write_free_choice(Told& out, const State& s) {
  for (const Row& row : s.rows) {
    if (row.selected <= 0) continue;
    const Finding* grant = statutory_grant(*row.base);
    if (grant == nullptr) continue;
    return write_notice(out, {"no_reason_needed", {Param("reason", s.topic->unsaid)}, grant});
  }
}

}  // namespace

void find_confirmations(State& s) {
  for (const LineDecision& d : s.decision.lines) {
    // China: goods come back intact, or the right to return them without a reason does not hold.
    if (d.right == "no_reason_return" && !asked_for(s, goods_intact)) s.confirmations.push_back(goods_intact);
  }
  if (*s.answers.resolution == Resolution::partial_refund) s.confirmations.push_back(keep_item);
  for (const std::string_view code : s.confirmations) {
    if (!has_code(s.answers.confirmed, code))
      errors_of(s, StepId::review)
          .error("confirmation_required", "/confirmed", join({"\"", code, "\" has to be confirmed"}));
  }
  // What was confirmed for another choice does not hold for this one; a host's own statements are left alone.
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < s.answers.confirmed.size(); ++i) {
    const std::string& code = s.answers.confirmed[i];
    if ((code == goods_intact || code == keep_item) && !asked_for(s, code)) {
      s.dropped.push_back({join({"/confirmed/", std::to_string(i)}), "not_asked"});
    } else {
      kept.push_back(code);
    }
  }
  s.answers.confirmed = std::move(kept);
  s.request.confirmed = s.answers.confirmed;
}

namespace {

void write_notices_of(Told& out, const State& s, StepId step) {
  if (s.world.statute_missing) write_notice(out, {"no_statute_pack", {}});
  if (step == StepId::reasons && s.topic->topic == Topic::return_) write_free_choice(out, s);
  for (const std::string_view line : s.refund_apart) {
    if (step != StepId::resolution && step != StepId::review) break;
    write_notice(out, {"refund_apart", {Param("line", called(s, line)), Param("title", s.world.order->find_line(line)->title)}});
  }
  write_gift_notice(out, s, step);
  if (step == StepId::review) write_review_notices(out, s);
}

}  // namespace

void write_notices(Writer& out, const Parts& parts, StepId step) {
  Told told{out.key("notices").begin_array(), {}, parts.size() > 1};
  for (const State& s : parts) {
    if (s.active) write_notices_of(told, s, step);
  }
  out.end_array();
}

}  // namespace aftersale::asking
