// Generated orders and histories of returns on them, for the tests of settlement.
#pragma once

#include "settlement/parts.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

namespace settlement_history {

using namespace aftersale;

/// A small generator of its own, so that a seed names the same order on every platform.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::int64_t upto(std::int64_t most) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(most + 1)); }
  bool chance(int percent) { return upto(99) < percent; }
};

inline std::string first_fault(const Problems& problems) {
  return problems.ok() ? std::string() : problems.errors()[0].code + " at " + problems.errors()[0].pointer + ": " + problems.errors()[0].message;
}

inline Currency currency(const char* code) {
  Currency c;
  BOOST_REQUIRE(find_currency(code, c));
  return c;
}

inline Line make_line(Random& r, int index, TaxMode mode) {
  Line line;
  line.id = "l" + std::to_string(index);
  line.title = "Thing " + std::to_string(index);
  line.quantity = 1 + r.upto(6);
  line.unit_price = r.chance(20) ? r.upto(9) : r.upto(20000);
  if (r.chance(20)) line.gross_given = std::max<Minor>(0, line.unit_price * line.quantity + r.upto(6) - 3);
  Minor left = line.gross();
  for (std::int64_t i = r.upto(3); i > 0; --i) {
    Discount d;
    d.amount = r.upto(left);
    d.funded_by = static_cast<FundedBy>(r.upto(2));
    left -= d.amount;
    line.discounts.push_back(d);
  }
  for (std::int64_t i = r.upto(2); i > 0; --i) {
    Tax t;
    t.rate = "0.19";
    t.amount = r.upto(mode == TaxMode::inclusive ? left / 4 : left / 3 + 3);
    line.taxes.push_back(t);
  }
  return line;
}

/// Promotions of every kind, as sources of some of the discounts, and a gift now and then.
inline void add_promotions(Random& r, Order& order) {
  for (std::int64_t i = r.upto(2); i > 0; --i) {
    Promotion p;
    p.id = "p" + std::to_string(i);
    p.kind = static_cast<PromotionKind>(r.upto(2));
    p.minimum = 1 + r.upto(30000);
    p.units = 1 + r.upto(4);
    for (Line& line : order.lines) {
      if (r.chance(30)) p.lines.push_back(line.id);
      for (Discount& d : line.discounts) {
        if (r.chance(60)) d.promotion = p.id;
      }
    }
    for (ShippingCharge& s : order.shipping) {
      if (r.chance(60)) s.promotion = p.id;
    }
    order.promotions.push_back(p);
  }
  if (order.lines.size() > 1 && r.chance(30)) {
    order.lines[1].depends_on = order.lines[0].id;
    order.lines[1].gift_price = r.upto(3000);
  }
}

inline Order make_order(Random& r) {
  Order order;
  order.id = "o1";
  order.currency = currency(r.chance(20) ? "JPY" : r.chance(20) ? "KWD" : "EUR");
  order.tax_mode = r.chance(50) ? TaxMode::inclusive : TaxMode::exclusive;
  for (std::int64_t i = 1 + r.upto(3); i > 0; --i) order.lines.push_back(make_line(r, static_cast<int>(i), order.tax_mode));
  Minor total = 0;
  for (const Line& line : order.lines) total += paid_for(order, line);
  for (std::int64_t i = r.upto(2); i > 0; --i) {
    ShippingCharge s;
    s.id = "s" + std::to_string(i);
    s.price = r.upto(1500);
    s.discount = r.upto(s.price);
    if (r.chance(50)) s.taxes.push_back({"0.19", "", r.upto(200)});
    total += paid_for(order, s);
    order.shipping.push_back(s);
  }
  add_promotions(r, order);
  const std::int64_t tenders = 1 + r.upto(3);
  for (std::int64_t i = 0; i < tenders; ++i) {
    Tender t;
    t.id = "t" + std::to_string(i);
    t.kind = static_cast<TenderKind>(r.upto(6));
    t.amount = i + 1 == tenders ? total : r.upto(total);
    total -= t.amount;
    order.tenders.push_back(t);
  }
  return order;
}

inline Minor paid_total(const Order& order) { return settlement::paid_for(order); }

