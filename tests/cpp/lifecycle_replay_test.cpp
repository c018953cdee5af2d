// Cases by the thousand, made up from a seed and lived through at random: their logs, replayed, give the same state, and the
// same bytes whichever compiler made the program (tests/vectors/cases/replay.txt holds their hash, for g++, clang++ and
// WebAssembly alike). A changed byte in a log is found.
#include "lifecycle_explorer.hpp"
#include "scale.hpp"

#include "json/text.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace lifecycle_explorer;

namespace {

/// xorshift64*: the same numbers everywhere.
struct Dice {
  std::uint64_t state;
  std::uint64_t roll(std::uint64_t sides) {
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (state * 0x2545f4914f6cdd1dULL >> 33) % sides;
  }
};

/// Lives through a case: a command that may be given, or time that passes.
ReturnCase live(std::uint64_t seed, const std::vector<Start>& all) {
  Dice dice{seed * 0x9e3779b97f4a7c15ULL + 1};
  Start start = all[dice.roll(all.size())];
  start.side = static_cast<Side>(dice.roll(3));
  Explorer e(start);
  Desk& d = e.desk;
  d.case_id = "case-" + std::to_string(seed);
  BOOST_REQUIRE_EQUAL(d.request(start.units, start.kind == CaseKind::damage_claim ? "seller" : "buyer", start.more), "");
  for (int step = 0; step < 14 && !d.state().deadlines.empty(); ++step) {
    if (dice.roll(5) == 0) {
      d.wait();
      continue;
    }
    d.world.now.ms += static_cast<std::int64_t>(dice.roll(36)) * ms_per_hour;
    const std::vector<Move> moves = e.moves(d.state());
    for (int tries = 0; tries < 12; ++tries) {
      const Move& m = moves[dice.roll(moves.size())];
      const auto actor = static_cast<ActorKind>(dice.roll(enum_texts<ActorKind>.size()));
      if (d.send(m.type, to_text(actor), m.data, -1, "c" + std::to_string(step)) == "") break;
    }
  }
  return d.now_case;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lifecycle_replayed)

BOOST_AUTO_TEST_CASE(logs_give_the_same_state_and_the_same_bytes_everywhere) {
  const bool wide = scale() == Scale::wide;
  const std::uint64_t count = wide ? 10'000 : 500;
  const std::vector<Start> all = starts(false);
  std::string chain, short_chain;
  std::size_t events = 0;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const ReturnCase c = live(seed, all);
    const std::string text = text_of_case(c);
    Problems problems;
    const ReturnCase again = case_of(text, problems);
    BOOST_REQUIRE_MESSAGE(problems.ok(), "case " << seed);
    BOOST_REQUIRE_EQUAL(verify_chain(again), -1);
    Writer one, two;
    write_view(one, c);
    write_view(two, again);
    BOOST_REQUIRE_EQUAL(one.text(), two.text());
    events += c.events.size();
    chain = sha256_hex(chain + text + std::string(one.text()));
    if (seed == 500) short_chain = chain;
  }
  BOOST_TEST_MESSAGE("replayed: " << count << " cases, " << events << " events, " << chain);
  const std::string path = std::string(AFTERSALE_SOURCE_DIR) + "/tests/vectors/cases/replay.txt";
  if (std::getenv("AFTERSALE_WRITE") != nullptr) std::ofstream(path) << "500 " << short_chain << "\n10000 " << chain << "\n";
  std::ifstream file(path);
  std::string number, hash, wanted;
  while (file >> number >> hash) {
    if (number == std::to_string(count)) wanted = hash;
  }
  BOOST_TEST(chain == wanted);
}

BOOST_AUTO_TEST_CASE(a_changed_byte_anywhere_in_a_log_is_found) {
  const bool wide = scale() == Scale::wide;
  const std::vector<Start> all = starts(false);
  std::size_t changed = 0;
  for (std::uint64_t seed = 1; seed <= (wide ? 40u : 6u); ++seed) {
    const std::string text = text_of_case(live(seed, all));
    for (std::size_t at = seed % 7; at < text.size(); at += wide ? 1 : 61) {
      std::string other = text;
      other[at] = static_cast<char>(other[at] == 'x' ? 'y' : 'x');
      ++changed;
      Problems problems;
      const ReturnCase c = case_of(other, problems);
      BOOST_REQUIRE_MESSAGE(!problems.ok() || verify_chain(c) >= 0, "byte " << at << " of case " << seed << ": " << text.substr(at > 20 ? at - 20 : 0, 40));
      if (at % 5 != 0) continue;
      const std::string cut = text.substr(0, at);
      Problems faults;
      case_of(cut, faults);
      BOOST_REQUIRE(!faults.ok());
    }
  }
  BOOST_TEST_MESSAGE("changed: " << changed << " bytes");
}

BOOST_AUTO_TEST_SUITE_END()
