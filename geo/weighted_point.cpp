// SPDX-License-Identifier: Apache-2.0
#include "geo/weighted_point.hpp"

#include <algorithm>

namespace beatline {

std::vector<WeightedPoint> merge_coincident(std::vector<WeightedPoint> points) {
    std::ranges::sort(points, [](const WeightedPoint& a, const WeightedPoint& b) {
        if (a.at.y != b.at.y) return a.at.y < b.at.y;
        if (a.at.x != b.at.x) return a.at.x < b.at.x;
        return a.weight < b.weight;  // so that the sums do not depend on the input's order
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (kept > 0 && points[kept - 1].at == points[i].at)
            points[kept - 1].weight += points[i].weight;
        else
            points[kept++] = points[i];
    }
    points.resize(kept);
    return points;
}

std::vector<WeightedPoint> merge_coincident(std::span<const PointEvent> events) {
    std::vector<WeightedPoint> points;
    points.reserve(events.size());
    for (const PointEvent& e : events) points.push_back({e.at, e.weight});
    return merge_coincident(std::move(points));
}

}  // namespace beatline
