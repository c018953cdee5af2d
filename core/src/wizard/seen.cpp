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

/// Of all orders, each once.
std::vector<std::string> policies_of(const Parts& parts) {
  std::vector<std::string> out;
  for (const State& s : parts) {
    for (std::string& each : policies_now(s)) {
      if (!has(out, each)) out.push_back(std::move(each));
    }
  }
  return out;
}

/// The sum, where it is in one currency.
std::optional<Minor> total_of(const Parts& parts) {
  std::optional<Minor> out;
  for (const State& s : parts) {
    if (s.world.order->currency.text() != parts.front().world.order->currency.text()) return std::nullopt;
    if (s.quote) out = out.value_or(0) + s.quote->total;
  }
  return out;
}

void write_seen(Writer& out, const Parts& parts) {
  out.begin_object().key("lines").begin_object();
  for (const State& s : parts) {
    for (const Row& row : s.rows) out.field(std::string_view(called(s, row.line->id)), line_text(s, row));
  }
  out.end_object().key("policies").begin_array();
  for (const std::string& each : policies_of(parts)) out.string(each);
  out.end_array();
  if (const auto total = total_of(parts)) out.field("total", *total);
  out.end_object();
}

}  // namespace

void write_changed(Writer& out, const Parts& parts) {
  const State& s = parts.front();
  out.begin_array();
  if (s.given.seen) {
    const Seen& seen = *s.given.seen;
    for (const std::string& now : policies_of(parts)) {
      if (!has(seen.policies, now)) changed(out, "policy", now.substr(0, now.rfind('@')), {}, now.substr(now.rfind('@') + 1));
    }
    for (const auto& [line, before] : seen.lines) {
      for (const State& each : parts) {
        for (const Row& row : each.rows) {
          if (called(each, row.line->id) == line && line_text(each, row) != before) changed(out, "line", line, before, line_text(each, row));
        }
      }
    }
    const auto total = total_of(parts);
    if (seen.total && total && *seen.total != *total) {
      out.begin_object().field("code", "total");
      write_money(out, "before", *seen.total, s.world.order->currency);
      write_money(out, "now", *total, s.world.order->currency);
      out.end_object();
    }
  }
  out.end_array();
}

void write_answers(Writer& out, Parts& parts, std::string_view at) {
  const State& s = parts.front();
  out.begin_object();
  if (s.given.person) {
    if (s.given.about) out.field("about", to_text(*s.given.about));
    out.flag("person", true);
  } else if (s.topic != nullptr) {
    out.field("about", to_text(s.topic->topic));
  }
  out.maybe("at", at);
  if (s.own == nullptr) {
    write_request_members(out, s.answers, true);
  } else {
    put_together(parts);
    write_own(out, parts);
  }
  out.maybe("order", s.given.order);
  if (s.given.recipient) out.flag("recipient", *s.given.recipient);
  write_seen(out.key("seen"), parts);
  out.maybe("text", s.given.text);
  out.end_object();
}

}  // namespace aftersale::asking
