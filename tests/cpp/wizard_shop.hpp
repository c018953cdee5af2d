// A shop for the wizard's tests: an order in the making, policies, and screens that can be asked about.
#pragma once

#include "aftersale/wizard.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wizard_shop {

using namespace aftersale;

Evidence photo(int number);

/// What the person has said.
struct Draft : Answers {
  RequestItem& select(std::string_view line, std::int64_t quantity);
};

/// One answer of the wizard.
class Screen {
 public:
  explicit Screen(std::string text);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] Value root() const { return document_->root(); }
  [[nodiscard]] std::string step() const { return std::string(root()["step"].text()); }
  /// Code of the first error.
  [[nodiscard]] std::string error() const { return std::string(root()["errors"].at(0)["code"].text()); }
  /// "code:pointer code:pointer"
  [[nodiscard]] std::string errors() const;
  [[nodiscard]] bool has_field(std::string_view id) const;
  [[nodiscard]] Value notice(std::string_view code) const;
  /// The choice of a value in a field.
  [[nodiscard]] Value choice(std::size_t field, std::string_view value) const;

 private:
  std::string text_;
  std::unique_ptr<Document> document_;
};

class Shop {
 public:
  Shop(std::string_view country, std::string_view now);

  Order order;
  World world;
  WizardHost host;                // opened for a return unless a test says otherwise

  /// Adds a line with a shipment of its own, delivered at `delivered`; empty: not sent yet.
  Line& line(std::string_view id, std::int64_t quantity, Minor price, std::string_view delivered);
  /// One of core/data/packs.
  void pack(const std::string& name);
  /// A merchant's policy with these rules (JSON).
  void policy(const std::string& rules);
  /// With an order beside it, of both in one go.
  Screen ask(const Answers& draft);
  Shop* beside = nullptr;
  /// The order changes while it is built; call this before `world` is used without `ask`.
  const World& ready();

 private:
  void add(const std::string& text);
  std::vector<std::unique_ptr<Policy>> policies_;
};

struct Tally {
  std::size_t complete = 0, honest_no = 0, broken = 0, screens = 0;
  std::size_t both = 0, apart = 0;                     // of several orders: two cases at once; screens that asked of each
  std::size_t topics[enum_texts<Topic>.size()] = {};   // of what was completed
  std::string first_fault;
};

/// One random shop, one random shopper; `together` with two orders in one go.
void walk(std::uint32_t seed, Tally& tally, bool together = false);

}  // namespace wizard_shop
