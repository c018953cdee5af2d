// What happened to an order where the document does not say it outright: what parcels held, which units are in returns.
#include "medusa.hpp"

namespace aftersale::medusa {

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
