// Medusa's words and ours. plugin.json states the same tables for people and hosts; a test keeps them equal.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::medusa {

/// Return.status. A request needs no approval in Medusa: it stands as soon as it is made. "open" is a draft of the staff.
inline constexpr CodePair return_statuses[] = {
    {"open", "requested"}, {"requested", "approved"}, {"partially_received", "received"}, {"received", "received"}, {"canceled", "canceled"},
};

/// Order.status.
inline constexpr CodePair order_statuses[] = {
    {"pending", "open"}, {"requires_action", "open"}, {"completed", "closed"}, {"archived", "closed"}, {"canceled", "canceled"},
};

}  // namespace aftersale::medusa
