#include "engine/library.hpp"

#include <algorithm>

namespace aftersale {
namespace {

template <class Entries>
auto find_in(Entries& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(), [name](const auto& entry) { return entry.name == name; });
}

template <class Entries, class Document>
void put(Entries& entries, std::string_view name, Document document) {
  const auto at = find_in(entries, name);
  if (at != entries.end()) at->document = std::move(document);
  else entries.push_back({std::string(name), std::move(document)});
}

template <class Entries>
bool drop(Entries& entries, std::string_view name) {
  const auto at = find_in(entries, name);
  if (at == entries.end()) return false;
  entries.erase(at);
  return true;
}

}  // namespace

const Policy* Library::policy(std::string_view name) const {
  const auto at = find_in(policies_, name);
  return at == policies_.end() ? nullptr : at->document.get();
}
const Order* Library::order(std::string_view name) const {
  const auto at = find_in(orders_, name);
  return at == orders_.end() ? nullptr : at->document.get();
}
void Library::keep(std::string_view name, std::unique_ptr<Policy> policy) { put(policies_, name, std::move(policy)); }
void Library::keep(std::string_view name, std::unique_ptr<Order> order) { put(orders_, name, std::move(order)); }
bool Library::drop_policy(std::string_view name) { return drop(policies_, name); }
bool Library::drop_order(std::string_view name) { return drop(orders_, name); }

}  // namespace aftersale
