// Cases as far as storefronts' requests are written from them, and what the tests of several codecs compare.
#pragma once

#include "storefronts.hpp"

#include <utility>

namespace storefronts {

/// What an order's parts cost together: lines and shipping, discounts off, tax on where it is not inside.
inline Minor parts_of(Value order) {
  const bool exclusive = order["taxMode"].text() == "exclusive";
  Minor sum = 0;
  for (const Value line : order["lines"]) {
    sum += line["gross"].exists() ? amount(line["gross"]) : amount(line["unitPrice"]) * line["quantity"].integer().value_or(0);
    for (const Value d : line["discounts"]) sum -= amount(d["amount"]);
    for (const Value t : line["taxes"]) sum += exclusive ? amount(t["amount"]) : 0;
  }
  for (const Value s : order["shipping"]) {
    sum += amount(s["price"]) - (s["discount"].exists() ? amount(s["discount"]) : 0);
    for (const Value t : s["taxes"]) sum += exclusive ? amount(t["amount"]) : 0;
  }
  return sum;
}

inline Order ours(const std::string& path) {
  const Read r = read(path);
  Problems problems;
  Order order = read_order(r.order, problems);
  BOOST_TEST_REQUIRE(problems.ok());
  return order;
}

/// A case about one unit of each of the order's lines that are named, which arrived well.
inline ReturnCase case_about(const Order& order, const std::vector<std::string>& lines, const std::vector<std::pair<std::string, Minor>>& tenders = {}) {
  ReturnCase c;
  c.id = "rma-1";
  c.order = order.id;
  for (const std::string& line : lines) {
    RequestItem asked;
    asked.line = line;
    asked.quantity = 1;
    asked.reason = "defective";
    asked.note = "it broke";
    c.state.request.items.push_back(std::move(asked));
    CaseItem item;
    item.line = line;
    item.quantity = 1;
    item.received = 1;
    item.disposition = Disposition::restock;
    c.state.items.push_back(std::move(item));
    QuoteItem quoted;
    quoted.line = line;
    quoted.quantity = 1;
    c.state.quoted.items.push_back(std::move(quoted));
  }
  for (const auto& [tender, minor] : tenders) {
    TenderShare share;
    share.tender = tender;
    share.amount = minor;
    c.state.quoted.tenders.push_back(std::move(share));
    c.state.quoted.total += minor;
  }
  return c;
}

/// The requests that a codec writes, or its first error as {"error": code}.
inline Document written(const std::string& plugin, const Order& order, const ReturnCase& c, const std::string& intent, const std::string& given = "{}") {
  const Document ids = parsed(given);
  Problems problems;
  Writer out;
  WriteInput input;
  input.order = &order;
  input.return_case = &c;
  input.intent = intent;
  input.ids = ids.root();
  for (const Codec* codec : codecs()) {
    if (codec->id != plugin) continue;
    out.begin_object();
    codec->write(out, input, problems);
    if (!problems.ok()) out.field("error", problems.errors()[0].code);
    out.end_object();
  }
  return parsed(out.text());
}

/// Each update is read as {order, return, native, status, refunded} say; what is missing is an empty text.
struct Told { const char *document, *order, *return_id, *native, *status; };
inline void check_told(const Told& wanted) {
  const Document answer = translated("read_update", wanted.document);
  BOOST_TEST_REQUIRE(answer.root()["ok"].truth(), answer.root().canonical());
  const Value u = answer.root()["result"]["update"];
  BOOST_TEST(u["order"].text() == wanted.order);
  BOOST_TEST(u["return"].text() == wanted.return_id);
  BOOST_TEST(u["native"].text() == wanted.native);
  BOOST_TEST(u["status"].text() == wanted.status);
}

}  // namespace storefronts
