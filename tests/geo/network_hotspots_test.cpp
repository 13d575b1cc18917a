// SPDX-License-Identifier: Apache-2.0
#include "geo/network_hotspots.hpp"

#include <gmock/gmock.h>
#include <set>

#include "geo/stretch_outline.hpp"

#include "tests/support/network_reference.hpp"
#include "tests/support/road_builder.hpp"
#include "tests/support/valid_polygon.hpp"

namespace beatline {
namespace {

using testing::RoadBuilder;

struct Town {
    explicit Town(unsigned seed, int side = 20)
        : network{testing::random_town({side, 0.2, 20, seed}).build().network},
          graph{join_streets(network)},
          events{testing::random_street_events(graph, 300, seed)},
          density{network_density(graph, events, {Kernel::quartic, 200_m})} {}

    RoadNetwork network;
    StreetGraph graph;
    std::vector<StreetEvent> events;
    NetworkDensity density;

    [[nodiscard]] std::vector<NetworkHotspot> find(const NetworkHotspotParams& params = {}) const {
        return find_stretches(network, graph, density, params);
    }
};

TEST(NetworkHotspots, AreRankedByTheMassOfTheirPieces) {
    const Town town{1};
    const auto found = town.find();
    ASSERT_GT(found.size(), 5U);
    for (std::size_t i = 0; i < found.size(); ++i) {
        double mass = 0.0;
        double length = 0.0;
        for (const StretchPart& part : found[i].parts) {
            for (std::uint32_t j = part.first; j < part.end; ++j) {
                const double metres =
                    lixel_span(town.graph, town.density.lixels, part.street, j).length();
                const double per_km =
                    town.density.per_km[town.density.lixels.first[part.street] + j];
                EXPECT_GE(per_km, 0.5 * found[i].peak_per_km);
                mass += per_km * metres / 1000.0;
                length += metres;
            }
        }
        EXPECT_NEAR(found[i].hotspot.mass, mass, 1e-9);
        EXPECT_NEAR(found[i].length.value, length, 1e-6);
        EXPECT_EQ(found[i].hotspot.id, i + 1);
        if (i > 0) {
            EXPECT_LE(found[i].hotspot.mass, found[i - 1].hotspot.mass);
        }
    }
}

TEST(NetworkHotspots, NoPieceBelongsToTwoAndPeaksKeepTheirDistance) {
    const Town town{2};
    const auto found = town.find({.min_separation = 250_m});
    std::set<std::pair<StreetId, std::uint32_t>> pieces;
    for (const NetworkHotspot& h : found) {
        for (const StretchPart& part : h.parts) {
            for (std::uint32_t j = part.first; j < part.end; ++j)
                EXPECT_TRUE(pieces.insert({part.street, j}).second);
        }
        for (const NetworkHotspot& other : found) {
            if (&h != &other) {
                EXPECT_GE(distance(h.hotspot.peak, other.hotspot.peak).value, 250.0);
            }
        }
    }
}

TEST(NetworkHotspots, AStretchGoesOnOverAJunction) {
    // One event 20 m before a crossing: the stretch has parts of all four streets.
    RoadBuilder roads;
    roads.junction(0, {0, 0}).junction(1, {-400, 0}).junction(2, {400, 0});
    roads.junction(3, {0, 400}).junction(4, {0, -400});
    for (const int end : {1, 2, 3, 4}) roads.street(0, end);
    const RoadNetwork network = roads.build().network;
    const StreetGraph graph = join_streets(network);
    const std::vector<StreetEvent> events{{0, 20.0, 1.0}};
    const auto density =
        network_density(graph, events, {Kernel::quartic, 300_m, NetworkSpread::simple});
    const auto found = find_stretches(network, graph, density, {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].parts.size(), 4U);
    EXPECT_EQ(found[0].hotspot.peak.y, 0.0);
    EXPECT_NEAR(found[0].hotspot.peak.x, -20.0, 5.0);
    // (1 - u^2)^2 is a half at u = 0.541: 162 m; to both sides along the street, 142 m elsewhere.
    EXPECT_NEAR(found[0].length.value, 2 * 162.0 + 2 * 142.0, 40.0);
}

TEST(NetworkHotspots, TheDensestShareOfTheStreetsIsAllThatIsTaken) {
    const Town town{3};
    double all = 0.0;
    for (const double metres : town.graph.length_m) all += metres;
    double length = 0.0;
    for (const NetworkHotspot& h :
         town.find({.count = 1000, .length_share = 0.02, .min_length = 0_m}))
        length += h.length.value;
    EXPECT_LE(length, 0.02 * all);
    EXPECT_GT(length, 0.01 * all);
}

TEST(NetworkHotspots, OutlinesAreValidAndHoldTheStretch) {
    const Town town{4};
    for (const NetworkHotspot& h : town.find({.margin = 20_m})) {
        EXPECT_TRUE(testing::valid(h.hotspot.outline));
        EXPECT_TRUE(contains(h.hotspot.outline, h.hotspot.peak));
        for (const StretchPart& part : h.parts) {
            for (const Point p : line_of(town.network, town.graph, town.density.lixels, part))
                EXPECT_TRUE(contains(h.hotspot.outline, p));
        }
        EXPECT_LT(h.hotspot.area.value, h.length.value * 40.0 * 1.1 + 3.15 * 400.0 + 2000.0);
    }
}

TEST(StretchOutline, OfAStraightLineIsABandWithRoundEnds) {
    const LineGroup line{{{0, 0}, {300, 0}}};
    const auto outlines = outlines_around({&line, 1}, 20_m);
    ASSERT_EQ(outlines.size(), 1U);
    EXPECT_NEAR(area(outlines[0]).value, 300.0 * 40.0 + 3.1416 * 400.0, 60.0);
}

TEST(StretchOutline, TwoLinesThatMeetShareTheGroundBetweenThem) {
    const std::vector<LineGroup> lines{{{{0, 0}, {200, 0}}}, {{{200, 0}, {400, 0}}}};
    const auto outlines = outlines_around(lines, 20_m);
    EXPECT_TRUE(contains(outlines[0], {180, 0}));
    EXPECT_FALSE(contains(outlines[1], {180, 0}));
    EXPECT_TRUE(contains(outlines[1], {220, 0}));
    EXPECT_FALSE(contains(outlines[0], {220, 0}));
}

TEST(StretchOutline, LinesThatCrossStayWhole) {
    const std::vector<LineGroup> lines{{{{-200, 0}, {200, 0}}}, {{{0, -200}, {0, 200}}}};
    for (const Polygon& outline : outlines_around(lines, 20_m))
        EXPECT_GT(area(outline).value, 0.85 * 400.0 * 40.0);
}

TEST(NetworkHotspots, RefuseWhatMakesNoSense) {
    const Town town{5, 4};
    EXPECT_THROW((void)town.find({.length_share = 0.0}), std::invalid_argument);
    EXPECT_THROW((void)town.find({.peak_share = 1.5}), std::invalid_argument);
    EXPECT_THROW((void)town.find({.margin = 0_m}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
