// Parts of a request's document that drafts share.
#pragma once

#include "aftersale/request.hpp"

namespace aftersale {

/// The members of a request, into an object that the caller begins and ends.
void write_request_members(Writer& out, const Request& request, bool whole);
ExchangeFor read_exchange(Value value, Problems& problems);

}  // namespace aftersale
