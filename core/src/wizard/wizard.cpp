// One step of the wizard: what is known, what is asked next, what stands in the way. Nothing is kept between calls.
#include "wizard/state.hpp"

namespace aftersale {
namespace {

using namespace asking;

constexpr StepId step_at(std::size_t index) { return static_cast<StepId>(index); }
constexpr std::size_t place(StepId step) { return static_cast<std::size_t>(step); }

using Answering = void (*)(State& s);
struct StepRow { StepId step; Answering answer; };

// Each finds what keeps its step from being done; the next one stands on it.
constexpr StepRow step_rows[] = {
    {StepId::items, [](State&) {}},           // with the answers themselves
    {StepId::reasons, check_reasons},
    {StepId::resolution, find_offers},
    {StepId::method, find_ways},
    {StepId::message, find_message},
    {StepId::review, find_confirmations},
};

/// The steps that there are: of a return as long as nobody knows what it is about.
const TopicRow& course_of(const State& s) { return s.topic != nullptr ? *s.topic : topic_row(Topic::return_); }

std::size_t last_step(const State& s) { return place(talk(course_of(s)) ? StepId::message : StepId::review); }

/// Answers step by step as far as the draft goes; gives the first step that is not done, or their number.
std::size_t answer_steps(State& s) {
  if (s.topic != nullptr) {
    take_answers(s, s.given.request);
    take_exchange(s);
    judge(s);
  } else {
    s.decision = s.base;
  }
  if (!done(s, StepId::about)) return place(StepId::about);
  for (const StepRow& row : step_rows) {
    // Of claims each is looked at, though nobody is asked where there can be one answer only.
    if ((row.step == StepId::message) != talk(*s.topic)) continue;
    row.answer(s);
    if (!done(s, row.step)) return place(row.step);
  }
  return step_count;
}

void write_choice_field(Writer& out, std::string_view id, const std::vector<std::string_view>& choices,
                        std::string_view value) {
  out.begin_object().key("choices").begin_array();
  for (const std::string_view choice : choices) out.begin_object().field("value", choice).end_object();
  out.end_array()
      .field("id", id)
      .field("kind", to_text(FieldKind::choice))
      .flag("required", true)
      .maybe("value", value)
      .end_object();
}

void write_quantity_fields(Writer& out, const State& s) {
  for (const Row& row : s.rows) {
    if (row.blocked) continue;
    out.begin_object();
    // "-" stands for an item that is still to be added, as in RFC 6902.
    out.field("id", row.item == none ? std::string("/items/-/quantity") : item_pointer(row.item, "quantity"));
    out.field("kind", to_text(FieldKind::quantity)).field("line", row.line->id);
    out.field("max", row.most)
        .field("min", 0)
        .flag("required", false)
        .field("value", row.selected)
        .end_object();
  }
}

void write_fields(Writer& out, const State& s, StepId step) {
  out.key("fields").begin_array();
  std::vector<std::string_view> choices;
  switch (step) {
    case StepId::proof:
    case StepId::orders: break;               // before there is an order: before.cpp
    case StepId::about: write_about(out, s); break;
    case StepId::items: write_quantity_fields(out, s); break;
    case StepId::reasons:
      write_reason_fields(out, s);
      write_price_fields(out, s);
      break;
    case StepId::message: write_message_fields(out, s); break;
    case StepId::resolution:
      for (const Offer& each : s.offers) choices.push_back(to_text(each.offered.resolution));
      write_choice_field(out, "/resolution", choices,
                         s.answers.resolution ? to_text(*s.answers.resolution) : std::string_view());
      write_exchange_fields(out, s);
      break;
    case StepId::method:
      for (const Way& each : s.ways) choices.push_back(to_text(each.offered.method));
      write_choice_field(out, "/method", choices, s.answers.method ? to_text(*s.answers.method) : std::string_view());
      break;
    case StepId::review: break;
  }
  out.end_array();
}

void write_resolutions(Writer& out, const State& s) {
  if (s.offers.empty()) return;
  out.key("resolutions").begin_array();
  for (const Offer& each : s.offers) {
    const OfferedResolution& o = each.offered;
    Params params;
    if (o.bonus_basis_points > 0) put(params, "bonus", o.bonus_basis_points);
    if (!each.quote.refund_code.empty()) put(params, "days", each.quote.refund_days);
    if (o.recommended && o.bonus_basis_points > 0) put(params, "recommended", "bonus");
    out.begin_object();
    out.field("code",
              each.quote.refund_code.empty() ? to_text(o.resolution) : std::string_view(each.quote.refund_code));
    write_params(out, "params", params);
    write_quote(out.key("quote"), each.quote);
    if (o.recommended) out.flag("recommended", true);
    out.field("resolution", to_text(o.resolution)).end_object();
  }
  out.end_array();
}

void write_methods(Writer& out, const State& s) {
  if (s.ways.empty()) return;
  out.key("methods").begin_array();
  for (const Way& each : s.ways) {
    out.begin_object();
    write_money(out, "cost", each.offered.cost, s.world.order->currency);
    out.maybe("label", each.offered.label)
        .field("method", to_text(each.offered.method))
        .field("payer", to_text(each.offered.payer));
    write_quote(out.key("quote"), each.quote);
    out.end_object();
  }
  out.end_array();
}

void write_problems(Writer& out, const Problems& problems) {
  out.key("errors").begin_array();
  for (const Problem& problem : problems.errors()) {
    out.begin_object();
    out.field("code", problem.code)
        .maybe("fix", problem.fix)
        .field("message", problem.message)
        .field("pointer", problem.pointer);
    out.end_object();
  }
  out.end_array();
}

void write_course(Writer& out, const State& s, std::size_t current, std::size_t reached) {
  const TopicRow& course = course_of(s);
  const auto passed = [&](std::size_t i) { return s.automatic[i] || !has_step(course, step_at(i)); };
  // Steps that answered themselves are walked past in both directions; they can be called by name.
  for (std::size_t i = current + 1; i < step_count; ++i) {
    if (passed(i)) continue;
    out.field("next", to_text(step_at(i)));
    break;
  }
  std::size_t before = current;
  while (before > 0 && passed(before - 1)) --before;
  if (before > 0) out.field("back", to_text(step_at(before - 1)));
  else if (s.host.several) out.field("back", to_text(StepId::orders));
  out.key("steps").begin_array();
  if (s.host.several) out.begin_object().field("id", to_text(StepId::orders)).field("state", to_text(StepState::done)).end_object();
  for (std::size_t i = 0; i < step_count; ++i) {
    if (!has_step(course, step_at(i)) && i != current) continue;
    const StepState state = i == current     ? StepState::current
                            : i >= reached   ? StepState::todo
                            : s.automatic[i] ? StepState::automatic
                                             : StepState::done;
    out.begin_object().field("id", to_text(step_at(i))).field("state", to_text(state)).end_object();
  }
  out.end_array();
}

void write_confirmations(Writer& out, const State& s, StepId step) {
  out.key("confirmations").begin_array();
  for (const std::string_view code : s.confirmations) {
    if (step == StepId::review) out.begin_object().field("code", code).flag("required", true).end_object();
  }
  out.end_array();
}

}  // namespace

namespace {

/// The step that is shown: the one that is asked for as far as it has been reached, else the first that is not done.
StepId shown_step(State& s, std::size_t reached, std::string_view& at) {
  const std::size_t last = last_step(s);
  std::size_t current = reached < last ? reached : last;
  StepId wanted{};
  if (from_text(at, wanted)) {
    if (place(wanted) < current && has_step(course_of(s), wanted)) current = place(wanted);
  } else if (!at.empty()) {
    s.dropped.push_back({"/at", "unknown_step"});
    at = {};
  }
  return step_at(current);
}

}  // namespace

void wizard(Writer& out, const World& world, const Answers& answers, const WizardHost& host, Problems& problems) {
  State s(world, answers, host);
  find_topic(s);
  look_at_lines(s, problems);
  if (!problems.ok()) return;
  const std::size_t reached = answer_steps(s);
  if (!talk(course_of(s))) preview(s);

  std::string_view at = answers.at;
  const StepId step = shown_step(s, reached, at);
  const std::size_t current = place(step);

  out.begin_object();
  if (s.topic != nullptr) out.field("about", to_text(s.topic->topic));
  write_answers(out.key("answers"), s, at.empty() ? at : to_text(step));
  write_changed(out.key("changed"), s);
  out.flag("complete", reached == step_count);
  write_confirmations(out, s, step);
  write_decision(out.key("decision"), s.decision);
  out.key("dropped").begin_array();
  for (const Dropped& each : s.dropped)
    out.begin_object().field("code", each.code).field("pointer", each.pointer).end_object();
  out.end_array();
  write_problems(out, errors_of(s, step));
  write_fields(out, s, step);
  write_items(out, s);
  if (step == StepId::method) write_methods(out, s);
  write_notices(out, s, step);
  if (s.quote) write_quote(out.key("quote"), *s.quote);
  write_person(out.key("person"), s);
  if (reached >= last_step(s)) write_request(out.key("request"), s.request);
  if (step == StepId::resolution) write_resolutions(out, s);
  out.field("step", to_text(step));
  write_course(out, s, current, reached);
  // Where nothing can be had, what could be had instead.
  if (step == StepId::items && s.answers.items.empty() && !done(s, step)) write_topics(out.key("topics"), s);
  write_transcript(out.key("transcript"), s);
  out.end_object();
}

}  // namespace aftersale
