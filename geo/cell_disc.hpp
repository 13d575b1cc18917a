// The cells of a grid within a distance of one of them, row by row.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/units.hpp"

namespace beatline {

/// Cells whose centres lie closer than `radius` to a cell's own: always the cell itself. One
/// exactly `radius` away is not among them, so two discs whose centres are two radii apart share no
/// cell.
struct CellDisc {
    std::int64_t reach{0};                 ///< rows to either side
    std::vector<std::int64_t> half_width;  ///< columns to either side, in row -reach + i
    std::size_t cells{1};

    /// Both > 0; throws std::invalid_argument otherwise, or when the disc has over 10^8 cells.
    CellDisc(Metres radius, Metres cell);

    /// Whether two cells so many rows and columns apart are closer than `apart`.
    [[nodiscard]] static bool closer(std::int64_t rows, std::int64_t cols, Metres apart,
                                     Metres cell);
};

}  // namespace beatline
