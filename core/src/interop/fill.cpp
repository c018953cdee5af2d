// The interpreter of a codec's reading tables: each row names a member of ours and says where the storefront has it.
#include "interop/records.hpp"

#include "json/text.hpp"

namespace aftersale {

namespace {

constexpr std::span<const std::string_view> enums[] = {enum_texts<OrderStatus>, enum_texts<ShipmentStatus>, enum_texts<ReturnStatus>,
                                                       enum_texts<TaxMode>,     enum_texts<Channel>,        enum_texts<TenderKind>,
                                                       enum_texts<FundedBy>};

/// The text at a place of a row.
std::string_view part(Value row, std::size_t index) { return row.at(index).text(); }

/// Takes what stands behind `mark` off the expression.
std::string_view cut(std::string_view& expression, char mark) {
  const std::size_t at = expression.rfind(mark);
  if (at == std::string_view::npos) return {};
  const std::string_view out = expression.substr(at + 1);
  expression = expression.substr(0, at);
  return out.empty() ? expression : out;
}

std::string ident_of(Reading& r, const Choice& choice) {
  std::string id = choice.literal.empty() ? ident(r, choice.value) : std::string(choice.literal);
  if (id.empty()) odd(r, choice.value);
  if (id.size() > 200) say(r.problems, choice.value, "!too_long|an id of more than 200 bytes is none|check the document");
  return id;
}

/// The text of an alternative; of "first_name+last_name" what is there of both.
std::string joined(Reading& r, Value here, const Choice& choice) {
  std::string_view path = choice.path;
  if (path.find('+') == std::string_view::npos) return std::string(choice.text());
  std::string out;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('+')), part = walk(r, here, name).text();
    if (!out.empty() && !part.empty()) out += ' ';
    out += part;
    path.remove_prefix(name.size() == path.size() ? name.size() : name.size() + 1);
  }
  return out;
}

/// Texts of a list, or of a text that separates them by commas.
void each_word(Reading& r, Value row, Value here, void* place, void (*use)(void* place, std::string_view word)) {
  const bool inner = row.is_array();
  const Value from = first(r, here, inner ? part(row, 0) : row.text());
  for (const Value item : list_values(from)) use(place, walk(r, item, inner ? part(row, 1) : ".").text());
  std::string_view rest = from.text();
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    std::string_view word = rest.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    use(place, word);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
  }
}

/// Named values: the members of an object, or of a list ["items", "name", "value"].
void each_pair(Reading& r, Value row, Value here, void* place, void (*use)(void* place, std::string_view name, Value value)) {
  if (row.is_string()) {
    for (const Value entry : first(r, here, row.text())) use(place, entry.key(), entry);
    return;
  }
  for (const Value item : list(r, here, part(row, 0))) {
    Choice name(r, item, part(row, 1));
    name.there();
    use(place, name.value.text(), walk(r, item, part(row, 2)));
  }
}

/// What a return of the order was is told in fewer words than how its case stands.
constexpr std::string_view coarser[][2] = {{"in_transit", "approved"},     {"inspected", "received"}, {"in_repair", "received"}, {"refund_pending", "received"},
                                           {"acknowledged", "requested"}, {"proposed", "requested"}, {"disputed", "requested"}, {"sent", "closed"},
                                           {"fulfilling", "approved"},    {"expired", "closed"},     {"resolved", "closed"}};

void name(std::string& id, const char* what, std::size_t n) {
  if (id.empty()) id = join({what, integer_text(static_cast<std::int64_t>(n))});
}

