// Whether what was answered to a mutated document can be explained by the mutation.
#pragma once

#include "mutation.hpp"

#include "aftersale/time.hpp"
#include "json/text.hpp"

namespace mutations {

/// The whole number in minor units that a difference of two figures comes to when they have `digits` of them, rounded.
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

/// A changed figure is shown as it is now, or what is made of it changes by as much, once or for each unit.
inline bool explained_figure(const Decimal& was, const Decimal& is, const std::vector<Difference>& changed) {
  std::map<std::string, std::int64_t> sums;
  for (const Difference& d : changed) {
    if (d.leaf == Leaf::figure) sums[role_of(d.path)] += minor_of(d.is) - minor_of(d.was);
  }
  Decimal off = was;
  off.coefficient = -off.coefficient;
  const Decimal change = add(is, off);
  for (int digits = -2; digits <= 4; ++digits) {
    const std::optional<std::int64_t> now = scaled(is, digits), by = scaled(change, digits);
    for (const Difference& d : changed) {
      if (d.leaf == Leaf::figure && now && std::abs(minor_of(d.is)) == std::abs(*now)) return true;
    }
    if (!by || *by == 0) continue;
    for (const auto& [role, sum] : sums) {
      if (std::abs(sum - *by) <= 1 || std::abs(sum + *by) <= 1) return true;      // by a rounding
      if (*by != 0 && sum % *by == 0 && sum / *by >= -1000 && sum / *by <= 1000 && sum != 0) return true;
    }
  }
  return false;
}

/// What an order comes to is stated and is the same, so its parts are told otherwise, and the core has added them up.
inline bool only_parts(const std::vector<Difference>& changed) {
  for (const Difference& d : changed) {
    const bool part = d.path.find("/unitPrice/") != std::string::npos || d.path.find("/gross/") != std::string::npos || d.path.find("/discount") != std::string::npos ||
                      d.path.find("/taxes/") != std::string::npos || d.path.find("/price/") != std::string::npos;
    if (d.leaf == Leaf::figure && !part) return false;
  }
  return true;
}

/// Figures below a node, as the document has them.
inline void figures_below(const Tree& tree, std::size_t at, std::vector<Decimal>& out) {
  Decimal figure;
  if (is_figure(tree.nodes[at]) && parse_decimal(tree.nodes[at].plain, figure)) out.push_back(figure);
  for (const std::size_t child : tree.nodes[at].children) figures_below(tree, child, out);
}

inline bool holds_figure(const std::vector<Decimal>& figures, std::int64_t minor) {
  for (const Decimal& figure : figures) {
    for (int digits = -2; digits <= 4; ++digits) {
      const std::optional<std::int64_t> whole = scaled(figure, digits);
      if (whole && std::abs(*whole) == std::abs(minor)) return true;
    }
  }
  return false;
}

/// What a JSON text says by itself.
inline std::string plain_of(const std::string& text) {
  Problems problems;
  const Document document = Document::parse(text, problems);
  return problems.ok() ? std::string(document.root().text()) : std::string();
}

/// Members that storefronts leave out where there is nothing to tell: without them nothing was sent, and nothing came back.
inline bool absent_means_none(const std::string& pointer) {
  for (const std::string_view name : {"/shipmentState", "/refund_status", "/invoice_no", "/orderPlacedQuantity"}) {
    if (pointer.ends_with(name)) return true;
  }
  return false;
}

/// A moment, as a text or a count.
inline bool is_time(const Node& node) {
  Instant ignored;
  std::int64_t count = 0;
  if (node.kind == 's' && node.plain.size() >= 10 && (parse_instant(node.plain, ignored) || (node.plain[4] == '-' && node.plain[7] == '-') || node.plain[3] == ',')) return true;
  return parse_integer(node.plain, count) && count > 1'000'000'000 && count < 3'000'000'000'000;
}

/// What cannot be explained, in words; empty when all can.
inline std::string fault_of(const Tree& tree, const Mutation& mutation, const std::vector<Difference>& all) {
  const auto told = [](const Difference& d) { return d.path + ": \"" + d.was + "\" became \"" + d.is + "\""; };
  const std::size_t at = mutation.edits.front().at;
  const Node& node = tree.nodes[at];
  const std::string& text = mutation.edits.front().text;
  const std::string plain = plain_of(text);
  if (mutation.kind == Kind::several || mutation.kind == Kind::swapped || mutation.kind == Kind::doubled) return {};
  // Net prices with taxes beside them say the same as prices that hold them, as long as nothing adds up otherwise.
  for (const Difference& d : all) {
    if (d.path.ends_with("/taxMode") && !d.is.empty()) return {};
  }
  // An unknown word that is kept and shown as the storefront's is no secret.
  for (const Difference& d : all) {
    if (mutation.kind == Kind::other_text && !plain.empty() && d.is == plain && !d.path.ends_with("/amount")) return {};
  }
  // An empty text and false count as nothing.
  const bool nothing = text == R"("")" || text == "false";
  switch (nothing ? Kind::nothing : mutation.kind) {
    case Kind::unknown:
      return all.empty() ? "" : "a member that nobody knows changed " + told(all.front());
    case Kind::retyped:
      for (const Difference& d : all) {
        if (d.leaf != Leaf::other) return "a figure of another type changed " + told(d);
      }
      return {};
    case Kind::other_type:
    case Kind::other_text:
      for (const Difference& d : all) {
        if (d.leaf == Leaf::other) continue;
        // A text may be shown as it is now, and a number that is one may count. 0 is no time.
        if (d.leaf == Leaf::word && !d.is.empty() && (plain.find(d.is) != std::string::npos || d.is.find(plain) != std::string::npos)) continue;
        if ((d.path.ends_with("/at") || d.path.ends_with("/shippedAt")) && d.is.empty() && mutation.kind == Kind::other_text) continue;
        if (text == "0" || text == "-7") continue;
        return "what is no value of its kind changed " + told(d);
      }
      return {};
    case Kind::dropped:
    case Kind::nothing: {
      std::vector<Decimal> gone;
      figures_below(tree, at, gone);
      std::vector<Difference> lost;
      std::int64_t sum = 0;
      for (const Difference& d : all) {
        if (d.leaf != Leaf::figure) continue;
        sum += minor_of(d.was) - minor_of(d.is);
        // Of a thing that is not told any more nothing is told.
        if (d.is.empty() && (node.kind == 'o' || node.kind == 'a' || is_time(node))) continue;
        if (node.kind == 'b' || (d.was == "0" && d.is.empty()) || (d.is == "0" && is_time(node)) || absent_means_none(tree.pointer(at))) continue;
        if (!holds_figure(gone, minor_of(d.was) - minor_of(d.is)) && !holds_figure(gone, minor_of(d.was))) lost.push_back(d);
      }
      if (lost.empty() || holds_figure(gone, sum)) return {};
      // Without its figure, a list of parts may be told by its sum; what is made of several changes by what is gone.
      for (const Decimal& figure : gone) {
        if (explained_figure(figure, Decimal(), all)) return {};
      }
      return "what does not stand there is lost: " + told(lost.front());
    }
    case Kind::other_figure:
    case Kind::extreme: {
      Decimal was, is;
      parse_decimal(node.plain, was);
      if (!parse_decimal(plain, is)) is = Decimal();
      bool figures = false;
      for (const Difference& d : all) {
        figures = figures || d.leaf == Leaf::figure;
        // A number that stands for a word, or names something, is shown as such; a rate shows beside what it makes.
        if (d.leaf != Leaf::figure && (d.is == plain || d.was == node.plain || d.path.ends_with("/rate"))) return {};
        // A number that stands for a word of the storefront's.
        if (d.path.ends_with("/native") || d.path.ends_with("/status")) return {};
        // Nothing became something.
        if (was.coefficient == 0 && d.was.empty()) return {};
      }
      if (!figures || explained_figure(was, is, all) || only_parts(all)) return {};
      if (node.key == "fractionDigits" || (is.coefficient == 0 && absent_means_none(tree.pointer(at)))) return {};
      for (const Difference& d : all) {
        if (d.leaf == Leaf::figure) return "another figure changed " + told(d);
      }
      return {};
    }
    default: return {};
  }
}

}  // namespace mutations
