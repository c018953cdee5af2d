// What the person has seen, kept with the draft: when it is taken up again, what has become another is named.
#include "wizard/state.hpp"

#include "model/request_parts.hpp"

namespace aftersale::asking {
namespace {

/// The verdict with its last day; how long ago that was changes by itself.
std::string line_text(const State& s, const Row& row) {
  const Verdict verdict = verdict_of(s, row, *row.base);
  std::string out(verdict.code);
  for (const Param& param : verdict.params) {
    if (param.name == "date") out += join({" ", param.text});
  }
  return out;
}

std::vector<std::string> policies_now(const State& s) {
  std::vector<std::string> out;
  for (const Policy* policy : s.world.policies) {
    const auto versions = versions_that_count(*policy, s.world.order->created_at, s.world.now);
    if (!versions.empty()) out.push_back(join({policy->id, "@", versions.back()->version}));
  }
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  for (const std::string& each : list) {
    if (each == text) return true;
  }
  return false;
}

void changed(Writer& out, std::string_view code, std::string_view what, std::string_view from, std::string_view to) {
  out.begin_object().field("code", code);
  out.maybe("from", from).maybe("to", to).maybe(code == "line" ? "line" : "policy", what).end_object();
}

void write_seen(Writer& out, const State& s) {
  out.begin_object().key("lines").begin_object();
  for (const Row& row : s.rows) out.field(std::string_view(row.line->id), line_text(s, row));
  out.end_object().key("policies").begin_array();
  for (const std::string& each : policies_now(s)) out.string(each);
  out.end_array();
  if (s.quote) out.field("total", s.quote->total);
  out.end_object();
}

}  // namespace

void write_changed(Writer& out, const State& s) {
  out.begin_array();
  if (s.given.seen) {
    const Seen& seen = *s.given.seen;
    for (const std::string& now : policies_now(s)) {
      if (!has(seen.policies, now)) changed(out, "policy", now.substr(0, now.rfind('@')), {}, now.substr(now.rfind('@') + 1));
    }
    for (const auto& [line, before] : seen.lines) {
      for (const Row& row : s.rows) {
        if (row.line->id == line && line_text(s, row) != before) changed(out, "line", line, before, line_text(s, row));
      }
    }
    if (seen.total && s.quote && *seen.total != s.quote->total) {
      out.begin_object().field("code", "total");
      write_money(out, "before", *seen.total, s.world.order->currency);
      write_money(out, "now", s.quote->total, s.world.order->currency);
      out.end_object();
    }
  }
  out.end_array();
}

void write_answers(Writer& out, const State& s, std::string_view at) {
  out.begin_object();
  if (s.given.person) {
    if (s.given.about) out.field("about", to_text(*s.given.about));
    out.flag("person", true);
  } else if (s.topic != nullptr) {
    out.field("about", to_text(s.topic->topic));
  }
  out.maybe("at", at);
  write_request_members(out, s.answers, true);
  out.maybe("order", s.given.order);
  if (s.given.recipient) out.flag("recipient", *s.given.recipient);
  write_seen(out.key("seen"), s);
  out.maybe("text", s.given.text);
  out.end_object();
}

}  // namespace aftersale::asking
