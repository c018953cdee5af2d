#include "interop/translate.hpp"

#include "aftersale/codec_tools.hpp"
#include "json/text.hpp"
#include "model/enum_field.hpp"
#include "model/shorten.hpp"
#include "json/sort.hpp"

#include <algorithm>

namespace aftersale {
namespace {

/// Less is a guess, and a guess about money is refused.
constexpr int sure_enough = 30;

/// Those of this build, behind those that the call brings along.
struct Codecs {
  ParsedTables& tables;
  std::vector<const Codec*> all;
  [[nodiscard]] auto begin() const { return all.begin(); }
  [[nodiscard]] auto end() const { return all.end(); }
};

/// What a codec makes of a document: which part of it, and how sure it is.
struct Candidate {
  const Codec* codec = nullptr;
  Recognition recognition;
  Value view;
};

/// The document and what its envelopes hold: a recorded exchange {"request", "status", "response"}, a GraphQL answer
/// {"data": ...}, a gateway's {"…_response": ...}. Outermost first; codecs know the wrappers of their own storefront.
std::vector<Value> views_of(Value document) {
  std::vector<Value> out = {document};
  const Value request = document["request"], response = document["response"];
  if (request.is_object() && response.is_object()) {
    request.take();
    document["status"].take();
    out.push_back(response);
  }
  if (const Value data = out.back()["data"]; data.is_object()) out.push_back(data);
  const Value last = out.back();
  for (Value::Iterator member = last.begin(); last.is_object() && member != last.end(); ++member) {
    if (member.peek().is_object() && member.peek().key().ends_with("_response")) {
      out.push_back(*member);
      break;
    }
  }
  return out;
}

Candidate judge(const Codec& codec, const std::vector<Value>& views) {
  Candidate best{&codec, {"other", 0}, views.back()};
  for (const Value view : views) {
    const Recognition r = codec.recognize(view);
    if (r.confidence > best.recognition.confidence) best = {&codec, r, view};
  }
  return best;
}

std::vector<Candidate> judge_all(const Codecs& all, const std::vector<Value>& views) {
  std::vector<Candidate> out;
  for (const Codec* codec : all) {
    const Candidate c = judge(*codec, views);
    if (c.recognition.confidence > 0) out.push_back(c);
  }
  stable_sort(out, [](const Candidate& a, const Candidate& b) { return a.recognition.confidence > b.recognition.confidence; });
  return out;
}

const Codec* find_codec(const Codecs& all, std::string_view id) {
  for (const Codec* codec : all) {
    if (codec->id == id) return codec;
  }
  return nullptr;
}

/// The codec that the call names; null, and an error, when this build has none such.
const Codec* named_codec(const Codecs& all, Value plugin, Problems& problems) {
  if (const Codec* codec = find_codec(all, plugin.text())) return codec;
  std::vector<std::string_view> names = {"auto"};
  for (const Codec* codec : all) names.push_back(codec->id);
  const std::string_view near = nearest(plugin.text(), names);
  std::string fix = near.empty() ? "one of" : join({"did you mean \"", near, "\"?"});
  if (near.empty()) {
    for (const std::string_view name : names) fix += join({" ", name});
  }
  problems.error("unknown_plugin", plugin.pointer(), join({"there is no plugin \"", clip(plugin.text()), "\" in this build"}), std::move(fix));
  return nullptr;
}

Candidate choose(const Codecs& codecs, Value call, const std::vector<Value>& views, Problems& problems) {
  const Value plugin = Fields(call, problems).need("plugin");
  if (!plugin.is_string()) {
    if (plugin.exists()) expected(problems, plugin, "a string");
    return {};
  }
  if (plugin.text() != "auto") {
    const Codec* codec = named_codec(codecs, plugin, problems);
    return codec == nullptr ? Candidate() : judge(*codec, views);
  }
  const std::vector<Candidate> all = judge_all(codecs, views);
  if (!all.empty() && all.front().recognition.confidence >= sure_enough) return all.front();
  std::string tried;
  for (const Codec* codec : codecs) {
    int confidence = 0;
    for (const Candidate& c : all) confidence = c.codec == codec ? c.recognition.confidence : confidence;
    tried += (tried.empty() ? "" : ", ") + join({codec->id, " ", integer_text(confidence)});
  }
  problems.error("not_recognized", views.front().pointer(), join({"no plugin takes this document for its own (", tried, ")"}), "name the plugin, or send the document as the storefront gave it");
  return {};
}

/// A recorded exchange is read like its response; a refusal that was recorded is no document.
void check_envelope(Value document, Problems& problems) {
  const Value request = document["request"], response = document["response"];
  if (!request.is_object() || !response.is_object()) return;
  const std::int64_t status = document["status"].integer().value_or(200);
  if (status < 400) return say(problems, document, "recording|this is a recorded exchange; its response is read");
  const std::string_view message = response["message"].text();
  problems.error("storefront_error", response.pointer(), join({"the storefront answered ", integer_text(status)}) + (message.empty() ? "" : join({": ", clip(message, 300)})));
}

void recognize(Writer& out, const Codecs& codecs, Value document) {
  out.begin_object().key("candidates").begin_array();
  for (const Candidate& c : judge_all(codecs, views_of(document))) {
    out.begin_object().field("confidence", c.recognition.confidence).field("document", c.recognition.document).field("plugin", c.codec->id).end_object();
  }
  out.end_array().end_object();
}

void read_orders(Writer& out, const Codecs& codecs, Value call, Value document, Problems& problems) {
  check_envelope(document, problems);
  if (!problems.ok()) return;
  const std::vector<Value> views = views_of(document);
  const Candidate c = choose(codecs, call, views, problems);
  if (c.codec == nullptr) return;
  std::vector<Order> orders = c.codec->read_order(c.view, problems, codecs.tables.of(*c.codec, problems));
  if (!problems.ok()) return;
  const std::vector<std::string> unread = unread_patterns(document);   // first: writing the document reads all of it
  const std::string digest = sha256_hex(document.canonical());
  const bool one = orders.size() == 1;
  out.begin_object().field("confidence", c.recognition.confidence);
  if (one) out.key("order");
  else out.key("orders").begin_array();
  std::int64_t index = 0;
  for (Order& order : orders) {
    if (order.storefront.empty()) order.storefront = std::string(c.codec->id);
    order.source.plugin = std::string(c.codec->id);
    order.source.digest = digest;
    order.source.unread = unread;
    const std::string pointer = one ? "/result/order" : join({"/result/orders/", integer_text(index++)});
    shorten_texts(order, problems, pointer);
    check_totals(order, problems, pointer);
    write_order(out, order);
  }
  if (!one) out.end_array();
  out.field("plugin", c.codec->id).end_object();
}

void write_update(Writer& out, const Update& u) {
  out.begin_object();
  if (u.asked) write_money(out, "asked", *u.asked, u.currency);
  if (u.at) out.field("at", format(*u.at));
  if (u.due) out.field("due", format(*u.due));
  if (!u.lines.empty()) {
    out.key("lines").begin_array();
    for (const ReturnedLine& l : u.lines) out.begin_object().field("line", l.line).field("quantity", l.quantity).end_object();
    out.end_array();
  }
  out.maybe("kind", u.kind).field("native", u.native).maybe("nativeReason", u.native_reason).maybe("order", u.order).maybe("reason", u.reason);
  if (u.refunded) write_money(out, "refunded", *u.refunded, u.currency);
  out.maybe("return", u.return_id).maybe("status", u.status).end_object();
}

void read_update(Writer& out, const Codecs& codecs, Value call, Value document, Problems& problems) {
  check_envelope(document, problems);
  if (!problems.ok()) return;
  const std::vector<Value> views = views_of(document);
  const Candidate c = choose(codecs, call, views, problems);
  if (c.codec == nullptr) return;
  const std::vector<Update> updates = c.codec->read_updates(c.view, problems, codecs.tables.of(*c.codec, problems));
  const bool one = updates.size() == 1;
  out.begin_object().field("plugin", c.codec->id).key(one ? "update" : "updates");
  if (!one) out.begin_array();
  for (const Update& u : updates) write_update(out, u);
  if (!one) out.end_array();
  out.end_object();
}

void write_requests(Writer& out, const Codecs& codecs, Value call, Value document, Problems& problems) {
  Fields f(document, problems);
  const Value given_case = f.need("case"), given_order = f.need("order");
  WriteIntent intent = WriteIntent::create_return;
  read_enum(f.maybe("intent"), intent, problems);
  WriteInput input;
  input.ids = f.maybe("ids");
  if (input.ids.present() && !input.ids.is_object()) expected(problems, input.ids, "an object");
  f.done();
  if (!problems.ok()) return;
  const Order order = read_order(given_order, problems);
  const ReturnCase return_case = read_case(given_case, problems);
  Fields g(call, problems);
  const Value plugin = g.need("plugin");
  const Codec* codec = nullptr;
  if (plugin.text() == "auto") {
    codec = find_codec(codecs, order.source.plugin);
    if (codec == nullptr) codec = find_codec(codecs, order.storefront);
    if (codec == nullptr) say(problems, given_order, "!not_recognized|the order does not say which storefront it is from|name the plugin");
  } else if (plugin.exists()) {
    codec = named_codec(codecs, plugin, problems);
  }
  if (problems.ok() && return_case.order != order.id) {
    say_at(problems, given_case.pointer("order"), "!wrong_order|the case is about order \"%\", not \"%\"|give the order of the case", return_case.order, order.id);
  }
  if (!problems.ok()) return;
  input.order = &order;
  input.return_case = &return_case;
  input.intent = std::string(to_text(intent));
  out.begin_object().field("plugin", codec->id);
  codec->write(out, input, problems, codecs.tables.of(*codec, problems));
  out.end_object();
}

}  // namespace

void translate(Writer& result, Value call, ParsedTables& tables, Problems& problems, std::span<const Codec* const> own) {
  Fields f(call, problems);
  TranslateMode mode{};
  const bool known = read_enum(f.need("mode"), mode, problems);
  Value document = call["document"];
  const Value text = call["text"];
  Document parsed;
  if (document.exists() == text.exists()) {
    say(problems, call, "!one_of|give either \"document\" or \"text\"");
  } else if (text.exists() && !text.is_string()) {
    expected(problems, text, "a string");
  } else if (text.exists()) {
    parsed = Document::parse(text.text(), problems, "/document");
    document = parsed.root();
  }
  if (!known || !problems.ok()) return;
  Codecs all{tables, {own.begin(), own.end()}};
  all.all.insert(all.all.end(), codecs().begin(), codecs().end());
  switch (mode) {
    case TranslateMode::read_order: return read_orders(result, all, call, document, problems);
    case TranslateMode::read_update: return read_update(result, all, call, document, problems);
    case TranslateMode::write: return write_requests(result, all, call, document, problems);
    case TranslateMode::recognize: return recognize(result, all, document);
  }
}

}  // namespace aftersale
