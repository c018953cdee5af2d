// Google Merchant API: accounts.onlineReturnPolicies.
#include "convert/terms.hpp"

#include "json/text.hpp"

namespace aftersale::tools {
namespace {

constexpr Column column = &Word::google;

void write_date(Writer& out, const char* key, CivilDate date) {
  const YearMonthDay ymd = to_ymd(date);
  out.key(key).begin_object().field("day", ymd.day).field("month", ymd.month).field("year", ymd.year).end_object();
}

/// Millionths of the major unit.
std::int64_t micros(Minor amount, const Currency& currency) {
  std::int64_t out = amount;
  for (int i = currency.exponent; i < 6; ++i) out *= 10;
  return out;
}

void write_price(Writer& out, const char* key, Minor amount, const Currency& currency) {
  out.key(key).begin_object().field("amountMicros", integer_text(micros(amount, currency))).field("currencyCode", currency.text()).end_object();
}

void write_window(Writer& out, const Terms& terms, Problems& losses) {
  out.key("policy").begin_object();
  switch (terms.reach) {
    case Terms::Reach::days: out.field("type", "NUMBER_OF_DAYS_AFTER_DELIVERY").field("days", integer_text(terms.days)); break;
    case Terms::Reach::endless: out.field("type", "LIFETIME_RETURNS"); break;
    case Terms::Reach::none: out.field("type", "NO_RETURNS"); break;
    default: out.field("type", "TYPE_UNSPECIFIED"); lose(losses, "/document", "a window to a date");
  }
  out.end_object();
  if (terms.reach == Terms::Reach::days && terms.from != WindowFrom::delivery) lose(losses, "/document", "that the days do not count from the delivery");
}

void write_methods(Writer& out, const Terms& terms, Problems& losses) {
  out.key("returnMethods").begin_array();
  for (const Terms::Method& method : terms.methods) {
    const std::string_view name = theirs(method_words, column, to_text(method.method));
    if (!name.empty())
      out.string(name);
    else
      lose(losses, "/document", join({"the method \"", to_text(method.method), "\""}));
    if (method.method != ReturnMethod::by_mail && method.buyer_pays) lose(losses, "/document", join({"what \"", to_text(method.method), "\" costs the buyer"}));
  }
  out.end_array();
  for (const Terms::Method& method : terms.methods) {
    if (method.method != ReturnMethod::by_mail) continue;
    out.key("returnShippingFee").begin_object();
    if (method.buyer_pays && method.cost == 0) {
      out.field("type", "CUSTOMER_PAYING_ACTUAL_FEE");
    } else {
      out.field("type", "FIXED");
      if (method.cost > 0) write_price(out, "fixedFee", method.cost, terms.currency);
    }
    out.end_object();
    const std::string_view label = theirs(label_words, column, method.label);
    if (!label.empty())
      out.field("returnLabelSource", label);
    else if (!method.label.empty())
      lose(losses, "/document", join({"the label \"", method.label, "\""}));
  }
  if (terms.free_for_faults) lose(losses, "/document", "that faulty goods go back for free");
}

void write(Writer& out, const Terms& terms, Problems& losses) {
  out.begin_object().field("label", terms.id.substr(0, 50)).maybe("returnPolicyUri", terms.url).key("countries").begin_array();
  for (const std::string& country : terms.countries) out.string(country);
  out.end_array();
  if (terms.countries.empty()) lose(losses, "/document", "the countries, of which there must be some", "convert it with a country");
  if (terms.url.empty()) lose(losses, "/document/url", "the address of the policy, which must be there", "give the policy a \"url\"");
  write_window(out, terms, losses);
  write_methods(out, terms, losses);
  out.key("itemConditions").begin_array().string("NEW").end_array();
  out.flag("acceptDefectiveOnly", terms.grounds == Terms::Grounds::faults_only);
  if (terms.grounds == Terms::Grounds::remorse_only) lose(losses, "/document", "that the window is for a change of mind only");
  bool exchange = false;
  for (const Resolution resolution : terms.resolutions) {
    if (resolution == Resolution::exchange)
      exchange = true;
    else if (resolution != Resolution::original_payment_method)
      lose(losses, "/document", join({"the resolution \"", to_text(resolution), "\""}));
  }
  out.flag("acceptExchange", exchange);
  if (terms.fee_amount || terms.fee_basis_points != 0) {
    out.key("restockingFee").begin_object();
    if (terms.fee_amount)
      write_price(out, "fixedFee", *terms.fee_amount, terms.currency);
    else
      out.field("microPercent", terms.fee_basis_points * 10'000);
    out.end_object();
  }
  if (!terms.seasons.empty()) {
    out.key("seasonalOverrides").begin_array();
    std::int64_t number = 0;
    for (const Terms::Season& season : terms.seasons) {
      out.begin_object().field("label", join({"season-", integer_text(++number)}));
      write_date(out, "startDate", season.from);
      write_date(out, "endDate", season.to);
      write_date(out, "returnUntilDate", season.until);
      out.end_object();
    }
    out.end_array();
  }
  if (terms.refund_days) out.field("processRefundDays", *terms.refund_days);
  out.end_object();
}

bool read_date_object(Value value, CivilDate& out) {
  const auto year = value["year"].integer(), month = value["month"].integer(), day = value["day"].integer();
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31 || *year < 1970 || *year > 9999) return false;
  out = to_civil({static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)});
  return true;
}

void read_price(Value value, Terms& terms, Minor& out, Problems& problems) {
  std::int64_t amount = 0;
  Currency currency;
  if (!parse_integer(value["amountMicros"].text(), amount) || amount < 0 || !find_currency(value["currencyCode"].text(), currency)) {
    return expected(problems, value, "a price with amountMicros and currencyCode");
  }
  std::int64_t unit = 1;
  for (int i = currency.exponent; i < 6; ++i) unit *= 10;
  out = amount / unit;
  terms.currency = currency;
  if (amount % unit != 0) lose(problems, value.pointer(), "parts of the smallest unit of the currency");
}

void read_window(Value policy, Terms& terms, Problems& problems) {
  const std::string_view type = policy["type"].text();
  if (type == "NO_RETURNS") {
    terms.reach = Terms::Reach::none;
  } else if (type == "LIFETIME_RETURNS") {
    terms.reach = Terms::Reach::endless;
  } else if (type == "NUMBER_OF_DAYS_AFTER_DELIVERY") {
    terms.reach = Terms::Reach::days;
    if (!parse_integer(policy["days"].text(), terms.days) || terms.days < 0) expected(problems, policy["days"], "a number of days");
  } else {
    problems.error("unknown_value", policy.pointer("type"), "this kind of policy is not known",
                   "one of NUMBER_OF_DAYS_AFTER_DELIVERY, NO_RETURNS, LIFETIME_RETURNS");
  }
}

Terms read(Value document, Problems& problems) {
  Terms terms;
  if (!document["label"].text().empty()) terms.id = std::string(document["label"].text());
  terms.url = std::string(document["returnPolicyUri"].text());
  for (const Value country : document["countries"]) terms.countries.emplace_back(country.text());
  read_window(document["policy"], terms, problems);
  document["itemConditions"].take();
  if (document["acceptDefectiveOnly"].truth()) terms.grounds = Terms::Grounds::faults_only;
  for (const Value value : document["returnMethods"]) {
    ReturnMethod method{};
    if (from_text(ours(method_words, column, value.text()), method))
      terms.methods.push_back({method, false, 0, {}});
    else
      lose(problems, value.pointer(), join({"the method \"", value.text(), "\""}));
  }
  const Value fee = document["returnShippingFee"], label = document["returnLabelSource"];
  for (Terms::Method& method : terms.methods) {
    if (method.method != ReturnMethod::by_mail) continue;
    method.label = std::string(ours(label_words, column, label.text()));
    if (fee["type"].text() == "CUSTOMER_PAYING_ACTUAL_FEE") method.buyer_pays = true;
    if (fee["fixedFee"].exists()) read_price(fee["fixedFee"], terms, method.cost, problems);
    method.buyer_pays = method.buyer_pays || method.cost > 0;
  }
  terms.resolutions.push_back(Resolution::original_payment_method);
  if (document["acceptExchange"].truth()) terms.resolutions.push_back(Resolution::exchange);
  if (const Value restocking = document["restockingFee"]) {
    Minor amount = 0;
    if (restocking["fixedFee"].exists()) read_price(restocking["fixedFee"], terms, amount, problems), terms.fee_amount = amount;
    terms.fee_basis_points = restocking["microPercent"].integer().value_or(0) / 10'000;
  }
  for (const Value value : document["seasonalOverrides"]) {
    Terms::Season season{};
    (void)value["label"];
    if (!read_date_object(value["startDate"], season.from) || !read_date_object(value["endDate"], season.to))
      expected(problems, value, "a season with startDate and endDate");
    else if (read_date_object(value["returnUntilDate"], season.until))
      terms.seasons.push_back(season);
    else
      lose(problems, value.pointer(), "a season whose window is told in days");
  }
  terms.refund_days = document["processRefundDays"].integer();
  return terms;
}

}  // namespace

const Format google_format = {write, read};

}  // namespace aftersale::tools
