// Any bytes whatsoever are answered, and the answer to an answerable call is the same twice.

#include <aftersale/engine.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view call(reinterpret_cast<const char*>(data), size);
  const std::string answer = aftersale::dispatch(call);
  if (answer.size() < 2 || answer.front() != '{' || answer.back() != '}') std::abort();
  if (aftersale::dispatch(call) != answer) std::abort();
  return 0;
}
