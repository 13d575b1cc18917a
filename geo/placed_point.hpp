// A point and a bin of points in the grid's own measure: what the density engines pass about.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace beatline {

/// In cells from the grid's south-west corner; weight in units of PlacedPoints::weight_unit.
struct PlacedPoint {
    double x;
    double y;
    double weight;
};

/// The points of one square of cells, 1 << `level` of them a side.
struct PointBin {
    std::uint32_t first;  ///< in PlacedPoints::points
    std::uint32_t count;  ///< > 0
    std::int32_t col;  ///< of its south-west cell, from the grid's corner; may lie outside the grid
    std::int32_t row;
    std::uint32_t level;
    std::uint32_t sums{0};  ///< of the moment engine: whose sums are this bin's, in order
};

}  // namespace beatline
