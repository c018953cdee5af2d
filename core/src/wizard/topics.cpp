#include "wizard/topics.hpp"

#include "eligibility/kinds.hpp"
#include "model/reasons.hpp"

#include <algorithm>

namespace aftersale::asking {
namespace {

using T = Topic;
using K = CaseKind;
using R = Resolution;

template <class... S>
constexpr StepSet steps(S... each) {
  return static_cast<StepSet>((one_step(each) | ...));
}
template <class... B>
constexpr std::uint16_t bases(B... each) {
  return static_cast<std::uint16_t>(((1u << static_cast<unsigned>(each)) | ...));
}

constexpr StepSet asks = steps(StepId::about, StepId::items, StepId::reasons, StepId::resolution, StepId::method, StepId::review);
constexpr StepSet without_method = static_cast<StepSet>(asks & ~one_step(StepId::method));
constexpr StepSet searched = static_cast<StepSet>(without_method & ~one_step(StepId::reasons));
constexpr StepSet called_off = static_cast<StepSet>(searched & ~one_step(StepId::resolution));
constexpr StepSet compared = static_cast<StepSet>(without_method & ~one_step(StepId::resolution));
constexpr StepSet talks = steps(StepId::about, StepId::message);
constexpr std::uint16_t faults = bases(Basis::item_defect, Basis::not_as_described, Basis::wrong_item, Basis::damaged_in_transit, Basis::missing);

constexpr TopicRow rows[] = {
    {T::return_, K::return_, asks, "changed_mind", false, 0, {}, {}},
    {T::exchange, K::return_, asks, "size_too_small", false, 0, R::exchange, {}},
    {T::refund_before_dispatch, K::refund_before_dispatch, called_off, "no_longer_needed", true, 0, {}, "not_dispatched"},
    {T::not_received, K::not_received, searched, "arrived_late", true, 0, {}, "searched_for"},
    {T::damaged, K::return_, asks, "damaged_in_transit", false, faults, {}, "looked_after"},
    {T::repair, K::repair, asks, "defective", false, bases(Basis::item_defect), {}, "repairable"},
    // Why is known; what it costs now is asked in its place.
    {T::price_protection, K::price_protection, compared, "found_better_price", true, 0, {}, "price_protected"},
    {T::complaint, K::complaint, talks, "other", true, 0, {}, "ask_us"},
    {T::inquiry, K::inquiry, talks, "other", true, 0, {}, "ask_us"},
};
static_assert(std::size(rows) == enum_texts<Topic>.size());

bool yes(const LineDecision& d) { return d.outcome != Outcome::ineligible && d.returnable > 0; }

bool offers(const LineDecision& d, R resolution) {
  return std::any_of(d.resolutions.begin(), d.resolutions.end(), [&](const OfferedResolution& o) { return o.resolution == resolution; });
}

bool not_sent(const LineDecision& d) {
  return std::any_of(d.changes.begin(), d.changes.end(), [](const Change& c) { return c.code == "cancel_instead"; });
}

/// Whether any unit of the order could be asked for so, with this reason.
bool possible(const World& world, const TopicRow& row, std::string_view reason) {
  Request request;
  request.kind = row.kind;
  const Account account = account_of(world);
  for (std::size_t i = 0; i < world.order->lines.size(); ++i) {
    const Line& line = world.order->lines[i];
    RequestItem item;
    item.line = line.id;
    item.quantity = askable_units(*world.order, line, returnable_units(line, account.lines[i]), row.kind);
    item.reason = std::string(reason);
    if (item.quantity > 0) request.items.push_back(std::move(item));
  }
  if (request.items.empty()) return false;
  Problems ignored;
  const Decision decision = evaluate(world, &request, ignored);
  return std::any_of(decision.lines.begin(), decision.lines.end(),
                     [&](const LineDecision& d) { return yes(d) && (!row.wants || offers(d, *row.wants)); });
}

}  // namespace

const TopicRow& topic_row(Topic topic) { return rows[static_cast<std::size_t>(topic)]; }

bool fits(const TopicRow& row, const tables::ReasonRow& reason) {
  return row.bases == 0 || (row.bases >> static_cast<unsigned>(reason.basis) & 1u) != 0;
}

const tables::ReasonRow* only_reason(const TopicRow& row) {
  const tables::ReasonRow* only = nullptr;
  for (const tables::ReasonRow& reason : tables::reasons) {
    if (!fits(row, reason)) continue;
    if (only != nullptr) return nullptr;
    only = &reason;
  }
  return only;
}

Topic topic_of(CaseKind kind) {
  if (kind == K::reship || kind == K::damage_claim) return T::damaged;
  for (const TopicRow& row : rows) {
    if (row.kind == kind) return row.topic;
  }
  return T::return_;
}

void add_topics(const World& world, Topics& out) {
  Problems ignored;
  const Decision base = evaluate(world, nullptr, ignored);
  for (const TopicRow& row : rows) {
    const auto bit = static_cast<std::uint16_t>(1u << static_cast<unsigned>(row.topic));
    bool fits = false;
    if (row.topic != T::return_) {
      fits = talk(row) || possible(world, row, row.unsaid);
    } else if (world.order->status != OrderStatus::canceled) {
      // A return that is too late is offered as well: its first screen says why not, and what helps.
      for (const LineDecision& d : base.lines) {
        fits = fits || (d.returnable > 0 && !not_sent(d));
        if (yes(d) && d.right == "withdrawal") out.rights |= bit;
      }
    }
    if (fits) out.possible |= bit;
  }
}

}  // namespace aftersale::asking
