#include "calls.hpp"

#include "files.hpp"
#include "stop.hpp"

#include <aftersale/json.hpp>
#include <aftersale/time.hpp>

#include <ctime>

namespace aftersale::cli {
namespace {

/// Members that come from documents, in the order in which these are read.
constexpr std::string_view document_members[] = {"answers",  "case",  "cases",    "categories", "command",
                                                 "document", "order", "policies", "policy",     "request"};

std::string system_time() { return format(Instant{static_cast<std::int64_t>(std::time(nullptr)) * ms_per_second}); }

/// The request with `--resolution` and `--method` set. What is no object is left for the core to refuse.
std::string with_choices(const std::string& request, const Arguments& arguments) {
  Problems ignored;
  const Document document = Document::parse(request, ignored);
  if (!document.root().is_object()) return request;
  Writer out;
  out.begin_object();
  for (const Value member : document.root()) {
    if (arguments.has(member.key()) && (member.key() == "resolution" || member.key() == "method")) continue;
    out.key(member.key()).raw(member.canonical());
  }
  for (const std::string_view name : {"method", "resolution"}) {
    if (const std::string* value = arguments.value(name)) out.field(name, *value);
  }
  out.end_object();
  return out.take();
}

}  // namespace

std::string quoted(std::string_view text) { return Writer().string(text).take(); }

std::string array_of(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out += ',';
    out += text;
  }
  return out + "]";
}

void Call::set_text(std::string_view name, std::string_view text) { set(name, quoted(text)); }

std::string Call::text() const {
  std::string out = "{";
  for (const auto& [name, json] : members_) {
    if (out.size() > 1) out += ',';
    out += quoted(name);
    out += ':';
    out += json;
  }
  return out + "}";
}

Host::Host(const Arguments& arguments) : arguments_(arguments) {
  const std::string* now = arguments.value("now");
  now_ = now != nullptr ? *now : system_time();
}

std::string Host::canonical(std::string_view text, const std::string& file, std::string_view pointer) {
  Call call;
  call.set_text("op", "canonical");
  call.set_text("text", text);
  const std::string answer = engine_.dispatch(call.text());
  Problems ignored;
  JsonLimits limits;
  limits.bytes = answer.size();
  const Document document = Document::parse(answer, ignored, {}, limits);
  if (!failed(answer)) return std::string(document.root()["result"]["text"].text());

  Writer errors;
  Complaint first;
  std::size_t count = 0;
  errors.begin_array();
  for (const Value error : document.root()["errors"]) {
    const Complaint complaint{std::string(error["code"].text()), std::string(pointer),
                              shown(file) + ": " + std::string(error["message"].text())};
    if (count++ == 0) first = complaint;
    errors.begin_object();
    errors.field("code", complaint.code);
    errors.maybe("fix", error["fix"].text());
    errors.field("message", complaint.message);
    errors.field("pointer", complaint.pointer);
    errors.end_object();
  }
  errors.end_array();
  throw Stop{1, {}, call_problem(first, count, errors.text(), "[]")};
}

std::string Host::document(const std::string& file, std::string_view pointer) {
  return canonical(read_file(file), file, pointer);
}

std::string Host::keep(std::string_view kind, const std::string& name, const std::string& document) {
  Call call;
  call.set("document", document);
  call.set_text("kind", kind);
  call.set_text("name", name);
  call.set_text("op", "load");
  const std::string answer = engine_.dispatch(call.text());
  if (failed(answer)) refuse_answer(answer);
  return quoted(name);
}

std::string Host::policies(std::string_view option, std::string_view name) {
  std::vector<std::string> out;
  for (const std::string& file : arguments_.values(option)) {
    const std::string index = std::to_string(out.size());
    std::string text = document(file, "/policies/" + index);
    out.push_back(by_name_ ? keep("policy", std::string(name) + "-" + std::to_string(out.size() + 1), text)
                           : std::move(text));
  }
  return array_of(out);
}

Call Host::translate_call(bool with_document) {
  Call call;
  std::string mode = arguments_.mode;
  for (char& c : mode) c = c == '-' ? '_' : c;
  call.set_text("mode", mode);
  call.set_text("op", "translate");
  const std::string* plugin = arguments_.value("plugin");
  call.set_text("plugin", plugin != nullptr ? std::string_view(*plugin) : std::string_view("auto"));
  if (arguments_.builds_document()) {
    Call parts;
    parts.set("case", document(*arguments_.value("case"), "/document/case"));
    if (const std::string* intent = arguments_.value("intent")) parts.set_text("intent", *intent);
    if (const std::string* order = arguments_.value("order")) parts.set("order", document(*order, "/document/order"));
    call.set("document", parts.text());
  } else if (with_document && arguments_.mode == "write") {
    call.set("document", document(arguments_.document(), "/document"));
  } else if (with_document) {
    call.set_text("text", read_file(arguments_.document()));
  }
  return call;
}

/// Options that are members of the call.
void Host::set_options(Call& call) const {
  for (const auto& [row, value] : arguments_.given) {
    if (row->member.empty()) continue;
    if (!row->repeat) {
      call.set_text(row->member, value);
      continue;
    }
    std::vector<std::string> texts;
    for (const std::string& one : arguments_.values(row->name)) texts.push_back(quoted(one));
    call.set(row->member, array_of(texts));
  }
}

Call Host::call(bool with_document) {
  if (arguments_.is("translate")) return translate_call(with_document);
  Call call;
  const CommandRow& command = *arguments_.command;
  for (const std::string_view member : document_members) {
    const std::string pointer = "/" + std::string(member);
    if (member == "policies") {
      if (command.world) call.set("policies", policies("policy", "policy"));
    } else if (member == command.document) {
      if (with_document) call.set(member, document(arguments_.document(), pointer));
    } else if (const std::string* file = arguments_.value(member); file != nullptr && member != "policy") {
      call.set(member, document(*file, pointer));
    }
  }
  call.set_text("op", command.op);
  set_options(call);
  if (command.packs) call.set("packs", packs(shipped_names()));
  if (arguments_.is("explain"))
    call.set("texts", policy_texts_of(arguments_.has("locale") ? *arguments_.value("locale") : std::string("en")));
  if (arguments_.is("convert")) {
    for (const std::string_view side : {"from", "to"}) {
      if (!arguments_.has(side)) call.set_text(side, "aftersale");
    }
  }
  if (command.world) call.set_text("now", now_);
  if (arguments_.is("transition") && !arguments_.has("case")) call.set("case", "null");
  if (arguments_.is("wizard") && !arguments_.has("answers")) call.set("answers", "{}");
  if (arguments_.has("resolution") || arguments_.has("method")) {
    call.set("request", with_choices(arguments_.has("request") ? call.get("request") : std::string("{}"), arguments_));
  }
  return call;
}

Call Host::simulate_call() {
  Call call;
  if (arguments_.has("against")) call.set("against", policies("against", "against"));
  call.set_text("now", now_);
  call.set_text("op", "simulate");
  call.set("packs", packs(shipped_names()));
  call.set("policies", policies("policy", "policy"));
  if (const std::string* zone = arguments_.value("zone")) call.set_text("zone", *zone);
  return call;
}

void Host::set_line(Call& call, std::string_view line) const {
  if (arguments_.is("translate") && arguments_.mode != "write") {
    call.set_text("text", line);
  } else {
    call.set(arguments_.command->document, std::string(line));
  }
}

}  // namespace aftersale::cli
