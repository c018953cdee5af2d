// Random walks through the wizard: every one ends with a request that may be sent, or with an honest no that says what
// to do next; going back and forth loses nothing; a draft restores the very same screen.
#include "wizard_furnish.hpp"

#include "aftersale/return_case.hpp"

#include <boost/test/unit_test.hpp>

namespace wizard_shop {
namespace {

class Walk {
 public:
  Walk(std::uint32_t seed, Tally& tally, bool together)
      : chance_(seed), tally_(tally), seed_(seed), shop_("DE", "2026-06-20T10:00:00Z"), other_("DE", "2026-06-20T10:00:00Z") {
    furnish(shop_, chance_);
    if (together) furnish_both();
  }

  void go() {
    for (int turn = 0; turn < 150; ++turn) {
      const Screen screen = look();
      if (fault_) return;
      const bool last = !screen.root()["next"].exists();
      if (screen.root()["complete"].truth() && (last || turn > 80)) return finish(screen);
      if (screen.root()["dropped"].size() == 0 && chance_.one_in(6)) wander(screen);
      if (chance_.one_in(12)) ask_a_person(screen);
      if (chance_.one_in(25) && turn < 60) turn_to_something_else(screen);
      if (fault_) return;
      if (!answer(screen)) return refuse(screen);
    }
    fault("does not end");
  }

 private:
  /// A second order, under the same rules or under others; its lines go by the same ids.
  void furnish_both() {
    other_.order.id = "second";
    furnish(other_, chance_);
    shop_.beside = &other_;
    shop_.host.several = true;
    for (Shop* each : {&shop_, &other_}) draft_.orders.push_back({each->order.id, {}, {}});
    std::vector<Variants> variants;
    for (Shop* each : {&shop_, &other_}) {
      for (Variants v : each->host.variants) {
        v.line = each->order.id + "/" + v.line;
        variants.push_back(std::move(v));
      }
    }
    shop_.host.variants = std::move(variants);
    other_.host.variants.clear();
  }

  void fault(const std::string& what) {
    if (fault_) return;
    fault_ = true;
    if (tally_.broken++ == 0) tally_.first_fault = "seed " + std::to_string(seed_) + ": " + what;
  }

  /// The screen for what was said, checked against the rules that hold for every screen.
  Screen look() {
    Screen screen = shop_.ask(draft_);
    ++tally_.screens;
    const Value root = screen.root();
    std::size_t current = 0;
    for (const Value step : root["steps"]) {
      if (step["state"].text() != "current") continue;
      ++current;
      if (step["id"].text() != screen.step()) fault("the current step is another one");
    }
    if (current != 1) fault("not one current step");
    const bool complete = root["complete"].truth();
    const bool talk = screen.step() == "message";
    const auto sent = parts(screen);
    bool whole = !sent.empty();
    for (const Value part : sent) whole = whole && (talk || part["quote"].exists());
    if (complete && !whole) fault("complete without request or quote");
    if (root["set"].exists()) adds_up(root["set"]);
    if (complete && root["errors"].size() != 0) fault("complete with errors");
    for (const Value error : root["errors"]) {
      if (error["message"].text().empty() || error["pointer"].text().empty()) fault("an error that says nothing");
    }
    if (root["person"]["request"]["kind"].text() != "inquiry") fault("no way to a person at " + screen.step());
    if (root["changed"].size() != 0) fault("something changed by itself");
    if (draft_.at.empty()) asks_only_what_is_not_known(screen);
    restore(screen);
    take_over(screen);
    return screen;
  }

  /// What is sent of a screen: of each order that something was chosen of, or of the one.
  static std::vector<Value> parts(const Screen& screen) {
    std::vector<Value> out;
    if (screen.root()["request"].exists()) out.push_back(screen.root());
    for (const Value each : screen.root()["set"]["orders"]) {
      if (each["request"].exists()) out.push_back(each);
    }
    return out;
  }

