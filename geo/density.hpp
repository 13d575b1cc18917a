// Exact kernel density on a grid: no binning, no truncation of a compact kernel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/event.hpp"
#include "geo/grid.hpp"
#include "geo/kernel.hpp"

namespace beatline {

struct WeightedPoint {
    Point at;
    double weight{1.0};

    auto operator<=>(const WeightedPoint&) const = default;
};

struct DensityParams {
    Kernel kernel{Kernel::quartic};
    Metres bandwidth{300};  ///< > 0
    /// Asked before every row; once it says yes the grid is returned unfinished.
    bool (*cancelled)(){nullptr};
};

/// Events on the same spot become one point with their weights added; sorted by y, then x.
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::span<const PointEvent> events);
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::vector<WeightedPoint> points);

/// Weighted events per km^2 at every cell centre of `spec`: the sum of weight * kernel_density,
/// added up in double and rounded once to float. Points outside the grid still spread into it. The
/// result does not depend on the order of the points or the number of threads. Throws
/// std::invalid_argument for a bandwidth that is not a positive number.
[[nodiscard]] DensityGrid estimate_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                                           const DensityParams& params);

}  // namespace beatline
