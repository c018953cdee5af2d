// What sets the kinds of case apart, as a table: what they ask for, and the way that they usually take.
#pragma once

#include "aftersale/enums.hpp"

#include <span>

namespace aftersale::lifecycle {

struct KindRow {
  CaseKind kind;
  bool claims;                   // asks for something of the order: it is judged and quoted, and holds units and money
  bool comes_back;               // goods come back
  std::int64_t answer_hours;     // for the first answer, where no policy says
  std::span<const Stage> way;    // the stages of a case in which nothing unusual happens
};
const KindRow& row_of(CaseKind kind);

}  // namespace aftersale::lifecycle
