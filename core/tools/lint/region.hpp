// Which facts a condition still allows: enough to see that it can never hold, or that one condition implies another.
#pragma once

#include "policy/condition.hpp"

#include <aftersale/policy.hpp>

namespace aftersale::tools {

/// What is known of one fact.
struct Known {
  std::string_view field, name;  // as condition_field gives them
  FactType type = FactType::text;
  bool must_exist = false, must_lack = false;
  bool closed = false;  // texts: `allowed` holds every value that there can be
  std::vector<std::string_view> allowed, forbidden;
  std::int64_t least = INT64_MIN, most = INT64_MAX;
  std::vector<std::int64_t> holes;  // numbers that it is not
};

/// Facts that hold together. Views point into the conditions and tables that they were made of.
class Region {
 public:
  /// Each gives false when nothing is left.
  bool limit(std::string_view field, std::vector<std::string_view> allowed);
  bool at_least(std::string_view field, FactType type, std::int64_t value);
  bool at_most(std::string_view field, FactType type, std::int64_t value);
  bool add(const Condition& test, bool negated);

  /// From now on no fact of the sale, state of the goods or answer is known.
  void know_nothing_more() { usual_ = true; }

  [[nodiscard]] const Known* find(std::string_view field) const;

 private:
  Known& known(std::string_view field, std::string_view name, FactType type);
  std::vector<Known> known_;
  bool usual_ = false;
};

/// A condition, or its opposite.
struct Claim {
  const Condition* condition;
  bool negated;
};

/// Counts the steps of all searches together, so that a policy of any size is checked in bounded time.
struct Effort {
  std::int64_t left = 2'000'000;
};

/// Whether all claims can hold together within the region. True also when the effort is spent before that is known.
bool possible(const Region& region, std::vector<Claim> claims, Effort& effort);

/// What a rule's basis and reasons, and the time of its version, say before its condition is asked. False: nothing.
bool region_of(const Rule& rule, const PolicyVersion& version, Region& out);
/// The reasons of which a rule speaks.
std::vector<std::string_view> reasons_of(const Rule& rule);

}  // namespace aftersale::tools
