// Everything that JavaScript sees of the core: functions that turn the bytes of a call into the bytes of its answer. The
// loader (wasm/src/loader.ts) is the only caller, and starts a module of its own for each engine; functions in place of a
// bound class keep a third of embind's glue out of what a page downloads.
//
// A call is written straight into the heap: input(n) gives room, run(n) dispatches, output() tells where the answer is.
// Only numbers cross, so no string is copied or converted on the way.

#include <emscripten/bind.h>

#include <aftersale/engine.hpp>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

struct Free {
  void operator()(char* bytes) const { std::free(bytes); }
};

struct Bound {
  aftersale::Engine engine;
  std::unique_ptr<char, Free> call;
  std::uint32_t capacity = 0;
  std::string answer;
};

Bound& bound() {
  static Bound only;
  return only;
}

// Larger buffers are given back before the next call.
constexpr std::uint32_t kept_bytes = 1u << 20;
constexpr std::uint32_t minimum_bytes = 1u << 14;

std::uint32_t address(const char* bytes) { return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(bytes)); }

// Room for a call: an offset into the heap, or 0 when there is not enough memory. malloc, since a failing operator new would
// abort the module.
std::uint32_t input(std::uint32_t size) {
  Bound& b = bound();
  if (!b.call || size > b.capacity || b.capacity > kept_bytes) {
    const std::uint32_t wanted = size > minimum_bytes ? size : minimum_bytes;
    b.call.reset();
    b.call.reset(static_cast<char*>(std::malloc(wanted)));
    b.capacity = b.call ? wanted : 0;
  }
  return address(b.call.get());
}

// Dispatches the first `size` bytes of the input and returns the length of the answer, which stays in place until the next
// call.
std::uint32_t run(std::uint32_t size) {
  Bound& b = bound();
  b.answer = b.engine.dispatch(std::string_view(b.call.get(), size <= b.capacity ? size : 0));
  return static_cast<std::uint32_t>(b.answer.size());
}

std::uint32_t output() { return address(bound().answer.data()); }

// The same in one go, for hosts that use the raw module and do not mind the copies.
std::string dispatch(const std::string& call) { return bound().engine.dispatch(call); }

}  // namespace

EMSCRIPTEN_BINDINGS(aftersale) {
  emscripten::function("dispatch", &dispatch);
  emscripten::function("input", &input);
  emscripten::function("run", &run);
  emscripten::function("output", &output);
}
