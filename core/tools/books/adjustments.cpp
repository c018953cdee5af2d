// The adjustments of an order, from the events of its cases: a list that only grows. An id that comes again says what became
// of it. The list of the first events is always the beginning of the list of all.
#include "books/books.hpp"

#include "aftersale/return_case.hpp"
#include "engine/library.hpp"
#include "model/enum_field.hpp"

#include <algorithm>

namespace aftersale::tools {
namespace {

/// What one is called, and whether units of the order are undone by it; by Resolution.
struct Kind { const char* type; bool undoes; };
constexpr Kind kinds[] = {
    {"refund", true},             // original_payment_method
    {"credit", true},             // store_credit
    {"exchange", false},          // exchange
    {"exchange", false},          // replacement
    {"exchange", false},          // repair
    {"refund", false},            // keep_item
    {"refund", false},            // partial_refund
    {"price_adjustment", false},  // price_adjustment
    {"exchange", false},          // reship
};
static_assert(std::size(kinds) == enum_texts<Resolution>.size());

struct Units { std::string line; std::int64_t quantity = 0; };
struct Adjustment {
  std::string id, case_id;
  const char* type = "";
  const char* status = "pending";
  std::string at;
  Minor amount = 0;                 // of the order: what is paid back is negative
  std::vector<Units> lines;         // stated with the first part of a refund
  bool undoes = false;
  std::string description;
};

/// Goes through the events of one case.
struct Reading {
  const ReturnCase& c;
  std::vector<std::pair<std::string, Adjustment>>& out;      // with the moment, to be put in order
  Currency currency;
  std::vector<Units> units;                                  // of the quote in force
  Resolution resolution = Resolution::original_payment_method;
  std::vector<Adjustment> open;                              // of the refund that was issued last
  std::string key;

  void take_quote(Value quote) {
    units.clear();
    for (const Value item : quote["items"]) units.push_back({std::string(item["line"].text()), item["quantity"].integer().value_or(0)});
    from_text(quote["resolution"].text(), resolution);
  }

  void add(const Adjustment& a) { out.emplace_back(a.at, a); }

  void issued(const Event& event, Value data) {
    const Kind kind = kinds[static_cast<std::size_t>(resolution)];
    key = std::string(data["key"].text());
    open.clear();
    const auto part = [&](std::string id, Minor amount) {
      Adjustment a;
      a.id = std::move(id);
      a.case_id = c.id;
      a.type = kind.type;
      a.at = format(event.at);
      a.amount = -amount;
      a.undoes = kind.undoes;
      a.description = std::string(to_text(resolution));
      if (open.empty()) a.lines = units;
      open.push_back(a);
      add(a);
    };
    for (const Value tender : data["tenders"]) part(std::string(tender["key"].text()), tender["amount"]["amount"].integer().value_or(0));
    if (open.empty()) part(key, 0);
  }

  void settled(const Event& event, Value data, const char* status) {
    const std::string_view which = data["key"].text();
    for (Adjustment& a : open) {
      const bool meant = a.id == which || (which == key && std::string_view(a.status) == "pending");
      if (!meant) continue;
      a.status = status;
      a.at = format(event.at);
      add(a);
    }
  }

  void read(const Event& event, Problems& problems) {
    const Document document = Document::parse(event.data, problems);
    const Value data = document.root();
    EventType type{};
    if (!from_text(event.type, type)) return;
    for (const char* member : {"settlement", "quote"}) {
      if (data[member].is_object()) take_quote(data[member]);
    }
    if (type == EventType::refund_issued) issued(event, data);
    if (type == EventType::refund_confirmed) settled(event, data, "completed");
    if (type == EventType::refund_failed) settled(event, data, "failed");
  }
};

void write_ours(Writer& out, const Adjustment& a, const Currency& currency) {
  out.begin_object();
  write_money(out, "amount", a.amount, currency);
  out.field("at", a.at).field("case", a.case_id).field("id", a.id).field("resolution", a.description).field("status", a.status).field("type", a.type);
  out.key("lines").begin_array();
  for (const Units& u : a.lines) out.begin_object().field("line", u.line).field("quantity", a.undoes ? -u.quantity : u.quantity).end_object();
  out.end_array().end_object();
}

/// Signed: of an order, what is undone counts down.
void write_ucp(Writer& out, const Adjustment& a, const Currency&) {
  out.begin_object().field("description", a.description).field("id", a.id).field("occurred_at", a.at).field("status", a.status).field("type", a.type);
  if (a.undoes && !a.lines.empty()) {
    out.key("line_items").begin_array();
    for (const Units& u : a.lines) out.begin_object().field("id", u.line).field("quantity", -u.quantity).end_object();
    out.end_array();
  }
  out.key("totals").begin_array().begin_object().field("amount", a.amount).field("type", "total").end_object().end_array().end_object();
}

/// What the buyer is given, as a size.
void write_acp(Writer& out, const Adjustment& a, const Currency& currency) {
  std::string code(currency.text());
  for (char& letter : code) letter = static_cast<char>(letter - 'A' + 'a');
  out.begin_object().field("amount", -a.amount).field("currency", code).field("id", a.id);
  if (!a.lines.empty()) {
    out.key("line_items").begin_array();
    for (const Units& u : a.lines) out.begin_object().field("id", u.line).field("quantity", u.quantity).end_object();
    out.end_array();
  }
  out.field("occurred_at", a.at).field("reason", a.description).field("status", a.status).field("type", a.type).end_object();
}

using Write = void (*)(Writer&, const Adjustment&, const Currency&);
constexpr Write formats[] = {write_ours, nullptr, nullptr, write_ucp, write_acp};      // by PolicyFormat
static_assert(std::size(formats) == enum_texts<PolicyFormat>.size());

}  // namespace

void adjustments_op(Writer& out, Value call, Library&, Problems& problems) {
  Fields f(call, problems);
  const Value order_value = f.need("order");
  PolicyFormat to = PolicyFormat::aftersale;
  read_enum(f.maybe("to"), to, problems);
  const Write write = formats[static_cast<std::size_t>(to)];
  if (write == nullptr) problems.error("not_supported", call.pointer("to"), "orders have no adjustments in this format", "one of aftersale, ucp, acp");
  const Order order = order_value.exists() ? read_order(order_value, problems) : Order();
  std::vector<std::pair<std::string, Adjustment>> all;
  std::vector<ReturnCase> cases;
  for (const Value value : f.array("cases", true)) cases.push_back(read_case(value, problems));
  if (!problems.ok()) return;
  for (const ReturnCase& c : cases) {
    if (c.order != order.id) {
      problems.error("wrong_order", call.pointer("cases"), "a case belongs to another order", "give only the cases of this order");
      return;
    }
    if (verify_chain(c) >= 0) {
      problems.error("chain_broken", call.pointer("cases"), join({"the log of the case \"", c.id, "\" is not as it was written"}), "give the log as it was stored");
      return;
    }
    Reading reading{c, all, order.currency, {}, {}, {}, {}};
    for (const Event& event : c.events) reading.read(event, problems);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  out.begin_object().key("adjustments").begin_array();
  for (const auto& entry : all) write(out, entry.second, order.currency);
  out.end_array().end_object();
}

}  // namespace aftersale::tools
