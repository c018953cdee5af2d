// What to ask next, headless. Shapes: docs/wire.md, "Wizard".
#pragma once

#include "aftersale/quote.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aftersale {

/// By what a guest shows that an order is theirs; the host checks it.
struct Proof { std::string number, email, postcode; };

/// Under what the answers were given, as the person saw it.
struct Seen {
  std::vector<std::string> policies;                          // "id@version"
  std::vector<std::pair<std::string, std::string>> lines;     // the verdict of each, with its last day
  std::optional<Minor> total;
};

/// One of several orders that are dealt with in one go, with what was said of it alone.
struct SetOrder {
  std::string id;
  std::optional<Resolution> resolution;
  std::optional<ReturnMethod> method;
};

/// What the person has said so far: a request that is not complete yet, and what only the wizard needs.
struct Answers {
  Request request;
  std::string at;                    // the step that the person wants to see
  std::optional<Topic> about;
  bool person = false;               // somebody is to be talked to, whatever it is about
  std::optional<bool> recipient;     // it was a gift, and the one who got it asks
  std::string order;                 // where there are several
  std::vector<SetOrder> orders;      // those that are dealt with in one go; lines go by "order/line" then
  std::string text;                  // in the person's words
  Proof proof;
  std::optional<Seen> seen;
};

/// What the goods of a line can be exchanged for, as the host knows.
struct Variants { std::string line; std::vector<ExchangeFor> choices; };

/// What a host brings along besides the world.
struct WizardHost {
  std::optional<Topic> about;        // what the person has pressed on to get here
  std::vector<Variants> variants;
  bool several = false;              // orders, of which one was chosen
};

Answers read_answers(Value value, Problems& problems);
WizardHost read_wizard_host(Value call, Problems& problems);

/// Writes the Step that follows from the answers so far. Nothing is kept between calls. Several worlds are of the orders that
/// `answers.orders` names, in that order.
void wizard(Writer& out, const std::vector<const World*>& worlds, const Answers& answers, const WizardHost& host, Problems& problems);

/// The step before there is an order: a guest proves which one is theirs. `refused`: what was given last did not fit.
void wizard_proof(Writer& out, const Answers& answers, bool refused);

/// The step before one of several orders is chosen; the worlds are of the same person.
void wizard_orders(Writer& out, const std::vector<World>& worlds, const Answers& answers, Problems& problems);

}  // namespace aftersale
