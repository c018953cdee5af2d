// `outline`: a whole policy as ordered statements, with the law of a country beside it, and as sentences when texts are given.
#pragma once

#include <aftersale/decision.hpp>
#include <aftersale/operation.hpp>

namespace aftersale::tools {

/// A part of a condition, in a form that sentences are made of.
struct Clause {
  enum class Kind : std::uint8_t { test, all, any } kind = Kind::test;
  std::string code;         // of a test: is, not, at_least, below, …
  std::string field, name;  // as condition_field gives them
  Params values;            // operands; amounts and dates by their kind
  std::vector<Clause> parts;
};

/// One thing that a policy says.
struct Statement {
  std::string code;
  Params params;
  std::uint32_t bases = 0;  // 0: all
  std::vector<std::string> reasons;
  std::vector<Clause> when;  // all of them, times included
  const Policy* policy = nullptr;
  const PolicyVersion* version = nullptr;
  const Rule* rule = nullptr;
};

/// What the newest version says to buyers of the country (any when empty), in the order in which people read it.
std::vector<Statement> outline_of(const Policy& policy, std::string_view country);
/// The clauses of a condition, without what the country settles. False when it cannot hold there.
/// `usual`: an ordinary sale of the shop, of which no fact is recorded.
bool clauses_of(const Condition& condition, std::string_view country, bool usual, std::vector<Clause>& out);

void outline_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
