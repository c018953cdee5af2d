// A policy's test says what matters to it; the rest is filled in, so that a test is a few words and still a whole world.
#pragma once

#include <aftersale/world.hpp>

namespace aftersale::tools {

/// One test, ready to be judged.
struct FilledTest {
  std::string title;
  Order order;
  Request request;
  Instant now{};
  Zone zone;
  Value want;  // as it is written
};

/// Reads an element of `tests`. Faults go to `problems`, with pointers into the call.
FilledTest read_test(Value value, const Policy& policy, Problems& problems);

}  // namespace aftersale::tools
