// Reading what the person has said and what the host brings along.
#include "aftersale/wizard.hpp"
#include "model/enum_field.hpp"
#include "model/request_parts.hpp"
#include "wizard/topics.hpp"

namespace aftersale {
namespace {

std::optional<Topic> read_topic(Value value, Problems& problems) {
  Topic topic{};
  return read_enum(value, topic, problems) ? std::optional<Topic>(topic) : std::nullopt;
}

Proof read_proof(Value value, Problems& problems) {
  Proof proof;
  if (!value.present()) return proof;
  Fields f(value, problems);
  f.maybe_text("number", proof.number, 200);
  f.maybe_text("email", proof.email, 320);
  f.maybe_text("postcode", proof.postcode, 32);
  f.done();
  return proof;
}

std::optional<Seen> read_seen(Value value, Problems& problems) {
  if (!value.present()) return std::nullopt;
  Seen seen;
  Fields f(value, problems);
  for (const Value line : f.maybe("lines")) seen.lines.emplace_back(std::string(line.key()), std::string(line.text()));
  f.maybe_texts("policies", seen.policies);
  if (const Value total = f.maybe("total")) seen.total = total.integer();
  f.done();
  return seen;
}

}  // namespace

Answers read_answers(Value value, Problems& problems) {
  Answers draft;
  draft.request = read_request(value, problems, true, &draft.at);
  if (!value.is_object()) return draft;
  Problems& p = problems;
  draft.about = read_topic(value["about"], p);
  // A kind of case stands for what it is about; which kind it becomes follows from the answers.
  if (!draft.about && value["kind"].present()) draft.about = asking::topic_of(draft.request.kind);
  draft.request.kind = CaseKind::return_;
  Fields f(value, p);
  f.maybe_bool("person", draft.person);
  bool recipient = false;
  f.maybe_bool("recipient", recipient);
  if (value["recipient"].present()) draft.recipient = recipient;
  f.maybe_text("order", draft.order, 200);
  for (const Value each : f.maybe("orders")) {
    SetOrder order;
    Fields o(each, p);
    o.text("id", order.id, 200);
    Resolution resolution{};
    if (read_enum(o.maybe("resolution"), resolution, p)) order.resolution = resolution;
    ReturnMethod method{};
    if (read_enum(o.maybe("method"), method, p)) order.method = method;
    o.done();
    draft.orders.push_back(std::move(order));
  }
  f.maybe_text("text", draft.text);
  draft.proof = read_proof(value["proof"], p);
  draft.seen = read_seen(value["seen"], p);
  return draft;
}

WizardHost read_wizard_host(Value call, Problems& problems) {
  WizardHost host;
  host.about = read_topic(call["about"], problems);
  host.several = call["orders"].size() > 1;
  for (const Value each : call["variants"]) {
    Variants variants;
    Fields f(each, problems);
    f.text("line", variants.line, 200);
    for (const Value choice : f.array("choices", true)) variants.choices.push_back(read_exchange(choice, problems));
    f.done();
    host.variants.push_back(std::move(variants));
  }
  return host;
}

}  // namespace aftersale
