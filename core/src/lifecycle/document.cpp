// Cases and commands as documents, and the check of a case's chain.
#include "lifecycle/fold.hpp"
#include "lifecycle/table.hpp"
#include "model/enum_field.hpp"
#include "model/planted.hpp"

namespace aftersale {

using namespace lifecycle;

namespace {

constexpr std::int64_t version_max = 1'000'000;

Actor read_actor(Value value, Problems& problems, bool named) {
  Actor a;
  Fields f(value, problems);
  read_enum(f.need("kind"), a.kind, problems);
  f.maybe_text("id", a.id, 200);
  if (named) f.maybe_text("name", a.name, 500);
  f.done();
  return a;
}

/// Reads an event; its data is kept as it is, whatever the type.
Event read_event(Value value, Value& data, Problems& problems) {
  Event e;
  Fields f(value, problems);
  f.integer("seq", e.seq, 0, version_max);
  f.text("type", e.type, 100);
  f.integer("v", e.v, 1, 1000);
  e.at = read_instant(f.need("at"), problems);
  e.actor = read_actor(f.need("actor"), problems, false);
  f.text("command", e.command, 200);
  data = f.need("data");
  if (data.exists() && !data.is_object()) expected(problems, data, "an object");
  data.take();
  e.data = data.is_object() ? data.canonical() : "{}";
  const Value personal = f.maybe("personal");
  if (personal.exists() && !personal.is_object()) expected(problems, personal, "an object");
  personal.take();
  if (personal.is_object()) {
    e.personal = personal.canonical();
    e.actor.name = std::string(personal["name"].text());
  }
  f.maybe_text("personalHash", e.personal_hash, 64);
  if (const Value due = f.maybe("due")) e.due = read_instant(due, problems);
  f.maybe_text("prev", e.prev, 64);
  f.text("hash", e.hash, 64);
  f.done();
  return e;
}

bool needs_data(CommandType type) {
  for (const CommandRow& row : command_rows()) {
    if (row.type == type) return row.needs_data;
  }
  return false;
}

}  // namespace

ReturnCase read_case(Value value, Problems& problems) {
  ReturnCase c;
  Fields f(value, problems);
  f.text("id", c.id, 200);
  f.text("order", c.order, 200);
  CaseKind kind{};
  const bool told = read_enum(f.need("kind"), kind, problems);
  const Value events = f.array("events", true);
  for (const Value item : events) {
    Value data;
    c.events.push_back(read_event(item, data, problems));
    for (const char* member : {"case", "order"}) {
      const Value named = data[member];
      const bool other = c.events.size() == 1 && named.present() && named.text() != (*member == 'c' ? c.id : c.order);
      if (other) problems.error("wrong_case", value.pointer(*member == 'c' ? "id" : "order"), join({"its first event is of \"", named.text(), "\""}), "give the case as it was written");
    }
    fold_event(c, c.events.back(), data, problems);
  }
  f.done();
  if (problems.ok() && c.state.visits.empty()) {
    problems.error("not_opened", value.pointer("events"), "a case begins with case.opened", "give all of the case's events, or null for a new case");
  }
  if (problems.ok() && told && kind != c.state.kind && !c.state.read_only) {
    problems.error("wrong_kind", value.pointer("kind"), join({"by its events this is a case of the kind \"", to_text(c.state.kind), "\""}), "give the kind that the events say");
  }
  finish_fold(c);
  return c;
}

void write_case(Writer& out, const ReturnCase& c) {
  out.begin_object().key("events").begin_array();
  for (const Event& e : c.events) write_event(out, e);
  out.end_array().field("id", c.id).field("kind", to_text(c.state.kind)).field("order", c.order).end_object();
}

Command read_command(Value value, Problems& problems) {
  Command c;
  Fields f(value, problems);
  f.text("id", c.id, 200);
  if (std::string_view(c.id).substr(0, 5) == "tick/") {
    problems.error("reserved_id", value.pointer("id"), "ids that begin with \"tick/\" belong to deadlines", "make another id");
  }
  f.text("case", c.case_id, 200);
  const bool typed = read_enum(f.need("type"), c.type, problems);
  f.integer("version", c.version, 0, version_max);
  c.actor = read_actor(f.need("actor"), problems, true);
  if (const Value at = f.maybe("at")) c.at = read_instant(at, problems);
  f.maybe_text("salt", c.salt, 100);
  c.data = typed && needs_data(c.type) ? f.need("data") : f.maybe("data");
  f.done();
  return c;
}

std::int64_t verify_chain(const ReturnCase& c) {
  std::string_view prev;
  for (std::size_t i = 0; i < c.events.size(); ++i) {
    const Event& e = c.events[i];
    const auto index = static_cast<std::int64_t>(i);
    if (e.seq != index + 1 || e.prev != prev || e.hash != hash_of(e)) return index;
    if (!e.personal.empty() && !planted("lc_words_unsealed") && e.personal_hash != sha256_hex(e.personal)) return index;
    prev = e.hash;
  }
  return -1;
}

}  // namespace aftersale
