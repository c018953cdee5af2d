// Texts that are longer than our own documents take.
#pragma once

#include "aftersale/order.hpp"

namespace aftersale {

/// Cuts them and says so, for an order that was read from elsewhere: what is read is an order that our own reader takes. Ids are
/// left as they are, since a cut one names something else.
void shorten_texts(Order& order, Problems& problems, const std::string& pointer);

}  // namespace aftersale
