// The table of reason codes, as other rooms use it.
#pragma once

#include "generated/tables.hpp"

#include <vector>

namespace aftersale {

/// The row of a reason code, or null.
const tables::ReasonRow* find_reason(std::string_view code);
std::vector<std::string_view> reason_codes();
/// The row of a country, or null.
const tables::CountryRow* find_country(std::string_view code);

}  // namespace aftersale
