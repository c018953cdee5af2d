// Builds a Document from parse events and keeps its limits.
#pragma once

#include "aftersale/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aftersale {

struct DocumentBuilder {
  DocumentBuilder(std::string_view text, const JsonLimits& limits, Problems& problems, std::string_view base);

  bool scalar_null();
  bool scalar_bool(bool value);
  bool scalar_integer(std::int64_t value);
  bool scalar_unsigned(std::uint64_t value);
  bool scalar_number_text(std::string_view text);
  bool scalar_string(std::string_view value);
  bool start(bool object);
  bool name(std::string_view key);
  bool finish();
  void syntax_error(std::size_t position);

  Document take(bool good, std::string_view base);

 private:
  Document::Node* add(Document::Kind kind);
  void put_text(Document::Node& node, std::string_view text);
  bool refuse(std::string_view code, std::string message, std::string fix);
  bool check_duplicate();
  [[nodiscard]] std::string path() const;

  Document doc_;
  std::string_view text_;
  JsonLimits limits_;
  Problems& problems_;
  std::string base_;
  std::vector<std::uint32_t> open_;                    // containers not yet closed
  std::uint32_t key_ = 0, key_size_ = 0;               // of the member that comes next
  std::vector<std::string_view> scratch_;
  bool failed_ = false;
};

bool parse_into(DocumentBuilder& builder, std::string_view text);

}  // namespace aftersale
