#include "model/reasons.hpp"

namespace aftersale {

const tables::ReasonRow* find_reason(std::string_view code) {
  for (const tables::ReasonRow& row : tables::reasons) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::vector<std::string_view> reason_codes() {
  std::vector<std::string_view> out;
  for (const tables::ReasonRow& row : tables::reasons) out.push_back(row.code);
  return out;
}

const tables::CountryRow* find_country(std::string_view code) {
  for (const tables::CountryRow& row : tables::countries) {
    if (code == std::string_view(row.code, 2)) return &row;
  }
  return nullptr;
}

}  // namespace aftersale
