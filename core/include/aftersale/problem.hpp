// What is wrong with an input, where, and how to mend it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

/// One complaint about an input. `pointer` is an RFC 6901 JSON Pointer into the call (or into the document that was
/// read); `fix` says what to write instead, and is empty when there is nothing helpful to say.
struct Problem {
  std::string code;
  std::string pointer;
  std::string message;
  std::string fix;
};

/// Collects errors and warnings while a document is read. Errors are sticky: reading goes on, so that one pass can name
/// several faults, but at most `limit` of each kind are kept.
class Problems {
 public:
  static constexpr std::size_t limit = 50;

  void error(std::string_view code, std::string_view pointer, std::string_view message, std::string_view fix = {});
  void warn(std::string_view code, std::string_view pointer, std::string_view message, std::string_view fix = {});

  // The same for the usual mixtures of literals and texts, which go as single pointers.
  void error(const char* code, const std::string& pointer, const char* message, const char* fix = "");
  void error(const char* code, const std::string& pointer, const std::string& message, const char* fix = "");
  void error(const char* code, const std::string& pointer, const std::string& message, const std::string& fix);

  [[nodiscard]] bool ok() const { return errors_.empty(); }
  [[nodiscard]] const std::vector<Problem>& errors() const { return errors_; }
  [[nodiscard]] const std::vector<Problem>& warnings() const { return warnings_; }

 private:
  std::vector<Problem> errors_;
  std::vector<Problem> warnings_;
};

}  // namespace aftersale
