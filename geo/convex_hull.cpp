// SPDX-License-Identifier: Apache-2.0
#include "geo/convex_hull.hpp"

#include <algorithm>

namespace beatline {

MultiPolygon convex_hull(std::vector<Point> points) {
    // Andrew's monotone chain (1979), once along the south and once along the north.
    std::ranges::sort(points);
    points.erase(std::ranges::unique(points).begin(), points.end());
    Ring hull;
    const auto turn_left = [&](std::size_t least, Point p) {
        while (hull.size() > least) {
            const Point a = hull[hull.size() - 2];
            const Point b = hull.back();
            if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0.0) break;
            hull.pop_back();
        }
        hull.push_back(p);
    };
    for (const Point p : points) turn_left(1, p);
    const std::size_t south = hull.size();
    for (auto p = points.rbegin(); p != points.rend(); ++p) {
        if (p != points.rbegin()) turn_left(south, *p);
    }
    if (hull.size() < 4 || !(signed_area(hull).value > 0.0)) return {};
    return {{std::move(hull), {}}};
}

}  // namespace beatline
