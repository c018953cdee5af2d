// Walks through every state that a case can reach, by every command of everybody and by every deadline, and says what is
// wrong with the first one that breaks a rule: a dead end, a wait without a clock, a second payment, a refusal without a
// reason, a log that does not say what the state is.
#pragma once

#include "lifecycle_desk.hpp"
#include "lifecycle/table.hpp"
#include "settlement/parts.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace lifecycle_explorer {

using namespace lifecycle_desk;

struct Violation { std::string what; };

/// What a walk tries beside the commands that every kind of case lives by; all at once would be more states than are good for it.
enum class Side : std::uint8_t { plain, talk, offers };

struct Start {
  CaseKind kind = CaseKind::return_;
  const char* resolution = "original_payment_method";
  const char* rules = "";
  Side side = Side::plain;
  const char* method = "";
  std::int64_t units = 1;
  const char* more = "";                            // of the item that is asked for
};

/// Everything that is explored: each kind, in each way that it can go; `wide`, also two units at a time.
std::vector<Start> starts(bool wide);

struct Move { std::string type, data; };

class Explorer {
 public:
  explicit Explorer(const Start& start);
  /// Throws a Violation.
  void run();

  /// What is worth trying in this state, by whom ever.
  [[nodiscard]] std::vector<Move> moves(const CaseState& s);

  Desk desk;
  std::size_t commands = 0, transitions = 0, refusals = 0;
  [[nodiscard]] std::size_t states() const { return states_.size(); }

 private:
  void keep(const ReturnCase& c, std::size_t from);
  void visit(std::size_t index);
  void try_move(const Move& m, const ReturnCase& c, std::size_t index, std::set<std::string>& accepted);
  void check_once(const Move& m, const ReturnCase& c, std::string_view actor, const Transition& t);
  void check_money(const ReturnCase& c, const Transition& t);
  void check_clock(const CaseState& s);
  void check_pause(const ReturnCase& c);
  void check_tick(const ReturnCase& c, std::size_t index);
  void check_log(const ReturnCase& c);
  void check_ends();
  void check_silence();

  Start start_;
  std::vector<ReturnCase> states_;
  std::map<std::string, std::size_t> known_;
  std::vector<std::set<std::size_t>> back_;         // who leads here
  std::deque<std::size_t> open_;
  std::set<std::string> once_;
};

/// What distinguishes states: all but times, hashes and words.
std::string key_of(const CaseState& s);

}  // namespace lifecycle_explorer
