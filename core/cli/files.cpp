#include "files.hpp"

#include "stop.hpp"

#include <cstdint>
#include <cstdlib>

namespace aftersale::cli {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::FILE* open(const std::string& file) { return file == "-" ? stdin : std::fopen(file.c_str(), "rb"); }

void close(std::FILE* stream) {
  if (stream != nullptr && stream != stdin) std::fclose(stream);
}

[[noreturn]] void cannot_read(const std::string& file) { refuse_usage("cannot read " + shown(file)); }

/// Length of the well-formed sequence at the front of `text` (Unicode, table 3-7); 0 when there is none.
std::size_t sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    return within(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && within(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    return within(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && within(2, 0x80, 0xBF) &&
                   within(3, 0x80, 0xBF)
               ? 4
               : 0;
  }
  return 0;
}

}  // namespace

std::string shown(const std::string& file) { return file == "-" ? "standard input" : file; }

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string read_file(const std::string& file) {
  std::FILE* stream = open(file);
  if (stream == nullptr) cannot_read(file);
  std::string text;
  char chunk[1 << 16];
  for (std::size_t size; (size = std::fread(chunk, 1, sizeof chunk, stream)) != 0;) text.append(chunk, size);
  const bool broken = std::ferror(stream) != 0;  // a folder opens, but cannot be read
  close(stream);
  if (broken) cannot_read(file);
  if (!is_utf8(text)) refuse_usage(shown(file) + " is not UTF-8");
  if (text.compare(0, byte_order_mark.size(), byte_order_mark) == 0) text.erase(0, byte_order_mark.size());
  return text;
}

Lines::Lines(const std::string& file) : file_(file), stream_(open(file)) {
  if (stream_ == nullptr) cannot_read(file);
}

Lines::~Lines() {
  close(stream_);
  std::free(buffer_);
}

bool Lines::next(std::string_view& line) {
  for (;;) {
    const auto size = getline(&buffer_, &capacity_, stream_);
    if (size < 0) {
      if (std::ferror(stream_) != 0) cannot_read(file_);
      return false;
    }
    line = std::string_view(buffer_, static_cast<std::size_t>(size));
    if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (first_ && line.substr(0, byte_order_mark.size()) == byte_order_mark) line.remove_prefix(byte_order_mark.size());
    first_ = false;
    if (!is_utf8(line)) refuse_usage(shown(file_) + " is not UTF-8");
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) return true;
  }
}

}  // namespace aftersale::cli
