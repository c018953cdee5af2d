// What it is about, and who asks: the first question, where the host does not know and more than one answer is possible.
#include "wizard/state.hpp"

#include <algorithm>
#include <bit>

namespace aftersale::asking {
namespace {

/// To a person, whatever it is about: one screen, from which one goes back to where one was.
const TopicRow& person_row() {
  static const TopicRow row = [] {
    TopicRow r = topic_row(Topic::inquiry);
    r.steps = one_step(StepId::message);
    return r;
  }();
  return row;
}

/// What can be done with any of the orders.
Topics topics_of(const Parts& parts) {
  Topics out;
  for (const State& s : parts) add_topics(s.world, out);
  return out;
}

/// Said, else what the host was opened with, else what a draft of before there were other things than returns is about.
std::optional<Topic> known_topic(const State& s) {
  if (s.given.about) return s.given.about;
  if (s.host.about) return s.host.about;
  return s.given.request.items.empty() ? std::nullopt : std::optional<Topic>(Topic::return_);
}

}  // namespace

bool is_gift(const Order& order) {
  return std::any_of(order.facts.begin(), order.facts.end(), [](const auto& fact) { return fact.first == "gift" && fact.second == "true"; });
}

namespace {

void find_first(Parts& parts, State& s) {
  for (const State& each : parts) s.gift = s.gift || is_gift(*each.world.order);
  if (s.given.person) {
    s.topic = &person_row();
    return;
  }
  Problems& errors = errors_of(s, StepId::about);
  const std::optional<Topic> known = known_topic(s);
  if (known) {
    s.topic = &topic_row(*known);
  } else {
    s.topics = topics_of(parts);
    if (std::has_single_bit(s.topics.possible)) s.topic = &topic_row(static_cast<Topic>(std::countr_zero(s.topics.possible)));
    else errors.error("required", "/about", "say what it is about", "one of the field's choices");
  }
  if (s.gift && !s.given.recipient) errors.error("required", "/recipient", "say whether you bought it, or got it");
  const bool opened = known && s.host.about == known;
  s.automatic[static_cast<std::size_t>(StepId::about)] = (opened || (!known && s.topic != nullptr)) && (!s.gift || s.given.recipient);
}

}  // namespace

void find_topic(Parts& parts) {
  State& s = parts.front();
  find_first(parts, s);
  constexpr auto about = static_cast<std::size_t>(StepId::about);
  for (State& each : parts) {
    each.topic = s.topic;
    each.automatic[about] = s.automatic[about];
  }
}

void write_topics(Writer& out, const Parts& parts) {
  const State& s = parts.front();
  out.begin_array();
  const Topics all = s.topics.possible == 0 ? topics_of(parts) : s.topics;
  for (unsigned i = 0; i < enum_texts<Topic>.size(); ++i) {
    if ((all.possible >> i & 1u) == 0) continue;
    out.begin_object();
    if ((all.rights >> i & 1u) != 0) out.field("right", "withdrawal");
    out.field("value", to_text(static_cast<Topic>(i))).end_object();
  }
  out.end_array();
}

void write_about(Writer& out, const Parts& parts) {
  const State& s = parts.front();
  // Known, it is shown to whom wants to change it, and not when only the giver is asked for.
  if (s.topic == nullptr || s.given.at == to_text(StepId::about)) {
    write_topics(out.begin_object().key("choices"), parts);
    out.field("id", "/about").field("kind", to_text(FieldKind::choice)).flag("required", true);
    if (s.topic != nullptr) out.field("value", to_text(s.topic->topic));
    out.end_object();
  }
  if (!s.gift) return;
  out.begin_object().field("id", "/recipient").field("kind", to_text(FieldKind::boolean)).flag("required", true);
  if (s.given.recipient) out.flag("value", *s.given.recipient);
  out.field("why", "gift_money").end_object();
}

}  // namespace aftersale::asking
