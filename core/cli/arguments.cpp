#include "arguments.hpp"

#include "stop.hpp"

namespace aftersale::cli {
namespace {

const OptionRow* find_option(std::string_view name) {
  for (const OptionRow& row : options) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

const CommandRow* find_command(std::string_view name) {
  for (const CommandRow& row : commands) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

/// Whether `names`, separated by commas, holds `name`.
bool lists(std::string_view names, std::string_view name) {
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    if (names.substr(0, comma) == name) return true;
    if (comma == std::string_view::npos) break;
    names.remove_prefix(comma + 1);
  }
  return false;
}

[[noreturn]] void print_help() { throw Stop{0, std::string(usage), {}}; }
[[noreturn]] void print_version() { throw Stop{0, "aftersale " AFTERSALE_VERSION "\n", {}}; }

class Reader {
 public:
  explicit Reader(const std::vector<std::string>& arguments) : arguments_(arguments) {}

  Arguments read() {
    command();
    bool options_end = false;
    while (at_ < arguments_.size()) {
      const std::string& argument = arguments_[at_++];
      if (!options_end && argument == "--") {
        options_end = true;
      } else if (!options_end && argument.size() > 1 && argument[0] == '-') {
        option(argument);
      } else {
        positional(argument);
      }
    }
    check();
    return std::move(out_);
  }

 private:
  void command() {
    if (arguments_.empty()) refuse_usage("no command");
    const std::string& name = arguments_[at_++];
    if (name == "help" || name == "--help" || name == "-h") print_help();
    if (name == "version" || name == "--version") print_version();
    out_.command = find_command(name);
    if (out_.command == nullptr) refuse_usage("unknown command " + name);
  }

  void option(const std::string& argument) {
    if (argument == "-h") print_help();
    const bool full = argument.compare(0, 2, "--") == 0;
    const std::size_t equals = argument.find('=');
    const std::string shown = argument.substr(0, equals);
    const OptionRow* row = full ? find_option(std::string_view(shown).substr(2)) : nullptr;
    if (row == nullptr) refuse_usage("unknown option " + shown);
    if (!lists(out_.command->options, row->name))
      refuse_usage(shown + " does not go with " + std::string(out_.command->name));
    std::string value;
    if (row->value.empty()) {
      if (equals != std::string::npos) refuse_usage(shown + " takes no value");
      if (row->name == "help") print_help();
      if (row->name == "version") print_version();
    } else if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else {
      if (at_ == arguments_.size()) refuse_usage(shown + " wants a value");
      value = arguments_[at_++];
    }
    if (!row->repeat && out_.has(row->name)) refuse_usage(shown + " is given twice");
    out_.given.emplace_back(row, std::move(value));
  }

  void positional(const std::string& argument) {
    if (!out_.command->modes.empty() && out_.mode.empty()) {
      if (!lists(out_.command->modes, argument)) refuse_usage("unknown mode " + argument);
      out_.mode = argument;
    } else if (out_.command->document.empty() || out_.file) {
      refuse_usage("unexpected argument " + argument);
    } else {
      out_.file = argument;
    }
  }

  void check() const {
    if (!out_.command->modes.empty() && out_.mode.empty()) refuse_usage("no mode");
    const std::string_view document = out_.builds_document() ? "case" : out_.command->document;
    if (out_.file && out_.has(document))
      refuse_usage("--" + std::string(document) + " and an argument name the same document");
    if (out_.has("pack") && out_.has("no-packs")) refuse_usage("--pack and --no-packs contradict each other");
    if (out_.has("pretty") && out_.has("ndjson")) refuse_usage("--pretty does not go with --ndjson");
    int from_stdin = 0;
    for (const auto& [row, value] : out_.given) {
      if (row->value == "FILE" && value == "-" && row->name != out_.command->document) ++from_stdin;
    }
    if (!out_.command->document.empty() && !out_.builds_document() && out_.document() == "-") ++from_stdin;
    if (from_stdin > 1) refuse_usage("standard input can be read once");
  }

  const std::vector<std::string>& arguments_;
  std::size_t at_ = 0;
  Arguments out_;
};

}  // namespace

const std::string* Arguments::value(std::string_view option) const {
  for (const auto& [row, text] : given) {
    if (row->name == option) return &text;
  }
  return nullptr;
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  std::vector<std::string> out;
  for (const auto& [row, text] : given) {
    if (row->name == option) out.push_back(text);
  }
  return out;
}

std::string Arguments::document() const {
  if (const std::string* named = value(command->document)) return *named;
  return file ? *file : std::string("-");
}

Arguments read_arguments(const std::vector<std::string>& arguments) { return Reader(arguments).read(); }

}  // namespace aftersale::cli
