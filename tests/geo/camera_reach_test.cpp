// SPDX-License-Identifier: Apache-2.0
#include "geo/camera_reach.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/quickest_path.hpp"

#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using testing::random_town;
using testing::RoadBuilder;

double sum_of(const std::vector<WeightedPoint>& points) {
    double sum = 0.0;
    for (const WeightedPoint& p : points) sum += p.weight;
    return sum;
}

/// All weight at places that fulfil something.
template <class Where>
double weight_where(const std::vector<WeightedPoint>& points, Where&& where) {
    double sum = 0.0;
    for (const WeightedPoint& p : points) sum += where(p.at) ? p.weight : 0.0;
    return sum;
}

/// A crossing at (0, 0) with streets of 5 km to all sides.
RoadBuilder crossing() {
    RoadBuilder roads;
    roads.junction(0, {0, 0})
        .junction(1, {0, 5000})
        .junction(2, {5000, 0})
        .junction(3, {0, -5000})
        .junction(4, {-5000, 0});
    for (int arm = 1; arm <= 4; ++arm) roads.street(0, arm, "arm " + std::to_string(arm));
    return roads;
}

TEST(CameraReach, KeepsTheWeightAndTheReach) {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        const RoadNetwork network =
            random_town({.side = 7, .one_way_share = 0.3, .bans = 20, .seed = seed})
                .build()
                .network;
        const CameraReach reach{network};
        const RoadIndex index{network};
        for (const double bearing : {-1.0, 0.0, 135.0}) {
            const auto place = reach.place({310.0, 290.0}, bearing, 200_m);
            ASSERT_TRUE(place);
            const auto points = reach.spread(*place, 7.0, {300_m, 20_m});
            EXPECT_NEAR(sum_of(points), 7.0, 1e-9);
            for (const WeightedPoint& p : points) {
                EXPECT_GT(p.weight, 0.0);
                EXPECT_LE(distance(p.at, place->position.at), 311_m);
                EXPECT_LE(index.nearest(p.at, 5_m)->off_road, 0.01_m) << "lies on a street";
            }
        }
    }
}

TEST(CameraReach, FallsLinearlyAlongAStraightRoad) {
    const RoadNetwork network = crossing().build().network;
    const CameraReach reach{network};
    const auto place = reach.place({2500, 10}, 90.0, 50_m);
    ASSERT_TRUE(place);
    EXPECT_NE(place->forward, place->backward) << "the bearing says which way";
    const auto points = reach.spread(*place, 1.0, {1000_m, 10_m});
    for (const double d : {100.0, 400.0, 800.0}) {
        const double beyond = weight_where(points, [&](Point p) { return p.x > 2500 + d; });
        EXPECT_NEAR(beyond, 0.5 * (1 - d / 1000) * (1 - d / 1000), 1e-9) << d;
        EXPECT_NEAR(weight_where(points, [&](Point p) { return p.x < 2500 - d; }), beyond, 1e-9);
    }
}

TEST(CameraReach, SharesOutAtAJunctionBySizeOfRoadAndNeverTurnsBack) {
    RoadBuilder roads = crossing();
    roads.links[1].road_class = RoadClass::primary;  // to the east; the others are residential
    const RoadNetwork network = roads.build().network;
    const CameraReach reach{network};
    const auto place = reach.place({0, -200}, 0.0, 50_m);  // south of the crossing, northbound
    ASSERT_TRUE(place);
    const auto points = reach.spread(*place, 1.0, {1000_m, 10_m});
    const double beyond = 0.5 * 0.8 * 0.8;  // half of it, past 200 m
    const double all = 2.0 + traffic_share(RoadClass::primary);
    const auto arm = [&](auto&& where) { return weight_where(points, where); };
    EXPECT_NEAR(arm([](Point p) { return p.x > 1; }), beyond * (all - 2.0) / all, 1e-9);
    EXPECT_NEAR(arm([](Point p) { return p.x < -1; }), beyond / all, 1e-9);
    EXPECT_NEAR(arm([](Point p) { return p.y > 1; }), beyond / all, 1e-9);
    EXPECT_NEAR(arm([](Point p) { return p.y < -1; }), 1.0 - beyond, 1e-9);
}

TEST(CameraReach, WhatReachesADeadEndStaysThere) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0}).junction(2, {5000, 0});
    roads.street(0, 1);
    roads.street(1, 2);
    const RoadNetwork network = roads.build().network;
    const CameraReach reach{network};
    const auto place = reach.place({50, 0}, -1.0, 50_m);
    ASSERT_TRUE(place);
    EXPECT_TRUE(place->forward && place->backward) << "no bearing: both ways";
    const auto points = reach.spread(*place, 1.0, {500_m, 10_m});
    EXPECT_NEAR(weight_where(points, [](Point p) { return p.x < 10; }),
                0.5 * (1 - 40.0 / 500) * (1 - 40.0 / 500), 1e-9);
}

