// Reads incidents from CSV into events in the working CRS; rejected rows come back beside them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "data/rejection.hpp"
#include "geo/event.hpp"

namespace beatline {

/// One [[incidents]] table. With a preset the names below are filled in; a name given wins over the
/// preset.
struct IncidentSource {
    std::filesystem::path path;
    std::string shown_path;  ///< as the operation file has it; what reports and messages say
    std::string preset;      ///< "" or "police.uk"
    std::string x, y;        ///< column names; x is longitude or easting
    std::string crs;         ///< of x and y; EPSG:4326 with police.uk, else the working CRS
    std::string time;        ///< column, optional: without one, events have no time
    std::string time_to;     ///< column, optional: the end of an interval
    std::string category;    ///< column, optional
    std::string id;          ///< column, optional
    std::vector<std::string> categories;  ///< keep these only; empty keeps all
    char delimiter{0};
};

struct EventReading {
    std::vector<PointEvent> events;
    std::vector<std::string> kinds;  ///< PointEvent::kind indexes this
    std::vector<InputReport> inputs;
    RejectedRows rejected;
};

struct EventRules {
    std::string working_crs{"EPSG:27700"};
    MultiPolygon area;  ///< in the working CRS; empty: anywhere
    std::optional<TimeZone> zone;
};

/// Reads every source in order. A row gets the first reason that applies, in this order:
/// field_count, coord_missing, coord_bad, coord_nonfinite, coord_null_island, coord_range,
/// coord_untransformable, outside_area, category_other, time_missing, time_bad, time_reversed
/// (docs/input.md says what each means). Throws UsageError for an unknown preset or missing column;
/// InputError when a file has no rows, when >= 99 % of its points fit only with x and y swapped,
/// when >= 99 % lie out of the CRS's range (eastings read as degrees, or the reverse), each with a
/// hint, and when no row is usable for bad coordinates or times. No event because of area or
/// categories is the caller's affair.
[[nodiscard]] EventReading read_events(const std::vector<IncidentSource>& sources,
                                       const EventRules& rules);

}  // namespace beatline
