// The tables of words: one row for each thing that several formats name.
#include "convert/terms.hpp"

#include "json/text.hpp"

namespace aftersale::tools {
namespace {

constexpr Word methods[] = {
    {"by_mail", "ReturnByMail", "BY_MAIL", "by_mail"},
    {"in_store", "ReturnInStore", "IN_STORE", "in_store"},
    {"at_kiosk", "ReturnAtKiosk", "AT_A_KIOSK", "kiosk"},
    {"keep", "KeepProduct", "", ""},
};
constexpr Word resolutions[] = {
    {"original_payment_method", "FullRefund", "", "original_payment_method"},
    {"store_credit", "StoreCreditRefund", "", "store_credit"},
    {"exchange", "ExchangeRefund", "", "exchange"},
    {"replacement", "", "", "replacement"},
};
constexpr Word labels[] = {
    {"in_box", "ReturnLabelInBox", "IN_THE_PACKAGE", ""},
    {"print", "ReturnLabelDownloadAndPrint", "DOWNLOAD_AND_PRINT", ""},
    {"own", "ReturnLabelCustomerResponsibility", "CUSTOMER_RESPONSIBILITY", ""},
};
constexpr Word windows[] = {
    {"delivery", "", "", "delivered"},
    {"order", "", "", "purchased"},
    {"dispatch", "", "", "shipped"},
};

}  // namespace

const std::span<const Word> method_words = methods, resolution_words = resolutions, label_words = labels, window_words = windows;

std::string_view theirs(std::span<const Word> words, Column column, std::string_view text) {
  for (const Word& word : words) {
    if (word.ours == text) return word.*column;
  }
  return {};
}

std::string_view ours(std::span<const Word> words, Column column, std::string_view text) {
  for (const Word& word : words) {
    if (!(word.*column).empty() && word.*column == text) return word.ours;
  }
  return {};
}

std::string major_text(Minor amount, const Currency& currency) {
  std::string digits = integer_text(amount);
  if (currency.exponent == 0) return digits;
  if (digits.size() <= currency.exponent) digits.insert(0, currency.exponent + 1 - digits.size(), '0');
  digits.insert(digits.size() - currency.exponent, ".");
  return canonical_number(digits);
}

bool read_major(Value value, const Currency& currency, Minor& out) {
  Decimal decimal;
  bool exact = true;
  return parse_decimal(value.text(), decimal) && to_minor(decimal, currency, out, exact) && out >= 0;
}

void lose(Problems& losses, const std::string& pointer, std::string_view what, std::string_view fix) {
  losses.warn("not_carried", pointer, join({"this cannot be carried over: ", what}), fix);
}

}  // namespace aftersale::tools