inline LineDecision allow(const Line& line) {
  LineDecision d;
  d.line = line.id;
  d.title = line.title;
  d.outcome = Outcome::eligible;
  d.outbound = "all";
  d.outbound_rule = "ship";
  d.resolutions.push_back({Resolution::original_payment_method, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::store_credit, "r", Layer::merchant, 1000, false});
  d.resolutions.push_back({Resolution::exchange, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::keep_item, "r", Layer::merchant, 0, false});
  d.resolutions.push_back({Resolution::partial_refund, "r", Layer::merchant, 3000, false});
  d.promotions = {{PromotionLoss::claw_back, PromotionLoss::claw_back, PromotionLoss::claw_back}, "promotions", Layer::merchant};
  d.methods.push_back({ReturnMethod::by_mail, Payer::merchant, 0, "print", "m", Layer::merchant});
  d.methods.push_back({ReturnMethod::in_store, Payer::buyer, 0, "", "m", Layer::merchant});
  return d;
}

inline Decision allow_all(const Order& order) {
  Decision d;
  d.order = order.id;
  d.currency = order.currency;
  for (const Line& line : order.lines) d.lines.push_back(allow(line));
  return d;
}

/// A return that was paid, as the account sees it.
inline ReturnCase paid_case(const Order& order, const Quote& q, int number) {
  ReturnCase c;
  c.id = "c" + std::to_string(number);
  c.order = order.id;
  c.events.push_back({});
  c.state.quoted = c.state.settlement.emplace(q);
  c.state.issued = true;
  c.state.stage = Stage::refunded;
  for (const TenderShare& share : q.tenders) c.state.payments.push_back({Payment::State::confirmed, share, "k"});
  return c;
}

struct History {
  const Order& order;
  Decision decision;
  std::vector<ReturnCase> cases;
  int number = 0;

  explicit History(const Order& o) : order(o), decision(allow_all(o)) {}

  World world() const {
    World w;
    w.order = &order;
    for (const ReturnCase& c : cases) w.cases.push_back(&c);
    return w;
  }
  Quote ask(const std::vector<std::pair<std::string, std::int64_t>>& items, Resolution resolution, Problems& problems) const {
    Request request;
    for (const auto& item : items) {
      RequestItem i;
      i.line = item.first;
      i.quantity = item.second;
      request.items.push_back(i);
    }
    request.resolution = resolution;
    return quote(world(), decision, request, problems);
  }
  /// Returns and pays; gives the total.
  Quote pay(const std::vector<std::pair<std::string, std::int64_t>>& items, Resolution resolution = Resolution::original_payment_method) {
    Problems problems;
    const Quote q = ask(items, resolution, problems);
    BOOST_REQUIRE_MESSAGE(problems.ok(), first_fault(problems));
    cases.push_back(paid_case(order, q, number++));
    return q;
  }
  std::vector<std::pair<std::string, std::int64_t>> open() const {
    const Account account = account_of(world());
    std::vector<std::pair<std::string, std::int64_t>> out;
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
      const std::int64_t left = returnable_units(order.lines[i], account.lines[i]);
      if (left > 0) out.emplace_back(order.lines[i].id, left);
    }
    return out;
  }
};

inline std::vector<std::pair<std::string, std::int64_t>> some_of(Random& r, std::vector<std::pair<std::string, std::int64_t>> open) {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (auto& item : open) {
    const std::int64_t units = r.upto(item.second);
    if (units > 0) out.emplace_back(item.first, units);
  }
  if (out.empty()) out.emplace_back(open[0].first, 1);
  return out;
}

inline void check_adds_up(const Quote& q) {
  Minor total = 0;
  for (const QuoteItem& item : q.items) {
    Minor sum = 0;
    for (const Component& c : item.components) sum += c.included ? 0 : c.amount;
    BOOST_REQUIRE_EQUAL(sum, item.total);
    BOOST_REQUIRE_GE(item.total, 0);
    total += item.total;
  }
  for (const Component& c : q.components) total += c.included ? 0 : c.amount;
  BOOST_REQUIRE_EQUAL(total, q.total);
  BOOST_REQUIRE_GE(q.total, 0);
  Minor tenders = 0, payers = 0;
  for (const TenderShare& t : q.tenders) tenders += t.amount;
  for (const PayerShare& p : q.payers) payers += p.amount;
  BOOST_REQUIRE_EQUAL(tenders, q.total);
  BOOST_REQUIRE_EQUAL(payers, q.total);
}

}  // namespace settlement_history
