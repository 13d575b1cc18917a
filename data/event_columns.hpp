// Which column of an incident file holds what: presets, and the names that the user gave.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/event_source.hpp"

namespace beatline {

/// The names of the presets, for messages.
[[nodiscard]] std::vector<std::string> preset_names();

struct EventColumns {
    std::optional<std::size_t> x, y, grid_ref, time, time_of_day, time_to, category, id;
    /// Words in place of codes in the category column (stats19: 1 is Fatal).
    std::vector<std::pair<std::string_view, std::string_view>> category_words;
};

/// Fills in what the source's preset knows, as far as `columns` has it, and finds the columns.
/// A layer that `has_geometry` needs no x and y. What only the preset names and the file lacks is
/// done without (id, category). A CRS that nobody gives is the working one. Throws UsageError for
/// an unknown preset, for a column that is missing or stands twice, and when nothing says where the
/// place is.
[[nodiscard]] EventColumns find_columns(const std::vector<std::string>& columns, bool has_geometry,
                                        const std::string& working_crs, IncidentSource& source);

}  // namespace beatline
