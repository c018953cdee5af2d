// Promotions on a partial return: was the condition met by what the buyer keeps, and what is lost if not. The loss is a
// function of what is kept alone, and each quote carries the difference to what earlier ones took. So the order of returns
// changes no total, and who returns everything has lost nothing.
#include "model/planted.hpp"
#include "settlement/parts.hpp"

#include <algorithm>

namespace aftersale::settlement {
namespace {

struct Loss { const char* part; std::string_view id, title, funder; Minor amount; };

struct Kept {
  const Order& order;
  const Account& account;
  std::vector<std::int64_t> units;      // by line: what stays with the buyer
  std::vector<std::int64_t> counted;    // the same with units that go back for a reason that no promotion may suffer from

  std::int64_t bought(std::size_t i) const { return order.lines[i].quantity - order.lines[i].canceled; }
};

Minor times(Minor price, std::int64_t units) { return units > 0 && price > minor_max / units ? minor_max : price * units; }

bool counts_towards(const Promotion& p, const Line& line) { return p.lines.empty() || std::find(p.lines.begin(), p.lines.end(), line.id) != p.lines.end(); }

/// How much of a promotion's condition is met: for a group the number of groups, else one or none.
std::int64_t met(const Kept& kept, const Promotion& p, bool originally) {
  Minor price = 0;
  std::int64_t units = 0;
  for (std::size_t i = 0; i < kept.order.lines.size(); ++i) {
    const Line& line = kept.order.lines[i];
    if (line.quantity <= 0 || !counts_towards(p, line)) continue;
    const std::int64_t n = originally ? kept.bought(i) : kept.counted[i];
    units += n;
    price = plus(price, first_share(line.gross(), n, line.quantity));
  }
  if (p.kind == PromotionKind::threshold) return price >= p.minimum ? 1 : 0;
  return p.kind == PromotionKind::group ? units / p.units : units >= p.units ? 1 : 0;
}

using ByFunder = std::array<Minor, enum_texts<FundedBy>.size()>;

/// Adds up the promotion's discounts: all of them, and by funder the share of the units that are kept.
void sum_discounts(const Kept& kept, const Promotion& p, Minor& all, ByFunder& shares) {
  for (std::size_t i = 0; i < kept.order.lines.size(); ++i) {
    const Line& line = kept.order.lines[i];
    const UnitValue value = value_of(kept.order, line, kept.account.lines[i], kept.units[i]);
    for (std::size_t k = 0; k < line.discounts.size(); ++k) {
      if (line.discounts[k].promotion != p.id) continue;
      all = plus(all, line.discounts[k].amount);
      Minor& share = shares[static_cast<std::size_t>(line.discounts[k].funded_by)];
      share = plus(share, value.discounts[k]);
    }
  }
}

std::vector<Loss> losses(const Kept& kept) {
  std::vector<Loss> out;
  const bool any_kept = std::any_of(kept.units.begin(), kept.units.end(), [](std::int64_t n) { return n > 0; });
  for (const Promotion& p : kept.order.promotions) {
    const std::int64_t before = met(kept, p, true), now = met(kept, p, false);
    Minor all = 0, share = 0;
    ByFunder shares{};
    sum_discounts(kept, p, all, shares);
    for (Minor& part : shares) {
      part = std::max<Minor>(0, part);
      share = plus(share, part);
    }
    const Minor entitled = before == 0 ? share : scale(all, now, before);
    // What is lost goes back to those who funded it, so it is told for each of them.
    const std::vector<Minor> lost = allocate(now < before ? std::max<Minor>(0, share - entitled) : 0, shares);
    for (std::size_t i = 0; i < lost.size(); ++i) {
      out.push_back({"discounts", p.id, p.title, i == 0 ? std::string_view() : enum_texts<FundedBy>[i], lost[i]});
    }
    Minor shipping = 0;
    for (const ShippingCharge& charge : kept.order.shipping) {
      if (charge.promotion == p.id) shipping = plus(shipping, charge.discount);
    }
    out.push_back({"shipping", p.id, p.title, {}, any_kept && before > 0 && now == 0 ? shipping : 0});
  }
  for (std::size_t i = 0; i < kept.order.lines.size(); ++i) {
    const Line& gift = kept.order.lines[i];
    if (!gift.gift_price || gift.depends_on.empty()) continue;
    for (std::size_t j = 0; j < kept.order.lines.size(); ++j) {
      if (kept.order.lines[j].id != gift.depends_on) continue;
      const bool lost = kept.bought(j) > 0 && kept.counted[j] == 0;
      out.push_back({"gifts", gift.id, gift.title, {}, lost ? times(*gift.gift_price, kept.units[i]) : 0});
    }
  }
  return out;
}

Minor taken_before(const Account& account, const Loss& loss) {
  for (const Account::ClawedBack& c : account.clawed_back) {
    if (c.part == loss.part && c.id == loss.id && c.funder == loss.funder) return c.amount;
  }
  return 0;
}

std::optional<PromotionLoss> of_part(const PromotionRule& rule, const char* part) { return *part == 'd' ? rule.discounts : *part == 's' ? rule.shipping : rule.gifts; }

const PromotionTerms* terms_of(const std::vector<const LineDecision*>& judged, const char* part) {
  for (const LineDecision* d : judged) {
    if (of_part(d->promotions.loss, part) == PromotionLoss::claw_back) return &d->promotions;
  }
  return nullptr;
}

const char* code_of(const char* part, bool lost) {
  if (!lost) return "promotion_restored";
  return *part == 'd' ? "promotion_lost" : *part == 's' ? "free_shipping_lost" : "gift_kept";
}

void add_change(const Loss& loss, Minor change, const PromotionTerms* terms, Quote& quote) {
  if (change == 0) return;
  Component c = component(ComponentKind::claw_back, change, code_of(loss.part, change < 0));
  if (!loss.funder.empty()) put(c.params, "fundedBy", loss.funder);
  put(c.params, "part", loss.part);
  put(c.params, "promotion", loss.id);
  if (!loss.title.empty()) put(c.params, "title", loss.title);
  if (terms != nullptr) {
    c.rule = terms->rule;
    c.layer = terms->layer;
  }
  quote.components.push_back(std::move(c));
  quote.total += change;
}

}  // namespace

void recheck_promotions(const Order& order, const Account& account, const std::vector<const LineDecision*>& judged, Quote& quote) {
  if (!undoes(quote.resolution)) return;
  const bool stays = keeps(quote.resolution);       // a gesture breaks no promotion, but what one lost may come back
  Kept kept{order, account, {}, {}};
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    kept.units.push_back(std::max<std::int64_t>(0, kept.bought(i) - account.lines[i].units));
    kept.counted.push_back(kept.units[i]);
    for (const QuoteItem& item : quote.items) {
      if (item.line != order.lines[i].id) continue;
      for (const LineDecision* d : judged) {
        const PromotionRule& loss = d->promotions.loss;
        const bool suffers = loss.discounts == PromotionLoss::claw_back || loss.shipping == PromotionLoss::claw_back || loss.gifts == PromotionLoss::claw_back;
        if (d->line == item.line && (stays || !suffers)) kept.counted[i] += item.quantity;
      }
    }
  }
  // What comes back comes first, so that what is lost finds it.
  const std::vector<Loss> all = losses(kept);
  for (const bool back : {true, false}) {
    for (const Loss& loss : all) {
      const Minor before = taken_before(account, loss);
      const PromotionTerms* terms = stays ? nullptr : terms_of(judged, loss.part);
      // Without a rule that says so nothing is lost, but what was lost before may come back.
      const Minor due = terms != nullptr ? loss.amount : std::min(loss.amount, before);
      if (due < before && planted("promotion_never_restored")) continue;
      if (due == before || (due < before) != back) continue;
      add_change(loss, std::max(before - due, -quote.total), terms, quote);
    }
  }
}

}  // namespace aftersale::settlement
