// Which column of an incident file holds what: presets, and the names that the user gave.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "data/csv.hpp"
#include "data/read_events.hpp"

namespace beatline {

/// The source with its preset's names filled in; a name given wins, and a CRS that nobody gives is
/// the working one. Throws UsageError for an unknown preset, or when x or y is left open.
[[nodiscard]] IncidentSource with_preset(IncidentSource source, const std::string& working_crs);

struct EventColumns {
    std::size_t x{0};
    std::size_t y{0};
    std::optional<std::size_t> time, time_to, category, id;
};

/// Finds the columns of a source (after with_preset) in its file; what only the preset names and
/// the file lacks is done without (id, category). Throws UsageError for any other that is missing
/// or stands twice.
[[nodiscard]] EventColumns find_columns(const CsvFile& file, const IncidentSource& source);

}  // namespace beatline
