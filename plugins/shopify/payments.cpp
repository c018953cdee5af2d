// What an order was paid with. REST orders name gateways but hold no payments: then one tender stands for them.
#include "reading.hpp"

namespace aftersale::shopify {
namespace {

struct Back { std::string id, parent, gateway; Minor amount; };

std::string parent_of(Value transaction) {
  for (const std::string_view name : {"parent_id", "transactionParentId", "parentTransaction"}) {
    if (const Value value = transaction[name]; value.present()) return id_of(value);
  }
  return {};
}

Value amount_of(Value transaction) {
  const Value amount = money(transaction, "amount");
  return amount.present() ? amount : money(transaction, "transaction_amount");
}

void read_transaction(Reading& r, Value item, std::vector<Back>& backs) {
  const Value kind = item["kind"].present() ? item["kind"] : item["type"];
  const bool gave = same_word(kind.text(), "sale") || same_word(kind.text(), "capture");
  const bool back = same_word(kind.text(), "refund");
  if ((!gave && !back) || !succeeded(item, r.order.currency)) return;
  const std::string id = id_of(item);
  const Value gateway = item["gateway"];
  if (gave) {
    Tender t;
    t.id = id.empty() ? join({"payment-", std::to_string(r.order.tenders.size() + 1)}) : id;
    for (const Tender& known : r.order.tenders) {
      if (known.id == t.id) return;
    }
    bool known = true;
    t.kind = tender_kind(gateway.text(), known);
    if (!known && gateway.present()) unknown_code(r.problems, gateway, "payment gateway");
    t.label = std::string(gateway.text());
    t.amount = r.amounts.positive(amount_of(item));
    r.order.tenders.push_back(std::move(t));
    return;
  }
  for (const Back& known : backs) {
    if (!id.empty() && known.id == id) return;
  }
  backs.push_back({id, parent_of(item), std::string(gateway.text()), r.amounts.positive(amount_of(item))});
}

/// The one tender that stands for what an order without transactions says it was paid.
void stand_in(Reading& r) {
  Value status = get(r.doc, "financial_status");
  if (!status.present()) status = r.doc["displayFinancialStatus"];
  const std::string_view word = status.text();
  const Minor total = r.order.totals.total.value_or(0);
  const Value open_value = money(r.doc, "total_outstanding");
  const Minor open = r.amounts.minor(open_value);
  Minor paid = 0;
  if (r.order.totals.paid) paid = *r.order.totals.paid;
  else if (same_word(word, "paid") || same_word(word, "partially_refunded") || same_word(word, "refunded")) paid = total;
  else if (same_word(word, "partially_paid")) paid = total - open;
  if (!r.order.totals.paid && (total != 0 || paid != 0)) r.order.totals.paid = paid;
  if (same_word(word, "paid") && open != 0) {
    r.problems.warn("totals_differ", open_value.pointer(), join({"the order says that it is paid, and that ", clip(open_value.text()), " is outstanding"}), "it is taken as paid");
  }
  if (paid <= 0) return;
  Tender t;
  t.id = "payment";
  t.amount = paid;
  std::vector<Value> gateways = list(r.doc, "payment_gateway_names");
  if (gateways.empty() && r.doc["gateway"].present()) gateways.push_back(r.doc["gateway"]);
  bool first = true, known = true;
  for (const Value gateway : gateways) {
    if (gateway.text().empty()) continue;
    const TenderKind kind = tender_kind(gateway.text(), known);
    if (!known) unknown_code(r.problems, gateway, "payment gateway");
    t.kind = first || kind == t.kind ? kind : TenderKind::other;
    t.label += (first ? "" : ", ") + std::string(gateway.text());
    first = false;
  }
  if (gateways.size() > 1) {
    r.problems.warn("payments_unknown", gateways.front().pointer(), "the document does not say how much went through each gateway; one tender stands for all",
                    "add the order's transactions as \"transactions\"");
  }
  r.order.tenders.push_back(std::move(t));
}

void give_back(Reading& r, const Back& back) {
  Tender* best = nullptr;
  int rank = 0;
  for (Tender& t : r.order.tenders) {
    const int here = !back.parent.empty() && t.id == back.parent ? 4 : !t.label.empty() && t.label == back.gateway ? 3 : t.amount - t.refunded >= back.amount ? 2 : 1;
    if (here > rank) {
      best = &t;
      rank = here;
    }
  }
  if (best != nullptr) best->refunded += back.amount;
}

}  // namespace

void read_payments(Reading& r) {
  std::vector<Back> backs;
  for (const Value item : list(r.doc, "transactions")) read_transaction(r, item, backs);
  if (r.order.tenders.empty()) stand_in(r);
  for (const Value refund : list(r.doc, "refunds")) {
    for (const Value item : list(refund, "transactions")) {
      if (same_word(item["kind"].text(), "refund")) read_transaction(r, item, backs);
    }
  }
  // A refund without transactions (the Customer API) still went somewhere.
  Minor listed = 0, known = 0;
  for (const Back& back : backs) listed += back.amount;
  for (const EarlierReturn& e : r.order.returns) known += e.refunded;
  if (r.order.totals.refunded) known = *r.order.totals.refunded;
  if (listed == 0 && known > 0) backs.push_back({"", "", "", known});
  for (const Back& back : backs) give_back(r, back);
}

}  // namespace aftersale::shopify
