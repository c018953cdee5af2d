// A document as a tree of texts, and one change to it: what the tests of mutations write documents from.
#pragma once

#include "aftersale/json.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mutations {

using namespace aftersale;

/// A small generator of its own, so that a seed names the same mutation on every platform.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
};

struct Node {
  char kind = 'n';                 // object, array, string, digits (a number), bool, n: null
  std::string key, text;           // the member's name; a scalar as JSON
  std::string name;                // the member's name as JSON with its colon; empty in lists
  std::string plain;               // a scalar's own text
  std::size_t parent = 0;
  std::vector<std::size_t> children;
};

/// The nodes of a document in document order; the first is the document.
struct Tree {
  std::vector<Node> nodes;

  explicit Tree(Value root) { add(root, 0); }

  /// The RFC 6901 pointer of a node.
  [[nodiscard]] std::string pointer(std::size_t at) const {
    if (at == 0) return {};
    const Node& up = nodes[nodes[at].parent];
    std::string out = pointer(nodes[at].parent);
    std::size_t index = 0;
    while (up.children[index] != at) ++index;
    append_pointer(out, up.kind == 'o' ? nodes[at].key : std::to_string(index));
    return out;
  }

 private:
  std::size_t add(Value value, std::size_t parent) {
    const std::size_t at = nodes.size();
    Node node;
    node.kind = value.is_object() ? 'o' : value.is_array() ? 'a' : value.is_string() ? 's' : value.is_number() ? 'd' : value.is_bool() ? 'b' : 'n';
    node.key = std::string(value.key());
    node.parent = parent;
    if (at != 0 && nodes[parent].kind == 'o') {
      Writer key;
      key.string(node.key);
      node.name = key.take() + ':';
    }
    node.plain = std::string(value.text());
    if (node.kind == 'd') node.text = node.plain;      // digits as they are: a canonical number has lost zeros
    else if (node.kind != 'o' && node.kind != 'a') node.text = value.canonical();
    nodes.push_back(std::move(node));
    for (const Value child : value) {
      const std::size_t index = add(child, at);
      nodes[at].children.push_back(index);
    }
    return at;
  }
};

/// What is written in place of one node, or beside it.
struct Edit {
  std::size_t at = 0;
  bool drop = false, twice = false;
  std::string text;                // instead of it
  std::string beside;              // a member or element more, behind it
};

inline void write(std::string& out, const Tree& tree, std::size_t at, const std::vector<Edit>& edits);

inline void write_body(std::string& out, const Tree& tree, std::size_t at, const std::vector<Edit>& edits) {
  const Node& node = tree.nodes[at];
  if (node.kind != 'o' && node.kind != 'a') {
    out += node.text;
    return;
  }
  out += node.kind == 'o' ? '{' : '[';
  for (const std::size_t child : node.children) write(out, tree, child, edits);
  if (out.back() == ',') out.pop_back();
  out += node.kind == 'o' ? '}' : ']';
}

inline void write(std::string& out, const Tree& tree, std::size_t at, const std::vector<Edit>& edits) {
  const Edit* edit = nullptr;
  for (const Edit& one : edits) edit = one.at == at ? &one : edit;
  if (edit != nullptr && edit->drop) return;
  for (int times = edit != nullptr && edit->twice ? 2 : 1; times > 0; --times) {
    out += tree.nodes[at].name;
    if (edit != nullptr && !edit->text.empty()) out += edit->text;
    else write_body(out, tree, at, edits);
    out += ',';
  }
  if (edit != nullptr && !edit->beside.empty()) out += edit->beside + ',';
}

/// The document with the edits made.
inline std::string text_of(const Tree& tree, const std::vector<Edit>& edits) {
  std::string out;
  out.reserve(tree.nodes.size() * 24);
  write(out, tree, 0, edits);
  out.pop_back();
  return out;
}

}  // namespace mutations
