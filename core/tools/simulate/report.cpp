#include "simulate/report.hpp"

namespace aftersale::tools {
namespace {

void write_money_list(Writer& out, const Sums& sums) {
  out.key("money").begin_array();
  for (const auto& [currency, pair] : sums.by_currency) {
    out.begin_object().field("after", pair.after).field("before", pair.before).field("currency", currency).end_object();
  }
  out.end_array();
}

void read_money_list(Value list, Sums& sums) {
  for (const Value one : list) sums.add(one["currency"].text(), one["before"].integer().value_or(0), one["after"].integer().value_or(0));
}

void write_side(Writer& out, const char* name, const Side& side) {
  out.key(name).begin_object().field("outcome", side.outcome).field("refund", side.refund).maybe("until", side.until).end_object();
}

Side read_side(Value value) { return {std::string(value["outcome"].text()), std::string(value["until"].text()), value["refund"].integer().value_or(0)}; }

void read_groups(Value list, Groups& groups) {
  for (const Value one : list) {
    Group& group = groups[std::string(one["key"].text())];
    group.lines += one["lines"].integer().value_or(0);
    group.changed += one["changed"].integer().value_or(0);
    read_money_list(one["money"], group.money);
  }
}

std::int64_t number(Value value, const char* name) { return value[name].integer().value_or(0); }
std::string text(Value value, const char* name) { return std::string(value[name].text()); }

}  // namespace

void Sums::add(std::string_view currency, Minor before, Minor after) {
  if (before == 0 && after == 0) return;
  Pair& pair = by_currency[std::string(currency)];
  pair.before += before;
  pair.after += after;
}

void Report::add_to(Groups& groups, std::string_view key, const Comparison& item) {
  if (key.empty()) key = "(none)";
  Group& group = groups[std::string(key)];
  ++group.lines;
  group.changed += item.changed() ? 1 : 0;
  group.money.add(item.currency, item.before.refund, item.after.refund);
}

void Report::add(const Comparison& item) {
  ++lines_;
  ++before_[item.before.outcome];
  ++after_[item.after.outcome];
  money_.add(item.currency, item.before.refund, item.after.refund);
  add_to(reasons_, item.reason, item);
  add_to(markets_, item.market, item);
  const bool room = products_.size() < products_max || products_.count(item.product) != 0;
  add_to(products_, room ? std::string_view(item.product) : others, item);
  if (!item.changed()) return;
  ++changed_;
  // A window without end counts as the longest.
  const std::string& a = item.before.until;
  const std::string& b = item.after.until;
  if (a != b && item.before.outcome == item.after.outcome) ++(b.empty() || (!a.empty() && a < b) ? longer_ : shorter_);
  Move& move = moves_[{item.before.outcome, item.after.outcome}];
  ++move.lines;
  if (move.examples >= static_cast<std::int64_t>(examples_of_a_move) || examples_.size() >= examples_max) return;
  ++move.examples;
  examples_.push_back(item);
}

void Report::fail(const Problems& problems) {
  ++failed_;
  if (failures_.size() >= failures_max || problems.errors().empty()) return;
  const Problem& first = problems.errors().front();
  failures_.push_back({read_, first.code, first.pointer, first.message});
}

void Report::write_groups(Writer& out, const char* name, const Groups& groups) const {
  out.key(name).begin_array();
  for (const auto& [key, group] : groups) {
    out.begin_object().field("changed", group.changed).field("key", key).field("lines", group.lines);
    write_money_list(out, group.money);
    out.end_object();
  }
  out.end_array();
}

void write_comparison(Writer& out, const Comparison& item) {
  out.begin_object();
  write_side(out, "after", item.after);
  write_side(out, "before", item.before);
  out.field("currency", item.currency).field("line", item.line).maybe("market", item.market).field("order", item.order);
  out.maybe("product", item.product).field("reason", item.reason).field("title", item.title).end_object();
}

void Report::write(Writer& out) const {
  const auto counts = [&](const char* name, const Counts& all) {
    out.key(name).begin_object();
    for (const auto& [outcome, count] : all) out.key(outcome).integer(count);
    out.end_object();
  };
  out.begin_object();
  counts("after", after_);
  counts("before", before_);
  out.field("changed", changed_).key("examples").begin_array();
  for (const Comparison& item : examples_) write_comparison(out, item);
  out.end_array().field("failed", failed_).key("failures").begin_array();
  for (const Failure& f : failures_)
    out.begin_object().field("code", f.code).field("line", f.line).field("message", f.message).field("pointer", f.pointer).end_object();
  out.end_array().field("lines", lines_).field("longer", longer_);
  write_groups(out, "markets", markets_);
  write_money_list(out, money_);
  out.key("moves").begin_array();
  for (const auto& [sides, move] : moves_) { out.begin_object().field("from", sides.first).field("lines", move.lines).field("to", sides.second).end_object(); }
  out.end_array().field("orders", orders_);
  write_groups(out, "products", products_);
  out.field("read", read_);
  write_groups(out, "reasons", reasons_);
  out.field("requests", requests_).field("shorter", shorter_).end_object();
}

void Report::read(Value value, Problems& problems) {
  if (!value.present()) return;
  if (!value.is_object()) return expected(problems, value, "the report of the batch before");
  for (const Value one : value["before"]) before_[std::string(one.key())] += one.integer().value_or(0);
  for (const Value one : value["after"]) after_[std::string(one.key())] += one.integer().value_or(0);
  read_ = number(value, "read"), orders_ = number(value, "orders"), requests_ = number(value, "requests"), lines_ = number(value, "lines");
  changed_ = number(value, "changed"), failed_ = number(value, "failed"), longer_ = number(value, "longer"), shorter_ = number(value, "shorter");
  for (const Value one : value["moves"]) moves_[{text(one, "from"), text(one, "to")}].lines = number(one, "lines");
  for (const Value one : value["examples"]) {
    Comparison item{text(one, "order"),  text(one, "line"),     text(one, "title"),       text(one, "reason"),    text(one, "product"),
                    text(one, "market"), text(one, "currency"), read_side(one["before"]), read_side(one["after"])};
    ++moves_[{item.before.outcome, item.after.outcome}].examples;
    examples_.push_back(std::move(item));
  }
  for (const Value one : value["failures"]) failures_.push_back({number(one, "line"), text(one, "code"), text(one, "pointer"), text(one, "message")});
  read_money_list(value["money"], money_);
  read_groups(value["reasons"], reasons_);
  read_groups(value["products"], products_);
  read_groups(value["markets"], markets_);
}

}  // namespace aftersale::tools
