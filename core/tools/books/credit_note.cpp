// The credit note of a case whose money was paid back: what the books need of it. Its number is the host's, who keeps the
// series; everything else follows from the order and the case.
#include "books/books.hpp"

#include "engine/library.hpp"
#include "model/enum_field.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

using settlement::part_index;
using settlement::plus;

struct RateSum { std::string rate, title; Minor amount = 0; };

void add_tax(std::vector<RateSum>& sums, const Tax& tax, Minor amount) {
  if (amount == 0) return;
  for (RateSum& sum : sums) {
    if (sum.rate != tax.rate || sum.title != tax.title) continue;
    sum.amount = plus(sum.amount, amount);
    return;
  }
  sums.push_back({tax.rate, tax.title, amount});
}

/// What the units of an item cost, less what was paid back on them before; and the tax in it, by index.
struct Worth { Minor paid = 0; std::vector<Minor> taxes; };

Worth worth_of(const Line& line, const QuoteItem& item, bool adjusts) {
  Worth w;
  w.taxes.assign(line.taxes.size(), 0);
  for (const Component& c : item.components) {
    const bool adjusted = c.code == "tax_adjusted";
    if (c.kind == ComponentKind::tax && part_index(c) < w.taxes.size() && (adjusts ? adjusted && c.amount > 0 : c.code != "tax_charged")) {
      w.taxes[part_index(c)] = plus(w.taxes[part_index(c)], c.amount);
    }
    const bool price = c.kind == ComponentKind::goods || c.kind == ComponentKind::discount || c.kind == ComponentKind::duty || c.code == "tax" ||
                       c.code == "adjusted_before" || (adjusted && !c.included);
    if (price) w.paid = plus(w.paid, c.amount);
  }
  return w;
}

/// The tax in what is paid back for an item: in proportion where fees and deductions keep a part of its price.
std::vector<Minor> credited_taxes(const Line& line, const QuoteItem& item, bool adjusts) {
  Worth w = worth_of(line, item, adjusts);
  for (Minor& tax : w.taxes) {
    if (!adjusts) tax = w.paid > 0 ? scale(tax, std::min(item.total, w.paid), w.paid) : 0;
    tax = std::max<Minor>(0, tax);
  }
  return w.taxes;
}

void write_taxes(Writer& out, const std::vector<RateSum>& sums, const Currency& currency) {
  out.key("taxes").begin_array();
  for (const RateSum& sum : sums) {
    out.begin_object();
    write_money(out, "amount", sum.amount, currency);
    out.maybe("rate", sum.rate).maybe("title", sum.title).end_object();
  }
  out.end_array();
}

void write_line(Writer& out, const Order& order, const QuoteItem& item, bool adjusts, std::vector<RateSum>& all) {
  std::vector<RateSum> own;
  Minor tax = 0;
  if (const Line* line = order.find_line(item.line)) {
    const std::vector<Minor> taxes = credited_taxes(*line, item, adjusts);
    for (std::size_t i = 0; i < taxes.size(); ++i) {
      add_tax(own, line->taxes[i], taxes[i]);
      add_tax(all, line->taxes[i], taxes[i]);
      tax = plus(tax, taxes[i]);
    }
  }
  out.begin_object();
  write_money(out, "gross", item.total, order.currency);
  out.field("line", item.line);
  write_money(out, "net", item.total - tax, order.currency);
  out.field("quantity", item.quantity);
  write_money(out, "tax", tax, order.currency);
  write_taxes(out, own, order.currency);
  out.field("title", item.title).end_object();
}

