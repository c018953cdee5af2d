// Shopify's words and ours. plugin.json states the same tables for people and hosts; a test keeps them equal.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::shopify {

/// The API version whose schema the requests were checked against.
inline constexpr std::string_view api_path = "/admin/api/2026-07/graphql.json";

/// Return.status.
inline constexpr CodePair return_statuses[] = {
    {"REQUESTED", "requested"}, {"OPEN", "approved"}, {"DECLINED", "refused"}, {"CANCELED", "canceled"}, {"CLOSED", "closed"},
};

/// Fulfillment.status, as far as it says where the parcel is.
inline constexpr CodePair fulfillment_statuses[] = {
    {"SUCCESS", "shipped"}, {"PENDING", "pending"}, {"OPEN", "pending"}, {"CANCELLED", "canceled"}, {"ERROR", "canceled"}, {"FAILURE", "canceled"},
};

/// Dispositions of a reverse fulfillment order: what became of returned goods.
inline constexpr CodePair dispositions[] = {
    {"RESTOCKED", "restock"}, {"PROCESSING_REQUIRED", "refurbish"}, {"MISSING", "missing"}, {"NOT_RESTOCKED", "recycle"},
    {"NOT_RESTOCKED", "dispose"}, {"NOT_RESTOCKED", "return_to_sender"},
};

/// ReturnReason, which stands in for a ReturnReasonDefinition as long as the host gives no ids.
inline constexpr CodePair reasons[] = {
    {"UNWANTED", "changed_mind"},        {"UNWANTED", "no_longer_needed"},   {"UNWANTED", "ordered_by_mistake"}, {"UNWANTED", "found_better_price"},
    {"SIZE_TOO_SMALL", "size_too_small"}, {"SIZE_TOO_LARGE", "size_too_large"}, {"STYLE", "style"},               {"COLOR", "color"},
    {"DEFECTIVE", "defective"},          {"DEFECTIVE", "damaged_in_transit"}, {"NOT_AS_DESCRIBED", "not_as_described"},
    {"WRONG_ITEM", "wrong_item"},        {"OTHER", "other"},                 {"OTHER", "quality"},               {"OTHER", "missing_parts"},
    {"OTHER", "arrived_late"},
};

/// ReturnDeclineReason.
inline constexpr CodePair decline_reasons[] = {
    {"FINAL_SALE", "final_sale"}, {"FINAL_SALE", "excluded"}, {"RETURN_PERIOD_ENDED", "window_closed"}, {"RETURN_PERIOD_ENDED", "too_late"}, {"OTHER", "other"},
};

}  // namespace aftersale::shopify
