#include "lifecycle/run.hpp"
#include "json/text.hpp"
#include "model/planted.hpp"

#include <algorithm>

namespace aftersale {

using namespace lifecycle;

namespace {

World asking(const World& world, std::string_view id) {
  World out = world;
  out.self = id;
  return out;
}

Transition start(const ReturnCase* current) {
  return {false, std::nullopt, {}, {}, current == nullptr ? ReturnCase() : ReturnCase(*current)};
}

std::string actor_names(Set by) {
  std::string text;
  for (std::size_t i = 0; i < enum_texts<ActorKind>.size(); ++i) {
    if (!holds(by, i)) continue;
    if (!text.empty()) text += ',';
    text += enum_texts<ActorKind>[i];
  }
  return text;
}

std::string possible_commands(const CaseState& s) {
  std::string text;
  for (const CommandRow& row : command_rows()) {
    if (!possible(s, row)) continue;
    if (!text.empty()) text += ',';
    text += to_text(row.type);
  }
  return text;
}

/// Refuses a command that was made without knowing what the case has become, and says what that is.
bool check_version(Run& run, const Command& command) {
  const auto& events = run.next().events;
  const auto now = static_cast<std::int64_t>(events.size());
  if (command.version == now) return true;
  std::string since;
  for (std::int64_t i = std::min(command.version, now); i < now; ++i) {
    if (!since.empty()) since += ',';
    since += events[static_cast<std::size_t>(i)].type;
  }
  run.refuse("stale_version", "the case has moved on since the sender looked").with("seen", command.version).with("since", since);
  run.out.refusal->current_version = now;
  return false;
}

/// Whether anything may be done with the case at all.
bool check_case(Run& run, const ReturnCase& current) {
  if (current.order != run.world.order->id) return run.refuse("wrong_order", "the case belongs to another order").with("order", current.order);
  if (current.state.read_only) return run.refuse("read_only", "the case has events of a newer version; it can only be shown");
  const std::int64_t broken = verify_chain(current);
  if (broken < 0) return true;
  return run.refuse("chain_broken", "the case's events are not as they were written").with("event", broken);
}

/// Of an opening the kind stands in what is asked for; of everything else it is the case's.
CaseKind kind_of(const ReturnCase* current, const Command& command) {
  if (current != nullptr) return current->state.kind;
  CaseKind kind = CaseKind::return_;
  const Value told = command.data["request"]["kind"];
  if (told.present()) from_text(told.text(), kind);
  return kind;
}

/// All that keeps a command from being tried; the reason most useful to the sender comes first.
bool admit(Run& run, const ReturnCase* current, const Command& command) {
  const CaseKind kind = kind_of(current, command);
  const CommandRow* row = find_row(command.type, kind);
  if (row == nullptr) {
    return run.refuse("wrong_kind", "cases of this kind know no such command").with("command", to_text(command.type)).with("kind", to_text(kind));
  }
  if (!holds(row->by, command.actor.kind) && !planted("lc_anybody")) {
    return run.refuse("not_permitted", "others may do this").with("by", actor_names(row->by)).with("command", to_text(row->type));
  }
  if (current == nullptr) {
    if (row->from != 0 || command.type != CommandType::request) return run.refuse("unknown_case", "there is no such case yet; it begins with a request").with("case", command.case_id);
    return check_version(run, command);
  }
  if (current->id != command.case_id) return run.refuse("wrong_case", "the command is for another case").with("case", command.case_id);
  if (!check_case(run, *current)) return false;
  if (!row->commutes && !planted("lc_stale") && !check_version(run, command)) return false;
  if (!possible(current->state, *row)) {
    return run.refuse("out_of_turn", "not at this point of the case")
        .with("command", to_text(row->type))
        .with("possible", possible_commands(current->state))
        .with("stage", to_text(current->state.stage));
  }
  if (has_turn(current->state, row->type, command.actor.kind)) return true;
  return run.refuse("not_your_turn", "it is for the other side to do this now").with("command", to_text(row->type));
}

using Step = bool (*)(Run& run, const Act& act);
struct StepRow { CommandType type; Step step; };

// What is not here is written down as it is said.
constexpr StepRow steps[] = {
    {CommandType::convert, do_convert},
    {CommandType::approve, do_approve},
    {CommandType::refuse, do_refuse},
    {CommandType::reopen, do_reopen},
    {CommandType::appeal, do_appeal},
    {CommandType::ship, do_ship},
    {CommandType::receive, do_receive},
    {CommandType::inspect, do_inspect},
    {CommandType::assess, do_assess},
    {CommandType::complete_repair, do_complete_repair},
    {CommandType::refund, do_refund},
    {CommandType::confirm_refund, do_confirm_refund},
    {CommandType::fail_refund, do_fail_refund},
    {CommandType::confirm_charge, do_confirm_charge},
    {CommandType::fail_charge, do_fail_charge},
    {CommandType::report, do_report},
    {CommandType::propose, do_propose},
    {CommandType::accept, do_accept},
    {CommandType::dispute, do_dispute},
    {CommandType::decide, do_decide},
    {CommandType::ask, do_ask},
    {CommandType::add_evidence, do_add_evidence},
    {CommandType::redact, do_redact},
};

bool apply(Run& run, const Act& act, const Command& command) {
  if (command.type == CommandType::request) return do_request(run, act, command);
  for (const StepRow& row : steps) {
    if (row.type == command.type) return row.step(run, act);
  }
  return do_plainly(run, act, command.type);
}

struct FireRow { Then then; Step step; };
constexpr FireRow fires[] = {
    {Then::approve, do_approve}, {Then::refuse, do_refuse}, {Then::expire, do_expire}, {Then::receive, do_receive},
    {Then::inspect, do_inspect}, {Then::refund, do_refund}, {Then::lost, do_report}, {Then::dispute, do_dispute},
    {Then::decide, do_decide}, {Then::flag, do_flag}, {Then::replace, do_assess}, {Then::instead, do_instead},
};
struct PlainRow { Then then; CommandType type; };
constexpr PlainRow plain_fires[] = {
    {Then::close, CommandType::close}, {Then::acknowledge, CommandType::acknowledge}, {Then::investigate, CommandType::investigate},
    {Then::decline, CommandType::decline}, {Then::deliver, CommandType::deliver},
};

bool fire(Run& run, const Act& act, std::string_view text) {
  Then then{};
  then_from(text, then);
  for (const FireRow& row : fires) {
    if (row.then == then) return row.step(run, act);
  }
  for (const PlainRow& row : plain_fires) {
    if (row.then == then && find_row(row.type, run.state().kind) != nullptr) return do_plainly(run, act, row.type);
  }
  if (then == Then::resume) {
    append_plain(run, act, EventType::case_resumed);
    return true;
  }
  return do_escalate(run, act);      // escalate, retry
}

/// Steps refuse before they append, so that a refusal leaves the case as it was. A fault that turns up later (the answer is
/// then an error and not a case) must at least leave nothing to be appended or done.
void take_back(Transition& t) {
  t.accepted = false;
  t.events.clear();
  t.effects.clear();
}

}  // namespace

Transition transition(const World& world, const ReturnCase* current, const Command& command, Problems& problems) {
  Run run{asking(world, command.case_id), problems, start(current)};
  if (current != nullptr) {
    const auto same = [&command](const Event& e) { return e.command == command.id; };
    if (!planted("lc_twice") && current->id == command.case_id && std::any_of(current->events.begin(), current->events.end(), same)) {
      run.out.accepted = true;       // sent again: what it did stands
      return std::move(run.out);
    }
  }
  Act act{command.actor, command.id, world.now, command.data, false, command.salt};
  run.out.accepted = admit(run, current, command) && apply(run, act, command);
  if (!run.out.accepted || !problems.ok()) take_back(run.out);
  return std::move(run.out);
}

Transition tick(const World& world, const ReturnCase& current, Problems& problems) {
  Run run{asking(world, current.id), problems, start(&current)};
  run.out.accepted = check_case(run, current);
  // Deadlines lead to stages with later deadlines, and pauses double, so this ends; the bound is against mistakes.
  for (int i = 0; run.out.accepted && i < 100; ++i) {
    const std::vector<Deadline>& deadlines = run.state().deadlines;
    if (deadlines.empty() || world.now < deadlines.front().due) break;
    const Deadline due = deadlines.front();
    // The event stands at the moment when it was due, so that it does not matter how late or how often somebody ticks.
    const Act act{{ActorKind::system, {}, {}}, join({"tick/", integer_text(static_cast<std::int64_t>(run.next().events.size()) + 1)}), planted("lc_tick_late") ? world.now : due.due, Value(), true, {}};
    if (!fire(run, act, due.then) && problems.ok()) {
      run.out.refusal.reset();
      do_escalate(run, act);         // what cannot be done by itself needs a person, and a new clock
    }
    if (!problems.ok()) {
      take_back(run.out);
      break;
    }
  }
  return std::move(run.out);
}

}  // namespace aftersale
