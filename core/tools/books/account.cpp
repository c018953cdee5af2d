// The account of an order: what was charged line by line and unit by unit, what was paid back, and what still can be.
#include "aftersale/return_case.hpp"
#include "books/books.hpp"
#include "engine/library.hpp"
#include "model/enum_field.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

using namespace settlement;

constexpr std::int64_t units_told = 10'000;      // of a line; beyond that only its sums are

bool same(const UnitValue& a, const UnitValue& b) {
  return a.goods == b.goods && a.duties == b.duties && a.discounts == b.discounts && a.taxes == b.taxes && a.points == b.points;
}

void write_unit(Writer& out, const Order& order, const Line& line, const UnitValue& value, std::int64_t count) {
  out.begin_object().field("count", count).key("discounts").begin_array();
  for (std::size_t i = 0; i < line.discounts.size(); ++i) {
    out.begin_object();
    write_money(out, "amount", value.discounts[i], order.currency);
    out.maybe("code", line.discounts[i].code).field("fundedBy", to_text(line.discounts[i].funded_by));
    out.maybe("title", line.discounts[i].title).end_object();
  }
  out.end_array();
  if (line.duties > 0) write_money(out, "duties", value.duties, order.currency);
  write_money(out, "paid", value.paid, order.currency);
  write_money(out, "price", value.goods, order.currency);
  out.key("taxes").begin_array();
  for (std::size_t i = 0; i < line.taxes.size(); ++i) {
    out.begin_object();
    write_money(out, "amount", value.taxes[i], order.currency);
    out.maybe("rate", line.taxes[i].rate).maybe("title", line.taxes[i].title).end_object();
  }
  out.end_array().end_object();
}

/// Equal units that follow each other stand as one entry with their count.
void write_units(Writer& out, const Order& order, const Line& line) {
  Account::LineTaken taken;
  UnitValue last;
  std::int64_t count = 0;
  out.key("units").begin_array();
  for (std::int64_t unit = 0; unit < std::min(line.quantity, units_told); ++unit) {
    UnitValue value = value_of(order, line, taken, 1);
    // What it took, so that the next unit carries what is left.
    QuoteItem item;
    item.quantity = 1;
    add_value(order, line, value, 1, item);
    take_item(taken, item, Resolution::original_payment_method);
    if (count > 0 && !same(value, last)) {
      write_unit(out, order, line, last, count);
      count = 0;
    }
    last = std::move(value);
    ++count;
  }
  if (count > 0) write_unit(out, order, line, last, count);
  out.end_array();
}

void write_line(Writer& out, const Order& order, const Line& line, const Account::LineTaken& taken) {
  out.begin_object();
  if (taken.adjusted > 0) write_money(out, "adjusted", taken.adjusted, order.currency);
  out.field("canceled", line.canceled).field("line", line.id);
  write_money(out, "paid", paid_for(order, line), order.currency);
  out.field("quantity", line.quantity);
  write_money(out, "refunded", taken.refunded, order.currency);
  out.field("returnable", returnable_units(line, taken)).field("taken", taken.units).field("title", line.title);
  write_units(out, order, line);
  out.end_object();
}

}  // namespace

void account_op(Writer& out, Value call, Library&, Problems& problems) {
  Fields f(call, problems);
  const Value order_value = f.need("order");
  std::vector<ReturnCase> cases;
  for (const Value value : f.array("cases")) cases.push_back(read_case(value, problems));
  if (!problems.ok()) return;
  const Order order = read_order(order_value, problems);
  if (!problems.ok()) return;
  check_totals(order, problems, "/order");
  check_account(order, problems, "/order");
  World world;
  world.order = &order;
  for (const ReturnCase& c : cases) world.cases.push_back(&c);
  const Account account = account_of(world);

  out.begin_object();
  write_money(out, "available", available(order, account), order.currency);
  out.field("currency", order.currency.text()).key("lines").begin_array();
  for (std::size_t i = 0; i < order.lines.size(); ++i) write_line(out, order, order.lines[i], account.lines[i]);
  out.end_array().field("order", order.id);
  write_money(out, "paid", settlement::paid_for(order), order.currency);
  write_money(out, "refunded", account.refunded, order.currency);
  out.key("shipping").begin_array();
  for (const ShippingCharge& charge : order.shipping) {
    out.begin_object().field("id", charge.id);
    write_money(out, "paid", paid_for(order, charge), order.currency);
    out.flag("refunded", account.shipping_refunded).maybe("title", charge.title).end_object();
  }
  out.end_array().field("taxMode", to_text(order.tax_mode)).key("tenders").begin_array();
  for (std::size_t i = 0; i < order.tenders.size(); ++i) {
    const Tender& tender = order.tenders[i];
    out.begin_object();
    write_money(out, "amount", tender.amount, order.currency);
    out.field("id", tender.id).field("kind", to_text(tender.kind)).maybe("label", tender.label);
    write_money(out, "refunded", account.tender_refunded[i], order.currency);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace aftersale::tools
