#include "json/sort.hpp"

namespace aftersale {

std::vector<std::uint32_t> sorted_order(std::uint32_t n, bool (*before)(const void*, std::uint32_t, std::uint32_t), const void* context) {
  std::vector<std::uint32_t> order(n), spare(n);
  for (std::uint32_t i = 0; i < n; ++i) order[i] = i;
  for (std::uint32_t width = 1; width < n; width *= 2) {
    for (std::uint32_t start = 0; start < n; start += 2 * width) {
      const std::uint32_t middle = start + width < n ? start + width : n;
      const std::uint32_t end = middle + width < n ? middle + width : n;
      std::uint32_t a = start, b = middle;
      for (std::uint32_t to = start; to < end; ++to) {
        const bool right = a == middle || (b < end && before(context, order[b], order[a]));
        spare[to] = order[right ? b++ : a++];
      }
    }
    order.swap(spare);
  }
  return order;
}

}  // namespace aftersale
