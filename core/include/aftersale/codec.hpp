// A storefront's codec: a table of pure functions, registered by a generated list (no static initialisers).
#pragma once

#include "aftersale/order.hpp"
#include "aftersale/return_case.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

/// How a codec takes a document: what it is, and how sure it is (0 = not ours, 100 = certain).
struct Recognition {
  std::string_view document;   // "order", "orders", "return", "update", "other"
  int confidence = 0;
};

/// What a storefront told about a return or an order later on.
struct Update {
  std::string order, return_id;
  std::string status;          // our code (see ReturnStatus), empty when unknown
  std::string native;          // the storefront's own word
  std::optional<Instant> at;
  std::vector<ReturnedLine> lines;
  std::optional<Minor> refunded;
  Currency currency;
};

/// What to write: a case with its order, and what the merchant or buyer wants done.
struct WriteInput {
  const Order* order = nullptr;
  const ReturnCase* return_case = nullptr;
  std::string intent = "create_return";   // create_return, approve, refuse, receive, refund, cancel
  Value ids;                              // storefront ids that only the host knows, such as {"returnShippingOption": "so_…"}
};

struct Codec {
  std::string_view id;                                   // "shopify"
  Recognition (*recognize)(Value document);
  /// Reads one or several orders. Faults go to `problems` with pointers into the document; unknown codes and figures that
  /// do not add up are warnings.
  std::vector<Order> (*read_order)(Value document, Problems& problems);
  Update (*read_update)(Value document, Problems& problems);                       // may be null
  /// Writes {"requests": [...]} members into an open object; reports `not_supported` otherwise. May be null.
  void (*write)(Writer& out, const WriteInput& input, Problems& problems);
};

/// The codecs that this build was given, and their manifests (minified JSON) in the same order.
std::span<const Codec* const> codecs();
std::span<const std::string_view> plugin_manifests();

}  // namespace aftersale
