// The way of the money: refund, its confirmation or failure, and asking again.
#include "lifecycle/run.hpp"

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
std::vector<TenderShare> shares_due(const Run& run, const CaseState& s) {
  const Quote& q = settlement::quote_in_force(s);
  const Order& order = *run.world.order;
  const Minor due = settlement::replaces(q.resolution) ? 0 : std::max<Minor>(0, q.total - on_the_way(s));
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
  if (!known) return run.refuse("unknown_key", "no payment of this case waits under that key").with("key", key);
  if (confirmed) return run.refuse("already_confirmed", "this payment is confirmed").with("key", key);
  // A payment that was given up may still be confirmed: providers change their mind, and money that went is gone.
  if (failed && type == EventType::refund_failed) return run.refuse("already_failed", "this payment is known to have failed").with("key", key);
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
  const bool instead = settlement::replaces(q.resolution);
  const std::vector<TenderShare> shares = shares_due(run, s);
  Minor amount = 0;
  for (const TenderShare& share : shares) amount += share.amount;
  const Minor due = instead ? 0 : std::max<Minor>(0, q.total - on_the_way(s));

  // Keys name this try. An unconfirmed try keeps its key when it is repeated, so that no provider pays it twice; only
  // one that is known to have failed gets a new one.
  const std::string key = run.key("refund");
  std::vector<Payment> payments;
  Writer data;
  data.begin_object();
  write_money(data, "amount", amount, q.currency);
  data.field("key", key);
  if (instead) data.flag("replaces", true);
  if (amount < due) write_money(data, "shortfall", due - amount, q.currency);
  data.key("tenders").begin_array();
  for (const TenderShare& share : shares) {
    Payment p;
    p.share = share;
    p.key = shares.size() == 1 ? key : run.key("refund", share.tender);
    write_share(data, share, p.key, q.currency);
    payments.push_back(std::move(p));
  }
  data.end_array().end_object();
  run.append(EventType::refund_issued, act, data);
  for (const Payment& p : payments) write_issue(run, p);
  if (instead) write_replacement(run);
  return true;
}

bool do_confirm_refund(Run& run, const Act& act) { return outcome(run, act, EventType::refund_confirmed, "reference"); }
bool do_fail_refund(Run& run, const Act& act) { return outcome(run, act, EventType::refund_failed, "code"); }

bool do_escalate(Run& run, const Act& act) {
  CaseState& s = run.state();
  const std::string deadline = s.deadlines.empty() ? std::string() : s.deadlines.front().id;
  const bool again = unconfirmed(s);
  Writer data;
  data.begin_object().field("deadline", deadline).field("stage", to_text(s.stage)).end_object();
  run.append(EventType::case_escalated, act, data);
  Writer call;
  call.begin_object().field("case", run.next().id).field("deadline", deadline).field("order", run.next().order).field("stage", to_text(s.stage)).end_object();
  run.effect(run.key("escalate"), EffectKind::escalate, call);
  if (!again) return true;
  for (const Payment& p : s.payments) {
    if (p.state == Payment::State::issued) write_issue(run, p);
  }
  if (s.payments.empty()) write_replacement(run);
  return true;
}

}  // namespace aftersale::lifecycle
