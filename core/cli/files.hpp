// Files and standard input: whole documents, and lines of a stream.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace aftersale::cli {

/// How a file is called in messages: its path, or "standard input" for "-".
std::string shown(const std::string& file);

bool is_utf8(std::string_view text);

/// The whole text, without a byte order mark. Ends the program when it cannot be read or is not UTF-8.
std::string read_file(const std::string& file);

/// The lines of a file or of standard input, one at a time, blank ones left out.
class Lines {
 public:
  explicit Lines(const std::string& file);
  ~Lines();
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  /// False at the end. The view holds until the next call.
  bool next(std::string_view& line);

 private:
  std::string file_;
  std::FILE* stream_;
  char* buffer_ = nullptr;
  std::size_t capacity_ = 0;
  bool first_ = true;
};

}  // namespace aftersale::cli
