// The one parse site: nlohmann's event parser feeding our flat Document. No other file of the core knows nlohmann.
#include "aftersale/json.hpp"
#include "json/builder.hpp"

#include <nlohmann/json.hpp>

namespace aftersale {
namespace {

/// nlohmann's SAX events, handed on to the builder. A false answer stops the parse.
struct Events {
  DocumentBuilder& build;

  bool null() { return build.scalar_null(); }
  bool boolean(bool value) { return build.scalar_bool(value); }
  bool number_integer(std::int64_t value) { return build.scalar_integer(value); }
  bool number_unsigned(std::uint64_t value) { return build.scalar_unsigned(value); }
  bool number_float(double, const std::string& text) { return build.scalar_number_text(text); }
  bool string(std::string& value) { return build.scalar_string(value); }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool start_object(std::size_t) { return build.start(true); }
  bool key(std::string& name) { return build.name(name); }
  bool end_object() { return build.finish(); }
  bool start_array(std::size_t) { return build.start(false); }
  bool end_array() { return build.finish(); }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    build.syntax_error(position);
    return false;
  }
};

}  // namespace

bool parse_into(DocumentBuilder& builder, std::string_view text) {
  Events events{builder};
  // nlohmann::json::sax_parse would drag in the binary readers; the parser behind it is all that is needed.
  auto input = nlohmann::detail::input_adapter(text.begin(), text.end());
  return nlohmann::detail::parser<nlohmann::json, decltype(input)>(std::move(input)).sax_parse(&events, true);
}

}  // namespace aftersale
