// How many made-up cases a test tries. One program runs under sanitizers and as WebAssembly, where each case is slow, and in
// a release build, where many are cheap; AFTERSALE_SCALE says which it is.
#pragma once

#include <cstdlib>
#include <string_view>

/// `sample`: some of all, to look for what a sanitizer or another compiler finds; `whole`: what a change has to pass, and
/// what counts unless told; `wide`: the long run.
enum class Scale { sample, whole, wide };

inline Scale scale() {
  const char* said = std::getenv("AFTERSALE_SCALE");
  const std::string_view name = said == nullptr ? "" : said;
  return name == "sample" ? Scale::sample : name == "wide" ? Scale::wide : Scale::whole;
}

/// How many of something there are at this scale.
template <class T>
T at_scale(T sample, T whole, T wide) {
  const Scale at = scale();
  return at == Scale::sample ? sample : at == Scale::whole ? whole : wide;
}
