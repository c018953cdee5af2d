// The shop's words and ours, in both directions. plugin.json states the same pairs; a test keeps them equal.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::template_ {

inline constexpr CodePair return_statuses[] = {
    {"NEW", "requested"}, {"OK", "approved"}, {"ARRIVED", "received"}, {"PAID", "refunded"}, {"NO", "refused"},
};

// Several of ours may share one of the shop's; reading takes the first row.
inline constexpr CodePair reasons[] = {
    {"TOO_SMALL", "size_too_small"}, {"TOO_LARGE", "size_too_large"}, {"BROKEN", "defective"}, {"BROKEN", "damaged_in_transit"}, {"OTHER", "other"},
};

inline constexpr CodePair tender_kinds[] = {{"CARD", "card"}, {"VOUCHER", "gift_card"}, {"BANK", "bank_transfer"}};

}  // namespace aftersale::template_
