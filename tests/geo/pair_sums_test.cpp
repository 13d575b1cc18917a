// SPDX-License-Identifier: Apache-2.0
#include "geo/pair_sums.hpp"

#include <algorithm>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

std::vector<WeightedPoint> clustered(std::size_t n) {
    std::mt19937_64 rng{7};
    std::normal_distribution<double> near{0.0, 300.0};
    std::uniform_real_distribution<double> anywhere{0.0, 8000.0};
    std::vector<WeightedPoint> points;
    for (std::size_t i = 0; i < n; ++i) {
        const Point middle{i % 3 == 0 ? anywhere(rng) : 2000.0,
                           i % 3 == 0 ? anywhere(rng) : 5000.0};
        points.push_back({{4e5 + middle.x + near(rng), 3e5 + middle.y + near(rng)},
                          0.5 + static_cast<double>(i % 4)});
    }
    return merge_coincident(std::move(points));
}

std::vector<Point> spots_of(const std::vector<WeightedPoint>& places) {
    std::vector<Point> spots;
    for (const WeightedPoint& p : places) spots.push_back(p.at);
    return spots;
}

TEST(PairSums, EqualTheSumOverEveryPair) {
    const auto places = clustered(400);
    const BandwidthLadder ladder = bandwidth_ladder(Metres{30}, Metres{2500}, 9);
    for (const Kernel kernel : all_kernels) {
        for (const bool without_own : {false, true}) {
            const PairSums sums = pair_sums(places, spots_of(places), ladder, kernel, without_own);
            for (std::size_t i = 0; i < places.size(); i += 7) {
                for (std::size_t m = 0; m < ladder.size(); ++m) {
                    double sum = 0.0;
                    for (std::size_t j = 0; j < places.size(); ++j) {
                        if (without_own && j == i) continue;
                        sum +=
                            places[j].weight *
                            kernel_density(kernel, distance(places[i].at, places[j].at), ladder[m]);
                    }
                    const double peak = kernel_density(kernel, Metres{0}, ladder[m]) * 4.0;
                    EXPECT_NEAR(sums.at(i)[m], sum, 1e-11 * sum + 1e-13 * peak)
                        << name_of(kernel) << " " << ladder[m].value;
                }
            }
        }
    }
}

TEST(PairSums, AreTheSameForAnyOrderAndNumberOfThreads) {
    auto places = clustered(600);
    const auto spots = spots_of(places);
    const BandwidthLadder ladder = bandwidth_ladder(Metres{50}, Metres{1500}, 6);
    const PairSums before = pair_sums(places, spots, ladder, Kernel::quartic, true);
    std::ranges::shuffle(places, std::mt19937_64{3});
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const PairSums after = pair_sums(places, spots, ladder, Kernel::quartic, true);
    for (std::size_t i = 0; i < spots.size(); ++i) {
        for (std::size_t m = 0; m < ladder.size(); ++m) EXPECT_EQ(before.at(i)[m], after.at(i)[m]);
    }
}

TEST(PairSums, ALadderRisesByOneFactorBetweenItsEnds) {
    const BandwidthLadder ladder = bandwidth_ladder(Metres{100}, Metres{1600}, 5);
    ASSERT_EQ(ladder.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(ladder[i].value, 100.0 * std::pow(2.0, static_cast<double>(i)), 1e-9);
    EXPECT_EQ(bandwidth_ladder(Metres{100}, Metres{50}, 5).size(), 1U);
    EXPECT_THROW((void)bandwidth_ladder(Metres{0}, Metres{50}, 5), std::invalid_argument);
    EXPECT_THROW((void)pair_sums({}, {}, {}, Kernel::quartic, true), std::invalid_argument);
}

TEST(PairSums, TheExpectedNumberOfPairsIsAboutRight) {
    const auto places = clustered(2000);
    const auto spots = spots_of(places);
    double pairs = 0.0;
    for (const Point a : spots) {
        for (const Point b : spots) pairs += distance(a, b) < Metres{500} ? 1.0 : 0.0;
    }
    const double expected = expected_pairs(places, spots, Metres{500});
    EXPECT_GT(expected, 0.5 * pairs);
    EXPECT_LT(expected, 2.5 * pairs);
}

}  // namespace
}  // namespace beatline
