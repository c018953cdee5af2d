// The shop of the wizard's tests; see wizard_shop.hpp.
#include "wizard_shop.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdio>

namespace wizard_shop {
namespace {

Instant instant(std::string_view text) {
  Instant out{};
  BOOST_TEST_REQUIRE(parse_instant(text, out));
  return out;
}

std::string file_text(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  BOOST_TEST_REQUIRE((file != nullptr), path);
  std::string text;
  char chunk[4096];
  for (std::size_t size; (size = std::fread(chunk, 1, sizeof chunk, file)) != 0;) text.append(chunk, size);
  std::fclose(file);
  return text;
}

}  // namespace

Evidence photo(int number) {
  Evidence e;
  e.id = "p" + std::to_string(number);
  e.sha256 = std::string(64, static_cast<char>('0' + number % 10));
  return e;
}

RequestItem& Draft::select(std::string_view line, std::int64_t quantity) {
  for (RequestItem& item : request.items) {
    if (item.line != line) continue;
    item.quantity = quantity;
    return item;
  }
  request.items.emplace_back();
  request.items.back().line = std::string(line);
  request.items.back().quantity = quantity;
  return request.items.back();
}

Screen::Screen(std::string text) : text_(std::move(text)) {
  Problems problems;
  document_ = std::make_unique<Document>(Document::parse(text_, problems));
  BOOST_TEST_REQUIRE(problems.ok());
}

std::string Screen::errors() const {
  std::string out;
  for (const Value error : root()["errors"]) {
    if (!out.empty()) out += ' ';
    out += std::string(error["code"].text()) + ":" + std::string(error["pointer"].text());
  }
  return out;
}

bool Screen::has_field(std::string_view id) const {
  for (const Value field : root()["fields"]) {
    if (field["id"].text() == id) return true;
  }
  return false;
}

Value Screen::notice(std::string_view code) const {
  for (const Value each : root()["notices"]) {
    if (each["code"].text() == code) return each;
  }
  return Value();
}

Value Screen::choice(std::size_t field, std::string_view value) const {
  for (const Value each : root()["fields"].at(field)["choices"]) {
    if (each["value"].text() == value) return each;
  }
  return Value();
}

Shop::Shop(std::string_view country, std::string_view now) {
  order.id = "1001";
  order.created_at = instant("2026-02-01T09:00:00Z");
  BOOST_TEST_REQUIRE(find_currency("EUR", order.currency));
  order.buyer.country = std::string(country);
  world.now = instant(now);
  world.zone.name = "UTC";
  host.about = Topic::return_;
}

Line& Shop::line(std::string_view id, std::int64_t quantity, Minor price, std::string_view delivered) {
  Line added;
  added.id = std::string(id);
  added.title = "Item " + added.id;
  added.quantity = quantity;
  added.unit_price = price;
  order.lines.push_back(std::move(added));
  Shipment shipment;
  shipment.id = "s-" + std::string(id);
  shipment.lines.push_back({std::string(id), quantity, {}});
  if (!delivered.empty()) {
    shipment.status = ShipmentStatus::delivered;
    shipment.delivered.kind = Delivery::Kind::known;
    shipment.delivered.at = instant(delivered);
  }
  order.shipments.push_back(std::move(shipment));
  return order.lines.back();
}

void Shop::add(const std::string& text) {
  Problems problems;
  const Document document = Document::parse(text, problems);
  policies_.push_back(std::make_unique<Policy>(read_policy(document.root(), problems)));
  const bool ok = problems.ok();
  BOOST_TEST_REQUIRE(
      ok, (ok ? std::string() : problems.errors().front().pointer + ": " + problems.errors().front().message));
}

void Shop::pack(const std::string& name) {
  add(file_text(std::string(AFTERSALE_SOURCE_DIR) + "/core/data/packs/" + name + ".json"));
}

void Shop::policy(const std::string& rules) {
  add(R"({"schema":"aftersale/policy/1","id":"shop","layer":"merchant","versions":[{"version":"1","rules":)" + rules +
      "}]}");
}

const World& Shop::ready() {
  if (order.tenders.empty()) {
    Tender card;
    card.id = "t1";
    card.kind = TenderKind::card;
    for (const Line& each : order.lines) card.amount += paid_for(order, each);
    for (const ShippingCharge& each : order.shipping) card.amount += paid_for(order, each);
    order.tenders.push_back(std::move(card));
  }
  world.order = &order;
  world.policies.clear();
  for (const auto& each : policies_) world.policies.push_back(each.get());
  return world;
}

Screen Shop::ask(const Answers& draft) {
  Problems problems;
  Writer out;
  std::vector<const World*> worlds{&ready()};
  if (beside != nullptr) worlds.push_back(&beside->ready());
  wizard(out, worlds, draft, host, problems);
  BOOST_TEST_REQUIRE(problems.ok());
  return Screen(out.take());
}

}  // namespace wizard_shop
