// From arguments to calls: documents in, what the host supplies added. Rules: docs/cli.md, "The call".
#pragma once

#include "arguments.hpp"

#include <aftersale/engine.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aftersale::cli {

/// A call in the making: members as JSON texts, kept in canonical order (all names are ASCII).
class Call {
 public:
  void set(std::string_view name, std::string json) { members_[std::string(name)] = std::move(json); }
  void set_text(std::string_view name, std::string_view text);
  [[nodiscard]] const std::string& get(const std::string& name) const { return members_.at(name); }
  [[nodiscard]] std::string text() const;

 private:
  std::map<std::string, std::string> members_;
};

std::string quoted(std::string_view text);
std::string array_of(const std::vector<std::string>& texts);

/// The program's means: its arguments, one engine, the clock.
class Host {
 public:
  explicit Host(const Arguments& arguments);

  [[nodiscard]] const Arguments& arguments() const { return arguments_; }
  Engine& engine() { return engine_; }

  /// Reads a document and has the core write it canonically. `pointer`: where it will stand in the call.
  std::string document(const std::string& file, std::string_view pointer);
  std::string canonical(std::string_view text, const std::string& file, std::string_view pointer);

  /// Every member but the command's document, which a stream brings line by line, and but what World adds.
  Call call(bool with_document);
  /// Puts a line of a stream into the call.
  void set_line(Call& call, std::string_view line) const;

  /// Adds packs and zone as the core requires them. False when `requirements` failed: then `answer` holds what it said.
  bool supply(Call& call, std::string& answer);

  /// From now on policies and packs are loaded into the engine and named in calls.
  void load_by_name() { by_name_ = true; }
  /// The call of `simulate` but for its lines, with everything loaded by name.
  Call simulate_call();
  /// The table of a zone; ends the program when there is no such zone.
  const std::string& zone(const std::string& name, std::string_view from, std::string_view to);
  static std::vector<std::string> shipped_names();
  /// The call's `policies` from the files of `option`.
  std::string policies(std::string_view option, std::string_view name);

 private:
  Call translate_call(bool with_document);
  void set_options(Call& call) const;
  std::string policy_texts_of(const std::string& locale);
  std::string keep(std::string_view kind, const std::string& name, const std::string& document);
  const std::string& packs(const std::vector<std::string>& required);
  std::string pack(const std::string& given, std::size_t index);
  std::string shipped_pack(std::string_view name);

  const Arguments& arguments_;
  Engine engine_;
  std::string now_;
  bool by_name_ = false;
  std::optional<std::string> named_packs_;                   // of --pack, once they were read
  std::map<std::string, std::string, std::less<>> shipped_;  // as they stand in calls
  std::string packs_;
  std::string zone_key_, zone_;  // the last zone table: streams ask for few different ones
};

}  // namespace aftersale::cli
