// What the parts of this codec share.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale::medusa {

enum class Kind : std::uint8_t { order, returning, exchange, claim, payment, preview, draft_order, list, request, error, unknown };
struct Found {
  Kind kind;
  Value value;        // without its wrapper; for an order the whole document, which may hold several
  int confidence;
};
Found locate(Value document);
std::string_view words_of(Kind kind);

/// The exact amount `name`: its raw_ twin, which keeps the digits that a JSON number may have lost, or itself.
Value raw(Value object, std::string_view name);

// Decimals, exactly as far as they end; what does not end keeps at least 12 digits behind the point.
Decimal minus(const Decimal& a, const Decimal& b);
Decimal times(const Decimal& a, const Decimal& b);
/// a * numerator / denominator.
Decimal ratio(const Decimal& a, const Decimal& numerator, const Decimal& denominator);
bool equal(const Decimal& a, const Decimal& b);
std::string text_of(const Decimal& value);

/// One thing that costs: a line or a shipping method, in exact amounts, as it was sold.
struct Charge {
  Value value;
  std::int64_t quantity = 1;
  Decimal unit, gross, total;
  std::vector<Decimal> discounts, taxes;
  std::vector<Value> adjustments, tax_lines;   // what they were read from; may be fewer
  Decimal vanished;                            // what the document's own total no longer counts
};

struct Reading {
  Value doc;
  Order& order;
  Amounts amounts;
  Problems& problems;
  std::vector<Charge> charges;                 // lines first
  [[nodiscard]] bool inclusive() const { return order.tax_mode == TaxMode::inclusive; }
};

/// Reads the amounts of a line or shipping method. `price` is its member's name, `returned` how many units came back.
Charge read_charge(Reading& r, Value value, std::string_view price, std::int64_t quantity, std::int64_t returned);
/// Turns all charges into whole minor units that add up to the rounded total, and files them in the order.
void settle_charges(Reading& r);
void read_payments(Reading& r);
void read_shipments(Reading& r);
void read_returns(Reading& r);

std::vector<Order> read_orders(Value document, Problems& problems);
Update read_update(Value document, Problems& problems);
void write(Writer& out, const WriteInput& input, Problems& problems);

}  // namespace aftersale::medusa
