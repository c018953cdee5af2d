// One window of one policy, applied to one line: open, closed, or not to be told.
#pragma once

#include "aftersale/decision.hpp"
#include "eligibility/delivery.hpp"

namespace aftersale {

struct WindowState {
  enum class Kind : std::uint8_t { open, closed, uncertain, not_dispatched } kind = Kind::closed;
  const Rule* rule = nullptr;
  Start start;
  bool unlimited = false;
  bool excluded = false;               // a firm exclusion of the same policy stands against it
  bool doubted = false;                // an arguable exclusion does, or the window itself is arguable
  bool extended = false;               // a seasonal extension moved the end
  bool rolled = false;                 // weekends or holidays moved the end
  CivilDate first_day{}, last_day{};   // local; of the earliest possible start
  Instant end{}, latest_end{};         // exclusive; `latest_end` of the latest possible start

  [[nodiscard]] bool grants() const { return kind == Kind::open && !excluded && !doubted; }
};

/// `extensions` are the seasonal rules of the same policy version.
WindowState apply_window(const World& world, const Line& line, const Rule& rule, const std::vector<const Rule*>& extensions);

/// Weekends (Saturday, Sunday) and the world's holidays are no working days.
bool is_working_day(const World& world, CivilDate date);

}  // namespace aftersale
