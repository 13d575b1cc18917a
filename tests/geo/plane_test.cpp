// SPDX-License-Identifier: Apache-2.0
#include "geo/plane.hpp"

#include <gtest/gtest.h>

namespace beatline {
namespace {

const Polyline bent{{0, 0}, {100, 0}, {100, 50}};

TEST(Plane, PartOfALineHasTheLengthAskedFor) {
    for (double from = 0.0; from < 150.0; from += 7.0) {
        for (double to = 0.0; to < 150.0; to += 11.0) {
            const Polyline part = part_of(bent, Metres{from}, Metres{to});
            EXPECT_NEAR(length(part).value, std::abs(to - from), 1e-9);
            EXPECT_NEAR(distance(part.front(), point_at(bent, Metres{from})).value, 0.0, 1e-9);
            EXPECT_NEAR(distance(part.back(), point_at(bent, Metres{to})).value, 0.0, 1e-9);
        }
    }
}

TEST(Plane, PointAlongIsClampedToTheEnds) {
    EXPECT_EQ(point_at(bent, Metres{-5}), (Point{0, 0}));
    EXPECT_EQ(point_at(bent, Metres{1000}), (Point{100, 50}));
}

TEST(Plane, AreaOfAPolygonLeavesItsHolesOut) {
    const Polygon p{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}},
                    {{{2, 2}, {2, 4}, {4, 4}, {4, 2}, {2, 2}}}};
    EXPECT_DOUBLE_EQ(area(p).value, 96.0);
    EXPECT_TRUE(contains(p, {1, 1}));
    EXPECT_FALSE(contains(p, {3, 3}));
    EXPECT_FALSE(contains(p, {11, 3}));
}

TEST(Plane, OrientationGivesTheSignOfARing) {
    const Ring ccw{{0, 0}, {1, 0}, {0, 1}, {0, 0}};
    EXPECT_GT(signed_area(ccw).value, 0.0);
    EXPECT_LT(signed_area(Ring{ccw.rbegin(), ccw.rend()}).value, 0.0);
}

}  // namespace
}  // namespace beatline
