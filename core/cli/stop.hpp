// How the program ends early: with a problem (RFC 9457) on standard error, or with a text that was asked for.
#pragma once

#include <string>
#include <string_view>

namespace aftersale::cli {

/// Thrown to end the program. Only `main` catches it.
struct Stop {
  int code = 2;
  std::string output;   // for standard output, complete with its line end
  std::string problem;  // for standard error, one line without its end
};

/// The command line cannot be carried out: exit code 2.
[[noreturn]] void refuse_usage(const std::string& detail);
/// The core said `ok: false`: exit code 1 with the answer's errors as a problem.
[[noreturn]] void refuse_answer(std::string_view answer);

/// Whether an answer says `ok: false`. Answers are canonical, so `errors`, which only such answers have, comes first.
bool failed(std::string_view answer);

/// One error of an answer as a problem needs it.
struct Complaint {
  std::string code, pointer, message;
};
/// The problem of a call that cannot be answered: `errors` and `warnings` are canonical JSON arrays, `first` is the
/// first error and `count` says how many there are.
std::string call_problem(const Complaint& first, std::size_t count, std::string_view errors, std::string_view warnings);

/// The same tokens in lines: two spaces a level, one space behind a colon, `{}` and `[]` for what is empty.
std::string pretty(std::string_view canonical);

}  // namespace aftersale::cli
