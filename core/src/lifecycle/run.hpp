// One transition while it is being made: commands and deadlines both end in these functions.
#pragma once

#include "lifecycle/fold.hpp"
#include "lifecycle/table.hpp"
#include "settlement/parts.hpp"

namespace aftersale::lifecycle {

/// Who does something and why. A deadline acts as the system, without data.
struct Act {
  Actor actor;
  std::string command;
  Instant at{};
  Value data;
  bool automatic = false;
};

/// A refusal that is being put into words. As a bool it is false, so that a step can end with it.
struct Refused {
  Refusal& refusal;
  Refused& with(std::string_view name, std::string_view text);
  Refused& with(std::string_view name, std::int64_t number);
  operator bool() const { return false; }
};

struct Run {
  World world;                      // told which case it is that asks
  Problems& problems;
  Transition out;

  ReturnCase& next() { return out.next; }
  CaseState& state() { return out.next.state; }

  Refused refuse(std::string_view code, std::string_view message);
  /// Refuses with a fault that settlement found.
  bool refuse(const Problems& faults);
  /// Appends an event, folds it and tells people when the stage has changed.
  void append(EventType type, const Act& act, Writer& data);
  void effect(std::string key, EffectKind kind, Writer& data);
  /// The key of something that this case does once: the same for every host that runs the same transition.
  [[nodiscard]] std::string key(std::string_view action, std::string_view part = {}) const;
};

// Each gives false when it was refused (or, for a deadline, could not be done).
bool do_request(Run& run, const Act& act, const Command& command);
bool do_approve(Run& run, const Act& act);
bool do_refuse(Run& run, const Act& act);
bool do_cancel(Run& run, const Act& act);
bool do_close(Run& run, const Act& act);
bool do_reopen(Run& run, const Act& act);
bool do_appeal(Run& run, const Act& act);
bool do_note(Run& run, const Act& act);
bool do_ship(Run& run, const Act& act);
bool do_receive(Run& run, const Act& act);
bool do_inspect(Run& run, const Act& act);
bool do_expire(Run& run, const Act& act);
bool do_refund(Run& run, const Act& act);
bool do_confirm_refund(Run& run, const Act& act);
bool do_fail_refund(Run& run, const Act& act);
/// Asks for a person. An unconfirmed refund is asked for again under its own key, so that it cannot be paid twice.
bool do_escalate(Run& run, const Act& act);

/// Reads the only member of a command's data when it is an optional note.
bool read_note(Run& run, const Act& act, std::string& note);
void write_issue(Run& run, const Payment& payment);
void write_replacement(Run& run);

}  // namespace aftersale::lifecycle
