// SPDX-License-Identifier: Apache-2.0
#include "geo/cells.hpp"

#include <gmock/gmock.h>
#include <numbers>
#include <random>

#include "geo/nudge_unit.hpp"

#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

constexpr UnitShape shapes[] = {UnitShape::square, UnitShape::hexagon};

std::vector<WeightedPoint> town(std::uint64_t seed) {
    return testing::random_points(3000, {450'000, 300'000}, 4000, seed);
}

Point centre_of(const Hotspot& h) {
    const Box box = bounds(h.outline.outer);
    return {0.5 * (box.min.x + box.max.x), 0.5 * (box.min.y + box.max.y)};
}

double mass_of(const std::vector<Hotspot>& hotspots) {
    double sum = 0.0;
    for (const Hotspot& h : hotspots) sum += h.mass;
    return sum;
}

TEST(Cells, EveryUnitHasTheAreaAskedFor) {
    for (const UnitShape shape : shapes) {
        const Polygon unit = unit_outline(shape, 150_m, {1000, 2000});
        EXPECT_NEAR(signed_area(unit.outer).value, 22'500.0, 1e-6);
    }
}

TEST(Cells, TheOutlineIsTheEdgeOfWhatTheUnitHolds) {
    std::mt19937 rng{1};
    std::uniform_real_distribution<double> at{-120.0, 120.0};
    for (const UnitShape shape : shapes) {
        const Polygon unit = unit_outline(shape, 150_m, {0, 0});
        int held = 0;
        for (int i = 0; i < 5000; ++i) {
            const Point p{at(rng), at(rng)};
            EXPECT_EQ(unit_holds(shape, 150_m, {0, 0}, p), contains(unit, p));
            held += contains(unit, p) ? 1 : 0;
        }
        EXPECT_GT(held, 1000);
    }
}

TEST(Cells, UnitsOverlapWhenSomePlaceLiesInBoth) {
    std::mt19937 rng{2};
    std::uniform_real_distribution<double> at{-200.0, 200.0};
    for (const UnitShape shape : shapes) {
        for (int i = 0; i < 60; ++i) {
            const Point other{at(rng), at(rng)};
            bool shared = false;
            for (double x = -99.5; x < 100.0 && !shared; x += 1.0) {
                for (double y = -99.5; y < 100.0 && !shared; y += 1.0)
                    shared = unit_holds(shape, 150_m, {0, 0}, {x, y}) &&
                             unit_holds(shape, 150_m, other, {x, y});
            }
            // A sliver narrower than the places that are tried may be missed, never invented.
            if (shared) {
                EXPECT_TRUE(units_overlap(shape, 150_m, {0, 0}, other));
            }
            if (units_overlap(shape, 148_m, {0, 0}, other)) {
                EXPECT_TRUE(shared) << name_of(shape) << " " << other.x << " " << other.y;
            }
        }
    }
}

TEST(Cells, WithoutNudgingTheyAreTheTilesThatHoldMost) {
    const auto points = town(1);
    const auto cells = find_cells(points, {}, {.nudge = false, .count = 5});
    ASSERT_EQ(cells.size(), 5U);
    std::map<std::pair<int, int>, double> tiles;
    for (const WeightedPoint& p : points)
        tiles[{static_cast<int>(p.at.y / 150.0), static_cast<int>(p.at.x / 150.0)}] += p.weight;
    std::vector<double> sorted;
    for (const auto& [tile, weight] : tiles) sorted.push_back(weight);
    std::ranges::sort(sorted, std::greater{});
    for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(cells[i].mass, sorted[i], 1e-9);
}

TEST(Cells, TilesHoldEveryEventOnce) {
    for (const UnitShape shape : shapes) {
        const auto points = town(2);
        const auto cells = find_cells(points, {}, {.shape = shape, .nudge = false, .count = 9999});
        double all = 0.0;
        for (const WeightedPoint& p : points) all += p.weight;
        EXPECT_NEAR(mass_of(cells), all, 1e-9 * all) << name_of(shape);
    }
}

TEST(Cells, NudgingNeverLosesAndUsuallyGains) {
    for (const UnitShape shape : shapes) {
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const auto points = town(seed);
            CellParams params{.shape = shape, .nudge = false, .count = 20, .min_separation = 300_m};
            const auto before = find_cells(points, {}, params);
            params.nudge = true;
            const auto after = find_cells(points, {}, params);
            ASSERT_EQ(before.size(), after.size());
            EXPECT_GT(mass_of(after), 1.02 * mass_of(before));
        }
    }
}

