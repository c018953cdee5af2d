// Orders and rules as they are met in practice, drawn at random: what walks through the wizard start from.
#pragma once

#include "wizard_shop.hpp"

namespace wizard_shop {

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : state_(seed * 2654435769u + 1u) {}
  std::uint32_t below(std::uint32_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(state_) * limit) >> 32);
  }
  bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::uint32_t state_;
};

/// The parcel of the last line has left and has not arrived.
inline void on_its_way(Shop& shop) {
  Shipment& parcel = shop.order.shipments.back();
  parcel.status = ShipmentStatus::shipped;
  parcel.shipped_at = Instant{shop.world.now.ms - 9 * ms_per_day};
  parcel.delivered = {};
}

/// All that has left went in one parcel.
inline void one_parcel(Shop& shop) {
  std::vector<Shipment>& parcels = shop.order.shipments;
  for (std::size_t i = 1; i < parcels.size();) {
    if (parcels[i].status != parcels[0].status) {
      ++i;
      continue;
    }
    parcels[0].lines.insert(parcels[0].lines.end(), parcels[i].lines.begin(), parcels[i].lines.end());
    parcels.erase(parcels.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

inline Variants sizes_of(const Line& line, Chance& chance) {
  Variants sizes;
  sizes.line = line.id;
  for (const char* size : {"S", "M", "L"}) {
    ExchangeFor e;
    e.variant = size;
    if (chance.one_in(2)) e.sku = line.id + "-" + size;
    if (chance.one_in(3)) e.unit_price = Price{line.unit_price + 100, Currency{{'E', 'U', 'R', '\0'}, 2}};
    sizes.choices.push_back(std::move(e));
  }
  return sizes;
}

/// An order that is met in practice, with all that can stand in a return's way.
inline void furnish(Shop& shop, Chance& chance) {
  const std::uint32_t count = 1 + chance.below(4);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string delivered =
        chance.one_in(8)
            ? std::string()
            : format(Instant{shop.world.now.ms - static_cast<std::int64_t>(chance.below(90)) * ms_per_day});
    // Drawn one after the other: compilers differ in which argument they come to first, and a seed is to be the same walk for all.
    const Minor price = 100 + chance.below(9000);
    const std::int64_t quantity = 1 + chance.below(3);
    Line& line = shop.line("l" + std::to_string(i + 1), quantity, price, delivered);
    LineAttributes& a = line.attributes;
    a.final_sale = chance.one_in(6);
    a.custom_made = chance.one_in(8);
    a.perishable = chance.one_in(10);
    a.sealed = chance.one_in(6);
    a.category = chance.one_in(2) ? "shoes" : "books";
    if (chance.one_in(3)) line.discounts.push_back({line.unit_price / 3, "SPRING", "", FundedBy::merchant, ""});
    if (chance.one_in(8)) line.canceled = 1;
    if (chance.one_in(5)) on_its_way(shop);
    if (chance.one_in(3)) shop.host.variants.push_back(sizes_of(line, chance));
  }
  if (chance.one_in(3)) one_parcel(shop);
  if (chance.one_in(8)) shop.order.facts.emplace_back("gift", "true");
  shop.host.about.reset();
  if (chance.one_in(3)) shop.host.about = static_cast<Topic>(chance.below(enum_texts<Topic>.size()));
  if (chance.one_in(10)) shop.order.status = OrderStatus::canceled;
  static constexpr const char* merchants[] = {
      R"([{"id":"w","window":{"days":30}},{"id":"r","resolutions":[{"resolution":"store_credit","bonusBasisPoints":500,"recommended":true},{"resolution":"exchange"}]},
          {"id":"x","when":{"field":"line.finalSale","op":"is","value":true},"basis":["customer_remorse"],"exclude":{"code":"final_sale"}},
          {"id":"m1","method":{"method":"by_mail","payer":"buyer","cost":{"amount":490,"currency":"EUR"},"label":"print"}},
          {"id":"m2","method":{"method":"in_store","payer":"merchant"}},
          {"id":"f","basis":["customer_remorse"],"fee":{"kind":"restocking","basisPoints":1000,"waivedFor":["store_credit"]}}])",
      R"([{"id":"w","window":{"days":14},"when":{"field":"line.category","op":"is","value":"shoes"}},
          {"id":"w2","window":{"days":60},"basis":["item_defect","damaged_in_transit"]},
          {"id":"e","basis":["item_defect"],"evidence":{"kind":"photo","min":1}},
          {"id":"k","basis":["item_defect"],"resolutions":[{"resolution":"keep_item"},{"resolution":"partial_refund","bonusBasisPoints":4000}]},
          {"id":"p","priceProtection":{"days":40,"from":"order"}},{"id":"p2","priceProtection":{"days":200,"from":"order"}},
          {"id":"g","when":{"field":"answer.recipient","op":"is","value":true},"resolutions":[{"resolution":"store_credit"}]},
          {"id":"h","approval":{"mode":"manual","code":"looked_at"}}])",
      R"([{"id":"w","window":{"days":200,"from":"order"},"confidence":"arguable"},{"id":"s","reasons":["size_too_small"],"window":{"days":100}}])",
  };
  const std::uint32_t place = chance.below(4);
  if (place == 0) shop.pack("eu");
  if (place == 1) shop.pack("cn");
  if (place == 2) shop.pack("uk");
  shop.order.buyer.country = place == 0 ? "DE" : place == 1 ? "CN" : place == 2 ? "GB" : "BR";
  if (place == 3 || !chance.one_in(3)) shop.policy(merchants[chance.below(3)]);
}

}  // namespace wizard_shop