/// What a record needs besides its rows. False when it is not to be kept.
bool finish(Reading& r, Record record, void* target, Value here) {
  switch (record) {
    case Record::line: {
      Line& line = *static_cast<Line*>(target);
      if (line.title.empty()) line.title = line.id;
      r.lines.push_back(here);
      if (line.canceled <= line.quantity) return true;
      say(r.problems, here, "units_differ|more units canceled than were ordered; taken as all of them");
      line.canceled = line.quantity;
      return true;
    }
    case Record::shipping: {
      ShippingCharge& s = *static_cast<ShippingCharge*>(target);
      name(s.id, "shipping-", r.order->shipping.size());
      r.shipping.push_back(here);
      if (s.discount < 0 || s.discount > s.price) {
        say(r.problems, here, "discount_above_price|the discount on shipping is not between nothing and its price, and was left out");
        s.discount = 0;
      }
      return true;
    }
    case Record::totals: {
      // What comes off the goods; some storefronts count in what comes off shipping.
      StatedTotals& totals = *static_cast<StatedTotals*>(target);
      Minor lines = 0, all = 0;
      for (const Line& line : r.order->lines) lines += line.discount_total();
      for (const ShippingCharge& s : r.order->shipping) all += s.discount;
      if (totals.discounts && *totals.discounts == lines + all) totals.discounts = lines;
      return true;
    }
    case Record::shipment: {      // told of line by line, a parcel is one all the same
      Shipment& s = *static_cast<Shipment*>(target);
      name(s.id, "shipment-", r.order->shipments.size());
      for (Shipment& known : r.order->shipments) {
        if (&known == &s || known.id != s.id) continue;
        known.lines.insert(known.lines.end(), s.lines.begin(), s.lines.end());
        return false;
      }
      return true;
    }
    case Record::tender: name(static_cast<Tender*>(target)->id, "payment-", r.order->tenders.size()); return true;
    case Record::earlier_return: name(static_cast<EarlierReturn*>(target)->id, "return-", r.order->returns.size()); return true;
    case Record::shipment_line: {
      const ShipmentLine& line = *static_cast<ShipmentLine*>(target);
      return !line.line.empty() && line.quantity != 0;
    }
    default: return true;
  }
}

void read_list(Reading& r, Record record, void* vector, Value row, Value here) {
  if (record == Record::returned_line) return read_lines(r, *static_cast<std::vector<ReturnedLine>*>(vector), here, row);
  const Growth& growth = growth_of(record);
  if (row.at(2).exists() && !first(r, here, part(row, 0)).present()) {
    const std::string_view wanted = part(row, 0);
    say_at(r.problems, here.pointer(wanted.substr(0, wanted.find_first_of(":|?*"))), "no_lines|the document does not hold the order's lines|%", part(row, 2));
  }
  for (const Value item : list(r, here, part(row, 0))) {
    if (!fill(r, record, growth.add(vector), row.at(1), item)) growth.drop(vector);
  }
}

