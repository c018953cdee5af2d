// The way of the money: refund, its confirmation or failure, what is given early and asked back, and asking again.
#include "lifecycle/run.hpp"
#include "model/planted.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

Minor on_the_way(const CaseState& s) {
  Minor sum = 0;
  for (const Payment& p : s.payments) {
    if (p.state != Payment::State::failed) sum = settlement::plus(sum, p.share.amount);
  }
  return sum;
}

/// The order's account as it is now, with what this case has sent already.
Account account_with(const Run& run, const CaseState& s) {
  Account account = account_of(run.world);
  const std::vector<Tender>& tenders = run.world.order->tenders;
  for (const Payment& p : s.payments) {
    if (p.state == Payment::State::failed) continue;
    account.refunded = settlement::plus(account.refunded, p.share.amount);
    for (std::size_t i = 0; i < tenders.size(); ++i) {
      if (tenders[i].id != p.share.tender) continue;
      account.tender_refunded[i] = settlement::plus(account.tender_refunded[i], p.share.amount);
      break;
    }
  }
  return account;
}

/// What to pay now: what the quote in force says and was not sent yet, as far as the account still allows.
std::vector<TenderShare> shares_due(const Run& run, const CaseState& s, const Quote& q) {
  const Order& order = *run.world.order;
  const Minor due = planted("lc_forget_paid") ? q.total : std::max<Minor>(0, q.total - on_the_way(s));
  const Account account = account_with(run, s);
  const Minor room = settlement::available(order, account);
  if (q.resolution != Resolution::store_credit) return settlement::spread(order, account, std::min(due, room));
  const Minor bonus = std::min(due, settlement::sum_of(q.components, ComponentKind::credit_bonus));
  const Minor money = due - bonus;
  const Minor paid = std::min(money, room);
  const Minor amount = paid < money ? paid + scale(bonus, paid, money) : due;
  std::vector<TenderShare> out;
  if (amount > 0) out.push_back({"store_credit", TenderKind::store_credit, amount, {}});
  return out;
}

void write_share(Writer& out, const TenderShare& share, const std::string& key, const Currency& currency) {
  out.begin_object();
  write_money(out, "amount", share.amount, currency);
  out.field("key", key).field("kind", to_text(share.kind)).maybe("label", share.label).field("tender", share.tender).end_object();
}

bool outcome(Run& run, const Act& act, EventType type, const char* second) {
  std::string key, text;
  Fields f(act.data, run.problems);
  f.text("key", key, 200);
  f.text(second, text, 500);
  f.done();
  if (!run.problems.ok()) return false;
  const CaseState& s = run.state();
  bool known = key == s.refund_key && unconfirmed(s), confirmed = false, failed = false;
  for (const Payment& p : s.payments) {
    if (p.key != key) continue;
    known = true;
    confirmed = p.state == Payment::State::confirmed;
    failed = p.state == Payment::State::failed;
  }
  if (!known && !planted("lc_any_key")) return run.refuse("unknown_key", "no payment of this case waits under that key").with("key", key);
  if (confirmed) return run.refuse("already_confirmed", "this payment is confirmed").with("key", key);
  // A payment that was given up may still be confirmed: providers change their mind, and money that went is gone.
  if (failed && type == EventType::refund_failed) return run.refuse("already_failed", "this payment is known to have failed").with("key", key);
  Writer data;
  data.begin_object().field("key", key).field(second, text).end_object();
  run.append(type, act, data);
  return true;
}

/// Why money, or goods in its place, are sent.
enum class Why : std::uint8_t {
  due,         // the case has come to that
  advance,     // before the goods are back
  settled,     // what is left once goods that came late were looked at
  instead,     // money for goods that could not be sent
};

constexpr const char* why_flags[] = {nullptr, "advance", "settled", "instead"};

