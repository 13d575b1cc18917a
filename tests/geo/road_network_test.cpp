// SPDX-License-Identifier: Apache-2.0
#include "geo/road_network.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using testing::RoadBuilder;

RoadBuilder crossroads() {  // 1 west, 2 east, 3 south, 4 north of 0
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {-100, 0}).junction(2, {100, 0});
    roads.junction(3, {0, -100}).junction(4, {0, 100});
    for (const std::int64_t arm : {1, 2, 3, 4}) roads.street(arm, 0, "Arm " + std::to_string(arm));
    return roads;
}

bool same_network(const RoadNetwork& a, const RoadNetwork& b) {
    return a.nodes == b.nodes && a.first_arc == b.first_arc && a.points == b.points &&
           a.names == b.names && a.street_arcs == b.street_arcs &&
           std::ranges::equal(a.arcs, b.arcs, [](const RoadArc& x, const RoadArc& y) {
               return x.from == y.from && x.to == y.to && x.drive_ms == y.drive_ms &&
                      x.street == y.street && x.forward == y.forward;
           });
}

TEST(RoadNetwork, JoinsLinksThatShareAKey) {
    const auto [network, report] = crossroads().build();
    EXPECT_EQ(network.nodes.size(), 5U);
    EXPECT_EQ(network.streets.size(), 4U);
    EXPECT_EQ(network.arcs.size(), 8U);
    EXPECT_EQ(report.links_kept, 4U);
    EXPECT_EQ(report.components, 1U);
    EXPECT_NEAR(report.length_km, 0.4, 1e-12);
    for (const RoadArc& arc : network.arcs) EXPECT_EQ(arc.drive_ms, 10'000U);  // 100 m at 36 km/h
}

TEST(RoadNetwork, KeepsItsOwnInvariantsOnRandomTowns) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto [network, report] = testing::random_town({.seed = seed}).build();
        ASSERT_EQ(network.first_arc.size(), network.nodes.size() + 1);
        ASSERT_EQ(report.links, report.links_kept + report.links_cut_off + report.links_dropped);
        ASSERT_EQ(report.links_kept, network.streets.size());
        for (NodeId v = 0; v < network.nodes.size(); ++v) {
            for (ArcId a = network.first_arc[v]; a < network.first_arc[v + 1]; ++a) {
                const RoadArc& arc = network.arcs[a];
                const auto line = network.line_of(arc.street);
                EXPECT_EQ(arc.from, v);
                EXPECT_GT(arc.drive_ms, 0U);
                EXPECT_EQ(network.nodes[arc.from], arc.forward ? line.front() : line.back());
                EXPECT_EQ(network.nodes[arc.to], arc.forward ? line.back() : line.front());
            }
        }
        std::set<ArcId> listed;
        for (StreetId s = 0; s < network.streets.size(); ++s) {
            EXPECT_FALSE(network.arcs_of(s).empty());
            EXPECT_DOUBLE_EQ(network.streets[s].length_m, length(network.line_of(s)).value);
            for (const ArcId a : network.arcs_of(s)) {
                EXPECT_EQ(network.arcs[a].street, s);
                listed.insert(a);
            }
        }
        EXPECT_EQ(listed.size(), network.arcs.size());
    }
}

TEST(RoadNetwork, IsTheSameEveryTime) {
    const auto town = testing::random_town({.seed = 7});
    EXPECT_TRUE(same_network(town.build().network, town.build().network));
}

TEST(RoadNetwork, CutsAnIslandOffAndSaysSo) {
    RoadBuilder roads = crossroads();
    roads.junction(10, {500, 500}).junction(11, {600, 500});
    roads.street(10, 11, "Island Road");
    const auto [network, report] = roads.build();
    EXPECT_EQ(network.streets.size(), 4U);
    EXPECT_EQ(report.links_cut_off, 1U);
    EXPECT_NEAR(report.cut_off_km, 0.1, 1e-12);
    EXPECT_EQ(std::ranges::count(network.names, "Island Road"), 0);
}

TEST(RoadNetwork, CutsAOneWayTrapOff) {
    RoadBuilder roads = crossroads();
    roads.junction(10, {200, 0});
    roads.one_way(2, 10, "Way In Only");
    const auto [network, report] = roads.build();
    EXPECT_EQ(report.links_cut_off, 1U);
    EXPECT_EQ(report.components, 2U);
    EXPECT_EQ(std::ranges::count(network.names, "Way In Only"), 0);
}

TEST(RoadNetwork, KeepsAOneWayLoop) {
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0}).junction(2, {50, 80});
    roads.one_way(0, 1);
    roads.one_way(1, 2);
    roads.one_way(2, 0);
    const auto [network, report] = roads.build();
    EXPECT_EQ(network.arcs.size(), 3U);
    EXPECT_EQ(report.one_way, 3U);
    EXPECT_EQ(report.links_cut_off, 0U);
}

