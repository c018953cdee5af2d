#include "policy_tests/want.hpp"

#include "json/text.hpp"
#include "model/enum_field.hpp"

#include <aftersale/quote.hpp>

namespace aftersale::tools {
namespace {

/// The names that stand in a list of the answer, for messages too.
using Names = std::vector<std::string_view>;

std::string listed(const Names& names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty()) out += ", ";
    out += name;
  }
  return out.empty() ? "none" : out;
}

/// The rules that decided, as a hint where to look.
std::string decided_by(const LineDecision& line, FindingEffect effect) {
  std::string out;
  for (const Finding& f : line.findings) {
    if (f.effect != effect) continue;
    if (!out.empty()) out += ", ";
    out += join({f.code, " by \"", f.rule, "\""});
  }
  return out;
}

struct Check {
  const FilledTest& test;
  const LineDecision& line;
  Problems& problems;
  std::string because;

  void fail(Value at, std::string_view wanted, std::string_view got) {
    problems.error("test_failed", at.pointer(), join({"\"", test.title, "\": wanted ", wanted, ", got ", got, because.empty() ? "" : ": ", because}),
                   std::string("change the policy, or what the test wants"));
  }
  void text(Value wanted, std::string_view got) {
    if (!wanted.exists()) return;
    if (!wanted.is_string()) return expected(problems, wanted, "a string");
    if (wanted.text() != got) fail(wanted, wanted.text(), got.empty() ? "nothing" : got);
  }
  /// Each of `wanted` is there, or with `absent` none of it.
  void names(Value wanted, const Names& got, bool absent) {
    if (wanted.exists() && !wanted.is_array()) return expected(problems, wanted, "an array of strings");
    for (const Value name : wanted) {
      bool found = false;
      for (const std::string_view one : got) found = found || one == name.text();
      if (found == absent) fail(name, absent ? join({"no ", name.text()}) : std::string(name.text()), listed(got));
    }
  }
};

void check_lists(Check& c, Fields& want) {
  Names findings, resolutions, methods, evidence;
  for (const Finding& f : c.line.findings) findings.push_back(f.code);
  for (const OfferedResolution& r : c.line.resolutions) resolutions.push_back(to_text(r.resolution));
  for (const OfferedMethod& m : c.line.methods) methods.push_back(to_text(m.method));
  for (const AskedEvidence& e : c.line.evidence) evidence.push_back(to_text(e.kind));
  c.names(want.maybe("findings"), findings, false);
  c.names(want.maybe("noFindings"), findings, true);
  c.names(want.maybe("resolutions"), resolutions, false);
  c.names(want.maybe("noResolutions"), resolutions, true);
  c.names(want.maybe("methods"), methods, false);
  c.names(want.maybe("noMethods"), methods, true);
  c.names(want.maybe("evidence"), evidence, false);
  c.names(want.maybe("noEvidence"), evidence, true);
}

void check_until(Check& c, Value wanted) {
  if (!wanted.exists()) return;
  const std::string got = c.line.until ? format(c.line.until->date) : std::string("no end");
  if (wanted.is_null() ? c.line.until.has_value() : wanted.text() != got) c.fail(wanted, wanted.is_null() ? std::string_view("no end") : wanted.text(), got);
}

Minor sum_of(const std::vector<Component>& components, std::string_view kind) {
  Minor sum = 0;
  for (const Component& component : components) {
    if (!component.included && to_text(component.kind) == kind) sum += component.amount;
  }
  return sum;
}

/// Figures of the quote, for the resolution and method of the request, or else the first on offer.
void check_quote(Check& c, Value total, Value components, const World& world, const Decision& decision) {
  if (!total.exists() && !components.exists()) return;
  Problems own;
  const Quote quoted = quote(world, decision, c.test.request, own);
  const Value first = total.exists() ? total : components;
  if (!own.ok()) return c.fail(first, "a quote", own.errors().front().message);
  if (total.exists() && total.integer() != quoted.total) c.fail(total, total.canonical(), integer_text(quoted.total));
  for (const Value wanted : components) {
    ComponentKind kind{};
    if (!from_text(wanted.key(), kind)) {
      unknown_value(c.problems, wanted, enum_texts<ComponentKind>);
      continue;
    }
    Minor sum = sum_of(quoted.components, wanted.key());
    for (const QuoteItem& item : quoted.items) sum += sum_of(item.components, wanted.key());
    if (wanted.integer() != sum) c.fail(wanted, wanted.canonical(), integer_text(sum));
  }
}

}  // namespace

void check_want(const FilledTest& test, const World& world, const Decision& decision, Problems& problems) {
  const LineDecision& line = decision.lines.front();
  Check c{test, line, problems, {}};
  Fields want(test.want, problems);
  if (!want.is_object()) return;
  if (const Value outcome = want.maybe("outcome")) {
    Outcome known{};
    if (read_enum(outcome, known, problems) && known != decision.outcome) {
      const bool refused = decision.outcome == Outcome::ineligible;
      c.because = decided_by(line, refused ? FindingEffect::refuses : FindingEffect::grants);
      c.fail(outcome, outcome.text(), to_text(decision.outcome));
      c.because.clear();
    }
  }
  check_until(c, want.maybe("until"));
  c.text(want.maybe("rule"), line.until ? std::string_view(line.until->rule) : std::string_view());
  c.text(want.maybe("layer"), line.until ? to_text(line.until->layer) : std::string_view());
  c.text(want.maybe("right"), line.right);
  c.text(want.maybe("approval"), line.automatic_approval ? "automatic" : "manual");
  const OfferedMethod* method = line.methods.empty() ? nullptr : &line.methods.front();
  for (const OfferedMethod& m : line.methods) {
    if (test.request.method && m.method == *test.request.method) method = &m;
  }
  c.text(want.maybe("payer"), method == nullptr ? std::string_view() : to_text(method->payer));
  check_lists(c, want);
  check_quote(c, want.maybe("total"), want.maybe("components"), world, decision);
  want.done();
}

}  // namespace aftersale::tools
