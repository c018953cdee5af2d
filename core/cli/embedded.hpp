#pragma once

#include <span>
#include <string_view>

namespace aftersale::cli {

// A file that was compiled into the program.
struct EmbeddedFile {
  std::string_view name;  // without folder and extension: "eu"
  std::string_view text;
};

// The statute and platform packs of core/data/packs, sorted by name.
std::span<const EmbeddedFile> packs();
// The sentences of policies of core/data/policy-texts, by locale.
std::span<const EmbeddedFile> policy_texts();

}  // namespace aftersale::cli
