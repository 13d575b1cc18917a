// SPDX-License-Identifier: Apache-2.0
#include "geo/bandwidth_diggle.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/areas.hpp"
#include "tests/support/leaning_points.hpp"

namespace beatline {
namespace {

using testing::leaning_points;

/// The criterion at a deviation that was tried, over the area: spatstat's K has its unit.
double error_at(const DiggleChoice& choice, double deviation) {
    const auto found = std::ranges::find_if(
        choice.deviations, [&](Metres d) { return std::abs(d.value - deviation) < 1e-9; });
    return choice.error[static_cast<std::size_t>(found - choice.deviations.begin())] * 1e6;
}

TEST(BandwidthDiggle, EqualsSpatstatsBwDiggle) {
    // bw.diggle(hmax = 200, nr = 513), tests/reference/bandwidth.R
    const DiggleRules open{Metres{200}, 512, {}};
    const auto none = diggle_bandwidth(leaning_points(80), open);
    ASSERT_TRUE(none);
    EXPECT_NEAR(none->deviation.value, 78.90625, 1e-9);
    EXPECT_NEAR(error_at(*none, 25), 0.227339577162, 1e-9);
    EXPECT_NEAR(error_at(*none, 50), -1.381954501254, 1e-9);
    EXPECT_NEAR(error_at(*none, 75), -1.561558545283, 1e-9);
    EXPECT_NEAR(error_at(*none, 100), -1.384547253817, 1e-9);

    const DiggleRules within{Metres{200}, 512, testing::square_area({0.0, 0.0}, 1000.0)};
    const auto border = diggle_bandwidth(leaning_points(80), within);
    ASSERT_TRUE(border);
    EXPECT_NEAR(border->deviation.value, 80.46875, 1e-9);
    EXPECT_NEAR(error_at(*border, 25), 0.774878063840, 1e-9);
    EXPECT_NEAR(error_at(*border, 50), -0.260879237573, 1e-9);
    EXPECT_NEAR(error_at(*border, 75), -1.213953611091, 1e-9);
    EXPECT_NEAR(error_at(*border, 100), -0.999612244712, 1e-9);
}

TEST(BandwidthDiggle, GrowsWithTheMapAndDoesNotDependOnTheOrder) {
    auto points = leaning_points(80);
    const auto before = diggle_bandwidth(points, {Metres{200}, 512, {}});
    std::ranges::shuffle(points, std::mt19937_64{5});
    for (WeightedPoint& p : points) p.at = {4.0 * p.at.x + 4e5, 4.0 * p.at.y + 3e5};
    const auto after = diggle_bandwidth(points, {Metres{800}, 512, {}});
    ASSERT_TRUE(before && after);
    EXPECT_NEAR(after->deviation.value, 4.0 * before->deviation.value, 1e-9);
}

TEST(BandwidthDiggle, PlacesOfOneWeightCountAsPlaces) {
    auto points = leaning_points(80);
    const auto once = diggle_bandwidth(points, {Metres{200}, 256, {}});
    for (WeightedPoint& p : points) p.weight = 5.0;
    const auto often = diggle_bandwidth(points, {Metres{200}, 256, {}});
    ASSERT_TRUE(once && often);
    EXPECT_EQ(once->deviation, often->deviation);
}

TEST(BandwidthDiggle, AsksAShareOfThePlacesWhereThePairsAreTooMany) {
    std::mt19937_64 rng{2};
    std::normal_distribution<double> hump{0.0, 1000.0};
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 4000; ++i) points.push_back({{hump(rng), hump(rng)}, 1.0});
    const auto all = diggle_bandwidth(points, {Metres{1000}, 512, {}});
    const auto some = diggle_bandwidth(points, {Metres{1000}, 512, {}, 2e6});  // of some 13e6
    ASSERT_TRUE(all && some);
    EXPECT_NE(all->error, some->error);
    EXPECT_NEAR(some->deviation.value, all->deviation.value, 0.1 * all->deviation.value);
}

TEST(BandwidthDiggle, SaysWhenItFindsNoMinimum) {
    // One wide hump: of deviations far too narrow for it the widest is best.
    std::mt19937_64 rng{1};
    std::normal_distribution<double> hump{0.0, 1000.0};
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 3000; ++i) points.push_back({{hump(rng), hump(rng)}, 1.0});
    const auto narrow = diggle_bandwidth(points, {Metres{10}, 64, {}});
    ASSERT_TRUE(narrow);
    EXPECT_TRUE(narrow->at_end);
    EXPECT_EQ(narrow->deviation, 10_m);
    const auto wide = diggle_bandwidth(points, {Metres{1000}, 512, {}});
    ASSERT_TRUE(wide);
    EXPECT_FALSE(wide->at_end);
}

TEST(BandwidthDiggle, SaysNothingOfTooLittle) {
    EXPECT_FALSE(diggle_bandwidth(leaning_points(2), {Metres{200}, 512, {}}));
    const std::vector<WeightedPoint> apart{{{0, 0}, 1.0}, {{1e5, 0}, 1.0}, {{0, 1e5}, 1.0}};
    EXPECT_FALSE(diggle_bandwidth(apart, {Metres{200}, 512, {}}));
    EXPECT_THROW((void)diggle_bandwidth(apart, {Metres{0}, 512, {}}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
