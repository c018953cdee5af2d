// `aftersale`, the native program. What it does stands in docs/cli.md; `npx aftersale` does the same through
// WebAssembly.
#include "arguments.hpp"
#include "run.hpp"

#include <cstdio>
#include <exception>

int main(int count, char** values) {
  using namespace aftersale::cli;
  try {
    const Arguments arguments = read_arguments(std::vector<std::string>(values + 1, values + count));
    Host host(arguments);
    if (arguments.is("simulate")) return simulate(host);
    return arguments.has("ndjson") ? run_stream(host) : run_once(host);
  } catch (const Stop& stop) {
    std::fwrite(stop.output.data(), 1, stop.output.size(), stdout);
    if (!stop.problem.empty()) std::fprintf(stderr, "%s\n", stop.problem.c_str());
    return stop.code;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "aftersale: %s\n", error.what());
    return 1;
  }
}
