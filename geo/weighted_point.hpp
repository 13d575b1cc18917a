// A place and what happened there, as weight: what density is computed from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/plane.hpp"

namespace beatline {

struct WeightedPoint {
    Point at;
    double weight{1.0};

    auto operator<=>(const WeightedPoint&) const = default;
};

/// Events on the same spot become one point with their weights added; sorted by y, then x.
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::span<const PointEvent> events);
[[nodiscard]] std::vector<WeightedPoint> merge_coincident(std::vector<WeightedPoint> points);

}  // namespace beatline
