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
  std::string salt;
};

/// What of an event is personal, beside the actor's name.
struct Words {
  std::string note, text;
  std::vector<std::pair<std::string, std::string>> notes;      // by line
  std::vector<std::pair<std::string, std::string>> files;      // names, by the id of the evidence
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
  void append(EventType type, const Act& act, Writer& data, const Words& words = {});
  /// Tells somebody, by the sentence of this code.
  void notify(std::string_view code, std::string_view to);
  void effect(std::string key, EffectKind kind, Writer& data);
  /// The key of something that this case does once: the same for every host that runs the same transition.
  [[nodiscard]] std::string key(std::string_view action, std::string_view part = {}) const;
};

// Each gives false when it was refused (or, for a deadline, could not be done).
bool do_request(Run& run, const Act& act, const Command& command);
bool do_convert(Run& run, const Act& act);
bool do_approve(Run& run, const Act& act);
bool do_refuse(Run& run, const Act& act);
bool do_reopen(Run& run, const Act& act);
bool do_appeal(Run& run, const Act& act);
bool do_ship(Run& run, const Act& act);
bool do_receive(Run& run, const Act& act);
bool do_inspect(Run& run, const Act& act);
bool do_expire(Run& run, const Act& act);
bool do_refund(Run& run, const Act& act);
bool do_confirm_refund(Run& run, const Act& act);
bool do_fail_refund(Run& run, const Act& act);
bool do_confirm_charge(Run& run, const Act& act);
bool do_fail_charge(Run& run, const Act& act);
bool do_propose(Run& run, const Act& act);
bool do_accept(Run& run, const Act& act);
bool do_dispute(Run& run, const Act& act);
bool do_decide(Run& run, const Act& act);
bool do_report(Run& run, const Act& act);
bool do_assess(Run& run, const Act& act);
bool do_complete_repair(Run& run, const Act& act);
bool do_ask(Run& run, const Act& act);
bool do_add_evidence(Run& run, const Act& act);
bool do_redact(Run& run, const Act& act);
/// Asks for a person. An unconfirmed refund is asked for again under its own key, so that it cannot be paid twice.
bool do_escalate(Run& run, const Act& act);
/// Money in the place of goods that cannot be sent, or that the buyer has not paid the difference for.
bool do_instead(Run& run, const Act& act);
/// A parcel that nobody has seen for too long.
bool do_flag(Run& run, const Act& act);
/// What a command says is written down as it is, and the fold knows the rest.
bool do_plainly(Run& run, const Act& act, CommandType type);

/// Reads a command's data by its table (data.cpp): codes and numbers go to `data`, which stays open, and what people
/// wrote to `words`. False when something is missing or unknown.
bool read_data(Run& run, const Act& act, CommandType type, Writer& data, Words& words);

/// The label, the goods and the money that follow from a yes.
void request_label(Run& run);
void call_a_person(Run& run, std::string_view deadline);
void write_issue(Run& run, const Payment& payment);
void write_replacement(Run& run);
/// What the buyer has to pay on top, by the quote of an exchange.
inline Minor charge_of(const Quote& quote) { return quote.charge; }
/// Asks the buyer for what was paid or sent early, or for a price difference.
void request_charge(Run& run, const Act& act, Minor amount, std::string_view why);
/// Asks back what was paid or sent before the goods came, as far as the settlement does not cover it.
void recall_advance(Run& run, const Act& act);
/// What the buyer gets before the goods are back, where the policy says so: its money, or what replaces the goods.
void give_advance(Run& run, const Act& act);
/// Once the goods were looked at: what was paid early is squared with what is due.
void settle_advance(Run& run, const Act& act);
/// The quote of what the case is about, in money.
Quote money_instead(Run& run, Problems& faults);
/// The same act without its data, for what follows from it.
Act plain_act(const Act& act);
/// Appends an event without data.
void append_plain(Run& run, const Act& act, EventType type, const Words& words = {});

}  // namespace aftersale::lifecycle
