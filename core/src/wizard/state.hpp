// What the rooms of the wizard share: the lines as a shopper sees them, the draft, and what follows from both.
#pragma once

#include "aftersale/wizard.hpp"
#include "model/reasons.hpp"
#include "wizard/topics.hpp"

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale::asking {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);
inline constexpr std::size_t step_count = enum_texts<StepId>.size();
inline constexpr std::int64_t note_max = 300, text_max = 2000, evidence_max = 10;

/// An answer that no longer holds; the pointer leads into the answers as they were given.
struct Dropped {
  std::string pointer;
  std::string_view code;
};

/// One line of the order.
struct Row {
  const Line* line = nullptr;
  const LineDecision* base = nullptr;  // without a reason
  std::int64_t most = 0;               // units that can be asked for
  std::string_view way_out;            // where that says no: the first reason for which it would be yes
  bool blocked = false;                // no reason helps
  std::size_t item = none;             // its place in State::answers.items
  std::int64_t selected = 0;
  const LineDecision* asked = nullptr;  // as it was asked for, once selected
};

struct Offer {
  OfferedResolution offered;
  Quote quote;
  CaseKind kind = CaseKind::return_;   // of the case that it takes
};
struct Way {
  OfferedMethod offered;
  Quote quote;
};

struct State {
  State(const World& w, const Answers& d, const WizardHost& h) : world(w), given(d), host(h) {}

  const World& world;
  const Answers& given;
  const WizardHost& host;
  const TopicRow* topic = nullptr;             // what it is about, once that is known
  Topics topics;                               // what it could be about, where that is asked
  bool gift = false;                           // it has to be known whether the one who got it asks
  Decision base;
  std::vector<Row> rows;
  Request answers;  // what was said and still holds, automatic answers filled in
  std::vector<Dropped> dropped;
  Request request;                             // what would be sent
  Decision decision;                           // on `request`, or `base` while nothing is selected
  std::vector<Offer> offers;                   // filled once the reasons are done
  std::vector<Way> ways;                       // filled once the resolution is known
  std::optional<Quote> quote;                  // of what is known so far
  std::vector<std::string_view> refund_apart;  // lines that could have their money back if they went alone
  Decision instead;                            // on the same items as a case of another kind, where an offer is one
  std::vector<std::string_view> confirmations;
  Problems errors[step_count];  // what keeps each step from being done
  bool automatic[step_count] = {};
  // Where several orders are dealt with in one go, this is one of them:
  const SetOrder* own = nullptr;                // what was said of it alone
  std::string prefix;                          // of its lines' names: "order/"
  std::size_t index = 0, first = 0;            // its place among them, and that of its first item among all
  Request joined;                              // what was said of all, in the first of them
  bool active = true;                          // something of it was chosen
  bool by_hand = false;                        // which things it is about does not answer itself
  bool apart[step_count] = {};                 // what the orders offer differs: each is asked about by itself
};
/// Whether anything of the order is chosen, or could be.
bool chosen(const State& s);
bool open(const State& s);
bool is_gift(const Order& order);
/// The one who got the gift asks.
inline bool recipient_asks(const State& s) { return s.given.recipient.value_or(false) && (s.own == nullptr || is_gift(*s.world.order)); }
/// Of one order, or of several in one go.
using Parts = std::list<State>;

inline Problems& errors_of(State& s, StepId step) { return s.errors[static_cast<std::size_t>(step)]; }
inline bool done(const State& s, StepId step) { return s.errors[static_cast<std::size_t>(step)].ok(); }

inline bool refused(const LineDecision& d) { return d.outcome == Outcome::ineligible; }
/// What a line is called in answers and fields.
inline std::string called(const State& s, std::string_view line) { return join({s.prefix, line}); }
/// "/items/3/reason"; `item` is its place among the order's.
std::string item_pointer(const State& s, std::size_t item, std::string_view member);
/// Into the answers as they were given.
std::string given_pointer(std::size_t at, std::string_view member);
/// "/items/3/answers/opened"
std::string answer_pointer(const State& s, std::size_t item, std::string_view question);
bool has_code(const std::vector<std::string>& codes, std::string_view code);
/// Characters, not bytes.
std::int64_t length(std::string_view text);
/// What the goods of a line can be exchanged for, or null.
const Variants* variants_of(const State& s, std::string_view line);
inline bool asks_price(const State& s) { return s.topic->kind == CaseKind::price_protection; }

// about.cpp: what it is about
void find_topic(Parts& parts);
void write_about(Writer& out, const Parts& parts);
void write_topics(Writer& out, const Parts& parts);
// set.cpp: several orders in one go
void drop_strangers(Parts& parts);
void choose_active(Parts& parts);
/// Whether what was said for all can serve all at a step, before each takes its answer.
void compare_offers(Parts& parts, StepId step);
/// The pointer of an answer that may be an order's own.
std::string lead(const State& s, StepId step, std::string_view pointer);
/// Puts all that was said together, as if it were one request; what each is asked for by itself is left as it was.
void put_together(Parts& parts);
void write_own(Writer& out, const Parts& parts);
void write_set(Writer& out, const Parts& parts, bool ready);
// rows.cpp: what can be chosen
void look_at_lines(State& s, Problems& problems);
// draft.cpp: what was said, less what no longer holds; then the decision on it
void take_answers(State& s, const Request& given);
void judge(State& s);
// reasons.cpp, fields.cpp
void check_reasons(State& s);
void write_reason_fields(Writer& out, const State& s);
// offers.cpp: what there is, and then which of it was chosen
void find_offers(State& s);
void take_offer(State& s);
void find_ways(State& s);
void take_way(State& s);
// exchange.cpp: what is wanted instead, and what it costs now
void take_exchange(State& s);
void check_exchange(State& s);
void check_prices(State& s);
void write_exchange_fields(Writer& out, const State& s);
void write_price_fields(Writer& out, const State& s);
// talk.cpp: in the person's words, and all that was said for whoever reads them
void find_message(State& s);
void write_message_fields(Writer& out, const State& s);
void write_text_field(Writer& out, const State& s);
void write_person(Writer& out, const State& s);
void write_transcript(Writer& out, const Parts& parts);
// seen.cpp: what is not any more as it was when the person looked
void write_changed(Writer& out, const Parts& parts);
/// The last of all: the answers are one request then.
void write_answers(Writer& out, Parts& parts, std::string_view at);
/// The verdict on a line in one code, with what a sentence about it names.
struct Verdict {
  std::string_view code;
  Params params;
};
Verdict verdict_of(const State& s, const Row& row, const LineDecision& d);
void preview(State& s);
// review.cpp
void find_confirmations(State& s);
void write_notices(Writer& out, const Parts& parts, StepId step);
// rows.cpp
void write_items(Writer& out, const State& s);

}  // namespace aftersale::asking
