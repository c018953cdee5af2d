// Where a storefront's free words belong: gateways, properties, metadata, tags.
#include "aftersale/codec_tools.hpp"

#include <algorithm>

namespace aftersale {
namespace {

/// Letters and digits only, in lower case: "Final sale", "_final-sale" and "finalSale" become one word.
std::string plain_word(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

struct Flag { std::string_view word; bool LineAttributes::*slot; };
constexpr Flag flags[] = {
    {"finalsale", &LineAttributes::final_sale},      {"nonreturnable", &LineAttributes::final_sale},
    {"custommade", &LineAttributes::custom_made},    {"madetoorder", &LineAttributes::custom_made},
    {"personalized", &LineAttributes::custom_made},  {"personalised", &LineAttributes::custom_made},
    {"perishable", &LineAttributes::perishable},     {"sealed", &LineAttributes::sealed},
    {"hygieneseal", &LineAttributes::sealed},        {"digital", &LineAttributes::digital},
    {"giftcard", &LineAttributes::gift_card},        {"gift", &LineAttributes::gift},
};

bool LineAttributes::*find_flag(std::string_view name) {
  const std::string word = plain_word(name);
  for (const Flag& flag : flags) {
    if (flag.word == word) return flag.slot;
  }
  return nullptr;
}

struct LiveName { std::string_view word; std::string Attribution::*slot; };
constexpr LiveName live_names[] = {
    {"liveplatform", &Attribution::platform}, {"liveroom", &Attribution::room},       {"liveroomid", &Attribution::room},
    {"roomid", &Attribution::room},           {"livestream", &Attribution::stream},   {"livestreamid", &Attribution::stream},
    {"streamid", &Attribution::stream},       {"livesession", &Attribution::stream},  {"livesessionid", &Attribution::stream},
    {"liveshow", &Attribution::stream},       {"liveshowid", &Attribution::stream},   {"livehost", &Attribution::host},
    {"livehostid", &Attribution::host},       {"hostid", &Attribution::host},
};

// In order: "gift card" holds "card", and "Visa via PayPal" is the wallet's business.
struct GatewayWord { std::string_view word; TenderKind kind; };
constexpr GatewayWord gateway_words[] = {
    {"giftcard", TenderKind::gift_card},        {"storecredit", TenderKind::store_credit}, {"cashondelivery", TenderKind::cash_on_delivery},
    {"paypal", TenderKind::wallet},             {"applepay", TenderKind::wallet},          {"googlepay", TenderKind::wallet},
    {"alipay", TenderKind::wallet},             {"wechat", TenderKind::wallet},            {"amazonpay", TenderKind::wallet},
    {"wallet", TenderKind::wallet},             {"bank", TenderKind::bank_transfer},       {"transfer", TenderKind::bank_transfer},
    {"sepa", TenderKind::bank_transfer},        {"debitcard", TenderKind::card},            {"debit", TenderKind::bank_transfer},      {"card", TenderKind::card},
    {"visa", TenderKind::card},                 {"mastercard", TenderKind::card},          {"amex", TenderKind::card},
    {"shopifypayments", TenderKind::card},      {"stripe", TenderKind::card},              {"adyen", TenderKind::card},
    {"braintree", TenderKind::card},            {"authorizenet", TenderKind::card},        {"bogus", TenderKind::card},
    {"cash", TenderKind::other},                {"manual", TenderKind::other},             {"system", TenderKind::other},
};

bool says_no(Value value) {
  return value.is_bool() ? !value.truth() : same_word(value.text(), "false") || same_word(value.text(), "no") || value.text() == "0";
}

}  // namespace

TenderKind tender_kind(std::string_view gateway, bool& known) {
  const std::string word = plain_word(gateway);
  for (const GatewayWord& row : gateway_words) {
    if (word.find(row.word) != std::string::npos) return row.kind;
  }
  known = false;
  return TenderKind::other;
}

void put(std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name, std::string_view text) {
  for (const auto& pair : pairs) {
    if (pair.first == name) return;
  }
  pairs.emplace_back(std::string(name), std::string(text));
}

void set_attribute(LineAttributes& attributes, std::string_view name, Value value) {
  if (!value.present() || name.empty()) return;
  if (const auto slot = find_flag(name)) {
    attributes.*slot = !says_no(value);
  } else if (value.is_bool()) {
    put(attributes.values, name, value.truth() ? "true" : "false");
  } else if (!value.text().empty()) {
    put(attributes.values, name, value.text());
  }
}

void add_tag(LineAttributes& attributes, std::string_view tag) {
  while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
  while (!tag.empty() && tag.back() == ' ') tag.remove_suffix(1);
  if (tag.empty()) return;
  if (const auto slot = find_flag(tag)) attributes.*slot = true;
  if (std::find(attributes.tags.begin(), attributes.tags.end(), tag) == attributes.tags.end()) attributes.tags.emplace_back(tag);
}

bool set_attribution(Order& order, std::string_view name, Value value) {
  const std::string word = plain_word(name);
  const std::string text = value.id();
  if (text.empty()) return false;
  if (word == "liveat" || word == "livemoment") {
    Instant moment;
    if (!parse_instant(text, moment)) return false;
    order.attribution.moment = moment;
    order.channel = Channel::live;
    return true;
  }
  for (const LiveName& row : live_names) {
    if (row.word != word) continue;
    order.attribution.*(row.slot) = text;
    order.channel = Channel::live;
    return true;
  }
  return false;
}

void set_country(Buyer& buyer, Value code) {
  const std::string_view text = code.text();
  if (!code.is_string() || text.size() != 2) return;
  std::string upper;
  for (const char c : text) upper += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (upper[0] >= 'A' && upper[0] <= 'Z' && upper[1] >= 'A' && upper[1] <= 'Z') buyer.country = upper;
}

}  // namespace aftersale
