// What happened to an order: payments, parcels, returns.
#include "medusa.hpp"

namespace aftersale::medusa {

namespace {

struct Paid { Value value; std::string id, provider; Decimal amount, refunded; };

/// Payments of the admin API, else the collections of the store API, else the order's transactions.
std::vector<Paid> payments_of(Reading& r) {
  std::vector<Paid> out;
  for (const Value collection : r.root["payment_collections"]) {
    const Value payments = collection["payments"];
    for (const Value payment : payments) {
      Paid p{payment, std::string(payment["id"].text()), std::string(payment["provider_id"].text()), sum_of(r, payment["captures"], "amount"), sum_of(r, payment["refunds"], "amount")};
      if (!payment["captures"].is_array() && payment["captured_at"].present()) r.amounts.exact(raw(payment, "amount"), p.amount);
      out.push_back(std::move(p));
    }
    if (payments.size() != 0) continue;
    Paid p{collection, std::string(collection["id"].text()), {}, {}, {}};
    r.amounts.exact(raw(collection, "captured_amount"), p.amount);
    r.amounts.exact(raw(collection, "refunded_amount"), p.refunded);
    out.push_back(std::move(p));
  }
  if (!out.empty()) return out;
  Paid all{r.root["transactions"], "payment", {}, {}, {}};
  Decimal one;
  for (const Value item : r.root["transactions"]) {
    if (!r.amounts.exact(raw(item, "amount"), one)) continue;
    if (one.coefficient < 0) all.refunded = minus(all.refunded, one);
    else all.amount = add(all.amount, one);
  }
  if (all.amount.coefficient != 0) out.push_back(std::move(all));
  return out;
}

/// Rounds the exact parts so that they add up to their rounded sum.
std::vector<Minor> rounded(Reading& r, const std::vector<Paid>& paid, Decimal Paid::*amount) {
  std::vector<Decimal> parts;
  Decimal sum;
  for (const Paid& p : paid) {
    parts.push_back(p.*amount);
    sum = add(sum, p.*amount);
  }
  bool lost = false;
  return round_parts(parts, r.amounts.currency(), r.amounts.round(sum, r.root, lost));
}

std::optional<Minor> stated(Reading& r, std::string_view name) {
  Decimal amount;
  bool lost = false;
  const Value value = raw(r.root["summary"], name);
  if (!r.amounts.exact(value, amount)) return std::nullopt;
  return r.amounts.round(amount, value, lost);
}

}  // namespace

void payments(Reading& r, Value, void*) {
  r.order->totals.paid = stated(r, "paid_total");
  r.order->totals.refunded = stated(r, "refunded_total");
  std::vector<Paid> paid;
  for (Paid& p : payments_of(r)) {
    if (p.amount.coefficient > 0) paid.push_back(std::move(p));   // only authorised: nothing was given yet
  }
  const std::vector<Minor> amounts = rounded(r, paid, &Paid::amount), refunded = rounded(r, paid, &Paid::refunded);
  for (std::size_t i = 0; i < paid.size(); ++i) {
    const Paid& p = paid[i];
    Tender t;
    t.id = p.id.empty() ? join({"payment-", std::to_string(i + 1)}) : p.id;
    bool known = true;
    t.kind = tender_kind(p.provider, known);
    if (!known && !p.provider.empty()) unknown_code(r.problems, p.value["provider_id"], "payment provider");
    t.label = p.provider;
    t.amount = amounts[i];
    t.refunded = refunded[i] < 0 ? 0 : refunded[i];
    // What is left is refunded exactly: rounded up, it would be more than Medusa has captured.
    Minor whole = 0;
    bool exact = true;
    const Decimal left = minus(p.amount, p.refunded);
    if (to_minor(left, r.amounts.currency(), whole, exact) && !exact) put(r.order->source.native, join({"left.", t.id}), text_of(left));
    r.order->tenders.push_back(std::move(t));
  }
  Decimal credit;
  if (!r.amounts.exact(raw(r.root, "credit_line_total"), credit) || credit.coefficient <= 0) return;
  Tender t;
  t.id = "credit-lines";
  t.kind = TenderKind::store_credit;
  bool lost = false;
  t.amount = r.amounts.round(credit, r.root, lost);
  if (r.order->totals.paid) *r.order->totals.paid += t.amount;
  r.order->tenders.push_back(std::move(t));
}

namespace {

constexpr std::string_view stage_quantities[] = {"fulfilled_quantity", "shipped_quantity", "delivered_quantity"};
constexpr ShipmentStatus stages[] = {ShipmentStatus::pending, ShipmentStatus::shipped, ShipmentStatus::delivered};

/// The last parcel that got at least as far as `stage`; the latest is the kindest guess for whoever waits.
Shipment* last_at(Order& order, std::size_t stage) {
  Shipment* best = nullptr;
  for (Shipment& s : order.shipments) {
    if (s.status != stages[stage]) continue;
    if (best == nullptr || !(s.delivered.at < best->delivered.at)) best = &s;
  }
  return best;
}

}  // namespace

/// The store API's parcels name no lines: they follow from how far the units of each line got.
void place_lines(Reading& r, Value, void*) {
  Order& o = *r.order;
  for (const Shipment& s : o.shipments) {
    if (!s.lines.empty()) return;
  }
  bool guessed = false;
  for (std::size_t i = 0; i < r.lines.size() && !o.shipments.empty(); ++i) {
    std::int64_t further = 0;
    for (std::size_t stage = 3; stage-- > 0;) {
      const std::int64_t units = r.amounts.quantity(raw(r.lines[i]["detail"], stage_quantities[stage])) - further;
      if (units <= 0) continue;
      further += units;
      Shipment* parcel = last_at(o, stage);
      for (std::size_t other = 3; other-- > 0 && parcel == nullptr;) parcel = last_at(o, other);
      if (parcel == nullptr) continue;
      parcel->lines.push_back({o.lines[i].id, units, {}});
      guessed = true;
    }
  }
  if (guessed && o.shipments.size() > 1) {
    say_at(r.problems, r.root.pointer("fulfillments"), "shipment_lines_unknown|the parcels do not say what was in them; units were laid into the last one that got as far|"
                                                       "ask for fields=*fulfillments.items");
  }
}

namespace {

struct CountRow { std::string_view first, second; ReturnStatus status; };
constexpr CountRow counts[] = {
    {"return_requested_quantity", "", ReturnStatus::approved},
    {"return_received_quantity", "return_dismissed_quantity", ReturnStatus::received},
    {"written_off_quantity", "", ReturnStatus::closed},
};

}  // namespace

/// Without the returns themselves the lines still count how many units are in one.
void counted_returns(Reading& r, Value, void*) {
  Order& o = *r.order;
  if (!o.returns.empty()) return;
  std::vector<std::int64_t> counted(r.lines.size(), 0);
  for (const CountRow& row : counts) {
    EarlierReturn e;
    for (std::size_t i = 0; i < r.lines.size(); ++i) {
      const Value d = r.lines[i]["detail"];
      std::int64_t units = r.amounts.quantity(raw(d, row.first)) + r.amounts.quantity(raw(d, row.second));
      // A claim writes off the units that its own return brings back: they count once.
      if (row.status == ReturnStatus::closed) units -= counted[i];
      if (units <= 0) continue;
      e.lines.push_back({o.lines[i].id, units});
      counted[i] += units;
    }
    if (e.lines.empty()) continue;
    e.id = join({o.id, ":", row.first});
    e.status = row.status;
    e.native = std::string(row.first);
    if (row.status == ReturnStatus::received) e.refunded = o.totals.refunded.value_or(0);
    o.returns.push_back(std::move(e));
  }
}

}  // namespace aftersale::medusa
