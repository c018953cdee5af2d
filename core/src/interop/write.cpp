// The interpreter of a codec's writing tables: templates of requests, filled from one document that says what is asked.
#include "aftersale/codec_tools.hpp"

#include "json/text.hpp"

namespace aftersale {
namespace {

struct Units { std::string id; std::int64_t quantity; };

/// Units that an earlier return has taken already come off the first parcels. Empty when the parcels do not say.
std::vector<Units> from_shipments(const Order& order, std::string_view line, std::int64_t quantity) {
  std::vector<Units> out;
  std::int64_t taken = 0;
  for (const EarlierReturn& e : order.returns) {
    if (e.status == ReturnStatus::refused || e.status == ReturnStatus::canceled) continue;
    for (const ReturnedLine& l : e.lines) taken += l.line == line ? l.quantity : 0;
  }
  for (const Shipment& shipment : order.shipments) {
    if (shipment.status == ShipmentStatus::canceled) continue;
    for (const ShipmentLine& l : shipment.lines) {
      if (l.line != line || l.ref.empty()) continue;
      const std::int64_t skipped = taken < l.quantity ? taken : l.quantity;
      taken -= skipped;
      const std::int64_t left = l.quantity - skipped, units = left < quantity ? left : quantity;
      if (units > 0) out.push_back({l.ref, units});
      quantity -= units;
    }
  }
  if (quantity > 0) out.clear();
  return out;
}

/// What the host says instead: {line: id} or {line: [{id, quantity}]}.
std::vector<Units> from_ids(Value given, std::int64_t quantity) {
  if (!given.id().empty()) return {{given.id(), quantity}};
  std::vector<Units> out;
  for (const Value item : given) {
    const std::int64_t has = item["quantity"].integer().value_or(0), units = has < quantity ? has : quantity;
    if (units > 0) out.push_back({item["id"].id(), units});
    quantity -= units > 0 ? units : 0;
  }
  if (quantity > 0) out.clear();
  return out;
}

/// What is left of a payment to the last digit, when all of it goes back.
std::string_view left_of(const Order& order, const TenderShare& share) {
  for (const Tender& t : order.tenders) {
    if (t.id != share.tender || share.amount != t.amount - t.refunded) continue;
    for (const auto& pair : order.source.native) {
      Decimal left;      // read again, since orders come from outside
      if (pair.first == join({"left.", t.id}) && parse_decimal(pair.second, left)) return pair.second;
    }
  }
  return {};
}

/// The document that templates are filled from.
std::string asked_for(const WriteInput& input, const Codec& codec, Value tables) {
  const Order& order = *input.order;
  const CaseState& state = input.return_case->state;
  const Quote& quote = state.settlement ? *state.settlement : state.quoted;
  Writer out;
  out.begin_object().field("case", input.return_case->id);
  out.key("ids").raw(input.ids.present() ? input.ids.canonical() : "{}").key("items").begin_array();
  for (const CaseItem& item : state.items) {
    out.begin_object().maybe("disposition", item.disposition ? to_text(*item.disposition) : std::string_view());
    out.field("line", item.line).field("quantity", item.received != 0 ? item.received : item.quantity).end_object();
  }
  out.end_array().field("kind", to_text(state.kind)).key("left").begin_object();
  for (const TenderShare& share : quote.tenders) out.field(share.tender, left_of(order, share));
  out.end_object();
  // What requests name goods by, for each line.
  out.key("lines").begin_object();
  for (const Line& line : order.lines) {
    out.key(line.id).begin_object().maybe("product", line.product).maybe("sku", line.sku);
    for (const auto& value : line.attributes.values) {
      if (value.first != "product" && value.first != "sku") out.field(std::string_view(value.first), value.second);
    }
    out.end_object();
  }
  out.end_object();
  if (codec.note != nullptr) out.field("note", codec.note(input));
  out.key("order");
  write_order(out, order);
  out.key("quote");
  write_quote(out, quote);
  for (const Event& event : input.return_case->events) {
    if (event.type != "case.refused") continue;
    Problems ignored;
    const Document data = Document::parse(event.data, ignored), words = Document::parse(event.personal.empty() ? "{}" : event.personal, ignored);
    out.key("refused").begin_object().field("note", words.root()["note"].text()).field("reason", data.root()["reason"].text()).end_object();
  }
  out.key("request");
  write_request(out, state.request);
  Minor shipping = 0;
  for (const Component& part : quote.components) {
    if (part.kind == ComponentKind::outbound_shipping && !part.included) shipping += part.amount;
  }
  // What was asked for, piece by piece, where the storefront has no quantities.
  if (tables["pieces"].exists()) {
    out.key("pieces").begin_array();
    for (const RequestItem& item : state.request.items) {
      for (std::int64_t n = 1; n <= item.quantity && n <= 999; ++n) {
        out.begin_object().field("line", item.line).field("n", n).field("note", item.note).field("reason", item.reason).end_object();
      }
    }
    out.end_array();
  }
  // What was asked for, by units of parcels; without an id where these are not known.
  out.field("shipping", shipping).key("units").begin_array();
  for (const RequestItem& item : state.request.items) {
    const Value given = input.ids[tables["units"].text()][item.line];
    std::vector<Units> parts = given.present() ? from_ids(given, item.quantity) : from_shipments(order, item.line, item.quantity);
    if (parts.empty()) parts.push_back({{}, item.quantity});
    for (const Units& part : parts) {
      out.begin_object().field("id", part.id).field("line", item.line).field("note", item.note).field("quantity", part.quantity).field("reason", item.reason).end_object();
    }
  }
  out.end_array().end_object();
  return out.take();
}

/// How it went with a part of a template: it is there, it is left out, or all that it belongs to cannot be said.
enum class Got : std::uint8_t { yes, no, fail };

struct Template : Scope {
  Problems& problems;
  std::string_view graphql;   // where such requests go
  Currency currency;

