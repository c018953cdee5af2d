// Everything that a decision may depend on, in one place; see docs/wire.md, "World".
#pragma once

#include "aftersale/order.hpp"
#include "aftersale/policy.hpp"
#include "aftersale/request.hpp"

#include <array>
#include <string>
#include <vector>

namespace aftersale {

struct ReturnCase;

/// Borrowed views of the documents of one call; the engine owns them.
struct World {
  const Order* order = nullptr;
  std::vector<const Policy*> policies;        // statute packs among them, those of the buyer's country only
  std::vector<const ReturnCase*> cases;       // the other cases on this order
  Instant now{};
  std::optional<Instant> sent_at;             // when the buyer sent what is asked for, where the host says so
  Zone zone;
  std::optional<Zone> seller_zone;            // where its clock may matter
  std::vector<CivilDate> holidays;            // public holidays of the buyer's country, sorted
  bool signed_promises = false;               // a policy asks for signatures, see Policy::signed_promises
  bool statute_missing = false;               // the buyer's country has a pack that the host did not supply
  std::string_view self;                      // the case that asks: it does not stand against itself in the account

  /// The moment at which the buyer asked.
  [[nodiscard]] Instant asked() const { return sent_at.value_or(now); }
};

/// Units and money of an order that are spoken for: by returns that the storefront knows of and by other cases.
struct Account {
  /// `units` are spoken for; of these `quoted` belong to cases whose quotes say which share of each amount they took.
  /// `back` counts the units that came back and were paid for. `refunded` is what the units' quotes give the buyer.
  /// `adjusted` was paid back on `adjusted_units` that the buyer still has, taxes in it by index.
  struct LineTaken {
    std::int64_t units = 0;
    Minor refunded = 0;
    std::int64_t quoted = 0, back = 0;
    Minor goods = 0, duties = 0;
    std::vector<Minor> discounts, taxes;      // parallel to the line's own, as far as a quote took some
    std::vector<std::int64_t> points;         // parallel to the discounts
    std::int64_t adjusted_units = 0;
    Minor adjusted = 0;
    std::vector<Minor> adjusted_taxes;
  };
  std::vector<LineTaken> lines;               // parallel to Order::lines
  std::vector<Minor> tender_refunded;         // parallel to Order::tenders; reserved amounts of open cases included
  Minor refunded = 0;
  Minor shop_refunded = 0;                    // the same in the shop's currency, as quotes stated it
  bool shipping_refunded = false;
  /// What came off refunds since promotions were broken, by part, the promotion's or gift line's id and who had funded it.
  struct ClawedBack { std::string part, id, funder; Minor amount = 0; };
  std::vector<ClawedBack> clawed_back;
  /// What came back to those who had funded discounts, less what they bore of lost discounts that were given back; by Payer.
  std::array<Minor, enum_texts<Payer>.size()> regained{};
};
/// Storefront returns and cases are added up; a return whose id is that of a case is the same return and counts once.
Account account_of(const World& world);

/// Units of the line that can still be asked back: bought, less canceled, less spoken for. Never negative.
std::int64_t returnable_units(const Line& line, const Account::LineTaken& taken);

}  // namespace aftersale
