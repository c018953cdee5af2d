#include "interop/records.hpp"

#include "model/record.hpp"

#include <array>

namespace aftersale {
namespace {

constexpr std::uint8_t at(Record record) { return static_cast<std::uint8_t>(record); }

template <class T>
constexpr Growth growth = {
    record::add_to<T>,
    [](void* vector) { static_cast<std::vector<T>*>(vector)->pop_back(); },
};
constexpr Growth growths[] = {growth<Line>,         growth<Discount>, growth<Tax>,           growth<ShippingCharge>, growth<Shipment>,
                              growth<ShipmentLine>, growth<Tender>,   growth<EarlierReturn>, growth<ReturnedLine>};

}  // namespace

const Growth& growth_of(Record record) { return growths[at(record) - at(Record::line)]; }

namespace {

struct Row {
  Record record;
  Slot slot;
  const char* name;
};
#define ROW(record, Struct, member, name, kind, of) {Record::record, {Is::kind, of, AFTERSALE_AT(Struct, member)}, name}
constexpr Row rows[] = {
    ROW(order, Order, id, "id", ident, 0),
    ROW(order, Order, number, "number", ident, 0),
    ROW(order, Order, created_at, "createdAt", instant, 0),
    ROW(order, Order, currency, "currency", currency, 0),
    ROW(order, Order, tax_mode, "taxMode", word, 3),
    ROW(order, Order, status, "status", word, 0),
    ROW(order, Order, channel, "channel", word, 4),
    ROW(order, Order, locale, "locale", text, 0),
    ROW(order, Order, buyer, "buyer", record, at(Record::buyer)),
    ROW(order, Order, lines, "lines", list, at(Record::line)),
    ROW(order, Order, shipping, "shipping", list, at(Record::shipping)),
    ROW(order, Order, shipments, "shipments", list, at(Record::shipment)),
    ROW(order, Order, tenders, "tenders", list, at(Record::tender)),
    ROW(order, Order, returns, "returns", list, at(Record::earlier_return)),
    ROW(order, Order, lines, "charges", charges, 0),
    ROW(order, Order, tenders, "payments", payments, 0),
    ROW(order, Order, tenders, "paidBy", paid_by, 0),
    ROW(order, Order, tenders, "giveBack", give_back, 0),
    ROW(order, Order, totals, "totals", record, at(Record::totals)),
    ROW(order, Order, source.native, "native", pairs, 0),
    ROW(order, Order, source, "notes", notes, 0),

    ROW(buyer, Buyer, id, "id", ident, 0),
    ROW(buyer, Buyer, name, "name", text, 0),
    ROW(buyer, Buyer, email, "email", text, 0),
    ROW(buyer, Buyer, country, "country", country, 0),
    ROW(buyer, Buyer, region, "region", text, 0),
    ROW(buyer, Buyer, consumer, "consumer", truth, 0),
    ROW(buyer, Buyer, guest, "guest", truth, 0),
    ROW(buyer, Buyer, tags, "tags", tags, 0),

    ROW(totals, StatedTotals, goods, "goods", stated, 0),
    ROW(totals, StatedTotals, discounts, "discounts", stated, 0),
    ROW(totals, StatedTotals, shipping, "shipping", stated, 0),
    ROW(totals, StatedTotals, tax, "tax", stated, 0),
    ROW(totals, StatedTotals, total, "total", stated, 0),
    ROW(totals, StatedTotals, paid, "paid", stated, 0),
    ROW(totals, StatedTotals, paid, "alsoPaid", also, 0),
    ROW(totals, StatedTotals, paid, "lessPaid", less, 0),
    ROW(totals, StatedTotals, refunded, "refunded", stated, 0),

    ROW(line, Line, id, "id", key, 0),
    ROW(line, Line, title, "title", text, 0),
    ROW(line, Line, variant, "variant", text, 0),
    ROW(line, Line, sku, "sku", text, 0),
    ROW(line, Line, product, "product", ident, 0),
    ROW(line, Line, image, "image", text, 0),
    ROW(line, Line, quantity, "quantity", units, 0),
    ROW(line, Line, unit_price, "unitPrice", price, 0),
    ROW(line, Line, discounts, "discounts", list, at(Record::discount)),
    ROW(line, Line, discounts, "discount", whole_discount, 0),
    ROW(line, Line, taxes, "taxes", list, at(Record::tax)),
    ROW(line, Line, requires_shipping, "requiresShipping", truth, 0),
    ROW(line, Line, canceled, "canceled", quantity, 0),
    ROW(line, Line, depends_on, "dependsOn", ident, 0),
    ROW(line, Line, attributes.category, "category", text, 0),
    ROW(line, Line, attributes.tags, "tags", tags, 0),
    ROW(line, Line, attributes, "flags", flags, 0),
    ROW(line, Line, attributes, "attributes", values, 0),
    ROW(line, Line, attributes.values, "values", pairs, 0),
    ROW(line, Line, attributes.gift_card, "giftCard", raised, 0),
    ROW(line, Line, attributes.digital, "digital", raised, 0),
    ROW(line, Line, attributes.gift, "gift", raised, 0),

    ROW(discount, Discount, amount, "amount", portion, 0),
    ROW(discount, Discount, code, "code", text, 0),
    ROW(discount, Discount, title, "title", text, 0),

    ROW(tax, Tax, rate, "rate", rate, 0),
    ROW(tax, Tax, rate, "percent", percent, 0),
    ROW(tax, Tax, title, "title", text, 0),
    ROW(tax, Tax, amount, "amount", money, 0),

    ROW(shipping, ShippingCharge, id, "id", ident, 0),
    ROW(shipping, ShippingCharge, title, "title", text, 0),
    ROW(shipping, ShippingCharge, price, "price", money, 0),
    ROW(shipping, ShippingCharge, discount, "discounts", discount_sum, at(Record::discount)),
    ROW(shipping, ShippingCharge, discount, "discount", money, 0),
    ROW(shipping, ShippingCharge, discount, "left", left, 0),
    ROW(shipping, ShippingCharge, standard_price, "standardPrice", stated, 0),
    ROW(shipping, ShippingCharge, taxes, "taxes", list, at(Record::tax)),

    ROW(shipment, Shipment, id, "id", ident, 0),
    ROW(shipment, Shipment, lines, "lines", list, at(Record::shipment_line)),
    ROW(shipment, Shipment, status, "status", word, 1),
    ROW(shipment, Shipment, shipped_at, "shippedAt", time, 0),
    ROW(shipment, Shipment, id, "delivered", delivered, 0),
    ROW(shipment, Shipment, id, "arrived", arrived, 0),
    ROW(shipment, Shipment, carrier, "carrier", text, 0),
    ROW(shipment, Shipment, tracking, "tracking", text, 0),

    ROW(shipment_line, ShipmentLine, line, "line", line, 0),
    ROW(shipment_line, ShipmentLine, quantity, "quantity", quantity, 0),
    ROW(shipment_line, ShipmentLine, ref, "ref", text, 0),

    ROW(tender, Tender, id, "id", ident, 0),
    ROW(tender, Tender, kind, "kind", word, 5),
    ROW(tender, Tender, amount, "amount", money, 0),
    ROW(tender, Tender, refunded, "refunded", money, 0),
    ROW(tender, Tender, label, "label", text, 0),

    ROW(earlier_return, EarlierReturn, id, "id", ident, 0),
    ROW(earlier_return, EarlierReturn, status, "status", word, 2),
    ROW(earlier_return, EarlierReturn, lines, "lines", list, at(Record::returned_line)),
    ROW(earlier_return, EarlierReturn, refunded, "refunded", money, 0),
    ROW(earlier_return, EarlierReturn, native, "native", text, 0),

    ROW(returned_line, ReturnedLine, line, "line", line, 0),
    ROW(returned_line, ReturnedLine, quantity, "quantity", quantity, 0),

    ROW(update, Update, order, "order", ident, 0),
    ROW(update, Update, return_id, "return", ident, 0),
    ROW(update, Update, status, "status", text, 0),
    ROW(update, Update, native, "native", text, 0),
    ROW(update, Update, at, "at", time, 0),
    ROW(update, Update, lines, "lines", list, at(Record::returned_line)),
    ROW(update, Update, refunded, "refunded", refund, 0),
    ROW(update, Update, currency, "currency", found_currency, 0),

    ROW(payment, PaymentRead, id, "id", payment_key, 0),
    ROW(payment, PaymentRead, parent, "parent", ident, 0),
    ROW(payment, PaymentRead, label, "label", gateway, 0),
    ROW(payment, PaymentRead, in, "in", exact, 0),
    ROW(payment, PaymentRead, out, "out", exact, 0),
};
#undef ROW

constexpr std::size_t packed_size() {
  std::size_t size = 0;
  for (const Row& row : rows) size += 6 + std::string_view(row.name).size();
  return size;
}

// In one piece: a WebAssembly module pays for every gap of zeros in its data.
consteval auto pack() {
  std::array<char, packed_size()> out{};
  std::size_t at = 0;
  for (const Row& row : rows) {
    const std::string_view name = row.name;
    for (const int byte : {static_cast<int>(name.size()), static_cast<int>(row.record), static_cast<int>(row.slot.kind), static_cast<int>(row.slot.of), row.slot.offset % 128, row.slot.offset / 128}) {
      out[at++] = static_cast<char>(byte);
    }
    for (const char c : name) out[at++] = c;
  }
  return out;
}
constexpr auto packed = pack();

}  // namespace

bool find_slot(Record record, std::string_view name, Slot& out) {
  for (std::size_t i = 0; i < packed.size(); i += 6 + static_cast<std::size_t>(packed[i])) {
    const char* const row = packed.data() + i;
    if (row[1] != static_cast<char>(record) || name != std::string_view(row + 6, static_cast<std::size_t>(row[0]))) continue;
    out = {static_cast<Is>(row[2]), static_cast<std::uint8_t>(row[3]), static_cast<std::uint16_t>(row[4] + row[5] * 128)};
    return true;
  }
  return false;
}

}  // namespace aftersale
