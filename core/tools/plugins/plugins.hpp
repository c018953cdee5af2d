// Storefronts that a call brings along: manifest and tables as data, checked before anything is read by them.
#pragma once

#include "aftersale/codec.hpp"
#include "aftersale/operation.hpp"

#include <memory>

namespace aftersale::tools {

/// A codec whose texts are its own.
struct OwnCodec {
  std::string id, kinds, rules, tables;
  Codec codec;
};

/// Reads a plugin document; its faults are errors with their places, and null.
std::unique_ptr<OwnCodec> read_plugin(Value document, Problems& problems);
/// What could not be said or would mean nothing, in tables of a codec.
void check_tables(Value tables, Problems& problems);

/// `translate` with the plugins of the call.
void translate_op(Writer& out, Value call, Library& library, Problems& problems);

}  // namespace aftersale::tools