  void adds_up(Value set) {
    std::int64_t sum = 0, total = 0;
    for (const Value each : set["orders"]) sum += each["quote"]["total"]["amount"].integer().value_or(0);
    for (const Value each : set["totals"]) total += each["amount"].integer().value_or(0);
    if (sum != total) fault("the sum of all orders is another one");
  }

  /// A screen that nobody asked for is there because something is missing that only the person can say.
  void asks_only_what_is_not_known(const Screen& screen) {
    const Value root = screen.root();
    const std::string step = screen.step();
    if (step != "review" && step != "message" && root["errors"].size() == 0) fault(step + " is shown with nothing to ask");
    if (step == "about" && (draft_.about || shop_.host.about) && screen.has_field("/about")) fault("what it is about is known");
    for (const Value field : root["fields"]) {
      const bool one = field["kind"].text() == "choice" && field["required"].truth() && field["choices"].exists() && field["choices"].size() == 1;
      // One solution is asked about where it costs another item the money that the law gives it.
      if (one && !field["value"].exists() && !screen.notice("refund_apart").exists()) fault("a question with one answer: " + std::string(field["id"].text()));
    }
    for (const Value error : root["errors"]) {
      if (error["code"].text() != "required") continue;
      for (const Value field : root["fields"]) {
        const bool answered = field["id"].text() == error["pointer"].text() && field["value"].exists() && !field["value"].text().empty();
        if (answered) fault("asks what is known: " + std::string(field["id"].text()));
      }
    }
  }

  /// The answers that a screen shows, written down and read again, give the very same screen.
  void restore(const Screen& screen) {
    if (screen.root()["dropped"].size() != 0) return;
    if (shop_.ask(read(screen.root()["answers"].canonical(), true)).text() != screen.text()) fault("a saved draft gives another screen");
  }

  /// What was seen is kept for the next time that the draft is taken up, and only then compared.
  static Draft read(const std::string& text, bool seen = false) {
    Problems problems;
    const Document document = Document::parse(text, problems);
    Draft draft;
    static_cast<Answers&>(draft) = read_answers(document.root(), problems);
    BOOST_TEST_REQUIRE(problems.ok());
    if (!seen) draft.seen.reset();
    return draft;
  }

  /// As a host does: takes up an item that was chosen by itself and lets go of what was dropped.
  void take_over(const Screen& screen) {
    if (screen.root()["dropped"].size() == 0 && draft_.request.items.size() == screen.root()["answers"]["items"].size())
      return;
    const bool asked = !draft_.at.empty();
    draft_ = read(screen.root()["answers"].canonical());
    if (!asked) draft_.at.clear();
  }

  /// To an earlier step and back again: nothing may be lost on the way.
  void wander(const Screen& screen) {
    const std::string before = draft_.at;
    Draft there = draft_;
    there.at = enum_texts<StepId>[2 + chance_.below(enum_texts<StepId>.size() - 2)];
    const Screen other = shop_.ask(there);
    if (other.root()["dropped"].size() != 0) return fault("something is dropped on the way to " + there.at);
    draft_ = read(other.root()["answers"].canonical());
    draft_.at = before;
    if (shop_.ask(draft_).text() != screen.text()) fault("something was lost on the way to " + there.at);
  }

  /// To a person with everything that was said, and back to where it was.
  void ask_a_person(const Screen& screen) {
    Draft there = draft_;
    there.person = true;
    const Screen talk = shop_.ask(there);
    if (talk.step() != "message" || talk.root()["complete"].truth(true) != !draft_.text.empty()) return fault("no words for the person");
    std::size_t told = 0, chosen = 0;
    for (const Value said : talk.root()["transcript"]) told += said["ask"].text() == "item" ? 1 : 0;
    for (const Value item : screen.root()["answers"]["items"]) chosen += item["quantity"].integer().value_or(0) > 0 ? 1 : 0;
    if (told != chosen) fault("the person is not told everything");
    Draft back = read(talk.root()["answers"].canonical());
    if (back.request.items.size() != draft_.request.items.size()) fault("lost on the way to a person");
    there.text = "Where do I find the label?";
    const Screen ready = shop_.ask(there);
    if (!ready.root()["complete"].truth()) return fault("a question that cannot be sent");
    if (chance_.one_in(4)) send(ready);
  }

