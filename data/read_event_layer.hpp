// Reads incidents from vector layers, spreadsheets and databases, row by row, by the same judge as
// CSV files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/event_judge.hpp"
#include "data/read_events.hpp"

namespace beatline {

/// What the sources of one reading share.
struct EventContext {
    const EventRules& rules;
    const AreaIndex* area{nullptr};  ///< none: anywhere
};

/// `source` with its preset filled in, as find_columns leaves it.
[[nodiscard]] EventFrame event_frame(const IncidentSource& source, const EventColumns& columns,
                                     const EventContext& context);

/// By its first bytes: a GeoPackage, FlatGeobuf, XLSX, GeoJSON or Shapefile.
[[nodiscard]] bool is_layer_file(const IncidentSource& source);

/// Adds the source's events, rejections and report to the reading. Formats: GeoPackage, GeoJSON,
/// FlatGeobuf, Shapefile, XLSX, and a PostGIS table when the source's kind says so. Throws as
/// read_events does.
void read_event_layer(IncidentSource source, const EventContext& context, EventReading& reading);

}  // namespace beatline
