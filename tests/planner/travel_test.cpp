// SPDX-License-Identifier: Apache-2.0
#include "planner/travel.hpp"

#include <random>
#include <stdexcept>
#include <tbb/global_control.h>

#include <gtest/gtest.h>

#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

std::vector<RoadPosition> random_places(const RoadNetwork& network, std::size_t n, unsigned seed) {
    std::mt19937 rng{seed};
    std::uniform_real_distribution<double> share{0.0, 1.0};
    std::vector<RoadPosition> places;
    for (std::size_t i = 0; i < n; ++i) {
        const auto street = static_cast<StreetId>(rng() % network.streets.size());
        places.push_back(
            {street, Metres{share(rng) * network.streets[street].length_m}, {}, Metres{0}});
    }
    return places;
}

TEST(TravelTimes, AreExactMillisecondsRoundedUpToSeconds) {
    const RoadNetwork network = testing::random_town({.seed = 4}).build().network;
    const auto places = random_places(network, 30, 1);
    const TravelMatrix matrix = travel_times(network, places);
    ASSERT_EQ(matrix.size(), places.size());
    for (std::size_t from = 0; from < places.size(); ++from) {
        const auto ms = quickest_times(network, places[from], places);
        for (std::size_t to = 0; to < places.size(); ++to) {
            EXPECT_GE(matrix(from, to) * 1000ULL, ms[to]);
            EXPECT_LT(matrix(from, to) * 1000ULL, ms[to] + 1000ULL);
        }
        EXPECT_EQ(matrix(from, from), 0U);
    }
}

TEST(TravelTimes, NeverGainFromADetourOverAThirdPlaceWhereAllTurnsAreFree) {
    const RoadNetwork network = testing::random_town({.bans = 0, .seed = 9}).build().network;
    const auto places = random_places(network, 25, 2);
    const TravelMatrix t = travel_times(network, places);
    for (std::size_t a = 0; a < places.size(); ++a) {
        for (std::size_t b = 0; b < places.size(); ++b) {
            for (std::size_t c = 0; c < places.size(); ++c) EXPECT_LE(t(a, c), t(a, b) + t(b, c));
        }
    }
}

TEST(TravelTimes, AreTheSameOnAnyNumberOfThreads) {
    const RoadNetwork network = testing::random_town({.side = 12, .seed = 5}).build().network;
    const auto places = random_places(network, 60, 3);
    const TravelMatrix many = travel_times(network, places);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const TravelMatrix single = travel_times(network, places);
    for (std::size_t from = 0; from < places.size(); ++from) {
        for (std::size_t to = 0; to < places.size(); ++to)
            ASSERT_EQ(many(from, to), single(from, to));
    }
}

TEST(TravelMatrix, RefusesTimesThatAreNotSquare) {
    EXPECT_THROW((TravelMatrix{2, {0, 1, 1}}), std::invalid_argument);
    EXPECT_EQ((TravelMatrix{2, {0, 1, 2, 0}})(1, 0), 2U);
}

}  // namespace
}  // namespace beatline