  /// Something else, after all: what still holds is kept, what does not is named.
  void turn_to_something_else(const Screen& screen) {
    const Screen first = shop_.ask(at_about());
    const Value choices = first.root()["fields"].at(0)["choices"];
    if (choices.size() == 0) return;
    Topic topic{};
    if (!from_text(choices.at(chance_.below(static_cast<std::uint32_t>(choices.size())))["value"].text(), topic)) return fault("an unknown topic");
    draft_.about = topic;
    draft_.at.clear();
    const Screen after = shop_.ask(draft_);
    std::size_t gone = 0;
    for (const Value drop : after.root()["dropped"]) gone += drop["code"].text() == "not_returnable" || drop["code"].text() == "unknown_line" ? 1 : 0;
    if (after.root()["answers"]["items"].size() + gone < screen.root()["answers"]["items"].size()) fault("an item is gone without a word");
    draft_ = read(after.root()["answers"].canonical());
    draft_.at.clear();
  }
  [[nodiscard]] Draft at_about() const {
    Draft there = draft_;
    there.at = "about";
    return there;
  }

  void finish(const Screen& screen) {
    if (screen.step() != "message") check_quotes(screen);
    send(screen);
    ++tally_.complete;
    tally_.both += parts(screen).size() > 1 ? 1 : 0;
    Topic topic{};
    if (from_text(screen.root()["about"].text(), topic)) ++tally_.topics[static_cast<std::size_t>(topic)];
  }

  const World& world_of(Value part) { return part["order"].text() == "second" ? other_.ready() : shop_.ready(); }

  void check_quotes(const Screen& screen) {
    for (const Value part : parts(screen)) {
      Problems problems;
      const Request request = read_request(part["request"], problems);
      const Decision decision = evaluate(world_of(part), &request, problems);
      const Quote q = quote(world_of(part), decision, request, problems);
      if (!problems.ok()) return fault("the request is refused: " + problems.errors().front().code);
      if (q.hash != part["quote"]["hash"].text()) fault("another quote than the one shown");
    }
  }

  /// What is complete opens a case.
  void send(const Screen& screen) {
    for (const Value part : parts(screen)) send(screen, part);
  }
  void send(const Screen& screen, Value part) {
    Problems problems;
    const Value set = screen.root()["set"]["id"];
    std::string text = "{\"request\":" + part["request"].canonical();
    if (set.exists()) text += ",\"set\":\"" + std::string(set.text()) + "\"";
    if (screen.step() == "message") text += ",\"text\":\"" + std::string(screen.root()["answers"]["text"].text()) + "\"}";
    else text += ",\"quote\":\"" + std::string(part["quote"]["hash"].text()) + "\"}";
    const Document data = Document::parse(text, problems);
    Command command;
    command.id = "c1";
    command.case_id = "rma-1";
    command.actor.kind = ActorKind::buyer;
    command.data = data.root();
    const Transition opened = transition(world_of(part), nullptr, command, problems);
    if (!problems.ok()) fault("the request cannot be read: " + problems.errors().front().message);
    if (!opened.accepted) fault("the request is refused: " + (opened.refusal ? opened.refusal->code : std::string()));
    else if (set.exists() && opened.next.state.set != set.text()) fault("the case does not know its set");
  }

  void refuse(const Screen& screen) {
    const bool nothing = screen.step() != "items" || screen.root()["topics"].size() != 0;
    if (screen.root()["errors"].size() == 0 || !nothing) fault("a no without a next thing to do at " + screen.step());
    ++tally_.honest_no;
  }

