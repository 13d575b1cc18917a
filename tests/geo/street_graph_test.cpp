// SPDX-License-Identifier: Apache-2.0
#include "geo/street_graph.hpp"

#include <gmock/gmock.h>

#include "geo/near_junctions.hpp"
#include "geo/street_events.hpp"

#include "tests/support/network_reference.hpp"
#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;
using testing::RoadBuilder;

TEST(StreetGraph, JunctionsThatTurnBansSplitAreOneAgain) {
    const auto town = testing::random_town({8, 0.3, 60, 3});
    const RoadNetwork network = town.build().network;
    const StreetGraph graph = join_streets(network);
    EXPECT_GT(network.nodes.size(), graph.junctions.size());
    for (StreetId s = 0; s < network.streets.size(); ++s) {
        EXPECT_EQ(graph.junctions[graph.ends[s][0]], network.line_of(s).front());
        EXPECT_EQ(graph.junctions[graph.ends[s][1]], network.line_of(s).back());
    }
}

TEST(StreetGraph, EveryStreetLeavesBothItsEndsOnce) {
    const StreetGraph graph = join_streets(testing::random_town({8, 0.3, 60, 3}).build().network);
    std::vector<int> met(2 * graph.ends.size());
    for (Junction v = 0; v < graph.junctions.size(); ++v) {
        for (const StreetWay way : graph.ways_from(v)) {
            EXPECT_EQ(graph.tail(way), v);
            EXPECT_EQ(graph.head(way ^ 1U), v);
            ++met[way];
        }
    }
    EXPECT_THAT(met, ::testing::Each(1));
}

TEST(NearJunctions, AreTheOnesThatAllPairsFindWithinTheLimit) {
    const StreetGraph graph = join_streets(testing::random_town({9, 0.2, 10, 5}).build().network);
    const auto all = testing::all_distances(graph);
    NearJunctions search{graph, 370_m};
    for (Junction v = 0; v < graph.junctions.size(); ++v) {
        std::size_t within = 0;
        for (const double d : all[v]) within += d < 370.0 ? 1 : 0;
        const auto near = search.from(v);
        EXPECT_EQ(near.size(), within);
        for (const JunctionDistance& n : near) EXPECT_NEAR(n.metres, all[v][n.junction], 1e-9);
    }
}

TEST(NearJunctions, RefusesALimitThatIsNotPositive) {
    const StreetGraph graph{{}, {}, {}, {0}, {}};
    EXPECT_THROW((NearJunctions{graph, 0_m}), std::invalid_argument);
}

class OnStreets : public ::testing::Test {
protected:
    OnStreets() {
        RoadBuilder roads;
        roads.junction(0, {0, 0}).junction(1, {100, 0}).junction(2, {100, 100});
        roads.street(0, 1);
        roads.street(1, 2);
        network = roads.build().network;
        graph = join_streets(network);
    }
    RoadNetwork network;
    StreetGraph graph;
};

TEST_F(OnStreets, EventsGoToTheNearestStreetAndThoseBeyondTheLimitAreKeptApart) {
    const RoadIndex index{network};
    const StreetEvents placed =
        put_on_streets(graph, index, {{{30, 20}, 1.0}, {{90, 60}, 2.0}, {{0, 80}, 4.0}}, 50_m);
    ASSERT_EQ(placed.events.size(), 2U);
    EXPECT_EQ(placed.events[0].street, 0U);
    EXPECT_DOUBLE_EQ(placed.events[0].along_m, 30.0);
    EXPECT_EQ(placed.events[1].street, 1U);
    EXPECT_DOUBLE_EQ(placed.events[1].along_m, 60.0);
    ASSERT_EQ(placed.nowhere.size(), 1U);
    EXPECT_DOUBLE_EQ(placed.nowhere[0].weight, 4.0);
}

TEST_F(OnStreets, EventsThatComeToOnePlaceBecomeOneInAnyOrder) {
    const RoadIndex index{network};
    std::vector<WeightedPoint> points{
        {{30, 20}, 0.1}, {{30, -20}, 0.2}, {{30, 5}, 0.7}, {{70, 1}, 1.0}};
    const StreetEvents placed = put_on_streets(graph, index, points, 50_m);
    ASSERT_EQ(placed.events.size(), 2U);
    EXPECT_DOUBLE_EQ(placed.events[0].weight, 1.0);
    std::ranges::reverse(points);
    const StreetEvents again = put_on_streets(graph, index, points, 50_m);
    EXPECT_EQ(again.events[0].weight, placed.events[0].weight);
}

}  // namespace
}  // namespace beatline
