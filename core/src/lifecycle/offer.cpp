// Offers and counter-offers, disputes and who settles them.
#include "lifecycle/run.hpp"
#include "model/enum_field.hpp"

namespace aftersale::lifecycle {
namespace {

/// Who has to answer: the one the offer is for.
ActorKind other_side(const CaseState& s, ActorKind who) {
  if (s.kind != CaseKind::damage_claim) return who == ActorKind::buyer ? ActorKind::seller : ActorKind::buyer;
  const bool of_carrier = who == ActorKind::carrier || who == ActorKind::insurer;
  if (!of_carrier) return s.offer ? s.offer->by.kind : ActorKind::carrier;
  return s.offer ? s.offer->by.kind : ActorKind::seller;
}

/// The settlement that an amount comes to; of a claim against a carrier there is none, since no buyer's money moves.
bool settle(Run& run, Minor amount, Writer& data) {
  const CaseState& s = run.state();
  if (s.kind == CaseKind::damage_claim) return true;
  Problems faults;
  const Quote q = offer_quote(run.world, s.decision, s.request, amount, faults);
  if (!faults.ok()) return run.refuse(faults);
  if (q.total < amount) {
    return run.refuse("exceeds_paid", "more than what is left of what was paid").with("left", q.total).with("offered", amount);
  }
  data.key("settlement");
  write_quote(data, q);
  return true;
}

}  // namespace

bool do_propose(Run& run, const Act& act) {
  const CaseState& s = run.state();
  Words words;
  std::string remedy;
  std::optional<Minor> amount;
  Fields f(act.data, run.problems);
  if (const Value value = f.maybe("amount")) amount = read_money(value, s.quoted.currency, run.problems);
  f.maybe_text("note", words.note, 8192);
  f.maybe_text("remedy", remedy, 200);
  f.done();
  if (!run.problems.ok()) return false;
  if (amount && *amount <= 0) return run.refuse("amount_impossible", "an offer of money is above zero").with("amount", *amount);
  if (!amount && remedy.empty()) return run.refuse("offer_empty", "an offer has an amount, a remedy or both");
  if (!amount && row_of(s.kind).claims) return run.refuse("amount_missing", "an offer in place of a return needs an amount");
  Writer checked;
  checked.begin_object();
  if (amount && !settle(run, *amount, checked)) return false;
  Writer data;
  data.begin_object();
  if (amount) write_money(data, "amount", *amount, s.quoted.currency);
  data.maybe("remedy", remedy).field("to", to_text(other_side(s, act.actor.kind))).end_object();
  run.append(EventType::offer_proposed, act, data, words);
  return true;
}

bool do_accept(Run& run, const Act& act) {
  Writer data;
  Words words;
  data.begin_object();
  if (!read_data(run, act, CommandType::accept, data, words)) return false;
  const Proposal& offer = *run.state().offer;
  if (offer.amount && !settle(run, *offer.amount, data)) return false;
  data.end_object();
  run.append(EventType::offer_accepted, act, data, words);
  return true;
}

bool do_dispute(Run& run, const Act& act) {
  Writer data;
  Words words;
  data.begin_object();
  if (!act.automatic && !read_data(run, act, CommandType::dispute, data, words)) return false;
  data.end_object();
  run.append(EventType::case_disputed, act, data, words);
  call_a_person(run, "decide");
  return true;
}

bool do_decide(Run& run, const Act& act) {
  const CaseState& s = run.state();
  Writer data;
  Words words;
  data.begin_object();
  bool of_buyer = act.data["for"].text() == "buyer";
  if (act.automatic) {
    // Nobody has decided. Where goods have to come back first no money is lost by a yes; else it stays at the no.
    of_buyer = row_of(s.kind).claims && !goods_stay(s);
    data.field("for", of_buyer ? "buyer" : "seller");
  } else if (!read_data(run, act, CommandType::decide, data, words)) {
    return false;
  }
  if (of_buyer && row_of(s.kind).claims) {
    Problems faults;
    const Quote again = quote(run.world, s.decision, s.request, faults);      // its units may be others' by now
    if (!faults.ok()) return run.refuse(faults);
  }
  data.end_object();
  run.append(EventType::case_decided, act, data, words);
  if (s.stage == Stage::approved) request_label(run);
  return true;
}

}  // namespace aftersale::lifecycle
