// Turns a set of grid cells into outlines: contours that follow a density where they can.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

/// A patch of cells of one grid: `member[row * cols + col]` says whether a cell belongs to it.
struct Patch {
    std::size_t first_row{0}, last_row{0};  ///< bounding rows and columns, inclusive
    std::size_t first_col{0}, last_col{0};
    std::vector<std::uint32_t> cells;  ///< indices into the grid, ascending; 4-connected
};

/// The outline of a patch by marching squares through cell centres. Where the density falls through
/// `level` between a member and a neighbour the line is placed by linear interpolation, elsewhere
/// (a cut, or the grid's edge) half way. The rings are simple and do not touch, so that the polygon
/// is valid; lines keep at least a tenth of a cell away from every cell centre. Members that meet
/// only at a corner are not joined there.
[[nodiscard]] Polygon outline_of(const Patch& patch, const DensityGrid& density, double level);

}  // namespace beatline