bool put(Reading& r, const Slot& slot, void* place, Value row, Value here) {
  std::string_view expression = row.text();
  const std::string_view needed = cut(expression, '!'), table = cut(expression, '~');
  // Figures by the codec's own way of finding them; everything else is a plain member.
  const bool amount = (slot.kind >= Is::money && slot.kind <= Is::refund) || slot.kind == Is::quantity || slot.kind == Is::units;
  Choice choice(r, here, expression, amount);
  auto* const text = static_cast<std::string*>(place);
  auto* const number = static_cast<std::int64_t*>(place);
  auto* const truth = static_cast<bool*>(place);
  switch (slot.kind) {
    case Is::text:
      if (!text->empty()) break;
      // Parts of a name are asked for even where the whole name stands beside them.
      while ((text->empty() || expression.find('+') != std::string_view::npos) && choice.next()) {
        const std::string found = joined(r, here, choice);
        if (text->empty()) text->assign(table.empty() || !choice.literal.empty() ? std::string_view(found) : word_of(r, table, found));
        if (text->empty() && !table.empty() && choice.value.present()) unknown_code(r.problems, choice.value, table);
        if (text->empty()) odd(r, choice.value);
      }
      break;
    case Is::ident:
    case Is::key:
      while (text->empty() && choice.next()) *text = ident_of(r, choice);
      if (text->empty() && !needed.empty()) missing(r.problems, here, needed);
      if (slot.kind == Is::ident) break;
      if (text->empty()) return false;
      for (std::size_t n = 2; n < 100 && r.tables["repeats"].exists() && &r.order->find_line(*text)->id != text; ++n) {
        *text = join({ident_of(r, choice), "-", integer_text(static_cast<std::int64_t>(n))});      // the same goods in two lines
      }
      if (&r.order->find_line(*text)->id != text) {
        say_at(r.problems, here.pointer("id"), "!duplicate_id|two lines have the id %", *text);
        return false;
      }
      break;
    case Is::country:
      for (Buyer found; text->empty() && choice.next(); *text = found.country) {
        set_country(found, choice.value);
        if (!choice.literal.empty()) found.country = choice.literal;
      }
      break;
    case Is::tags:
      each_word(r, row, here, place, [](void* tags, std::string_view word) {
        if (!word.empty()) static_cast<std::vector<std::string>*>(tags)->emplace_back(word);
      });
      break;
    case Is::flags: each_word(r, row, here, place, [](void* attributes, std::string_view word) { add_tag(*static_cast<LineAttributes*>(attributes), word); }); break;
    case Is::values:
      for (const Value source : row) {
        each_pair(r, source, here, place, [](void* attributes, std::string_view name, Value value) { set_attribute(*static_cast<LineAttributes*>(attributes), name, value); });
      }
      break;
    case Is::notes: {
      struct Notes { Order& order; std::string_view prefix; } notes{*r.order, part(row, 0)};
      each_pair(r, row.at(1), here, &notes, [](void* context, std::string_view name, Value value) {
        const Notes& to = *static_cast<Notes*>(context);
        if (!name.empty() && !set_attribution(to.order, name, value) && !value.text().empty()) aftersale::put(to.order.source.native, join({to.prefix, name}), value.text());
      });
      break;
    }
    case Is::pairs:
      for (const Value item : row) {
        std::string_view path = item.text();
        const std::size_t at = path.find('=');
        const std::string_view name = path.substr(0, at);
        if (at != std::string_view::npos) path.remove_prefix(at + 1);
        if (const std::string_view given = first(r, here, path).text(); !given.empty()) {
          aftersale::put(*static_cast<std::vector<std::pair<std::string, std::string>>*>(place), name, given);
        }
      }
      break;
    case Is::truth:
      if (choice.there()) *truth = choice.literal.empty() ? choice.value.truth(*truth) : choice.literal == "true";
      break;
    case Is::raised:
      if (choice.there()) *truth = *truth || choice.literal == "true" || choice.value.truth();
      break;
    case Is::time:
      if (auto* const at = static_cast<std::optional<Instant>*>(place); !*at) *at = time_of(r, here, expression);
      break;
    case Is::instant:
      if (const std::optional<Instant> at = time_of(r, here, expression)) *static_cast<Instant*>(place) = *at;
      else if (!needed.empty()) missing(r.problems, here, needed);
      break;
    case Is::delivered:
      if (const std::optional<Instant> at = time_of(r, here, expression)) {
        Shipment& s = *static_cast<Shipment*>(place);
        s.status = ShipmentStatus::delivered;
        s.delivered = {Delivery::Kind::known, *at, *at};
      }
      break;
    case Is::arrived: {      // without saying when: not before it was sent, and by the time of the last news
      Shipment& s = *static_cast<Shipment*>(place);
      const Value told = first(r, here, part(row, 0));
      odd(r, told);
      const std::string_view status = told.text();
      const bool arrived = same_word(status, "delivered") || same_word(status, "picked_up");
      if (arrived) s.status = ShipmentStatus::delivered;
      if (s.delivered.kind != Delivery::Kind::unknown) break;
      const std::optional<Instant> latest = time_of(r, here, part(row, 1));
      if (arrived && latest && s.shipped_at && *s.shipped_at <= *latest) s.delivered = {Delivery::Kind::estimated, *s.shipped_at, *latest};
      break;
    }
    case Is::whole_discount:
      if (!static_cast<std::vector<Discount>*>(place)->empty()) break;
      [[fallthrough]];
    case Is::money:
    case Is::price:
    case Is::gross:
    case Is::portion:
    case Is::left:
    case Is::stated:
    case Is::also:
    case Is::less:
    case Is::refund: {
      auto* const optional = static_cast<std::optional<Minor>*>(place);
      const bool unrounded = r.tables["unrounded"].exists(), summed = unrounded || expression.find_first_of("+*") != std::string_view::npos;
      Decimal exact;
      bool lost = false;
      const bool there = summed ? exact_of(r, here, choice, exact) : choice.there();
      if (!there && !needed.empty()) missing(r.problems, here, needed);
      Minor figure = !there ? 0 : summed ? r.amounts.round(exact, choice.value, lost) : r.amounts.minor(choice.value);
      if (lost && (slot.kind < Is::stated || choice.value.is_array())) {
        say(r.problems, choice.value, "fraction_of_minor_unit|% is no whole number of % minor units and was rounded", text_of(exact), r.amounts.currency().text());
      }
      if (figure < 0 && summed && !unrounded) {
        say(r.problems, choice.value, "below_nothing|% comes to less than nothing and was left out", expression);
        figure = 0;
      }
      if (figure < 0 && (slot.kind < Is::stated || slot.kind == Is::refund)) {
        say(r.problems, choice.value, "!negative|must not be negative|check the amount");
        figure = 0;
      }
      if (slot.kind == Is::stated) {
        if (there && !*optional) *optional = figure;
      } else if (slot.kind == Is::also || slot.kind == Is::less) {
        if (*optional) **optional += slot.kind == Is::also ? figure : -figure;
        if (slot.kind == Is::less && figure > 0 && optional->value_or(1) <= 0) {
          say(r.problems, choice.value, "totals_differ|% is still to be paid, so nothing was", choice.value.text());
          *optional = 0;
        }
      } else if (slot.kind == Is::refund) {
        if (!there || (unrounded && figure == 0)) break;
        if (!r.amounts.currency().empty()) *optional = figure;
        else no_currency(r.problems, choice.value);
      } else if (slot.kind == Is::left) {
        if (there) *number = reinterpret_cast<ShippingCharge*>(static_cast<char*>(place) - slot.offset)->price - figure;
      } else if (slot.kind == Is::gross) {      // of all units, beside the price of one or instead of it
        Line& line = r.order->lines.back();
        if (there && line.unit_price == 0 && line.quantity > 0) line.unit_price = figure / line.quantity;
        if (there && r.amounts.count(line.unit_price, line.quantity, choice.value) && line.gross() != figure) line.gross_given = figure;
      } else if (slot.kind == Is::whole_discount) {
        if (figure != 0) static_cast<std::vector<Discount>*>(place)->emplace_back().amount = figure;
      } else {
        *number = figure;
        if (slot.kind == Is::price) r.amounts.count(figure, r.order->lines.back().quantity - 1, choice.value);
        if (slot.kind == Is::portion && figure == 0) return false;
      }
      break;
    }
    case Is::discount_sum: {
      std::vector<Discount> discounts;
      read_list(r, Record::discount, &discounts, row, here);
      for (const Discount& d : discounts) *number += d.amount;
      break;
    }
    case Is::rate:
      if (Decimal rate; choice.there() && r.amounts.exact(choice.value, rate)) *text = choice.value.is_string() ? std::string(choice.text()) : choice.value.canonical();
      break;
    case Is::percent:
      if (Decimal rate; choice.there() && r.amounts.exact(choice.value, rate)) *text = text_of({rate.coefficient, rate.scale + 2});
      break;
    case Is::quantity:
    case Is::units:
      choice.there();
      // "-quantity": a storefront that counts what came back below nothing.
      if (choice.path.starts_with('-')) *number = r.amounts.quantity(walk(r, here, choice.path.substr(1), true), 0, -1);
      else *number = r.amounts.quantity(choice.value);
      if (!choice.literal.empty()) parse_integer(choice.literal, *number);
      if (slot.kind == Is::quantity || *number != 0) break;
      say(r.problems, here, "empty_line|a line of no units was left out");
      return false;
    case Is::line:
      choice.there();
      *text = line_of(r, choice.value);
      break;
    case Is::word: {
      if (!choice.there() && table.empty()) break;
      odd(r, choice.value);
      std::string_view word = choice.text();
      if (!table.empty() && choice.literal.empty()) {
        word = word_of(r, table, word);
        if (word.empty() && choice.value.present()) unknown_code(r.problems, choice.value, table);
        if (word.empty()) word = word_of(r, table, "*");
      }
      std::size_t index = detail::find_text(enums[slot.of], word);
      for (const auto& pair : coarser) {
        if (slot.of == 2 && pair[0] == word) index = detail::find_text(enums[slot.of], pair[1]);
      }
      if (index < enums[slot.of].size()) *static_cast<std::uint8_t*>(place) = static_cast<std::uint8_t>(index);
      break;
    }
    case Is::gateway: {
      PaymentRead& p = *reinterpret_cast<PaymentRead*>(static_cast<char*>(place) - slot.offset);
      choice.there();
      odd(r, choice.value);
      text->assign(choice.text());
      p.gateway = choice.value;
      p.what = table;
      break;
    }
    case Is::payment_key:      // known already: it stands in two places of the document
      while (text->empty() && choice.next()) *text = ident_of(r, choice);
      for (const Tender& known : r.order->tenders) {
        if (known.id == *text) return false;
      }
      for (const PaymentRead& known : r.given_back) {
        if (!text->empty() && known.id == *text) return false;
      }
      break;
    case Is::exact: exact_of(r, here, choice, *static_cast<Decimal*>(place)); break;
    case Is::charges: read_charges(r, row, here); break;
    case Is::payments: read_payments(r, row, here); break;
    case Is::paid_by: stand_in(r, here, expression); break;
    case Is::give_back: give_back(r, row, here); break;
    case Is::currency:
    case Is::found_currency: {
      Currency& currency = *static_cast<Currency*>(place);
      bool known = false;
      do {
        choice.there();
        known = (choice.value.is_string() || !choice.literal.empty()) && find_currency(choice.text(), currency);
      } while (!known && slot.kind == Is::found_currency && choice.value.exists());
      r.amounts.use(currency);
      if (known || slot.kind == Is::found_currency) break;
      say_at(r.problems, choice.value.exists() ? choice.value.pointer() : here.pointer(needed),
             "!unknown_currency|\"%\" is no ISO 4217 currency|an order needs its currency's three-letter code", choice.text());
      return false;
    }
    case Is::record: return fill(r, static_cast<Record>(slot.of), place, row, here);
    case Is::list: read_list(r, static_cast<Record>(slot.of), place, row, here); break;
  }
  return true;
}

