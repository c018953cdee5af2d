#include "eligibility/window.hpp"

#include <algorithm>

namespace aftersale {
namespace {

struct End { CivilDate last; bool extended = false; bool rolled = false; };

End last_day(const World& world, const WindowRule& w, CivilDate start, const std::vector<const Rule*>& extensions) {
  End end;
  end.last = start;
  if (w.days) end.last.days += static_cast<std::int32_t>(*w.days) - (w.first_day == FirstDay::included ? 1 : 0);
  if (w.months != 0) end.last = add_months(end.last, static_cast<int>(w.months));
  if (w.until && (!(w.days || w.months != 0) || end.last < *w.until)) end.last = *w.until;
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

WindowState apply_window(const World& world, const Line& line, const Rule& rule, const std::vector<const Rule*>& extensions) {
  const auto& w = std::get<WindowRule>(rule.body);
  WindowState state;
  state.rule = &rule;
  state.start = window_start(*world.order, line, w.from, w.transit_days);
  if (state.start.kind == Start::Kind::not_dispatched && w.from == WindowFrom::last_delivery) {
    // Something else of the order has yet to be sent, so the days have not begun. What is here may go back all the same.
    const Start own = window_start(*world.order, line, WindowFrom::delivery, w.transit_days);
    const Instant at = std::max(own.latest, world.now);
    if (own.kind != Start::Kind::not_dispatched) state.start = {Start::Kind::at_earliest, at, at};
  }
  if (state.start.kind == Start::Kind::not_dispatched) {
    state.kind = WindowState::Kind::not_dispatched;
    return state;
  }
  if (!w.days && !w.until && w.months == 0) {
    state.kind = WindowState::Kind::open;
    state.unlimited = true;
    return state;
  }
  state.first_day = local_date(world.zone, state.start.at);
  const End early = last_day(world, w, state.first_day, extensions);
  state.last_day = early.last;
  state.extended = early.extended;
  state.rolled = early.rolled;
  state.end = end_of_day(world.zone, early.last);
  state.latest_end = state.end;
  if (state.start.kind == Start::Kind::estimated) {
    state.latest_end = end_of_day(world.zone, last_day(world, w, local_date(world.zone, state.start.latest), extensions).last);
  }
  if (world.now < state.end) {
    state.kind = WindowState::Kind::open;
  } else if (state.start.kind == Start::Kind::at_earliest || world.now < state.latest_end) {
    state.kind = WindowState::Kind::uncertain;
  }
  return state;
}

}  // namespace aftersale
