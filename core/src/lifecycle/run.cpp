#include "lifecycle/run.hpp"
#include "json/text.hpp"

namespace aftersale::lifecycle {
namespace {

void notify(Run& run, EventType type, std::string_view to) {
  Writer data;
  std::string code(to_text(type));
  code[code.find('.')] = '_';
  data.begin_object().field("case", run.next().id).field("order", run.next().order).field("stage", to_text(run.state().stage));
  data.field("template", code).field("to", to).end_object();
  run.effect(run.key("notify", to), EffectKind::notify, data);
}

}  // namespace

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

void Run::append(EventType type, const Act& act, Writer& data) {
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
  e.prev = opening ? std::string() : c.events.back().hash;
  e.hash = hash_of(e);
  const Document document = Document::parse(e.data, problems);
  fold_event(c, e, document.root(), problems);
  finish_fold(c);
  c.events.push_back(e);
  out.events.push_back(std::move(e));
  if (!opening && c.state.stage == before) return;
  notify(*this, type, "buyer");
  if (c.state.waiting_for == ActorKind::seller && act.actor.kind != ActorKind::seller) notify(*this, type, "seller");
}

}  // namespace aftersale::lifecycle
