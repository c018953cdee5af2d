// Everything that JavaScript sees of the core: an engine that turns the bytes of a call into the
// bytes of its answer. The loader (wasm/src/loader.ts) is the only caller.
//
// A call is written straight into the heap: input(n) gives room, run(n) dispatches, output() tells
// where the answer is. Only numbers cross, so no string is copied or converted on the way.

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

class BoundEngine {
 public:
  // Room for a call: an offset into the heap, or 0 when there is not enough memory.
  // malloc, since a failing operator new would abort the module.
  std::uint32_t input(std::uint32_t size) {
    if (!call_ || size > capacity_ || capacity_ > kept_bytes) {
      const std::uint32_t wanted = size > minimum_bytes ? size : minimum_bytes;
      call_.reset();
      call_.reset(static_cast<char*>(std::malloc(wanted)));
      capacity_ = call_ ? wanted : 0;
    }
    return address(call_.get());
  }

  // Dispatches the first `size` bytes of the input and returns the length of the answer, which
  // stays in place until the next call.
  std::uint32_t run(std::uint32_t size) {
    answer_ = engine_.dispatch(std::string_view(call_.get(), size <= capacity_ ? size : 0));
    return static_cast<std::uint32_t>(answer_.size());
  }

  std::uint32_t output() const { return address(answer_.data()); }

  // The same in one go, for hosts that use the raw module and do not mind the copies.
  std::string dispatch(const std::string& call) { return engine_.dispatch(call); }

 private:
  // Larger buffers are given back before the next call.
  static constexpr std::uint32_t kept_bytes = 1u << 20;
  static constexpr std::uint32_t minimum_bytes = 1u << 14;

  static std::uint32_t address(const char* bytes) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(bytes));
  }

  aftersale::Engine engine_;
  std::unique_ptr<char, Free> call_;
  std::uint32_t capacity_ = 0;
  std::string answer_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(aftersale) {
  emscripten::class_<BoundEngine>("Engine")
      .constructor<>()
      .function("dispatch", &BoundEngine::dispatch)
      .function("input", &BoundEngine::input)
      .function("run", &BoundEngine::run)
      .function("output", &BoundEngine::output);
}
