#include "run.hpp"

#include "files.hpp"

#include <aftersale/json.hpp>

#include <unistd.h>
#include <cstdio>

namespace aftersale::cli {
namespace {

/// The sentences of an outline, under a heading for each layer.
std::string sentences(const std::string& answer) {
  Problems ignored;
  JsonLimits limits;
  limits.bytes = answer.size();
  const Document document = Document::parse(answer, ignored, {}, limits);
  const Value result = document.root()["result"];
  std::string out;
  std::string_view layer;
  for (const Value statement : result["statements"]) {
    if (statement["layer"].text() != layer) {
      layer = statement["layer"].text();
      if (!out.empty()) out += '\n';
      out += std::string(result["headings"][layer].text()) + "\n";
    }
    out += "- " + std::string(statement["text"].text()) + '\n';
  }
  return out + '\n' + std::string(result["notice"].text());
}

void print_answer(const Host& host, const std::string& answer) {
  const Arguments& arguments = host.arguments();
  const bool shown = arguments.has("pretty") || arguments.has("show-call");
  if (arguments.is("explain") && !shown && (arguments.has("text") || isatty(STDOUT_FILENO) != 0))
    return print(sentences(answer));
  print(host.arguments().has("pretty") ? pretty(answer) : answer);
}

/// Whether the answer says so when the command is about what is valid.
bool good(const Host& host, const std::string& answer) {
  if (failed(answer)) return false;
  if (!host.arguments().command->verdict || host.arguments().has("show-call")) return true;
  Problems ignored;
  JsonLimits limits;
  limits.bytes = answer.size();
  const Document document = Document::parse(answer, ignored, {}, limits);
  return document.root()["result"]["valid"].truth(true);
}

/// The raw call, or the one that the arguments describe, with what World needs.
std::string one_call(Host& host) {
  const Arguments& arguments = host.arguments();
  if (arguments.is("call")) {
    const std::string file = arguments.document();
    std::string text = read_file(file);
    return arguments.has("show-call") ? host.canonical(text, file, "") : text;
  }
  Call call = host.call(true);
  std::string answer;
  if (arguments.command->world && !host.supply(call, answer)) refuse_answer(answer);
  return call.text();
}

/// The answer to a line of a stream, or with --show-call the call.
std::string line_answer(Host& host, const Call& base, std::string_view line) {
  const Arguments& arguments = host.arguments();
  const bool show = arguments.has("show-call");
  if (arguments.is("call")) return show ? host.canonical(line, arguments.document(), "") : host.engine().dispatch(line);
  Call call = base;
  host.set_line(call, line);
  std::string answer;
  if (arguments.command->world && !host.supply(call, answer)) return answer;
  return show ? host.canonical(call.text(), arguments.document(), "") : host.engine().dispatch(call.text());
}

}  // namespace

void print(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

int run_once(Host& host) {
  const std::string call = one_call(host);
  if (host.arguments().has("show-call")) {
    print_answer(host, call);
    return 0;
  }
  const std::string answer = host.engine().dispatch(call);
  if (failed(answer)) refuse_answer(answer);
  print_answer(host, answer);
  return good(host, answer) ? 0 : 1;
}

int run_stream(Host& host) {
  if (!host.arguments().has("show-call")) host.load_by_name();
  const Call base = host.arguments().is("call") ? Call() : host.call(false);
  Lines lines(host.arguments().document());
  int code = 0;
  std::string_view line;
  while (lines.next(line)) {
    const std::string answer = line_answer(host, base, line);
    if (!good(host, answer)) code = 1;
    print(answer);
    // Who asks may wait for this answer before asking again.
    std::fflush(stdout);
  }
  return code;
}

}  // namespace aftersale::cli
