// Sentences of statements, from the texts of a language (core/data/policy-texts). A text is a template: {name} stands for a
// parameter, and a text that depends on a number has one form for each plural category of the language.
#pragma once

#include "outline/outline.hpp"

namespace aftersale::tools {

class Words {
 public:
  explicit Words(Value texts) : texts_(texts) {}

  [[nodiscard]] std::string sentence(const Statement& statement) const;
  /// A text that needs no parameters; empty when there is none.
  [[nodiscard]] std::string plain(std::string_view key) const;

 private:
  using Filled = std::vector<std::pair<std::string, std::string>>;
  [[nodiscard]] std::string filled(std::string_view key, const Filled& params, std::int64_t count = -1) const;
  [[nodiscard]] std::string or_code(std::string_view prefix, std::string_view code) const;
  [[nodiscard]] std::string date(std::string_view text) const;
  [[nodiscard]] std::string money(Minor amount, std::string_view currency) const;
  [[nodiscard]] std::string percent(std::int64_t basis_points) const;
  [[nodiscard]] std::string number(std::int64_t value) const;
  [[nodiscard]] std::string value(const Param& param, const Params& all) const;
  [[nodiscard]] std::string clause(const Clause& clause) const;
  [[nodiscard]] std::string clauses(const std::vector<Clause>& parts, std::string_view joint) const;
  [[nodiscard]] std::string_view category(std::int64_t count) const;

  Value texts_;
};

}  // namespace aftersale::tools
