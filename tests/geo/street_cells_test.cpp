// SPDX-License-Identifier: Apache-2.0
#include "geo/street_cells.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/network_reference.hpp"
#include "tests/support/road_builder.hpp"

namespace beatline {
namespace {

struct Town {
    RoadNetwork network = testing::random_town({15, 0.2, 20, 3}).build().network;
    StudyCells cells;
    std::vector<WeightedPoint> points;

    Town() {
        const Box box = bounds(network.points).grown(500_m);
        cells = study_cells({{{{box.min.x, box.min.y},
                               {box.max.x, box.min.y},
                               {box.max.x, box.max.y},
                               {box.min.x, box.max.y},
                               {box.min.x, box.min.y}},
                              {}}},
                            {.cell = 150_m});
        for (std::size_t i = 0; i < network.points.size(); i += 7)
            points.push_back({{network.points[i].x + 3.0, network.points[i].y - 2.0},
                              1.0 + static_cast<double>(i % 3)});
    }
};

TEST(StreetCells, KeepTheWeightOfTheEventsOnStreets) {
    const Town town;
    const StreetCells streets{town.network};
    double weight = 0.0;
    for (const WeightedPoint& p : town.points) weight += p.weight;
    for (const Metres bandwidth : {200_m, 800_m}) {
        const auto scores = streets.scores(town.cells, town.points, bandwidth);
        // Pieces are valued at their middles: the sum over them is the integral but for that.
        EXPECT_NEAR(std::accumulate(scores.begin(), scores.end(), 0.0), weight, 0.01 * weight);
    }
}

TEST(StreetCells, SpreadAlongTheStreetAndNotAcross) {
    testing::RoadBuilder town;
    town.junction(1, {0, 0}).junction(2, {1000, 0}).junction(3, {1000, 400}).junction(4, {0, 400});
    town.street(1, 2);
    town.street(2, 3);
    town.street(3, 4);
    town.street(4, 1);
    const RoadNetwork network = town.build().network;
    const StudyCells cells =
        study_cells({{{{-50, -50}, {1050, -50}, {1050, 450}, {-50, 450}, {-50, -50}}, {}}},
                    {.cell = 100_m, .anchor = {-50, -50}});
    const auto scores = StreetCells{network}.scores(cells, {{{500, 0}, 1.0}}, 450_m);
    const auto at = [&](Point p) { return scores[*cells.holding(p)]; };
    EXPECT_GT(at({500, 0}), 0.2F);
    EXPECT_GT(at({200, 0}), 0.0F);    // 300 m along the street
    EXPECT_EQ(at({500, 400}), 0.0F);  // 400 m through the block, farther along the streets
    EXPECT_EQ(at({500, 200}), 0.0F);  // no street
    EXPECT_FLOAT_EQ(at({200, 0}), at({800, 0}));
}

TEST(StreetCells, CountNothingFarFromEveryStreet) {
    const Town town;
    const StreetCells streets{town.network, {.snap_limit = 100_m}};
    const Point corner = town.cells.spec.corner;
    const auto scores = streets.scores(town.cells, {{corner, 5.0}}, 300_m);
    EXPECT_EQ(std::accumulate(scores.begin(), scores.end(), 0.0), 0.0);
}

}  // namespace
}  // namespace beatline
