// What a buyer can turn to the shop for, as a table, and which of it an order allows.
#pragma once

#include "aftersale/wizard.hpp"
#include "generated/tables.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace aftersale::asking {

using StepSet = std::uint16_t;
constexpr StepSet one_step(StepId step) { return static_cast<StepSet>(1u << static_cast<unsigned>(step)); }

struct TopicRow {
  Topic topic;
  CaseKind kind;                 // of the case that it becomes
  StepSet steps;
  std::string_view unsaid;       // the reason that counts as long as nobody has said one
  bool implied;                  // and there is no other: why is not asked
  std::uint16_t bases;           // of the reasons that fit; 0: all of them
  std::optional<Resolution> wants;
  std::string_view yes;          // verdict on an item; empty: until when it can go back
};

const TopicRow& topic_row(Topic topic);
inline bool has_step(const TopicRow& row, StepId step) { return (row.steps & one_step(step)) != 0; }
inline bool talk(const TopicRow& row) { return has_step(row, StepId::message); }
bool fits(const TopicRow& row, const tables::ReasonRow& reason);
/// The only reason that fits, where there is just one: it answers itself, and only what follows from it is asked.
const tables::ReasonRow* only_reason(const TopicRow& row);
/// The topic that stands for a kind of case.
Topic topic_of(CaseKind kind);

/// Topics, one bit each; rights: of those, with which the law lets the buyer withdraw.
struct Topics { std::uint16_t possible = 0, rights = 0; };
/// Adds what the order allows.
void add_topics(const World& world, Topics& out);

}  // namespace aftersale::asking
