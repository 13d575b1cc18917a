// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>

#include "geo/density_engine.hpp"
#include "geo/lane_shape.hpp"

namespace beatline {

namespace {

class Direct {
public:
    Direct(PlacedPoints placed, const GridSpec& spec, const DensityParams& params)
        : placed_{std::move(placed)},
          cols_{spec.cols},
          shape_{lane_shape(params.kernel).value_or(LaneShape::quartic)},
          radius_{params.bandwidth.value / spec.cell.value},
          kernels_{lane_kernels(simd_level())},
          scale_{kernel_density(params.kernel, Metres{0.0}, params.bandwidth) * m2_per_km2 *
                 placed_.weight_unit} {}

    void compute(std::size_t first, std::size_t rows, float* out) const {
        std::vector<PointRun> runs;
        for (std::size_t row = first; row < first + rows; row += CellBlock::rows) {
            const auto height = std::min<std::size_t>(first + rows - row, CellBlock::rows);
            const double up = radius_ + 0.5 * (CellBlock::rows - 1);
            const double middle = static_cast<double>(row) + 0.5 * CellBlock::rows;
            find_runs(middle - up, middle + up, runs);
            for (std::size_t col = 0; col < cols_; col += CellBlock::cols)
                compute_block(row, col, height, runs, out + (row - first) * cols_ + col);
        }
    }

private:
    /// Of each column of tiles in turn, the points of one tile that lie near a row of blocks.
    void find_runs(double south, double north, std::vector<PointRun>& runs) const {
        const PlacedPoints& placed = placed_;
        const auto tiles = static_cast<double>(placed.rows);
        const auto tile_at = [&](double y) {
            return std::clamp(std::floor((y - placed.first_row) / placed.tile), 0.0, tiles);
        };
        const auto begin = static_cast<std::size_t>(tile_at(south));
        const auto end = std::min(static_cast<std::size_t>(tile_at(north)) + 1, placed.rows);
        // Parts of a bin lie together, so it is whole bins that are in order of rows.
        const auto largest_row = [&](const PointBin& b) {
            return b.row - (b.row - placed.first_row) % placed.bin;
        };
        runs.clear();
        column_runs_.local().assign(1, 0);
        std::vector<std::uint32_t>& first = column_runs_.local();
        for (std::size_t col = 0; col < placed.cols; ++col) {
            for (std::size_t row = begin; row < end; ++row) {
                const auto bins = placed.bins_of(row, col);
                const auto from = std::ranges::partition_point(
                    bins, [&](const PointBin& b) { return largest_row(b) + placed.bin < south; });
                const auto to = std::ranges::partition_point(
                    bins, [&](const PointBin& b) { return largest_row(b) <= north; });
                for (auto bin = from; bin < to; ++bin) {
                    // Bins lie close together unless places were merged.
                    if (bin != from && runs.back().end == bin->first)
                        runs.back().end += bin->count;
                    else
                        runs.push_back({bin->first, bin->first + bin->count});
                }
            }
            first.push_back(static_cast<std::uint32_t>(runs.size()));
        }
    }

    void compute_block(std::size_t row, std::size_t col, std::size_t rows,
                       const std::vector<PointRun>& runs, float* out) const {
        double sums[CellBlock::rows * CellBlock::cols];
        const CellBlock block{static_cast<double>(col) + 0.5 * CellBlock::cols,
                              static_cast<double>(row) + 0.5 * CellBlock::rows, 1.0 / radius_,
                              radius_ + 0.5 * (CellBlock::cols - 1), sums};
        const auto tile_at = [&](double x) {
            const double tile = (x - placed_.first_col) * inverse_tile_;
            return static_cast<std::size_t>(
                std::clamp(tile, 0.0, static_cast<double>(placed_.cols)));
        };
        const std::vector<std::uint32_t>& first = column_runs_.local();
        const std::uint32_t begin = first[tile_at(block.centre_x - block.reach)];
        const std::uint32_t end =
            first[std::min(tile_at(block.centre_x + block.reach) + 1, placed_.cols)];
        if (begin == end) return;
        std::ranges::fill(sums, 0.0);
        kernels_.add_to_block(shape_, placed_.points.data(), runs.data() + begin, end - begin,
                              block);
        const std::size_t cols = std::min<std::size_t>(cols_ - col, CellBlock::cols);
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < cols; ++c)
                out[r * cols_ + c] = static_cast<float>(sums[r * CellBlock::cols + c] * scale_);
        }
    }

    PlacedPoints placed_;
    std::size_t cols_;
    LaneShape shape_;
    double radius_;  // cells
    const LaneKernels& kernels_;
    double scale_;
    double inverse_tile_{1.0 / placed_.tile};  // a power of two
    /// By column of tiles, its first run.
    mutable tbb::enumerable_thread_specific<std::vector<std::uint32_t>> column_runs_;
};

}  // namespace

DensityEngine direct_engine(PlacedPoints points, const GridSpec& spec,
                            const DensityParams& params) {
    const auto direct = std::make_shared<Direct>(std::move(points), spec, params);
    return {32, [direct](std::size_t first, std::size_t rows, float* out) {
                direct->compute(first, rows, out);
            }};
}

}  // namespace beatline
