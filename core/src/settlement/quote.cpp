#include "model/planted.hpp"
#include "settlement/parts.hpp"
#include "json/text.hpp"

#include <algorithm>

namespace aftersale {

using namespace settlement;

namespace {

struct Work {
  const World& world;
  const Order& order;
  const Request& request;
  Problems& problems;
  const std::string& pointer;
  const std::vector<InspectedItem>* inspected;
  Account account, before;
  Quote quote;
  std::vector<const LineDecision*> judged;      // of the request's items, in their order
  bool fits = true;
  bool without_goods = false;                   // nothing can come back
  bool offered = false;                         // it is an offer, for which nobody needs a right
  Borne borne{};

  std::string at(std::size_t item, std::string_view member) const {
    std::string p = join({pointer, "/items/", integer_text(static_cast<std::int64_t>(item))});
    append_pointer(p, member);
    return p;
  }
};

/// The decision's line for an item: at the item's place when the decision was made for this request.
const LineDecision* judgement(const Decision& decision, std::size_t i, std::string_view line) {
  if (i < decision.lines.size() && decision.lines[i].line == line) return &decision.lines[i];
  return decision.find(line);
}

/// Checks that each item is there, allowed and of a possible quantity.
bool judge_items(Work& w, const Decision& decision) {
  bool good = true;
  for (std::size_t i = 0; i < w.request.items.size(); ++i) {
    const RequestItem& item = w.request.items[i];
    const LineDecision* d = judgement(decision, i, item.line);
    w.judged.push_back(d);
    const Line* line = w.order.find_line(item.line);
    std::string_view code;
    std::string member = "quantity", message, fix;
    const std::int64_t most = line == nullptr ? 0 : returnable_units(*line, w.account.lines[static_cast<std::size_t>(line - w.order.lines.data())]);
    if (line == nullptr) {
      code = "unknown_line", member = "line";
      message = join({"the order has no line \"", item.line, "\""});
      fix = "use the id of one of the order's lines";
    } else if (item.quantity < 1) {
      code = "quantity_impossible";
      message = "a return needs whole units, at least one";
      fix = "give the number of units, or leave the item out";
    } else if (w.inspected == nullptr && item.quantity > most) {
      code = "exceeds_returnable";
      message = join({"of this line ", integer_text(most), " can still be returned"});
      fix = most > 0 ? join({"ask for at most ", integer_text(most)}) : "leave the item out";
    } else if (!w.offered && (d == nullptr || (d->outcome == Outcome::ineligible && w.request.resolution != Resolution::price_adjustment))) {
      code = "not_eligible", member = "line";
      message = "this item cannot be returned as asked";
      fix = "see the findings of the decision for this line, or leave the item out";
    } else {
      continue;
    }
    w.problems.error(code, w.at(i, member), std::move(message), std::move(fix));
    good = false;
  }
  if (w.request.items.empty()) {
    w.problems.error("no_items", join({w.pointer, "/items"}), "nothing is asked for", "add an item");
    good = false;
  }
  return good;
}

const OfferedResolution* offer(const LineDecision& d, Resolution r) {
  if (r == Resolution::price_adjustment) return d.price_protection ? &*d.price_protection : nullptr;
  for (const OfferedResolution& o : d.resolutions) {
    if (o.resolution == r) return &o;
  }
  return nullptr;
}

const OfferedMethod* offer(const LineDecision& d, ReturnMethod m) {
  for (const OfferedMethod& o : d.methods) {
    if (o.method == m) return &o;
  }
  return nullptr;
}

template <class E>
bool all_offer(const Work& w, E choice) {
  for (const LineDecision* d : w.judged) {
    if (offer(*d, choice) == nullptr) return false;
  }
  return true;
}

/// What all items have on offer, for the fix text.
template <class E>
std::string common_offers(const Work& w) {
  std::string text;
  for (std::size_t i = 0; i < enum_texts<E>.size(); ++i) {
    if (!all_offer(w, static_cast<E>(i))) continue;
    if (!text.empty()) text += ", ";
    text += enum_texts<E>[i];
  }
  return text;
}

void not_offered(Work& w, std::string_view what, std::string offers) {
  const bool mixed = offers.empty() && w.judged.size() > 1;
  w.problems.error(mixed ? join({"mixed_", what, "s"}) : join({what, "_not_offered"}), join({w.pointer, "/", what}),
                   mixed ? join({"the items have no ", what, " in common"}) : join({"this ", what, " is not on offer for every item"}),
                   mixed ? "send them as separate requests" : offers.empty() ? "nothing is on offer" : join({"one of ", offers}));
}

bool choose_resolution(Work& w) {
  std::optional<Resolution> choice = w.request.resolution;
  if (!choice) {
    for (const OfferedResolution& o : w.judged[0]->resolutions) {
      if (!choice && all_offer(w, o.resolution)) choice = o.resolution;
    }
  }
  if (!choice || !all_offer(w, *choice)) {
    not_offered(w, "resolution", common_offers<Resolution>(w));
    return false;
  }
  w.quote.resolution = *choice;
  if (*choice != Resolution::partial_refund) return true;
  for (std::size_t i = 0; i < w.judged.size(); ++i) {
    if (offer(*w.judged[i], *choice)->bonus_basis_points > 0) continue;
    w.problems.error("partial_refund_without_share", w.at(i, "line"), "the policy does not say how much of the price is paid back",
                     "give bonusBasisPoints beside partial_refund: the share of the price");
    return false;
  }
  return true;
}

/// The price that the item is compared with: of the goods taken in exchange, or of its own now.
const Price* new_price(const RequestItem& item, Resolution resolution) {
  if (resolution == Resolution::price_adjustment) return item.observed_price ? &*item.observed_price : nullptr;
  return resolution == Resolution::exchange && item.exchange_for && item.exchange_for->unit_price ? &*item.exchange_for->unit_price : nullptr;
}

bool choose_method(Work& w) {
  if (w.without_goods || keeps(w.quote.resolution)) {
    w.quote.method = ReturnMethod::keep;
    return true;
  }
  std::optional<ReturnMethod> choice = w.request.method;
  bool any = false;
  for (const LineDecision* d : w.judged) any = any || !d->methods.empty();
  if (!choice) {
    for (const OfferedMethod& o : w.judged[0]->methods) {
      if (!choice && all_offer(w, o.method)) choice = o.method;
    }
    if (!choice && !any) return true;            // no policy says how; people will agree
  }
  if (!choice || !all_offer(w, *choice)) {
    not_offered(w, "method", common_offers<ReturnMethod>(w));
    return false;
  }
  w.quote.method = choice;
  return true;
}

bool wrong_price(Work& w, std::size_t i, const char* member, std::string_view code, std::string message, std::string fix) {
  w.problems.error(code, w.at(i, member), std::move(message), std::move(fix));
  return false;
}

/// The new price of each item, where the resolution asks for one: in the order's currency, and not beyond what can be counted.
bool judge_prices(Work& w) {
  const bool adjusts_price = w.quote.resolution == Resolution::price_adjustment;
  if (w.request.advance && w.quote.resolution != Resolution::exchange && w.quote.resolution != Resolution::replacement) {
    w.problems.error("advance_without_goods", join({w.pointer, "/advance"}), "nothing is sent that could go out in advance", "leave \"advance\" out");
    return false;
  }
  if (!adjusts_price && w.quote.resolution != Resolution::exchange) return true;
  bool good = true;
  for (std::size_t i = 0; i < w.request.items.size(); ++i) {
    const RequestItem& item = w.request.items[i];
    const char* member = adjusts_price ? "observedPrice" : "exchangeFor";
    const Price* price = new_price(item, w.quote.resolution);
    if (price == nullptr) {
      if (adjusts_price) good = wrong_price(w, i, member, "missing", "\"observedPrice\" must be given: what one unit costs now", "add \"observedPrice\"");
      continue;
    }
    if (!(price->currency == w.order.currency)) {
      good = wrong_price(w, i, member, "currency_mismatch", join({"expected ", w.order.currency.text(), ", found ", price->currency.text()}),
                         "give the price in the order's currency");
    } else if (price->amount > minor_max / item.quantity) {
      good = wrong_price(w, i, member, "overflow", "the price of all units is beyond 2^53", "check the price");
    }
  }
  return good;
}

void build_items(Work& w) {
  for (std::size_t i = 0; i < w.request.items.size(); ++i) {
    const RequestItem& asked = w.request.items[i];
    const Line& line = *w.order.find_line(asked.line);
    const std::int64_t quantity = w.inspected == nullptr ? asked.quantity : std::min(asked.quantity, units_found(*w.inspected, asked.line));
    if (quantity <= 0) continue;
    ItemTerms terms;
    terms.resolution = w.quote.resolution;
    terms.inspected = w.inspected;
    terms.price = new_price(asked, terms.resolution);
    terms.without_goods = w.without_goods;
    if (terms.resolution == Resolution::partial_refund) {
      terms.share_basis_points = std::min<std::int64_t>(10000, offer(*w.judged[i], terms.resolution)->bonus_basis_points);
    }
    Account::LineTaken& taken = w.account.lines[static_cast<std::size_t>(&line - w.order.lines.data())];
    w.quote.items.push_back(build_item(w.order, line, taken, *w.judged[i], terms, quantity));
    w.quote.total = add(w.quote.total, w.quote.items.back().total, w.fits);
    w.quote.charge = add(w.quote.charge, terms.charge, w.fits);
  }
}

/// Of an exchange of several items some may be dearer and some cheaper: only the rest is charged or paid back.
void offset_charge(Work& w) {
  const Minor both = std::min(w.quote.total, w.quote.charge);
  if (both <= 0) return;
  w.quote.components.push_back(component(ComponentKind::price_difference, -both, "exchange_offset"));
  w.quote.total -= both;
  w.quote.charge -= both;
}

/// A host or an insurer takes over what the buyer would pay: it comes off and is put back, and they bear it. Where the buyer
/// pays a carrier himself they settle it with him.
void add_covered_freight(Work& w, const OfferedMethod& o) {
  const bool apart = o.label == "own" || replaces(w.quote.resolution);
  const Minor cost = apart ? o.cost : std::min(o.cost, w.quote.total);
  for (const int sign : {-1, 1}) {
    Component c = component(ComponentKind::return_freight, sign * cost, sign < 0 ? "freight_price" : "freight_covered");
    c.included = apart;
    c.rule = o.rule;
    c.layer = o.layer;
    put(c.params, "payer", to_text(o.payer));
    if (!o.label.empty()) put(c.params, "label", o.label);
    w.quote.components.push_back(std::move(c));
  }
  if (!apart) w.borne[static_cast<std::size_t>(o.payer)] += cost;
}

/// The way back. One parcel is paid once: at the dearest cost among the items whose buyer pays, since that item alone
/// would have caused it. A carrier that the buyer pays himself, and a way back that has no refund to come off, are shown
/// and not added up. The total never falls below zero.
void add_freight(Work& w) {
  if (!w.quote.method || w.quote.items.empty() || *w.quote.method == ReturnMethod::keep) return;
  const OfferedMethod* of_buyer = nullptr;
  const OfferedMethod* first = nullptr;
  for (const LineDecision* d : w.judged) {
    const OfferedMethod* o = offer(*d, *w.quote.method);
    if (first == nullptr) first = o;
    if (o->payer == Payer::buyer && (of_buyer == nullptr || o->cost > of_buyer->cost)) of_buyer = o;
  }
  const OfferedMethod& o = of_buyer != nullptr ? *of_buyer : *first;
  if (of_buyer == nullptr && o.cost > 0) return add_covered_freight(w, o);
  Component c;
  c.kind = ComponentKind::return_freight;
  c.code = of_buyer != nullptr ? "freight_buyer" : "freight_free";
  c.rule = o.rule;
  c.layer = o.layer;
  c.included = of_buyer == nullptr || o.label == "own" || replaces(w.quote.resolution);
  put(c.params, "payer", to_text(o.payer));
  if (!o.label.empty()) put(c.params, "label", o.label);
  const Minor cost = of_buyer != nullptr ? std::max<Minor>(0, o.cost) : 0;
  c.amount = c.included ? -cost : -std::min(cost, w.quote.total);
  if (!c.included) w.quote.total += c.amount;
  w.quote.components.push_back(std::move(c));
}

/// Never more than what was paid and has not been paid back.
void cap(Work& w) {
  const Minor room = available(w.order, w.before);
  if (w.quote.total <= room || planted("not_capped")) return;
  Component c;
  c.kind = ComponentKind::already_refunded;
  c.amount = room - w.quote.total;
  c.code = w.before.refunded > 0 ? "already_refunded" : "limited_to_paid";
  w.quote.components.push_back(std::move(c));
  w.quote.total = room;
}

/// The present for taking credit, on the goods' part of what is paid back. Who promised it bears it: the marketplace what
/// its own rule says, a host what was said on air.
void add_bonus(Work& w) {
  Minor goods = 0, bonus = 0, of_platform = 0, of_host = 0;
  const OfferedResolution* from = nullptr;
  for (std::size_t i = 0, k = 0; i < w.request.items.size() && k < w.quote.items.size(); ++i) {
    if (w.quote.items[k].line != w.request.items[i].line) continue;         // nothing of it arrived
    const Minor value = w.quote.items[k++].total;
    const OfferedResolution* o = offer(*w.judged[i], w.quote.resolution);
    goods += value;
    if (o->bonus_basis_points <= 0) continue;
    from = o;
    const Minor part = scale(value, std::min<std::int64_t>(o->bonus_basis_points, 10000), 10000);
    bonus = add(bonus, part, w.fits);
    if (o->layer == Layer::platform) of_platform += part;
    if (o->layer == Layer::live_promise) of_host += part;
  }
  if (w.quote.total < goods) {
    bonus = scale(bonus, w.quote.total, goods);
    of_platform = scale(of_platform, w.quote.total, goods);
    of_host = scale(of_host, w.quote.total, goods);
  }
  if (bonus <= 0) return;
  Component c;
  c.kind = ComponentKind::credit_bonus;
  c.amount = bonus;
  c.code = "credit_bonus";
  put(c.params, "bonus", from->bonus_basis_points);
  c.rule = from->rule;
  c.layer = from->layer;
  w.quote.components.push_back(std::move(c));
  w.quote.total = add(w.quote.total, bonus, w.fits);
  w.borne[static_cast<std::size_t>(Payer::platform)] += std::min(of_platform, bonus);
  w.borne[static_cast<std::size_t>(Payer::host)] += std::min(of_host, bonus - std::min(of_platform, bonus));
}

/// Where the money goes, and who bears it.
void close_quote(Work& w, const Decision& decision) {
  Quote& q = w.quote;
  cap(w);
  if (q.resolution == Resolution::store_credit) {
    add_bonus(w);
    if (q.total > 0) q.tenders.push_back({"store_credit", TenderKind::store_credit, q.total, {}});
  } else {
    q.tenders = spread(w.order, w.before, q.total);
  }
  share_out_payers(w.order, w.before, w.borne, q);
  add_in_kind(w.order, w.account, q);
  if (w.request.advance && w.inspected == nullptr) q.hold = owed_if_kept(q);
  add_shop_amounts(w.order, w.before, q);
  if (q.total > 0) {
    const CaseTerms& terms = decision.terms;
    // The clock of a case in which nothing comes to the shop starts when it is approved.
    const bool comes = !keeps(q.resolution) && q.method != ReturnMethod::keep && q.method != ReturnMethod::at_home;
    q.refund_code = !terms.refund_of_receipt ? "after_notice_days" : comes ? "after_receipt_days" : "after_approval_days";
    q.refund_of = terms.refund_of_receipt ? "receipt" : "notice";
    q.refund_days = terms.refund_days;
  }
  if (!w.fits) w.problems.error("overflow", w.pointer, "the amounts add up beyond 2^53", "check the order's prices");
  q.hash = quote_hash(q);
}

Work start(const World& world, const Request& request, Problems& problems, const std::string& pointer, const std::vector<InspectedItem>* inspected) {
  Work w{world, *world.order, request, problems, pointer, inspected, account_of(world), {}, {}, {}};
  w.before = w.account;
  w.quote.order = w.order.id;
  w.quote.currency = w.order.currency;
  w.quote.resolution = request.resolution.value_or(Resolution::original_payment_method);
  w.quote.method = request.method;
  return w;
}

/// What each item of a request is worth to an offer: what it cost, less what was paid back on it.
std::vector<Minor> worths(const World& world, const Account& account, const Request& request) {
  std::vector<Minor> out;
  for (const RequestItem& item : request.items) {
    const Line* line = world.order->find_line(item.line);
    out.push_back(0);
    if (line == nullptr) continue;
    const Account::LineTaken& taken = account.lines[static_cast<std::size_t>(line - world.order->lines.data())];
    if (item.quantity < 1 || item.quantity > returnable_units(*line, taken)) continue;
    const Minor paid = std::max<Minor>(0, value_of(*world.order, *line, taken, item.quantity).paid);
    const Minor room = std::max<Minor>(0, paid_for(*world.order, *line) - taken.refunded);
    out.back() = std::min(room, paid - adjusted_of(taken, item.quantity, paid).amount);
  }
  return out;
}

Minor sum_up(const std::vector<Minor>& parts) {
  Minor sum = 0;
  for (const Minor part : parts) sum = plus(sum, part);
  return sum;
}

}  // namespace

Quote quote(const World& world, const Decision& decision, const Request& request, Problems& problems, const std::vector<InspectedItem>* inspected, const std::string& pointer,
            bool without_goods) {
  Work w = start(world, request, problems, pointer, inspected);
  w.without_goods = without_goods;
  if (!judge_items(w, decision) || !choose_resolution(w) || !choose_method(w) || !judge_prices(w)) return w.quote;
  build_items(w);
  offset_charge(w);
  w.quote.total = add(w.quote.total, add_outbound(w.order, w.before, w.judged, without_goods, w.quote), w.fits);
  recheck_promotions(w.order, w.account, w.judged, w.quote);
  add_freight(w);
  close_quote(w, decision);
  return w.quote;
}

Minor offer_limit(const World& world, const Request& request) {
  const Account account = account_of(world);
  return std::min(available(*world.order, account), sum_up(worths(world, account, request)));
}

Quote offer_quote(const World& world, const Decision& decision, const Request& request, Minor amount, Problems& problems) {
  const std::string pointer;
  Work w = start(world, request, problems, pointer, nullptr);
  w.offered = true;
  w.quote.method = ReturnMethod::keep;
  if (w.quote.resolution != Resolution::keep_item) w.quote.resolution = Resolution::partial_refund;
  if (!judge_items(w, decision)) return w.quote;
  const std::vector<Minor> worth = worths(world, w.account, request);
  const Minor most = std::min(available(w.order, w.account), sum_up(worth));
  if (amount <= 0 || amount > most) {
    problems.error(amount <= 0 ? "amount_impossible" : "amount_above_paid", "/amount",
                   amount <= 0 ? "an offer is of an amount above zero" : "the offer is above what these items cost and was not paid back",
                   join({"give an amount from 1 to ", integer_text(most)}));
    return w.quote;
  }
  const std::vector<Minor> parts = allocate(amount, worth);
  static const LineDecision nobody;
  for (std::size_t i = 0; i < request.items.size(); ++i) {
    const Line& line = *w.order.find_line(request.items[i].line);
    ItemTerms terms;
    terms.resolution = w.quote.resolution;
    terms.offer = parts[i];
    Account::LineTaken& taken = w.account.lines[static_cast<std::size_t>(&line - w.order.lines.data())];
    w.quote.items.push_back(build_item(w.order, line, taken, nobody, terms, request.items[i].quantity));
    w.quote.total = add(w.quote.total, w.quote.items.back().total, w.fits);
  }
  close_quote(w, decision);
  return w.quote;
}

}  // namespace aftersale
