// Every pair of point and cell, for a block of cells held in registers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/lane_kernels.hpp"
#include "geo/lanes.hpp"

namespace beatline::BEATLINE_LANES {
namespace {

constexpr int block_rows = CellBlock::rows;

/// Points as the inner loop wants them, in radii from the block's centre. Float holds: errors are
/// below 1e-7 radii, and sums are carried to double every `most` points, or equal weights would
/// add up a rounding of one direction.
struct BlockPoints {
    static constexpr int most = 32;
    float x[most];
    float weight[most];
    float down[most][block_rows];  // what a row's distance takes off
};

template <LaneShape shape>
BEATLINE_INLINE Floats16 term(Floats16 across, Floats16 down, Floats16 weight) {
    const Floats16 none = Floats16::of(0.0F);
    if constexpr (shape == LaneShape::triangular)
        return weight * max(Floats16::of(1.0F) - sqrt(across + down), none);
    const Floats16 inside = max(across - down, none);
    if constexpr (shape == LaneShape::epanechnikov) return inside;
    if constexpr (shape == LaneShape::quartic) return inside * inside;
    return inside * inside * (inside * weight);
}

template <LaneShape shape>
void add_points(const BlockPoints& points, int count, const float* cols, double* sums) {
    Floats16 sum[block_rows];
    for (int r = 0; r < block_rows; ++r) sum[r] = Floats16::of(0.0F);
    const Floats16 col = Floats16::at(cols);
    for (int p = 0; p < count; ++p) {
        const Floats16 dx = Floats16::of(points.x[p]) - col;
        const Floats16 weight = Floats16::of(points.weight[p]);
        Floats16 across = dx * dx;
        if constexpr (shape == LaneShape::triweight)
            across = Floats16::of(1.0F) - across;
        else if constexpr (shape != LaneShape::triangular)
            across = weight - across * weight;
#pragma GCC unroll 8
        for (int r = 0; r < block_rows; ++r)
            sum[r] = sum[r] + term<shape>(across, Floats16::of(points.down[p][r]), weight);
    }
    for (int r = 0; r < block_rows; ++r) {
        float row[CellBlock::cols];
        sum[r].put(row);
        for (int c = 0; c < CellBlock::cols; ++c) sums[r * CellBlock::cols + c] += row[c];
    }
}

/// The weight goes where it costs nothing: w (1 - u^2)^2 is (v - v u^2)^2 with v the root of w.
template <LaneShape shape>
BEATLINE_INLINE float folded(double weight) {
    if constexpr (shape == LaneShape::quartic) return __builtin_sqrtf(static_cast<float>(weight));
    return static_cast<float>(weight);
}

template <LaneShape shape>
void add_to_block(const PlacedPoint* points, const PointRun* runs, std::size_t count,
                  const CellBlock& block) {
    float cols[CellBlock::cols];
    float rows[block_rows];
    for (int c = 0; c < CellBlock::cols; ++c)
        cols[c] = static_cast<float>((c - 0.5 * (CellBlock::cols - 1)) * block.inverse_radius);
    for (int r = 0; r < block_rows; ++r)
        rows[r] = static_cast<float>((r - 0.5 * (block_rows - 1)) * block.inverse_radius);
    BlockPoints batch;
    int n = 0;
    for (std::size_t run = 0; run < count; ++run) {
        for (std::uint32_t i = runs[run].first; i < runs[run].end; ++i) {
            const PlacedPoint& p = points[i];
            const double x = p.x - block.centre_x;
            const float weight = folded<shape>(p.weight);
            const auto y = static_cast<float>((p.y - block.centre_y) * block.inverse_radius);
            batch.x[n] = static_cast<float>(x * block.inverse_radius);
            batch.weight[n] = weight;
            constexpr bool plain = shape == LaneShape::triangular || shape == LaneShape::triweight;
            const float factor = plain ? 1.0F : weight;
            for (int r = 0; r < block_rows; ++r)
                batch.down[n][r] = (y - rows[r]) * (y - rows[r]) * factor;
            n += static_cast<int>(x < block.reach && x > -block.reach);  // else: written over
            if (n == BlockPoints::most) {
                add_points<shape>(batch, n, cols, block.sums);
                n = 0;
            }
        }
    }
    if (n > 0) add_points<shape>(batch, n, cols, block.sums);
}

void add_to_block_of(LaneShape shape, const PlacedPoint* points, const PointRun* runs,
                     std::size_t count, const CellBlock& block) {
    switch (shape) {
        case LaneShape::epanechnikov:
            return add_to_block<LaneShape::epanechnikov>(points, runs, count, block);
        case LaneShape::quartic:
            return add_to_block<LaneShape::quartic>(points, runs, count, block);
        case LaneShape::triweight:
            return add_to_block<LaneShape::triweight>(points, runs, count, block);
        case LaneShape::triangular:
            return add_to_block<LaneShape::triangular>(points, runs, count, block);
    }
}

}  // namespace
}  // namespace beatline::BEATLINE_LANES
