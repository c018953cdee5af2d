// What a host adds to a call because the core reads no clock, no files and no time zones: packs and zone.
#include "calls.hpp"

#include "embedded.hpp"
#include "files.hpp"
#include "stop.hpp"
#include "zones.hpp"

#include <aftersale/json.hpp>

namespace aftersale::cli {
namespace {

/// A value of --pack that is the id of a shipped pack and not a file.
bool is_id(const std::string& given) { return given.find_first_of("./\\") == std::string::npos; }

}  // namespace

std::vector<std::string> Host::shipped_names() {
  std::vector<std::string> out;
  for (const EmbeddedFile& file : cli::packs()) out.emplace_back(file.name);
  return out;
}

std::string Host::policy_texts_of(const std::string& locale) {
  for (const EmbeddedFile& file : policy_texts()) {
    if (file.name == locale) return canonical(file.text, locale, "/texts");
  }
  refuse_usage("unknown locale " + locale);
}

std::string Host::shipped_pack(std::string_view name) {
  const auto known = shipped_.find(name);
  if (known != shipped_.end()) return known->second;
  for (const EmbeddedFile& file : cli::packs()) {
    if (file.name != name) continue;
    const std::string id(name);
    std::string text = canonical(file.text, id, "/packs");
    if (by_name_) text = keep("pack", "pack-" + id, text);
    return shipped_.emplace(id, std::move(text)).first->second;
  }
  return {};
}

std::string Host::pack(const std::string& given, std::size_t index) {
  if (is_id(given)) {
    std::string text = shipped_pack(given);
    if (text.empty()) refuse_usage("unknown pack " + given);
    return text;
  }
  std::string text = document(given, "/packs/" + std::to_string(index));
  return by_name_ ? keep("pack", "pack-" + std::to_string(index + 1), text) : text;
}

const std::string& Host::packs(const std::vector<std::string>& required) {
  if (arguments_.has("no-packs")) {
    packs_ = "[]";
  } else if (arguments_.has("pack")) {
    if (named_packs_) return *named_packs_;
    std::vector<std::string> texts;
    for (const std::string& given : arguments_.values("pack")) texts.push_back(pack(given, texts.size()));
    named_packs_ = array_of(texts);
    return *named_packs_;
  } else {
    std::vector<std::string> texts;
    for (const std::string& name : required) {
      std::string text = shipped_pack(name);
      if (!text.empty()) texts.push_back(std::move(text));
    }
    packs_ = array_of(texts);
  }
  return packs_;
}

const std::string& Host::zone(const std::string& name, std::string_view from, std::string_view to) {
  const std::string key = name + '\n' + std::string(from) + '\n' + std::string(to);
  if (key == zone_key_) return zone_;
  Instant first{}, last{};
  parse_instant(from, first);
  parse_instant(to, last);
  Writer out;
  write_zone(out, zone_between(name, first, last));
  zone_ = out.take();
  zone_key_ = key;
  return zone_;
}

bool Host::supply(Call& call, std::string& answer) {
  Call question = call;
  question.set_text("op", "requirements");
  answer = engine_.dispatch(question.text());
  if (failed(answer)) return false;
  Problems ignored;
  const Document document = Document::parse(answer, ignored);
  const Value result = document.root()["result"];
  std::vector<std::string> required;
  for (const Value name : result["packs"]) required.emplace_back(name.text());
  call.set("packs", packs(required));
  const std::string* named = arguments_.value("zone");
  const Value wanted = result["zone"];
  call.set("zone", zone(named != nullptr ? *named : std::string(wanted["name"].text()), wanted["from"].text(),
                        wanted["to"].text()));
  return true;
}

}  // namespace aftersale::cli
