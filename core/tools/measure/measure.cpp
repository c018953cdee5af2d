// Indicators of service. Published definitions differ, so the formula stands in each answer.
#include "measure/measure.hpp"

#include "aftersale/money.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"

#include <array>

namespace aftersale::tools {
namespace {

constexpr std::int64_t most = 1'000'000'000;

/// Hundredths as a decimal text: 9032 is "90.32".
std::string decimal(std::int64_t hundredths) {
  const bool negative = hundredths < 0;
  const std::int64_t size = negative ? -hundredths : hundredths;
  return join({negative ? "-" : "", integer_text(size / 100), size % 100 < 10 ? ".0" : ".", integer_text(size % 100)});
}

bool nothing(Problems& problems, Value value, const char* member) {
  problems.error("empty", value.pointer(member), "there is nothing to take a share of", "give at least one");
  return false;
}

/// Net promoter score: the share of 9 and 10 less the share of 0 to 6.
bool nps(Writer& out, Fields& f) {
  std::int64_t promoters = 0, passives = 0, detractors = 0;
  f.integer("promoters", promoters, 0, most);
  f.integer("passives", passives, 0, most);
  f.integer("detractors", detractors, 0, most);
  if (!f.problems().ok()) return false;
  const std::int64_t all = promoters + passives + detractors;
  if (all == 0) return nothing(f.problems(), f.value(), "promoters");
  out.field("formula", "(promoters - detractors) / all x 100").field("value", decimal(scale(promoters - detractors, 10'000, all)));
  return true;
}

/// Customer satisfaction, top two boxes: the share of 4 and 5 among all answers from 1 to 5.
bool csat(Writer& out, Fields& f) {
  const Value scores = f.need("scores");
  std::array<std::int64_t, 5> counts{};
  Fields boxes(scores, f.problems());
  static constexpr const char* names[] = {"1", "2", "3", "4", "5"};
  std::int64_t all = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    boxes.maybe_integer(names[i], counts[i], 0, most);
    all += counts[i];
  }
  boxes.done();
  if (!f.problems().ok()) return false;
  if (all == 0) return nothing(f.problems(), f.value(), "scores");
  out.field("formula", "answers of 4 and 5 / all x 100").field("value", decimal(scale(counts[3] + counts[4], 10'000, all)));
  return true;
}

struct Level { std::int64_t least; const char* name; };
// GB/T 27922-2011, best first, in hundredths of a point.
constexpr Level levels[] = {{9500, "five_star"}, {9000, "four_star"}, {8000, "three_star"}, {7000, "pass"}};
constexpr std::int64_t deductions_fail = 5;

/// GB/T 27922-2011: earned of applicable points x 100, a point less for each special deduction, five of which fail.
bool service_score(Writer& out, Fields& f) {
  std::int64_t earned = 0, applicable = 0, deductions = 0;
  bool bonus = false;
  f.integer("earned", earned, 0, most);
  f.integer("applicable", applicable, 1, most);
  f.maybe_integer("specialDeductions", deductions, 0, 1000);
  f.maybe_bool("specialBonus", bonus);
  if (f.problems().ok() && earned > applicable) f.problems().error("out_of_range", f.value().pointer("earned"), "more points than are applicable", "leave out deleted indicators in both");
  if (!f.problems().ok()) return false;
  const std::int64_t before = scale(earned, 10'000, applicable);
  const std::int64_t after = before - deductions * 100 + (bonus ? 100 : 0);
  const char* reached = "fail";
  for (const Level& level : levels) {
    if (deductions >= deductions_fail || after < level.least) continue;
    reached = level.name;
    break;
  }
  out.field("beforeSpecial", decimal(before)).field("formula", "earned / applicable x 100, 1 less for each special deduction").field("level", reached);
  out.field("value", decimal(after));
  return true;
}

// By Metric.
constexpr bool (*metrics[])(Writer&, Fields&) = {nps, csat, service_score};

}  // namespace

void measure_op(Writer& out, Value call, Library&, Problems& problems) {
  Fields head(call, problems);
  Metric metric{};
  const bool known = read_enum(head.need("metric"), metric, problems);
  const Value given = head.need("given");
  if (!known || !given.exists()) return;
  Fields f(given, problems);
  Writer result;
  result.begin_object();
  const bool done = metrics[static_cast<std::size_t>(metric)](result, f);
  f.done();
  if (!done || !problems.ok()) return;
  result.field("metric", to_text(metric)).end_object();
  out.raw(result.text());
}

}  // namespace aftersale::tools
