// What a density surface is by definition, in double, for engines to be compared with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
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

}  // namespace beatline::testing
