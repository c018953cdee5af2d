#include "lifecycle/run.hpp"
#include "json/text.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

std::string code_of(EventType type) {
  std::string code(to_text(type));
  code[code.find('.')] = '_';
  return code;
}

void write_texts(Writer& out, const char* name, std::vector<std::pair<std::string, std::string>> texts) {
  if (texts.empty()) return;
  std::sort(texts.begin(), texts.end());
  out.key(name).begin_object();
  for (const auto& text : texts) out.field(text.first, text.second);
  out.end_object();
}

std::string personal_part(const Act& act, const Words& words) {
  if (act.actor.name.empty() && words.note.empty() && words.text.empty() && words.notes.empty() && words.files.empty()) return {};
  Writer out;
  out.begin_object();
  write_texts(out, "files", words.files);
  out.maybe("name", act.actor.name).maybe("note", words.note);
  write_texts(out, "notes", words.notes);
  out.maybe("salt", act.salt).maybe("text", words.text).end_object();
  return out.take();
}

}  // namespace

void Run::notify(std::string_view code, std::string_view to) {
  Writer data;
  data.begin_object().field("case", next().id).field("order", next().order).field("stage", to_text(state().stage));
  data.field("template", code).field("to", to).end_object();
  effect(key("notify", to), EffectKind::notify, data);
}

Refused& Refused::with(std::string_view name, std::string_view text) {
  put(refusal.params, name, text);
  return *this;
}
Refused& Refused::with(std::string_view name, std::int64_t number) {
  put(refusal.params, name, number);
  return *this;
}

Refused Run::refuse(std::string_view code, std::string_view message) {
  Refusal& r = out.refusal.emplace();
  r.code = std::string(code);
  r.message = std::string(message);
  return Refused{r};
}

bool Run::refuse(const Problems& faults) {
  const Problem& p = faults.errors().front();
  Refused refused = refuse(p.code, p.message);
  if (!p.fix.empty()) refused.with("fix", p.fix);
  return refused.with("pointer", p.pointer);
}

std::string Run::key(std::string_view action, std::string_view part) const {
  std::string text = join({out.next.id, "\n", action, "\n", integer_text(static_cast<std::int64_t>(out.next.events.size()))});
  if (!part.empty()) text += join({"\n", part});
  return sha256_hex(text);
}

void Run::effect(std::string effect_key, EffectKind kind, Writer& data) {
  for (const Effect& e : out.effects) {
    if (e.key == effect_key) return;         // one tick may ask for the same payment several times
  }
  out.effects.push_back({std::move(effect_key), std::string(to_text(kind)), data.take()});
}

void Run::append(EventType type, const Act& act, Writer& data, const Words& words) {
  ReturnCase& c = next();
  const bool opening = c.events.empty();
  const Stage before = c.state.stage;
  Event e;
  e.seq = static_cast<std::int64_t>(c.events.size()) + 1;
  e.type = std::string(to_text(type));
  e.at = opening || c.events.back().at < act.at ? act.at : c.events.back().at;      // a case's time does not run backwards
  e.actor = act.actor;
  e.command = act.command;
  e.data = data.take();
  e.personal = personal_part(act, words);
  if (!e.personal.empty()) e.personal_hash = sha256_hex(e.personal);
  e.prev = opening ? std::string() : c.events.back().hash;
  const Document document = Document::parse(e.data, problems);
  fold_event(c, e, document.root(), problems);
  finish_fold(c, &world);
  e.due = c.state.due;
  e.hash = hash_of(e);
  c.events.push_back(e);
  out.events.push_back(std::move(e));
  if (!opening && c.state.stage == before) return;
  const std::string code = code_of(type);
  notify(code, "buyer");
  if (c.state.waiting_for == ActorKind::seller && act.actor.kind != ActorKind::seller) notify(code, "seller");
}

void append_plain(Run& run, const Act& act, EventType type, const Words& words) {
  Writer data;
  data.begin_object().end_object();
  run.append(type, act, data, words);
}

}  // namespace aftersale::lifecycle
