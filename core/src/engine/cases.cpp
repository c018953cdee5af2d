// Operations on cases that change them: commands and the clock.
#include "aftersale/operation.hpp"
#include "engine/library.hpp"

namespace aftersale {
namespace {

void transition_op(Writer& out, Value call, Library& library, Problems& problems) {
  CallWorld c;
  ReturnCase current;
  const Value given = call["case"];
  if (given.present()) current = read_case(given, problems);
  read_world(call, library, c, problems, current.id);
  Command command;
  const Value asked = Fields(call, problems).need("command");
  if (asked.exists()) command = read_command(asked, problems);
  if (!problems.ok()) return;
  write_transition(out, transition(c.world, given.present() ? &current : nullptr, command, problems));
}

void tick_op(Writer& out, Value call, Library& library, Problems& problems) {
  CallWorld c;
  ReturnCase current;
  const Value given = Fields(call, problems).need("case");
  if (given.exists()) current = read_case(given, problems);
  read_world(call, library, c, problems, current.id);
  if (problems.ok()) write_transition(out, tick(c.world, current, problems));
}

constexpr Operation operations[] = {
    {Op::transition, transition_op, "case command"},
    {Op::tick, tick_op, "case"},
};

}  // namespace

std::span<const Operation> case_operations() { return operations; }

}  // namespace aftersale