  bool answer(const Screen& screen) {
    if (!draft_.at.empty() && screen.root()["errors"].size() == 0)
      draft_.at = std::string(screen.root()["next"].text());
    else
      draft_.at = chance_.one_in(2) ? screen.step() : std::string();
    const std::string step = screen.step();
    if (step == "about") return choose_topic(screen);
    if (step == "items") return choose_items(screen);
    if (step == "reasons") return answer_fields(screen);
    if (step == "resolution") {
      // Once it is an exchange, it is asked for what.
      bool wanted = false;
      for (const Value field : screen.root()["fields"]) wanted = wanted || field["line"].exists();
      wanted = wanted && !chance_.one_in(6);
      if (shop_.beside != nullptr && !wanted) return choose_each(screen, "/resolution");
      return wanted ? answer_fields(screen) : choose(screen, "resolutions");
    }
    if (step == "method" && shop_.beside != nullptr) return choose_each(screen, "/method");
    if (step == "method") return choose(screen, "methods");
    if (step == "message") draft_.text = "It rattles.";
    for (const Value each : screen.root()["confirmations"]) draft_.request.confirmed.emplace_back(each["code"].text());
    draft_.at.clear();
    return true;
  }

  bool choose_topic(const Screen& screen) {
    if (screen.has_field("/recipient")) draft_.recipient = chance_.one_in(2);
    if (!screen.has_field("/about")) return true;
    const Value choices = screen.root()["fields"].at(0)["choices"];
    Topic topic{};
    const bool known = from_text(choices.at(chance_.below(static_cast<std::uint32_t>(choices.size())))["value"].text(), topic);
    if (known && (!draft_.about || chance_.one_in(3))) draft_.about = topic;
    return known;
  }

  bool choose_items(const Screen& screen) {
    std::vector<Value> open;
    for (const Value item : screen.root()["items"]) {
      if (!item["blocked"].truth()) open.push_back(item);
    }
    if (open.empty()) return false;
    for (const Value item : open) {
      if (chance_.one_in(2))
        draft_.select(item["line"].text(),
                      1 + chance_.below(static_cast<std::uint32_t>(*item["returnable"].integer())));
    }
    const Value sure = open[chance_.below(static_cast<std::uint32_t>(open.size()))];
    draft_.select(sure["line"].text(), 1 + chance_.below(static_cast<std::uint32_t>(*sure["returnable"].integer())));
    return true;
  }

  RequestItem& item_of(Value field) { return draft_.select(field["line"].text(), selected(field["line"].text())); }
  std::int64_t selected(std::string_view line) {
    for (const RequestItem& item : draft_.request.items) {
      if (item.line == line) return item.quantity;
    }
    return 1;
  }

  bool answer_fields(const Screen& screen) {
    for (const Value field : screen.root()["fields"]) {
      if (field["line"].exists()) answer_field(field);
    }
    return true;
  }

  void answer_field(Value field) {
    RequestItem& item = item_of(field);
    const std::string id(field["id"].text());
    const std::string name = id.substr(id.rfind('/') + 1);
    if (name == "reason") {
      if (item.reason.empty() || chance_.one_in(3)) item.reason = pick_reason(field["choices"]);
    } else if (name == "note") {
      if (field["required"].truth() || chance_.one_in(4)) item.note = "it is not what I wanted";
    } else if (name == "evidence") {
      while (static_cast<std::int64_t>(item.evidence.size()) < field["min"].integer().value_or(0))
        item.evidence.push_back(photo(static_cast<int>(item.evidence.size())));
    } else if (name == "observedPrice") {
      const std::int64_t most = field["max"].integer().value_or(0);
      item.observed_price = Price{chance_.one_in(6) ? most : most / 2, shop_.order.currency};
    } else if (id.find("/exchangeFor/") != std::string::npos) {
      want(item, field);
    } else if (field["required"].truth() || chance_.one_in(2)) {
      set_answer(item, name, field);
    }
  }

