#include "eligibility/window.hpp"
#include "json/text.hpp"

#include <algorithm>

namespace aftersale {
namespace {

struct End { CivilDate last; bool extended = false, rolled = false, paused = false; };

/// A recorded moment; a date is its first instant.
bool moment(const Facts& facts, const Zone& zone, std::string_view name, Instant& out) {
  const std::string_view text = name.empty() ? name : recorded_fact(facts, name);
  CivilDate date;
  if (!parse_date(text, date)) return parse_instant(text, out);
  out = start_of_day(zone, date);
  return true;
}

bool earliest(const Facts& facts, const Zone& zone, const std::vector<std::string>& names, Instant& out) {
  bool any = false;
  for (const std::string& name : names) {
    Instant one;
    if (!moment(facts, zone, name, one) || (any && out <= one)) continue;
    out = one;
    any = true;
  }
  return any;
}

Start start_of(const Facts& facts, const WindowRule& w, const Zone& zone, bool& absent) {
  Instant at;
  if (earliest(facts, zone, w.facts, at)) return {Start::Kind::known, at, at};
  const World& world = *facts.world;
  absent = w.from == WindowFrom::fact || (w.from == WindowFrom::notice && facts.item == nullptr);
  if (w.from == WindowFrom::notice) return {Start::Kind::known, world.asked(), world.asked()};
  if (absent) return {};
  Start start = window_start(*world.order, *facts.line, w.from, w.transit_days);
  if (start.kind != Start::Kind::not_dispatched || w.from != WindowFrom::last_delivery) return start;
  // Something else of the order has yet to be sent, so the days have not begun. What is here may go back all the same.
  const Start own = window_start(*world.order, *facts.line, WindowFrom::delivery, w.transit_days);
  const Instant earliest_end = std::max(own.latest, world.now);
  return own.kind == Start::Kind::not_dispatched ? start : Start{Start::Kind::at_earliest, earliest_end, earliest_end};
}

/// The number of days, also where a fact tells it.
bool days_of(const Facts& facts, const WindowRule& w, std::int64_t& days) {
  days = w.days.value_or(0);
  return w.days_fact.empty() || parse_integer(recorded_fact(facts, w.days_fact), days);
}

End last_day(const Facts& facts, const WindowRule& w, const Zone& zone, CivilDate start, const std::vector<const Rule*>& extensions) {
  const World& world = *facts.world;
  End end;
  std::int64_t days = 0;
  const bool counted = days_of(facts, w, days) && (w.days || !w.days_fact.empty());
  end.last = start;
  if (counted && w.first_day == FirstDay::included) --days;
  days = std::min<std::int64_t>(days, 36'500);
  if (days < 0) end.last.days += static_cast<std::int32_t>(days);
  const bool working = w.calendar == Calendar::working_days;
  if (!working && days > 0) end.last.days += static_cast<std::int32_t>(days);
  while (working && days > 0) days -= is_working_day(world, CivilDate{++end.last.days}) ? 1 : 0;
  if (w.months != 0) end.last = add_months(end.last, static_cast<int>(w.months));
  if (w.then_months != 0) end.last = add_months(end.last, static_cast<int>(w.then_months));
  if (w.until && (!(counted || w.months != 0) || end.last < *w.until)) end.last = *w.until;
  Instant stopped, resumed;
  if (moment(facts, zone, w.pause_from, stopped) && stopped < end_of_day(zone, end.last)) {
    if (!moment(facts, zone, w.pause_until, resumed)) resumed = world.asked();      // still being repaired
    const std::int32_t still = local_date(zone, resumed).days - local_date(zone, stopped).days;
    end.paused = still > 0;
    end.last.days += std::max(still, 0);
  }
  const CivilDate placed = local_date(world.zone, world.order->created_at);
  for (const Rule* rule : extensions) {
    const auto& e = std::get<ExtensionRule>(rule->body);
    if (e.placed_from <= placed && placed <= e.placed_until && end.last < e.until) {
      end.last = e.until;
      end.extended = true;
    }
  }
  if (w.roll == Roll::next_working_day) {
    while (!is_working_day(world, end.last)) {
      ++end.last.days;
      end.rolled = true;
    }
  }
  return end;
}

}  // namespace

bool is_working_day(const World& world, CivilDate date) {
  return weekday(date) < 5 && !std::binary_search(world.holidays.begin(), world.holidays.end(), date);
}

WindowState apply_window(const Facts& facts, const WindowRule& w, Instant asked, const std::vector<const Rule*>& extensions) {
  const World& world = *facts.world;
  const Zone& zone = w.clock == Clock::seller && world.seller_zone ? *world.seller_zone : world.zone;
  WindowState state;
  state.start = start_of(facts, w, zone, state.absent);
  std::int64_t days = 0;
  state.absent = state.absent || !days_of(facts, w, days);
  if (state.absent) return state;
  if (state.start.kind == Start::Kind::not_dispatched) {
    // Nobody is offered to return what is still to come, but who says that they withdraw has done so.
    state.unlimited = w.before_start && facts.item != nullptr && facts.basis == Basis::customer_remorse;
    state.kind = state.unlimited ? WindowState::Kind::open : WindowState::Kind::not_dispatched;
    return state;
  }
  if (!w.days && w.days_fact.empty() && !w.hours && !w.until && w.months == 0) {
    state.kind = WindowState::Kind::open;
    state.unlimited = true;
    return state;
  }
  state.first_day = local_date(zone, state.start.at);
  if (w.hours) {
    state.end = add_hours(zone, state.start.at, *w.hours, w.opens, w.closes);
    state.latest_end = add_hours(zone, state.start.latest, *w.hours, w.opens, w.closes);
    state.last_day = local_date(zone, Instant{state.end.ms - 1});
  } else {
    const End early = last_day(facts, w, zone, state.first_day, extensions);
    state.last_day = early.last;
    state.extended = early.extended;
    state.rolled = early.rolled;
    state.paused = early.paused;
    state.latest_end = state.end = end_of_day(zone, early.last);
    if (state.start.kind == Start::Kind::estimated) {
      state.latest_end = end_of_day(zone, last_day(facts, w, zone, local_date(zone, state.start.latest), extensions).last);
    }
  }
  if (asked < state.end) {
    state.kind = WindowState::Kind::open;
  } else if (state.start.kind == Start::Kind::at_earliest || asked < state.latest_end) {
    state.kind = WindowState::Kind::uncertain;
  }
  return state;
}

bool in_periods(const Rule& rule, const Facts& facts, WindowState* last) {
  for (const Period& period : rule.periods) {
    Instant at = asked_at(*facts.world, period.time);
    if (!period.time.at.empty() && !earliest(facts, facts.world->zone, period.time.at, at)) return false;
    const WindowState state = apply_window(facts, period.time, at);
    if (last != nullptr) *last = state;
    // Where the start is not certain both may be so, but what takes a right away has to be certain.
    const bool over = state.kind == WindowState::Kind::closed, either = state.kind == WindowState::Kind::uncertain;
    const bool takes = std::holds_alternative<ExcludeRule>(rule.body);
    if (state.absent || (either ? takes : over != period.after)) return false;
  }
  return true;
}

}  // namespace aftersale
