// SPDX-License-Identifier: Apache-2.0
#include "geo/quickest_path.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/road_builder.hpp"
#include "tests/support/road_reference.hpp"

namespace beatline {
namespace {

using testing::RoadBuilder;
using testing::TurnGraph;

RoadPosition place_on(const RoadNetwork& network, StreetId street, double along_m) {
    return {street, Metres{along_m}, point_at(network.line_of(street), Metres{along_m}), Metres{0}};
}

/// 1 west, 2 east, 3 south, 4 north of 0, each 100 m or 10 s away; streets 0..3 drawn towards 0.
struct Crossroads {
    RoadBuilder roads;
    Crossroads() {
        roads.junction(0, {0, 0}).junction(1, {-100, 0}).junction(2, {100, 0});
        roads.junction(3, {0, -100}).junction(4, {0, 100});
        for (const std::int64_t arm : {1, 2, 3, 4})
            roads.street(arm, 0, "Arm " + std::to_string(arm));
    }
    [[nodiscard]] std::uint32_t drive_ms(StreetId from, StreetId to) const {
        const RoadNetwork network = roads.build().network;
        const RoadPosition target = place_on(network, to, 50);
        return quickest_times(network, place_on(network, from, 50), {&target, 1}).front();
    }
};

TEST(QuickestPath, CountsPartsOfStreetsAtBothEnds) {
    Crossroads cross;
    EXPECT_EQ(cross.drive_ms(0, 1), 10'000U);  // 50 m + 50 m at 36 km/h
    EXPECT_EQ(cross.drive_ms(0, 0), 0U);
}

TEST(QuickestPath, GoesRoundWhenATurnIsBanned) {
    Crossroads cross;
    cross.roads.ban(0, 0, 3);                  // west to north
    EXPECT_EQ(cross.drive_ms(0, 3), 30'000U);  // out to an end, back, and then north
    EXPECT_EQ(cross.drive_ms(3, 0), 10'000U);  // the other way is free
    EXPECT_EQ(cross.drive_ms(1, 3), 10'000U);  // and so is every other way in
    EXPECT_EQ(cross.drive_ms(0, 2), 10'000U);
}

TEST(QuickestPath, TakesTheOnlyTurnThatAnOnlySignLeaves) {
    Crossroads cross;
    for (const std::size_t other : {0U, 2U, 3U}) cross.roads.ban(0, 0, other);  // only straight on
    EXPECT_EQ(cross.drive_ms(0, 1), 10'000U);
    EXPECT_EQ(cross.drive_ms(0, 2), 30'000U);
    EXPECT_EQ(cross.drive_ms(0, 3), 30'000U);
}

TEST(QuickestPath, GoesRoundForAPlaceBehindOnAOneWayLoop) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0}).junction(2, {100, 100}).junction(3, {0, 100});
    for (int i = 0; i < 4; ++i) roads.one_way(i, (i + 1) % 4);
    const RoadNetwork network = roads.build().network;
    const RoadPosition early = place_on(network, 0, 20);
    const RoadPosition late = place_on(network, 0, 70);
    EXPECT_EQ(quickest_times(network, early, {&late, 1}).front(), 5'000U);
    EXPECT_EQ(quickest_times(network, late, {&early, 1}).front(), 35'000U);
    const auto path = quickest_path(network, late, early);
    ASSERT_TRUE(path);
    EXPECT_EQ(path->line, (Polyline{{70, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}, {20, 0}}));
}

TEST(QuickestPath, LeavesItsOwnStreetWhenTheWayRoundIsQuicker) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {1000, 0});
    roads.street(0, 1, "Slow", 5);
    roads.street(0, 1, "Fast", 100);
    roads.links[1].line.insert(roads.links[1].line.begin() + 1, Point{500, 50});
    const RoadNetwork network = roads.build().network;
    const auto path = quickest_path(network, place_on(network, 0, 1), place_on(network, 0, 999));
    ASSERT_TRUE(path);
    ASSERT_EQ(path->legs.size(), 3U);
    EXPECT_EQ(path->legs[1].street, "Fast");
}

TEST(QuickestPath, MergesLegsOfOneNameAndSumsThem) {
    RoadBuilder roads;
    for (int i = 0; i <= 4; ++i) roads.junction(i, {100.0 * i, 0});
    roads.street(0, 1, "High Street");
    roads.street(2, 1, "High Street");
    roads.street(2, 3, "Mill Lane");
    roads.street(3, 4, "High Street");
    const RoadNetwork network = roads.build().network;
    const auto path = quickest_path(network, place_on(network, 0, 50), place_on(network, 3, 50));
    ASSERT_TRUE(path);
    ASSERT_EQ(path->legs.size(), 3U);
    EXPECT_EQ(path->legs[0].street, "High Street");
    EXPECT_DOUBLE_EQ(path->legs[0].length.value, 150.0);
    EXPECT_EQ(path->legs[0].drive_ms, 15'000U);
    EXPECT_EQ(path->legs[1].street, "Mill Lane");
    EXPECT_EQ(path->legs[2].street, "High Street");
    EXPECT_EQ(path->drive_ms, 30'000U);
}

TEST(QuickestPath, TakesTheLowerArcAmongEquals) {
    RoadBuilder roads;
    roads.junction(0, {0, 0})
        .junction(1, {100, 0})
        .junction(2, {200, 100})
        .junction(3, {200, -100});
    roads.junction(4, {300, 0}).junction(5, {400, 0});
    roads.street(0, 1, "Start");
    roads.street(1, 3, "South");
    roads.street(1, 2, "North");
    roads.street(2, 4, "North");
    roads.street(3, 4, "South");
    roads.street(4, 5, "End");
    const RoadNetwork network = roads.build().network;
    const auto path = quickest_path(network, place_on(network, 0, 0), place_on(network, 5, 100));
    ASSERT_TRUE(path);
    // Junction 4 is entered by the arc with the lower id, and arcs are numbered by the junction
    // they leave.
    EXPECT_EQ(path->legs.at(1).street, "North");
}

TEST(QuickestPath, RefusesAPlaceOnNoStreet) {
    const RoadNetwork network = Crossroads{}.roads.build().network;
    const RoadPosition nowhere{99, Metres{0}, {}, Metres{0}};
    EXPECT_THROW((void)quickest_path(network, nowhere, nowhere), std::invalid_argument);
}

/// Random places on the kept streets, some at their very ends, and what Boost.Graph makes of them.
class RandomTown : public ::testing::TestWithParam<unsigned> {
protected:
    RandomTown()
        : town{testing::random_town({.side = 7, .bans = 60, .seed = GetParam()})},
          built{town.build()} {
        std::mt19937 rng{GetParam()};
        std::uniform_real_distribution<double> unit{0.0, 1.0};
        std::vector<std::size_t> link_of;  // a street's link has the same line and name
        for (StreetId s = 0; s < built.network.streets.size(); ++s) {
            const auto line = built.network.line_of(s);
            std::size_t link = link_of.empty() ? 0 : link_of.back() + 1;
            while (!std::ranges::equal(line, town.links[link].line)) ++link;
            link_of.push_back(link);
        }
        for (int i = 0; i < 40; ++i) {
            const auto street = static_cast<StreetId>(rng() % built.network.streets.size());
            const double share = i % 5 == 0 ? 0.0 : i % 5 == 1 ? 1.0 : unit(rng);
            places.push_back(
                place_on(built.network, street, share * built.network.streets[street].length_m));
            reference_places.push_back({link_of[street], places.back().along.value});
        }
        // A street of which one direction was cut off is closed that way for the reference too.
        reference_links = town.links;
        for (RoadLink& link : reference_links) link.name = "closed";
        for (StreetId s = 0; s < built.network.streets.size(); ++s) {
            bool forward = false;
            bool backward = false;
            for (const ArcId a : built.network.arcs_of(s))
                (built.network.arcs[a].forward ? forward : backward) = true;
            RoadLink& link = reference_links[link_of[s]];
            link.name = "kept";
            if (!forward) link.forward_kmh = 0.0;
            if (!backward) link.backward_kmh = 0.0;
        }
        for (RoadLink& link : reference_links) {
            if (link.name == "closed") link.forward_kmh = link.backward_kmh = 0.0;
        }
    }
    RoadBuilder town;
    BuiltRoads built;
    std::vector<RoadPosition> places;
    std::vector<TurnGraph::Place> reference_places;
    std::vector<RoadLink> reference_links;
};

TEST_P(RandomTown, TakesAsLongAsBoostGraphSaysWithTurnsAsEdges) {
    const TurnGraph reference{reference_links, town.bans, reference_places};
    for (std::size_t from = 0; from < places.size(); ++from) {
        const auto expected = reference.times_from(from);
        const auto found = quickest_times(built.network, places[from], places);
        for (std::size_t to = 0; to < places.size(); ++to) {
            ASSERT_LT(found[to], unreachable_ms);
            ASSERT_EQ(found[to], from == to ? 0 : expected[to]) << from << " to " << to;
        }
    }
}

TEST_P(RandomTown, DrawsPathsThatAddUpAndTurnWhereTheyMay) {
    for (std::size_t from = 0; from < places.size(); ++from) {
        const auto times = quickest_times(built.network, places[from], places);
        for (std::size_t to = 0; to < places.size(); ++to) {
            const auto path = quickest_path(built.network, places[from], places[to]);
            ASSERT_TRUE(path);
            EXPECT_EQ(path->drive_ms, times[to]);
            EXPECT_EQ(path->line.front(), places[from].at);
            EXPECT_LT(distance(path->line.back(), places[to].at).value, 1e-6);
            EXPECT_NEAR(length(path->line).value, path->length.value, 1e-6);
            std::uint32_t ms = 0;
            double metres = 0.0;
            for (const PathLeg& leg : path->legs) {
                ms += leg.drive_ms;
                metres += leg.length.value;
            }
            EXPECT_EQ(ms, path->drive_ms);
            EXPECT_NEAR(metres, path->length.value, 1e-6);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTown, ::testing::Range(1U, 25U));

}  // namespace
}  // namespace beatline
