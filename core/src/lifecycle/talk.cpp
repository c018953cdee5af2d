// What is said and shown in a case, the clock that stands still for it, and what is found out.
#include "lifecycle/run.hpp"
#include "model/enum_field.hpp"

namespace aftersale::lifecycle {

bool do_plainly(Run& run, const Act& act, CommandType type) {
  Writer data;
  Words words;
  data.begin_object();
  if (!act.automatic && !read_data(run, act, type, data, words)) return false;
  data.end_object();
  run.append(find_row(type, run.state().kind)->event, act, data, words);
  return true;
}

bool do_ask(Run& run, const Act& act) {
  Writer data;
  Words words;
  data.begin_object();
  if (!read_data(run, act, CommandType::ask, data, words)) return false;
  ActorKind of = ActorKind::buyer;
  if (act.data["of"].present()) from_text(act.data["of"].text(), of);
  else data.field("of", to_text(of));
  if (of == act.actor.kind) return run.refuse("asks_itself", "a question is for somebody else").with("of", to_text(of));
  data.end_object();
  run.append(EventType::case_asked, act, data, words);
  run.notify("case_asked", to_text(of));
  return true;
}

bool do_report(Run& run, const Act& act) {
  CaseState& s = run.state();
  Writer data;
  Words words;
  data.begin_object();
  if (act.automatic) data.field("result", "lost");
  else if (!read_data(run, act, CommandType::report, data, words)) return false;
  const std::string_view result = act.automatic ? "lost" : act.data["result"].text();
  const bool of_parcel = result == "lost" || result == "found" || result == "delivered";
  if (s.kind == CaseKind::not_received && !of_parcel) {
    return run.refuse("impossible_state", "a search ends with the parcel lost, found or delivered").with("state", result);
  }
  data.end_object();
  run.append(EventType::case_reported, act, data, words);
  return true;
}

bool do_add_evidence(Run& run, const Act& act) {
  Words words;
  std::vector<Evidence> files;
  Fields f(act.data, run.problems);
  for (const Value item : f.array("evidence", true)) files.push_back(read_evidence(item, run.problems));
  f.done();
  if (!run.problems.ok()) return false;
  if (files.empty()) return run.refuse("nothing_given", "no file is named");
  Writer data;
  data.begin_object().key("evidence").begin_array();
  for (const Evidence& e : files) {
    write_evidence(data, e, false);
    if (!e.name.empty()) words.files.emplace_back(e.id, e.name);
  }
  data.end_array().end_object();
  run.append(EventType::evidence_added, act, data, words);
  return true;
}

bool do_redact(Run& run, const Act& act) {
  Writer data;
  Words words;
  data.begin_object();
  if (!read_data(run, act, CommandType::redact, data, words)) return false;
  std::int64_t erased = 0;
  for (const Event& e : run.next().events) erased += e.personal.empty() ? 0 : 1;
  const auto until = static_cast<std::int64_t>(run.next().events.size());
  data.field("erased", erased).field("until", until).end_object();
  Act nameless = act;
  nameless.actor.name.clear();
  run.append(EventType::case_redacted, nameless, data, words);
  for (Event& e : run.next().events) {
    e.personal.clear();
    e.actor.name.clear();
  }
  Writer erase;
  erase.begin_object().field("case", run.next().id).field("order", run.next().order).field("until", until).end_object();
  run.effect(run.key("erase"), EffectKind::erase_private, erase);
  return true;
}

bool do_flag(Run& run, const Act& act) {
  append_plain(run, act, EventType::parcel_silent);
  run.notify("parcel_silent", "buyer");
  run.notify("parcel_silent", "seller");
  return true;
}

}  // namespace aftersale::lifecycle
