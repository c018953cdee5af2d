// `aftersale simulate`: past orders under two sets of policies. The core judges and adds up, batch after batch; the
// program reads lines, supplies zones, and prints. Rules: docs/cli.md, "simulate".
#include "run.hpp"

#include "files.hpp"

#include <aftersale/json.hpp>

#include <unistd.h>
#include <cstdio>

namespace aftersale::cli {
namespace {

constexpr std::size_t batch_lines = 256, batch_bytes = 1u << 20;
constexpr std::int64_t told_every = 10'000;

class Simulation {
 public:
  explicit Simulation(Host& host) : host_(host), call_(host.simulate_call()) {
    const Arguments& arguments = host.arguments();
    table_ = arguments.has("table") || (!arguments.has("pretty") && isatty(STDOUT_FILENO) != 0);
    progress_ = arguments.has("progress") || isatty(STDERR_FILENO) != 0;
    if (arguments.has("changes")) call_.set("changes", "true");
  }

  void line(std::string_view text) {
    if (lines_.size() > 1) lines_ += ',';
    lines_ += quoted(text);
    ++count_;
    if (++read_ % told_every == 0 && progress_) std::fprintf(stderr, "%lld lines\n", static_cast<long long>(read_));
    if (count_ == batch_lines || lines_.size() >= batch_bytes) batch(false);
  }

  int finish() {
    batch(true);
    Problems ignored;
    JsonLimits limits;
    limits.bytes = report_.size();
    const Document report = Document::parse(report_, ignored, {}, limits);
    if (table_)
      std::fwrite(text_.data(), 1, text_.size(), stdout);
    else
      print(host_.arguments().has("pretty") ? pretty(report_) : report_);
    return report.root()["failed"].integer().value_or(0) != 0 ? 1 : 0;
  }

 private:
  void batch(bool last) {
    Call call = call_;
    call.set("lines", lines_ + "]");
    if (!report_.empty()) call.set("report", report_);
    if (last && table_) call.set("table", "true");
    std::string answer = ask(call);
    Problems ignored;
    JsonLimits limits;
    limits.bytes = answer.size();
    Document document = Document::parse(answer, ignored, {}, limits);
    if (const Value needs = document.root()["result"]["needs"]) {
      for (const Value zone : needs["zones"])
        zones_.push_back(host_.zone(std::string(zone["name"].text()), zone["from"].text(), zone["to"].text()));
      call_.set("zones", array_of(zones_));
      call.set("zones", array_of(zones_));
      answer = ask(call);
      limits.bytes = answer.size();
      document = Document::parse(answer, ignored, {}, limits);
    }
    const Value result = document.root()["result"];
    report_ = result["report"].canonical();
    text_ = std::string(result["table"].text());
    for (const Value change : result["changes"]) print(change.canonical());
    lines_ = "[";
    count_ = 0;
  }

  std::string ask(const Call& call) {
    std::string answer = host_.engine().dispatch(call.text());
    if (failed(answer)) refuse_answer(answer);
    return answer;
  }

  Host& host_;
  Call call_;
  std::string lines_ = "[", report_, text_;
  std::vector<std::string> zones_;
  std::size_t count_ = 0;
  std::int64_t read_ = 0;
  bool table_ = false, progress_ = false;
};

}  // namespace

int simulate(Host& host) {
  host.load_by_name();
  Simulation simulation(host);
  Lines lines(host.arguments().document());
  std::string_view line;
  while (lines.next(line)) simulation.line(line);
  return simulation.finish();
}

}  // namespace aftersale::cli