  void want(RequestItem& item, Value field) {
    ExchangeFor wanted;
    const Value choices = field["choices"];
    const std::string name(choices.size() == 0 ? std::string_view("one size up") : choices.at(chance_.below(static_cast<std::uint32_t>(choices.size())))["value"].text());
    (field["id"].text().ends_with("/sku") ? wanted.sku : wanted.variant) = name;
    item.exchange_for = wanted;
  }

  std::string pick_reason(Value choices) {
    std::vector<std::string> good, all;
    for (const Value choice : choices) {
      all.emplace_back(choice["value"].text());
      if (!choice["refused"].exists()) good.emplace_back(choice["value"].text());
    }
    if (good.empty() || chance_.one_in(8)) return all[chance_.below(static_cast<std::uint32_t>(all.size()))];
    return good[chance_.below(static_cast<std::uint32_t>(good.size()))];
  }

  void set_answer(RequestItem& item, const std::string& name, Value field) {
    Answer a;
    a.id = name;
    const std::string_view kind = field["kind"].text();
    a.is_bool = kind == "boolean";
    a.truth = chance_.one_in(4);
    if (kind == "date") a.text = chance_.one_in(12) ? "2030-01-01" : "2026-06-19";
    if (kind == "choice") a.text = std::string(field["choices"].at(0)["value"].text());
    if (kind == "text") a.text = "the charger";
    for (Answer& known : item.answers) {
      if (known.id == name) {
        known = a;
        return;
      }
    }
    item.answers.push_back(std::move(a));
  }

  /// Chooses an offer; where the items have none in common, leaves one of them out.
  bool choose(const Screen& screen, std::string_view list) {
    const Value offers = screen.root()[list];
    if (offers.size() == 0) {
      if (draft_.request.items.size() < 2) return false;
      draft_.request.items.erase(draft_.request.items.begin() +
                                 chance_.below(static_cast<std::uint32_t>(draft_.request.items.size())));
      draft_.at.clear();
      return true;
    }
    const Value offer = offers.at(chance_.below(static_cast<std::uint32_t>(offers.size())));
    Resolution resolution{};
    ReturnMethod method{};
    if (from_text(offer["resolution"].text(), resolution)) draft_.request.resolution = resolution;
    if (from_text(offer["method"].text(), method)) draft_.request.method = method;
    return true;
  }

  /// Of several orders: once for all, or of each; where an order has nothing to choose, one of its things is left out.
  bool choose_each(const Screen& screen, std::string_view what) {
    for (const Value field : screen.root()["fields"]) {
      const std::string_view id = field["id"].text();
      if (!id.ends_with(what)) continue;
      const Value choices = field["choices"];
      const bool own = field["order"].exists();
      tally_.apart += own ? 1 : 0;
      if (choices.size() == 0) {
        const std::string prefix = own ? std::string(field["order"].text()) + "/" : std::string();
        for (RequestItem& item : draft_.request.items) {
          if (item.quantity <= 0 || !item.line.starts_with(prefix)) continue;
          item.quantity = 0;
          draft_.at.clear();
          return true;
        }
        return false;
      }
      const std::string_view value = choices.at(chance_.below(static_cast<std::uint32_t>(choices.size())))["value"].text();
      const bool second = id.starts_with("/orders/1/");
      Resolution resolution{};
      ReturnMethod method{};
      if (from_text(value, resolution)) (own ? draft_.orders[second ? 1 : 0].resolution : draft_.request.resolution) = resolution;
      if (from_text(value, method)) (own ? draft_.orders[second ? 1 : 0].method : draft_.request.method) = method;
    }
    return true;
  }

  Chance chance_;
  Tally& tally_;
  std::uint32_t seed_;
  Shop shop_, other_;
  Draft draft_;
  bool fault_ = false;
};

}  // namespace

void walk(std::uint32_t seed, Tally& tally, bool together) { Walk(seed, tally, together).go(); }

}  // namespace wizard_shop
