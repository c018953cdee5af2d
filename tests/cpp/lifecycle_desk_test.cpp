#include "lifecycle_desk.hpp"

#include <boost/test/unit_test.hpp>

namespace lifecycle_desk {
namespace {

constexpr std::string_view policy_head = R"({"schema":"aftersale/policy/1","id":"shop","layer":"merchant","versions":[{"version":"1","rules":[
  {"id":"window","window":{"days":30,"from":"delivery"}},
  {"id":"ways","resolutions":[{"resolution":"original_payment_method"},{"resolution":"store_credit","bonusBasisPoints":1000},
    {"resolution":"exchange"},{"resolution":"keep_item"}]},
  {"id":"wear","deduction":{"code":"value_loss","maxBasisPoints":5000}},
  {"id":"ship","outboundShipping":{"refund":"all","when":"all_returned"}})";

Instant instant(std::string_view text) {
  Instant out;
  BOOST_REQUIRE(parse_instant(text, out));
  return out;
}

}  // namespace

Desk::Desk(const std::string& rules, const std::string& wanted) : resolution(wanted) {
  order.id = "o1";
  order.created_at = instant("2026-04-01T10:00:00Z");
  BOOST_REQUIRE(find_currency("EUR", order.currency));
  Line line;
  line.id = "l1";
  line.title = "Jacket";
  line.quantity = 3;
  line.unit_price = 1000;
  line.discounts.push_back({100, "TEN", "", FundedBy::merchant, ""});
  order.lines.push_back(line);
  Shipment s;
  s.id = "s1";
  s.lines.push_back({"l1", 3, ""});
  s.status = ShipmentStatus::delivered;
  s.delivered = {Delivery::Kind::known, instant("2026-04-05T10:00:00Z"), instant("2026-04-05T10:00:00Z")};
  order.shipments.push_back(s);
  order.shipping.push_back({"p1", "Parcel", 490, 0, {}, std::nullopt, ""});
  order.tenders.push_back({"card", TenderKind::card, 1800, 0, "Visa"});
  order.tenders.push_back({"gift", TenderKind::gift_card, 1590, 0, ""});
  const std::string methods = rules.find("\"method\"") == std::string::npos ? R"(,{"id":"mail","method":{"method":"by_mail","payer":"merchant","label":"print"}})" : "";
  const std::string text = std::string(policy_head) + methods + rules + "]}]}";
  Problems faults;
  const Document document = Document::parse(text, faults);
  policies_.push_back(std::make_unique<Policy>(read_policy(document.root(), faults)));
  BOOST_REQUIRE_MESSAGE(faults.ok(), (faults.ok() ? std::string() : faults.errors()[0].pointer + " " + faults.errors()[0].message));
  world.policies.push_back(policies_.back().get());
  world.order = &order;
  world.now = instant("2026-04-10T09:00:00Z");
}

std::string Desk::request_data(std::int64_t quantity, const std::string& more) {
  world.order = &order;
  const bool talk = kind == CaseKind::complaint || kind == CaseKind::inquiry || kind == CaseKind::damage_claim;
  std::string text = R"({"items":[{"line":"l1","quantity":)" + std::to_string(quantity) + R"(,"reason":")" + (kind == CaseKind::return_ ? "changed_mind" : "defective") + "\"" + more + "}]";
  text += R"(,"kind":")" + std::string(to_text(kind)) + "\"";
  if (!resolution.empty()) text += R"(,"resolution":")" + resolution + "\"";
  if (!method.empty()) text += R"(,"method":")" + method + "\"";
  text += "}";
  if (talk) return R"({"text":"hello","request":)" + text + "}";
  Problems faults;
  const Document document = Document::parse(text, faults);
  const Request asked = read_request(document.root(), faults);
  const Decision decision = evaluate(world, &asked, faults);
  const Quote q = quote(world, decision, asked, faults);
  return R"({"quote":")" + (q.hash.empty() ? "none" : q.hash) + R"(","request":)" + text + "}";
}

Transition Desk::try_out(std::string_view type, std::string_view actor, const std::string& data, std::int64_t version, const std::string& id) {
  world.order = &order;
  problems = Problems();
  const std::int64_t seen = version >= 0 ? version : static_cast<std::int64_t>(now_case.events.size());
  const std::string text = R"({"id":")" + (id.empty() ? "cmd-" + std::to_string(++commands_) : id) + R"(","case":")" + case_id + R"(","type":")" + std::string(type) +
                           R"(","version":)" + std::to_string(seen) + R"(,"actor":{"kind":")" + std::string(actor) + R"("},"data":)" + data + "}";
  const Document document = Document::parse(text, problems);
  const Command command = read_command(document.root(), problems);
  if (!problems.ok()) return Transition();
  return transition(world, open() ? &now_case : nullptr, command, problems);
}

std::string Desk::send(std::string_view type, std::string_view actor, const std::string& data, std::int64_t version, const std::string& id) {
  last = try_out(type, actor, data, version, id);
  if (!problems.ok()) return "[" + problems.errors()[0].code + "]";
  if (!last.accepted) return last.refusal ? last.refusal->code : "?";
  now_case = last.next;
  return {};
}

std::string Desk::tick_now() {
  world.order = &order;
  problems = Problems();
  last = tick(world, now_case, problems);
  BOOST_REQUIRE(problems.ok());
  now_case = last.next;
  return types(last.events);
}

std::string Desk::wait() {
  BOOST_REQUIRE(!state().deadlines.empty());
  if (world.now < state().deadlines[0].due) world.now = state().deadlines[0].due;
  return tick_now();
}

std::string types(const std::vector<Event>& events) {
  std::string out;
  for (const Event& e : events) out += (out.empty() ? "" : " ") + e.type;
  return out;
}

std::string effects(const Transition& t) {
  std::string out;
  for (const Effect& e : t.effects) {
    if (e.kind != "notify") out += (out.empty() ? "" : " ") + e.kind;
  }
  return out;
}

std::string text_of_case(const ReturnCase& c) {
  Writer out;
  write_case(out, c);
  return out.take();
}

ReturnCase case_of(const std::string& text, Problems& problems) {
  const Document document = Document::parse(text, problems);
  return read_case(document.root(), problems);
}

Minor in_payments(const CaseState& s, Payment::State wanted) {
  Minor sum = 0;
  for (const Payment& p : s.payments) sum += p.state == wanted ? p.share.amount : 0;
  return sum;
}

}  // namespace lifecycle_desk