  /// Whole amounts together: "a+-b"; empty when the first is not there.
  [[nodiscard]] std::string sum_of(std::string_view path, Value here) const {
    std::int64_t sum = 0;
    for (bool begun = false; !path.empty(); begun = true) {
      std::string_view part = path.substr(0, path.find('+'));
      path.remove_prefix(part.size() == path.size() ? part.size() : part.size() + 1);
      const bool off = part.starts_with('-');
      if (off) part.remove_prefix(1);
      const std::optional<std::int64_t> figure = walk(*this, here, part).integer();
      if (!figure && !begun) return {};
      sum += off ? -figure.value_or(0) : figure.value_or(0);
    }
    return integer_text(sum);
  }

  /// The text of "a|b:filter!", or a JSON value when `json` becomes true.
  Got evaluate(std::string_view expression, Value here, std::string& out, bool& json) const {
    const bool needed = expression.ends_with('!');
    if (needed) expression.remove_suffix(1);
    for (Choice choice(*this, here, expression); choice.next();) {
      const std::string_view filter = choice.filter;
      std::string sum;
      if (choice.path.find('+') != std::string_view::npos) sum = sum_of(choice.path, here);
      if (sum.empty() && choice.literal.data() == nullptr && (!choice.value.present() || (choice.value.is_string() && choice.text().empty()))) continue;
      const std::string_view text = sum.empty() ? choice.text() : std::string_view(sum);
      json = sum.empty() && choice.literal.data() == nullptr && !choice.value.is_string() && filter.empty();
      std::string found(text);
      std::int64_t figure = 0;
      if (json) {
        found = choice.value.canonical();
      } else if (filter.starts_with('#') || filter.starts_with('$')) {
        if (filter.ends_with('$') && parse_integer(text, figure)) found = decimal_text(figure, currency);
        else if (filter.size() > 1) found = codec.global(filter.substr(1), text);
        if (found.empty()) continue;
        json = filter.starts_with('#');
        if (json) found = canonical_number(found);
      } else if (parse_integer(filter, figure)) {
        found = clip(text, static_cast<std::size_t>(figure));
      } else if (!filter.empty()) {
        found = codec.global(filter, text);
      }
      out += found;
      return Got::yes;
    }
    return needed ? Got::fail : Got::no;
  }

  /// "plain <path> text", or one "<path>" that keeps its type and may be left out.
  Got string(Writer& out, std::string_view text, Value here) const {
    std::string filled;
    bool json = false;
    if (text.starts_with('<') && text.find('>') == text.size() - 1) {
      const Got got = evaluate(text.substr(1, text.size() - 2), here, filled, json);
      if (got != Got::yes) return got;
    } else {
      while (!text.empty()) {
        const std::string_view plain = text.substr(0, text.find('<'));
        filled += plain;
        text.remove_prefix(plain.size());
        const std::size_t end = text.find('>');
        if (end == std::string_view::npos) break;
        if (evaluate(text.substr(1, end - 1), here, filled, json) == Got::fail) return Got::fail;
        text.remove_prefix(end + 1);
      }
      json = false;
    }
    if (json) out.raw(filled);
    else out.string(filled);
    return Got::yes;
  }

