#include "stop.hpp"

#include <aftersale/json.hpp>

namespace aftersale::cli {
namespace {

constexpr std::string_view type_base = "https://aftersale.dev/problems/";

std::string problem(std::string_view title, const std::string& code, std::string_view detail, std::string_view errors,
                    std::string_view warnings) {
  Writer out;
  out.begin_object();
  out.field("code", code);
  out.field("detail", detail);
  out.key("errors").raw(errors);
  out.field("status", 400);
  out.field("title", title);
  out.field("type", std::string(type_base) + code);
  out.key("warnings").raw(warnings);
  out.end_object();
  return out.take();
}

}  // namespace

void refuse_usage(const std::string& detail) {
  throw Stop{2, {}, problem("The command line cannot be carried out", "usage", detail, "[]", "[]")};
}

std::string call_problem(const Complaint& first, std::size_t count, std::string_view errors,
                         std::string_view warnings) {
  std::string detail = first.pointer.empty() ? first.message : first.pointer + ": " + first.message;
  if (count > 1) detail += " (" + std::to_string(count - 1) + " more)";
  return problem("The call cannot be answered", first.code, detail, errors, warnings);
}

void refuse_answer(std::string_view answer) {
  Problems ignored;
  JsonLimits limits;
  limits.bytes = answer.size();
  const Document document = Document::parse(answer, ignored, {}, limits);
  const Value errors = document.root()["errors"];
  const Value first = errors.at(0);
  const Complaint complaint{std::string(first["code"].text()), std::string(first["pointer"].text()),
                            std::string(first["message"].text())};
  const Value warnings = document.root()["warnings"];
  throw Stop{
      1,
      {},
      call_problem(complaint, errors.size(), errors.canonical(), warnings.exists() ? warnings.canonical() : "[]")};
}

bool failed(std::string_view answer) { return answer.substr(0, 10) == "{\"errors\":"; }

std::string pretty(std::string_view canonical) {
  std::string out;
  std::size_t level = 0;
  const auto line = [&] {
    out += '\n';
    out.append(level * 2, ' ');
  };
  bool inside = false;  // a string
  for (std::size_t i = 0; i < canonical.size(); ++i) {
    const char c = canonical[i];
    if (inside) {
      out += c;
      if (c == '\\') out += canonical[++i];
      if (c == '"') inside = false;
      continue;
    }
    switch (c) {
      case '"':
        inside = true;
        out += c;
        break;
      case '{':
      case '[':
        out += c;
        if (i + 1 < canonical.size() && canonical[i + 1] == (c == '{' ? '}' : ']')) {
          out += canonical[++i];
        } else {
          ++level;
          line();
        }
        break;
      case '}':
      case ']':
        --level;
        line();
        out += c;
        break;
      case ',':
        out += c;
        line();
        break;
      case ':': out += ": "; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace aftersale::cli
