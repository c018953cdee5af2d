// The way of the goods: back, looked at, mended.
#include "lifecycle/run.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"

#include <algorithm>

namespace aftersale::lifecycle {
namespace {

struct Arrival { std::string line; std::int64_t quantity = 0; std::optional<Reception> state; };

CaseItem* find_item(CaseState& s, std::string_view line) {
  for (CaseItem& item : s.items) {
    if (item.line == line) return &item;
  }
  return nullptr;
}

bool unknown_line(Run& run, const std::string& line) {
  return run.refuse("unknown_line", "the case has no item of this line").with("line", line);
}

/// What arrived, as told; everything that is still out when nothing is told.
bool read_arrivals(Run& run, const Act& act, std::vector<Arrival>& out) {
  Fields f(act.data, run.problems);
  const Value list = f.array("items");
  for (const Value value : list) {
    Arrival a;
    Fields g(value, run.problems);
    g.text("line", a.line, 200);
    g.integer("quantity", a.quantity, 0, 1'000'000);
    Reception state{};
    if (read_enum(g.maybe("state"), state, run.problems)) a.state = state;
    g.done();
    out.push_back(std::move(a));
  }
  f.done();
  if (!run.problems.ok()) return false;
  if (list.exists()) return true;
  for (const CaseItem& item : run.state().items) {
    if (item.received >= item.quantity) continue;
    if (act.automatic) out.push_back({item.line, 0, Reception::lost});       // nobody has seen it for four weeks
    else out.push_back({item.line, item.quantity - item.received, std::nullopt});
  }
  return true;
}

bool arrival_state(Reception state) {
  return state == Reception::received || state == Reception::short_ || state == Reception::wrong || state == Reception::lost;
}

/// Who bears a loss on the way: the shop where it sent the label or the carrier, or where the buyer can prove sending.
bool shop_bears_loss(const CaseState& s) {
  if (s.sent_with_proof) return true;
  for (const LineDecision& d : s.decision.lines) {
    for (const OfferedMethod& m : d.methods) {
      if (m.payer != Payer::buyer) return true;
    }
  }
  return false;
}

/// What the shop answers for by not inspecting: as an earlier inspection said, else that what arrived is as new.
std::vector<InspectedItem> assumed(const CaseState& s) {
  if (!s.inspection.empty()) return s.inspection;
  std::vector<InspectedItem> out;
  for (const CaseItem& item : s.items) {
    InspectedItem i;
    i.line = item.line;
    const bool lost = item.reception == Reception::lost && shop_bears_loss(s);
    i.quantity = lost ? item.quantity : item.received;
    if (lost) i.disposition = Disposition::dispose;
    if (item.reception == Reception::wrong) {
      i.grade = Grade::wrong_item;
      i.disposition = Disposition::return_to_sender;
    }
    if (i.quantity > 0) out.push_back(std::move(i));
  }
  return out;
}

/// Every unit that arrived is graded, and no other; lost units may be, where the shop lets the buyer not suffer for it.
bool check_counts(Run& run, const std::vector<InspectedItem>& items) {
  for (const InspectedItem& i : items) {
    if (find_item(run.state(), i.line) == nullptr) return unknown_line(run, i.line);
  }
  for (const CaseItem& item : run.state().items) {
    std::int64_t graded = 0;
    for (const InspectedItem& i : items) graded += i.line == item.line ? i.quantity : 0;
    const std::int64_t most = item.reception == Reception::lost ? item.quantity : item.received;
    if (graded >= item.received && graded <= most) continue;
    return run.refuse("inspection_incomplete", "each unit that arrived needs a grade, and only those").with("graded", graded).with("line", item.line).with("received", item.received);
  }
  return true;
}

/// The units are this case's since it was opened, but a settlement that found fewer had freed some.
bool check_units(Run& run, const std::vector<InspectedItem>& items) {
  const Account account = account_of(run.world);
  for (std::size_t i = 0; i < run.world.order->lines.size(); ++i) {
    const Line& line = run.world.order->lines[i];
    const std::int64_t left = returnable_units(line, account.lines[i]);
    if (settlement::units_found(items, line.id) <= left) continue;
    return run.refuse("exceeds_returnable", "other returns hold these units by now").with("line", line.id).with("returnable", left);
  }
  return true;
}

void restock(Run& run, const std::vector<InspectedItem>& items) {
  Writer data;
  bool any = false;
  data.begin_object().field("case", run.next().id).key("items").begin_array();
  for (const InspectedItem& i : items) {
    if (i.disposition != Disposition::restock || i.grade == Grade::wrong_item || i.quantity == 0) continue;
    any = true;
    data.begin_object().field("line", i.line).field("quantity", i.quantity).end_object();
  }
  data.end_array().field("order", run.next().order).end_object();
  if (any) run.effect(run.key("restock"), EffectKind::restock, data);
}

}  // namespace

bool do_ship(Run& run, const Act& act) {
  std::string carrier, tracking;
  Fields f(act.data, run.problems);
  f.maybe_text("carrier", carrier, 200);
  f.maybe_text("tracking", tracking, 500);
  f.done();
  if (!run.problems.ok()) return false;
  Writer data;
  data.begin_object().maybe("carrier", carrier).maybe("tracking", tracking).end_object();
  run.append(EventType::goods_shipped, act, data);
  // The first scan is the carrier's word that it has the goods; the buyer's own is not enough to send money for.
  if (run.state().terms.advance == Advance::at_scan && act.actor.kind == ActorKind::carrier) give_advance(run, act);
  return true;
}

bool do_receive(Run& run, const Act& act) {
  std::vector<Arrival> arrivals;
  if (!read_arrivals(run, act, arrivals)) return false;
  Writer data;
  data.begin_object().key("items").begin_array();
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    const Arrival& a = arrivals[i];
    const CaseItem* item = find_item(run.state(), a.line);
    if (item == nullptr) return unknown_line(run, a.line);
    for (std::size_t j = 0; j < i; ++j) {
      if (arrivals[j].line == a.line) return run.refuse("duplicate_line", "a line is told twice").with("line", a.line);
    }
    const std::int64_t out = item->quantity - item->received;
    if (a.quantity > out) return run.refuse("exceeds_quantity", "more units than are still out").with("line", a.line).with("outstanding", out);
    if (a.state && !arrival_state(*a.state)) return run.refuse("impossible_state", "not a way to arrive").with("line", a.line).with("state", to_text(*a.state));
    const Reception state = a.state ? *a.state : a.quantity == out ? Reception::received : Reception::short_;
    data.begin_object().field("line", a.line).field("quantity", a.quantity).field("state", to_text(state)).end_object();
  }
  if (arrivals.empty()) return run.refuse("nothing_arrived", "no item is named");
  data.end_array().end_object();
  run.append(EventType::goods_received, act, data);
  return true;
}

