// What happened to an order: parcels, returns, refunds.
#include "reading.hpp"

#include "maps.hpp"

namespace aftersale::shopify {
namespace {

/// Known from an event or GraphQL's deliveredAt; otherwise REST only says that it happened by the last update.
void read_delivery(Reading& r, Value item, Shipment& s) {
  const Value at = item["deliveredAt"];
  std::optional<Instant> known = read_time(at, r.problems);
  for (const Value event : list(item, "events")) {
    if (!known && same_word(event["status"].text(), "delivered")) known = read_time(get(event, "happened_at"), r.problems);
  }
  Value status = get(item, "shipment_status");
  if (!status.present()) status = item["displayStatus"];
  if (!status.present()) status = item["latestShipmentStatus"];
  const bool arrived = same_word(status.text(), "delivered") || same_word(status.text(), "picked_up");
  if (!known && s.shipped_at && r.order.channel == Channel::store && r.order.shipping.empty()) known = s.shipped_at;   // over the counter
  if (known) {
    s.delivered.kind = Delivery::Kind::known;
    s.delivered.at = s.delivered.latest = *known;
  } else if (const std::optional<Instant> latest = read_time(get(item, "updated_at"), r.problems); arrived && latest && s.shipped_at && *s.shipped_at <= *latest) {
    s.delivered.kind = Delivery::Kind::estimated;
    s.delivered.at = *s.shipped_at;
    s.delivered.latest = *latest;
  }
  if (known || arrived) s.status = ShipmentStatus::delivered;
}

void read_shipment(Reading& r, Value item) {
  Shipment s;
  s.id = id_of(item);
  if (s.id.empty()) s.id = join({"shipment-", std::to_string(r.order.shipments.size() + 1)});
  const Value status = item["status"];
  if (!from_text(to_ours(fulfillment_statuses, status.text()), s.status)) {
    s.status = ShipmentStatus::shipped;
    if (status.present()) unknown_code(r.problems, status, "fulfillment status");
  }
  if (s.status == ShipmentStatus::shipped) {
    s.shipped_at = read_time(get(item, "created_at"), r.problems);
    read_delivery(r, item, s);
  }
  const std::vector<Value> tracking = list(item, "tracking_info");
  const Value track = tracking.empty() ? item : tracking.front();
  for (const std::string_view name : {"tracking_company", "company"}) {
    if (s.carrier.empty()) s.carrier = std::string(track[name].text());
  }
  for (const std::string_view name : {"tracking_number", "number"}) {
    if (s.tracking.empty()) s.tracking = std::string(track[name].text());
  }
  for (const Value line : list(item, "line_items")) s.lines.push_back({r.lines.find(line, r.problems), r.amounts.quantity(line["quantity"]), {}});
  for (const Value line : list(item, "fulfillment_line_items")) {
    s.lines.push_back({r.lines.find(get(line, "line_item"), r.problems), r.amounts.quantity(line["quantity"]), std::string(line["id"].text())});
  }
  std::vector<ShipmentLine> known;
  for (ShipmentLine& line : s.lines) {
    if (!line.line.empty() && line.quantity != 0) known.push_back(std::move(line));
  }
  s.lines = std::move(known);
  r.order.shipments.push_back(std::move(s));
}

std::int64_t units_of(const std::vector<ReturnedLine>& lines, std::string_view id) {
  std::int64_t units = 0;
  for (const ReturnedLine& line : lines) units += line.line == id ? line.quantity : 0;
  return units;
}

}  // namespace

/// Returns first, then refunds: a refund that names its return adds to it, any other is a return of its own.
void read_returns(Reading& r) {
  std::vector<ReturnedLine> gone;   // units that current_quantity no longer counts because they came back
  for (const Value item : list(r.doc, "returns")) {
    EarlierReturn e;
    e.id = id_of(item);
    const Value status = item["status"];
    e.native = std::string(status.text());
    if (!from_text(to_ours(return_statuses, e.native), e.status)) unknown_code(r.problems, status, "return status");
    e.lines = returned_lines(item, r.amounts, r.lines);
    if (e.id.empty()) e.id = join({"return-", std::to_string(r.order.returns.size() + 1)});
    if (e.status == ReturnStatus::closed) gone.insert(gone.end(), e.lines.begin(), e.lines.end());
    r.order.returns.push_back(std::move(e));
  }
  for (const Value item : list(r.doc, "refunds")) {
    RefundRead refund = read_refund(item, r.amounts, r.lines);
    const std::string link = id_of(item["return"]);
    EarlierReturn* known = nullptr;
    for (EarlierReturn& e : r.order.returns) {
      if (!link.empty() && e.id == link) known = &e;
    }
    if (known == nullptr || known->status != ReturnStatus::closed) gone.insert(gone.end(), refund.lines.begin(), refund.lines.end());
    if (known != nullptr) {
      known->refunded += refund.amount;
      if (known->lines.empty()) known->lines = std::move(refund.lines);
    } else if (!refund.canceled_only && (refund.amount != 0 || !refund.lines.empty())) {
      EarlierReturn e;
      e.id = id_of(item);
      if (e.id.empty()) e.id = join({"refund-", std::to_string(r.order.returns.size() + 1)});
      e.status = ReturnStatus::refunded;
      e.lines = std::move(refund.lines);
      e.refunded = refund.amount;
      e.native = "refund";
      r.order.returns.push_back(std::move(e));
    }
  }
  std::size_t i = 0;
  for (const Value item : list(r.doc, "line_items")) {
    if (i >= r.order.lines.size() || id_of(item) != r.order.lines[i].id) continue;   // a line that was left out
    Line& line = r.order.lines[i++];
    const std::int64_t removed = line.quantity - r.amounts.quantity(get(item, "current_quantity"), line.quantity) - units_of(gone, line.id);
    if (removed > 0) line.canceled = removed < line.quantity ? removed : line.quantity;
  }
}

void read_shipments(Reading& r) {
  for (const Value item : list(r.doc, "fulfillments")) read_shipment(r, item);
}

}  // namespace aftersale::shopify