/// Keys name this try. An unconfirmed try keeps its key when it is repeated, so that no provider pays it twice; only one
/// that is known to have failed gets a new one.
void issue(Run& run, const Act& act, Why why, const Quote& q) {
  CaseState& s = run.state();
  const bool sends = settlement::replaces(q.resolution) && why != Why::settled;
  const std::vector<TenderShare> shares = shares_due(run, s, q);
  Minor amount = 0;
  for (const TenderShare& share : shares) amount += share.amount;
  const Minor due = std::max<Minor>(0, q.total - on_the_way(s));
  const std::string key = run.key("refund");
  std::vector<Payment> payments;
  Writer data;
  data.begin_object();
  if (why != Why::due) data.flag(why_flags[static_cast<int>(why)], true);
  write_money(data, "amount", amount, q.currency);
  data.field("key", key);
  if (why == Why::instead) {
    data.key("quote");
    write_quote(data, q);
  }
  if (sends) data.flag("replaces", true);
  if (amount < due) write_money(data, "shortfall", due - amount, q.currency);
  data.key("tenders").begin_array();
  for (const TenderShare& share : shares) {
    Payment p;
    p.share = share;
    p.key = (shares.size() == 1 && !sends) || planted("lc_one_key") ? key : run.key("refund", share.tender);
    write_share(data, share, p.key, q.currency);
    payments.push_back(std::move(p));
  }
  data.end_array().end_object();
  run.append(EventType::refund_issued, act, data);
  for (const Payment& p : payments) write_issue(run, p);
  if (sends) write_replacement(run);
}

void write_charge(Run& run) {
  const CaseState& s = run.state();
  Writer data;
  data.begin_object();
  write_money(data, "amount", s.charge->amount, s.quoted.currency);
  data.field("case", run.next().id).field("order", run.next().order).field("why", s.charge->why).end_object();
  run.effect(s.charge->key, EffectKind::charge_buyer, data);
}

bool charge_outcome(Run& run, const Act& act, EventType type, const char* second) {
  std::string key, text;
  Fields f(act.data, run.problems);
  f.text("key", key, 200);
  f.text(second, text, 500);
  f.done();
  if (!run.problems.ok()) return false;
  if (key != run.state().charge->key) return run.refuse("unknown_key", "no payment of this case waits under that key").with("key", key);
  Writer data;
  data.begin_object().field("key", key).field(second, text).end_object();
  run.append(type, act, data);
  return true;
}

}  // namespace

void write_issue(Run& run, const Payment& p) {
  const CaseState& s = run.state();
  const bool credit = s.quoted.resolution == Resolution::store_credit;
  Writer data;
  data.begin_object();
  write_money(data, "amount", p.share.amount, s.quoted.currency);
  data.field("case", run.next().id).field("kind", to_text(p.share.kind)).maybe("label", p.share.label);
  data.field("order", run.next().order).field("tender", p.share.tender).end_object();
  run.effect(p.key, credit ? EffectKind::issue_credit : EffectKind::issue_refund, data);
}

void write_replacement(Run& run) {
  const Quote& q = settlement::quote_in_force(run.state());
  Writer data;
  data.begin_object().field("case", run.next().id).key("items").begin_array();
  for (const QuoteItem& item : q.items) data.begin_object().field("line", item.line).field("quantity", item.quantity).end_object();
  data.end_array().field("order", run.next().order).field("resolution", to_text(q.resolution)).end_object();
  run.effect(run.state().refund_key, EffectKind::ship_replacement, data);
}

bool do_refund(Run& run, const Act& act) {
  Fields f(act.data, run.problems);
  f.done();
  if (!run.problems.ok()) return false;
  CaseState& s = run.state();
  const Quote& q = settlement::quote_in_force(s);
  const Minor difference = charge_of(q);
  if (settlement::replaces(q.resolution) && difference > 0 && !s.charge && s.kind == CaseKind::return_) {
    request_charge(run, act, difference, "exchange_difference");
    return true;
  }
  issue(run, act, Why::due, q);
  return true;
}

void give_advance(Run& run, const Act& act) {
  const CaseState& s = run.state();
  if (s.issued || goods_stay(s) || !payable(s) || s.kind != CaseKind::return_ || charge_of(s.quoted) > 0) return;
  issue(run, plain_act(act), Why::advance, s.quoted);
}

void settle_advance(Run& run, const Act& act) {
  CaseState& s = run.state();
  if (!s.advanced) return;
  const Quote settled = *s.settlement;
  issue(run, plain_act(act), Why::settled, settled);
  recall_advance(run, act);
}

