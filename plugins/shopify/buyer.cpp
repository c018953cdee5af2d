// Who bought, and where.
#include "reading.hpp"

namespace aftersale::shopify {

void read_buyer(Reading& r) {
  Buyer& b = r.order.buyer;
  const Value customer = r.doc["customer"];
  b.id = id_of(customer);
  b.guest = !customer.present();
  b.consumer = !r.doc["company"].present() && !r.doc["purchasingEntity"]["company"].present();
  const Value places[] = {get(r.doc, "shipping_address"), get(r.doc, "billing_address"), get(customer, "default_address"), customer};
  for (const Value place : places) {
    for (const std::string_view name : {"country_code", "countryCodeV2", "countryCode"}) {
      if (b.country.empty()) set_country(b, place[name]);
    }
    if (b.region.empty() && !b.country.empty()) b.region = std::string(get(place, "province_code").text());
    if (!b.name.empty()) continue;
    b.name = std::string(place["name"].text());
    const std::string_view first = get(place, "first_name").text(), last = get(place, "last_name").text();
    if (b.name.empty()) b.name = std::string(first) + (first.empty() || last.empty() ? "" : " ") + std::string(last);
  }
  for (const Value mail : {r.doc["email"], r.doc["contact_email"], customer["email"]}) {
    if (b.email.empty()) b.email = std::string(mail.text());
  }
  b.tags = words(customer["tags"]);
}

void read_channel(Reading& r) {
  Order& o = r.order;
  const Value source = get(r.doc, "source_name");
  if (same_word(source.text(), "pos")) o.channel = Channel::store;
  if (!source.text().empty()) put(o.source.native, "source_name", source.text());
  std::vector<Value> notes = list(r.doc, "note_attributes");
  if (notes.empty()) notes = list(r.doc, "custom_attributes");
  for (const Value note : notes) {
    const Value name = note["name"].is_string() ? note["name"] : note["key"];
    if (name.text().empty() || set_attribution(o, name.text(), note["value"])) continue;
    put(o.source.native, join({"note.", name.text()}), note["value"].text());
  }
}

}  // namespace aftersale::shopify
