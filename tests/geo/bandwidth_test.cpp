// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/leaning_points.hpp"

namespace beatline {
namespace {

std::vector<WeightedPoint> normal_cloud(std::size_t n, double deviation) {
    std::mt19937_64 rng{1};
    std::normal_distribution<double> normal{0.0, deviation};
    std::vector<WeightedPoint> points;
    for (std::size_t i = 0; i < n; ++i) points.push_back({{normal(rng), normal(rng)}, 1.0});
    return points;
}

TEST(Bandwidth, FollowsSilvermansConstants) {
    // Silverman (1986), table 4.1 for two dimensions: 2.40 for Epanechnikov, 2.78 for the quartic;
    // eq. 4.14 gives 1 for the Gaussian.
    const auto points = normal_cloud(20'000, 1000.0);
    const double scale = 1000.0 * std::pow(20'000.0, -1.0 / 6.0);
    EXPECT_NEAR(silverman_bandwidth(points, Kernel::epanechnikov).bandwidth.value / scale, 2.40,
                0.05);
    EXPECT_NEAR(silverman_bandwidth(points, Kernel::quartic).bandwidth.value / scale, 2.78, 0.06);
    EXPECT_NEAR(silverman_bandwidth(points, Kernel::gaussian).bandwidth.value / scale, 1.00, 0.02);
}

TEST(Bandwidth, FollowsScottAsSpatstatHasIt) {
    // bw.scott(isotropic = TRUE), tests/reference/bandwidth.R
    const auto points = testing::leaning_points(80);
    EXPECT_NEAR(scott_bandwidth(points, Kernel::gaussian).bandwidth.value, 126.472198245, 1e-7);
    EXPECT_NEAR(scott_bandwidth(points, Kernel::quartic).bandwidth.value, 2.78 * 126.472198245, 1.0)
        << "Silverman (1986), table 4.1: the quartic's constant";
    EXPECT_TRUE(scott_bandwidth({}, Kernel::quartic).degenerate);
}

TEST(Bandwidth, ScalesWithTheMap) {
    auto points = normal_cloud(500, 100.0);
    const double before = silverman_bandwidth(points, Kernel::quartic).bandwidth.value;
    for (WeightedPoint& p : points) p.at = {p.at.x * 3.0 + 4e5, p.at.y * 3.0 + 2e5};
    EXPECT_NEAR(silverman_bandwidth(points, Kernel::quartic).bandwidth.value, 3.0 * before,
                1e-6 * before);
}

TEST(Bandwidth, SaysThatOneSpotIsDegenerate) {
    const std::vector<WeightedPoint> one(50, {{5, 5}, 1.0});
    EXPECT_TRUE(silverman_bandwidth(one, Kernel::quartic).degenerate);
    EXPECT_EQ(silverman_bandwidth(one, Kernel::quartic).bandwidth, 300_m);
    EXPECT_TRUE(silverman_bandwidth({}, Kernel::quartic).degenerate);
}

TEST(Bandwidth, TwoSpotsOnALineAreEnough) {
    const std::vector<WeightedPoint> two{{{0, 5}, 1.0}, {{1000, 5}, 1.0}};
    const BandwidthChoice choice = silverman_bandwidth(two, Kernel::quartic);
    EXPECT_FALSE(choice.degenerate);
    EXPECT_GT(choice.bandwidth.value, 100.0);
}

}  // namespace
}  // namespace beatline
