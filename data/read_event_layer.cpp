// SPDX-License-Identifier: Apache-2.0
#include "data/read_event_layer.hpp"

#include "data/error.hpp"

namespace beatline {

bool is_layer_file(const IncidentSource&) {
    return false;
}

void read_event_layer(IncidentSource source, const EventContext&, EventReading&) {
    throw InputError{source.shown_path + ": only CSV is read"};
}

}  // namespace beatline
