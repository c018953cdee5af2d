// Mutations of a storefront's document, and what may be answered to each: a refusal with the place, a warning, or an answer
// in which nothing changed that the mutated place does not explain. Anything else is a document that was misread silently.
#pragma once

#include "mutation_leaves.hpp"
#include "mutation_tree.hpp"

#include "aftersale/engine.hpp"

#include <array>
#include <algorithm>
#include <optional>

namespace mutations {

enum class Kind : std::uint8_t { dropped, nothing, other_type, other_text, retyped, other_figure, extreme, truncated, unknown, repeated, swapped, doubled, several };
constexpr std::array names = {"dropped", "null", "another type", "another text", "retyped", "another figure", "extreme", "truncated", "unknown member", "repeated key",
                              "swapped", "doubled", "several"};
constexpr std::size_t kinds = names.size();

struct Mutation {
  Kind kind = Kind::dropped;
  std::vector<Edit> edits;
  std::string text;
};

template <std::size_t Count>
std::string one_of(Random& random, const std::array<const char*, Count>& texts) { return texts[random.below(Count)]; }

/// A node of one of the kinds, or 0 where there is none.
inline std::size_t node_of(const Tree& tree, Random& random, std::string_view wanted) {
  for (int tries = 0; tries < 40 && tree.nodes.size() > 1; ++tries) {
    const std::size_t at = 1 + random.below(tree.nodes.size() - 1);
    if (wanted.find(tree.nodes[at].kind) != std::string_view::npos) return at;
  }
  return 0;
}

inline bool is_figure(const Node& node) {
  Decimal ignored;
  return (node.kind == 'd' || node.kind == 's') && parse_decimal(node.plain, ignored);
}

/// The same figure with one digit changed: another figure of the same form.
inline std::string other_digits(std::string text, Random& random) {
  std::vector<std::size_t> digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
  }
  const std::size_t at = digits[random.below(digits.size())];
  text[at] = static_cast<char>('1' + (text[at] - '0' + static_cast<int>(random.below(8))) % 9);
  return text;
}

inline std::string json_text(std::string_view text) {
  Writer out;
  out.string(text);
  return out.take();
}

/// The mutation that a seed names. Its text is empty where the document has nothing for its kind.
inline Mutation mutation_of(const Tree& tree, const std::string& whole, Random& random) {
  static constexpr std::array types = {"{}", "[]", "true", "false", "[[{}]]", R"({"a":1})", R"(["b"])", "0", "-7"};
  static constexpr std::array texts = {R"("zz")", R"("")", R"("\u0000")", R"("-")", R"("1,50")", R"("1.2.3")", R"(" 12")", R"("NaN")", R"("٣")", R"("0x1f")", R"("\ud83d\ude00")"};
  static constexpr std::array extremes = {"-1", "1e400", "99999999999999999999", "9007199254740993", "0.001", "-0", "1e3", "0", "1000000000", "-0.5", "1E-400"};
  Mutation out;
  out.kind = static_cast<Kind>(random.below(kinds));
  Edit edit;
  const auto at = [&](std::string_view wanted) { return (edit.at = node_of(tree, random, wanted)) != 0; };
  bool found = true;
  switch (out.kind) {
    case Kind::dropped: found = at("oasdbn"), edit.drop = true; break;
    case Kind::nothing: found = at("oasdb"), edit.text = "null"; break;
    case Kind::other_type: found = at("sd"), edit.text = one_of(random, types); break;
    case Kind::other_text: found = at("s"), edit.text = random.below(12) == 0 ? json_text(std::string(300, 'x')) : one_of(random, texts); break;
    case Kind::retyped:
      found = at("sd") && is_figure(tree.nodes[edit.at]) && !tree.nodes[edit.at].plain.starts_with("+");
      if (found) edit.text = tree.nodes[edit.at].kind == 'd' ? json_text(tree.nodes[edit.at].plain) : tree.nodes[edit.at].plain;
      // A text such as "007" is no number.
      if (found && tree.nodes[edit.at].kind == 's') {
        Problems problems;
        Document::parse(edit.text, problems);
        found = problems.ok();
      }
      break;
    case Kind::other_figure:
      found = at("sd") && is_figure(tree.nodes[edit.at]);
      if (found) edit.text = tree.nodes[edit.at].kind == 'd' ? other_digits(tree.nodes[edit.at].text, random) : json_text(other_digits(tree.nodes[edit.at].plain, random));
      break;
    case Kind::extreme:
      found = at("sd") && is_figure(tree.nodes[edit.at]);
      edit.text = one_of(random, extremes);
      if (found && tree.nodes[edit.at].kind == 's') edit.text = json_text(edit.text);
      break;
    case Kind::truncated: out.text = whole.substr(0, random.below(whole.size())); return out;
    case Kind::unknown:
      found = at("oasdbn");
      edit.beside = tree.nodes[tree.nodes[edit.at].parent].kind == 'o' ? R"("a_member_of_tomorrow":{"amount":"7.00","id":7})" : "";
      found = found && !edit.beside.empty();
      break;
    case Kind::repeated:
      found = at("oasdbn") && tree.nodes[tree.nodes[edit.at].parent].kind == 'o';
      edit.twice = true;
      break;
    case Kind::swapped: {
      found = at("sdbao");
      const std::size_t other = node_of(tree, random, "sdbao");
      found = found && other != 0;
      if (found) write_body(edit.text, tree, other, {});
      break;
    }
    case Kind::doubled:
      found = at("oasd") && tree.nodes[tree.nodes[edit.at].parent].kind == 'a';
      edit.twice = true;
      break;
    case Kind::several:
      for (int count = 0; count < 3; ++count) {
        Edit one;
        one.at = node_of(tree, random, "oasdbn");
        one.drop = random.below(3) == 0;
        one.text = random.below(2) == 0 ? one_of(random, types) : one_of(random, extremes);
        if (one.at != 0) out.edits.push_back(std::move(one));
      }
      found = !out.edits.empty();
      break;
  }
  if (!found) return out;
  if (out.kind != Kind::several) out.edits.push_back(std::move(edit));
  out.text = text_of(tree, out.edits);
  return out;
}

}  // namespace mutations
