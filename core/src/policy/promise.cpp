#include "policy/promise.hpp"

#include <algorithm>

namespace aftersale {
namespace {

using namespace record;
#define AT AFTERSALE_AT

/// A record as it stands on the wire. Its rules and its name go over into the policy; some members are only kept by hosts.
struct Record {
  std::string id, checked;
  CivilDate day;
  LivePromise promise;
  std::vector<Rule> rules;
};

constexpr Row signature_rows[] = {
    {"key", nullptr, AT(Record, checked), Kind::text, required, 200},
    {"algorithm", nullptr, AT(Record, checked), Kind::text, 0, 64},
    {"value", nullptr, AT(Record, checked), Kind::text, required, 0},
    {"verdict", &texts_of<SignatureVerdict>, AT(Record, promise.record), Kind::word, 0, 0},
};
constexpr Table signature_table = table_of(signature_rows);

constexpr Own any_schema = {[](Reader&, Value, void*) {}, nullptr};     // read_policy has looked at it
constexpr Row rows[] = {
    {"schema", &any_schema, 0, Kind::own, required, 0},
    {"id", nullptr, AT(Record, id), Kind::text, required, 100},
    {"platform", nullptr, AT(Record, promise.platform), Kind::text, 0, 200},
    {"room", nullptr, AT(Record, promise.room), Kind::text, required, 200},
    {"stream", nullptr, AT(Record, promise.stream), Kind::text, 0, 200},
    {"streamStartedAt", nullptr, AT(Record, promise.stream_started_at), Kind::instant, optional, 0},
    {"host", nullptr, AT(Record, promise.host), Kind::text, required, 200},
    {"hostName", nullptr, AT(Record, promise.host_name), Kind::text, 0, 200},
    {"saidAt", nullptr, AT(Record, promise.said_at), Kind::instant, required, 0},
    {"endedAt", nullptr, AT(Record, promise.ended_at), Kind::instant, optional, 0},
    {"wording", nullptr, AT(Record, promise.wording), Kind::text, required, 2000},
    {"locale", nullptr, AT(Record, checked), Kind::text, 0, 35},
    {"products", nullptr, AT(Record, promise.products), Kind::texts, 0, 0},
    {"rules", &rule_list, AT(Record, rules), Kind::list, required, 0},
    {"retainUntil", nullptr, AT(Record, day), Kind::date, 0, 0},
    {"previous", nullptr, AT(Record, checked), Kind::text, 0, 64},
    {"hash", nullptr, AT(Record, promise.hash), Kind::text, 0, 64},
    {"signature", &signature_table, 0, Kind::object, 0, 0},
};

/// The hash covers all but itself and what signs it.
std::string hash_of(Value record) {
  Writer text;
  text.begin_object();
  for (const Value member : record) {
    if (member.key() != "hash" && member.key() != "signature") text.key(member.key()).raw(member.canonical());
  }
  text.end_object();
  return sha256_hex(text.text());
}

void check(Reader& r, Value value, void* record) {
  Record& read = *static_cast<Record*>(record);
  LivePromise& p = read.promise;
  check_rule_ids(r.problems, value["rules"], read.rules);
  if (value["rules"].is_array() && read.rules.empty()) {
    r.problems.error("empty", value.pointer("rules"), "a promise has at least one rule", "say what it grants");
  }
  if (p.ended_at && *p.ended_at <= p.said_at) r.problems.error("not_ascending", value.pointer("endedAt"), "the promise ends before it was made");
  if (value["signature"].present() && !value["signature"]["verdict"].present()) p.record = to_text(SignatureVerdict::unchecked);
  std::string computed = hash_of(value);
  if (!p.hash.empty() && p.hash != computed) p.record = "altered";
  p.hash = std::move(computed);
}

constexpr Table table = table_of(rows, check);

/// A fact that the storefront did not write down does not count against the buyer.
bool differs(const std::string& promised, const std::string& told) { return !promised.empty() && !told.empty() && promised != told; }

}  // namespace

Policy read_promise(Value value, Problems& problems) {
  Record read;
  Reader reader{problems};
  record::read(reader, value, table, &read);
  Policy policy;
  policy.id = std::move(read.id);
  policy.layer = Layer::live_promise;
  PolicyVersion& version = policy.versions.emplace_back();
  version.version = read.promise.hash;
  version.from = read.promise.said_at;
  version.until = read.promise.ended_at;
  version.rules = std::move(read.rules);
  policy.promise = std::make_unique<LivePromise>(std::move(read.promise));
  return policy;
}

PromiseScope scope_of(const LivePromise& p, const Order& order, const Line& line) {
  const Attribution& a = order.attribution;
  const bool placed_here = a.room == p.room || (!a.stream.empty() && a.stream == p.stream);
  if (!placed_here || differs(p.room, a.room) || differs(p.stream, a.stream) || differs(p.platform, a.platform) || differs(p.host, a.host)) {
    return PromiseScope::elsewhere;
  }
  if (order.created_at < p.said_at) return PromiseScope::placed_before;
  if (p.ended_at && *p.ended_at <= order.created_at) return PromiseScope::placed_after;
  const auto named = [&p](const std::string& name) { return !name.empty() && std::find(p.products.begin(), p.products.end(), name) != p.products.end(); };
  return p.products.empty() || named(line.product) || named(line.sku) ? PromiseScope::binds : PromiseScope::other_product;
}

bool proven(const LivePromise& p, bool signature_needed) {
  return p.record == to_text(SignatureVerdict::valid) || (!signature_needed && p.record != to_text(SignatureVerdict::invalid) && p.record != "altered");
}

}  // namespace aftersale
