#pragma once

#include "aftersale/return_case.hpp"

namespace aftersale::lifecycle {

/// Applies one event to the state of the case. `data` is the event's data. Events that this version does not know are
/// left alone and make the case read-only.
void fold_event(ReturnCase& c, const Event& event, Value data, Problems& problems);
/// What has to be done once after one or many events. `world` is given when the last of them is just being written.
void finish_fold(ReturnCase& c, const World* world = nullptr);

/// Writes the event; not whole, without its hash and what is personal, it is what the hash covers.
void write_event(Writer& out, const Event& event, bool whole = true);
std::string hash_of(const Event& event);

/// Items of an inspection, in a command or in an event.
std::vector<InspectedItem> read_inspected(Value list, Problems& problems);
void write_inspected(Writer& out, const std::vector<InspectedItem>& items);

}  // namespace aftersale::lifecycle
