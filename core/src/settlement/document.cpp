// A quote's document: canonical, so that its hash names what the buyer saw.
#include "aftersale/quote.hpp"
#include "model/enum_field.hpp"

namespace aftersale {
namespace {

void write_components(Writer& out, const std::vector<Component>& components, const Currency& currency) {
  out.key("components").begin_array();
  for (const Component& c : components) {
    out.begin_object();
    write_money(out, "amount", c.amount, currency);
    out.field("code", c.code);
    if (c.included) out.flag("included", true);
    out.field("kind", to_text(c.kind));
    if (c.layer && !c.rule.empty()) out.field("layer", to_text(*c.layer));
    if (!c.params.empty()) write_params(out, "params", c.params);
    out.maybe("rule", c.rule).end_object();
  }
  out.end_array();
}

std::vector<Component> read_components(Value list, const Currency& currency, Problems& problems) {
  std::vector<Component> out;
  for (const Value item : list) {
    Component c;
    Fields f(item, problems);
    read_enum(f.need("kind"), c.kind, problems);
    c.amount = read_money(f.need("amount"), currency, problems);
    f.text("code", c.code, 64);
    f.maybe_text("rule", c.rule, 200);
    Layer layer{};
    if (read_enum(f.maybe("layer"), layer, problems)) c.layer = layer;
    f.maybe_bool("included", c.included);
    for (const Value p : f.maybe("params")) {
      const std::string name(p.key());
      if (p.is_string()) c.params.push_back({name, std::string(p.text())});
      else if (p.is_bool()) c.params.push_back({name, p.truth()});
      else if (p.integer()) c.params.push_back({name, *p.integer()});
      else expected(problems, p, "a string, an integer or a boolean");
    }
    f.done();
    out.push_back(std::move(c));
  }
  return out;
}

void write_payers(Writer& out, const char* name, const std::vector<PayerShare>& shares, const Currency& currency) {
  out.key(name).begin_array();
  for (const PayerShare& p : shares) {
    out.begin_object();
    write_money(out, "amount", p.amount, currency);
    out.field("payer", to_text(p.payer)).end_object();
  }
  out.end_array();
}

void read_payers(Value list, std::vector<PayerShare>& out, const Currency& currency, Problems& problems) {
  for (const Value item : list) {
    PayerShare p;
    Fields g(item, problems);
    read_enum(g.need("payer"), p.payer, problems);
    p.amount = read_money(g.need("amount"), currency, problems);
    g.done();
    out.push_back(p);
  }
}

void write_amounts(Writer& out, const char* name, const std::vector<Minor>& amounts, const Currency& currency) {
  out.key(name).begin_array();
  for (const Minor amount : amounts) write_money(out, amount, currency);
  out.end_array();
}

void write_shop(Writer& out, const ShopAmounts& shop) {
  out.key("shop").begin_object();
  if (shop.charge > 0) write_money(out, "charge", shop.charge, shop.currency);
  out.field("currency", shop.currency.text());
  write_amounts(out, "items", shop.items, shop.currency);
  write_amounts(out, "tenders", shop.tenders, shop.currency);
  write_money(out, "total", shop.total, shop.currency);
  out.end_object();
}

ShopAmounts read_shop(Value value, Problems& problems) {
  ShopAmounts shop;
  Fields f(value, problems);
  std::string code;
  if (f.text("currency", code, 8)) find_currency(code, shop.currency);
  shop.total = read_money(f.need("total"), shop.currency, problems);
  if (const Value charge = f.maybe("charge")) shop.charge = read_money(charge, shop.currency, problems);
  for (const Value amount : f.array("items")) shop.items.push_back(read_money(amount, shop.currency, problems));
  for (const Value amount : f.array("tenders")) shop.tenders.push_back(read_money(amount, shop.currency, problems));
  f.done();
  return shop;
}

}  // namespace

void write_quote(Writer& out, const Quote& q, bool with_hash) {
  out.begin_object();
  if (q.charge > 0) write_money(out, "charge", q.charge, q.currency);
  if (!q.funders.empty()) write_payers(out, "funders", q.funders, q.currency);
  if (q.hold > 0) write_money(out, "hold", q.hold, q.currency);
  if (q.shop) write_shop(out, *q.shop);
  write_components(out, q.components, q.currency);
  out.field("currency", q.currency.text());
  if (with_hash) out.field("hash", q.hash);
  out.key("items").begin_array();
  for (const QuoteItem& item : q.items) {
    out.begin_object();
    write_components(out, item.components, q.currency);
    out.field("line", item.line).field("quantity", item.quantity).field("title", item.title);
    write_money(out, "total", item.total, q.currency);
    out.end_object();
  }
  out.end_array();
  if (q.method) out.field("method", to_text(*q.method));
  out.field("order", q.order);
  write_payers(out, "payers", q.payers, q.currency);
  if (!q.refund_code.empty()) {
    out.key("refundBy").begin_object().field("code", q.refund_code).field("days", q.refund_days).field("of", q.refund_of).end_object();
  }
  out.field("resolution", to_text(q.resolution)).key("tenders").begin_array();
  for (const TenderShare& t : q.tenders) {
    out.begin_object();
    write_money(out, "amount", t.amount, q.currency);
    out.field("kind", to_text(t.kind)).maybe("label", t.label).field("tender", t.tender).end_object();
  }
  out.end_array();
  write_money(out, "total", q.total, q.currency);
  out.end_object();
}

std::string quote_hash(const Quote& q) {
  Writer out;
  write_quote(out, q, false);
  return sha256_hex(out.text());
}

Quote read_quote(Value value, Problems& problems) {
  Quote q;
  Fields f(value, problems);
  f.text("order", q.order, 200);
  read_enum(f.need("resolution"), q.resolution, problems);
  ReturnMethod method{};
  if (read_enum(f.maybe("method"), method, problems)) q.method = method;
  std::string code;
  if (f.text("currency", code) && !find_currency(code, q.currency)) {
    problems.error("unknown_currency", value.pointer("currency"), join({"\"", code, "\" is no ISO 4217 currency"}), "use its three-letter code");
  }
  for (const Value item : f.array("items")) {
    QuoteItem i;
    Fields g(item, problems);
    g.text("line", i.line, 200);
    g.text("title", i.title, 2000);
    g.integer("quantity", i.quantity, 1, 1'000'000);
    i.components = read_components(g.array("components"), q.currency, problems);
    i.total = read_money(g.need("total"), q.currency, problems);
    g.done();
    q.items.push_back(std::move(i));
  }
  q.components = read_components(f.array("components"), q.currency, problems);
  q.total = read_money(f.need("total"), q.currency, problems);
  for (const Value item : f.array("tenders")) {
    TenderShare t;
    Fields g(item, problems);
    g.text("tender", t.tender, 200);
    read_enum(g.need("kind"), t.kind, problems);
    t.amount = read_money(g.need("amount"), q.currency, problems);
    g.maybe_text("label", t.label, 200);
    g.done();
    q.tenders.push_back(std::move(t));
  }
  read_payers(f.array("payers"), q.payers, q.currency, problems);
  read_payers(f.array("funders"), q.funders, q.currency, problems);
  if (const Value charge = f.maybe("charge")) q.charge = read_money(charge, q.currency, problems);
  if (const Value hold = f.maybe("hold")) q.hold = read_money(hold, q.currency, problems);
  if (const Value shop = f.maybe("shop")) q.shop = read_shop(shop, problems);
  if (const Value by = f.maybe("refundBy")) {
    Fields g(by, problems);
    g.text("code", q.refund_code, 64);
    g.integer("days", q.refund_days, 0, 100'000);
    g.text("of", q.refund_of, 32);
    g.done();
  }
  f.text("hash", q.hash, 64);
  f.done();
  return q;
}

}  // namespace aftersale
