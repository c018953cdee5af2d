// The operation `translate`: storefront documents from and to ours. Shapes: docs/wire.md, "Storefronts".
#pragma once

#include "aftersale/codec.hpp"

namespace aftersale {

/// Answers one `translate` call: writes the whole result object, or reports errors (then what was written is void).
/// Pointers lead into the storefront's document below "/document", whether it came as `document` or as `text`; what is
/// said about the order that was read points below "/result/order" instead. `own` are codecs that the call brought along.
void translate(Writer& result, Value call, ParsedTables& tables, Problems& problems, std::span<const Codec* const> own = {});

}  // namespace aftersale
