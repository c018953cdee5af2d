// Several orders in one go: each keeps its own decision, request and quote; what one answer can serve is asked once.
#include "wizard/state.hpp"

#include "model/request_parts.hpp"

namespace aftersale::asking {
namespace {

std::uint32_t mask_of(const State& s, StepId step) {
  std::uint32_t mask = 0;
  if (step == StepId::resolution) {
    for (const Offer& each : s.offers) mask |= 1u << static_cast<unsigned>(each.offered.resolution);
  } else {
    for (const Way& each : s.ways) mask |= 1u << static_cast<unsigned>(each.offered.method);
  }
  return mask;
}

/// By what the cases of one set are known as one: the same requests give the same name, however often they are sent.
std::string name_of(const Parts& parts) {
  Writer out;
  out.begin_object();
  for (const State& s : parts) {
    if (s.active) write_request(out.key(std::string_view(s.own->id)), s.request, {}, false);
  }
  out.end_object();
  return sha256_hex(out.text()).substr(0, 16);
}

}  // namespace

bool chosen(const State& s) {
  for (const Row& row : s.rows) {
    if (row.selected > 0) return true;
  }
  return false;
}

bool open(const State& s) {
  for (const Row& row : s.rows) {
    if (!row.blocked && row.most > 0) return true;
  }
  return false;
}

/// Items of orders that are none of these.
void drop_strangers(Parts& parts) {
  State& first = parts.front();
  for (std::size_t i = 0; i < first.given.request.items.size(); ++i) {
    bool known = false;
    for (const State& s : parts) known = known || first.given.request.items[i].line.starts_with(s.prefix);
    if (!known) first.dropped.push_back({given_pointer(i, {}), "unknown_line"});
  }
}

/// Of several, those count of which something was chosen. Words are said once, about the first of them.
void choose_active(Parts& parts) {
  if (parts.size() == 1) return;
  const bool talks = talk(*parts.front().topic);
  bool any = false;
  for (State& s : parts) {
    s.active = chosen(s) && !(talks && any);
    any = any || s.active;
  }
  for (State& s : parts) {
    if (any || !open(s)) continue;
    s.active = any = true;
  }
  if (!any) parts.front().active = true;
}

void compare_offers(Parts& parts, StepId step) {
  if (step != StepId::resolution && step != StepId::method) return;
  bool apart = false;
  const State* first = nullptr;
  for (const State& s : parts) {
    if (!s.active) continue;
    apart = apart || (first != nullptr && mask_of(s, step) != mask_of(*first, step));
    first = first != nullptr ? first : &s;
  }
  for (State& s : parts) {
    if (!s.active || !apart) continue;
    s.apart[static_cast<std::size_t>(step)] = true;
    const std::uint32_t mask = mask_of(s, step);
    const auto take = [mask](auto& answer, const auto& own) {
      if (own) answer = own;
      else if (answer && (mask >> static_cast<unsigned>(*answer) & 1u) == 0) answer.reset();
    };
    if (step == StepId::resolution) take(s.answers.resolution, s.own->resolution);
    else take(s.answers.method, s.own->method);
  }
}

std::string lead(const State& s, StepId step, std::string_view pointer) {
  const bool own = s.apart[static_cast<std::size_t>(step)] && pointer == (step == StepId::method ? "/method" : "/resolution");
  return own ? join({"/orders/", std::to_string(s.index), pointer}) : std::string(pointer);
}

void put_together(Parts& parts) {
  Request all;
  const State* first = nullptr;
  for (State& s : parts) {
    for (RequestItem& item : s.answers.items) {
      item.line = called(s, item.line);
      all.items.push_back(std::move(item));
    }
    s.answers.items.clear();
    if (!s.active) continue;
    first = first != nullptr ? first : &s;
    for (const std::string& code : s.answers.confirmed) {
      if (!has_code(all.confirmed, code)) all.confirmed.push_back(code);
    }
  }
  const Request& given = first->given.request;
  all.resolution = first->apart[static_cast<std::size_t>(StepId::resolution)] ? given.resolution : first->answers.resolution;
  all.method = first->apart[static_cast<std::size_t>(StepId::method)] ? given.method : first->answers.method;
  parts.front().joined = std::move(all);
}

void write_own(Writer& out, const Parts& parts) {
  write_request_members(out, parts.front().joined, true);
  out.key("orders").begin_array();
  for (const State& s : parts) {
    const auto resolution = s.apart[static_cast<std::size_t>(StepId::resolution)] ? s.answers.resolution : s.own->resolution;
    const auto method = s.apart[static_cast<std::size_t>(StepId::method)] ? s.answers.method : s.own->method;
    out.begin_object().field("id", s.own->id);
    if (resolution) out.field("resolution", to_text(*resolution));
    if (method) out.field("method", to_text(*method));
    out.end_object();
  }
  out.end_array();
}

/// What is shown and sent of each order, and what all come to: one sum a currency.
void write_set(Writer& out, const Parts& parts, bool ready) {
  out.begin_object();
  if (ready) out.field("id", name_of(parts));
  out.key("orders").begin_array();
  for (const State& s : parts) {
    const Order& order = *s.world.order;
    out.begin_object().field("createdAt", format(order.created_at));
    write_decision(out.key("decision"), s.decision);
    out.maybe("number", order.number).field("order", s.own->id);
    if (s.quote) write_quote(out.key("quote"), *s.quote);
    if (ready && s.active) write_request(out.key("request"), s.request);
    out.end_object();
  }
  out.end_array().key("totals").begin_array();
  for (const State& s : parts) {
    Minor total = 0;
    bool first = s.quote.has_value();
    for (const State& other : parts) {
      if (!other.quote || other.quote->currency.text() != s.world.order->currency.text()) continue;
      if (&other < &s) first = false;
      total += other.quote->total;
    }
    if (first) write_money(out, total, s.world.order->currency);
  }
  out.end_array().end_object();
}

}  // namespace aftersale::asking
