#include "engine/library.hpp"
#include "model/reasons.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

void not_loaded(Value name, std::string_view what, Problems& problems) {
  problems.error("not_loaded", name.pointer(), join({"no ", what, " is loaded under \"", name.text(), "\""}),
                 "load it first, or give the document itself");
}

const Policy* read_one_policy(Value value, const Library& library, CallWorld& out, Problems& problems) {
  if (value.is_string()) {
    const Policy* known = library.policy(value.text());
    if (known == nullptr) not_loaded(value, "policy", problems);
    return known;
  }
  out.policies.push_back(std::make_unique<Policy>(read_policy(value, problems)));
  return out.policies.back().get();
}

const Order* read_one_order(Value value, const Library& library, CallWorld& out, Problems& problems) {
  if (value.is_string()) {
    const Order* known = library.order(value.text());
    if (known == nullptr) not_loaded(value, "order", problems);
    return known;
  }
  out.order = std::make_unique<Order>(read_order(value, problems));
  return out.order.get();
}

bool governs(const Policy& policy, const std::string& country) {
  return std::find(policy.jurisdictions.begin(), policy.jurisdictions.end(), country) != policy.jurisdictions.end();
}

/// The list of a comma-separated table cell.
std::vector<std::string_view> split(std::string_view cell) {
  std::vector<std::string_view> out;
  while (!cell.empty()) {
    const std::size_t comma = std::min(cell.find(','), cell.size());
    out.push_back(cell.substr(0, comma));
    cell.remove_prefix(std::min(comma + 1, cell.size()));
  }
  return out;
}

void add_policies(Value call, const Library& library, CallWorld& out, Problems& problems) {
  std::vector<const Policy*> found;
  if (const Value one = call["policy"]) found.push_back(read_one_policy(one, library, out, problems));
  const Value many = call["policies"], packs = call["packs"];
  for (const Value list : {many, packs}) {
    if (list.present() && !list.is_array()) expected(problems, list, "an array");
    for (const Value item : list) found.push_back(read_one_policy(item, library, out, problems));
  }
  take_policies(out.world, found);
}

}  // namespace

void take_policies(World& world, const std::vector<const Policy*>& found) {
  const std::string country = world.order == nullptr ? std::string() : world.order->buyer.country;
  // Some days off are those of a region: they stand under "FR-57" beside those of the country.
  const std::string region = world.order == nullptr ? std::string() : join({country, "-", world.order->buyer.region});
  bool statute = false;
  for (const Policy* policy : found) {
    if (policy == nullptr) continue;
    if (policy->layer == Layer::statute && !governs(*policy, country)) continue;
    statute = statute || policy->layer == Layer::statute;
    world.policies.push_back(policy);
    world.signed_promises = world.signed_promises || policy->signed_promises;
    for (const auto& days : policy->holidays) {
      if (days.first == country || days.first == region) world.holidays.insert(world.holidays.end(), days.second.begin(), days.second.end());
    }
  }
  const tables::CountryRow* row = find_country(country);
  world.statute_missing = !statute && row != nullptr && !row->packs.empty();
  stable_sort(world.holidays);
  // A stable order of layers, so that findings stand in the order in which people read them.
  stable_sort(world.policies, [](const Policy* a, const Policy* b) { return a->layer < b->layer; });
}

void read_world(Value call, const Library& library, CallWorld& out, Problems& problems, std::string_view own_case, Value one) {
  World& world = out.world;
  Fields need(call, problems);
  if (const Value order = one.exists() ? one : need.need("order")) world.order = read_one_order(order, library, out, problems);
  if (const Value now = need.need("now")) world.now = read_instant(now, problems);
  if (const Value sent = call["sentAt"]) world.sent_at = std::min(world.now, read_instant(sent, problems));
  const Value zone = need.need("zone");
  if (zone.is_string()) {
    problems.error("zone_without_offsets", zone.pointer(), "the core knows no time zones: their offsets come in with the call",
                   "give {name, offset, transitions} for the range that `requirements` names");
  } else if (zone.exists()) {
    world.zone = read_zone(zone, problems);
  }
  if (const Value seller = call["sellerZone"]) world.seller_zone = read_zone(seller, problems);
  for (const Value date : call["holidays"]) world.holidays.push_back(read_date(date, problems));
  add_policies(call, library, out, problems);
  stable_sort(world.holidays);
  for (const Value item : call["cases"]) {
    auto c = std::make_unique<ReturnCase>(read_case(item, problems));
    if (c->id == own_case || (one.exists() && world.order != nullptr && c->order != world.order->id)) continue;
    if (world.order != nullptr && c->order != world.order->id) {
      problems.error("wrong_order", item.pointer("order"), "this case belongs to another order", "give only the cases of this order");
    }
    world.cases.push_back(c.get());
    out.cases.push_back(std::move(c));
  }
}

void write_requirements(Writer& out, Value call, const Library& library, Problems& problems) {
  CallWorld brought;
  const Value order_value = call["order"];
  if (!order_value.present()) {
    problems.error("missing", call.pointer("order"), "\"order\" must be given", "add \"order\"");
    return;
  }
  const Order* order = read_one_order(order_value, library, brought, problems);
  if (order == nullptr || !problems.ok()) return;
  Instant now = order->created_at;
  if (const Value value = call["now"]) now = read_instant(value, problems);

  const tables::CountryRow* row = find_country(order->buyer.country);
  std::string zone = call["zone"].is_string() ? std::string(call["zone"].text()) : order->time_zone;
  bool assumed = false;
  if (zone.empty()) {
    assumed = row == nullptr || row->several;
    zone = row == nullptr ? "UTC" : std::string(row->zone);
  }
  // Whole years around what can matter: from the year before the order to ten years from now.
  const Instant first = std::min(order->created_at, now), last = std::max(order->created_at, now);
  const int from_year = to_ymd(CivilDate{static_cast<std::int32_t>(first.ms / ms_per_day)}).year - 1;
  const int to_year = to_ymd(CivilDate{static_cast<std::int32_t>(last.ms / ms_per_day)}).year + 10;
  const auto new_year = [](int year) { return Instant{static_cast<std::int64_t>(to_civil({year, 1, 1}).days) * ms_per_day}; };

  out.begin_object().maybe("country", order->buyer.country).key("packs").begin_array();
  if (row != nullptr) {
    for (const std::string_view pack : split(row->packs)) out.string(pack);
  }
  out.end_array().key("zone").begin_object().flag("assumed", assumed).field("from", format(new_year(from_year))).field("name", zone);
  out.field("to", format(new_year(to_year))).end_object().end_object();
}

}  // namespace aftersale
