// What single units of a line carry of an amount that was stated for the whole line.
#pragma once

#include "aftersale/money.hpp"

namespace aftersale::settlement {

/// Adds within +-minor_max. For figures from documents that nobody vouches for: they may be absurd, never undefined.
constexpr Minor plus(Minor a, Minor b) {
  const Minor sum = a + b;
  return sum > minor_max ? minor_max : sum < -minor_max ? -minor_max : sum;
}

/// Units of one line that are gone already, and what they took of one amount.
struct Taken {
  std::int64_t quoted = 0;      // units whose share is known, from quotes
  Minor amount = 0;             // what those took
  std::int64_t blank = 0;       // units whose share nobody stated: canceled, or returned by way of the storefront
};

/// What the first `units` of `of` equal units carry of `total`: the prefix sum of allocate() over equal weights.
Minor first_share(Minor total, std::int64_t units, std::int64_t of);

/// What the next `units` carry of `total`. Every unit carries floor(total / of) or one more, and the units that carry one
/// more come first. Counting what is really held, and not how many have gone before, keeps the sum exact also when a
/// return in the middle is called off and its units are asked for again.
Minor next_share(Minor total, std::int64_t of, const Taken& taken, std::int64_t units);

}  // namespace aftersale::settlement
