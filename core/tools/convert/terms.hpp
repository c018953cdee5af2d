// What the return policies of others can say: a common form between our rules and their documents. What one side says and the
// form cannot hold is told as a loss, a warning with its place.
#pragma once

#include <aftersale/policy.hpp>

namespace aftersale::tools {

struct Terms {
  enum class Reach : std::uint8_t { unstated, none, days, until, endless };
  enum class Grounds : std::uint8_t { all, faults_only, remorse_only };
  struct Method {
    ReturnMethod method;
    bool buyer_pays = false;
    Minor cost = 0;
    std::string label;
  };
  struct Season {
    CivilDate from, to, until;
  };

  std::string id = "converted", title, url;
  std::vector<std::string> countries;
  Currency currency;  // of all amounts
  Reach reach = Reach::unstated;
  Grounds grounds = Grounds::all;
  std::int64_t days = 0;
  CivilDate until{};
  WindowFrom from = WindowFrom::delivery;
  std::vector<Method> methods;
  bool free_for_faults = false;  // the way back, whatever the method
  std::vector<Resolution> resolutions;
  std::int64_t fee_basis_points = 0;  // restocking; for all grounds unless fee_for_remorse
  std::optional<Minor> fee_amount;
  std::vector<Season> seasons;
  std::optional<std::int64_t> refund_days;  // after receipt
};

/// A format of others. Writing tells what the format cannot hold; reading tells what the form cannot.
struct Format {
  void (*write)(Writer& out, const Terms& terms, Problems& losses);
  Terms (*read)(Value document, Problems& problems);
};
extern const Format schema_org_format, google_format, ucp_format, acp_format;

/// Our rules as terms, for buyers of a country (or of all). Pointers of losses are those of the document.
Terms terms_of(const Policy& policy, Value document, std::string_view country, Problems& losses);
/// Terms as a policy document of ours.
void write_policy(Writer& out, const Terms& terms);

/// A row of a table of words: ours, and theirs.
struct Word {
  std::string_view ours, schema_org, google, ucp;
};
using Column = std::string_view Word::*;
extern const std::span<const Word> method_words, resolution_words, label_words, window_words;
/// Empty when the other side has no such word.
std::string_view theirs(std::span<const Word> words, Column column, std::string_view ours);
std::string_view ours(std::span<const Word> words, Column column, std::string_view theirs);

/// Amounts as decimals in major units, and back; false when it is none.
std::string major_text(Minor amount, const Currency& currency);
bool read_major(Value value, const Currency& currency, Minor& out);
void lose(Problems& losses, const std::string& pointer, std::string_view what, std::string_view fix = {});

}  // namespace aftersale::tools
