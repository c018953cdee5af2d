// One step of the wizard: what is known, what is asked next, what stands in the way. Nothing is kept between calls.
#include "wizard/state.hpp"

namespace aftersale {
namespace {

using namespace asking;

constexpr StepId step_at(std::size_t index) { return static_cast<StepId>(index); }
constexpr std::size_t place(StepId step) { return static_cast<std::size_t>(step); }

using Answering = void (*)(State& s);
struct StepRow { StepId step; Answering find, take; };

constexpr Answering nothing = [](State&) {};
// Each finds what there is, takes what was chosen of it, and tells what keeps its step from being done; the next one stands on it.
constexpr StepRow step_rows[] = {
    {StepId::items, nothing, nothing},           // with the answers themselves
    {StepId::reasons, check_reasons, nothing},
    {StepId::resolution, find_offers, take_offer},
    {StepId::method, find_ways, take_way},
    {StepId::message, find_message, nothing},
    {StepId::review, find_confirmations, nothing},
};

/// The steps that there are: of a return as long as nobody knows what it is about.
const TopicRow& course_of(const Parts& parts) {
  const TopicRow* topic = parts.front().topic;
  return topic != nullptr ? *topic : topic_row(Topic::return_);
}

std::size_t last_step(const Parts& parts) { return place(talk(course_of(parts)) ? StepId::message : StepId::review); }

const State& first_active(const Parts& parts) {
  auto at = parts.begin();
  while (!at->active) ++at;
  return *at;
}

bool all_done(const Parts& parts, StepId step) {
  for (const State& s : parts) {
    if (s.active && !done(s, step)) return false;
  }
  return true;
}

/// Answers step by step as far as the draft goes; gives the first step that is not done, or their number.
std::size_t answer_steps(Parts& parts) {
  std::size_t first = 0;
  for (State& s : parts) {
    s.first = first;
    if (s.topic != nullptr) {
      take_answers(s, s.given.request);
      take_exchange(s);
      judge(s);
    } else {
      s.decision = s.base;
    }
    first += s.answers.items.size();
  }
  if (parts.size() > 1 && parts.front().topic != nullptr) drop_strangers(parts);
  if (!done(parts.front(), StepId::about)) return place(StepId::about);
  choose_active(parts);
  for (const StepRow& row : step_rows) {
    // Of claims each is looked at, though nobody is asked where there can be one answer only.
    if ((row.step == StepId::message) != talk(course_of(parts))) continue;
    for (State& s : parts) {
      if (s.active) row.find(s);
    }
    if (parts.size() > 1) compare_offers(parts, row.step);
    for (State& s : parts) {
      if (s.active) row.take(s);
    }
    if (!all_done(parts, row.step)) return place(row.step);
  }
  return step_count;
}

/// Asked of all orders at once, or of each.
void write_choice_field(Writer& out, const State& s, StepId step, const std::vector<std::string_view>& choices,
                        std::string_view value) {
  const std::string id = lead(s, step, step == StepId::method ? "/method" : "/resolution");
  out.begin_object().key("choices").begin_array();
  for (const std::string_view choice : choices) out.begin_object().field("value", choice).end_object();
  out.end_array()
      .field("id", id)
      .field("kind", to_text(FieldKind::choice))
      .flag("required", true)
      .maybe("value", value);
  if (s.apart[place(step)]) out.field("order", s.own->id);
  out.end_object();
}

void write_quantity_fields(Writer& out, const State& s) {
  for (const Row& row : s.rows) {
    if (row.blocked) continue;
    out.begin_object();
    // "-" stands for an item that is still to be added, as in RFC 6902.
    out.field("id", row.item == none ? std::string("/items/-/quantity") : item_pointer(s, row.item, "quantity"));
    out.field("kind", to_text(FieldKind::quantity)).field("line", called(s, row.line->id));
    out.field("max", row.most)
        .field("min", 0)
        .flag("required", false)
        .field("value", row.selected)
        .end_object();
  }
}

void write_own_fields(Writer& out, const State& s, StepId step, bool first) {
  std::vector<std::string_view> choices;
  const bool asks = first || s.apart[place(step)];
  switch (step) {
    case StepId::proof:
    case StepId::orders:                      // before there is an order: before.cpp
    case StepId::about:
    case StepId::review: break;
    case StepId::items: write_quantity_fields(out, s); break;
    case StepId::reasons:
      write_reason_fields(out, s);
      write_price_fields(out, s);
      break;
    case StepId::message: write_message_fields(out, s); break;
    case StepId::resolution:
      for (const Offer& each : s.offers) choices.push_back(to_text(each.offered.resolution));
      if (asks)
        write_choice_field(out, s, step, choices, s.answers.resolution ? to_text(*s.answers.resolution) : std::string_view());
      write_exchange_fields(out, s);
      break;
    case StepId::method:
      for (const Way& each : s.ways) choices.push_back(to_text(each.offered.method));
      if (asks) write_choice_field(out, s, step, choices, s.answers.method ? to_text(*s.answers.method) : std::string_view());
      break;
  }
}

void write_fields(Writer& out, const Parts& parts, StepId step) {
  const bool chooses = step == StepId::items || step == StepId::message;
  out.key("fields").begin_array();
  if (step == StepId::about) write_about(out, parts);
  if (step == StepId::message) write_text_field(out, parts.front());
  bool first = true;
  for (const State& s : parts) {
    if (!chooses && !s.active) continue;
    write_own_fields(out, s, step, first);
    first = false;
  }
  out.end_array();
}

void write_resolutions(Writer& out, const State& s) {
  for (const Offer& each : s.offers) {
    const OfferedResolution& o = each.offered;
    Params params;
    if (o.bonus_basis_points > 0) put(params, "bonus", o.bonus_basis_points);
    if (!each.quote.refund_code.empty()) put(params, "days", each.quote.refund_days);
    if (o.recommended && o.bonus_basis_points > 0) put(params, "recommended", "bonus");
    out.begin_object();
    out.field("code",
              each.quote.refund_code.empty() ? to_text(o.resolution) : std::string_view(each.quote.refund_code));
    if (s.own != nullptr) out.field("order", s.own->id);
    write_params(out, "params", params);
    write_quote(out.key("quote"), each.quote);
    if (o.recommended) out.flag("recommended", true);
    out.field("resolution", to_text(o.resolution)).end_object();
  }
}

void write_methods(Writer& out, const State& s) {
  for (const Way& each : s.ways) {
    out.begin_object();
    write_money(out, "cost", each.offered.cost, s.world.order->currency);
    out.maybe("label", each.offered.label)
        .field("method", to_text(each.offered.method))
        .field("payer", to_text(each.offered.payer));
    if (s.own != nullptr) out.field("order", s.own->id);
    write_quote(out.key("quote"), each.quote);
    out.end_object();
  }
}

/// A list to which each order gives its part; none of them anything: no list.
void write_list(Writer& out, const char* name, const Parts& parts, bool (*has)(const State& s), void (*write)(Writer& out, const State& s)) {
  bool any = false;
  for (const State& s : parts) any = any || has(s);
  if (!any) return;
  out.key(name).begin_array();
  for (const State& s : parts) write(out, s);
  out.end_array();
}

/// Whether an order before this one has told it.
bool told_before(const Parts& parts, const State& s, StepId step, const Problem& problem, const std::string& pointer) {
  for (const State& before : parts) {
    if (&before == &s) return false;
    if (!before.active) continue;
    for (const Problem& each : before.errors[place(step)].errors()) {
      if (each.message == problem.message && lead(before, step, each.pointer) == pointer) return true;
    }
  }
  return false;
}

void write_problems(Writer& out, const Parts& parts, StepId step) {
  out.key("errors").begin_array();
  for (const State& s : parts) {
    if (!s.active) continue;
    for (const Problem& problem : s.errors[place(step)].errors()) {
      const std::string pointer = lead(s, step, problem.pointer);
      if (told_before(parts, s, step, problem, pointer)) continue;
      out.begin_object();
      out.field("code", problem.code).maybe("fix", problem.fix).field("message", problem.message).field("pointer", pointer);
      out.end_object();
    }
  }
  out.end_array();
}

void write_course(Writer& out, const Parts& parts, std::size_t current, std::size_t reached) {
  const TopicRow& course = course_of(parts);
  const bool several = parts.front().host.several;
  const auto automatic = [&](std::size_t i) {
    for (const State& s : parts) {
      if (s.active && !s.automatic[i]) return false;
    }
    return true;
  };
  const auto passed = [&](std::size_t i) { return automatic(i) || !has_step(course, step_at(i)); };
  // Steps that answered themselves are walked past in both directions; they can be called by name.
  for (std::size_t i = current + 1; i < step_count; ++i) {
    if (passed(i)) continue;
    out.field("next", to_text(step_at(i)));
    break;
  }
  std::size_t before = current;
  while (before > 0 && passed(before - 1)) --before;
  if (before > 0) out.field("back", to_text(step_at(before - 1)));
  else if (several) out.field("back", to_text(StepId::orders));
  out.key("steps").begin_array();
  if (several) out.begin_object().field("id", to_text(StepId::orders)).field("state", to_text(StepState::done)).end_object();
  for (std::size_t i = 0; i < step_count; ++i) {
    if (!has_step(course, step_at(i)) && i != current) continue;
    const StepState state = i == current     ? StepState::current
                            : i >= reached   ? StepState::todo
                            : automatic(i)   ? StepState::automatic
                                             : StepState::done;
    out.begin_object().field("id", to_text(step_at(i))).field("state", to_text(state)).end_object();
  }
  out.end_array();
}

void write_confirmations(Writer& out, const Parts& parts, StepId step) {
  std::string_view before;
  out.key("confirmations").begin_array();
  for (const State& s : parts) {
    for (const std::string_view code : s.confirmations) {
      if (step != StepId::review || code == before) continue;
      before = code;
      out.begin_object().field("code", code).flag("required", true).end_object();
    }
  }
  out.end_array();
}

bool drops(const State& s, const Dropped& what) {
  for (const Dropped& each : s.dropped) {
    if (each.pointer == what.pointer) return true;
  }
  return false;
}

/// An answer for all is dropped when it holds for none of them.
void write_dropped(Writer& out, const Parts& parts) {
  const State& first = first_active(parts);
  out.key("dropped").begin_array();
  for (const State& s : parts) {
    for (const Dropped& each : s.dropped) {
      const std::string pointer = lead(s, StepId::method, lead(s, StepId::resolution, each.pointer));
      bool all = pointer != each.pointer || pointer.starts_with("/items/") || pointer == "/at";
      if (!all && &s == &first) {
        all = true;
        for (const State& other : parts) all = all && (!other.active || drops(other, each));
      }
      if (all) out.begin_object().field("code", each.code).field("pointer", pointer).end_object();
    }
  }
  out.end_array();
}

}  // namespace

namespace {

/// The step that is shown: the one that is asked for as far as it has been reached, else the first that is not done.
StepId shown_step(Parts& parts, std::size_t reached, std::string_view& at) {
  const std::size_t last = last_step(parts);
  std::size_t current = reached < last ? reached : last;
  StepId wanted{};
  if (from_text(at, wanted)) {
    if (place(wanted) < current && has_step(course_of(parts), wanted)) current = place(wanted);
  } else if (!at.empty()) {
    parts.front().dropped.push_back({"/at", "unknown_step"});
    at = {};
  }
  return step_at(current);
}

}  // namespace

void wizard(Writer& out, const std::vector<const World*>& worlds, const Answers& answers, const WizardHost& host, Problems& problems) {
  Parts parts;
  for (const World* world : worlds) {
    State& s = parts.emplace_back(*world, answers, host);
    s.index = parts.size() - 1;
    if (worlds.size() == 1) continue;
    s.own = &answers.orders[s.index];
    s.prefix = join({s.own->id, "/"});
  }
  find_topic(parts);
  for (State& s : parts) look_at_lines(s, problems);
  if (!problems.ok()) return;
  // Among several orders nothing is chosen by itself, unless there is one alone of which anything can be.
  std::size_t open_ones = 0;
  for (const State& s : parts) open_ones += s.own != nullptr && open(s) ? 1 : 0;
  for (State& s : parts) s.by_hand = open_ones > 1;
  const std::size_t reached = answer_steps(parts);
  for (State& s : parts) {
    if (s.active && !talk(course_of(parts))) preview(s);
  }

  std::string_view at = answers.at;
  const StepId step = shown_step(parts, reached, at);
  const std::size_t current = place(step);
  const State& s = first_active(parts);
  const bool ready = reached >= last_step(parts);

  out.begin_object();
  if (s.topic != nullptr) out.field("about", to_text(s.topic->topic));
  write_changed(out.key("changed"), parts);
  out.flag("complete", reached == step_count);
  write_confirmations(out, parts, step);
  write_dropped(out, parts);
  write_problems(out, parts, step);
  write_fields(out, parts, step);
  write_list(out, "items", parts, [](const State&) { return true; }, write_items);
  if (step == StepId::method) write_list(out, "methods", parts, [](const State& p) { return !p.ways.empty(); }, write_methods);
  write_notices(out, parts, step);
  write_person(out.key("person"), s);
  if (s.own != nullptr) {
    write_set(out.key("set"), parts, ready);
  } else {
    write_decision(out.key("decision"), s.decision);
    if (s.quote) write_quote(out.key("quote"), *s.quote);
    if (ready) write_request(out.key("request"), s.request);
  }
  if (step == StepId::resolution) write_list(out, "resolutions", parts, [](const State& p) { return !p.offers.empty(); }, write_resolutions);
  out.field("step", to_text(step));
  write_course(out, parts, current, reached);
  // Where nothing can be had, what could be had instead.
  bool nothing_said = true;
  for (const State& each : parts) nothing_said = nothing_said && each.answers.items.empty();
  if (step == StepId::items && nothing_said && !done(s, step)) write_topics(out.key("topics"), parts);
  write_transcript(out.key("transcript"), parts);
  write_answers(out.key("answers"), parts, at.empty() ? at : to_text(step));
  out.end_object();
}

}  // namespace aftersale
