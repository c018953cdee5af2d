// A case is its list of events; its state is a fold. Shapes: docs/wire.md, "Case, command, event, effect".
#pragma once

#include "aftersale/quote.hpp"

#include <string>
#include <vector>

namespace aftersale {

struct Actor { ActorKind kind = ActorKind::system; std::string id, name; };

struct Event {
  std::int64_t seq = 0;
  std::string type;                 // "case.opened"
  std::int64_t v = 1;
  Instant at{};
  Actor actor;                      // its name is personal and stands in `personal`
  std::string command;
  std::string data;                 // canonical JSON object
  // What names or quotes people: canonical JSON object, or empty when there was nothing or it was erased. The chain covers
  // only its hash, so that it can be taken out later and the chain still holds.
  std::string personal, personal_hash;
  std::optional<Instant> due;       // of the wait that this event begins, where its clock counts working hours or days
  std::string prev, hash;           // hash = SHA-256 of the canonical event without `hash` and `personal`; prev = "" for the first
};

/// One item of a case as it stands now.
struct CaseItem {
  std::string line, title, reason;
  std::int64_t quantity = 0;
  std::int64_t received = 0;
  Reception reception = Reception::awaiting;
  std::optional<Grade> grade;
  std::optional<Disposition> disposition;
};
struct Deadline { std::string id; Instant due{}; std::string then; ActorKind who = ActorKind::seller; };
/// One tender's part of a refund. A failed part stays until it is issued again under a new key.
struct Payment {
  enum class State : std::uint8_t { issued, confirmed, failed } state = State::issued;
  TenderShare share;
  std::string key;                            // of the effect that pays it
};
struct StageVisit { Stage stage; Instant at; };

/// An offer that waits for its answer. Without an amount it is words only.
struct Proposal {
  Actor by;
  ActorKind to = ActorKind::buyer;
  std::optional<Minor> amount;
  std::string remedy;                         // what is offered besides, or instead of, money: a code of the shop's own
  Stage back = Stage::requested;              // where the case goes on when it is turned down
};
/// Something that was asked for; the case's own clock stands still until it is answered.
struct Question { ActorKind by = ActorKind::seller, of = ActorKind::buyer; Instant at{}; };
/// Money that the buyer has to pay: a price difference, or what was paid or sent early and did not come back.
struct BuyerCharge {
  enum class State : std::uint8_t { asked, confirmed, failed } state = State::asked;
  Minor amount = 0;
  std::string key, why;                       // "exchange_difference", "recall"
};

/// The fold of a case's events.
struct CaseState {
  CaseKind kind = CaseKind::return_;
  Stage stage = Stage::requested;
  std::optional<ActorKind> waiting_for;
  Instant opened_at{}, updated_at{};
  Request request;
  Quote quoted;
  std::optional<Quote> settlement;
  CaseTerms terms;
  std::vector<CaseItem> items;
  std::vector<Deadline> deadlines;            // soonest first
  std::vector<StageVisit> visits;
  std::vector<Payment> payments;              // issued and not replaced
  Minor refunded = 0;                         // confirmed
  std::string refund_key;
  bool read_only = false;                     // an event of a newer version is in the log

  // what the next decisions need
  Decision decision;                          // as far as money follows from it; see lifecycle/summary.hpp
  std::vector<InspectedItem> inspection;
  Instant since{};                            // when the present wait began
  Instant approved_at{}, received_at{};
  std::int64_t escalations = 0;               // of the present wait
  bool issued = false;                        // a refund, or what stands for it, was ordered
  bool appealed = false;                      // a case is looked at again once
  bool released = false;                      // its units and money are free for other cases
  bool sent_with_proof = false;               // a carrier has it, or there is a tracking number
  std::optional<Instant> due;                 // as the last event says
  std::optional<Proposal> offer;
  std::optional<Question> asked;
  std::optional<BuyerCharge> charge;
  std::string category, cause, assessment, finding;   // what was found out, in codes
  std::string set;                            // what was asked for in one go with it goes by the same name
  std::vector<Evidence> evidence;             // given since the case was opened
  Instant last_scan{};                        // of the parcel that is under way
  std::int64_t extended = 0;                  // milliseconds that the present wait was given on top
  std::int64_t extensions = 0;                // of the present wait
  std::int64_t questions = 0;                 // since the case was opened
  std::int64_t paused = 0;                    // milliseconds that questions have stopped the clock since then
  std::int64_t proposals = 0, disputes = 0;
  std::int64_t silences = 0;                  // since the last scan
  bool advanced = false;                      // paid, or sent, before the goods came back
  std::optional<Instant> repair_from;         // since when the buyer is without the goods
};

struct ReturnCase {
  std::string id, order;
  std::vector<Event> events;
  CaseState state;                            // fold(events); kept beside them
};

struct Command {
  std::string id, case_id;
  CommandType type = CommandType::request;
  std::int64_t version = 0;                   // number of events that the sender saw
  Actor actor;
  std::optional<Instant> at;
  std::string salt;                           // random, from the sender: keeps what was erased from being guessed by its hash
  Value data;                                 // borrowed from the call
};

struct Effect { std::string key, kind, data; };   // data: canonical JSON object

struct Refusal { std::string code, message; Params params; std::int64_t current_version = -1; std::optional<Quote> quote; };

struct Transition {
  bool accepted = false;
  std::optional<Refusal> refusal;
  std::vector<Event> events;
  std::vector<Effect> effects;
  ReturnCase next;                            // the case with the events appended, or as it was
};

ReturnCase read_case(Value value, Problems& problems);
void write_case(Writer& out, const ReturnCase& c);
Command read_command(Value value, Problems& problems);

/// Applies a command. Pure: gives events, effects and the next case, or a refusal with its reason; never changes `current`.
/// `current` is null for a new case. `world.cases` must not contain `current`.
Transition transition(const World& world, const ReturnCase* current, const Command& command, Problems& problems);
/// Fires every deadline that is due at world.now, soonest first; the same whether called once or often.
Transition tick(const World& world, const ReturnCase& current, Problems& problems);
/// Checks sequence and hash chain; the index of the first broken event, or -1.
std::int64_t verify_chain(const ReturnCase& c);

void write_view(Writer& out, const ReturnCase& c);
void write_transition(Writer& out, const Transition& t);
/// The lifecycle tables for `describe`: kinds, stages, commands, who, from, to, deadlines.
void write_lifecycle(Writer& out);

}  // namespace aftersale
