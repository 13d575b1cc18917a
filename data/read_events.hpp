// Reads incidents from their sources into events in the working CRS; rejected rows come back
// beside them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/clock.hpp"
#include "data/event_source.hpp"
#include "data/rejection.hpp"
#include "geo/event.hpp"

namespace beatline {

struct EventReading {
    std::vector<PointEvent> events;
    std::vector<std::string> kinds;  ///< PointEvent::kind indexes this
    std::vector<InputReport> inputs;
    RejectedRows rejected;
    std::vector<std::uint64_t> ids;  ///< hashes of the identifiers of all rows that have one
};

struct EventRules {
    std::string working_crs{"EPSG:27700"};
    MultiPolygon area;  ///< in the working CRS; empty: anywhere
    std::optional<TimeZone> zone;
    std::optional<Instant> now;        ///< later times are rejected as time_future
    std::optional<Instant> reference;  ///< ages and retention count back from here; retention,
                                       ///< without it, from `now`
    std::optional<double> min_age_days, max_age_days;  ///< need the reference
};

/// Reads every source in order, its rows on all threads. A row gets the first reason that applies,
/// in this order: field_count, not_a_point, coord_missing, coord_bad, coord_nonfinite,
/// coord_null_island, coord_range, coord_untransformable, outside_area, category_other,
/// time_missing, time_bad, time_reversed, time_future, retention, too_recent, too_old
/// (docs/input.md says what each means); not_fetched counts what a database left out. The result is
/// the same for any number of threads. Throws UsageError for an unknown preset or missing column;
/// InputError when a file has no rows, when >= 99 % of its points fit only with x and y swapped,
/// when >= 99 % lie out of the CRS's range (eastings read as degrees, or the reverse), each with a
/// hint, and when no row is usable for bad coordinates or times. No event because of area, category
/// or age is the caller's affair.
[[nodiscard]] EventReading read_events(const std::vector<IncidentSource>& sources,
                                       const EventRules& rules);

/// Longitudes and latitudes of the first usable rows of a source: of a CSV file those in its first
/// 64 KiB or, when none there is usable, and of other sources, of all rows. Throws as read_events.
[[nodiscard]] std::vector<Point> first_places(const IncidentSource& source);

}  // namespace beatline
