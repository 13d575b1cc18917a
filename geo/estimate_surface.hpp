// The surface as it is asked for: one bandwidth or one for each point, and the border corrected or
// not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "geo/edge_correction.hpp"
#include "geo/kernel_point.hpp"

namespace beatline {

struct SurfaceRules {
    DensityParams density;
    bool adaptive{false};  ///< the points' own bandwidths count, not that of `density`
    EdgeCorrection edge{EdgeCorrection::none};
    std::optional<std::size_t> nearest{};  ///< adaptive by the k-th nearest place, else Abramson's
};

struct EstimatedSurface {
    DensityGrid density;  ///< NaN outside the area
    /// What it is the sum of, for a DensityField; none when the values were divided cell by cell
    /// (`uniform`).
    std::vector<KernelPoint> points;
};

/// Points with their bandwidths (with_bandwidth, abramson_bandwidths). For an edge correction they
/// lie inside the area, which is not empty; an empty area masks nothing. `uniform` divides by the
/// mass of one kernel and so is not defined for adaptive bandwidths; `diggle` takes each point's
/// own. Throws std::invalid_argument for rules that contradict each other.
[[nodiscard]] EstimatedSurface estimate_surface(std::vector<KernelPoint> points,
                                                const GridSpec& spec, const MultiPolygon& area,
                                                const SurfaceRules& rules);

}  // namespace beatline
