// What no table says: of orders, and of the news about them.
#include "shopify.hpp"

namespace aftersale::shopify {

Value money(Value object, std::string_view name) {
  Value value = any_case(object, name);
  if (!value.present()) value = any_case(object, join({name, "_set"}));
  if (!value.is_object()) return value;
  const Value shop = any_case(value, "shop_money"), amount = (shop.present() ? shop : value)["amount"];
  return amount.exists() ? amount : value;      // an object that is no money is complained about
}

namespace {

void alias(Reading& r, Value item, void* record) {
  const std::string& id = static_cast<Line*>(record)->id;
  const Value number = item["id"];
  if (!number.is_integer() || number.text() == id) return;
  if (r.aliases.empty()) {   // once: where one was rounded, most were
    say(r.problems, number, "rounded_id|the number % is not that of the global id, which is taken here and for all lines|keep 64-bit ids as text", number.text());
  }
  r.aliases.emplace_back(number.text(), id);
}

void refund(Reading& r, Value v, void* record) {
  Update& u = *static_cast<Update*>(record);
  RefundRead refund = read_refund(r, v);
  u.lines = std::move(refund.lines);
  if (!u.currency.empty()) u.refunded = refund.amount;
  else if (refund.amount != 0) no_currency(r.problems, v);
}

void order_update(Reading& r, Value v, void* record) {
  Update& u = *static_cast<Update*>(record);
  Minor refunded = 0;
  for (const Value item : list(r, v, "refunds")) {
    Reading counted{r, r.tables, r.problems, nullptr, Amounts(u.currency, r.problems), {}, {}, {}, {}};
    RefundRead refund = read_refund(counted, item);
    refunded += refund.amount;
    for (ReturnedLine& line : refund.lines) u.lines.push_back(std::move(line));
    u.at = time_of(r, item, "processed_at");
    u.status = "refunded";
  }
  if (refunded != 0 && !u.currency.empty()) u.refunded = refunded;
  else if (refunded != 0) no_currency(r.problems, v);
  const Value canceled = any_case(v, "cancelled_at");
  if (!canceled.present()) return;
  u.status = "canceled";
  u.at = read_time(canceled, r.problems);
}

}  // namespace

const CodecHook hooks[] = {{"alias", alias}, {"refunds", earlier_refunds}, {"refund", refund}, {"order", order_update}, {nullptr, nullptr}};

}  // namespace aftersale::shopify
