// Documents of storefronts with something wrong in them, by the thousand here and by the million in the long run: each is
// refused with its place, read with a warning, or read as the document says. A seed names a mutation; AFTERSALE_MUTATED picks one
// codec, AFTERSALE_MUTATIONS says how many.
#include "mutation_oracle.hpp"
#include "scale.hpp"
#include "storefronts.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace {

using namespace mutations;

/// A document that is read as it is, and what is made of it.
struct Base {
  std::string name, mode, text;
  Document answer;
  Tree tree{Value()};
  Warned warned;
};

struct Count { std::size_t done = 0, refused = 0, warned = 0, same = 0, shown = 0; };

std::string call_of(const std::string& plugin, const std::string& mode, const std::string& text, bool sound) {
  const std::string head = R"({"mode":")" + mode + R"(","op":"translate","plugin":")" + plugin + "\",";
  if (sound) return head + "\"document\":" + text + "}";
  return head + "\"text\":" + json_text(text) + "}";
}

void add_bases(const std::string& plugin, const std::string& folder, std::vector<Base>& out) {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (text.size() > 40'000) continue;      // a large one would take the time of ten
    for (const char* mode : {"read_order", "read_update"}) {
      Document answer = storefronts::ask(call_of(plugin, mode, text, true));
      if (!answer.root()["ok"].truth()) continue;
      Base& base = out.emplace_back();
      base.name = file.substr(file.rfind('/') + 1);
      base.mode = mode;
      base.tree = Tree(storefronts::parsed(text).root());
      base.text = text_of(base.tree, {});
      base.warned = warned_of(answer.root());
      base.answer = std::move(answer);
    }
  }
}

std::vector<Base> bases_of(const std::string& plugin) {
  std::vector<Base> out;
  const std::string root = AFTERSALE_SOURCE_DIR;
  add_bases(plugin, root + "/plugins/" + plugin + "/fixtures", out);
  const char* given = std::getenv("AFTERSALE_SHARED");
  const std::string shared = given != nullptr ? given : root + "/../shared";
  if (scale() == Scale::wide) add_bases(plugin, shared + "/payloads/" + (plugin == "tiktok-shop" ? "tiktok" : plugin), out);
  return out;
}

std::uint64_t seed_of(const std::string& plugin, std::uint64_t number) {
  std::uint64_t hash = 1469598103934665603u;
  for (const char c : plugin) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash + number * 0xD1B54A32D192ED03u;
}

/// A refusal says where and why.
std::string fault_of_refusal(Value answer) {
  if (answer["errors"].size() == 0) return "a refusal without an error";
  for (const Value error : answer["errors"]) {
    const std::string_view pointer = error["pointer"].text();
    if (error["code"].text().empty() || error["message"].text().empty()) return "an error without a code or message";
    if (!pointer.empty() && !pointer.starts_with("/document") && !pointer.starts_with("/text")) return "an error that points to " + std::string(pointer);
  }
  return {};
}

std::string try_one(const std::string& plugin, const Base& base, const Mutation& mutation, std::size_t number, Count& count) {
  const bool sound = mutation.kind != Kind::truncated;
  const std::string text = dispatch(call_of(plugin, base.mode, mutation.text, sound));
  Problems problems;
  const Document document = Document::parse(text, problems);
  const Value answer = document.root();
  if (!problems.ok() || !answer["ok"].is_bool()) return "no answer";
  ++count.done;
  if (!answer["ok"].truth()) {
    ++count.refused;
    return fault_of_refusal(answer);
  }
  if (mutation.kind == Kind::truncated || mutation.kind == Kind::repeated) return "it was read";
  if (number % 64 == 0) {      // what is read is an order that our own reader takes
    for (const Value order : {answer["result"]["order"], answer["result"]["orders"].at(0)}) {
      if (order.exists()) read_order(order, problems);
      if (!problems.ok()) return "an order that cannot be read back: " + problems.errors()[0].pointer + " " + problems.errors()[0].message;
    }
  }
  if (more(base.warned, warned_of(answer))) {
    ++count.warned;
    return {};
  }
  std::vector<Difference> all;
  compare(base.answer.root()["result"], answer["result"], "", false, all);
  ++(all.empty() ? count.same : count.shown);
  return all.empty() ? "" : fault_of(base.tree, mutation, all);
}

std::string described(const Base& base, const Mutation& mutation) {
  std::string out = base.name + " " + base.mode + ", " + names[static_cast<std::size_t>(mutation.kind)];
  for (const Edit& edit : mutation.edits) out += " at " + base.tree.pointer(edit.at) + (edit.text.empty() ? "" : " is " + edit.text.substr(0, 60));
  return out;
}

void run(const std::string& plugin, std::size_t wanted) {
  const std::vector<Base> bases = bases_of(plugin);
  BOOST_TEST_REQUIRE(!bases.empty(), plugin);
  Count count;
  std::map<std::string, std::string> faults;
  for (std::size_t number = 0; count.done < wanted && number < wanted * 8; ++number) {
    Random random{seed_of(plugin, number)};
    const Base& base = bases[random.below(bases.size())];
    const Mutation mutation = mutation_of(base.tree, base.text, random);
    if (mutation.text.empty()) continue;
    const std::string fault = try_one(plugin, base, mutation, number, count);
    if (fault.empty()) continue;
    std::string where = base.name + base.mode + names[static_cast<std::size_t>(mutation.kind)];
    if (!mutation.edits.empty()) where += role_of(base.tree.pointer(mutation.edits.front().at));
    faults.emplace(where, plugin + " " + std::to_string(number) + ": " + described(base, mutation) + "\n    " + fault);
  }
  std::cout << plugin << ": " << count.done << " mutations of " << bases.size() << " readings, " << count.refused << " refused, " << count.warned << " warned about, "
            << count.same << " without a difference, " << count.shown << " shown" << std::endl;
  for (const auto& [where, fault] : faults) BOOST_ERROR(fault);
  BOOST_TEST(count.done == wanted);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutated)

BOOST_AUTO_TEST_CASE(no_document_is_misread_silently) {
  const char *only = std::getenv("AFTERSALE_MUTATED"), *many = std::getenv("AFTERSALE_MUTATIONS");
  const std::size_t wanted = many != nullptr ? std::strtoul(many, nullptr, 10) : at_scale<std::size_t>(1'500, 20'000, 1'000'000);
  for (const Codec* codec : codecs()) {
    if (only == nullptr || codec->id == only) run(std::string(codec->id), wanted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
