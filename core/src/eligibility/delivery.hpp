// When goods left and arrived: what the shipments of an order say about a line, or about the whole order.
#pragma once

#include "aftersale/order.hpp"

namespace aftersale {

/// The moment from which a window runs, as far as it is known.
struct Start {
  enum class Kind : std::uint8_t {
    known,          // `at`
    estimated,      // between `at` and `latest`
    at_earliest,    // not before `at`; how much later is unknown
    not_dispatched, // the goods have not left the shop
    canceled,
  } kind = Kind::known;
  Instant at{}, latest{};
};

/// Start of a window for one line. `transit_days` is added to the dispatch when nothing better is known (0: not).
Start window_start(const Order& order, const Line& line, WindowFrom from, std::int64_t transit_days);

}  // namespace aftersale
