#include "aftersale/order.hpp"

namespace aftersale {
namespace {

void write_texts(Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out.key(name).begin_array();
  for (const std::string& text : texts) out.string(text);
  out.end_array();
}

void write_pairs(Writer& out, std::string_view name, const std::vector<std::pair<std::string, std::string>>& pairs) {
  if (pairs.empty()) return;
  out.key(name).begin_object();
  for (const auto& pair : pairs) out.field(pair.first, pair.second);
  out.end_object();
}

void write_taxes(Writer& out, const std::vector<Tax>& taxes, const Currency& currency) {
  if (taxes.empty()) return;
  out.key("taxes").begin_array();
  for (const Tax& t : taxes) {
    out.begin_object();
    write_money(out, "amount", t.amount, currency);
    out.maybe("rate", t.rate).maybe("title", t.title).end_object();
  }
  out.end_array();
}

void flag_if(Writer& out, std::string_view name, bool value) {
  if (value) out.flag(name, true);
}

void write_attributes(Writer& out, const LineAttributes& a) {
  Writer inner;
  inner.begin_object();
  inner.maybe("category", a.category);
  flag_if(inner, "customMade", a.custom_made);
  flag_if(inner, "digital", a.digital);
  write_texts(inner, "exclusionsConfirmed", a.exclusions_confirmed);
  flag_if(inner, "finalSale", a.final_sale);
  flag_if(inner, "gift", a.gift);
  flag_if(inner, "giftCard", a.gift_card);
  flag_if(inner, "perishable", a.perishable);
  flag_if(inner, "sealed", a.sealed);
  write_texts(inner, "tags", a.tags);
  write_pairs(inner, "values", a.values);
  inner.end_object();
  if (inner.text() != "{}") out.key("attributes").raw(inner.text());
}

void write_line(Writer& out, const Line& line, const Currency& currency) {
  out.begin_object();
  write_attributes(out, line.attributes);
  if (line.canceled != 0) out.field("canceled", line.canceled);
  out.maybe("dependsOn", line.depends_on);
  if (!line.discounts.empty()) {
    out.key("discounts").begin_array();
    for (const Discount& d : line.discounts) {
      out.begin_object();
      write_money(out, "amount", d.amount, currency);
      out.maybe("code", d.code).field("fundedBy", to_text(d.funded_by)).maybe("title", d.title).end_object();
    }
    out.end_array();
  }
  if (line.gross_given) write_money(out, "gross", *line.gross_given, currency);
  out.field("id", line.id).maybe("image", line.image).maybe("product", line.product).field("quantity", line.quantity);
  if (!line.requires_shipping) out.flag("requiresShipping", false);
  out.maybe("sku", line.sku);
  write_taxes(out, line.taxes, currency);
  out.field("title", line.title);
  write_money(out, "unitPrice", line.unit_price, currency);
  out.maybe("variant", line.variant).end_object();
}

void write_shipment(Writer& out, const Shipment& s) {
  out.begin_object().maybe("carrier", s.carrier);
  if (s.delivered.kind == Delivery::Kind::known) {
    out.key("delivered").begin_object().field("at", format(s.delivered.at)).end_object();
  } else if (s.delivered.kind == Delivery::Kind::estimated) {
    out.key("delivered").begin_object().field("from", format(s.delivered.at)).field("to", format(s.delivered.latest)).end_object();
  }
  out.field("id", s.id).key("lines").begin_array();
  for (const ShipmentLine& l : s.lines) out.begin_object().field("line", l.line).field("quantity", l.quantity).maybe("ref", l.ref).end_object();
  out.end_array();
  if (s.shipped_at) out.field("shippedAt", format(*s.shipped_at));
  out.field("status", to_text(s.status)).maybe("tracking", s.tracking).end_object();
}

void write_buyer(Writer& out, const Buyer& b) {
  out.key("buyer").begin_object().flag("consumer", b.consumer).maybe("country", b.country).maybe("email", b.email);
  flag_if(out, "guest", b.guest);
  out.maybe("id", b.id).maybe("name", b.name).maybe("region", b.region);
  write_texts(out, "tags", b.tags);
  out.maybe("tier", b.tier).end_object();
}

void write_attribution(Writer& out, const Attribution& a) {
  if (a.empty()) return;
  out.key("attribution").begin_object().maybe("host", a.host);
  if (a.moment) out.field("moment", format(*a.moment));
  out.maybe("platform", a.platform).maybe("room", a.room).maybe("stream", a.stream).end_object();
}

void write_money_lists(Writer& out, const Order& order) {
  const Currency& currency = order.currency;
  if (!order.returns.empty()) {
    out.key("returns").begin_array();
    for (const EarlierReturn& e : order.returns) {
      out.begin_object().field("id", e.id).key("lines").begin_array();
      for (const ReturnedLine& l : e.lines) out.begin_object().field("line", l.line).field("quantity", l.quantity).end_object();
      out.end_array().maybe("native", e.native);
      if (e.refunded != 0) write_money(out, "refunded", e.refunded, currency);
      out.field("status", to_text(e.status)).end_object();
    }
    out.end_array();
  }
  if (!order.shipments.empty()) {
    out.key("shipments").begin_array();
    for (const Shipment& s : order.shipments) write_shipment(out, s);
    out.end_array();
  }
  if (!order.shipping.empty()) {
    out.key("shipping").begin_array();
    for (const ShippingCharge& s : order.shipping) {
      out.begin_object();
      if (s.discount != 0) write_money(out, "discount", s.discount, currency);
      out.field("id", s.id);
      write_money(out, "price", s.price, currency);
      if (s.standard_price) write_money(out, "standardPrice", *s.standard_price, currency);
      write_taxes(out, s.taxes, currency);
      out.maybe("title", s.title).end_object();
    }
    out.end_array();
  }
}

void write_tenders_and_totals(Writer& out, const Order& order) {
  const Currency& currency = order.currency;
  if (!order.tenders.empty()) {
    out.key("tenders").begin_array();
    for (const Tender& t : order.tenders) {
      out.begin_object();
      write_money(out, "amount", t.amount, currency);
      out.field("id", t.id).field("kind", to_text(t.kind)).maybe("label", t.label);
      if (t.refunded != 0) write_money(out, "refunded", t.refunded, currency);
      out.end_object();
    }
    out.end_array();
  }
  const StatedTotals& t = order.totals;
  const struct { const char* name; const std::optional<Minor>& value; } rows[] = {
      {"discounts", t.discounts}, {"goods", t.goods}, {"paid", t.paid}, {"refunded", t.refunded}, {"shipping", t.shipping}, {"tax", t.tax}, {"total", t.total}};
  Writer totals;
  totals.begin_object();
  for (const auto& row : rows) {
    if (row.value) write_money(totals, row.name, *row.value, currency);
  }
  totals.end_object();
  if (totals.text() != "{}") out.key("totals").raw(totals.text());
}

}  // namespace

void write_order(Writer& out, const Order& order) {
  out.begin_object();
  write_attribution(out, order.attribution);
  write_buyer(out, order.buyer);
  out.field("channel", to_text(order.channel)).field("createdAt", format(order.created_at)).field("currency", order.currency.text()).field("id", order.id);
  out.key("lines").begin_array();
  for (const Line& line : order.lines) write_line(out, line, order.currency);
  out.end_array().maybe("locale", order.locale).maybe("number", order.number);
  write_money_lists(out, order);
  if (!order.source.plugin.empty()) {
    out.key("source").begin_object().field("digest", order.source.digest);
    write_pairs(out, "native", order.source.native);
    out.field("plugin", order.source.plugin);
    write_texts(out, "unread", order.source.unread);
    out.end_object();
  }
  out.field("status", to_text(order.status)).maybe("storefront", order.storefront).field("taxMode", to_text(order.tax_mode));
  write_tenders_and_totals(out, order);
  out.maybe("timeZone", order.time_zone).end_object();
}

}  // namespace aftersale