  /// One of several templates, whichever can be said first.
  Got one_of(Writer& out, Value templates, std::size_t first, Value here) const {
    Got got = Got::fail;
    for (std::size_t i = first; i < templates.size() && got == Got::fail; ++i) {
      Writer one;
      got = value(one, templates.at(i), here);
      if (got == Got::yes) out.raw(one.text());
    }
    return got;
  }

  Got array(Writer& out, Value list_of, Value here) const {
    const std::string_view head = list_of.at(0).text(), rest = head.substr(head.empty() ? 0 : 1);
    const char mark = head.empty() ? '\0' : head[0];
    if (mark == '=' && !hold(*this, here, rest)) return Got::no;
    out.begin_array();
    bool any = false;
    if (mark == '*' || mark == '+' || mark == '1') {
      for (const Value item : walk(*this, here, rest)) {
        const Got got = one_of(out, list_of, 1, item);
        if (got == Got::fail && mark == '*') return Got::fail;
        any = any || got == Got::yes;
        if (any && mark == '1') break;
      }
      if (!any && mark != '*') return Got::fail;
    } else {
      for (std::size_t i = mark == '=' ? 1 : 0; i < list_of.size(); ++i) {
        const Value item = list_of.at(i);
        Writer one;
        const Got got = value(one, item, here);
        if (got == Got::yes) out.raw(one.text());
        if (got == Got::fail && !item["optional"].exists()) return Got::fail;
      }
    }
    out.end_array();
    return Got::yes;
  }

  /// Conditions, or something that has to be there.
  [[nodiscard]] bool needs(Value object, Value here) const {
    Writer none;
    const Value need = object["need"];
    return need.is_array() ? value(none, need, here) == Got::yes : hold(*this, here, need.text());
  }

  Got object(Writer& out, Value members, Value here) const {
    if (!hold(*this, here, members["if"].text())) return Got::no;
    if (!needs(members, here)) return Got::fail;
    out.begin_object();
    std::string variables;
    for (const Value member : members) {
      const std::string_view key = member.key();
      if (key == "if" || key == "need" || key == "optional") continue;
      if (key == "warn") {
        say_at(problems, {}, member.text());
        continue;
      }
      Writer one;
      const Got got = value(one, member, here);
      if (got == Got::fail) return got;
      if (got == Got::yes) out.key(key).raw(one.text());
      if (key == "variables") variables = one.take();
    }
    if (members["query"].exists() && !graphql.empty()) {
      out.key("body").begin_object().field("query", members["query"].text()).key("variables").raw(variables).end_object();
      out.field("method", "POST").field("path", graphql);
    }
    out.end_object();
    return Got::yes;
  }

  Got value(Writer& out, Value given, Value here) const {
    if (given.is_object()) return object(out, given, here);
    if (given.is_array()) return array(out, given, here);
    if (given.is_string()) return string(out, given.text(), here);
    out.raw(given.canonical());
    return Got::yes;
  }
};

}  // namespace

void Codec::write(Writer& out, const WriteInput& input, Problems& problems, Value parsed) const {
  Document own;
  if (!parsed.exists()) parsed = (own = Document::parse(tables, problems)).root();
  const Value intents = parsed["write"];
  const Document asked = Document::parse(asked_for(input, *this, parsed), problems);
  const Value here = asked.root();
  const Template form{{*this, here, parsed["words"]}, problems, parsed["graphql"].text(), input.order->currency};
  const Value intent = intents[input.intent];
  for (const Value way : intent.exists() ? intent : intents["*"]) {
    if (!form.needs(way, here)) continue;
    if (const Value error = way["error"]; error.exists()) return say_at(problems, {}, error.text());
    Writer requests;
    if (form.value(requests, way["requests"], here) != Got::yes) continue;
    out.key("requests").raw(requests.text());
    return;
  }
  say_at(problems, {}, "!not_supported|the storefront has nothing for the intent \"%\"", input.intent);
}

}  // namespace aftersale
