// One order while it is read.
#pragma once

#include "shopify.hpp"

namespace aftersale::shopify {

struct Reading {
  Value doc;
  Order& order;
  Amounts amounts;
  Problems& problems;
  Lines lines;
};

void read_buyer(Reading& r);
void read_channel(Reading& r);
void read_shipments(Reading& r);
void read_returns(Reading& r);
/// Tenders and what each has given back. Comes last: it needs the totals.
void read_payments(Reading& r);

}  // namespace aftersale::shopify
