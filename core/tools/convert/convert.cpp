#include "convert/convert.hpp"

#include "convert/terms.hpp"
#include "model/enum_field.hpp"
#include "model/reasons.hpp"

namespace aftersale::tools {
namespace {

/// By PolicyFormat; null for our own.
constexpr const Format* formats[] = {nullptr, &schema_org_format, &google_format, &ucp_format, &acp_format};
static_assert(std::size(formats) == enum_texts<PolicyFormat>.size());

void check_countries(const Terms& terms, Problems& problems) {
  for (const std::string& country : terms.countries) {
    if (find_country(country) == nullptr)
      problems.error("unknown_country", "/document", join({"\"", country, "\" is no country that is known here"}),
                     std::string("write the two letters of ISO 3166"));
  }
}

}  // namespace

void convert_op(Writer& out, Value call, Library&, Problems& problems) {
  Fields f(call, problems);
  PolicyFormat from{}, to{};
  const bool known_from = read_enum(f.need("from"), from, problems), known_to = read_enum(f.need("to"), to, problems);
  const Value document = f.need("document");
  std::string country;
  f.maybe_text("country", country, 2);
  if (!country.empty() && find_country(country) == nullptr) {
    problems.error("unknown_country", call.pointer("country"), join({"\"", country, "\" is no country that is known here"}),
                   std::string("write the two letters of ISO 3166, DE for Germany"));
  }
  if (document.exists() && !document.is_object()) expected(problems, document, "an object");
  if (!known_from || !known_to || !problems.ok()) return;
  const Format* reader = formats[static_cast<std::size_t>(from)];
  const Format* writer = formats[static_cast<std::size_t>(to)];
  Terms terms;
  if (reader == nullptr) {
    const Policy policy = read_policy(document, problems);
    if (problems.ok()) terms = terms_of(policy, document, country, problems);
  } else {
    terms = reader->read(document, problems);
    check_countries(terms, problems);
    if (problems.ok()) {
      // Members that nobody asked for.
      for (const std::string& pattern : unread_patterns(document)) lose(problems, join({"/document", pattern}), "a member that is not known here");
    }
  }
  if (!problems.ok()) return;
  out.begin_object().key("document");
  if (writer == nullptr)
    write_policy(out, terms);
  else
    writer->write(out, terms, problems);
  out.end_object();
}

}  // namespace aftersale::tools
