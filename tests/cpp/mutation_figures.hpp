// Whether a figure of an answer follows from a figure of the document.
#pragma once

#include "mutation.hpp"

#include <set>

namespace mutations {

/// The whole number in minor units that a figure comes to when they have `digits` of them, rounded.
inline std::optional<std::int64_t> scaled(const Decimal& value, int digits) {
  Decimal d = value;
  for (; d.scale < digits; ++d.scale) d.coefficient *= 10;
  for (; d.scale > digits; --d.scale) d.coefficient = (d.coefficient + (d.scale == digits + 1 ? (d.coefficient < 0 ? -5 : 5) : 0)) / 10;
  if (d.coefficient > 9'000'000'000'000'000 || d.coefficient < -9'000'000'000'000'000) return std::nullopt;
  return static_cast<std::int64_t>(d.coefficient);
}

/// "/order/lines/7/discounts/0/amount/amount" as "/order/lines/*/discounts/*/amount/amount".
inline std::string role_of(const std::string& path) {
  std::string out;
  for (std::size_t i = 1, end = 0; i <= path.size(); i = end + 1) {
    end = std::min(path.find('/', i), path.size());
    const std::string step = path.substr(i, end - i);
    out += "/" + (!step.empty() && step.find_first_not_of("0123456789") == std::string::npos ? "*" : step);
  }
  return out;
}

inline std::int64_t minor_of(const std::string& text) {
  std::int64_t out = 0;
  for (const char c : text) out = c == '-' ? out : out * 10 + (c - '0');
  return text.starts_with('-') ? -out : out;
}

/// What an unspoiled answer tells that explanations lean on.
struct Known {
  bool totals = false;                  // every order states what it comes to, so parts that no longer add up are warned about
  std::set<std::int64_t> units = {1};   // quantities: a figure of one unit counts as often
  std::set<std::int64_t> prices;        // of one unit: a quantity counts so much
};

inline void gather_units(Value value, Known& known) {
  for (const Value child : value) {
    const std::optional<std::int64_t> units = child.key() == "quantity" || child.key() == "canceled" ? child.integer() : std::nullopt;
    if (units && *units > 0) known.units.insert(*units);
    const std::optional<std::int64_t> price = child.key() == "unitPrice" ? child["amount"].integer() : std::nullopt;
    if (price) known.prices.insert(*price);
    gather_units(child, known);
  }
}

inline Known known_of(Value result) {
  Known out;
  gather_units(result, out);
  const auto stated = [](Value order) { return order["totals"]["total"].exists(); };
  out.totals = stated(result["order"]) || result["orders"].size() != 0;
  for (const Value order : result["orders"]) out.totals = out.totals && stated(order);
  return out;
}

/// One of those that what an order comes to is made of.
inline bool is_part(const std::string& path) {
  for (const std::string_view part : {"/unitPrice/", "/gross/", "/discount", "/taxes/", "/price/"}) {
    if (path.find(part) != std::string::npos) return true;
  }
  return false;
}

/// How many digits behind the point documents count in: whole units, hundredths, the thousandths of a few currencies, the ten-thousandths
/// of exact prices; and hundredths of a currency that has none.
constexpr std::array counted_in = {0, 2, 3, 4, -2};

/// What changes in all figures of one role comes to what the document's figure changed by, once or for each unit; each may be a
/// minor unit off by its rounding.
inline bool comes_to(std::int64_t sum, std::int64_t by, std::int64_t roundings, const Known& known) {
  for (const std::int64_t units : known.units) {
    for (const std::int64_t times : {units, -units}) {
      if (std::abs(sum - by * times) <= roundings) return true;
    }
  }
  return false;
}

/// A changed figure is shown as it is now, or all that plays one role in the answer changes by as much.
inline bool explained_role(const Decimal& was, const Decimal& is, const std::vector<Difference>& role, const Known& known) {
  std::int64_t sum = 0;
  for (const Difference& d : role) sum += minor_of(d.is) - minor_of(d.was);
  Decimal off = was;
  off.coefficient = -off.coefficient;
  const Decimal change = add(is, off);
  for (const int digits : counted_in) {
    const std::optional<std::int64_t> now = scaled(is, digits), by = scaled(change, digits);
    for (const Difference& d : role) {
      if (now && std::abs(minor_of(d.is)) == std::abs(*now)) return true;
    }
    if (by && *by != 0 && comes_to(sum, *by, static_cast<std::int64_t>(role.size()), known)) return true;
  }
  // So many units more at their price. The price of one is what all cost by their number.
  const std::optional<std::int64_t> before = scaled(was, 0), after = scaled(is, 0);
  for (const std::int64_t price : known.prices) {
    if (before && after && *before != *after && std::abs(*after - *before) < 1'000'000 && std::abs(sum) == std::abs(price * (*after - *before))) return true;
  }
  for (const Difference& d : role) {
    if (!before || !after || *before <= 0 || *after <= 0 || *before > 1'000'000 || *after > 1'000'000) return false;
    if (std::abs(minor_of(d.was) * *before - minor_of(d.is) * *after) > *before + *after) return false;
  }
  return true;
}

using Roles = std::map<std::string, std::vector<Difference>>;

/// The first difference in figures that a figure of the document does not explain by being `is` instead of `was`.
inline std::optional<Difference> unexplained(const Decimal& was, const Decimal& is, const std::vector<Difference>& changed, const Known& known) {
  Roles roles;
  for (const Difference& d : changed) {
    if (d.leaf == Leaf::figure) roles[role_of(d.path)].push_back(d);
  }
  for (const auto& [role, all] : roles) {
    // What the order comes to is stated and is the same, so its parts are told otherwise, and the core has added them up.
    if (known.totals && is_part(role)) continue;
    if (!explained_role(was, is, all, known)) return all.front();
  }
  return std::nullopt;
}

/// Figures below a node, as the document has them.
inline void figures_below(const Tree& tree, std::size_t at, std::vector<Decimal>& out) {
  Decimal figure;
  if (is_figure(tree.nodes[at]) && parse_decimal(tree.nodes[at].plain, figure)) out.push_back(figure);
  for (const std::size_t child : tree.nodes[at].children) figures_below(tree, child, out);
}

inline bool holds_figure(const std::vector<Decimal>& figures, std::int64_t minor) {
  for (const Decimal& figure : figures) {
    for (const int digits : counted_in) {
      const std::optional<std::int64_t> whole = scaled(figure, digits);
      if (whole && std::abs(*whole) == std::abs(minor)) return true;
    }
  }
  return false;
}

/// Whether two of them come to it.
inline bool holds_pair(const std::vector<Decimal>& figures, std::int64_t minor) {
  for (std::size_t i = 0; i < figures.size(); ++i) {
    for (std::size_t k = i + 1; k < figures.size(); ++k) {
      if (holds_figure({add(figures[i], figures[k])}, minor)) return true;
    }
  }
  return false;
}

}  // namespace mutations
