// What an engine keeps under a name, and how a call's World is put together from it.
#pragma once

#include "aftersale/codec.hpp"
#include "aftersale/return_case.hpp"
#include "aftersale/world.hpp"

#include <memory>
#include <string>
#include <vector>

namespace aftersale {

/// Policies and orders by name. Few of each, so a plain list is enough.
class Library {
 public:
  ParsedTables tables;      // of the storefronts whose documents were read

  const Policy* policy(std::string_view name) const;
  const Order* order(std::string_view name) const;
  void keep(std::string_view name, std::unique_ptr<Policy> policy);
  void keep(std::string_view name, std::unique_ptr<Order> order);
  bool drop_policy(std::string_view name);
  bool drop_order(std::string_view name);

 private:
  template <class T>
  struct Entry { std::string name; std::unique_ptr<T> document; };
  std::vector<Entry<Policy>> policies_;
  std::vector<Entry<Order>> orders_;
};

/// A World together with the documents that a call brought along itself.
struct CallWorld {
  World world;
  std::vector<std::unique_ptr<Policy>> policies;
  std::unique_ptr<Order> order;
  std::vector<std::unique_ptr<ReturnCase>> cases;
};

/// Reads the World members of a call. Cases with the id `own_case` are left out of `world.cases`. With `order`, one of several
/// that the call brings, its cases alone count.
void read_world(Value call, const Library& library, CallWorld& out, Problems& problems, std::string_view own_case = {}, Value order = {});

/// Puts those of `found` that govern the order's buyer into the world, in the order of their layers, with the holidays of packs.
void take_policies(World& world, const std::vector<const Policy*>& found);

/// Zone name and packs that a decision about this call needs; see `requirements` in docs/wire.md.
void write_requirements(Writer& out, Value call, const Library& library, Problems& problems);

}  // namespace aftersale
