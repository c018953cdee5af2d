// schema.org MerchantReturnPolicy.
#include "convert/terms.hpp"

#include "json/text.hpp"

namespace aftersale::tools {
namespace {

constexpr Column column = &Word::schema_org;
constexpr std::string_view prefix = "https://schema.org/";

std::string full(std::string_view name) { return join({prefix, name}); }

/// The name of an enumeration's member: with the address in front or without, as a text or as an object with "@id".
std::string_view name_of(Value value) {
  std::string_view text = value.is_object() ? value["@id"].text() : value.text();
  for (const std::string_view front : {prefix, std::string_view("http://schema.org/"), std::string_view("schema:")}) {
    if (text.substr(0, front.size()) == front) return text.substr(front.size());
  }
  return text;
}

/// A member that may be one value or a list of them.
template <class Visit>
void each(Value value, Visit visit) {
  if (!value.exists()) return;
  if (!value.is_array()) return visit(value);
  for (const Value item : value) visit(item);
}

void write_names(Writer& out, const char* key, const std::vector<std::string>& names) {
  if (names.empty()) return;
  out.key(key);
  if (names.size() == 1) {
    out.string(names.front());
    return;
  }
  out.begin_array();
  for (const std::string& name : names) out.string(name);
  out.end_array();
}

void write_amount(Writer& out, const char* key, Minor amount, const Currency& currency) {
  out.key(key).begin_object().field("@type", "MonetaryAmount").field("currency", currency.text()).key("value").raw(major_text(amount, currency)).end_object();
}

void write_methods(Writer& out, const Terms& terms, Problems& losses) {
  std::vector<std::string> methods;
  const Terms::Method* mail = nullptr;
  for (const Terms::Method& method : terms.methods) {
    const std::string_view name = theirs(method_words, column, to_text(method.method));
    if (name.empty()) {
      lose(losses, "/document", join({"the method \"", to_text(method.method), "\""}));
      continue;
    }
    methods.push_back(full(name));
    if (method.method == ReturnMethod::by_mail)
      mail = &method;
    else if (method.buyer_pays)
      lose(losses, "/document", join({"what \"", to_text(method.method), "\" costs the buyer; one price is told, that of the parcel"}));
  }
  write_names(out, "returnMethod", methods);
  if (mail == nullptr) return;
  const std::string_view fees = !mail->buyer_pays ? "FreeReturn" : mail->cost > 0 ? "ReturnShippingFees" : "ReturnFeesCustomerResponsibility";
  out.field("returnFees", full(fees));
  if (mail->cost > 0) write_amount(out, "returnShippingFeesAmount", mail->cost, terms.currency);
  if (terms.free_for_faults && mail->buyer_pays) out.field("itemDefectReturnFees", full("FreeReturn"));
  const std::string_view label = theirs(label_words, column, mail->label);
  if (!label.empty())
    out.field("returnLabelSource", full(label));
  else if (!mail->label.empty())
    lose(losses, "/document", join({"the label \"", mail->label, "\""}));
}

void write_days(Writer& out, const Terms& terms, Problems& losses) {
  switch (terms.reach) {
    case Terms::Reach::days:
      out.field("returnPolicyCategory", full("MerchantReturnFiniteReturnWindow")).field("merchantReturnDays", terms.days);
      if (terms.from != WindowFrom::delivery) lose(losses, "/document", "that the days do not count from the delivery");
      break;
    case Terms::Reach::until:
      out.field("returnPolicyCategory", full("MerchantReturnFiniteReturnWindow")).field("merchantReturnDays", format(terms.until));
      break;
    case Terms::Reach::endless: out.field("returnPolicyCategory", full("MerchantReturnUnlimitedWindow")); break;
    case Terms::Reach::none: out.field("returnPolicyCategory", full("MerchantReturnNotPermitted")); break;
    case Terms::Reach::unstated: out.field("returnPolicyCategory", full("MerchantReturnUnspecified")); break;
  }
}

void write(Writer& out, const Terms& terms, Problems& losses) {
  out.begin_object()
      .field("@context", "https://schema.org")
      .field("@type", "MerchantReturnPolicy")
      .field("@id", terms.id)
      .maybe("name", terms.title)
      .maybe("merchantReturnLink", terms.url);
  write_names(out, "applicableCountry", terms.countries);
  write_days(out, terms, losses);
  if (terms.grounds != Terms::Grounds::all && terms.reach != Terms::Reach::none) {
    lose(losses, "/document",
         terms.grounds == Terms::Grounds::faults_only ? "that only faults are taken back" : "that the window is for a change of mind only");
  }
  write_methods(out, terms, losses);
  std::vector<std::string> refunds;
  for (const Resolution resolution : terms.resolutions) {
    const std::string_view name = theirs(resolution_words, column, to_text(resolution));
    if (name.empty())
      lose(losses, "/document", join({"the resolution \"", to_text(resolution), "\""}));
    else
      refunds.push_back(full(name));
  }
  write_names(out, "refundType", refunds);
  if (terms.fee_amount)
    write_amount(out, "restockingFee", *terms.fee_amount, terms.currency);
  else if (terms.fee_basis_points != 0)
    out.key("restockingFee").raw(canonical_number(join({integer_text(terms.fee_basis_points), "e-2"})));
  if (terms.fee_amount && terms.fee_basis_points != 0) lose(losses, "/document", "the share of a fee that is an amount as well");
  if (!terms.seasons.empty()) {
    out.key("returnPolicySeasonalOverride").begin_array();
    for (const Terms::Season& season : terms.seasons) {
      out.begin_object().field("@type", "MerchantReturnPolicySeasonalOverride").field("startDate", format(season.from)).field("endDate", format(season.to));
      out.field("merchantReturnDays", format(season.until)).field("returnPolicyCategory", full("MerchantReturnFiniteReturnWindow")).end_object();
    }
    out.end_array();
  }
  if (terms.refund_days) lose(losses, "/document", "the days until the refund");
  out.end_object();
}

void read_amount(Value value, Terms& terms, Minor& out, Problems& problems) {
  Currency currency;
  (void)value["@type"];
  if (!find_currency(value["currency"].text(), currency) || !read_major(value["value"], currency, out))
    return expected(problems, value, "a MonetaryAmount with currency and value");
  terms.currency = currency;
}

bool read_day(Value value, CivilDate& out) { return value.is_string() && parse_date(value.text().substr(0, 10), out); }

void read_window(Value document, Terms& terms, Problems& problems) {
  const std::string_view category = name_of(document["returnPolicyCategory"]);
  const Value days = document["merchantReturnDays"];
  if (category == "MerchantReturnNotPermitted") {
    terms.reach = Terms::Reach::none;
  } else if (category == "MerchantReturnUnlimitedWindow") {
    terms.reach = Terms::Reach::endless;
  } else if (read_day(days, terms.until)) {
    terms.reach = Terms::Reach::until;
  } else if (days.exists()) {
    std::int64_t number = 0;
    if (!parse_integer(days.text(), number) || number < 0) return expected(problems, days, "a number of days, or a date");
    terms.reach = Terms::Reach::days;
    terms.days = number;
  } else if (category == "MerchantReturnFiniteReturnWindow" || category.empty()) {
    problems.error("missing", document.pointer("merchantReturnDays"), "\"merchantReturnDays\" must be given",
                   "add the number of days, or another returnPolicyCategory");
  }
}

void read_methods(Value document, Terms& terms, Problems& problems) {
  each(document["returnMethod"], [&](Value value) {
    ReturnMethod method{};
    if (from_text(ours(method_words, column, name_of(value)), method))
      terms.methods.push_back({method, false, 0, {}});
    else
      lose(problems, value.pointer(), join({"the method \"", name_of(value), "\""}));
  });
  // Some pages tell what the parcel costs for a change of mind only.
  Value fees = document["returnFees"], amount = document["returnShippingFeesAmount"];
  if (!fees.exists()) fees = document["customerRemorseReturnFees"];
  if (!amount.exists()) amount = document["customerRemorseReturnShippingFeesAmount"];
  Terms::Method* mail = nullptr;
  for (Terms::Method& method : terms.methods) {
    if (method.method == ReturnMethod::by_mail) mail = &method;
  }
  if (mail == nullptr && fees.exists()) mail = &terms.methods.emplace_back(Terms::Method{ReturnMethod::by_mail, false, 0, {}});
  if (mail == nullptr) return;
  const std::string_view name = name_of(fees);
  mail->buyer_pays = fees.exists() && name != "FreeReturn";
  if (mail->buyer_pays && amount.exists()) read_amount(amount, terms, mail->cost, problems);
  terms.free_for_faults = mail->buyer_pays && name_of(document["itemDefectReturnFees"]) == "FreeReturn";
  Value label = document["returnLabelSource"];
  if (!label.exists()) label = document["customerRemorseReturnLabelSource"];
  mail->label = std::string(ours(label_words, column, name_of(label)));
}

void read_seasons(Value document, Terms& terms, Problems& problems) {
  each(document["returnPolicySeasonalOverride"], [&](Value value) {
    Terms::Season season{};
    const bool dated = read_day(value["startDate"], season.from) && read_day(value["endDate"], season.to);
    if (!dated) return expected(problems, value, "a season with startDate and endDate");
    (void)value["@type"], (void)value["returnPolicyCategory"];
    if (read_day(value["merchantReturnDays"], season.until))
      terms.seasons.push_back(season);
    else
      lose(problems, value.pointer(), "a season whose window is told in days");
  });
}

Terms read(Value document, Problems& problems) {
  Terms terms;
  (void)document["@context"], (void)document["@type"];
  if (document["@id"].is_string() && !document["@id"].text().empty()) terms.id = std::string(document["@id"].text().substr(0, 100));
  terms.title = std::string(document["name"].text());
  terms.url = std::string(document["merchantReturnLink"].text());
  each(document["applicableCountry"], [&](Value value) { terms.countries.emplace_back(value.is_object() ? value["name"].text() : value.text()); });
  read_window(document, terms, problems);
  read_methods(document, terms, problems);
  each(document["refundType"], [&](Value value) {
    Resolution resolution{};
    if (from_text(ours(resolution_words, column, name_of(value)), resolution))
      terms.resolutions.push_back(resolution);
    else
      lose(problems, value.pointer(), join({"the refund \"", name_of(value), "\""}));
  });
  if (const Value fee = document["restockingFee"]) {
    if (fee.is_object()) {
      Minor amount = 0;
      read_amount(fee, terms, amount, problems);
      terms.fee_amount = amount;
    } else {
      Currency hundredths;  // two digits: a percentage in basis points
      Minor points = 0;
      if (read_major(fee, hundredths, points) && points <= 10000)
        terms.fee_basis_points = points;
      else
        expected(problems, fee, "a percentage or a MonetaryAmount");
    }
  }
  read_seasons(document, terms, problems);
  return terms;
}

}  // namespace

const Format schema_org_format = {write, read};

}  // namespace aftersale::tools
