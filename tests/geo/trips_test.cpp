// SPDX-License-Identifier: Apache-2.0
#include "geo/trips.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace beatline {
namespace {

Instant at(int seconds) {
    return Instant{Seconds{seconds}};
}

std::size_t six_bands(Instant when) {
    return static_cast<std::size_t>(when.time_since_epoch().count() / 14'400 % 6);
}

TEST(Trips, AreConsecutiveSightingsAtTwoCameras) {
    const std::vector<Sighting> seen{{1, 7, at(0)},   {1, 7, at(50)},   {1, 8, at(300)},
                                     {1, 9, at(900)}, {1, 8, at(9000)}, {2, 9, at(910)}};
    const std::vector<Trip> expected{{1, 7, 8, at(50), at(300)}, {1, 8, 9, at(300), at(900)}};
    EXPECT_EQ(trips_between(seen, Seconds{3600}), expected);
    EXPECT_TRUE(trips_between({}, Seconds{3600}).empty());
}

TEST(Trips, AreThoseOfATableSearchedByBruteForceInAnyOrder) {
    std::mt19937 random{3};
    std::vector<Sighting> seen;
    for (int i = 0; i < 600; ++i)
        seen.push_back({static_cast<std::uint32_t>(random() % 40),
                        static_cast<std::uint32_t>(random() % 6),
                        at(static_cast<int>(random() % 86'400))});
    const Seconds longest{1800};
    std::vector<Trip> expected;
    for (const Sighting& a : seen) {
        const Sighting* next = nullptr;  // the first after a of the same vehicle
        for (const Sighting& b : seen) {
            if (b.vehicle != a.vehicle ||
                std::pair{b.when, b.camera} <= std::pair{a.when, a.camera})
                continue;
            if (next == nullptr ||
                std::pair{b.when, b.camera} < std::pair{next->when, next->camera})
                next = &b;
        }
        if (next != nullptr && next->camera != a.camera && next->when - a.when <= longest)
            expected.push_back({a.vehicle, a.camera, next->camera, a.when, next->when});
    }
    auto found = trips_between(seen, longest);
    std::ranges::sort(expected);
    std::ranges::sort(found);
    EXPECT_EQ(found, expected);
    EXPECT_GT(found.size(), 100U);
    const auto in_order = trips_between(seen, longest);
    std::ranges::shuffle(seen, random);
    EXPECT_EQ(trips_between(seen, longest), in_order);
}

TEST(Trips, FlowsCountTripsAndDifferentVehicles) {
    const std::vector<Trip> trips{{1, 7, 8, at(50), at(300)},
                                  {1, 7, 8, at(20'000), at(20'100)},
                                  {2, 7, 8, at(60), at(400)},
                                  {2, 8, 7, at(500), at(900)},
                                  {3, 7, 8, at(86'300), at(86'500)}};
    const auto flows = flows_of(trips, six_bands);
    ASSERT_EQ(flows.size(), 2U);
    EXPECT_EQ(flows[0].from, 7U);
    EXPECT_EQ(flows[0].to, 8U);
    EXPECT_EQ(flows[0].trips, 4U);
    EXPECT_EQ(flows[0].vehicles, 3U);
    EXPECT_EQ(flows[0].by_band, (std::array<std::uint64_t, 6>{2, 1, 0, 0, 0, 1}));
    EXPECT_EQ(flows[0].vehicles_by_band, (std::array<std::uint64_t, 6>{2, 1, 0, 0, 0, 1}));
    EXPECT_EQ(flows[1].trips, 1U);
    std::uint64_t sum = 0;
    for (const Flow& f : flows) sum += f.trips;
    EXPECT_EQ(sum, trips.size());
}

}  // namespace
}  // namespace beatline