/// Discounts on the whole order come off its lines, in proportion to what they cost.
void spread(Reading& r, Value row, Value here) {
  std::vector<Discount> discounts;
  read_list(r, Record::discount, &discounts, row, here);
  for (const Discount& whole : discounts) {
    std::vector<Minor> left;
    Minor all = 0;
    for (const Line& line : r.order->lines) {
      const Minor cost = line.gross() - line.discount_total();
      left.push_back(cost > 0 ? cost : 0);
      all += left.back();
    }
    if (all == 0) return say(r.problems, here, "charge_left_out|a discount on the order finds no line that costs anything");
    const std::vector<Minor> shares = allocate(whole.amount, left);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (shares[i] == 0) continue;
      Discount& one = r.order->lines[i].discounts.emplace_back(whole);
      one.amount = shares[i];
    }
  }
}

bool fill_rows(Reading& r, Record record, void* target, Value table, Value here) {
  for (const Value row : table) {
    std::string_view name = row.key();
    if (name.starts_with('@')) {      // the same members, asked of several places in turn, or of all elements
      for (Choice place(r, here, part(row, 0)); place.next();) {
        std::vector<Value> all = list_values(place.value);
        if (!place.value.is_array()) all.push_back(place.value);
        for (const Value one : all) fill_rows(r, record, target, row.at(1), one);
      }
      continue;
    }
    if (name.starts_with("when")) {
      if (hold(r, here, part(row, 0))) fill_rows(r, record, target, row.at(1), here);
      continue;
    }
    if (name == "unlisted") {      // where no payments were listed
      if (r.order->tenders.empty()) fill_rows(r, record, target, row, here);
      continue;
    }
    if (name.starts_with("skip")) {
      if (hold(r, here, row.text())) return false;
      continue;
    }
    if (name.starts_with("check")) {      // that a word is known, and with "!" that it is there
      std::string_view expression = row.text();
      const std::string_view words = cut(expression, '~'), needed = cut(expression, '!');
      const Value value = first(r, here, expression);
      if ((value.present() && !(value.is_string() && value.text().empty())) || needed.empty()) {
        if (!words.empty() && word_of(r, words, value.text()).empty()) unknown_code(r.problems, value, words);
      } else if (here.exists()) {
        say_at(r.problems, here.pointer(needed), "not_told|its % is not told; what depends on that is left out", needed);
      }
      continue;
    }
    if (name == "known") {    // not needed, but no news either
      for (const Value path : row) walk(r, here, path.text(), true);
      continue;
    }
    if (name.starts_with("say")) {
      Choice where(r, here, part(row, 0), true);
      if (!where.there()) continue;
      const std::string_view word = where.value.text(), other = first(r, here, part(row, 2)).text();
      say_at(r.problems, where.value.pointer(), part(row, 1), word.empty() ? other : word, other);
      continue;
    }
    if (name.starts_with('#')) {
      for (const CodecHook* hook = r.codec.hooks; hook->name != nullptr; ++hook) {
        if (hook->name == name.substr(1)) hook->run(r, first(r, here, row.text()), target);
      }
      continue;
    }
    if (name == "digits") {      // from here on amounts are whole numbers of so small parts
      r.amounts.count_in(row.text()[0] - '0');
      continue;
    }
    if (name.starts_with("spread")) {
      spread(r, row, here);
      continue;
    }
    if (name == "fit") {
      fit_tax_mode(*r.order);
      continue;
    }
    while (!name.empty() && name.back() <= '9') name.remove_suffix(1);   // a member that is read in several ways
    Slot slot{};
    if (find_slot(record, name, slot) && !put(r, slot, static_cast<char*>(target) + slot.offset, row, here)) return false;
  }
  return true;
}

}  // namespace

bool fill(Reading& r, Record record, void* target, Value table, Value here) {
  return fill_rows(r, record, target, table, here) && finish(r, record, target, here);
}

void read_lines(Reading& r, std::vector<ReturnedLine>& lines, Value here, Value row) {
  for (const Value item : list(r, here, part(row, 0))) {
    ReturnedLine one;
    if (fill(r, Record::returned_line, &one, row.at(1), item)) add_units(lines, std::move(one.line), one.quantity);
  }
}

}  // namespace aftersale
