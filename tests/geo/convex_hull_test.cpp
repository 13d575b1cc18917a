// SPDX-License-Identifier: Apache-2.0
#include "geo/convex_hull.hpp"

#include <gtest/gtest.h>

#include "geo/random_stream.hpp"

namespace beatline {
namespace {

TEST(ConvexHull, HoldsAllPointsAndIsConvex) {
    RandomStream random{3};
    std::vector<Point> points;
    for (int i = 0; i < 500; ++i) points.push_back({random.unit() * 10.0, random.unit() * 3.0});
    const MultiPolygon hull = convex_hull(points);
    ASSERT_EQ(hull.size(), 1U);
    const Ring& ring = hull[0].outer;
    EXPECT_EQ(ring.front(), ring.back());
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        for (const Point p : points) {
            const double side = (ring[i + 1].x - ring[i].x) * (p.y - ring[i].y) -
                                (ring[i + 1].y - ring[i].y) * (p.x - ring[i].x);
            EXPECT_GE(side, 0.0);
        }
    }
    EXPECT_TRUE(convex_hull({{0, 0}, {1, 1}, {2, 2}}).empty());
    EXPECT_TRUE(convex_hull({{0, 0}, {0, 0}}).empty());
}

}  // namespace
}  // namespace beatline
