// New elements of an order that is being read.
#include "aftersale/codec_tools.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

template <class T>
T& added(std::vector<T>& list) {
  list.push_back(T());
  return list.back();
}

template <class T>
T& named(std::vector<T>& list, std::string_view id, const char* what) {
  T& out = added(list);
  out.id = id.empty() ? what + integer_text(static_cast<std::int64_t>(list.size())) : std::string(id);
  return out;
}

}  // namespace

Line& add_line(Order& order) { return added(order.lines); }
ShippingCharge& add_shipping(Order& order, std::string_view id) { return named(order.shipping, id, "shipping-"); }
Shipment& add_shipment(Order& order, std::string_view id) { return named(order.shipments, id, "shipment-"); }
Tender& add_tender(Order& order, std::string_view id) { return named(order.tenders, id, "payment-"); }
EarlierReturn& add_return(Order& order, std::string_view id) { return named(order.returns, id, "return-"); }

void add_discount(std::vector<Discount>& discounts, Minor amount, std::string_view code, std::string_view title) {
  if (amount == 0) return;
  Discount& d = added(discounts);
  d.amount = amount;
  d.code = code;
  d.title = title;
}

void add_tax(std::vector<Tax>& taxes, Minor amount, std::string_view rate, std::string_view title) {
  Tax& t = added(taxes);
  t.amount = amount;
  t.rate = rate;
  t.title = title;
}

void add_units(std::vector<ReturnedLine>& lines, std::string_view line, std::int64_t quantity) {
  if (line.empty() || quantity <= 0) return;
  for (ReturnedLine& known : lines) {
    if (known.line != line) continue;
    known.quantity += quantity;
    return;
  }
  ReturnedLine& units = added(lines);
  units.line = line;
  units.quantity = quantity;
}

void add_units(std::vector<ShipmentLine>& lines, std::string_view line, std::int64_t quantity, std::string_view ref) {
  if (line.empty() || quantity <= 0) return;
  ShipmentLine& units = added(lines);
  units.line = line;
  units.quantity = quantity;
  units.ref = ref;
}

bool check_line(const Order& order, Line& line, Value item, Problems& problems) {
  if (line.id.empty()) missing(problems, item, "id");
  if (line.title.empty()) line.title = line.id;
  if (line.quantity == 0) remark(problems, "empty_line", item, "a line of no units was left out");
  for (const Line& other : order.lines) {
    if (&other != &line && other.id == line.id) fault(problems, "duplicate_id", item, "two lines have the id \"%\"", line.id);
  }
  return line.quantity != 0;
}

void set_delivered(Shipment& shipment, Instant from, Instant to) {
  shipment.status = ShipmentStatus::delivered;
  shipment.delivered.kind = from == to ? Delivery::Kind::known : Delivery::Kind::estimated;
  shipment.delivered.at = from;
  shipment.delivered.latest = to;
}

}  // namespace aftersale
