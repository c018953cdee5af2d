// What a replay adds up to. A report is passed back in with the next batch, so that a stream of any length needs the memory of
// its report and no more.
#pragma once

#include <aftersale/decision.hpp>

#include <map>

namespace aftersale::tools {

/// Money by currency, under both policies.
struct Sums {
  struct Pair {
    Minor before = 0, after = 0;
  };
  std::map<std::string, Pair, std::less<>> by_currency;
  void add(std::string_view currency, Minor before, Minor after);
};

/// A reason, a product or a market.
struct Group {
  std::int64_t lines = 0, changed = 0;
  Sums money;
};
using Groups = std::map<std::string, Group, std::less<>>;

/// One side of an item: what the core says under one policy.
struct Side {
  std::string outcome, until;  // until: the instant, or empty
  Minor refund = 0;            // as far as the quote gives this item
};

/// One item of one request, judged twice.
struct Comparison {
  std::string order, line, title, reason, product, market, currency;
  Side before, after;
  [[nodiscard]] bool changed() const { return before.outcome != after.outcome || before.until != after.until || before.refund != after.refund; }
};

struct Failure {
  std::int64_t line = 0;
  std::string code, pointer, message;
};

class Report {
 public:
  /// Products beyond this many are one group of their own.
  static constexpr std::size_t products_max = 1000;
  static constexpr std::size_t examples_of_a_move = 2, examples_max = 24, failures_max = 10;
  static constexpr std::string_view others = "(others)";

  void count_line() { ++read_; }
  void count_request() { ++requests_; }
  void count_order() { ++orders_; }
  void add(const Comparison& item);
  void fail(const Problems& problems);

  void read(Value value, Problems& problems);
  void write(Writer& out) const;
  /// The same for people: aligned columns, the groups with the most changes first.
  [[nodiscard]] std::string table() const;

 private:
  struct Move {
    std::int64_t lines = 0, examples = 0;
  };
  using Counts = std::map<std::string, std::int64_t, std::less<>>;
  void add_to(Groups& groups, std::string_view key, const Comparison& item);
  void write_groups(Writer& out, const char* name, const Groups& groups) const;
  void table_of(std::string& out, std::string_view title, const Groups& groups) const;

  std::int64_t read_ = 0, orders_ = 0, requests_ = 0, lines_ = 0, changed_ = 0, failed_ = 0, longer_ = 0, shorter_ = 0;
  Counts before_, after_;
  std::map<std::pair<std::string, std::string>, Move> moves_;
  Sums money_;
  Groups reasons_, products_, markets_;
  std::vector<Comparison> examples_;
  std::vector<Failure> failures_;
};

/// An example as it stands in reports.
void write_comparison(Writer& out, const Comparison& item);

}  // namespace aftersale::tools
