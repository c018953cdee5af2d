// The merchants' tools under the sanitizers: every vector of theirs, and the same calls cut short and bent.
#include <boost/test/unit_test.hpp>

#include <aftersale/engine.hpp>
#include <aftersale/json.hpp>

#include <fstream>
#include <sstream>

namespace {

using namespace aftersale;

std::string file(const std::string& path) {
  std::ifstream stream(std::string(AFTERSALE_SOURCE_DIR "/") + path);
  std::ostringstream out;
  out << stream.rdbuf();
  return out.str();
}

/// The text of a value with what stands in other files put in.
std::string resolved(Value value) {
  if (value.is_object() && value["$file"].is_string()) return file(std::string(value["$file"].text()));
  if (value.is_object()) {
    Writer out;
    out.begin_object();
    for (const Value member : value) out.key(member.key()).raw(resolved(member));
    return out.end_object().take();
  }
  if (value.is_array()) {
    Writer out;
    out.begin_array();
    for (const Value item : value) out.raw(resolved(item));
    return out.end_array().take();
  }
  return value.canonical();
}

std::vector<std::string> calls_of(const std::string& name) {
  Problems problems;
  const std::string text = file("tests/vectors/" + name);
  const Document document = Document::parse(text, problems);
  std::vector<std::string> out;
  for (const Value vector : document.root()["vectors"]) out.push_back(resolved(vector["call"]));
  return out;
}

bool answers(const std::string& call) {
  const std::string answer = dispatch(call);
  Problems problems;
  const Document document = Document::parse(answer, problems);
  return problems.ok() && document.root()["ok"].is_bool();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tools)

BOOST_AUTO_TEST_CASE(every_vector_is_answered) {
  for (const char* name : {"lint.json", "policy-tests.json", "policy-tools.json"}) {
    const std::vector<std::string> calls = calls_of(name);
    BOOST_TEST(calls.size() > 10u);
    for (const std::string& call : calls) BOOST_TEST(answers(call), call.substr(0, 200));
  }
}

BOOST_AUTO_TEST_CASE(bent_calls_are_answered_too) {
  // A word of the call takes the place of another one, so that types and references no longer fit.
  for (const char* name : {"policy-tests.json", "policy-tools.json"}) {
    for (const std::string& call : calls_of(name)) {
      if (call.size() > 20'000) continue;
      std::size_t turn = 0;
      for (std::size_t at = call.find(':'); at != std::string::npos; at = call.find(':', at + 1)) {
        if (++turn % 7 != 0) continue;
        for (const char* other : {"null", "[]", "{}", "-1", "\"x\"", "true", "9007199254740991"}) {
          const std::size_t end = call.find_first_of(",}]", at + 1);
          if (end == std::string::npos || call.find_first_of("[{\"", at + 1) == at + 1) break;
          BOOST_TEST(answers(call.substr(0, at + 1) + other + call.substr(end)));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
