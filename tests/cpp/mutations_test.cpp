// Documents of storefronts with something wrong in them, by the thousand here and by the million in the long run: each is
// refused with its place, read with a warning, or read as the document says. A seed names a mutation; AFTERSALE_MUTATED picks one
// codec, AFTERSALE_SHARD="0/2" every second of them, AFTERSALE_MUTATIONS says how many, AFTERSALE_SHOW shows one.
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
  std::string said;             // the answer without its digest
  Document answer;
  Tree tree{Value()};
  Warned warned;
  Known known;
};

struct Count { std::size_t done = 0, refused = 0, warned = 0, same = 0, shown = 0; };

std::string call_of(const std::string& plugin, const std::string& mode, const std::string& text, bool sound) {
  const std::string head = R"({"mode":")" + mode + R"(","op":"translate","plugin":")" + plugin + "\",";
  if (sound) return head + "\"document\":" + text + "}";
  return head + "\"text\":" + json_text(text) + "}";
}

/// Any other document has another digest; all else of the answer may be the same.
std::string without_digest(std::string answer) {
  constexpr std::string_view member = "\"digest\":\"";
  for (std::size_t at = answer.find(member); at != std::string::npos; at = answer.find(member, at + 1)) answer.erase(at + member.size(), 64);
  return answer;
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
      base.known = known_of(answer.root()["result"]);
      base.said = without_digest(dispatch(call_of(plugin, mode, base.text, true)));
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

std::string try_one(Engine& engine, const std::string& plugin, const Base& base, const Mutation& mutation, std::size_t number, Count& count) {
  const bool sound = mutation.kind != Kind::truncated;
  const std::string text = engine.dispatch(call_of(plugin, base.mode, mutation.text, sound));
  if (sound && mutation.kind != Kind::repeated && without_digest(text) == base.said) {      // half of them, so it is not parsed
    ++count.done;
    ++count.same;
    return {};
  }
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
  if (number % 64 == 0 || (mutation.text.size() > base.text.size() + 200)) {      // what is read is an order that our own reader takes
    for (const Value order : {answer["result"]["order"], answer["result"]["orders"].at(0)}) {
      if (order.exists()) read_order(order, problems);
      if (!problems.ok()) return "an order that cannot be read back: " + problems.errors()[0].pointer + " " + problems.errors()[0].message;
    }
  }
  bool told = more(base.warned, warned_of(answer));
  for (const Edit& edit : mutation.edits) told = told || told_at(base.answer.root(), answer, "/document" + base.tree.pointer(edit.at));
  if (told) {
    ++count.warned;
    return {};
  }
  std::vector<Difference> all;
  const Value before = base.answer.root()["result"], after = answer["result"];
  compare(before, after, "", false, all);
  // Twice told, one order or one piece of news is a list.
  for (const auto& [one, several] : {std::pair{"order", "orders"}, std::pair{"update", "updates"}}) {
    if (!before[one].exists() || !after[several].exists()) continue;
    all.clear();
    compare(before[one], after[several].at(0), std::string("/") + one, false, all);
  }
  ++(all.empty() ? count.same : count.shown);
  return all.empty() ? "" : fault_of(base.tree, base.known, mutation, all);
}

std::string described(const Base& base, const Mutation& mutation) {
  std::string out = base.name + " " + base.mode + ", " + names[static_cast<std::size_t>(mutation.kind)];
  for (const Edit& edit : mutation.edits) out += " at " + base.tree.pointer(edit.at) + (edit.text.empty() ? "" : " is " + edit.text.substr(0, 60));
  return out;
}

/// Large documents take their turn less often, so that the time goes to many and not to a few.
struct Turns {
  std::vector<std::size_t> upto;
  explicit Turns(const std::vector<Base>& bases) {
    for (const Base& base : bases) upto.push_back((upto.empty() ? 0 : upto.back()) + 4'000'000 / (2'000 + base.text.size()));
  }
  std::size_t next(Random& random) const {
    return static_cast<std::size_t>(std::upper_bound(upto.begin(), upto.end(), random.below(upto.back())) - upto.begin());
  }
};

void run(const std::string& plugin, std::size_t wanted) {
  const std::vector<Base> bases = bases_of(plugin);
  BOOST_TEST_REQUIRE(!bases.empty(), plugin);
  const Turns turns(bases);
  Engine engine;
  Count count;
  const char* show = std::getenv("AFTERSALE_SHOW");
  const std::size_t shown = show != nullptr ? std::strtoul(show, nullptr, 10) : static_cast<std::size_t>(-1);
  std::map<std::string, std::string> faults;
  for (std::size_t number = 0; count.done < wanted && number < wanted * 8; ++number) {
    Random random{seed_of(plugin, number)};
    const Base& base = bases[turns.next(random)];
    const Mutation mutation = mutation_of(base.tree, base.text, random);
    if (mutation.text.empty()) continue;
    const std::string fault = try_one(engine, plugin, base, mutation, number, count);
    if (shown == number) std::cout << mutation.text << "\n" << engine.dispatch(call_of(plugin, base.mode, mutation.text, true)) << std::endl;
    if (count.done % 100'000 == 0) std::cout << plugin << ": " << count.done << " so far" << std::endl;
    if (fault.empty()) continue;
    std::string where = base.name + base.mode + names[static_cast<std::size_t>(mutation.kind)];
    if (!mutation.edits.empty()) where += role_of(base.tree.pointer(mutation.edits.front().at));
    const std::string text = plugin + " " + std::to_string(number) + ": " + described(base, mutation) + "\n    " + fault;
    if (faults.emplace(where, text).second) std::cout << "found: " << text << std::endl;      // a long run tells at once
  }
  std::cout << plugin << ": " << count.done << " mutations of " << bases.size() << " readings, " << count.refused << " refused, " << count.warned << " warned about, "
            << count.same << " without a difference, " << count.shown << " shown, " << faults.size() << " kinds of misreading found" << std::endl;
  for (const auto& [where, fault] : faults) BOOST_ERROR(fault);
  BOOST_TEST(count.done == wanted);
}

/// The share of the codecs that this process takes: "0/2" is the first, third and so on.
bool in_shard(std::size_t index) {
  const char* shard = std::getenv("AFTERSALE_SHARD");
  const std::string text = shard == nullptr ? "0/1" : shard;
  const std::size_t own = std::strtoul(text.c_str(), nullptr, 10), all = std::strtoul(text.c_str() + text.find('/') + 1, nullptr, 10);
  return all < 2 || index % all == own;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutated)

BOOST_AUTO_TEST_CASE(no_document_is_misread_silently) {
  const char *only = std::getenv("AFTERSALE_MUTATED"), *many = std::getenv("AFTERSALE_MUTATIONS");
  const std::size_t wanted = many != nullptr ? std::strtoul(many, nullptr, 10) : at_scale<std::size_t>(1'500, 20'000, 1'000'000);
  for (std::size_t i = 0; i < codecs().size(); ++i) {
    const std::string plugin(codecs()[i]->id);
    if (only == nullptr ? in_shard(i) : plugin == only) run(plugin, wanted);
  }
}

BOOST_AUTO_TEST_SUITE_END()