bool do_inspect(Run& run, const Act& act) {
  CaseState& s = run.state();
  std::vector<InspectedItem> items;
  if (act.automatic) {
    items = assumed(s);
  } else {
    Fields f(act.data, run.problems);
    items = read_inspected(f.array("items", true), run.problems);
    f.done();
    if (!run.problems.ok()) return false;
    if (!check_counts(run, items)) return false;
  }
  if (!check_units(run, items)) return false;
  Problems faults;
  const Quote settled = quote(run.world, s.decision, s.request, faults, &items);
  if (!faults.ok()) return run.refuse(faults);
  Writer data;
  data.begin_object();
  write_inspected(data, items);
  data.key("settlement");
  write_quote(data, settled);
  data.end_object();
  run.append(EventType::goods_inspected, act, data);
  restock(run, items);
  settle_advance(run, act);
  return true;
}

bool do_assess(Run& run, const Act& act) {
  CaseState& s = run.state();
  Writer data;
  Words words;
  data.begin_object();
  if (act.automatic) data.field("outcome", "replace");
  else if (!read_data(run, act, CommandType::assess, data, words)) return false;
  const std::string outcome = act.automatic ? "replace" : std::string(act.data["outcome"].text());
  if (outcome == "refund") {
    Problems faults;
    const Quote settled = money_instead(run, faults);
    if (!faults.ok()) return run.refuse(faults);
    data.key("settlement");
    write_quote(data, settled);
  }
  data.end_object();
  run.append(EventType::repair_assessed, act, data, words);
  if (s.stage != Stage::fulfilling) return true;
  return do_refund(run, plain_act(act));        // goods go to the buyer: another one, or its own as it is
}

bool do_complete_repair(Run& run, const Act& act) {
  CaseState& s = run.state();
  Writer data;
  Words words;
  data.begin_object();
  if (!read_data(run, act, CommandType::complete_repair, data, words)) return false;
  const std::int64_t days = s.repair_from ? (act.at.ms - s.repair_from->ms + ms_per_day - 1) / ms_per_day : 0;
  data.field("days", days).end_object();
  run.append(EventType::repair_completed, act, data, words);
  // What a repair does to the guarantee is for the law and the order's facts to say; these are the facts.
  Writer longer;
  longer.begin_object().field("case", run.next().id).field("days", days).key("lines").begin_array();
  for (const CaseItem& item : s.items) longer.string(item.line);
  longer.end_array().field("order", run.next().order).field("repairedAt", format(act.at)).end_object();
  run.effect(run.key("guarantee"), EffectKind::prolong_guarantee, longer);
  return s.stage != Stage::fulfilling || do_refund(run, plain_act(act));
}

}  // namespace aftersale::lifecycle
