// What happened to an order: payments, parcels, returns.
#include "medusa.hpp"

#include "maps.hpp"

namespace aftersale::medusa {
namespace {

struct Paid { Value value; std::string id, provider; Decimal amount, refunded; };

Decimal sum_of(Reading& r, Value list) {
  Decimal sum, one;
  for (const Value item : list) {
    if (r.amounts.exact(raw(item, "amount"), one)) sum = add(sum, one);
  }
  return sum;
}

/// Payments of the admin API, else the collections of the store API, else the order's transactions.
std::vector<Paid> payments_of(Reading& r) {
  std::vector<Paid> out;
  for (const Value collection : r.doc["payment_collections"]) {
    const Value payments = collection["payments"];
    for (const Value payment : payments) {
      Paid p{payment, std::string(payment["id"].text()), std::string(payment["provider_id"].text()), sum_of(r, payment["captures"]), sum_of(r, payment["refunds"])};
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
  Paid all{r.doc["transactions"], "payment", {}, {}, {}};
  Decimal one;
  for (const Value item : r.doc["transactions"]) {
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
  return round_parts(parts, r.amounts.currency(), r.amounts.round(sum, r.doc, lost));
}

std::optional<Minor> stated(Reading& r, std::string_view name) {
  Decimal amount;
  bool lost = false;
  const Value value = raw(r.doc["summary"], name);
  if (!r.amounts.exact(value, amount)) return std::nullopt;
  return r.amounts.round(amount, value, lost);
}

}  // namespace

void read_payments(Reading& r) {
  r.order.totals.paid = stated(r, "paid_total");
  r.order.totals.refunded = stated(r, "refunded_total");
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
    if (to_minor(left, r.amounts.currency(), whole, exact) && !exact) put(r.order.source.native, join({"left.", t.id}), text_of(left));
    r.order.tenders.push_back(std::move(t));
  }
  Decimal credit;
  if (!r.amounts.exact(raw(r.doc, "credit_line_total"), credit) || credit.coefficient <= 0) return;
  Tender t;
  t.id = "credit-lines";
  t.kind = TenderKind::store_credit;
  bool lost = false;
  t.amount = r.amounts.round(credit, r.doc, lost);
  if (r.order.totals.paid) *r.order.totals.paid += t.amount;
  r.order.tenders.push_back(std::move(t));
}

namespace {

constexpr std::string_view stage_quantities[] = {"fulfilled_quantity", "shipped_quantity", "delivered_quantity"};
constexpr ShipmentStatus stages[] = {ShipmentStatus::pending, ShipmentStatus::shipped, ShipmentStatus::delivered};

Shipment read_shipment(Reading& r, Value item) {
  Shipment s;
  s.id = std::string(item["id"].text());
  if (s.id.empty()) s.id = join({"shipment-", std::to_string(r.order.shipments.size() + 1)});
  s.shipped_at = read_time(item["shipped_at"], r.problems);
  const std::optional<Instant> delivered = read_time(item["delivered_at"], r.problems);
  if (s.shipped_at) s.status = ShipmentStatus::shipped;
  if (delivered) {
    s.status = ShipmentStatus::delivered;
    s.delivered.kind = Delivery::Kind::known;
    s.delivered.at = s.delivered.latest = *delivered;
  }
  if (item["canceled_at"].present()) s.status = ShipmentStatus::canceled;
  const Value label = item["labels"].at(0);
  s.tracking = std::string(label["tracking_number"].text());
  s.carrier = std::string(item["provider"]["name"].text());
  for (const Value line : item["items"]) {
    const std::string id(line["line_item_id"].text());
    const std::int64_t units = r.amounts.quantity(raw(line, "quantity"));
    if (r.order.find_line(id) != nullptr && units != 0) s.lines.push_back({id, units, std::string(line["id"].text())});
  }
  return s;
}

/// The last parcel that got at least as far as `stage`; the latest is the kindest guess for whoever waits.
Shipment* last_at(Order& order, std::size_t stage) {
  Shipment* best = nullptr;
  for (Shipment& s : order.shipments) {
    if (s.status != stages[stage]) continue;
    if (best == nullptr || !(s.delivered.at < best->delivered.at)) best = &s;
  }
  return best;
}

/// The store API's parcels name no lines: they follow from how far the units of each line got.
void place_lines(Reading& r) {
  Order& o = r.order;
  bool guessed = false;
  for (const Value item : r.doc["items"]) {
    const Line* line = o.find_line(item["id"].text());
    if (line == nullptr) continue;
    std::int64_t further = 0;
    for (std::size_t stage = 3; stage-- > 0;) {
      const std::int64_t units = r.amounts.quantity(raw(item["detail"], stage_quantities[stage])) - further;
      if (units <= 0) continue;
      further += units;
      Shipment* parcel = last_at(o, stage);
      for (std::size_t other = 3; other-- > 0 && parcel == nullptr;) parcel = last_at(o, other);
      if (parcel == nullptr) continue;
      parcel->lines.push_back({line->id, units, {}});
      guessed = true;
    }
  }
  if (guessed && o.shipments.size() > 1) {
    r.problems.warn("shipment_lines_unknown", r.doc.pointer("fulfillments"), "the parcels do not say what was in them; units were laid into the last one that got as far",
                    "ask for fields=*fulfillments.items");
  }
}

}  // namespace

void read_shipments(Reading& r) {
  bool lines = false;
  for (const Value item : r.doc["fulfillments"]) {
    r.order.shipments.push_back(read_shipment(r, item));
    lines = lines || !r.order.shipments.back().lines.empty();
  }
  if (!lines && !r.order.shipments.empty()) place_lines(r);
}

namespace {

void read_return(Reading& r, Value item) {
  EarlierReturn e;
  e.id = std::string(item["id"].text());
  const Value status = item["status"];
  e.native = std::string(status.text());
  if (e.id.empty()) e.id = join({"return-", std::to_string(r.order.returns.size() + 1)});
  if (!from_text(to_ours(return_statuses, e.native), e.status)) unknown_code(r.problems, status, "return status");
  for (const Value unit : item["items"]) {
    const std::string id(unit["item_id"].text());
    const std::int64_t quantity = r.amounts.quantity(raw(unit, "quantity"));
    if (r.order.find_line(id) != nullptr && quantity != 0) e.lines.push_back({id, quantity});
  }
  e.refunded = r.amounts.positive(raw(item, "refund_amount"));
  r.order.returns.push_back(std::move(e));
}

struct CountRow { std::string_view first, second; ReturnStatus status; };
constexpr CountRow counts[] = {
    {"return_requested_quantity", "", ReturnStatus::approved},
    {"return_received_quantity", "return_dismissed_quantity", ReturnStatus::received},
    {"written_off_quantity", "", ReturnStatus::closed},
};

}  // namespace

void read_returns(Reading& r) {
  for (const Value item : r.doc["returns"]) read_return(r, item);
  if (!r.order.returns.empty()) return;
  // Without the returns themselves the lines still count how many units are in one.
  std::vector<std::int64_t> counted(r.order.lines.size(), 0);
  for (const CountRow& row : counts) {
    EarlierReturn e;
    e.id = join({r.order.id, ":", row.first});
    e.status = row.status;
    e.native = std::string(row.first);
    for (const Value item : r.doc["items"]) {
      const Value d = item["detail"];
      std::int64_t units = r.amounts.quantity(raw(d, row.first)) + r.amounts.quantity(raw(d, row.second));
      for (std::size_t i = 0; i < counted.size(); ++i) {
        if (r.order.lines[i].id != item["id"].text()) continue;
        // A claim writes off the units that its own return brings back: they count once.
        if (row.status == ReturnStatus::closed) units -= counted[i];
        if (units > 0) e.lines.push_back({r.order.lines[i].id, units});
        counted[i] += units > 0 ? units : 0;
      }
    }
    if (e.lines.empty()) continue;
    if (row.status == ReturnStatus::received) e.refunded = r.order.totals.refunded.value_or(0);
    r.order.returns.push_back(std::move(e));
  }
}

}  // namespace aftersale::medusa
