// The boundary: one entry, text in, text out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace aftersale {

inline constexpr std::string_view version = "0.1.0";

/// Keeps loaded policies and orders under their names. Not thread-safe; make one per thread.
class Engine {
 public:
  Engine();
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Answers one call (docs/wire.md). Never throws, never fails to answer: a bad call gives {"ok": false, ...}.
  std::string dispatch(std::string_view call);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same with a fresh engine: nothing is loaded, nothing is kept.
std::string dispatch(std::string_view call);

}  // namespace aftersale
