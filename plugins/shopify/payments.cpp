// What an order was paid with. REST orders name gateways but hold no payments: then one tender stands for them.
#include "shopify.hpp"

namespace aftersale::shopify {
namespace {

/// Money that went back: a tender of its own until it is known whose it was.
struct Back : Tender { std::string parent; };

void read_transaction(Reading& r, Value item, std::vector<Back>& backs) {
  const std::string_view kind = first(r, item, "kind|type").text();
  const bool gave = same_word(kind, "sale") || same_word(kind, "capture");
  if ((!gave && !same_word(kind, "refund")) || !succeeded(r, item)) return;
  const Value gateway = item["gateway"];
  std::vector<Tender>& tenders = r.order->tenders;
  Back t;
  t.id = id_of(item);
  if (gave && t.id.empty()) t.id = join({"payment-", std::to_string(tenders.size() + 1)});
  for (const Tender& known : tenders) {
    if (gave && known.id == t.id) return;
  }
  for (const Back& known : backs) {
    if (!gave && !t.id.empty() && known.id == t.id) return;
  }
  t.label = std::string(gateway.text());
  if (!gave) t.parent = id_of(first(r, item, "parent_id|transactionParentId|parentTransaction"));
  Value amount = money(item, "amount");
  if (!amount.present()) amount = money(item, "transaction_amount");
  if (gave) {
    bool known = true;
    t.kind = tender_kind(t.label, known);
    if (!known && gateway.present()) unknown_code(r.problems, gateway, "payment gateway");
  }
  t.amount = r.amounts.positive(amount);
  if (gave) tenders.push_back(std::move(t));
  else backs.push_back(std::move(t));
}

/// The one tender that stands for what an order without transactions says it was paid.
void stand_in(Reading& r, Value doc) {
  const std::string_view word = first(r, doc, "financial_status|displayFinancialStatus").text();
  StatedTotals& totals = r.order->totals;
  const Minor total = totals.total.value_or(0);
  const Value open_value = money(doc, "total_outstanding");
  const Minor open = r.amounts.minor(open_value);
  const bool all = same_word(word, "paid");
  Tender t;
  t.id = "payment";
  if (totals.paid) t.amount = *totals.paid;
  else if (all || same_word(word, "partially_refunded") || same_word(word, "refunded")) t.amount = total;
  else if (same_word(word, "partially_paid")) t.amount = total - open;
  if (!totals.paid && (total != 0 || t.amount != 0)) totals.paid = t.amount;
  if (all && open != 0) {
    say(r.problems, open_value, "totals_differ|the order says that it is paid, and that % is outstanding|it is taken as paid", open_value.text());
  }
  if (t.amount <= 0) return;
  std::vector<Value> gateways = list(r, doc, "payment_gateway_names");
  if (gateways.empty() && doc["gateway"].present()) gateways.push_back(doc["gateway"]);
  bool known = true;
  for (const Value gateway : gateways) {
    if (gateway.text().empty()) continue;
    const TenderKind kind = tender_kind(gateway.text(), known);
    if (!known) unknown_code(r.problems, gateway, "payment gateway");
    t.kind = t.label.empty() || kind == t.kind ? kind : TenderKind::other;
    if (!t.label.empty()) t.label += ", ";
    t.label += gateway.text();
  }
  if (gateways.size() > 1) {
    say(r.problems, gateways.front(), "payments_unknown|the document does not say how much went through each gateway; one tender stands for all|"
                                      "add the order's transactions as \"transactions\"");
  }
  r.order->tenders.push_back(std::move(t));
}

void give_back(Reading& r, const Back& back) {
  Tender* best = nullptr;
  int rank = 0;
  for (Tender& t : r.order->tenders) {
    const int here = !back.parent.empty() && t.id == back.parent ? 4 : !t.label.empty() && t.label == back.label ? 3 : t.amount - t.refunded >= back.amount ? 2 : 1;
    if (here > rank) {
      best = &t;
      rank = here;
    }
  }
  if (best != nullptr) best->refunded += back.amount;
}

}  // namespace

/// Comes last: it needs the totals.
void payments(Reading& r, Value doc, void*) {
  std::vector<Back> backs;
  for (const Value item : list(r, doc, "transactions")) read_transaction(r, item, backs);
  if (r.order->tenders.empty()) stand_in(r, doc);
  for (const Value refund : list(r, doc, "refunds")) {
    for (const Value item : list(r, refund, "transactions")) {
      if (same_word(item["kind"].text(), "refund")) read_transaction(r, item, backs);
    }
  }
  // A refund without transactions (the Customer API) still went somewhere.
  Minor listed = 0, known = 0;
  for (const Back& back : backs) listed += back.amount;
  for (const EarlierReturn& e : r.order->returns) known += e.refunded;
  if (r.order->totals.refunded) known = *r.order->totals.refunded;
  if (listed == 0 && known > 0) backs.emplace_back().amount = known;
  for (const Back& back : backs) give_back(r, back);
}

}  // namespace aftersale::shopify
