// The bounded, typed condition tree of policies: which fields there are, how a tree is read, and whether it holds.
#pragma once

#include "aftersale/world.hpp"

namespace aftersale {

/// What a condition may look at: one line of an order, and what is asked of it.
struct Facts {
  const World* world = nullptr;
  const Line* line = nullptr;
  const RequestItem* item = nullptr;      // may be null: nothing is asked yet
  std::string_view reason;
  Basis basis = Basis::customer_remorse;
  bool inspecting = false;                // whatever could be found on the goods counts as found
};

/// A fact of the sale or of the line, as recorded by the shop; empty when there is none.
std::string_view recorded_fact(const Facts& facts, std::string_view name);

Condition read_condition(Value value, Problems& problems);
bool holds(const Condition& condition, const Facts& facts);

}  // namespace aftersale
