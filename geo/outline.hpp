// Turns a set of grid cells into outlines: contours that follow a density where they can.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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

/// Calls `visit` for each of the up to four cells beside `cell`.
template <class Visit>
void for_each_neighbour(const GridSpec& spec, std::uint32_t cell, const Visit& visit) {
    const auto cols = static_cast<std::uint32_t>(spec.cols);
    const std::uint32_t row = cell / cols;
    const std::uint32_t col = cell % cols;
    if (row > 0) visit(cell - cols);
    if (col > 0) visit(cell - 1);
    if (col + 1 < cols) visit(cell + 1);
    if (row + 1 < spec.rows) visit(cell + cols);
}

/// `start` and the cells connected with it that `take` says yes to; it is asked for cells beside
/// those taken, and says yes to each cell once.
template <class Take>
[[nodiscard]] Patch grow_patch(const GridSpec& spec, std::uint32_t start, const Take& take) {
    Patch patch{spec.rows, 0, spec.cols, 0, {}};
    std::vector<std::uint32_t> open{start};
    while (!open.empty()) {
        const std::uint32_t cell = open.back();
        open.pop_back();
        patch.cells.push_back(cell);
        patch.first_row = std::min(patch.first_row, cell / spec.cols);
        patch.last_row = std::max(patch.last_row, cell / spec.cols);
        patch.first_col = std::min(patch.first_col, cell % spec.cols);
        patch.last_col = std::max(patch.last_col, cell % spec.cols);
        for_each_neighbour(spec, cell, [&](std::uint32_t next) {
            if (take(next)) open.push_back(next);
        });
    }
    std::ranges::sort(patch.cells);
    return patch;
}

/// The outline of a patch by marching squares through cell centres. Where the density falls through
/// `level` between a member and a neighbour the line is placed by linear interpolation, elsewhere
/// (a cut, or the grid's edge) half way. The rings are simple and do not touch, so that the polygon
/// is valid; lines keep at least a tenth of a cell away from every cell centre. Members that meet
/// only at a corner are not joined there.
[[nodiscard]] Polygon outline_of(const Patch& patch, const DensityGrid& density, double level);

}  // namespace beatline
