// One line of a stream under two sets of policies.
#pragma once

#include "simulate/report.hpp"

#include <aftersale/return_case.hpp>

namespace aftersale::tools {

/// A line of the stream: an order, or an object of an order with what was asked about it.
struct Past {
  Order order;
  std::vector<ReturnCase> cases;
  std::optional<Request> request;
  std::optional<Instant> at;
};

Past read_past(Value line, Problems& problems);
/// The zone in which the order's days are counted.
std::string zone_of(const Order& order);

struct Replay {
  const std::vector<const Policy*>& before;
  const std::vector<const Policy*>& after;
  const std::vector<const Policy*>& packs;
  Instant now;
  const Zone& zone;
};

/// Judges what was asked: each case's request at its own moment, a request at its moment, or else all goods at `now`.
/// Adds to the report, or tells why it cannot be judged. What differs is put into `changes`.
void replay(const Replay& how, const Past& past, Report& report, std::vector<Comparison>& changes, Problems& problems);

}  // namespace aftersale::tools
