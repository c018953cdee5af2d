// What the shopper asks for. Shapes on the wire: docs/wire.md, "Request".
#pragma once

#include "aftersale/order.hpp"

#include <string>
#include <utility>
#include <vector>

namespace aftersale {

struct Evidence {
  std::string id;
  EvidenceKind kind = EvidenceKind::photo;
  std::string sha256, name, type;
  std::int64_t bytes = 0;
};

/// Answer to a follow-up question: a boolean, or a text (also dates and choices).
struct Answer {
  std::string id;
  bool is_bool = false;
  bool truth = false;
  std::string text;
};

/// The quantity of a draft's item that does not say one: all that can come back.
inline constexpr std::int64_t all_units = -1;

/// An amount with the currency in which it was stated; the settlement checks it against the order's.
struct Price { Minor amount = 0; Currency currency; };

/// What the buyer wants in place of an item. Without a price it costs the same.
struct ExchangeFor {
  std::string product, variant, sku, title;
  std::optional<Price> unit_price;    // before discounts, as Line::unit_price
};

struct RequestItem {
  std::string line;
  std::int64_t quantity = 0;
  std::string reason;                 // reason code; empty while a draft
  std::vector<Answer> answers;
  std::string note;
  std::vector<Evidence> evidence;
  std::optional<ExchangeFor> exchange_for = {};      // with the resolution `exchange`
  std::optional<Price> observed_price = {};          // of one unit now, with `price_adjustment`

  /// A boolean answer; `otherwise` when it was not given.
  [[nodiscard]] bool answered(std::string_view id, bool otherwise = false) const;
  [[nodiscard]] const Answer* find_answer(std::string_view id) const;
};

struct Request {
  CaseKind kind = CaseKind::return_;
  std::vector<RequestItem> items;     // a complaint, claim or inquiry may have none
  std::optional<Resolution> resolution;
  std::optional<ReturnMethod> method;
  std::vector<std::string> confirmed;
  bool advance = false;               // the new goods are to go out before the old ones are back
};

/// Reads a request. `draft` allows a missing reason, no quantity (`all_units`) and quantity 0. `at` receives the member
/// `at` of wizard answers when it is not null; without it such a member is unknown.
Request read_request(Value value, Problems& problems, bool draft = false, std::string* at = nullptr);
/// Not `whole`, it leaves out what people wrote in their own words: notes and names of files.
void write_request(Writer& out, const Request& request, std::string_view at = {}, bool whole = true);
Evidence read_evidence(Value value, Problems& problems);
void write_evidence(Writer& out, const Evidence& evidence, bool whole = true);

}  // namespace aftersale
