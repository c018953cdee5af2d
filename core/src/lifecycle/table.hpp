// The return case as tables: who may ask what, at which stage, and which clock runs while one waits. Transitions, deadlines,
// views, the exported description and the exhaustive test all read these rows.
#pragma once

#include "aftersale/return_case.hpp"

#include <span>

namespace aftersale::lifecycle {

/// A set of stages or of kinds of actor, one bit each.
using Set = std::uint16_t;
template <class... E>
constexpr Set set_of(E... members) {
  return static_cast<Set>((0u | ... | (1u << static_cast<unsigned>(members))));
}
template <class E>
constexpr bool holds(Set set, E member) { return (set >> static_cast<unsigned>(member) & 1u) != 0; }

inline constexpr Set every_stage = (1u << enum_texts<Stage>.size()) - 1;
inline constexpr Set final_stages = set_of(Stage::canceled, Stage::closed);

struct CommandRow {
  CommandType type;
  Set by;                        // kinds of actor
  Set from, to;                  // stages; `from` is empty for the command that opens a case
  EventType event;
  bool needs_data;
  bool commutes;                 // applies whatever happened since the sender looked
  std::string_view consequence;  // code of a sentence
};
std::span<const CommandRow> command_rows();
const CommandRow& row_of(CommandType type);

/// Whether the row's command has a point now, beyond its stage: nothing is paid twice, nobody appeals twice.
bool possible(const CaseState& state, CommandType type);

/// What a deadline does when it passes.
enum class Then : std::uint8_t { by_policy, approve, escalate, refuse, expire, receive, inspect, refund, retry, close };
std::string_view text_of(Then then);

/// Which of a stage's clocks runs.
enum class When : std::uint8_t { always, first, escalated, payable, unpaid, unissued, unconfirmed, failed };
/// How long it runs.
enum class Term : std::uint8_t { fixed, response, ship_back, refund };

struct ClockRow {
  Stage stage;
  When when;
  std::string_view id;
  ActorKind who;
  Then then;
  Term term;
  std::int64_t hours;            // for Term::fixed
};
std::span<const ClockRow> clock_rows();

/// Sets waiting_for and deadlines from what the state is. A state that is not final always gets a deadline.
void set_clocks(CaseState& state);

/// The goods stay with the buyer: approval leads straight to the refund.
bool goods_stay(const CaseState& state);
/// Something is owed by the quote in force: money, or goods instead.
bool payable(const CaseState& state);
bool any_payment(const CaseState& state, Payment::State in);
/// A refund, or the goods that stand for it, was ordered and nobody knows yet whether it arrived.
bool unconfirmed(const CaseState& state);

}  // namespace aftersale::lifecycle
