// The report for people, in columns. Both programs print these bytes.
#include "json/sort.hpp"
#include "json/text.hpp"
#include "simulate/report.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

constexpr std::size_t rows_max = 12, key_width_max = 36;

/// Characters, as far as code points tell: continuation bytes are none.
std::size_t width(std::string_view text) {
  std::size_t out = 0;
  for (const char c : text) out += (static_cast<unsigned char>(c) & 0xC0u) == 0x80u ? 0 : 1;
  return out;
}

/// At most `most` characters.
std::string shortened(std::string_view text, std::size_t most) {
  if (width(text) <= most) return std::string(text);
  std::size_t bytes = 0, seen = 0;
  while (bytes < text.size() && seen < most - 1) {
    ++bytes;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0u) == 0x80u) ++bytes;
    ++seen;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

std::string padded(std::string text, std::size_t to, bool right) {
  const std::size_t wide = width(text);
  if (wide >= to) return text;
  return right ? std::string(to - wide, ' ') + text : text + std::string(to - wide, ' ');
}

std::string amount_text(Minor amount, std::string_view code, bool sign) {
  Currency currency;
  find_currency(code, currency);
  std::string digits = integer_text(amount < 0 ? -amount : amount);
  if (currency.exponent > 0) {
    if (digits.size() <= currency.exponent) digits.insert(0, currency.exponent + 1 - digits.size(), '0');
    digits.insert(digits.size() - currency.exponent, ".");
  }
  return join({amount < 0 ? "-" : sign && amount > 0 ? "+" : "", digits});
}

using Row = std::vector<std::string>;

/// The first column to the left, all others to the right.
void print_rows(std::string& out, const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += join({i == 0 ? "  " : "   ", padded(row[i], widths[i], i != 0)});
    while (!line.empty() && line.back() == ' ') line.pop_back();
    out += join({line, "\n"});
  }
}

void money_rows(std::vector<Row>& rows, Row head, const Sums& sums) {
  if (sums.by_currency.empty()) {
    rows.push_back(std::move(head));
    return;
  }
  for (const auto& [currency, pair] : sums.by_currency) {
    Row row = head;
    row.insert(row.end(), {amount_text(pair.before, currency, false), amount_text(pair.after, currency, false),
                           amount_text(pair.after - pair.before, currency, true), currency});
    rows.push_back(std::move(row));
    for (std::string& cell : head) cell.clear();
  }
}

}  // namespace

void Report::table_of(std::string& out, std::string_view title, const Groups& groups) const {
  std::vector<std::pair<std::int64_t, const std::string*>> order;
  for (const auto& [key, group] : groups) order.emplace_back(group.changed, &key);
  stable_sort(order, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Row> rows = {{std::string(title), "lines", "changed", "before", "after", "difference", ""}};
  for (std::size_t i = 0; i < order.size() && i < rows_max; ++i) {
    const Group& group = groups.find(*order[i].second)->second;
    money_rows(rows, {shortened(*order[i].second, key_width_max), integer_text(group.lines), integer_text(group.changed)}, group.money);
  }
  out += "\n";
  print_rows(out, rows);
  if (order.size() > rows_max) out += join({"  and ", integer_text(static_cast<std::int64_t>(order.size() - rows_max)), " more\n"});
}

std::string Report::table() const {
  std::string out =
      join({integer_text(orders_), " orders, ", integer_text(requests_), " requests, ", integer_text(lines_), " lines: ", integer_text(changed_), " change"});
  if (failed_ != 0) out += join({", ", integer_text(failed_), " could not be judged"});
  out += "\n\n";
  std::vector<Row> rows = {{"outcome", "before", "after"}};
  for (const std::string_view outcome : enum_texts<Outcome>) {
    const auto a = before_.find(outcome), b = after_.find(outcome);
    if (a == before_.end() && b == after_.end()) continue;
    rows.push_back({std::string(outcome), integer_text(a == before_.end() ? 0 : a->second), integer_text(b == after_.end() ? 0 : b->second)});
  }
  print_rows(out, rows);
  if (!moves_.empty()) {
    rows = {{"change", "lines"}};
    for (const auto& [sides, move] : moves_) {
      rows.push_back({sides.first == sides.second ? join({sides.first, ", otherwise"}) : join({sides.first, " to ", sides.second}), integer_text(move.lines)});
    }
    if (longer_ != 0) rows.push_back({"longer time", integer_text(longer_)});
    if (shorter_ != 0) rows.push_back({"shorter time", integer_text(shorter_)});
    out += "\n";
    print_rows(out, rows);
  }
  if (!money_.by_currency.empty()) {
    rows = {{"paid back", "before", "after", "difference", ""}};
    money_rows(rows, {""}, money_);
    out += "\n";
    print_rows(out, rows);
  }
  table_of(out, "reason", reasons_);
  table_of(out, "product", products_);
  table_of(out, "market", markets_);
  if (!examples_.empty()) {
    rows = {{"for example", "line", "reason", "before", "after"}};
    const auto side = [](const Side& s) { return s.until.empty() ? s.outcome : join({s.outcome, " until ", std::string_view(s.until).substr(0, 10)}); };
    for (const Comparison& item : examples_) {
      rows.push_back({shortened(item.order, key_width_max), shortened(item.title, key_width_max), item.reason, side(item.before), side(item.after)});
    }
    out += "\n";
    print_rows(out, rows);
  }
  for (const Failure& f : failures_) out += join({"\nline ", integer_text(f.line), ": ", f.pointer, f.pointer.empty() ? "" : ": ", f.message});
  if (!failures_.empty()) out += "\n";
  return out;
}

}  // namespace aftersale::tools
