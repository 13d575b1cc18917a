// SPDX-License-Identifier: Apache-2.0
#include "geo/zone.hpp"

#include <gtest/gtest.h>

#include "tests/support/areas.hpp"

namespace beatline {
namespace {

using testing::ragged_area;
using testing::square_area;

const Point corner{400'000.0, 300'000.0};
const GridSpec grid{corner, Metres{50}, 40, 40};

double sum_of(const SpreadZones& spread) {
    double sum = 0.0;
    for (const WeightedPoint& p : spread.points) sum += p.weight;
    return sum;
}

TEST(Zone, EveryZoneKeepsItsAmountOnTheGrid) {
    const std::vector<Zone> zones{{square_area({corner.x + 110, corner.y + 90}, 500), 120.0},
                                  {ragged_area({corner.x + 1200, corner.y + 1000}, 400), 77.0}};
    const SpreadZones spread = spread_zones(zones, grid, {});
    EXPECT_NEAR(spread.inside, 197.0, 1e-9);
    EXPECT_NEAR(spread.outside, 0.0, 1e-9);
    EXPECT_NEAR(sum_of(spread), 197.0, 1e-9);
}

TEST(Zone, CellsHaveEqualSharesAndOnlyThoseWhoseCentreLiesInside) {
    const MultiPolygon shape = ragged_area({corner.x + 1000, corner.y + 1000}, 600);
    const std::vector<Zone> zones{{shape, 30.0}};
    const SpreadZones spread = spread_zones(zones, grid, {});
    std::size_t held = 0;
    for (std::size_t row = 0; row < grid.rows; ++row) {
        for (std::size_t col = 0; col < grid.cols; ++col)
            held += contains(shape, grid.centre(row, col)) ? 1 : 0;
    }
    ASSERT_EQ(spread.points.size(), held);
    for (const WeightedPoint& p : spread.points) {
        EXPECT_TRUE(contains(shape, p.at));
        EXPECT_DOUBLE_EQ(p.weight, 30.0 / static_cast<double>(held));
    }
}

TEST(Zone, WhatLiesBeyondGridAndAreaIsCountedApart) {
    // Half of the first lies west of the grid; the second is inside the grid, outside the area.
    const std::vector<Zone> zones{{square_area({corner.x - 500, corner.y + 500}, 1000), 10.0},
                                  {square_area({corner.x + 1500, corner.y + 1500}, 400), 5.0}};
    const SpreadZones spread = spread_zones(zones, grid, square_area(corner, 1500));
    EXPECT_NEAR(spread.inside, 5.0, 1e-9);
    EXPECT_NEAR(spread.outside, 10.0, 1e-9);
    EXPECT_NEAR(sum_of(spread), 5.0, 1e-9);
}

TEST(Zone, AZoneBetweenTheCentresGivesAllToTheCellOfItsMiddle) {
    const std::vector<Zone> zones{{square_area({corner.x + 105, corner.y + 205}, 10), 4.0}};
    const SpreadZones spread = spread_zones(zones, grid, {});
    ASSERT_EQ(spread.points.size(), 1U);
    EXPECT_EQ(spread.points[0].at, (Point{corner.x + 125, corner.y + 225}));
    EXPECT_DOUBLE_EQ(spread.points[0].weight, 4.0);
}

TEST(Zone, OverlappingZonesAddUp) {
    const MultiPolygon shape = square_area({corner.x + 500, corner.y + 500}, 500);
    const std::vector<Zone> once{{shape, 3.0}};
    const std::vector<Zone> twice{{shape, 1.0}, {shape, 2.0}};
    const SpreadZones a = spread_zones(once, grid, {});
    const SpreadZones b = spread_zones(twice, grid, {});
    ASSERT_EQ(a.points.size(), b.points.size());
    for (std::size_t i = 0; i < a.points.size(); ++i) {
        EXPECT_EQ(a.points[i].at, b.points[i].at);
        EXPECT_NEAR(a.points[i].weight, b.points[i].weight, 1e-12);
    }
}

}  // namespace
}  // namespace beatline
