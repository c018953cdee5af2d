// What lint has to say, and where.
#pragma once

#include "json/text.hpp"

#include <aftersale/enums.hpp>
#include <aftersale/json.hpp>
#include <aftersale/policy.hpp>

namespace aftersale::tools {

class Findings {
 public:
  static constexpr std::size_t limit = 200;

  void add(Severity severity, std::string_view code, std::string pointer, std::string message, std::string fix);
  void warn(std::string_view code, std::string pointer, std::string message, std::string fix) {
    add(Severity::warning, code, std::move(pointer), std::move(message), std::move(fix));
  }
  void note(std::string_view code, std::string pointer, std::string message, std::string fix) {
    add(Severity::note, code, std::move(pointer), std::move(message), std::move(fix));
  }
  /// Errors of reading and of tests.
  void take(const Problems& problems);

  /// Errors first, then warnings, then notes; each as they were found.
  void write(Writer& out) const;
  [[nodiscard]] bool valid() const;

 private:
  struct Entry {
    Severity severity;
    Problem problem;
  };
  std::vector<Entry> entries_;
  std::size_t left_out_ = 0;
};

std::string version_at(std::size_t version);
std::string rule_at(std::size_t version, std::size_t rule, std::string_view member = {});
/// The member that says what the rule says: "window", "fee", …
std::string_view body_name(const Rule& rule);
/// "changed_mind" in words would need a language; bases go by their codes: "customer_remorse, late".
std::string basis_list(std::uint32_t bases);
/// All bases that there are.
std::uint32_t every_basis();
/// "DE, FR, IT and 24 more".
std::string short_list(const std::vector<std::string_view>& names, std::size_t most = 5);
std::string number_text(std::int64_t value);

}  // namespace aftersale::tools