TEST(CameraReach, OneWayStreetsLeadOnlyOneWay) {
    RoadBuilder roads;  // a ring driven clockwise, entered and left in the west
    roads.junction(0, {0, 0}).junction(1, {0, 400}).junction(2, {400, 400}).junction(3, {400, 0});
    for (const auto& [a, b] : {std::pair{0, 1}, {1, 2}, {2, 3}, {3, 0}}) roads.one_way(a, b);
    const RoadNetwork network = roads.build().network;
    const CameraReach reach{network};
    const auto north = reach.place({0, 200}, 0.0, 50_m);
    const auto south = reach.place({0, 200}, 180.0, 50_m);
    ASSERT_TRUE(north && south);
    EXPECT_EQ(north->forward, south->forward) << "against the traffic: the street says which way";
    const auto points = reach.spread(*north, 1.0, {300_m, 10_m});
    EXPECT_NEAR(weight_where(points, [](Point p) { return p.y > 399; }),  // downstream, the north
                0.5 / 9.0, 1e-9);
    EXPECT_NEAR(weight_where(points, [](Point p) { return p.y < 1; }), 0.5 / 9.0, 1e-9);
    EXPECT_NEAR(weight_where(points, [](Point p) { return p.x > 399; }), 0.0, 1e-12);
}

TEST(CameraReach, ABearingChoosesTheCarriagewayAndWhichWayRoundDoesNotMatter) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {0, 1000}).junction(2, {12, 1000}).junction(3, {12, 0});
    roads.one_way(0, 1, "northbound");
    roads.one_way(1, 2);
    roads.one_way(2, 3, "southbound");
    roads.one_way(3, 0);
    const RoadNetwork network = roads.build().network;
    const CameraReach reach{network};
    const auto name = [&](double bearing) {
        const auto place = reach.place({5, 500}, bearing, 50_m);
        return network.names[network.streets[place->position.street].name];
    };
    EXPECT_EQ(name(0.0), "northbound");
    EXPECT_EQ(name(350.0), "northbound");
    EXPECT_EQ(name(180.0), "southbound");
    EXPECT_FALSE(reach.place({200, 500}, 0.0, 50_m));

    const RoadNetwork town =
        random_town({.one_way_share = 0.0, .bans = 0, .seed = 4}).build().network;
    const CameraReach in_town{town};
    const auto there = in_town.place({350, 350}, 40.0, 200_m);
    const auto back = in_town.place({350, 350}, 220.0, 200_m);
    const auto a = in_town.spread(*there, 1.0, {400_m, 20_m});
    const auto b = in_town.spread(*back, 1.0, {400_m, 20_m});
    ASSERT_EQ(a.size(), b.size()) << "half each way: against the bearing is the same";
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].at, b[i].at);
        EXPECT_NEAR(a[i].weight, b[i].weight, 1e-9);
    }
}

/// One vehicle at a time: it drives as far as chance says and turns as chance says.
TEST(CameraReach, IsWhatManySimulatedVehiclesDo) {
    RoadBuilder town = random_town({.side = 6, .one_way_share = 0.2, .bans = 0, .seed = 9});
    std::mt19937 random{2};
    for (RoadLink& link : town.links) {
        if (random() % 3 == 0) link.road_class = RoadClass::secondary;
    }
    const RoadNetwork network = town.build().network;
    const CameraReach reach{network};
    const auto place = reach.place({260, 240}, -1.0, 200_m);
    ASSERT_TRUE(place);
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    const double far = 350.0;
    std::map<StreetId, double> driven;
    const int vehicles = 200'000;
    for (int i = 0; i < vehicles; ++i) {
        const bool both = place->forward && place->backward;
        const bool forward = both ? unit(random) < 0.5 : place->forward;
        const bool down = unit(random) < 0.5;
        double left = far * (1.0 - std::sqrt(1.0 - unit(random)));
        StreetId street = place->position.street;
        bool ahead = forward;
        double along = place->position.along.value;
        for (;;) {
            const double length = network.streets[street].length_m;
            const double to_end = ahead == down ? length - along : along;
            if (left < to_end) break;
            left -= to_end;
            std::vector<std::pair<ArcId, double>> ways;
            double shares = 0.0;
            for (const ArcId a : network.arcs_of(street)) {
                if (network.arcs[a].forward != ahead) continue;
                const NodeId node = down ? network.arcs[a].to : network.arcs[a].from;
                for (ArcId n = 0; n < network.arcs.size(); ++n) {
                    const RoadArc& next = network.arcs[n];
                    if ((down ? next.from : next.to) != node) continue;
                    if (next.street == street && next.forward != ahead) continue;
                    shares += traffic_share(network.streets[next.street].road_class);
                    ways.emplace_back(n, shares);
                }
            }
            if (ways.empty()) break;
            const double drawn = unit(random) * shares;
            const auto next = std::ranges::find_if(ways, [&](auto& w) { return drawn < w.second; });
            street = network.arcs[next->first].street;
            ahead = network.arcs[next->first].forward;
            along = ahead == down ? 0.0 : network.streets[street].length_m;
        }
        driven[street] += 1.0 / vehicles;
    }
    std::map<StreetId, double> spread;
    const RoadIndex index{network};
    for (const WeightedPoint& p : reach.spread(*place, 1.0, {Metres{far}, 5_m}))
        spread[index.nearest(p.at, 1_m)->street] += p.weight;
    for (StreetId s = 0; s < network.streets.size(); ++s)
        EXPECT_NEAR(spread[s], driven[s], 0.004 + 0.02 * driven[s]) << s;
}

TEST(CameraReach, RefusesParametersOutOfRange) {
    const RoadNetwork network = crossing().build().network;
    const CameraReach reach{network};
    const auto place = reach.place({100, 0}, 90.0, 50_m);
    EXPECT_THROW(static_cast<void>(reach.spread(*place, 1.0, {0_m, 10_m})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(reach.spread(*place, -1.0, {})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(reach.spread({place->position, false, false}, 1.0, {})),
                 std::invalid_argument);
    EXPECT_TRUE(reach.spread(*place, 0.0, {}).empty());
}

}  // namespace
}  // namespace beatline
