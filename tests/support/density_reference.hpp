// What a density surface is by definition, in double, for engines to be compared with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "geo/density.hpp"

namespace beatline::testing {

/// Weighted events per km^2 at every cell centre, summed pair by pair.
inline std::vector<double> reference_density(std::span<const WeightedPoint> points,
                                             const GridSpec& spec, const DensityParams& params) {
    std::vector<double> values;
    values.reserve(spec.size());
    for (std::size_t r = 0; r < spec.rows; ++r) {
        for (std::size_t c = 0; c < spec.cols; ++c) {
            double sum = 0.0;
            for (const WeightedPoint& p : points)
                sum += p.weight * kernel_density(params.kernel, distance(p.at, spec.centre(r, c)),
                                                 params.bandwidth);
            values.push_back(sum * 1e6);
        }
    }
    return values;
}

/// The kernel's centre times the weights that lie within `reach` of each cell along both axes:
/// what an engine's error is measured against.
inline std::vector<double> reference_scale(std::span<const WeightedPoint> points,
                                           const GridSpec& spec, const DensityParams& params,
                                           Metres reach) {
    const double height = 1e6 * kernel_density(params.kernel, Metres{0.0}, params.bandwidth);
    std::vector<double> values;
    values.reserve(spec.size());
    for (std::size_t r = 0; r < spec.rows; ++r) {
        for (std::size_t c = 0; c < spec.cols; ++c) {
            const Point at = spec.centre(r, c);
            double sum = 0.0;
            for (const WeightedPoint& p : points) {
                if (std::max(std::abs(p.at.x - at.x), std::abs(p.at.y - at.y)) <= reach.value)
                    sum += p.weight;
            }
            values.push_back(sum * height);
        }
    }
    return values;
}

/// The surface put together from runs of 1, 5, 13, … rows, each of them by `fill(out, first_row)`.
template <class Fill>
std::vector<float> filled_in_pieces(const GridSpec& spec, const Fill& fill) {
    std::vector<float> values(spec.size());
    for (std::size_t row = 0, rows = 1; row < spec.rows; row += rows, rows = 2 * rows + 3) {
        rows = std::min(rows, spec.rows - row);
        fill(std::span{values}.subspan(row * spec.cols, rows * spec.cols), row);
    }
    return values;
}

/// Places on sixteenths of a metre, which move by whole cells of 16 m without rounding.
inline std::vector<WeightedPoint> on_sixteenths(std::vector<WeightedPoint> points) {
    for (WeightedPoint& p : points)
        p.at = {std::round(p.at.x * 16.0) / 16.0, std::round(p.at.y * 16.0) / 16.0};
    return points;
}

/// The same points, or the same grid, 10,000 cells of 16 m to the east and 30,000 to the south.
inline std::vector<WeightedPoint> moved(std::vector<WeightedPoint> points) {
    for (WeightedPoint& p : points) p.at = {p.at.x + 16.0 * 1e4, p.at.y - 16.0 * 3e4};
    return points;
}
inline GridSpec moved(GridSpec spec) {
    spec.corner = {spec.corner.x + 16.0 * 1e4, spec.corner.y - 16.0 * 3e4};
    return spec;
}

}  // namespace beatline::testing
