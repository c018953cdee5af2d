// When parcels were sent and arrived, and which units are still the order's.
#include "vendure.hpp"

namespace aftersale::vendure {

/// The moves of a parcel stand in the order's history only.
void times(Reading& r, Value, void* record) {
  Shipment& s = *static_cast<Shipment*>(record);
  for (const Value entry : r.root["history"]["items"]) {
    const Value data = entry["data"];
    odd(r, data["to"]);
    if (odd(r, data["fulfillmentId"]) || data["fulfillmentId"].id() != s.id) continue;
    if (data["to"].text() == "Shipped") s.shipped_at = time_of(r, entry, "createdAt");
    if (data["to"].text() != "Delivered") continue;
    if (const std::optional<Instant> at = time_of(r, entry, "createdAt")) s.delivered = {Delivery::Kind::known, *at, *at};
  }
}

/// A line's figures are those of the units that are left, so units that were taken off it are in no parcel and no return.
void what_is_left(Reading& r, Value, void*) {
  Order& o = *r.order;
  for (std::size_t i = 0; i < o.lines.size(); ++i) {
    const Line& line = o.lines[i];
    const std::int64_t placed = r.amounts.quantity(r.lines[i]["orderPlacedQuantity"]), left = r.amounts.quantity(r.lines[i]["quantity"]);
    if (placed > left) say(r.problems, r.lines[i], "units_left_out|units were taken off this line; it is read as what is left of it");
    for (Shipment& s : o.shipments) {
      for (ShipmentLine& l : s.lines) {
        if (l.line == line.id && l.quantity > line.quantity) l.quantity = line.quantity;
      }
    }
    std::int64_t gone = placed > left ? placed - left : 0, room = left;
    for (EarlierReturn& e : o.returns) {
      for (ReturnedLine& l : e.lines) {
        if (l.line != line.id) continue;
        const std::int64_t off = l.quantity < gone ? l.quantity : gone;
        gone -= off;
        l.quantity -= off;
        if (l.quantity > room) say(r.problems, r.lines[i], "units_differ|more units than were ordered; taken as all of them");
        if (l.quantity > room) l.quantity = room;
        room -= l.quantity;
      }
    }
  }
  for (EarlierReturn& e : o.returns) {
    std::vector<ReturnedLine> kept;
    for (ReturnedLine& l : e.lines) add_units(kept, std::move(l.line), l.quantity);
    e.lines = std::move(kept);
  }
}

}  // namespace aftersale::vendure
