// What an order was paid with, and what went back.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

/// Exact amounts as whole minor units that add up to their rounded sum.
std::vector<Minor> rounded(Reading& r, const std::vector<PaymentRead>& payments, Decimal PaymentRead::*amount) {
  std::vector<Decimal> parts;
  Decimal sum;
  for (const PaymentRead& p : payments) {
    parts.push_back(p.*amount);
    sum = add(sum, p.*amount);
  }
  bool lost = false;
  return round_parts(parts, r.amounts.currency(), r.amounts.round(sum, r.root, lost));
}

void add_label(Reading& r, Tender& t, Value gateway, std::string_view what) {
  if (gateway.text().empty()) return;
  bool known = true;
  const TenderKind kind = tender_kind(gateway.text(), known);
  if (!known) unknown_code(r.problems, gateway, what);
  t.kind = t.label.empty() || kind == t.kind ? kind : TenderKind::other;
  if (!t.label.empty()) t.label += ", ";
  t.label += gateway.text();
}

}  // namespace

void read_payments(Reading& r, Value row, Value here) {
  std::vector<Tender>& tenders = r.order->tenders;
  std::vector<PaymentRead> paid;
  for (const Value source : row) {
    const std::vector<Value> items = list(r, here, source.at(0).text());
    for (const Value item : items) {
      PaymentRead p;
      if (!fill(r, Record::payment, &p, source.at(1), item)) continue;
      if (p.in.coefficient > 0) {
        Tender& t = tenders.emplace_back();
        t.id = p.id.empty() ? join({"payment-", integer_text(static_cast<std::int64_t>(tenders.size()))}) : p.id;
        add_label(r, t, p.gateway, p.what);
        paid.push_back(std::move(p));
      } else if (p.out.coefficient > 0) {
        r.given_back.push_back(std::move(p));
      } else if (p.in.coefficient < 0 || p.out.coefficient < 0) {
        say(r.problems, item, "below_nothing|% counts as nothing", integer_text(static_cast<std::int64_t>(p.in.coefficient)));
      }
    }
    if (!items.empty()) break;
  }
  const std::vector<Minor> in = rounded(r, paid, &PaymentRead::in), out = rounded(r, paid, &PaymentRead::out);
  for (std::size_t i = 0; i < paid.size(); ++i) {
    Tender& t = tenders[i];
    t.amount = in[i];
    t.refunded = out[i] < 0 ? 0 : out[i];
    // What is left is refunded exactly: rounded up, it would be more than was captured.
    Minor whole = 0;
    bool exact = true;
    const Decimal left = minus(paid[i].in, paid[i].out);
    if (to_minor(left, r.amounts.currency(), whole, exact) && !exact) put(r.order->source.native, join({"left.", t.id}), text_of(left));
  }
}

void stand_in(Reading& r, Value here, std::string_view expression) {
  const Minor paid = r.order->totals.paid.value_or(0);
  if (paid <= 0) return;
  Tender& t = r.order->tenders.emplace_back();
  t.id = "payment";
  t.amount = paid;
  std::size_t names = 0;
  for (Choice choice(r, here, expression); names == 0 && choice.there();) {
    std::vector<Value> gateways = list_values(choice.value);
    if (!choice.value.is_array()) gateways.push_back(choice.value);
    names = gateways.size();
    for (const Value gateway : gateways) {
      odd(r, gateway);
      add_label(r, t, gateway, "payment gateway");
    }
    if (names > 1) {
      say(r.problems, gateways.front(), "payments_unknown|the document does not say how much went through each gateway; one tender stands for all|"
                                        "add the order's transactions as \"transactions\"");
    }
  }
}

void give_back(Reading& r, Value row, Value here) {
  for (const Value item : list(r, here, row.at(0).text())) {
    PaymentRead p;
    if (fill(r, Record::payment, &p, row.at(1), item) && p.out.coefficient > 0) r.given_back.push_back(std::move(p));
  }
  std::vector<Minor> amounts = rounded(r, r.given_back, &PaymentRead::out);
  // A refund without payments still went somewhere.
  Minor known = 0;
  for (const EarlierReturn& e : r.order->returns) known += e.refunded;
  if (r.order->totals.refunded) known = *r.order->totals.refunded;
  if (amounts.empty() && known > 0) {
    r.given_back.emplace_back();
    amounts.push_back(known);
  }
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const PaymentRead& back = r.given_back[i];
    Tender* best = nullptr;
    int rank = 0;
    for (Tender& t : r.order->tenders) {
      const int fits = !back.parent.empty() && t.id == back.parent ? 4 : !t.label.empty() && t.label == back.label ? 3 : t.amount - t.refunded >= amounts[i] ? 2 : 1;
      if (fits > rank) {
        best = &t;
        rank = fits;
      }
    }
    if (best != nullptr) best->refunded += amounts[i];
  }
}

}  // namespace aftersale
