// Whether what was answered to a mutated document can be explained by the mutation. What is let through says why it is right.
#pragma once

#include "mutation_figures.hpp"

#include "aftersale/time.hpp"
#include "json/text.hpp"

namespace mutations {

/// What a JSON text says by itself.
inline std::string plain_of(const std::string& text) {
  Problems problems;
  const Document document = Document::parse(text, problems);
  return problems.ok() ? std::string(document.root().text()) : std::string();
}

/// Members that storefronts leave out where there is nothing to tell: commercetools' shipmentState and Taobao's invoice_no before
/// anything is sent, TikTok Shop's package_id before anything is packed, and Vendure's orderPlacedQuantity, which it has since 2.2:
/// without it no units were taken off.
inline bool absent_means_none(const std::string& pointer) {
  for (const std::string_view name : {"/shipmentState", "/invoice_no", "/package_id", "/orderPlacedQuantity"}) {
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

inline bool tells_time(const std::string& path) {
  for (const std::string_view name : {"/at", "/shippedAt", "/createdAt", "/due", "/earliest", "/latest"}) {
    if (path.ends_with(name)) return true;
  }
  return false;
}

/// A number in a member of such a name is a word of the storefront's: one that is not known is warned about, and another one that
/// is known says something else.
inline bool is_code(const Node& node) {
  for (const std::string_view name : {"status", "Status", "state", "State", "type", "Type", "tag", "status_id"}) {
    if (node.key.ends_with(name)) return true;
  }
  return false;
}

inline bool counts_units(const Node& node) {
  for (const std::string_view name : {"uantity", "count", "num"}) {
    if (node.key.find(name) != std::string::npos) return true;
  }
  return false;
}

inline std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }
inline std::string told(const Difference& d) { return d.path + ": \"" + d.was + "\" became \"" + d.is + "\""; }

/// One change of one place, and what differs since.
struct Case {
  const Tree& tree;
  const Known& known;
  std::size_t at;
  std::string text, plain;           // what stands there now, as JSON and by itself
  std::vector<Difference> changed;
  [[nodiscard]] const Node& node() const { return tree.nodes[at]; }
};

/// A text that is no word of the storefront's, or nothing that could be a value there.
inline std::string fault_of_other(const Case& c, bool text) {
  // Where an unknown word is kept and shown as the storefront's own it is no secret what it does to the words beside it, or to those
  // of the order that shows it. As the id of a record of a list it is another record, and what belongs to it has moved there.
  std::vector<std::string> shown, moved;
  for (const Difference& d : c.changed) {
    if (c.plain.empty() || d.is != c.plain || d.leaf == Leaf::figure) continue;
    const std::size_t native = d.path.find("/source/native/");
    shown.push_back(native != std::string::npos ? d.path.substr(0, native) : parent_of(d.path));
    if (d.path.ends_with("/id")) moved.push_back(parent_of(parent_of(d.path)));
  }
  const auto below = [](const std::string& path, const std::vector<std::string>& all) {
    for (const std::string& one : all) {
      if (path.starts_with(one + '/')) return true;
    }
    return false;
  };
  for (const Difference& d : c.changed) {
    if (d.leaf == Leaf::other || (d.leaf == Leaf::word && below(d.path, shown)) || below(d.path, moved)) continue;
    // It is shown as it is now, whole or in part: the digits of a global id, a rate beside its percent.
    if (d.leaf == Leaf::word && !c.plain.empty() && !d.is.empty() && (c.plain.find(d.is) != std::string::npos || d.is.find(c.plain) != std::string::npos)) continue;
    // A text that is no moment is none, and neither is 0; without one a parcel has not arrived.
    const bool arrival = is_time(c.node()) && d.path.ends_with("/status") && d.was == "delivered" && d.is == "shipped";
    // In place of a word a number is another word, which names no moment.
    const bool word = c.node().kind == 's' && !is_time(c.node());
    if ((text || word || c.text == "0") && (arrival || (tells_time(d.path) && d.is.empty()))) continue;
    return "what is no value of its kind changed " + told(d);
  }
  return {};
}

/// Another figure in place of one.
inline std::string fault_of_figure(Case c) {
  Decimal was, is;
  parse_decimal(c.node().plain, was);
  if (!parse_decimal(c.plain, is)) is = Decimal();
  // With how many digits amounts are counted: all of them are others, as the document says.
  if (c.node().key == "fractionDigits" || (is.coefficient == 0 && absent_means_none(c.tree.pointer(c.at)))) return {};
  if (is_code(c.node())) return {};
  bool rated = false, paid = false;
  for (const Difference& d : c.changed) {
    // It names something or stands for a word of the storefront's, and is shown as such: another thing or word has other figures.
    if (d.leaf != Leaf::figure && (d.was == c.node().plain || (d.is == c.plain && d.path.ends_with("/id")))) return {};
    rated = rated || d.path.ends_with("/rate");
    paid = paid || (d.path.starts_with("/order/tenders/") && d.path.ends_with("/amount/amount") && d.path.find("/refunded/") == std::string::npos);
  }
  std::vector<Difference> left;
  std::vector<Decimal> stands;
  figures_below(c.tree, 0, stands);
  for (const Difference& d : c.changed) {
    if (d.leaf != Leaf::figure) continue;
    if (was.coefficient == 0 && (d.was.empty() || d.was == "0")) continue;      // nothing became something
    if (paid && d.path.find("/refunded/") != std::string::npos) continue;      // what went back is shared out over what was paid
    if (rated && is_part(d.path)) continue;                   // what a rate makes is told beside it
    // Units are told as they stand with a parcel or a return, as far as there are so many of the line.
    // What was added to a total for units that were taken off is not, where they are there again.
    if (counts_units(c.node()) && (d.path.ends_with("/quantity") || d.path.find("/totals/total/") != std::string::npos) && holds_figure(stands, minor_of(d.is))) continue;
    if (counts_units(c.node()) && d.path.ends_with("/canceled") && d.is.empty()) continue;      // a line that has units again has not lost them
    left.push_back(d);
  }
  const std::optional<Difference> d = unexplained(was, is, left, c.known);
  return d ? "another figure changed " + told(*d) : "";
}

/// What does not stand there any more, or stands there twice.
inline std::string fault_of_gone(const Case& c, int sign) {
  std::vector<Decimal> gone;
  figures_below(c.tree, c.at, gone);
  const Node& node = c.node();
  std::vector<Difference> lost;
  std::int64_t sum = 0;
  for (const Difference& d : c.changed) {
    if (d.leaf != Leaf::figure) continue;
    const std::int64_t by = (minor_of(d.was) - minor_of(d.is)) * sign;
    sum += by;
    // Of a thing that is not told any more nothing is told; of one that is told twice, all.
    if ((sign > 0 ? d.is : d.was).empty() && (node.kind == 'o' || node.kind == 'a' || is_time(node))) continue;
    if ((d.was == "0" && d.is.empty()) || (d.is == "0" && is_time(node)) || absent_means_none(c.tree.pointer(c.at))) continue;
    if (sign < 0 && d.path.ends_with("/quantity") && std::abs(by) == 1) continue;      // without a number it is one more unit
    // A refund that names no return of Shopify's is none of one: its units are told by themselves.
    if (sign > 0 && node.key == "return" && d.was.empty() && d.path.starts_with("/order/returns/")) continue;
    if (sign < 0 && holds_pair(gone, by)) continue;      // two payments of a refund that stands there twice
    if (!holds_figure(gone, by) && !holds_figure(gone, minor_of(sign > 0 ? d.was : d.is))) lost.push_back(d);
  }
  if (lost.empty() || holds_figure(gone, sum)) return {};
  // Without its figure, a list of parts may be told by its sum; what is made of several changes by what is gone.
  for (const Decimal& figure : gone) {
    if (sign > 0 ? !unexplained(figure, Decimal(), c.changed, c.known) : !unexplained(Decimal(), figure, c.changed, c.known)) return {};
  }
  return std::string(sign > 0 ? "what does not stand there is lost: " : "what stands there twice is told so: ") + told(lost.front());
}

/// A scalar that stands elsewhere in the document too. A word in place of a word is another document, and so are lists and objects.
inline std::string fault_of_swapped(const Case& c, Value now) {
  if (!now.is_string() && !now.is_number()) return {};
  Node other;
  other.kind = now.is_string() ? 's' : 'd';
  other.plain = c.plain;
  const bool figure = is_figure(c.node()), is = is_figure(other);
  if (figure && is) return fault_of_figure(c);
  if (!figure || is) return {};
  if (is_time(c.node()) && is_time(other)) return {};      // a moment in place of one, as a text in place of a count
  // A number may name a rate that stands in another list: where no such is found the tax is told by its amount alone.
  Case rest = c;
  rest.changed.clear();
  for (const Difference& d : c.changed) {
    if (!d.path.ends_with("/rate") || !d.is.empty()) rest.changed.push_back(d);
  }
  return fault_of_other(rest, now.is_string());
}

/// What cannot be explained, in words; empty when all can.
inline std::string fault_of(const Tree& tree, const Known& known, const Mutation& mutation, const std::vector<Difference>& all) {
  // Three changes at once explain too much: they are there for answers that are none, and for readings that cannot be read back.
  if (mutation.kind == Kind::several) return {};
  const Edit& edit = mutation.edits.front();
  Case c{tree, known, edit.at, edit.text, plain_of(edit.text), {}};
  // Net prices with taxes beside them say the same as prices that hold them, where what they come to is stated and was compared.
  bool mode = false;
  for (const Difference& d : all) mode = mode || (d.path.ends_with("/taxMode") && !d.is.empty() && known.totals);
  const auto told_otherwise = [](const Difference& d) {
    return d.path.ends_with("/taxMode") || (d.leaf == Leaf::figure && (is_part(d.path) || d.path.find("/totals/goods/") != std::string::npos));
  };
  for (const Difference& d : all) {
    if (!mode || !told_otherwise(d)) c.changed.push_back(d);
  }
  const bool figure = is_figure(c.node());
  // A no where there was a yes says something else, as does a yes.
  if (c.node().kind == 'b' && (edit.text == "true" || edit.text == "false")) return {};
  // An empty text and false count as nothing.
  switch (edit.text == R"("")" || edit.text == "false" ? Kind::nothing : mutation.kind) {
    case Kind::unknown: return all.empty() ? "" : "a member that nobody knows changed " + told(all.front());
    case Kind::retyped:
      for (const Difference& d : all) {
        if (d.leaf != Leaf::other) return "a figure of another type changed " + told(d);
      }
      return {};
    case Kind::other_type: return figure && !c.plain.empty() ? fault_of_figure(c) : fault_of_other(c, false);
    case Kind::other_text: return fault_of_other(c, true);
    case Kind::dropped:
    case Kind::nothing: return fault_of_gone(c, 1);
    case Kind::doubled: return fault_of_gone(c, -1);
    case Kind::swapped: {
      Problems problems;
      const Document now = Document::parse(edit.text, problems);
      return fault_of_swapped(c, now.root());
    }
    case Kind::other_figure:
    case Kind::extreme: return fault_of_figure(c);
    default: return {};
  }
}

}  // namespace mutations
