// The steps before there is an order: whose it is, and which one.
#include "wizard/state.hpp"

#include <algorithm>

namespace aftersale {
namespace {

using namespace asking;

void write_field(Writer& out, const char* id, bool required, std::int64_t max, const std::string& value) {
  out.begin_object().field("id", id).field("kind", to_text(FieldKind::text)).field("max", max).flag("required", required).maybe("value", value).end_object();
}

void write_problem(Writer& out, std::string_view code, std::string_view pointer, std::string_view message) {
  out.begin_object().field("code", code).field("message", message).field("pointer", pointer).end_object();
}

void write_rest(Writer& out, StepId step) {
  for (const char* none : {"changed", "confirmations", "dropped", "items", "notices", "transcript"}) out.key(none).begin_array().end_array();
  out.flag("complete", false).field("step", to_text(step)).key("steps").begin_array();
  for (const StepId each : {step, StepId::about}) {
    out.begin_object().field("id", to_text(each)).field("state", to_text(each == step ? StepState::current : StepState::todo)).end_object();
  }
  out.end_array();
}

bool may_be_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos && text.find(' ') == std::string_view::npos;
}

/// What the person could turn to: the lines that go back, and until when at least.
void write_order(Writer& out, const World& world, const Decision& decision) {
  const Order& order = *world.order;
  const Until* first = nullptr;
  std::int64_t open = 0;
  for (const LineDecision& d : decision.lines) {
    if (d.outcome == Outcome::ineligible || d.returnable <= 0) continue;
    ++open;
    if (d.until && (first == nullptr || d.until->at < first->at)) first = &*d.until;
  }
  out.begin_object().field("createdAt", format(order.created_at)).field("id", order.id).key("lines").begin_array();
  for (const Line& line : order.lines) {
    out.begin_object().maybe("image", line.image).field("line", line.id).field("quantity", line.quantity).field("title", line.title).end_object();
  }
  out.end_array().maybe("number", order.number).field("open", open);
  out.maybe("room", order.attribution.room).maybe("stream", order.attribution.stream);
  if (first != nullptr) out.field("until", format(first->date));
  out.end_object();
}

const std::string& evening_of(const World& world) {
  const Attribution& a = world.order->attribution;
  return a.stream.empty() ? a.room : a.stream;
}

/// The orders of one live evening can be dealt with in one go.
void write_together(Writer& out, const std::vector<World>& worlds) {
  std::vector<std::string> seen;
  for (const World& world : worlds) {
    const std::string& evening = evening_of(world);
    // Of one calendar and one law, so that one answer is about the same thing in each.
    const auto same = [&](const World& each) {
      const Order &a = *each.order, &b = *world.order;
      return evening_of(each) == evening && a.time_zone == b.time_zone && a.buyer.country == b.buyer.country;
    };
    if (evening.empty() || has_code(seen, evening) || std::count_if(worlds.begin(), worlds.end(), same) < 2) continue;
    if (seen.empty()) out.key("together").begin_array();
    seen.push_back(evening);
    out.begin_array();
    for (const World& each : worlds) {
      if (same(each)) out.string(each.order->id);
    }
    out.end_array();
  }
  if (!seen.empty()) out.end_array();
}

}  // namespace

void wizard_proof(Writer& out, const Answers& draft, bool refused) {
  const Proof& p = draft.proof;
  out.begin_object().key("answers").begin_object();
  if (draft.about) out.field("about", to_text(*draft.about));
  out.key("items").begin_array().end_array().key("proof").begin_object().maybe("email", p.email).maybe("number", p.number).maybe("postcode", p.postcode).end_object().end_object();
  out.key("errors").begin_array();
  if (refused) write_problem(out, "proof_refused", "/proof/number", "no order fits what was given");
  if (p.number.empty()) write_problem(out, "required", "/proof/number", "give the number of the order");
  if (p.email.empty() && p.postcode.empty()) write_problem(out, "required", "/proof/email", "give the e-mail address or the postcode of the order");
  if (!p.email.empty() && !may_be_email(p.email)) write_problem(out, "invalid_email", "/proof/email", "this is no e-mail address");
  out.end_array().key("fields").begin_array();
  write_field(out, "/proof/number", true, 200, p.number);
  // Either will do; the one that is given spares the other.
  write_field(out, "/proof/email", p.postcode.empty(), 320, p.email);
  write_field(out, "/proof/postcode", p.email.empty(), 32, p.postcode);
  out.end_array();
  write_rest(out, StepId::proof);
  out.end_object();
}

void wizard_orders(Writer& out, const std::vector<World>& worlds, const Answers& draft, Problems& problems) {
  out.begin_object().key("answers").begin_object();
  if (draft.about) out.field("about", to_text(*draft.about));
  out.key("items").begin_array().end_array().end_object();
  out.key("errors").begin_array();
  write_problem(out, "required", "/order", "choose the order that it is about");
  out.end_array().key("fields").begin_array().begin_object().key("choices").begin_array();
  for (const World& world : worlds) {
    const Order& order = *world.order;
    out.begin_object();
    out.maybe("group", evening_of(world));
    out.maybe("title", order.number).field("value", order.id).end_object();
  }
  out.end_array().field("id", "/order").field("kind", to_text(FieldKind::choice)).flag("required", true).end_object().end_array();
  out.key("orders").begin_array();
  for (const World& world : worlds) write_order(out, world, evaluate(world, nullptr, problems));
  out.end_array();
  write_together(out, worlds);
  write_rest(out, StepId::orders);
  out.end_object();
}

}  // namespace aftersale
