// Points sorted for the density engines: by tile, then by bin, then by place; each place once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/grid.hpp"
#include "geo/huge_array.hpp"
#include "geo/placed_point.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct PlacedPoints {
    static constexpr int bins_a_side = 16;  ///< of a tile

    HugeArray<PlacedPoint> points;  ///< with gaps: bins say which are there
    HugeArray<PointBin> bins;       ///< of a tile: row by row from the south-west, parts together
    std::vector<std::uint32_t> bin_first;  ///< of each tile, and the end; tiles row by row
    int bin{1};                            ///< cells, a power of two: the largest bins
    int tile{bins_a_side};                 ///< cells
    std::int32_t first_col{0};  ///< of the first tile, in cells; <= 0, a multiple of tile
    std::int32_t first_row{0};
    std::size_t cols{0};  ///< tiles
    std::size_t rows{0};
    double weight_unit{1.0};  ///< a power of two near the largest weight given

    /// Whether the moment engine gains from smaller bins: their rims are narrower, and there are
    /// points enough to share the work of each. Fitted, as density_cost is.
    [[nodiscard]] static constexpr bool is_dense(std::uint32_t level, std::size_t count) {
        return level > 0 && count > (level == 1 ? 27U : 18U);
    }

    /// Cells from the first tile's corner. Not below zero, so that cutting off is rounding down.
    [[nodiscard]] std::uint32_t col_of(const PlacedPoint& p) const {
        return static_cast<std::uint32_t>(static_cast<std::int64_t>(p.x - first_col));
    }
    [[nodiscard]] std::uint32_t row_of(const PlacedPoint& p) const {
        return static_cast<std::uint32_t>(static_cast<std::int64_t>(p.y - first_row));
    }
    /// Of the bin of that level: 0 south-west, 1 south-east, 2 north-west, 3 north-east.
    [[nodiscard]] std::uint32_t quarter_of(const PlacedPoint& p, std::uint32_t level) const {
        return ((row_of(p) >> (level - 1)) % 2) * 2 + (col_of(p) >> (level - 1)) % 2;
    }

    /// For points of which this is the heaviest; between 2^-1000 and 2^1000, so that neither it nor
    /// its inverse is infinite.
    [[nodiscard]] static double weight_unit_for(double heaviest);

    [[nodiscard]] std::span<const PointBin> bins_of(std::size_t tile_row,
                                                    std::size_t tile_col) const {
        const std::size_t at = tile_row * cols + tile_col;
        return {bins.data() + bin_first[at], bins.data() + bin_first[at + 1]};
    }
};

/// Leaves out weights of zero and points that no kernel of `reach` cells carries onto the grid.
/// Points at one place become one, weights added in rising order, so nothing depends on the input's
/// order. Bins are `bin` cells a side (more where points lie so far apart that tiles would
/// outnumber them), dense ones are split into four: see `is_dense`. Parallel; memory: the result
/// and as much again as the points. Throws std::invalid_argument for more than 2^31 points, or a
/// grid of more than 2^30 cells a side.
[[nodiscard]] PlacedPoints place_points(std::vector<WeightedPoint> points, const GridSpec& spec,
                                        double reach, int bin);

/// The same without weights: every point that a kernel carries onto the grid stays by itself, its
/// `weight` the number that it has among those given. No bin is split, but the points of each lie
/// quarter by quarter down to the cells, then by y and x; none are missing in between.
[[nodiscard]] PlacedPoints place_each(std::span<const Point> points, const GridSpec& spec,
                                      double reach, int bin);

}  // namespace beatline
