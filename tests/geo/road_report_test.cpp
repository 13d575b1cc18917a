// The account of a network: counts that must add up, dead ends and parts counted another way.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <gtest/gtest.h>

#include "geo/road_network.hpp"

#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using testing::random_town;
using testing::RoadBuilder;

/// A triangle of 1-2-3, from 3 a spur to 4; 5-6 lies apart.
RoadBuilder triangle_with_spur() {
    RoadBuilder roads;
    roads.junction(1, {0, 0}).junction(2, {300, 0}).junction(3, {300, 400}).junction(4, {300, 500});
    roads.junction(5, {9000, 0}).junction(6, {9100, 0});
    roads.street(1, 2, "High Street");
    roads.street(2, 3, "High Street");
    roads.street(3, 1);
    roads.street(3, 4, "Spur");
    roads.street(5, 6, "Island");
    return roads;
}

TEST(RoadReport, CountsDeadEndsPartsAndStreetsWithoutNames) {
    const RoadReport report = triangle_with_spur().build().report;
    EXPECT_EQ(report.dead_ends, 1U) << "4; the island was cut off";
    EXPECT_EQ(report.weak_components, 2U);
    EXPECT_EQ(report.components, 2U);
    EXPECT_EQ(report.nameless, 1U);
    EXPECT_NEAR(report.nameless_km, 0.5, 1e-12);
    EXPECT_NEAR(report.share_kept(), 1.3 / 1.4, 1e-12);
}

TEST(RoadReport, TellsStatedSpeedsFromAssumedOnes) {
    RoadBuilder roads = triangle_with_spur();
    EXPECT_EQ(roads.build().report.speed_assumed, 4U);
    roads.links[0].speed_stated = true;
    const RoadReport report = roads.build().report;
    EXPECT_EQ(report.speed_assumed, 3U);
    EXPECT_NEAR(report.speed_assumed_km, 1.0, 1e-12);
}

TEST(RoadReport, AOneWayTrapIsAStrongPartOfItsOwnButNoWeakOne) {
    RoadBuilder roads;
    roads.junction(1, {0, 0}).junction(2, {100, 0}).junction(3, {200, 0});
    roads.street(1, 2);
    roads.one_way(2, 3);
    const RoadReport report = roads.build().report;
    EXPECT_EQ(report.components, 2U);
    EXPECT_EQ(report.weak_components, 1U);
    EXPECT_EQ(report.one_way, 0U) << "the trap was cut off";
    EXPECT_NEAR(report.share_kept(), 0.5, 1e-12);
}

TEST(RoadReport, ALoopGivesItsJunctionTwoEndsAndABanGivesNone) {
    RoadBuilder roads;
    roads.junction(1, {0, 0}).junction(2, {100, 0});
    roads.street(1, 2);
    roads.links.push_back(
        {2, 2, {{100, 0}, {200, 0}, {200, 100}, {100, 0}}, "Loop", RoadClass::service, 30, 30});
    EXPECT_EQ(roads.build().report.dead_ends, 1U) << "1, for the loop turns 2 into a junction";
    roads.ban(0, 2, 0);
    EXPECT_EQ(roads.build().report.dead_ends, 1U) << "a copy of a junction is no place of its own";
}

TEST(RoadReport, AddsUpInTownsOfAnyShape) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const RoadBuilder town = random_town({.seed = seed});
        const auto [network, report] = town.build();
        double by_class = 0.0;
        for (const auto& [road_class, km] : report.km_by_class) by_class += km;
        EXPECT_NEAR(by_class, report.length_km, 1e-9 * report.length_km);
        EXPECT_LE(report.one_way_km, report.length_km);
        EXPECT_LE(report.weak_components, report.components);
        EXPECT_GT(report.share_kept(), 0.0);
        EXPECT_LE(report.share_kept(), 1.0);
        // Dead ends by the places that streets begin and end at: a town's junctions lie apart.
        std::map<std::pair<double, double>, int> ends;
        for (StreetId s = 0; s < network.streets.size(); ++s) {
            const auto line = network.line_of(s);
            ++ends[{line.front().x, line.front().y}];
            ++ends[{line.back().x, line.back().y}];
        }
        std::size_t dead = 0;
        for (const auto& [place, degree] : ends) dead += degree == 1 ? 1U : 0U;
        EXPECT_EQ(report.dead_ends, dead) << seed;
    }
}

TEST(RoadReport, NothingAtAllHasNoShare) {
    const RoadReport report = build_road_network({}, {}).report;
    EXPECT_EQ(report.share_kept(), 0.0);
    EXPECT_EQ(report.weak_components, 0U);
}

}  // namespace
}  // namespace beatline
