// What the parts of this codec share.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::medusa {

/// The exact amount `name`: its raw_ twin, which keeps the digits that a JSON number may have lost, or itself.
Value raw(Value object, std::string_view name);

/// The amount `name` of an object; 0 when it is not there.
Decimal exact(Reading& r, Value object, const char* name, bool* there = nullptr);
/// The amounts `name` of a list's elements.
Decimal sum_of(Reading& r, Value list, const char* name);

// Hooks of the tables.
void charges(Reading& r, Value here, void* record);
void credit_lines(Reading& r, Value here, void* record);
void place_lines(Reading& r, Value here, void* record);
void counted_returns(Reading& r, Value here, void* record);

}  // namespace aftersale::medusa
