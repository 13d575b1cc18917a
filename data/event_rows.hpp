// The rows of one incident file while they are judged: parsed, then placed, then kept or rejected.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/csv.hpp"
#include "data/event_columns.hpp"
#include "data/projection.hpp"
#include "data/rejection.hpp"
#include "geo/time.hpp"

namespace beatline {

/// A row with finite coordinates. What is wrong with the rest of it waits until its place is
/// judged.
struct EventRow {
    std::uint64_t row{0};
    Point given;  ///< in the source's CRS
    Interval when;
    std::uint32_t category{0};   ///< indexes EventRows::categories
    std::uint32_t complaint{0};  ///< 1-based index into EventRows::complaints; 0: none
};

struct EventRows {
    std::vector<EventRow> placed;
    std::vector<Rejection> rejected;      ///< rows without usable coordinates, in order
    std::vector<Rejection> complaints;    ///< about category or time
    std::vector<std::string> categories;  ///< in order of first appearance
    std::uint64_t read{0};
    std::uint64_t ambiguous_times{0};
    std::uint64_t skipped_times{0};
    std::uint64_t repeated_ids{0};
};

/// Reads every row of the file. `source` has its preset filled in.
[[nodiscard]] EventRows parse_event_rows(const CsvFile& file, const IncidentSource& source,
                                         const EventColumns& columns, const TimeZone& zone);

/// Throws InputError when nearly all (>= 99 %) of the points cannot be what the source says: x and
/// y swapped, metres read as degrees, degrees read as metres, or another part of the world.
void refuse_misread_places(const EventRows& rows, const IncidentSource& source,
                           const Projection& projection, const std::string& working_crs);

}  // namespace beatline
