// SPDX-License-Identifier: Apache-2.0
#include "geo/area_index.hpp"

#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

/// A star around `centre`: spikes make edges long and short, flat and steep.
Ring star(Point centre, double radius, int corners, std::mt19937& random) {
    Ring ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / corners;
        const double r = radius * (0.3 + 0.7 * static_cast<double>(random() % 1000) / 1000.0);
        ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    ring.push_back(ring.front());
    return ring;
}

TEST(AreaIndex, SaysTheSameAsTheRuleItSpeedsUp) {
    std::mt19937 random{3};
    for (int round = 0; round < 40; ++round) {
        MultiPolygon area;
        for (auto n = random() % 4; n > 0; --n) {
            const Point centre{static_cast<double>(random() % 1000),
                               static_cast<double>(random() % 1000)};
            Polygon polygon{star(centre, 400.0, 3 + static_cast<int>(random() % 200), random), {}};
            for (auto h = static_cast<int>(random() % 3); h > 0; --h) {
                polygon.holes.push_back(star({centre.x + 50.0 * h, centre.y}, 60.0, 12, random));
            }
            area.push_back(polygon);
        }
        const AreaIndex index{area};
        for (int i = 0; i < 2000; ++i) {
            // Whole numbers, so that points fall on corners and in line with them too.
            const Point p{static_cast<double>(random() % 1600) - 300.0,
                          static_cast<double>(random() % 1600) - 300.0};
            ASSERT_EQ(index.contains(p), contains(area, p)) << p.x << ' ' << p.y;
        }
        for (const Polygon& polygon : area) {
            for (const Point p : polygon.outer) {
                ASSERT_EQ(index.contains(p), contains(area, p)) << "on a corner";
            }
        }
    }
}

TEST(AreaIndex, HoldsNothingWhenTheAreaIsEmpty) {
    EXPECT_FALSE(AreaIndex{MultiPolygon{}}.contains({0.0, 0.0}));
    EXPECT_FALSE((AreaIndex{{{{{0, 5}, {9, 5}, {0, 5}}, {}}}}.contains({3.0, 5.0}))) << "flat";
}

}  // namespace
}  // namespace beatline
