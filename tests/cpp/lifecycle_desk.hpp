// A desk for the tests of cases: an order, a policy, one case, and somebody who sends commands.
#pragma once

#include "aftersale/return_case.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lifecycle_desk {

using namespace aftersale;

class Desk {
 public:
  /// `rules` are added to a policy that gives 30 days for anything (JSON, each with a comma before it).
  explicit Desk(const std::string& rules = {}, const std::string& resolution = "original_payment_method");

  Order order;
  World world;
  ReturnCase now_case;
  std::string case_id = "rma-1";

  [[nodiscard]] bool open() const { return !now_case.events.empty(); }
  [[nodiscard]] const CaseState& state() const { return now_case.state; }
  [[nodiscard]] Stage stage() const { return now_case.state.stage; }

  /// The data of a request for `quantity` units of l1 with the hash of today's quote.
  std::string request_data(std::int64_t quantity = 2, const std::string& more = {});
  Transition try_out(std::string_view type, std::string_view actor, const std::string& data, std::int64_t version = -1, const std::string& id = {});
  /// Sends and keeps what follows; gives "" or the refusal's code, or the first problem's code in brackets.
  std::string send(std::string_view type, std::string_view actor, const std::string& data = "{}", std::int64_t version = -1, const std::string& id = {});
  std::string request(std::int64_t quantity = 2, std::string_view actor = "buyer", const std::string& more = {}) { return send("request", actor, request_data(quantity, more)); }
  /// Lets time pass up to the next deadline and ticks; gives the events' types.
  std::string wait();
  /// Ticks at the present time.
  std::string tick_now();
  void pass_days(std::int64_t days) { world.now.ms += days * ms_per_day; }

  Transition last;
  Problems problems;               // of the last call
  std::string resolution;
  CaseKind kind = CaseKind::return_;
  std::string method;              // of requests; empty = the first that is on offer

 private:
  std::vector<std::unique_ptr<Policy>> policies_;
  int commands_ = 0;
};

std::string types(const std::vector<Event>& events);
std::string effects(const Transition& t);
std::string text_of_case(const ReturnCase& c);
/// Reads a case from its document; its faults go to `problems`.
ReturnCase case_of(const std::string& text, Problems& problems);
Minor in_payments(const CaseState& s, Payment::State state);

}  // namespace lifecycle_desk
