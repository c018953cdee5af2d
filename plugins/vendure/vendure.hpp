// What the parts of this codec share.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::vendure {

// Hooks of the tables.
void digits(Reading& r, Value here, void* record);
void charges(Reading& r, Value here, void* record);
void times(Reading& r, Value here, void* record);
void what_is_left(Reading& r, Value here, void* record);

}  // namespace aftersale::vendure
