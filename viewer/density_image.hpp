// A density as 255 levels, thinned to what a screen can show and packed for a page.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

/// Levels row-major from the south-west: 0 where there is no value, else 1 + round(254 * value /
/// max).
struct DensityImage {
    GridSpec spec;
    double max_per_km2{0.0};  ///< what level 255 stands for; of the cells shown
    std::size_t merged{1};    ///< cells of the density along one side of a cell shown
    std::vector<std::uint8_t> levels;
};

/// The density with `merged` x `merged` cells averaged into one, the least that leaves at most
/// `max_cells` cells. Cells without a value stay out of the average. Throws std::invalid_argument
/// when the values do not fill the grid or `max_cells` is 0.
[[nodiscard]] DensityImage density_image(const DensityGrid& density,
                                         std::size_t max_cells = 1'000'000);

/// Levels as base64 of (run length 1-255, level) byte pairs.
[[nodiscard]] std::string packed_levels(const std::vector<std::uint8_t>& levels);

}  // namespace beatline
