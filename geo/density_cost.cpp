// SPDX-License-Identifier: Apache-2.0
#include "geo/density_cost.hpp"

#include "geo/lane_kernels.hpp"

namespace beatline {

namespace {

// Nanoseconds, fitted to 2e4, 1e5 and 1e6 points at radii of 2 to 100 cells.
constexpr double block_cell = 1.7;     // filling blocks, whatever the points
constexpr double block_gather = 10.0;  // a point
constexpr double block_point = 5.0;    // a point for a block of cells
constexpr double block_row = 0.65;     // one of its rows
constexpr double row_cell = 3.6;       // running along rows, whatever the points
constexpr double row_alone = 5.4;      // begin and end of a row, for a point alone
constexpr double row_bin = 4.2;        // for a bin
constexpr double visit = 55.0;         // a point or bin in a window
constexpr double rim_cell = 0.85;      // of a bin, whatever its points
constexpr double rim_register = 2.4;   // 16 cells of the rim for one point

}  // namespace

int bin_for(double radius) {
    return radius < 6.0 ? 1 : radius < 32.0 ? 2 : 4;
}

std::uint32_t alone_for(std::uint32_t level) {
    return level == 0 ? 1 : level == 1 ? 2 : level == 2 ? 6 : ~std::uint32_t{0};
}

DensityCost density_cost(const PlacedPoints& placed, std::size_t cells, double radius) {
    double alone = 0.0;
    double bins = 0.0;
    double rims = 0.0;        // cells of all bins' rims
    double rim_points = 0.0;  // and of all their points'
    double points = 0.0;
    for (std::size_t b = 0; b < placed.bins.size(); ++b) {
        const PointBin& bin = placed.bins[b];
        points += bin.count;
        if (bin.count <= alone_for(bin.level)) {
            alone += bin.count;
        } else {
            const double rim = 8.0 * radius * (1 << bin.level);
            bins += 1.0;
            rims += rim;
            rim_points += rim * bin.count;
        }
    }
    constexpr double cols = CellBlock::cols;
    constexpr double rows = CellBlock::rows;
    const double visits = (cols + 2.0 * radius) * (rows + 2.0 * radius) / (cols * rows);
    DensityCost cost;
    cost.direct = (static_cast<double>(cells) * block_cell +
                   points * (block_gather + visits * (block_point + rows * block_row))) *
                  1e-9;
    cost.moments =
        (static_cast<double>(cells) * row_cell + alone * (visit + 2.0 * radius * row_alone) +
         bins * (visit + 2.0 * radius * row_bin) + rims * rim_cell +
         rim_points / 16.0 * rim_register) *
        1e-9;
    return cost;
}

}  // namespace beatline
