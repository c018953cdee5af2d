// The command line, read by the generated tables of commands and options. Rules: docs/cli.md, "Arguments".
#pragma once

#include "table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aftersale::cli {

struct Arguments {
  const CommandRow* command = nullptr;
  std::string mode;                                             // of `translate`, with "-"
  std::vector<std::pair<const OptionRow*, std::string>> given;  // in their order
  std::optional<std::string> file;                              // the argument that is no option

  [[nodiscard]] bool is(std::string_view name) const { return command->name == name; }
  [[nodiscard]] bool has(std::string_view option) const { return value(option) != nullptr; }
  /// The option's value; null when it was not given.
  [[nodiscard]] const std::string* value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;
  /// The file that holds the command's document: an option, the argument, or standard input.
  [[nodiscard]] std::string document() const;
  /// `translate write` makes its document of `--case` and others.
  [[nodiscard]] bool builds_document() const { return mode == "write" && has("case"); }
};

/// Reads the arguments behind the program's name. Ends the program on the first mistake, and for help and version.
Arguments read_arguments(const std::vector<std::string>& arguments);

}  // namespace aftersale::cli