TEST(RoadNetwork, ChoosesTheGreatestLengthOfStreetsNotTheMostNodes) {
    RoadBuilder roads;
    for (int i = 0; i < 10; ++i) roads.junction(i, {5.0 * i, 0});
    for (int i = 0; i < 9; ++i) roads.street(i, i + 1, "Short");
    roads.junction(20, {0, 1000}).junction(21, {400, 1000});
    roads.street(20, 21, "Long");
    const auto [network, report] = roads.build();
    ASSERT_EQ(network.streets.size(), 1U);
    EXPECT_EQ(network.names[network.streets[0].name], "Long");
    EXPECT_EQ(report.links_cut_off, 9U);
}

TEST(RoadNetwork, SplitsANodeOnlyForTheStreetWhoseTurnIsBanned) {
    RoadBuilder roads = crossroads();
    roads.ban(0, 0, 3);  // from the west arm not to the north
    roads.ban(0, 0, 2);  // nor to the south: shares the copy
    const auto [network, report] = roads.build();
    EXPECT_EQ(report.turn_bans, 2U);
    EXPECT_EQ(network.nodes.size(), 6U);
    EXPECT_EQ(network.arcs.size(), 10U);  // the copy may still lead east and back west
}

TEST(RoadNetwork, IgnoresABanOfATurnThatCannotBeMade) {
    RoadBuilder roads = crossroads();
    const std::size_t outward = roads.one_way(0, 1, "Outward");
    roads.ban(outward, 0, 3);  // nobody arrives at 0 from it
    roads.ban(0, 3, 2);        // does not even touch junction 3
    EXPECT_EQ(roads.build().report.turn_bans, 0U);
}

TEST(RoadNetwork, DropsTwinsWhicheverWayTheyAreDrawnAndKeepsTheirBans) {
    RoadBuilder roads = crossroads();
    RoadLink twin = roads.links[1];
    std::swap(twin.from_key, twin.to_key);
    std::ranges::reverse(twin.line);
    roads.links.push_back(twin);
    roads.links.push_back(roads.links[1]);
    roads.ban(0, 0, 4);
    roads.ban(4, 0, 3);
    const auto [network, report] = roads.build();
    EXPECT_EQ(report.links_dropped, 2U);
    EXPECT_EQ(network.streets.size(), 4U);
    EXPECT_EQ(report.turn_bans, 2U);
    EXPECT_EQ(network.nodes.size(), 7U);
}

TEST(RoadNetwork, KeepsParallelStreetsOfDifferentShape) {
    RoadBuilder roads = crossroads();
    RoadLink bent = roads.links[0];
    bent.line.insert(bent.line.begin() + 1, Point{-50, 20});
    roads.links.push_back(bent);
    EXPECT_EQ(roads.build().network.streets.size(), 5U);
}

TEST(RoadNetwork, KeepsAStretchOfNoLengthBetweenTwoKeysAndDropsALoopOfNone) {
    RoadBuilder roads = crossroads();
    roads.junction(5, {-100, 0}).junction(6, {-200, 0});
    roads.street(1, 5);
    roads.street(5, 6, "Beyond");
    roads.street(5, 5);
    const auto [network, report] = roads.build();
    EXPECT_EQ(report.links_dropped, 1U);
    EXPECT_EQ(report.links_kept, 6U);
    EXPECT_EQ(std::ranges::count(network.names, "Beyond"), 1);
}

TEST(RoadNetwork, DropsALinkThatIsClosedBothWays) {
    RoadBuilder roads = crossroads();
    roads.links[0].forward_kmh = roads.links[0].backward_kmh = 0.0;
    const auto [network, report] = roads.build();
    EXPECT_EQ(network.streets.size(), 3U);
    EXPECT_EQ(report.links_dropped, 1U);
}

TEST(RoadNetwork, SurvivesARoadOfAMillionJunctions) {
    std::vector<RoadLink> links;
    for (int i = 0; i < 1'000'000; ++i) {
        links.push_back(
            {i, i + 1, {{1.0 * i, 0}, {1.0 * i + 1.0, 0}}, {}, RoadClass::residential, 36, 36});
    }
    EXPECT_EQ(build_road_network(links, {}).network.nodes.size(), 1'000'001U);
}

TEST(RoadNetwork, IsEmptyWithoutLinks) {
    const auto [network, report] = build_road_network({}, {});
    EXPECT_TRUE(network.streets.empty());
    EXPECT_EQ(network.first_arc.size(), 1U);
    EXPECT_EQ(report.components, 0U);
}

TEST(RoadNetwork, RefusesBrokenLinksAndBans) {
    RoadBuilder roads = crossroads();
    roads.ban(0, 0, 99);
    EXPECT_THROW((void)roads.build(), std::invalid_argument);
    roads = crossroads();
    roads.links[1].line.resize(1);
    EXPECT_THROW((void)roads.build(), std::invalid_argument);
    roads = crossroads();
    roads.links[1].line[0].x = NAN;
    EXPECT_THROW((void)roads.build(), std::invalid_argument);
    roads = crossroads();
    roads.links[1].forward_kmh = INFINITY;
    EXPECT_THROW((void)roads.build(), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
