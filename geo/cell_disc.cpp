// SPDX-License-Identifier: Apache-2.0
#include "geo/cell_disc.hpp"

#include <cmath>
#include <stdexcept>

namespace beatline {

bool CellDisc::closer(std::int64_t rows, std::int64_t cols, Metres apart, Metres cell) {
    // What is exactly so far apart must not fall to rounding, whatever the cell.
    constexpr double exactly = 1.0 - 1e-12;
    const auto squares = static_cast<double>(rows * rows + cols * cols);
    return squares * (cell.value * cell.value) < apart.value * apart.value * exactly;
}

CellDisc::CellDisc(Metres radius, Metres cell) {
    if (!(radius.value > 0.0) || !(cell.value > 0.0))
        throw std::invalid_argument{"a disc of cells needs a radius and a cell above 0"};
    if (radius / cell > 5'000.0) throw std::invalid_argument{"a disc of more than 10^8 cells"};
    while (closer(reach + 1, 0, radius, cell)) ++reach;
    cells = 0;
    for (std::int64_t row = -reach; row <= reach; ++row) {
        std::int64_t half = 0;
        while (closer(row, half + 1, radius, cell)) ++half;
        half_width.push_back(half);
        cells += static_cast<std::size_t>(2 * half + 1);
    }
}

}  // namespace beatline
