// The members of our records that a codec's tables can fill, by name.
#pragma once

#include "aftersale/codec_tools.hpp"

namespace aftersale {

enum class Record : std::uint8_t { order, buyer, totals, line, discount, tax, shipping, shipment, shipment_line, tender, earlier_return, returned_line, update, payment };

enum class Is : std::uint8_t {
  text, ident, key, country, tags, flags, pairs, notes, values,
  truth, raised,                     // a flag that other places may have raised already
  time, instant, delivered, arrived,
  money, price, portion, whole_discount, discount_sum, left, exact, stated, also, less, refund,
  rate, percent, quantity, units, line, word, gateway, payment_key, charges, payments, paid_by, give_back, currency, found_currency,
  record, list,
};

/// A member that tables can fill.
struct Slot {
  Is kind;
  std::uint8_t of;          // Record of a record or list; which enum a word is of
  std::uint16_t offset;
};
bool find_slot(Record record, std::string_view name, Slot& out);

/// A vector of records: how it gets another element and loses its last.
struct Growth {
  void* (*add)(void* vector);
  void (*drop)(void* vector);
};
const Growth& growth_of(Record record);

/// Fills `target` by the rows of a table. False when the record is not to be kept; why has been said.
bool fill(Reading& r, Record record, void* target, Value table, Value here);

/// The first figure of an expression, exactly.
bool exact_of(Reading& r, Value here, Choice& choice, Decimal& out);
/// The amounts of lines and shipping, put together exactly and rounded once.
void read_charges(Reading& r, Value table, Value here);
void read_payments(Reading& r, Value row, Value here);
/// The one tender that stands for what an order without payments says it was paid.
void stand_in(Reading& r, Value here, std::string_view expression);
void give_back(Reading& r, Value row, Value here);

}  // namespace aftersale
