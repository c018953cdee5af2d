// The Order document, both ways.
#include "aftersale/order.hpp"
#include "model/record.hpp"
#include "model/shorten.hpp"

namespace aftersale {
namespace {

using namespace record;
#define AT AFTERSALE_AT

constexpr std::int64_t rate_digits = 1'000'000'000'000;      // so that an amount times a rate fits 128 bits

Order& order_of(Reader& r) { return *static_cast<Order*>(r.root); }

constexpr Row tax_rows[] = {
    {"amount", nullptr, AT(Tax, amount), Kind::money, must | positive, 0},
    {"rate", nullptr, AT(Tax, rate), Kind::text, 0, 32},
    {"title", nullptr, AT(Tax, title), Kind::text, 0, 200},
};
constexpr Table tax_table = table_of(tax_rows);
constexpr List taxes = list_of<Tax>(tax_table);

constexpr Row discount_rows[] = {
    {"amount", nullptr, AT(Discount, amount), Kind::money, must | positive, 0},
    {"code", nullptr, AT(Discount, code), Kind::text, 0, 200},
    {"fundedBy", &texts_of<FundedBy>, AT(Discount, funded_by), Kind::choice, 0, 0},
    {"points", nullptr, AT(Discount, points), Kind::integer, 0, units},
    {"promotion", nullptr, AT(Discount, promotion), Kind::text, 0, 200},
    {"title", nullptr, AT(Discount, title), Kind::text, 0, 500},
};
constexpr Table discount_table = table_of(discount_rows);
constexpr List discounts = list_of<Discount>(discount_table);

constexpr Row attribute_rows[] = {
    {"category", nullptr, AT(LineAttributes, category), Kind::text, 0, 200},
    {"customMade", nullptr, AT(LineAttributes, custom_made), Kind::flag, 0, 0},
    {"digital", nullptr, AT(LineAttributes, digital), Kind::flag, 0, 0},
    {"exclusionsConfirmed", nullptr, AT(LineAttributes, exclusions_confirmed), Kind::texts, 0, 0},
    {"finalSale", nullptr, AT(LineAttributes, final_sale), Kind::flag, 0, 0},
    {"gift", nullptr, AT(LineAttributes, gift), Kind::flag, 0, 0},
    {"giftCard", nullptr, AT(LineAttributes, gift_card), Kind::flag, 0, 0},
    {"perishable", nullptr, AT(LineAttributes, perishable), Kind::flag, 0, 0},
    {"sealed", nullptr, AT(LineAttributes, sealed), Kind::flag, 0, 0},
    {"tags", nullptr, AT(LineAttributes, tags), Kind::texts, 0, 0},
    {"values", nullptr, AT(LineAttributes, values), Kind::pairs, 0, 0},
};
constexpr Table attribute_table = table_of(attribute_rows);

void check_line(Reader& r, Value value, void* record) {
  Line& line = *static_cast<Line*>(record);
  if (line.unit_price != 0 && line.quantity > minor_max / line.unit_price) {
    r.problems.error("overflow", value.pointer("unitPrice"), "the price of all units is beyond 2^53", "check the price and the quantity");
    line.unit_price = 0;
  }
  if (line.canceled > line.quantity) r.problems.error("out_of_range", value.pointer("canceled"), "more units canceled than were ordered");
  if (line.discount_total() > line.gross()) {
    r.problems.warn("discount_above_price", value.pointer("discounts"), "the discounts are larger than the price", "check the line's discounts");
  }
}

constexpr Row line_rows[] = {
    {"attributes", &attribute_table, AT(Line, attributes), Kind::object, 0, 0},
    {"canceled", nullptr, AT(Line, canceled), Kind::integer, 0, units},
    {"dependsOn", nullptr, AT(Line, depends_on), Kind::text, 0, 200},
    {"discounts", &discounts, AT(Line, discounts), Kind::list, 0, 0},
    {"duties", nullptr, AT(Line, duties), Kind::money, positive, 0},
    {"giftPrice", nullptr, AT(Line, gift_price), Kind::money, optional | positive, 0},
    {"gross", nullptr, AT(Line, gross_given), Kind::money, optional | positive, 0},
    {"id", nullptr, AT(Line, id), Kind::text, must, 200},
    {"image", nullptr, AT(Line, image), Kind::text, 0, 4000},
    {"product", nullptr, AT(Line, product), Kind::text, 0, 500},
    {"quantity", nullptr, AT(Line, quantity), Kind::integer, must, count},
    {"requiresShipping", nullptr, AT(Line, requires_shipping), Kind::flag, when_false, 0},
    {"sku", nullptr, AT(Line, sku), Kind::text, 0, 500},
    {"taxes", &taxes, AT(Line, taxes), Kind::list, 0, 0},
    {"title", nullptr, AT(Line, title), Kind::text, must, 2000},
    {"unitPrice", nullptr, AT(Line, unit_price), Kind::money, must | positive, 0},
    {"variant", nullptr, AT(Line, variant), Kind::text, 0, 2000},
};
constexpr Table line_table = table_of(line_rows, check_line);
constexpr List lines = list_of<Line>(line_table);

/// A part of the order names one of its lines.
void check_names_line(Reader& r, Value value, const std::string& id) {
  if (!id.empty() && order_of(r).find_line(id) == nullptr) {
    r.problems.error("unknown_line", value.pointer("line"), join({"no line has the id \"", id, "\""}), "use the id of one of /lines");
  }
}

constexpr Row shipment_line_rows[] = {
    {"line", nullptr, AT(ShipmentLine, line), Kind::text, must, 200},
    {"quantity", nullptr, AT(ShipmentLine, quantity), Kind::integer, must, units},
    {"ref", nullptr, AT(ShipmentLine, ref), Kind::text, 0, 500},
};
constexpr Table shipment_line_table =
    table_of(shipment_line_rows, [](Reader& r, Value value, void* record) { check_names_line(r, value, static_cast<ShipmentLine*>(record)->line); });
constexpr List shipment_lines = list_of<ShipmentLine>(shipment_line_table);

void read_delivery(Reader& r, Value value, void* record) {
  Delivery& d = static_cast<Shipment*>(record)->delivered;
  Fields f(value, r.problems);
  const Value at = f.maybe("at"), from = f.maybe("from"), to = f.maybe("to");
  const bool known = at.exists() && !from.exists() && !to.exists();
  if (known || (!at.exists() && from.exists() && to.exists())) {
    d.kind = known ? Delivery::Kind::known : Delivery::Kind::estimated;
    d.at = read_instant(known ? at : from, r.problems);
    d.latest = known ? d.at : read_instant(to, r.problems);
    if (d.latest < d.at) r.problems.error("not_ascending", to.pointer(), "the estimate ends before it begins", "swap \"from\" and \"to\"");
  } else if (value.is_object()) {
    r.problems.error("one_of", value.pointer(), "give either \"at\", or \"from\" and \"to\"");
  }
  f.done();
}

void write_delivery(Writer& out, const char* name, const void* record, const Currency*) {
  const Delivery& d = static_cast<const Shipment*>(record)->delivered;
  if (d.kind == Delivery::Kind::unknown) return;
  const bool known = d.kind == Delivery::Kind::known;
  out.key(name).begin_object().field(known ? "at" : "from", format(d.at));
  if (!known) out.field("to", format(d.latest));
  out.end_object();
}
constexpr Own delivery = {read_delivery, write_delivery};

constexpr Row shipment_rows[] = {
    {"carrier", nullptr, AT(Shipment, carrier), Kind::text, 0, 200},
    {"delivered", &delivery, 0, Kind::own, 0, 0},
    {"id", nullptr, AT(Shipment, id), Kind::text, must, 200},
    {"lines", &shipment_lines, AT(Shipment, lines), Kind::list, always, 0},
    {"shippedAt", nullptr, AT(Shipment, shipped_at), Kind::instant, optional, 0},
    {"status", &texts_of<ShipmentStatus>, AT(Shipment, status), Kind::choice, required, 0},
    {"tracking", nullptr, AT(Shipment, tracking), Kind::text, 0, 500},
};
constexpr Table shipment_table = table_of(shipment_rows);
constexpr List shipments = list_of<Shipment>(shipment_table);

constexpr Row charge_rows[] = {
    {"discount", nullptr, AT(ShippingCharge, discount), Kind::money, positive, 0},
    {"id", nullptr, AT(ShippingCharge, id), Kind::text, must, 200},
    {"price", nullptr, AT(ShippingCharge, price), Kind::money, must | positive, 0},
    {"promotion", nullptr, AT(ShippingCharge, promotion), Kind::text, 0, 200},
    {"standardPrice", nullptr, AT(ShippingCharge, standard_price), Kind::money, optional | positive, 0},
    {"taxes", &taxes, AT(ShippingCharge, taxes), Kind::list, 0, 0},
    {"title", nullptr, AT(ShippingCharge, title), Kind::text, 0, 500},
};
constexpr Table charge_table = table_of(charge_rows);
constexpr List charges = list_of<ShippingCharge>(charge_table);

constexpr Row tender_rows[] = {
    {"amount", nullptr, AT(Tender, amount), Kind::money, must | positive, 0},
    {"id", nullptr, AT(Tender, id), Kind::text, must, 200},
    {"kind", &texts_of<TenderKind>, AT(Tender, kind), Kind::choice, required, 0},
    {"label", nullptr, AT(Tender, label), Kind::text, 0, 200},
    {"refunded", nullptr, AT(Tender, refunded), Kind::money, positive, 0},
};
constexpr Table tender_table = table_of(tender_rows);
constexpr List tenders = list_of<Tender>(tender_table);

constexpr Row returned_rows[] = {
    {"line", nullptr, AT(ReturnedLine, line), Kind::text, must, 200},
    {"quantity", nullptr, AT(ReturnedLine, quantity), Kind::integer, must, units},
};
constexpr Table returned_table =
    table_of(returned_rows, [](Reader& r, Value value, void* record) { check_names_line(r, value, static_cast<ReturnedLine*>(record)->line); });
constexpr List returned_lines = list_of<ReturnedLine>(returned_table);

constexpr Row earlier_rows[] = {
    {"id", nullptr, AT(EarlierReturn, id), Kind::text, must, 200},
    {"lines", &returned_lines, AT(EarlierReturn, lines), Kind::list, always, 0},
    {"native", nullptr, AT(EarlierReturn, native), Kind::text, 0, 200},
    {"refunded", nullptr, AT(EarlierReturn, refunded), Kind::money, positive, 0},
    {"status", &texts_of<ReturnStatus>, AT(EarlierReturn, status), Kind::choice, required, 0},
};
constexpr Table earlier_table = table_of(earlier_rows);
constexpr List earlier_returns = list_of<EarlierReturn>(earlier_table);

void check_promotion(Reader& r, Value value, void* record) {
  const Promotion& p = *static_cast<Promotion*>(record);
  const bool by_price = p.kind == PromotionKind::threshold;
  if (by_price ? p.minimum <= 0 : p.units <= 0) {
    const char* member = by_price ? "minimum" : "units";
    r.problems.error("missing", value.pointer(member), join({"a promotion of this kind needs \"", member, "\""}), "say what had to be bought");
  }
  for (const std::string& line : p.lines) {
    if (order_of(r).find_line(line) != nullptr) continue;
    r.problems.error("unknown_line", value.pointer("lines"), join({"no line has the id \"", line, "\""}), "use the id of one of /lines");
  }
}

constexpr Row promotion_rows[] = {
    {"id", nullptr, AT(Promotion, id), Kind::text, must, 200},
    {"kind", &texts_of<PromotionKind>, AT(Promotion, kind), Kind::choice, required, 0},
    {"lines", nullptr, AT(Promotion, lines), Kind::texts, 0, 0},
    {"minimum", nullptr, AT(Promotion, minimum), Kind::money, positive, 0},
    {"title", nullptr, AT(Promotion, title), Kind::text, 0, 500},
    {"units", nullptr, AT(Promotion, units), Kind::integer, 0, units},
};
constexpr Table promotion_table = table_of(promotion_rows, check_promotion);
constexpr List promotions = list_of<Promotion>(promotion_table);

void check_buyer(Reader& r, Value value, void* record) {
  const std::string& c = static_cast<Buyer*>(record)->country;
  const bool good = c.empty() || (c.size() == 2 && c[0] >= 'A' && c[0] <= 'Z' && c[1] >= 'A' && c[1] <= 'Z');
  if (!good) r.problems.error("invalid_country", value.pointer("country"), "expected an ISO 3166 code in capitals", "write it like \"DE\"");
}

constexpr Row buyer_rows[] = {
    {"consumer", nullptr, AT(Buyer, consumer), Kind::flag, always, 0},
    {"country", nullptr, AT(Buyer, country), Kind::text, 0, 2},
    {"email", nullptr, AT(Buyer, email), Kind::text, 0, 500},
    {"guest", nullptr, AT(Buyer, guest), Kind::flag, 0, 0},
    {"id", nullptr, AT(Buyer, id), Kind::text, 0, 200},
    {"name", nullptr, AT(Buyer, name), Kind::text, 0, 500},
    {"region", nullptr, AT(Buyer, region), Kind::text, 0, 100},
    {"tags", nullptr, AT(Buyer, tags), Kind::texts, 0, 0},
    {"tier", nullptr, AT(Buyer, tier), Kind::text, 0, 100},
};
constexpr Table buyer_table = table_of(buyer_rows, check_buyer);

constexpr Row attribution_rows[] = {
    {"host", nullptr, AT(Attribution, host), Kind::text, 0, 200},
    {"moment", nullptr, AT(Attribution, moment), Kind::instant, optional, 0},
    {"platform", nullptr, AT(Attribution, platform), Kind::text, 0, 200},
    {"room", nullptr, AT(Attribution, room), Kind::text, 0, 200},
    {"stream", nullptr, AT(Attribution, stream), Kind::text, 0, 200},
};
constexpr Table attribution_table = table_of(attribution_rows);

constexpr Row total_rows[] = {
    {"discounts", nullptr, AT(StatedTotals, discounts), Kind::money, optional, 0},
    {"goods", nullptr, AT(StatedTotals, goods), Kind::money, optional, 0},
    {"paid", nullptr, AT(StatedTotals, paid), Kind::money, optional, 0},
    {"refunded", nullptr, AT(StatedTotals, refunded), Kind::money, optional, 0},
    {"shipping", nullptr, AT(StatedTotals, shipping), Kind::money, optional, 0},
    {"tax", nullptr, AT(StatedTotals, tax), Kind::money, optional, 0},
    {"total", nullptr, AT(StatedTotals, total), Kind::money, optional, 0},
};
constexpr Table total_table = table_of(total_rows);

void read_shop(Reader& r, Value value, void* record) {
  ShopCurrency& shop = static_cast<Order*>(record)->shop;
  Fields f(value, r.problems);
  std::string code;
  if (f.text("currency", code, 8) && !find_currency(code, shop.currency)) {
    r.problems.error("unknown_currency", value.pointer("currency"), join({"\"", code, "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  Decimal rate;
  if (f.text("rate", shop.rate, 32) && (!parse_decimal(shop.rate, rate) || rate.coefficient <= 0 || rate.coefficient >= rate_digits || rate.scale > 12)) {
    r.problems.error("invalid_rate", value.pointer("rate"), "a rate is a positive decimal of at most 12 digits", "write it like \"1.0823\"");
  }
  f.done();
}

void write_shop(Writer& out, const char* name, const void* record, const Currency*) {
  const ShopCurrency& shop = static_cast<const Order*>(record)->shop;
  if (!shop.currency.empty()) out.key(name).begin_object().field("currency", shop.currency.text()).field("rate", shop.rate).end_object();
}
constexpr Own shop_currency = {read_shop, write_shop};

constexpr Row source_rows[] = {
    {"digest", nullptr, AT(OrderSource, digest), Kind::text, required, 100},
    {"native", nullptr, AT(OrderSource, native), Kind::pairs, 0, 0},
    {"plugin", nullptr, AT(OrderSource, plugin), Kind::text, required, 100},
    {"unread", nullptr, AT(OrderSource, unread), Kind::texts, 0, 0},
};
constexpr Table source_table = table_of(source_rows);

void check_order(Reader& r, Value value, void* record) {
  Order& order = *static_cast<Order*>(record);
  const Value list = value["lines"];
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    const Line& line = order.lines[i];
    for (std::size_t j = 0; j < i; ++j) {
      if (order.lines[j].id == line.id) r.problems.error("duplicate_id", list.at(i).pointer("id"), join({"two lines have the id \"", line.id, "\""}), "give each line its own id");
    }
    if (!line.depends_on.empty() && order.find_line(line.depends_on) == nullptr) {
      r.problems.error("unknown_line", list.at(i).pointer("dependsOn"), join({"no line has the id \"", line.depends_on, "\""}), "use the id of one of /lines");
    }
  }
  Minor total = 0;
  bool fits = true;
  for (const Line& line : order.lines) total = add(total, line.gross() + line.tax_total() + line.duties, fits);
  if (!fits) r.problems.error("overflow", list.pointer(), "the order's amounts add up beyond 2^53", "check the prices");
}

// The currency stands before all amounts, and the lines before what names them.
constexpr Row order_rows[] = {
    {"currency", nullptr, AT(Order, currency), Kind::currency, required, 0},
    {"facts", nullptr, AT(Order, facts), Kind::pairs, 0, 0},
    {"attribution", &attribution_table, AT(Order, attribution), Kind::object, 0, 0},
    {"buyer", &buyer_table, AT(Order, buyer), Kind::object, must, 0},
    {"channel", &texts_of<Channel>, AT(Order, channel), Kind::choice, 0, 0},
    {"createdAt", nullptr, AT(Order, created_at), Kind::instant, required, 0},
    {"id", nullptr, AT(Order, id), Kind::text, must, 200},
    {"lines", &lines, AT(Order, lines), Kind::list, must, 0},
    {"locale", nullptr, AT(Order, locale), Kind::text, 0, 64},
    {"number", nullptr, AT(Order, number), Kind::text, 0, 200},
    {"promotions", &promotions, AT(Order, promotions), Kind::list, 0, 0},
    {"returns", &earlier_returns, AT(Order, returns), Kind::list, 0, 0},
    {"shipments", &shipments, AT(Order, shipments), Kind::list, 0, 0},
    {"shipping", &charges, AT(Order, shipping), Kind::list, 0, 0},
    {"shop", &shop_currency, 0, Kind::own, 0, 0},
    {"source", &source_table, AT(Order, source), Kind::object, 0, 0},
    {"status", &texts_of<OrderStatus>, AT(Order, status), Kind::choice, 0, 0},
    {"storefront", nullptr, AT(Order, storefront), Kind::text, 0, 100},
    {"taxMode", &texts_of<TaxMode>, AT(Order, tax_mode), Kind::choice, required, 0},
    {"tenders", &tenders, AT(Order, tenders), Kind::list, 0, 0},
    {"timeZone", nullptr, AT(Order, time_zone), Kind::text, 0, 64},
    {"totals", &total_table, AT(Order, totals), Kind::object, 0, 0},
};
constexpr Table order_table = table_of(order_rows, check_order);

}  // namespace

Order read_order(Value value, Problems& problems) {
  Order order;
  Reader reader{problems, &order.currency, &order};
  read(reader, value, order_table, &order);
  return order;
}

void shorten_texts(Order& order, Problems& problems, const std::string& pointer) { record::shorten(problems, order_table, &order, pointer); }

void write_order(Writer& out, const Order& order) { write(out, order_table, &order, &order.currency); }

}  // namespace aftersale
