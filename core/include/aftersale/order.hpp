// The order as it was sold: what after-sales needs to know of it, whichever storefront it comes from.
// All amounts are minor units of `Order::currency`. Shapes on the wire: docs/wire.md, "Order".
#pragma once

#include "aftersale/enums.hpp"
#include "aftersale/money.hpp"
#include "aftersale/time.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aftersale {

struct Tax {
  std::string rate;    // decimal fraction as text: "0.19"; empty when unknown
  std::string title;
  Minor amount = 0;
};

struct Discount {
  Minor amount = 0;    // positive, for the whole line
  std::string code;
  std::string title;
  FundedBy funded_by = FundedBy::merchant;
  std::string promotion;   // id of the promotion that gave it; empty for a plain discount
  std::int64_t points = 0; // points that were given for it
};

/// A condition on which discounts, free delivery or a gift were given. A partial return may break it.
struct Promotion {
  std::string id, title;
  PromotionKind kind = PromotionKind::threshold;
  Minor minimum = 0;                 // threshold: price of the goods before discounts
  std::int64_t units = 0;            // units: how many; group: how many make one group
  std::vector<std::string> lines;    // that count towards it; empty = all
};

/// Facts by name, as texts: `true`, numbers and dates are written out.
using FactList = std::vector<std::pair<std::string, std::string>>;

/// What a policy may ask about the goods.
struct LineAttributes {
  std::string category;
  std::vector<std::string> tags;
  bool final_sale = false;
  bool custom_made = false;
  bool perishable = false;
  bool sealed = false;        // sealed for hygiene, or sealed media
  bool digital = false;
  bool gift_card = false;
  bool gift = false;
  std::vector<std::string> exclusions_confirmed;                // by code, when buying
  FactList values;                                              // anything else, by name
};

struct Line {
  std::string id;
  std::string title;
  std::string variant, sku, product, image;
  std::int64_t quantity = 0;
  Minor unit_price = 0;              // before discounts; includes tax in TaxMode::inclusive
  std::optional<Minor> gross_given;  // where the storefront's figure for all units is not unit price x quantity
  std::vector<Discount> discounts;
  std::vector<Tax> taxes;            // of the whole line, after discounts
  Minor duties = 0;                  // of the whole line, paid to the shop
  bool requires_shipping = true;
  LineAttributes attributes;
  std::string depends_on;            // gift or bundle member of that line
  std::optional<Minor> gift_price;   // what a unit costs that is kept when the line it depends on goes back
  std::int64_t canceled = 0;

  /// Price of all units before discounts.
  [[nodiscard]] Minor gross() const { return gross_given ? *gross_given : unit_price * quantity; }
  [[nodiscard]] Minor discount_total() const;
  [[nodiscard]] Minor tax_total() const;
};

struct ShippingCharge {
  std::string id, title;
  Minor price = 0;
  Minor discount = 0;
  std::vector<Tax> taxes;
  std::optional<Minor> standard_price;   // the cheapest standard delivery that was on offer
  std::string promotion;                 // id of the promotion that gave the discount
};

struct ShipmentLine { std::string line; std::int64_t quantity = 0; std::string ref; };

/// When a parcel reached the buyer: known, estimated as a range, or unknown.
struct Delivery {
  enum class Kind : std::uint8_t { unknown, known, estimated } kind = Kind::unknown;
  Instant at{};              // known; for an estimate the earliest
  Instant latest{};          // for an estimate
};

struct Shipment {
  std::string id;
  std::vector<ShipmentLine> lines;
  ShipmentStatus status = ShipmentStatus::pending;
  std::optional<Instant> shipped_at;
  Delivery delivered;
  std::string carrier, tracking;
};

struct Tender {
  std::string id;
  TenderKind kind = TenderKind::other;
  Minor amount = 0;
  Minor refunded = 0;
  std::string label;
};

struct ReturnedLine { std::string line; std::int64_t quantity = 0; };

/// A return that the storefront knows of already.
struct EarlierReturn {
  std::string id;
  ReturnStatus status = ReturnStatus::requested;
  std::vector<ReturnedLine> lines;
  Minor refunded = 0;
  std::string native;
};

struct Buyer {
  std::string id, name, email, country, region, tier;
  bool consumer = true;
  bool guest = false;
  std::vector<std::string> tags;
};

/// Where in a live stream the order came from.
struct Attribution {
  std::string platform, room, stream, host;
  std::optional<Instant> moment;
  [[nodiscard]] bool empty() const { return platform.empty() && room.empty() && stream.empty() && host.empty() && !moment; }
};

/// The currency in which the shop keeps its books, where it is not the order's, at the rate of the order.
struct ShopCurrency {
  Currency currency;
  std::string rate;      // of its units for one of the order's: a decimal, "1.0823"
};

/// Totals as the storefront states them; checked, never trusted.
struct StatedTotals {
  std::optional<Minor> goods, discounts, shipping, tax, total, paid, refunded;
};

struct OrderSource {
  std::string plugin, digest;
  std::vector<std::string> unread;                              // patterns of fields that the codec did not ask for
  std::vector<std::pair<std::string, std::string>> native;      // storefront's own words that later requests need
};

struct Order {
  std::string id, number, storefront;
  Instant created_at{};
  Currency currency;
  TaxMode tax_mode = TaxMode::inclusive;
  OrderStatus status = OrderStatus::open;
  Channel channel = Channel::online;
  std::string locale, time_zone;
  Buyer buyer;
  Attribution attribution;
  FactList facts;                    // what is known of the sale: what was told and confirmed, what happened since
  std::vector<Line> lines;
  std::vector<ShippingCharge> shipping;
  std::vector<Shipment> shipments;
  std::vector<Tender> tenders;
  std::vector<EarlierReturn> returns;
  std::vector<Promotion> promotions;
  ShopCurrency shop;
  StatedTotals totals;
  OrderSource source;

  [[nodiscard]] const Line* find_line(std::string_view id) const;
};

/// What a line cost the buyer altogether, tax and duties included.
Minor paid_for(const Order& order, const Line& line);
/// What shipping cost the buyer altogether, tax included.
Minor paid_for(const Order& order, const ShippingCharge& shipping);

/// Reads our own Order document; every fault is reported with its pointer.
Order read_order(Value value, Problems& problems);
void write_order(Writer& out, const Order& order);
/// Checks the order's own figures against each other (lines, discounts, tax, shipping = total = paid); what does not add
/// up becomes a warning at `pointer`.
void check_totals(const Order& order, Problems& problems, const std::string& pointer = {});
/// Looks for what a settlement would stumble on: payments that are not what the parts cost, more tax than price, more units
/// back than were bought. Each is a warning at its place below `pointer`.
void check_account(const Order& order, Problems& problems, const std::string& pointer = {});

}  // namespace aftersale
