// The boundary: reads a call, looks its operation up in a table, and wraps what comes out as an answer.
#include "aftersale/engine.hpp"
#include "aftersale/operation.hpp"
#include "aftersale/wizard.hpp"
#include "engine/describe.hpp"
#include "engine/library.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"

namespace aftersale {

struct Engine::State {
  Library library;
};

namespace {

constexpr std::size_t batch_max = 10'000;

void evaluate_op(Writer& out, Value call, Library& library, Problems& problems) {
  CallWorld c;
  read_world(call, library, c, problems);
  Request request;
  const Value asked = call["request"];
  if (asked.present()) request = read_request(asked, problems);
  if (!problems.ok()) return;
  Decision decision = evaluate(c.world, asked.present() ? &request : nullptr, problems);
  if (request.resolution) judge_resolution(decision, *request.resolution);
  write_decision(out, decision);
}

void quote_op(Writer& out, Value call, Library& library, Problems& problems) {
  CallWorld c;
  read_world(call, library, c, problems);
  Request request;
  const Value asked = Fields(call, problems).need("request");
  if (asked.exists()) request = read_request(asked, problems);
  if (!problems.ok()) return;
  const Decision decision = evaluate(c.world, &request, problems);
  if (!problems.ok()) return;
  check_totals(*c.world.order, problems, "/order");
  check_account(*c.world.order, problems, "/order");
  write_quote(out, quote(c.world, decision, request, problems, nullptr, "/request"));
}

/// Where there are several orders: the one that was chosen, or the only one; missing while nobody has chosen.
Value chosen_order(Value orders, const std::string& id) {
  for (const Value order : orders) {
    const std::string_view own = order.is_string() ? order.text() : order["id"].text();
    if (orders.size() == 1 || (!id.empty() && own == id)) return order;
  }
  return {};
}

/// Those that are dealt with in one go; none where one of them is not there, or is there twice.
std::vector<Value> chosen_orders(Value orders, const std::vector<SetOrder>& wanted) {
  std::vector<Value> out;
  for (const SetOrder& each : wanted) {
    for (const SetOrder& other : wanted) {
      if (&other < &each && other.id == each.id) return {};
    }
    const Value order = chosen_order(orders, each.id);
    if (!order.exists()) return {};
    out.push_back(order);
  }
  return out;
}

void orders_step(Writer& out, Value call, Value orders, const Library& library, const Answers& draft, Problems& problems) {
  std::vector<CallWorld> brought(orders.size());
  std::vector<World> worlds;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    read_world(call, library, brought[i], problems, {}, orders.at(i));
    worlds.push_back(brought[i].world);
  }
  if (problems.ok()) wizard_orders(out, worlds, draft, problems);
}

void wizard_op(Writer& out, Value call, Library& library, Problems& problems) {
  Answers draft;
  const Value given = call["answers"], orders = call["orders"], guest = call["guest"];
  if (given.present()) draft = read_answers(given, problems);
  const WizardHost host = read_wizard_host(call, problems);
  if (!problems.ok()) return;
  if (!call["order"].present() && guest.present()) return wizard_proof(out, draft, guest["refused"].truth());
  std::vector<Value> chosen = chosen_orders(orders, draft.orders);
  if (chosen.empty()) chosen.push_back(chosen_order(orders, draft.order));
  const bool another = draft.at == to_text(StepId::orders) && host.several;
  if (orders.present() && (another || !chosen.front().exists())) return orders_step(out, call, orders, library, draft, problems);
  std::vector<CallWorld> brought(chosen.size());
  std::vector<const World*> worlds;
  for (CallWorld& each : brought) {
    read_world(call, library, each, problems, {}, chosen[worlds.size()]);
    worlds.push_back(&each.world);
  }
  if (problems.ok()) wizard(out, worlds, draft, host, problems);
}

void view_op(Writer& out, Value call, Library&, Problems& problems) {
  const Value given = Fields(call, problems).need("case");
  if (!given.exists()) return;
  const ReturnCase c = read_case(given, problems);
  if (problems.ok()) write_view(out, c);
}

void verify_op(Writer& out, Value call, Library&, Problems& problems) {
  const Value given = Fields(call, problems).need("case");
  if (!given.exists()) return;
  const ReturnCase c = read_case(given, problems);
  if (!problems.ok()) return;
  const std::int64_t broken = verify_chain(c);
  out.begin_object();
  if (broken >= 0) out.field("brokenAt", broken);
  out.field("events", static_cast<std::int64_t>(c.events.size())).flag("valid", broken < 0).end_object();
}

/// A JSON text in canonical form. Hosts use it to take documents up without spoiling their numbers.
void canonical_op(Writer& out, Value call, Library&, Problems& problems) {
  const Value text = Fields(call, problems).need("text");
  if (!text.exists()) return;
  if (!text.is_string()) return expected(problems, text, "a string");
  const Document document = Document::parse(text.text(), problems, text.pointer());
  if (problems.ok()) out.begin_object().field("text", document.root().canonical()).end_object();
}

void load_op(Writer& out, Value call, Library& library, Problems& problems) {
  Fields f(call, problems);
  LoadKind kind{};
  const bool known = read_enum(f.need("kind"), kind, problems);
  std::string name;
  f.text("name", name, 200);
  const Value document = f.need("document");
  if (!known || !document.exists() || !problems.ok()) return;
  if (kind == LoadKind::order) {
    auto order = std::make_unique<Order>(read_order(document, problems));
    if (problems.ok()) library.keep(name, std::move(order));
  } else {
    auto policy = std::make_unique<Policy>(read_policy(document, problems));
    if (problems.ok()) library.keep(name, std::move(policy));
  }
  out.begin_object().field("kind", to_text(kind)).field("name", name).end_object();
}

void unload_op(Writer& out, Value call, Library& library, Problems& problems) {
  Fields f(call, problems);
  LoadKind kind{};
  const bool known = read_enum(f.need("kind"), kind, problems);
  std::string name;
  f.text("name", name, 200);
  if (!known || !problems.ok()) return;
  const bool was = kind == LoadKind::order ? library.drop_order(name) : library.drop_policy(name);
  out.begin_object().field("kind", to_text(kind)).field("name", name).flag("wasLoaded", was).end_object();
}

void requirements_op(Writer& out, Value call, Library& library, Problems& problems) { write_requirements(out, call, library, problems); }
void describe_op(Writer& out, Value, Library&, Problems&) { describe(out); }
void answer(Writer& out, Value call, Library& library, Problems& problems, bool in_batch);

void batch_op(Writer& out, Value call, Library& library, Problems& problems) {
  const Value calls = Fields(call, problems).array("calls", true);
  if (!calls.exists()) return;
  if (calls.size() > batch_max) {
    problems.error("too_many_calls", calls.pointer(), "more than 10000 calls in one batch", "send several batches");
    return;
  }
  out.begin_object().key("answers").begin_array();
  for (const Value one : calls) {
    Problems own;
    answer(out, one, library, own, true);
  }
  out.end_array().end_object();
}

constexpr std::string_view world_members = "order policy policies packs cases now sentAt zone sellerZone holidays";

constexpr Operation operations[] = {
    {Op::describe, describe_op, ""},
    {Op::load, load_op, "kind name document"},
    {Op::unload, unload_op, "kind name"},
    {Op::requirements, requirements_op, "request answers case command"},
    {Op::evaluate, evaluate_op, "request"},
    {Op::quote, quote_op, "request"},
    {Op::wizard, wizard_op, "answers orders guest about variants"},
    {Op::view, view_op, "case"},
    {Op::verify, verify_op, "case"},
    {Op::canonical, canonical_op, "text"},
    {Op::batch, batch_op, "calls"},
};

bool takes_world(Op op) {
  return op == Op::requirements || op == Op::evaluate || op == Op::quote || op == Op::wizard || op == Op::transition || op == Op::tick;
}

void split_words(std::string_view words, std::vector<std::string_view>& out) {
  while (!words.empty()) {
    const std::size_t space = std::min(words.find(' '), words.size());
    if (space != 0) out.push_back(words.substr(0, space));
    words.remove_prefix(std::min(space + 1, words.size()));
  }
}

void check_members(Value call, const Operation& row, Problems& problems) {
  std::vector<std::string_view> known = {"op", "id"};
  split_words(row.members, known);
  if (takes_world(row.op)) split_words(world_members, known);
  for (const Value member : call) {
    bool found = false;
    for (const std::string_view name : known) found = found || name == member.key();
    if (found) continue;
    const std::string_view near = nearest(member.key(), known);
    problems.error("unknown_field", member.pointer(), join({"\"", member.key(), "\" is no part of this call"}),
                   near.empty() ? "remove it" : join({"did you mean \"", near, "\"?"}));
  }
}

void write_problems(Writer& out, std::string_view name, const std::vector<Problem>& list) {
  out.key(name).begin_array();
  for (const Problem& p : list) write_problem(out, p);
  out.end_array();
}

/// Runs one call and writes its answer.
void answer(Writer& out, Value call, Library& library, Problems& problems, bool in_batch) {
  Writer result;
  Op op{};
  bool known = false;
  if (call.exists()) {
    Fields f(call, problems);
    known = f.is_object() && read_enum(f.need("op"), op, problems);
    if (known && in_batch && op == Op::batch) problems.error("nested_batch", call.pointer("op"), "a batch holds no batches", "put its calls into one list");
  }
  const Operation* row = known ? find_operation(op) : nullptr;
  if (known && row == nullptr) {
    problems.error("not_in_this_build", call.pointer("op"), join({"this module was built without \"", to_text(op), "\""}),
                   "import 'aftersale' rather than its slim form, 'aftersale/tools' for the merchants' tools, or use the program `aftersale`");
  }
  if (row != nullptr && problems.ok()) {
    check_members(call, *row, problems);
    if (problems.ok()) row->run(result, call, library, problems);
  }
  if (problems.ok() && result.text().empty()) problems.error("internal", "", "the call had no result", "report this with the call");
  out.begin_object();
  if (!problems.ok()) write_problems(out, "errors", problems.errors());
  if (call["id"].is_string()) out.field("id", call["id"].text());
  out.flag("ok", problems.ok());
  if (known) out.field("op", to_text(op));
  if (problems.ok()) out.key("result").raw(result.text());
  write_problems(out, "warnings", problems.warnings());
  out.end_object();
}

}  // namespace

const Operation* find_operation(Op op) {
  const auto find = [op](std::span<const Operation> table) -> const Operation* {
    for (const Operation& row : table) {
      if (row.op == op) return &row;
    }
    return nullptr;
  };
  const Operation* found = find(operations);
  for (const OperationTable table : operation_tables()) found = found != nullptr ? found : find(table());
  return found;
}

void write_problem(Writer& out, const Problem& p) {
  out.begin_object().field("code", p.code).maybe("fix", p.fix).field("message", p.message).field("pointer", p.pointer).end_object();
}

Engine::Engine() : state_(std::make_unique<State>()) {}
Engine::~Engine() = default;

std::string Engine::dispatch(std::string_view call) {
  Problems problems;
  const Document document = Document::parse(call, problems);
  Writer out;
  answer(out, document.root(), state_->library, problems, false);
  return out.take();
}

std::string dispatch(std::string_view call) { return Engine().dispatch(call); }

}  // namespace aftersale
