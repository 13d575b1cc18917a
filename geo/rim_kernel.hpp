// The rims of bins: cells that a kernel reaches from some of a bin's points and not from others.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/lane_kernels.hpp"
#include "geo/lanes.hpp"

namespace beatline::BEATLINE_LANES {
namespace {

/// Points of a bin in float, in radii from its centre: the rim is where kernels are nearly zero.
struct RimPoints {
    static constexpr int most = 64;
    float x[most];
    float y[most];
    float square[most];
    float weight[most];
};

constexpr int rim_registers = 4;
constexpr int rim_block = rim_registers * Floats16::size;

template <int degree>
BEATLINE_INLINE void rim_terms(const MomentShape& shape, const RimPoints& points, int count,
                               std::uint32_t lane, float* sums) {
    Floats16 constant[rim_registers];
    Floats16 x[rim_registers];
    Floats16 y[rim_registers];
    Floats16 sum[rim_registers];
    for (int b = 0; b < rim_registers; ++b) {
        const std::uint32_t at = lane + static_cast<std::uint32_t>(b * Floats16::size);
        constant[b] = Floats16::at(shape.rim_constant + at);
        x[b] = Floats16::at(shape.rim_x + at);
        y[b] = Floats16::at(shape.rim_y + at);
        sum[b] = Floats16::of(0.0F);
    }
    for (int p = 0; p < count; ++p) {
        const Floats16 px = Floats16::of(points.x[p]);
        const Floats16 py = Floats16::of(points.y[p]);
        const Floats16 square = Floats16::of(points.square[p]);
        const Floats16 weight = Floats16::of(points.weight[p]);
#pragma GCC unroll 4
        for (int b = 0; b < rim_registers; ++b) {
            const Floats16 t =
                max((constant[b] - square) + (x[b] * px + y[b] * py), Floats16::of(0.0F));
            if constexpr (degree == 1) sum[b] = sum[b] + t * weight;
            if constexpr (degree == 2) sum[b] = sum[b] + t * t * weight;
            if constexpr (degree == 3) sum[b] = sum[b] + t * t * (t * weight);
        }
    }
    for (int b = 0; b < rim_registers; ++b) sum[b].put(sums + b * Floats16::size);
}

template <int degree>
void add_rim(const MomentShape& shape, const Rims& rims, const PointBin& bin,
             const PlacedPoint* points) {
    const int row = bin.row - rims.first_row;
    const int first = at_least(shape.rim_row_first, -row);
    const int end = at_most(shape.rim_row_end, rims.rows - row);
    if (first >= end) return;
    const std::uint32_t begin = shape.rim_row_lane[first - shape.rim_row_first];
    const std::uint32_t stop = shape.rim_row_lane[end - shape.rim_row_first];
    const std::ptrdiff_t origin = row * rims.stride + bin.col;
    const int west = bin.col + shape.rim_west;
    const int east = bin.col + shape.rim_east;
    if (east <= 0 || west >= rims.cols) return;
    const bool inside = west >= 0 && east <= rims.cols;
    const double x = bin.col + 0.5 * shape.bin;
    const double y = bin.row + 0.5 * shape.bin;
    RimPoints batch;
    for (std::uint32_t done = 0; done < bin.count;) {
        const std::uint32_t left = bin.count - done;
        const int n = left < RimPoints::most ? static_cast<int>(left) : RimPoints::most;
        for (int i = 0; i < n; ++i) {
            const PlacedPoint& p = points[done + static_cast<std::uint32_t>(i)];
            const double dx = (p.x - x) * shape.inverse_radius;
            const double dy = (p.y - y) * shape.inverse_radius;
            batch.x[i] = static_cast<float>(dx);
            batch.y[i] = static_cast<float>(dy);
            batch.square[i] = static_cast<float>(dx * dx + dy * dy);
            batch.weight[i] = static_cast<float>(p.weight);
        }
        for (std::uint32_t lane = begin; lane < stop; lane += rim_block) {
            float sums[rim_block];
            rim_terms<degree>(shape, batch, n, lane, sums);
            const std::ptrdiff_t* const offset = shape.rim_offset + lane;
            const std::int32_t* const col = shape.rim_col + lane;
            const std::uint32_t rest = stop - lane;
            const int lanes = rest < rim_block ? static_cast<int>(rest) : rim_block;
            for (int l = 0; l < lanes; ++l) {
                const int at = bin.col + col[l];
                if (inside || (at >= 0 && at < rims.cols)) rims.sums[origin + offset[l]] += sums[l];
            }
        }
        done += static_cast<std::uint32_t>(n);
    }
}

template <int degree>
void add_rims(const MomentShape* shapes, const Rims& rims, const PlacedPoint* points,
              const PointBin* bins, std::size_t count) {
    for (std::size_t b = 0; b < count; ++b) {
        const MomentShape& shape = shapes[bins[b].level];
        if (bins[b].count > shape.alone)
            add_rim<degree>(shape, rims, bins[b], points + bins[b].first);
    }
}

void add_rims_of(int degree, const MomentShape* shapes, const Rims& rims, const PlacedPoint* points,
                 const PointBin* bins, std::size_t count) {
    if (degree == 1) return add_rims<1>(shapes, rims, points, bins, count);
    if (degree == 2) return add_rims<2>(shapes, rims, points, bins, count);
    add_rims<3>(shapes, rims, points, bins, count);
}

}  // namespace
}  // namespace beatline::BEATLINE_LANES