TEST(Cells, UnitsNeitherOverlapNorComeTooNear) {
    for (const UnitShape shape : shapes) {
        for (const Metres apart : {0_m, 100_m, 400_m}) {
            const auto cells = find_cells(
                town(4), {}, {.shape = shape, .unit = 200_m, .count = 60, .min_separation = apart});
            ASSERT_GT(cells.size(), 10U);
            for (std::size_t i = 0; i < cells.size(); ++i) {
                for (std::size_t j = 0; j < i; ++j) {
                    const Point a = centre_of(cells[i]);
                    const Point b = centre_of(cells[j]);
                    EXPECT_FALSE(units_overlap(shape, 200_m, a, b));
                    EXPECT_GE(distance(a, b).value, apart.value);
                }
            }
        }
    }
}

TEST(Cells, AreRankedByWhatTheyHoldAfterMoving) {
    const auto cells = find_cells(town(5), {}, {.count = 30});
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(cells[i].id, i + 1);
        if (i > 0) {
            EXPECT_LE(cells[i].mass, cells[i - 1].mass);
        }
        EXPECT_TRUE(contains(cells[i].outline, cells[i].peak));
    }
}

TEST(Cells, ASquareMovesToTheBestOfAllPlacesInReach) {
    // Against every place on a fine lattice.
    std::mt19937_64 rng{7};
    std::uniform_real_distribution<double> at{-150.0, 150.0};
    for (int trial = 0; trial < 20; ++trial) {
        std::vector<WeightedPoint> points;
        for (int i = 0; i < 40; ++i) points.push_back({{at(rng), at(rng)}, 1.0});
        const Nudge nudge{UnitShape::square, 100_m, {0, 0}, 50_m};
        const Point best = nudge_unit(nudge, points, [](Point) { return true; }).value();
        EXPECT_LE(std::abs(best.x), 50.0);
        EXPECT_LE(std::abs(best.y), 50.0);
        double most = 0.0;
        for (double x = -50.0; x <= 50.0; x += 1.0) {
            for (double y = -50.0; y <= 50.0; y += 1.0)
                most = std::max(most, weight_in_unit(nudge, {x, y}, points));
        }
        EXPECT_GE(weight_in_unit(nudge, best, points), most);
    }
}

TEST(Cells, TwoHalvesOfAClusterOnATileEdgeBecomeOneUnit) {
    // 10 events each side of x = 150: no tile has more than 10, a moved one has all.
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 10; ++i) {
        points.push_back({{140.0 - i, 75.0}, 1.0});
        points.push_back({{160.0 + i, 75.0}, 1.0});
    }
    EXPECT_DOUBLE_EQ(find_cells(points, {}, {.nudge = false}).front().mass, 10.0);
    const auto cells = find_cells(points, {}, {});
    EXPECT_EQ(cells.size(), 1U);
    EXPECT_DOUBLE_EQ(cells.front().mass, 20.0);
}

TEST(Cells, StayInTheStudyArea) {
    const auto points = town(6);
    const MultiPolygon area{{{{450'500, 300'500},
                              {452'000, 300'500},
                              {452'000, 303'000},
                              {450'500, 303'000},
                              {450'500, 300'500}},
                             {}}};
    const auto cells = find_cells(points, area, {.count = 100});
    ASSERT_FALSE(cells.empty());
    for (const Hotspot& h : cells) EXPECT_TRUE(contains(area, centre_of(h)));
    const auto few = find_cells(
        points, area, {.count = 100, .area_share = 0.03, .study_area = beatline::area(area)});
    EXPECT_EQ(few.size(), 5U);  // 3 % of 3.75 km2 are five units of 0.0225 km2
}

TEST(Cells, DoNotDependOnTheOrderOfTheEvents) {
    auto points = town(8);
    const auto cells = find_cells(points, {}, {});
    std::ranges::shuffle(points, std::mt19937{3});
    const auto again = find_cells(points, {}, {});
    ASSERT_EQ(cells.size(), again.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(cells[i].mass, again[i].mass);
        EXPECT_EQ(cells[i].outline.outer, again[i].outline.outer);
    }
}

TEST(Cells, RefuseWhatMakesNoSense) {
    EXPECT_THROW(find_cells({}, {}, {.unit = 0_m}), std::invalid_argument);
    EXPECT_THROW(find_cells({}, {}, {.min_separation = Metres{-1}}), std::invalid_argument);
    EXPECT_TRUE(find_cells({}, {}, {}).empty());
}

}  // namespace
}  // namespace beatline
