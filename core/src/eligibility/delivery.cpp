#include "eligibility/delivery.hpp"

#include <algorithm>

namespace aftersale {
namespace {

bool carries(const Shipment& shipment, const Line& line) {
  for (const ShipmentLine& l : shipment.lines) {
    if (l.line == line.id && l.quantity > 0) return true;
  }
  return false;
}

/// What one parcel says of its arrival.
Start arrival(const Order& order, const Shipment& s, std::int64_t transit_days) {
  if (s.delivered.kind == Delivery::Kind::known) return {Start::Kind::known, s.delivered.at, s.delivered.at};
  if (s.delivered.kind == Delivery::Kind::estimated) return {Start::Kind::estimated, s.delivered.at, s.delivered.latest};
  if (s.status == ShipmentStatus::pending) return {Start::Kind::not_dispatched, {}, {}};
  const Instant left = s.shipped_at ? *s.shipped_at : order.created_at;
  if (transit_days > 0 && s.shipped_at) {
    return {Start::Kind::estimated, left, Instant{left.ms + transit_days * ms_per_day}};
  }
  return {Start::Kind::at_earliest, left, left};
}

/// The later (or earlier) of two starts; what is less certain decides the kind.
Start combine(const Start& a, const Start& b, bool later) {
  if (a.kind == Start::Kind::not_dispatched || b.kind == Start::Kind::not_dispatched) {
    const bool a_out = a.kind != Start::Kind::not_dispatched;
    return later || (!a_out && b.kind == Start::Kind::not_dispatched) ? Start{Start::Kind::not_dispatched, {}, {}} : (a_out ? a : b);
  }
  Start out;
  out.kind = std::max(a.kind, b.kind);
  out.at = later ? std::max(a.at, b.at) : std::min(a.at, b.at);
  out.latest = later ? std::max(a.latest, b.latest) : std::min(a.latest, b.latest);
  return out;
}

/// Whether a parcel is known for every line that needs one.
bool all_in_parcels(const Order& order) {
  for (const Line& line : order.lines) {
    bool found = !line.requires_shipping || line.canceled >= line.quantity;
    for (const Shipment& s : order.shipments) found = found || (s.status != ShipmentStatus::canceled && carries(s, line));
    if (!found) return false;
  }
  return true;
}

}  // namespace

Start window_start(const Order& order, const Line& line, WindowFrom from, std::int64_t transit_days) {
  if (from == WindowFrom::order) return {Start::Kind::known, order.created_at, order.created_at};
  const bool whole = from == WindowFrom::last_delivery || from == WindowFrom::first_delivery;
  bool any = false;
  Start out;
  for (const Shipment& s : order.shipments) {
    if (s.status == ShipmentStatus::canceled || (!whole && !carries(s, line))) continue;
    Start one;
    if (from == WindowFrom::dispatch) {
      one = s.status == ShipmentStatus::pending ? Start{Start::Kind::not_dispatched, {}, {}}
            : s.shipped_at                      ? Start{Start::Kind::known, *s.shipped_at, *s.shipped_at}
                                                : Start{Start::Kind::at_earliest, order.created_at, order.created_at};
    } else {
      one = arrival(order, s, transit_days);
    }
    out = any ? combine(out, one, from != WindowFrom::first_delivery) : one;
    any = true;
  }
  if (any && from == WindowFrom::last_delivery && !all_in_parcels(order)) return {Start::Kind::not_dispatched, {}, {}};
  if (any) return out;
  // Goods that are not shipped at all are there once they are ordered; an order without shipments says nothing.
  if (!line.requires_shipping) return {Start::Kind::known, order.created_at, order.created_at};
  if (!order.shipments.empty()) return {Start::Kind::not_dispatched, {}, {}};
  return {Start::Kind::at_earliest, order.created_at, order.created_at};
}

}  // namespace aftersale
