// The cells of `beatline density`: from --extent and --cell, or around the points.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/command_density.hpp"
#include "geo/grid.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

/// Of all bands together. Takes 4 GB of disk and 150 MB of memory while it works (docs/methods.md).
inline constexpr double most_raster_cells = 1e9;

/// The grid that covers exactly the extent. Throws UsageError for one that is not a box of whole
/// cells, LimitError for a grid too large to be meant.
[[nodiscard]] GridSpec grid_of_extent(const DensityOptions& options);

/// The grid that holds all of the points' density, at multiples of the cell. Throws LimitError.
[[nodiscard]] GridSpec grid_of_points(const DensityOptions& options,
                                      const std::vector<WeightedPoint>& points, Metres reach);

}  // namespace beatline
