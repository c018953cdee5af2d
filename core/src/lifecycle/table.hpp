// Cases as tables: who may ask what, at which stage, of which kinds of case, and which clock runs while one waits.
// Transitions, deadlines, views, the exported description and the exhaustive test all read these rows.
#pragma once

#include "aftersale/return_case.hpp"
#include "lifecycle/kind.hpp"

#include <span>

namespace aftersale::lifecycle {

/// A set of stages, kinds of case or kinds of actor, one bit each.
using Set = std::uint32_t;
template <class... E>
constexpr Set set_of(E... members) {
  return static_cast<Set>((0u | ... | (1u << static_cast<unsigned>(members))));
}
template <class E>
constexpr bool holds(Set set, E member) { return (set >> static_cast<unsigned>(member) & 1u) != 0; }

inline constexpr Set every_stage = (1u << enum_texts<Stage>.size()) - 1;
inline constexpr Set every_kind = (1u << enum_texts<CaseKind>.size()) - 1;
inline constexpr Set everybody = (1u << enum_texts<ActorKind>.size()) - 1;
inline constexpr Set final_stages = set_of(Stage::canceled, Stage::closed);

struct CommandRow {
  CommandType type;
  Set kinds;
  Set by;                        // kinds of actor
  Set from, to;                  // stages; `from` is empty for the command that opens a case, `to` when it leads nowhere else
  EventType event;
  bool needs_data;
  bool commutes;                 // applies whatever happened since the sender looked
  std::string_view consequence;  // code of a sentence
};
std::span<const CommandRow> command_rows();
/// The row of a command for a kind of case, or null when that kind does not know it.
const CommandRow* find_row(CommandType type, CaseKind kind);

/// Whether the row's command has a point now, beyond its stage: nothing is paid twice, nobody appeals twice.
bool possible(const CaseState& state, const CommandRow& row);
bool possible(const CaseState& state, CommandType type);
/// Whether it is this kind of actor's turn with a command that only one side may send at a time (answers to offers and
/// questions, more time).
bool has_turn(const CaseState& state, CommandType type, ActorKind who);

/// What a deadline does when it passes.
enum class Then : std::uint8_t {
  by_policy, approve, escalate, refuse, expire, receive, inspect, refund, retry, close,
  acknowledge, investigate, lost, decline, dispute, decide, resume, flag, replace, instead, deliver,
};
std::string_view text_of(Then then);
bool then_from(std::string_view text, Then& out);

/// Which of a stage's clocks runs.
enum class When : std::uint8_t { always, first, escalated, payable, unpaid, unissued, unconfirmed, failed, charged, asked, tracked, at_home, at_home_late, recalled };
/// How long it runs.
enum class Term : std::uint8_t { fixed, response, ship_back, refund, since_open };

struct ClockRow {
  Set kinds;
  Stage stage;
  When when;
  std::string_view id;
  ActorKind who;
  Then then;
  Term term;
  std::int64_t hours;            // for Term::fixed and Term::since_open
};
std::span<const ClockRow> clock_rows();

/// Sets waiting_for and deadlines from what the state is. A state that is not final always gets a deadline. With `world`,
/// clocks that count working hours are worked out by its zone and holidays, and `state.due` is set; without it `state.due`
/// says what they gave when it was written.
void set_clocks(CaseState& state, const World* world = nullptr);

/// The goods stay with the buyer: approval leads straight to the refund.
bool goods_stay(const CaseState& state);
/// Something is owed by the quote in force: money, or goods instead.
bool payable(const CaseState& state);
bool any_payment(const CaseState& state, Payment::State in);
/// A refund, or the goods that stand for it, was ordered and nobody knows yet whether it arrived.
bool unconfirmed(const CaseState& state);
/// The buyer was asked to pay and has not yet.
bool charge_open(const CaseState& state);
/// Somebody comes to see to the goods where they are.
bool at_home(const CaseState& state);
/// Goods go to the buyer in the place of money.
bool sends_goods(const CaseState& state);

}  // namespace aftersale::lifecycle
