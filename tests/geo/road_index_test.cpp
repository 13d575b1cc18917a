// SPDX-License-Identifier: Apache-2.0
#include "geo/road_index.hpp"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using testing::RoadBuilder;

double distance_to_street(const RoadNetwork& network, StreetId street, Point p) {
    const auto line = network.line_of(street);
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double dx = line[i].x - line[i - 1].x;
        const double dy = line[i].y - line[i - 1].y;
        const double squared = dx * dx + dy * dy;
        double t =
            squared > 0 ? ((p.x - line[i - 1].x) * dx + (p.y - line[i - 1].y) * dy) / squared : 0.0;
        t = std::clamp(t, 0.0, 1.0);
        best =
            std::min(best, std::hypot(p.x - line[i - 1].x - t * dx, p.y - line[i - 1].y - t * dy));
    }
    return best;
}

void expect_nearest(const RoadNetwork& network, const RoadIndex& index, Point p, Metres limit) {
    double least = std::numeric_limits<double>::infinity();
    for (StreetId s = 0; s < network.streets.size(); ++s)
        least = std::min(least, distance_to_street(network, s, p));
    const auto found = index.nearest(p, limit);
    ASSERT_EQ(found.has_value(), least <= limit.value) << p.x << " " << p.y << ": " << least;
    if (!found) return;
    EXPECT_NEAR(found->off_road.value, least, 1e-9 * (1.0 + least));
    EXPECT_NEAR(distance_to_street(network, found->street, p), least, 1e-9 * (1.0 + least));
    EXPECT_NEAR(distance(found->at, p).value, found->off_road.value, 1e-12);
    EXPECT_GE(found->along, Metres{0});
    EXPECT_LE(found->along.value, network.streets[found->street].length_m);
    EXPECT_LT(distance(point_at(network.line_of(found->street), found->along), found->at).value,
              1e-6);
    for (StreetId s = 0; s < found->street; ++s) {
        EXPECT_GT(distance_to_street(network, s, p), least - 1e-9) << "a lower street is nearer";
    }
}

TEST(RoadIndex, FindsWhatALookAtEveryStreetFinds) {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const RoadNetwork network =
            testing::random_town({.side = 12, .seed = seed}).build().network;
        const RoadIndex index{network};
        std::mt19937 rng{seed};
        std::uniform_real_distribution<double> near{-200.0, 1400.0};
        std::uniform_real_distribution<double> far{-20'000.0, 20'000.0};
        for (int i = 0; i < 400; ++i) {
            expect_nearest(network, index, {near(rng), near(rng)}, Metres{i % 2 == 0 ? 30.0 : 1e9});
            expect_nearest(network, index, {far(rng), far(rng)}, Metres{i % 2 == 0 ? 5000.0 : 1e9});
        }
        for (const Point node : network.nodes) expect_nearest(network, index, node, Metres{0});
    }
}

TEST(RoadIndex, FindsLongRoadsAmongShortOnes) {
    RoadBuilder roads;
    roads.junction(0, {0, 0});
    for (int i = 1; i <= 200; ++i) {
        roads.junction(i, {10.0 * i, 3.0 * (i % 3)});
        roads.street(i - 1, i);
    }
    roads.junction(900, {-40'000, 70'000}).junction(901, {90'000, -11'000});
    roads.street(0, 900, "Ferry");
    roads.street(0, 901, "Motorway");
    const RoadNetwork network = roads.build().network;
    const RoadIndex index{network};
    std::mt19937 rng{5};
    std::uniform_real_distribution<double> wide{-60'000.0, 100'000.0};
    for (int i = 0; i < 2000; ++i)
        expect_nearest(network, index, {wide(rng), wide(rng)}, Metres{1e9});
}

TEST(RoadIndex, GivesTheLowerStreetWhereStreetsMeet) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 7}).junction(2, {-3, 90}).junction(3, {-60, -60});
    roads.street(1, 0);
    roads.street(0, 2);
    roads.street(3, 0);
    const RoadNetwork network = roads.build().network;
    const auto found = RoadIndex{network}.nearest({0, 0}, Metres{1});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->street, 0U);
    EXPECT_EQ(found->along.value, network.streets[0].length_m);
}

TEST(RoadIndex, FindsNothingBeyondTheLimitOrForWhatIsNoPlace) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0});
    roads.street(0, 1);
    const RoadNetwork network = roads.build().network;
    const RoadIndex index{network};
    EXPECT_TRUE(index.nearest({50, 10}, Metres{10}));
    EXPECT_FALSE(index.nearest({50, 10.001}, Metres{10}));
    EXPECT_FALSE(index.nearest({NAN, 0}, Metres{10}));
    EXPECT_FALSE(index.nearest({INFINITY, 0}, Metres{10}));
    EXPECT_FALSE(index.nearest({1e300, 0}, Metres{10}));
    EXPECT_FALSE(index.nearest({50, 0}, Metres{-1}));
    EXPECT_FALSE(RoadIndex{RoadNetwork{}}.nearest({0, 0}, Metres{10}));
}

}  // namespace
}  // namespace beatline