/// What is of the whole: delivery with its share of tax, the way back, what promotions lost, a bonus.
void write_others(Writer& out, const Order& order, const Quote& quote, std::vector<RateSum>& all) {
  std::vector<const ShippingCharge*> charges;
  for (const ShippingCharge& charge : order.shipping) {
    if (paid_for(order, charge) > 0) charges.push_back(&charge);
  }
  std::size_t next = 0;
  out.key("others").begin_array();
  for (const Component& c : quote.components) {
    const bool delivery = c.kind == ComponentKind::outbound_shipping;
    const ShippingCharge* charge = delivery && next < charges.size() ? charges[next++] : nullptr;
    if (c.included || c.amount == 0) continue;
    Minor tax = 0;
    if (charge != nullptr) {
      for (const Tax& t : charge->taxes) {
        const Minor share = scale(t.amount, c.amount, paid_for(order, *charge));
        add_tax(all, t, share);
        tax = plus(tax, share);
      }
    }
    out.begin_object();
    write_money(out, "amount", c.amount, order.currency);
    out.field("code", c.code).field("kind", to_text(c.kind));
    if (!c.params.empty()) write_params(out, "params", c.params);
    write_money(out, "tax", tax, order.currency);
    out.end_object();
  }
  out.end_array();
}

void write_tenders(Writer& out, const CaseState& state, const Currency& currency) {
  out.key("tenders").begin_array();
  for (const Payment& p : state.payments) {
    out.begin_object();
    write_money(out, "amount", p.share.amount, currency);
    out.field("kind", to_text(p.share.kind)).maybe("label", p.share.label).field("tender", p.share.tender).end_object();
  }
  out.end_array();
}

struct Party { std::string name, address, tax_id; };
void read_party(Value value, Party& party, Problems& problems) {
  if (!value.present()) return;
  Fields f(value, problems);
  f.text("name", party.name, 500);
  f.maybe_text("address", party.address, 1000);
  f.maybe_text("taxId", party.tax_id, 100);
  f.done();
}
void write_party(Writer& out, const char* name, const Party& p) {
  if (!p.name.empty()) out.key(name).begin_object().maybe("address", p.address).field("name", p.name).maybe("taxId", p.tax_id).end_object();
}

}  // namespace

void credit_note_op(Writer& out, Value call, Library&, Problems& problems) {
  Fields f(call, problems);
  const Value order_value = f.need("order"), case_value = f.need("case"), invoice = f.maybe("invoice"), issued = f.need("issuedAt");
  std::string number, invoice_number;
  f.text("number", number, 100);
  Party seller, buyer;
  read_party(f.maybe("seller"), seller, problems);
  read_party(f.maybe("buyer"), buyer, problems);
  if (invoice.present()) {
    Fields g(invoice, problems);
    g.text("number", invoice_number, 100);
    g.maybe("date");
    g.done();
  }
  const Instant at = issued.exists() ? read_instant(issued, problems) : Instant{};
  if (!problems.ok()) return;
  const Order order = read_order(order_value, problems);
  const ReturnCase c = read_case(case_value, problems);
  if (!problems.ok()) return;
  const Quote& q = settlement::quote_in_force(c.state);
  if (c.order != order.id) problems.error("wrong_order", case_value.pointer("order"), "this case belongs to another order", "give the order of this case");
  if (verify_chain(c) >= 0) problems.error("chain_broken", case_value.pointer("events"), "the log of the case is not as it was written", "give the log as it was stored");
  if (!c.state.issued || c.state.payments.empty()) problems.error("nothing_refunded", case_value.pointer(), "no money was paid back on this case", "wait for its refund");
  if (!problems.ok()) return;

  std::vector<RateSum> taxes;
  const bool adjusts = settlement::adjusts(q.resolution);
  out.begin_object();
  write_party(out, "buyer", buyer);
  out.field("case", c.id).field("currency", order.currency.text());
  if (!invoice_number.empty()) out.key("invoice").begin_object().maybe("date", invoice["date"].text()).field("number", invoice_number).end_object();
  out.field("issuedAt", format(at)).key("lines").begin_array();
  for (const QuoteItem& item : q.items) write_line(out, order, item, adjusts, taxes);
  out.end_array().field("number", number).field("order", order.id).maybe("orderNumber", order.number);
  write_others(out, order, q, taxes);
  out.field("resolution", to_text(q.resolution));
  write_party(out, "seller", seller);
  if (q.shop) write_money(out, "shopTotal", q.shop->total, q.shop->currency);
  out.field("taxMode", to_text(order.tax_mode));
  write_taxes(out, taxes, order.currency);
  write_tenders(out, c.state, order.currency);
  write_money(out, "total", q.total, order.currency);
  out.end_object();
}

}  // namespace aftersale::tools
