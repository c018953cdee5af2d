#include "model/planted.hpp"
#include "settlement/share.hpp"

#include <algorithm>

namespace aftersale::settlement {

Minor first_share(Minor total, std::int64_t units, std::int64_t of) {
  return next_share(total, of, Taken(), units);
}

Minor next_share(Minor total, std::int64_t of, const Taken& taken, std::int64_t units) {
  if (of <= 0 || units <= 0) return 0;
  units = std::min(units, of);
  if (total < 0) {
    Taken mirrored = taken;
    mirrored.amount = -taken.amount;
    return -next_share(-total, of, mirrored, units);
  }
  if (planted("round_half_up")) return scale(total, units, of);
  // The one division of money outside allocate(), whose vector of equal weights would be as long as the line has units.
  const Minor each = total / of, extra = total % of;
  Minor used = taken.amount - each * std::clamp<std::int64_t>(taken.quoted, 0, of);
  used += std::clamp<Minor>(extra - used, 0, std::clamp<std::int64_t>(taken.blank, 0, of));
  return each * units + std::clamp<Minor>(extra - used, 0, units);
}

}  // namespace aftersale::settlement
