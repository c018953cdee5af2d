// Live promises: how a record is read as a policy, and which lines of which orders it binds.
#pragma once

#include "aftersale/policy.hpp"
#include "model/record.hpp"

namespace aftersale {

inline constexpr std::string_view promise_schema = "aftersale/promise/1";

Policy read_promise(Value value, Problems& problems);

/// Why a promise binds a line, or why not, although it was made where the order was placed.
enum class PromiseScope : std::uint8_t { binds, elsewhere, placed_before, placed_after, other_product };
PromiseScope scope_of(const LivePromise& promise, const Order& order, const Line& line);

/// Whether the record is good enough to count by itself. Otherwise a person looks at it.
bool proven(const LivePromise& promise, bool signature_needed);

/// What the readers of policies and of promises share.
extern const record::List rule_list;
void check_rule_ids(Problems& problems, Value list, const std::vector<Rule>& read);

}  // namespace aftersale
