// A regular grid over the plane, and a density on it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// Square cells; row 0 is south, column 0 is west. Cell (row, col) covers
/// [corner + col*cell, corner + (col+1)*cell) and is valued at its centre.
struct GridSpec {
    Point corner;     ///< south-west corner
    Metres cell{25};  ///< > 0
    std::size_t rows{0};
    std::size_t cols{0};

    [[nodiscard]] std::size_t size() const { return rows * cols; }
    [[nodiscard]] Point centre(std::size_t row, std::size_t col) const {
        return {corner.x + (static_cast<double>(col) + 0.5) * cell.value,
                corner.y + (static_cast<double>(row) + 0.5) * cell.value};
    }
    [[nodiscard]] Box box() const;
};

/// The grid of whole cells that covers `box`, its corner at a multiple of the cell.
/// Throws std::invalid_argument for an empty box or a cell that is not a positive number.
[[nodiscard]] GridSpec grid_over(const Box& box, Metres cell);

/// Weighted events per km^2 at cell centres, row-major from the south-west; NaN outside the study
/// area.
struct DensityGrid {
    GridSpec spec;
    std::vector<float> values;

    [[nodiscard]] float at(std::size_t row, std::size_t col) const {
        return values[row * spec.cols + col];
    }
};

/// The surface summed over the grid, in weighted events; NaN cells count for nothing.
[[nodiscard]] double total_mass(const DensityGrid& density);

/// The same over some cells, none of them NaN.
[[nodiscard]] double mass_of(const DensityGrid& density, std::span<const std::uint32_t> cells);

/// Sets the cells whose centre lies outside `area` to NaN. An empty area changes nothing.
void mask_outside(DensityGrid& density, const MultiPolygon& area);

}  // namespace beatline
