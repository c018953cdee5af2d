#include "lifecycle/kind.hpp"

#include <cstdint>
#include <iterator>

namespace aftersale::lifecycle {
namespace {

using S = Stage;
using K = CaseKind;

constexpr S return_way[] = {S::requested, S::approved, S::in_transit, S::received, S::inspected, S::fulfilling, S::refund_pending, S::sent, S::delivered, S::refunded, S::closed};
constexpr S money_way[] = {S::requested, S::refund_pending, S::refunded, S::closed};
constexpr S search_way[] = {S::requested, S::investigating, S::fulfilling, S::refund_pending, S::sent, S::delivered, S::refunded, S::closed};
constexpr S reship_way[] = {S::requested, S::fulfilling, S::sent, S::delivered, S::closed};
constexpr S repair_way[] = {S::requested, S::approved, S::in_transit, S::received, S::in_repair, S::fulfilling, S::sent, S::delivered, S::closed};
constexpr S claim_way[] = {S::requested, S::acknowledged, S::investigating, S::proposed, S::resolved, S::closed};
constexpr S inquiry_way[] = {S::requested, S::answered, S::closed};

// Hours: what service standards of the trade ask for. Applications 12, lost parcels and complaints 24, guarantees 48.
constexpr KindRow rows[] = {
    {K::return_, true, true, 12, return_way},
    {K::refund_before_dispatch, true, false, 12, money_way},
    {K::not_received, true, false, 24, search_way},
    {K::reship, true, false, 12, reship_way},
    {K::repair, true, true, 48, repair_way},
    {K::price_protection, true, false, 12, money_way},
    {K::damage_claim, false, false, 24, claim_way},
    {K::complaint, false, false, 24, claim_way},
    {K::inquiry, false, false, 24, inquiry_way},
};
static_assert(std::size(rows) == enum_texts<CaseKind>.size());

}  // namespace

const KindRow& row_of(CaseKind kind) { return rows[static_cast<std::size_t>(kind)]; }

}  // namespace aftersale::lifecycle
