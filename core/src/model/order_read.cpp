#include "aftersale/order.hpp"
#include "model/enum_field.hpp"

namespace aftersale {
namespace {

constexpr std::int64_t quantity_max = 1'000'000;

struct Reading {
  Order& order;
  Problems& problems;

  Minor money(Value value) { return value.exists() ? read_money(value, order.currency, problems) : 0; }
  Minor positive(Value value) {
    const Minor amount = money(value);
    if (amount < 0) problems.error("negative", value.pointer("amount"), "must not be negative", "give the size of the amount");
    return amount < 0 ? 0 : amount;
  }
};

void read_taxes(Reading& r, Value list, std::vector<Tax>& out) {
  for (const Value item : list) {
    Tax tax;
    Fields f(item, r.problems);
    f.maybe_text("rate", tax.rate, 32);
    f.maybe_text("title", tax.title, 200);
    tax.amount = r.positive(f.need("amount"));
    f.done();
    out.push_back(std::move(tax));
  }
}

void read_attributes(Value value, LineAttributes& a, Problems& problems) {
  Fields f(value, problems);
  f.maybe_text("category", a.category, 200);
  f.maybe_texts("tags", a.tags);
  f.maybe_bool("finalSale", a.final_sale);
  f.maybe_bool("customMade", a.custom_made);
  f.maybe_bool("perishable", a.perishable);
  f.maybe_bool("sealed", a.sealed);
  f.maybe_bool("digital", a.digital);
  f.maybe_bool("giftCard", a.gift_card);
  f.maybe_bool("gift", a.gift);
  f.maybe_texts("exclusionsConfirmed", a.exclusions_confirmed);
  const Value values = f.maybe("values");
  for (const Value item : values) {
    if (item.is_string()) {
      a.values.emplace_back(std::string(item.key()), std::string(item.text()));
    } else {
      expected(problems, item, "a string");
    }
  }
  f.done();
}

Line read_line(Reading& r, Value value) {
  Line line;
  Fields f(value, r.problems);
  f.text("id", line.id, 200);
  f.text("title", line.title, 2000);
  f.maybe_text("variant", line.variant, 2000);
  f.maybe_text("sku", line.sku, 500);
  f.maybe_text("product", line.product, 500);
  f.maybe_text("image", line.image, 4000);
  f.integer("quantity", line.quantity, 1, quantity_max);
  line.unit_price = r.positive(f.need("unitPrice"));
  if (const Value gross = f.maybe("gross")) line.gross_given = r.positive(gross);
  if (line.unit_price != 0 && line.quantity > minor_max / line.unit_price) {
    r.problems.error("overflow", value.pointer("unitPrice"), "the price of all units is beyond 2^53", "check the price and the quantity");
    line.unit_price = 0;
  }
  for (const Value item : f.array("discounts")) {
    Discount d;
    Fields g(item, r.problems);
    d.amount = r.positive(g.need("amount"));
    g.maybe_text("code", d.code, 200);
    g.maybe_text("title", d.title, 500);
    read_enum(g.maybe("fundedBy"), d.funded_by, r.problems);
    g.done();
    line.discounts.push_back(std::move(d));
  }
  read_taxes(r, f.array("taxes"), line.taxes);
  f.maybe_bool("requiresShipping", line.requires_shipping);
  if (const Value attributes = f.maybe("attributes")) read_attributes(attributes, line.attributes, r.problems);
  f.maybe_text("dependsOn", line.depends_on, 200);
  f.maybe_integer("canceled", line.canceled, 0, quantity_max);
  if (line.canceled > line.quantity) r.problems.error("out_of_range", value.pointer("canceled"), "more units canceled than were ordered");
  if (line.discount_total() > line.gross()) {
    r.problems.warn("discount_above_price", value.pointer("discounts"), "the discounts are larger than the price", "check the line's discounts");
  }
  f.done();
  return line;
}

ShippingCharge read_shipping(Reading& r, Value value) {
  ShippingCharge s;
  Fields f(value, r.problems);
  f.text("id", s.id, 200);
  f.maybe_text("title", s.title, 500);
  s.price = r.positive(f.need("price"));
  s.discount = r.positive(f.maybe("discount"));
  read_taxes(r, f.array("taxes"), s.taxes);
  if (const Value standard = f.maybe("standardPrice")) s.standard_price = r.positive(standard);
  f.done();
  return s;
}

Delivery read_delivery(Value value, Problems& problems) {
  Delivery d;
  Fields f(value, problems);
  const Value at = f.maybe("at"), from = f.maybe("from"), to = f.maybe("to");
  if (at.exists() && !from.exists() && !to.exists()) {
    d.kind = Delivery::Kind::known;
    d.at = d.latest = read_instant(at, problems);
  } else if (!at.exists() && from.exists() && to.exists()) {
    d.kind = Delivery::Kind::estimated;
    d.at = read_instant(from, problems);
    d.latest = read_instant(to, problems);
    if (d.latest < d.at) problems.error("not_ascending", to.pointer(), "the estimate ends before it begins", "swap \"from\" and \"to\"");
  } else if (value.is_object()) {
    problems.error("one_of", value.pointer(), "give either \"at\", or \"from\" and \"to\"");
  }
  f.done();
  return d;
}

Shipment read_shipment(Reading& r, Value value) {
  Shipment s;
  Fields f(value, r.problems);
  f.text("id", s.id, 200);
  for (const Value item : f.array("lines")) {
    ShipmentLine l;
    Fields g(item, r.problems);
    if (g.text("line", l.line, 200) && r.order.find_line(l.line) == nullptr) {
      r.problems.error("unknown_line", item.pointer("line"), join({"no line has the id \"", l.line, "\""}), "use the id of one of /lines");
    }
    g.integer("quantity", l.quantity, 0, quantity_max);
    g.maybe_text("ref", l.ref, 500);
    g.done();
    s.lines.push_back(std::move(l));
  }
  read_enum(f.need("status"), s.status, r.problems);
  if (const Value at = f.maybe("shippedAt")) s.shipped_at = read_instant(at, r.problems);
  if (const Value delivered = f.maybe("delivered")) s.delivered = read_delivery(delivered, r.problems);
  f.maybe_text("carrier", s.carrier, 200);
  f.maybe_text("tracking", s.tracking, 500);
  f.done();
  return s;
}

Tender read_tender(Reading& r, Value value) {
  Tender t;
  Fields f(value, r.problems);
  f.text("id", t.id, 200);
  read_enum(f.need("kind"), t.kind, r.problems);
  t.amount = r.positive(f.need("amount"));
  t.refunded = r.positive(f.maybe("refunded"));
  f.maybe_text("label", t.label, 200);
  f.done();
  return t;
}

EarlierReturn read_earlier(Reading& r, Value value) {
  EarlierReturn e;
  Fields f(value, r.problems);
  f.text("id", e.id, 200);
  read_enum(f.need("status"), e.status, r.problems);
  for (const Value item : f.array("lines")) {
    ReturnedLine l;
    Fields g(item, r.problems);
    if (g.text("line", l.line, 200) && r.order.find_line(l.line) == nullptr) {
      r.problems.error("unknown_line", item.pointer("line"), join({"no line has the id \"", l.line, "\""}), "use the id of one of /lines");
    }
    g.integer("quantity", l.quantity, 0, quantity_max);
    g.done();
    e.lines.push_back(std::move(l));
  }
  e.refunded = r.positive(f.maybe("refunded"));
  f.maybe_text("native", e.native, 200);
  f.done();
  return e;
}

void read_buyer(Value value, Buyer& b, Problems& problems) {
  Fields f(value, problems);
  f.maybe_text("id", b.id, 200);
  f.maybe_text("name", b.name, 500);
  f.maybe_text("email", b.email, 500);
  f.maybe_text("country", b.country, 2);
  f.maybe_text("region", b.region, 100);
  f.maybe_bool("consumer", b.consumer);
  f.maybe_text("tier", b.tier, 100);
  f.maybe_texts("tags", b.tags);
  f.maybe_bool("guest", b.guest);
  f.done();
  const bool good = b.country.empty() || (b.country.size() == 2 && b.country[0] >= 'A' && b.country[0] <= 'Z' && b.country[1] >= 'A' && b.country[1] <= 'Z');
  if (!good) problems.error("invalid_country", value.pointer("country"), "expected an ISO 3166 code in capitals", "write it like \"DE\"");
}

void read_attribution(Value value, Attribution& a, Problems& problems) {
  Fields f(value, problems);
  f.maybe_text("platform", a.platform, 200);
  f.maybe_text("room", a.room, 200);
  f.maybe_text("stream", a.stream, 200);
  f.maybe_text("host", a.host, 200);
  if (const Value moment = f.maybe("moment")) a.moment = read_instant(moment, problems);
  f.done();
}

void read_totals(Reading& r, Value value, StatedTotals& t) {
  Fields f(value, r.problems);
  const struct { const char* name; std::optional<Minor>& slot; } rows[] = {
      {"goods", t.goods}, {"discounts", t.discounts}, {"shipping", t.shipping}, {"tax", t.tax}, {"total", t.total}, {"paid", t.paid}, {"refunded", t.refunded}};
  for (const auto& row : rows) {
    if (const Value money = f.maybe(row.name)) row.slot = r.money(money);
  }
  f.done();
}

void read_source(Value value, OrderSource& s, Problems& problems) {
  Fields f(value, problems);
  f.text("plugin", s.plugin, 100);
  f.text("digest", s.digest, 100);
  f.maybe_texts("unread", s.unread);
  for (const Value item : f.maybe("native")) {
    if (item.is_string()) s.native.emplace_back(std::string(item.key()), std::string(item.text()));
    else expected(problems, item, "a string");
  }
  f.done();
}

void check_links(Order& order, Value lines, Problems& problems) {
  std::size_t i = 0;
  for (const Value value : lines) {
    if (i >= order.lines.size()) break;
    const Line& line = order.lines[i++];
    for (std::size_t j = 0; j + 1 < i; ++j) {
      if (order.lines[j].id == line.id) problems.error("duplicate_id", value.pointer("id"), join({"two lines have the id \"", line.id, "\""}), "give each line its own id");
    }
    if (!line.depends_on.empty() && order.find_line(line.depends_on) == nullptr) {
      problems.error("unknown_line", value.pointer("dependsOn"), join({"no line has the id \"", line.depends_on, "\""}), "use the id of one of /lines");
    }
  }
}

}  // namespace

Order read_order(Value value, Problems& problems) {
  Order order;
  Reading r{order, problems};
  Fields f(value, problems);
  f.text("id", order.id, 200);
  f.maybe_text("number", order.number, 200);
  f.maybe_text("storefront", order.storefront, 100);
  order.created_at = read_instant(f.need("createdAt"), problems);
  std::string code;
  if (f.text("currency", code) && !find_currency(code, order.currency)) {
    problems.error("unknown_currency", value.pointer("currency"), join({"\"", code, "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  read_enum(f.need("taxMode"), order.tax_mode, problems);
  read_enum(f.maybe("status"), order.status, problems);
  read_enum(f.maybe("channel"), order.channel, problems);
  f.maybe_text("locale", order.locale, 64);
  f.maybe_text("timeZone", order.time_zone, 64);
  if (const Value buyer = f.need("buyer")) read_buyer(buyer, order.buyer, problems);
  if (const Value attribution = f.maybe("attribution")) read_attribution(attribution, order.attribution, problems);
  const Value lines = f.array("lines", true);
  for (const Value item : lines) order.lines.push_back(read_line(r, item));
  check_links(order, lines, problems);
  for (const Value item : f.array("shipping")) order.shipping.push_back(read_shipping(r, item));
  for (const Value item : f.array("shipments")) order.shipments.push_back(read_shipment(r, item));
  for (const Value item : f.array("tenders")) order.tenders.push_back(read_tender(r, item));
  for (const Value item : f.array("returns")) order.returns.push_back(read_earlier(r, item));
  if (const Value totals = f.maybe("totals")) read_totals(r, totals, order.totals);
  if (const Value source = f.maybe("source")) read_source(source, order.source, problems);
  f.done();
  Minor total = 0;
  bool fits = true;
  for (const Line& line : order.lines) total = add(total, line.gross() + line.tax_total(), fits);
  if (!fits) problems.error("overflow", value.pointer("lines"), "the order's amounts add up beyond 2^53", "check the prices");
  return order;
}

}  // namespace aftersale
