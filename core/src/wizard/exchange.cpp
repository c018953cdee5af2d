// What is wanted instead, among what the host knows of the goods; and what a thing costs now, where that is the question.
#include "wizard/state.hpp"

#include <algorithm>

namespace aftersale::asking {
namespace {

/// A choice is named by its article number; goods without one by what sets them apart.
const std::string& name_of(const ExchangeFor& e) { return e.sku.empty() ? e.variant : e.sku; }
const char* member_of(const Variants* known) {
  return known != nullptr && !known->choices.empty() && !known->choices.front().sku.empty() ? "sku" : "variant";
}

std::string pointer_of(const State& s, const Row& row, const Variants* known) {
  return join({item_pointer(s, row.item, "exchangeFor"), "/", member_of(known)});
}

std::size_t place_in(const Request& given, std::string_view line) {
  std::size_t at = 0;
  while (at < given.items.size() && given.items[at].line != line) ++at;
  return at;
}

}  // namespace

const Variants* variants_of(const State& s, std::string_view line) {
  for (const Variants& each : s.host.variants) {
    if (each.line.starts_with(s.prefix) && std::string_view(each.line).substr(s.prefix.size()) == line) return &each;
  }
  return nullptr;
}

/// A choice becomes all that the host said of it, with its price. One that is not there any more is dropped.
void take_exchange(State& s) {
  for (RequestItem& item : s.answers.items) {
    const Variants* known = item.exchange_for ? variants_of(s, item.line) : nullptr;
    if (known == nullptr) continue;
    const std::string name = name_of(*item.exchange_for);
    const auto found = std::find_if(known->choices.begin(), known->choices.end(), [&](const ExchangeFor& e) { return name_of(e) == name; });
    if (found != known->choices.end()) {
      item.exchange_for = *found;
      continue;
    }
    if (!name.empty()) s.dropped.push_back({given_pointer(place_in(s.given.request, called(s, item.line)), "exchangeFor"), "variant_gone"});
    item.exchange_for.reset();
  }
}

void check_exchange(State& s) {
  for (const Row& row : s.rows) {
    if (row.selected <= 0) continue;
    const std::optional<ExchangeFor>& wanted = s.answers.items[row.item].exchange_for;
    const std::string pointer = pointer_of(s, row, variants_of(s, row.line->id));
    Problems& errors = errors_of(s, StepId::resolution);
    if (!wanted || name_of(*wanted).empty()) errors.error("required", pointer, "say what you want instead");
    else if (length(wanted->variant) > note_max) errors.error("too_long", pointer, "longer than 300 characters", "shorten it");
  }
}

void write_exchange_fields(Writer& out, const State& s) {
  if (s.answers.resolution != Resolution::exchange) return;
  for (const Row& row : s.rows) {
    if (row.selected <= 0) continue;
    const Variants* known = variants_of(s, row.line->id);
    const std::optional<ExchangeFor>& wanted = s.answers.items[row.item].exchange_for;
    out.begin_object();
    if (known != nullptr) {
      out.key("choices").begin_array();
      for (const ExchangeFor& each : known->choices) {
        out.begin_object();
        if (each.unit_price) write_money(out, "price", each.unit_price->amount, each.unit_price->currency);
        out.maybe("title", each.variant.empty() ? each.title : each.variant).field("value", name_of(each)).end_object();
      }
      out.end_array();
    }
    out.field("id", pointer_of(s, row, known)).field("kind", to_text(known != nullptr ? FieldKind::choice : FieldKind::text)).field("line", called(s, row.line->id));
    if (known == nullptr) out.field("max", note_max);
    out.flag("required", true);
    if (wanted) out.maybe("value", name_of(*wanted));
    out.end_object();
  }
}

void check_prices(State& s) {
  if (!asks_price(s)) return;
  Problems& errors = errors_of(s, StepId::reasons);
  bool all = true;
  for (const Row& row : s.rows) {
    if (row.selected <= 0) continue;
    const std::optional<Price>& now = s.answers.items[row.item].observed_price;
    const std::string pointer = item_pointer(s, row.item, "observedPrice");
    const bool other = now && now->currency.text() != s.world.order->currency.text();
    if (!now) errors.error("required", pointer, "say what it costs now");
    else if (other) errors.error("other_currency", pointer, "the order is in another currency", join({"give it in ", s.world.order->currency.text()}));
    all = all && now && !other;
  }
  if (!all) return;
  Request request = s.request;
  request.resolution = Resolution::price_adjustment;
  Problems problems;
  const Quote q = quote(s.world, s.decision, request, problems);
  if (problems.ok() && q.total > 0) return;
  for (const Row& row : s.rows) {
    if (row.selected > 0) errors.error("price_not_lower", item_pointer(s, row.item, "observedPrice"), "it does not cost less than was paid", "check the price, or leave the item out");
  }
}

void write_price_fields(Writer& out, const State& s) {
  if (!asks_price(s)) return;
  for (const Row& row : s.rows) {
    if (row.selected <= 0) continue;
    const std::optional<Price>& now = s.answers.items[row.item].observed_price;
    out.begin_object().field("id", item_pointer(s, row.item, "observedPrice")).field("kind", to_text(FieldKind::money)).field("line", called(s, row.line->id));
    out.field("max", row.line->unit_price).field("min", 0).flag("required", true);
    if (now) write_money(out, "value", now->amount, now->currency);
    out.field("why", "price_compared").end_object();
  }
}

}  // namespace aftersale::asking
