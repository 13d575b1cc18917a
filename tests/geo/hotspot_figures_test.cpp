// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspot_figures.hpp"

#include <cmath>
#include <gmock/gmock.h>
#include <limits>

#include "geo/stretch_members.hpp"

#include "tests/support/areas.hpp"
#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;

const Interval year_2025{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1},
                         std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

/// Four events, three of them in the square of 100 m at the origin; kinds 0, 1, 1 inside.
struct Square {
    std::vector<PointEvent> events{{{10, 10}, year_2025, 1.0, 0},
                                   {{500, 10}, year_2025, 1.0, 0},
                                   {{20, 90}, year_2025, 5.0, 1},
                                   {{90, 20}, year_2025, 0.5, 1}};
    std::vector<Hotspot> hotspots;

    Square() {
        Hotspot& h = hotspots.emplace_back();
        h.outline = testing::square_area({0, 0}, 100).front();
        h.area = area(h.outline);
    }
};

TEST(HotspotFigures, OfASquareByHand) {
    Square s;
    const HotspotMembers members = members_by_outline(s.hotspots, s.events);
    ASSERT_THAT(members, ElementsAre(ElementsAre(0, 2, 3)));
    add_figures(s.hotspots, members, s.events, {1'000'000_m2, {10.0, 3.0}});
    const Hotspot& h = s.hotspots.front();
    EXPECT_EQ(h.event_count, 3U);
    EXPECT_DOUBLE_EQ(*h.harm, 16.0);
    EXPECT_DOUBLE_EQ(*h.pai, (3.0 / 4.0) / 0.01);
    EXPECT_NEAR(*h.per_km2_year, 3.0 / 0.01 * 365.25 / 365.0, 1e-9);
}

TEST(HotspotFigures, TheRateLeavesOutTheTimeWithoutData) {
    Square s;
    const std::vector<Interval> gaps{
        {year_2025.from + std::chrono::days{100}, year_2025.from + std::chrono::days{192}},
        {year_2025.to, year_2025.to + std::chrono::days{31}}};
    add_figures(s.hotspots, members_by_outline(s.hotspots, s.events), s.events, {{}, {}, gaps});
    EXPECT_NEAR(*s.hotspots.front().per_km2_year, 3.0 / 0.01 * 365.25 / 273.0, 1e-9);
    Square none;
    add_figures(none.hotspots, members_by_outline(none.hotspots, none.events), none.events,
                {{}, {}, {year_2025}});
    EXPECT_FALSE(none.hotspots.front().per_km2_year);
}

TEST(HotspotFigures, WithoutTimesHarmOrAreaThereAreNone) {
    Square s;
    for (PointEvent& e : s.events) e.when = {};
    add_figures(s.hotspots, members_by_outline(s.hotspots, s.events), s.events, {});
    EXPECT_FALSE(s.hotspots.front().per_km2_year);
    EXPECT_FALSE(s.hotspots.front().harm);
    EXPECT_FALSE(s.hotspots.front().pai);
}

TEST(HotspotFigures, TheIndexOfTheWholeAreaIsOne) {
    Square s;
    s.hotspots.front().outline = testing::square_area({-1000, -1000}, 3000).front();
    s.hotspots.front().area = area(s.hotspots.front().outline);
    add_figures(s.hotspots, members_by_outline(s.hotspots, s.events), s.events,
                {s.hotspots.front().area, {}});
    EXPECT_DOUBLE_EQ(*s.hotspots.front().pai, 1.0);
}

TEST(HotspotFigures, ASurfaceInsideAnOutlineIsItsCellsThere) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const DensityGrid grid{{{0, 0}, 100_m, 2, 3}, {1.0F, 5.0F, 9.0F, nan, 2.0F, 3.0F}};
    EXPECT_DOUBLE_EQ(area_of(grid).value, 50'000.0);
    const SurfaceInside inside = surface_inside(grid, testing::square_area({0, 0}, 200).front());
    EXPECT_NEAR(inside.mass, (1.0 + 5.0 + 2.0) * 0.01, 1e-12);
    EXPECT_EQ(inside.peak, (Point{150, 50}));
    EXPECT_DOUBLE_EQ(value_at(grid, {299, 199}), 3.0);
    EXPECT_DOUBLE_EQ(value_at(grid, {50, 150}), 0.0);
    EXPECT_DOUBLE_EQ(value_at(grid, {-1, 50}), 0.0);
    EXPECT_FALSE(surface_inside(grid, testing::square_area({1000, 0}, 200).front()).peak);
}

TEST(StretchMembers, AreTheEventsWhoseStreetPlaceIsOnTheStretch) {
    testing::RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {100, 0});
    roads.street(0, 1);
    const RoadNetwork network = roads.build().network;
    const Lixels lixels = cut_streets(join_streets(network), 10_m);
    std::vector<NetworkHotspot> stretches(2);
    stretches[0].parts = {{0, 0, 3}};
    stretches[1].parts = {{0, 6, 10}};
    const std::vector<PointEvent> events{{{5, 12}, {}, 1.0, 0},
                                         {{45, -3}, {}, 1.0, 0},
                                         {{130, 0}, {}, 1.0, 0},
                                         {{60, 200}, {}, 1.0, 0},
                                         {{29.9, 0}, {}, 1.0, 0}};
    const auto found = members_by_street(stretches, lixels, RoadIndex{network}, events, 50_m);
    EXPECT_THAT(found.members, ElementsAre(ElementsAre(0, 4), ElementsAre(2)));
    EXPECT_EQ(found.nowhere, 1U);
}

}  // namespace
}  // namespace beatline
