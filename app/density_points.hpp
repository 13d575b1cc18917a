// Weighted points of a CSV file, for `beatline density`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/command_density.hpp"
#include "data/rejection.hpp"
#include "geo/density.hpp"

namespace beatline {

struct PointReading {
    std::vector<WeightedPoint> points;
    InputReport report;
    std::vector<std::string> values;     ///< with --by: those of its column, sorted by their bytes
    std::vector<std::uint8_t> value_of;  ///< with --by: of each point, its place in `values`
};

/// A raster's bands are few enough to be looked at, and value_of's numbers for them.
inline constexpr std::size_t most_bands = 64;

/// Coordinates are taken as they stand. Rejection reasons: field_count, coord_missing, coord_bad,
/// coord_nonfinite, weight_missing, weight_bad, weight_nonfinite, weight_negative. Throws
/// InputError when no row is left, LimitError when the rows used have more than `most_bands` values
/// in the --by column. Blanks around a value do not count; an empty one is "(none)".
[[nodiscard]] PointReading read_weighted_points(const DensityOptions& options);

}  // namespace beatline
