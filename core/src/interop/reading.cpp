// What the interpreter asks of single values: ids and words; and what only the whole order tells.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {

std::string ident(const Scope& scope, Value value) { return scope.codec.ident != nullptr ? scope.codec.ident(scope, value) : value.id(); }

std::string_view word_of(const Reading& r, std::string_view table, std::string_view native) {
  for (const Value row : r.other[table]) {
    const std::string_view key = row.key();
    if (same_word(key, native) || (key.size() > 1 && key[0] == '*' && native.find(key.substr(1)) != std::string_view::npos)) return row.text();
  }
  return {};
}

std::string line_of(Reading& r, Value reference) {
  std::string id = ident(r, reference);
  if ((r.order == nullptr && !id.empty()) || (r.order != nullptr && r.order->find_line(id) != nullptr)) return id;
  for (const auto& alias : r.aliases) {
    if (alias.first == id) return alias.second;
  }
  say(r.problems, reference, "unknown_line|no line of the order has this id; its units are left out");
  return {};
}

void add_units(std::vector<ReturnedLine>& lines, std::string line, std::int64_t quantity) {
  if (line.empty() || quantity == 0) return;
  for (ReturnedLine& known : lines) {
    if (known.line != line) continue;
    known.quantity += quantity;
    return;
  }
  lines.push_back({std::move(line), quantity});
}

void fit_tax_mode(Order& order) {
  if (!order.totals.total) return;
  const auto total = [&] {
    Minor sum = 0;
    for (const Line& line : order.lines) sum += paid_for(order, line);
    for (const ShippingCharge& charge : order.shipping) sum += paid_for(order, charge);
    return sum;
  };
  const TaxMode was = order.tax_mode, other = was == TaxMode::inclusive ? TaxMode::exclusive : TaxMode::inclusive;
  if (total() == *order.totals.total) return;
  order.tax_mode = other;
  if (total() != *order.totals.total) order.tax_mode = was;
}

}  // namespace aftersale
