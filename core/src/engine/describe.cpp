#include "engine/describe.hpp"
#include "aftersale/codec.hpp"
#include "aftersale/engine.hpp"
#include "aftersale/operation.hpp"
#include "model/reasons.hpp"

namespace aftersale {
namespace {

void write_question(Writer& out, const tables::QuestionRow& q) {
  out.begin_object();
  if (!q.choices.empty()) {
    out.key("choices").begin_array();
    std::string_view rest = q.choices;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      out.string(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    out.end_array();
  }
  out.field("id", q.id).field("kind", to_text(q.kind)).flag("required", q.required).end_object();
}

void write_reasons(Writer& out) {
  out.key("reasons").begin_array();
  for (const tables::ReasonRow& row : tables::reasons) {
    out.begin_object().field("basis", to_text(row.basis)).field("code", row.code).flag("evidence", row.evidence).field("group", to_text(row.group));
    out.key("questions").begin_array();
    for (const tables::QuestionRow& q : row.questions) write_question(out, q);
    out.end_array().end_object();
  }
  out.end_array();
}

template <class E>
void write_enum(Writer& out, std::string_view name) {
  out.key(name).begin_array();
  for (const std::string_view text : enum_texts<E>) out.string(text);
  out.end_array();
}

/// Those that this build answers; the tools are in some builds only.
void write_operations(Writer& out) {
  out.key("op").begin_array();
  for (std::size_t i = 0; i < enum_texts<Op>.size(); ++i) {
    if (find_operation(static_cast<Op>(i)) != nullptr) out.string(enum_texts<Op>[i]);
  }
  out.end_array();
}

}  // namespace

void describe(Writer& out) {
  const JsonLimits limits;
  out.begin_object().key("enums").begin_object();
  write_enum<Basis>(out, "basis");
  write_enum<CommandType>(out, "command");
  write_enum<Layer>(out, "layer");
  write_enum<ReturnMethod>(out, "method");
  write_operations(out);
  write_enum<Outcome>(out, "outcome");
  write_enum<Resolution>(out, "resolution");
  write_enum<Stage>(out, "stage");
  out.end_object().key("lifecycle");
  write_lifecycle(out);
  out.key("limits").begin_object().field("bytes", static_cast<std::int64_t>(limits.bytes)).field("depth", static_cast<std::int64_t>(limits.depth));
  out.field("nodes", static_cast<std::int64_t>(limits.nodes)).end_object().key("plugins").begin_array();
  for (const std::string_view manifest : plugin_manifests()) {
    Problems problems;
    const Document document = Document::parse(manifest, problems);
    out.raw(document.root().canonical());
  }
  out.end_array();
  write_reasons(out);
  out.field("version", version).end_object();
}

}  // namespace aftersale