void recall_advance(Run& run, const Act& act) {
  CaseState& s = run.state();
  if (!s.advanced || s.charge) return;
  const bool came = s.settlement.has_value();
  Minor over = on_the_way(s) - (came ? s.settlement->total : 0);
  if (settlement::replaces(s.quoted.resolution)) {
    // Goods were sent for goods that did not come: what those are worth.
    over = owed_if_kept(s.quoted) - (came ? owed_if_kept(*s.settlement) : 0);
  }
  if (over <= 0 || planted("lc_no_recall")) return;
  request_charge(run, plain_act(act), over, "recall");
}

void request_charge(Run& run, const Act& act, Minor amount, std::string_view why) {
  const std::string key = run.key("charge");
  Writer data;
  data.begin_object();
  write_money(data, "amount", amount, run.state().quoted.currency);
  data.field("key", key).field("why", why).end_object();
  run.append(EventType::charge_requested, act, data);
  write_charge(run);
}

Act plain_act(const Act& act) {
  Act out = act;
  out.actor = Actor{ActorKind::system, {}, {}};
  out.data = Value();
  return out;
}

Quote money_instead(Run& run, Problems& faults) {
  const CaseState& s = run.state();
  Decision decision = s.decision;
  for (LineDecision& d : decision.lines) d.resolutions.push_back({Resolution::original_payment_method, "order", Layer::merchant, 0, false});
  Request request = s.request;
  request.resolution = Resolution::original_payment_method;
  return quote(run.world, decision, request, faults, s.inspection.empty() ? nullptr : &s.inspection);
}

bool do_instead(Run& run, const Act& act) {
  // What was sent cannot be told from what was not once the shop has said that it sent it.
  if (run.state().kind == CaseKind::repair) return run.refuse("goods_of_buyer", "the buyer's own goods cannot be kept for money");
  Problems faults;
  const Quote q = money_instead(run, faults);
  if (!faults.ok()) return run.refuse(faults);
  issue(run, plain_act(act), Why::instead, q);
  return true;
}

bool do_confirm_charge(Run& run, const Act& act) {
  if (!charge_outcome(run, act, EventType::charge_confirmed, "reference")) return false;
  const CaseState& s = run.state();
  if (s.stage == Stage::fulfilling && !s.issued) issue(run, plain_act(act), Why::due, settlement::quote_in_force(s));
  return true;
}

bool do_fail_charge(Run& run, const Act& act) {
  if (!charge_outcome(run, act, EventType::charge_failed, "code")) return false;
  if (run.state().stage == Stage::fulfilling) return do_instead(run, act);
  call_a_person(run, "repay");
  return true;
}

bool do_confirm_refund(Run& run, const Act& act) {
  if (!outcome(run, act, EventType::refund_confirmed, "reference")) return false;
  // It was taken for failed when the goods did not come, and went through after all.
  if (run.state().stage == Stage::expired) recall_advance(run, act);
  return true;
}
bool do_fail_refund(Run& run, const Act& act) { return outcome(run, act, EventType::refund_failed, "code"); }

void call_a_person(Run& run, std::string_view deadline) {
  Writer call;
  call.begin_object().field("case", run.next().id).field("deadline", deadline).field("order", run.next().order).field("stage", to_text(run.state().stage)).end_object();
  run.effect(run.key("escalate"), EffectKind::escalate, call);
}

bool do_escalate(Run& run, const Act& act) {
  CaseState& s = run.state();
  const std::string deadline = s.deadlines.empty() ? std::string() : s.deadlines.front().id;
  const bool again = unconfirmed(s) && (s.stage == Stage::refund_pending || s.stage == Stage::fulfilling);
  Writer data;
  data.begin_object().field("deadline", deadline).field("stage", to_text(s.stage)).end_object();
  run.append(EventType::case_escalated, act, data);
  call_a_person(run, deadline);
  if (charge_open(s)) write_charge(run);
  if (!again) return true;
  for (const Payment& p : s.payments) {
    if (p.state != Payment::State::issued) continue;
    Payment same = p;
    if (planted("lc_retry_new_key")) same.key = run.key("again", p.share.tender);
    write_issue(run, same);
  }
  if (s.stage == Stage::fulfilling) write_replacement(run);
  return true;
}

}  // namespace aftersale::lifecycle
