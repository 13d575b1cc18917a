// SPDX-License-Identifier: Apache-2.0
#include "geo/repeat_places.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "geo/rng.hpp"

namespace beatline {
namespace {

TEST(RepeatPlaces, AreCounted) {
    const std::vector<Point> points{{0, 0}, {5, 5}, {0, 0}, {7, 7}, {5, 5}, {0, 0}};
    const RepeatPlaces r = repeat_places(points, std::nullopt);
    EXPECT_EQ(r.events, 6U);
    EXPECT_EQ(r.places, 3U);
    EXPECT_EQ(r.repeat_places, 2U);
    EXPECT_EQ(r.at_repeats, 5U);
    EXPECT_EQ(r.most, 3U);
    EXPECT_NEAR(r.share(), 5.0 / 6.0, 1e-12);
}

TEST(RepeatPlaces, ByChanceAreThoseOfEventsThrownAtRandom) {
    Rng rng{4};
    double share = 0.0;
    for (int round = 0; round < 400; ++round) {
        std::vector<Point> points;
        for (int i = 0; i < 100; ++i) points.push_back({static_cast<double>(rng.below(500)), 0.0});
        share += repeat_places(points, 500).share() / 400.0;
    }
    EXPECT_NEAR(repeat_places(std::vector<Point>(100, {0, 0}), 500).expected_share, share, 0.005);
}

TEST(RepeatPlaces, NeedTwoEvents) {
    EXPECT_EQ(repeat_places({}, std::nullopt).share(), 0.0);
    EXPECT_EQ(repeat_places(std::vector<Point>{{1, 1}}, std::nullopt).expected_share, 0.0);
    EXPECT_EQ(repeat_places(std::vector<Point>(2, {1, 1}), std::nullopt).expected_share, 1.0);
}

}  // namespace
}  // namespace beatline
