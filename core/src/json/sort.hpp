// One stable sort for the whole core. The standard library's would be compiled anew for every type, which is a large part of a
// small WebAssembly module; here only the comparison and the moving are.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace aftersale {

/// The stable order of the indices 0 … n-1 (merge sort). `before(context, a, b)` compares the things at two indices.
std::vector<std::uint32_t> sorted_order(std::uint32_t n, bool (*before)(const void* context, std::uint32_t a, std::uint32_t b), const void* context);

template <class T, class Less>
void stable_sort(std::vector<T>& items, Less less) {
  struct Context { const T* items; const Less* less; };
  const Context context{items.data(), &less};
  const std::vector<std::uint32_t> order = sorted_order(
      static_cast<std::uint32_t>(items.size()),
      [](const void* raw, std::uint32_t a, std::uint32_t b) {
        const auto& c = *static_cast<const Context*>(raw);
        return static_cast<bool>((*c.less)(c.items[a], c.items[b]));
      },
      &context);
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const std::uint32_t index : order) sorted.push_back(std::move(items[index]));
  items.swap(sorted);
}

template <class T>
void stable_sort(std::vector<T>& items) {
  stable_sort(items, [](const T& a, const T& b) { return a < b; });
}

}  // namespace aftersale
