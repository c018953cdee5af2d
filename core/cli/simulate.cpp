// `aftersale simulate`: one stream of orders under two sets of policies. Rules: docs/cli.md, "simulate".
#include "run.hpp"

#include "files.hpp"

#include <aftersale/json.hpp>

#include <algorithm>

namespace aftersale::cli {
namespace {

using Counts = std::map<std::string, std::int64_t>;

struct Judged {
  std::string line, outcome, until;
};

std::vector<Judged> read_lines(const Document& answer) {
  std::vector<Judged> out;
  for (const Value line : answer.root()["result"]["lines"]) {
    out.push_back({std::string(line["line"].text()), std::string(line["outcome"].text()),
                   std::string(line["until"]["at"].text())});
  }
  return out;
}

void write_side(Writer& out, std::string_view name, const Judged& judged) {
  out.key(name).begin_object();
  out.field("outcome", judged.outcome);
  out.maybe("until", judged.until);
  out.end_object();
}

void write_counts(Writer& out, std::string_view name, const Counts& counts) {
  out.key(name).begin_object();
  for (const auto& [outcome, count] : counts) out.key(outcome).integer(count);
  out.end_object();
}

class Simulation {
 public:
  explicit Simulation(Host& host)
      : host_(host), against_(host.policies("against", "against")), call_(host.call(false)) {
    call_.set_text("op", "evaluate");
  }

  void order(std::string_view line) {
    ++orders_;
    std::string before, after;
    if (!judge(line, before, after)) {
      ++failed_;
      print(before);
      return;
    }
    Problems ignored;
    JsonLimits limits;
    limits.bytes = std::max(before.size(), after.size());
    const Document first = Document::parse(before, ignored, {}, limits),
                   second = Document::parse(after, ignored, {}, limits);
    compare(std::string(first.root()["result"]["order"].text()), read_lines(first), read_lines(second));
  }

  int summary() const {
    Writer out;
    out.begin_object();
    write_counts(out, "after", after_);
    write_counts(out, "before", before_);
    out.field("changed", changed_).field("failed", failed_).field("lines", lines_).field("orders", orders_);
    out.end_object();
    print(out.text());
    return failed_ != 0 ? 1 : 0;
  }

 private:
  /// Both answers; false with the answer that failed in `before`.
  bool judge(std::string_view line, std::string& before, std::string& after) {
    Call call = call_;
    call.set("order", std::string(line));
    if (!host_.supply(call, before)) return false;
    before = host_.engine().dispatch(call.text());
    if (failed(before)) return false;
    call.set("policies", against_);
    after = host_.engine().dispatch(call.text());
    if (!failed(after)) return true;
    before = after;
    return false;
  }

  void compare(const std::string& order, const std::vector<Judged>& before, const std::vector<Judged>& after) {
    Writer out;
    bool differs = false;
    out.begin_object().key("changes").begin_array();
    for (std::size_t i = 0; i < before.size() && i < after.size(); ++i) {
      ++lines_;
      ++before_[before[i].outcome];
      ++after_[after[i].outcome];
      if (before[i].outcome == after[i].outcome && before[i].until == after[i].until) continue;
      differs = true;
      out.begin_object();
      write_side(out, "after", after[i]);
      write_side(out, "before", before[i]);
      out.field("line", before[i].line);
      out.end_object();
    }
    out.end_array().field("order", order).end_object();
    if (!differs) return;
    ++changed_;
    print(out.text());
  }

  Host& host_;
  std::string against_;
  Call call_;
  Counts before_, after_;
  std::int64_t orders_ = 0, lines_ = 0, changed_ = 0, failed_ = 0;
};

}  // namespace

int simulate(Host& host) {
  host.load_by_name();
  Simulation simulation(host);
  Lines lines(host.arguments().document());
  std::string_view line;
  while (lines.next(line)) simulation.order(line);
  return simulation.summary();
}

}  // namespace aftersale::cli
