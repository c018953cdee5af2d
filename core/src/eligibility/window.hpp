// One stretch of time, applied to one line: open, closed, or not to be told.
#pragma once

#include "aftersale/decision.hpp"
#include "eligibility/delivery.hpp"
#include "policy/condition.hpp"

namespace aftersale {

struct WindowState {
  enum class Kind : std::uint8_t { open, closed, uncertain, not_dispatched } kind = Kind::closed;
  const Rule* rule = nullptr;
  Start start;
  bool absent = false;                 // what would start it has not happened, so it says nothing
  bool unlimited = false;
  bool excluded = false;               // a firm exclusion of the same policy stands against it
  bool doubted = false;                // an arguable exclusion does, or the window itself is arguable
  bool extended = false;               // a seasonal extension moved the end
  bool rolled = false;                 // weekends or holidays moved the end
  bool paused = false;                 // a repair moved the end
  CivilDate first_day{}, last_day{};   // local; of the earliest possible start
  Instant end{}, latest_end{};         // exclusive; `latest_end` of the latest possible start

  [[nodiscard]] bool grants() const { return kind == Kind::open && !excluded && !doubted; }
  [[nodiscard]] bool dated() const { return !absent && !unlimited && kind != Kind::not_dispatched; }
};

/// How `time` stands at the moment `asked`. `extensions` are the seasonal rules of the same policy version.
WindowState apply_window(const Facts& facts, const WindowRule& time, Instant asked, const std::vector<const Rule*>& extensions = {});

/// The request's moment as a window counts it: when it was sent, or when it arrived.
inline Instant asked_at(const World& world, const WindowRule& time) { return time.notice == NoticeBy::received ? world.now : world.asked(); }

/// Whether the rule's periods let it count. `last` receives the last of them when it is not null.
bool in_periods(const Rule& rule, const Facts& facts, WindowState* last = nullptr);

/// Weekends (Saturday, Sunday) and the world's holidays are no working days.
bool is_working_day(const World& world, CivilDate date);

/// `hours` later; between `opens` and `closes` (minutes of the local day) only, where they differ.
Instant add_hours(const Zone& zone, Instant start, std::int64_t hours, std::int64_t opens, std::int64_t closes);

}  // namespace aftersale
