// The cells that a back-test ranks: those of one grid that lie in the study area.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "geo/grid.hpp"

namespace beatline {

/// A cell belongs to the study area when its centre lies inside.
struct StudyCells {
    GridSpec spec;
    std::vector<std::uint32_t> cells;  ///< row * cols + col, rising

    [[nodiscard]] std::size_t size() const { return cells.size(); }
    [[nodiscard]] Point centre(std::size_t i) const {
        return spec.centre(cells[i] / spec.cols, cells[i] % spec.cols);
    }
    [[nodiscard]] SquareMetres area() const {
        return SquareMetres{static_cast<double>(size()) * spec.cell.value * spec.cell.value};
    }
    /// Position in `cells` of the cell that holds `p`; nothing when it is not of the study area.
    [[nodiscard]] std::optional<std::size_t> holding(Point p) const;
};

/// Of the grid over the study area's box.
inline constexpr double most_study_cells = 5e7;

struct StudyGrid {
    Metres cell{250};
    Point anchor{};  ///< a corner of some cell; only its remainder by the cell matters
};

/// Cells whose centre lies in `area`; none when it holds no centre. Throws std::invalid_argument
/// for an empty area, a cell that is not a positive number, or more than most_study_cells in its
/// box.
[[nodiscard]] StudyCells study_cells(const MultiPolygon& area, const StudyGrid& grid);

/// The same over the convex hull of the places, and the cells that hold one of them.
[[nodiscard]] StudyCells study_cells(std::span<const Point> places, const StudyGrid& grid);

}  // namespace beatline
