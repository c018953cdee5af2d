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

/// The type of a fact, which says what the operators mean.
enum class FactType : std::uint8_t { text, texts, number, boolean, instant, date, open };   // open: a text that may be a number
/// What a test asks about: a name that ends in a point takes the rest from Condition::name.
struct ConditionField { std::string_view name; FactType type; };
ConditionField condition_field(const Condition& test);

Condition read_condition(Value value, Problems& problems);
bool holds(const Condition& condition, const Facts& facts);

}  // namespace aftersale
