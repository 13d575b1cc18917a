// SPDX-License-Identifier: Apache-2.0
#include "geo/disc_regions.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "geo/area_price.hpp"

#include "tests/support/budget_choices.hpp"

namespace beatline {
namespace {

using testing::gamma_noise;

TEST(DiscRegions, WhatGrowsIsNeverWorthMoreThanTheMost) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DensityGrid grid = gamma_noise(20, 25_m, seed);
        const DiscRegions regions{grid, CellDisc{100_m, 25_m}, {4, 20}};
        for (const double price : {0.0, 1.0, 3.0}) {
            for (std::uint32_t centre = 0; centre < 400; ++centre) {
                const RegionWorth most = regions.most(centre, price);
                const RegionWorth grown = regions.grown(centre, price);
                if (most.cells == 0) {
                    EXPECT_EQ(grown.cells, 0U);
                    continue;
                }
                EXPECT_GE(most.cells, 4U);
                EXPECT_LE(most.cells, 20U);
                EXPECT_LE(grown.worth, most.worth + 1e-9);
            }
        }
    }
}

TEST(DiscRegions, TheMostIsTheSumOfTheDensestCellsOfTheDisc) {
    const DensityGrid grid = gamma_noise(9, 25_m, 5);
    const DiscRegions regions{grid, CellDisc{60_m, 25_m}, {3, 6}};
    const std::uint32_t centre = 40;
    std::vector<double> others;
    for (std::int64_t cell = 0; cell < 81; ++cell) {
        const float v = grid.values[static_cast<std::size_t>(cell)];
        if (cell != 40 && !std::isnan(v) &&
            CellDisc::closer(cell / 9 - 4, cell % 9 - 4, 60_m, 25_m))
            others.push_back(v);
    }
    std::ranges::sort(others, std::greater<>{});
    ASSERT_FALSE(std::isnan(grid.values[centre]));
    double best = -1e300;
    for (std::size_t n = 3; n <= 6; ++n) {
        double sum = regions.density_at(centre) - 2.0;
        for (std::size_t i = 0; i + 1 < n; ++i) sum += others[i] - 2.0;
        best = std::max(best, sum);
    }
    EXPECT_NEAR(regions.most(centre, 2.0).worth, best, 1e-9);
}

TEST(DiscRegions, PolishingKeepsSizeAndCentreAndNeverLosesMass) {
    int better = 0;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        const DensityGrid grid = gamma_noise(20, 25_m, seed);
        const DiscRegions regions{grid, CellDisc{120_m, 25_m}, {1, 25}};
        const std::uint32_t centre = 210;
        auto cells = regions.growth(centre);
        if (cells.empty()) continue;
        const auto mass = [&] {
            double sum = 0.0;
            for (const std::uint32_t cell : cells) sum += regions.density_at(cell);
            return sum;
        };
        const double before = mass();
        const std::size_t size = cells.size();
        regions.polish(centre, cells);
        EXPECT_GE(mass(), before);
        better += mass() > before ? 1 : 0;
        const std::set<std::uint32_t> distinct{cells.begin(), cells.end()};
        EXPECT_EQ(distinct.size(), size);
        EXPECT_TRUE(distinct.contains(centre));
    }
    EXPECT_GT(better, 0);
}

TEST(SeedTiles, FindEveryCentreThatCouldBeWorthMore) {
    const DensityGrid grid = gamma_noise(40, 25_m, 9);
    const DiscRegions regions{grid, CellDisc{100_m, 25_m}, {4, 20}};
    const SeedTiles tiles{regions, 200_m};
    for (const double price : {0.5, 4.0}) {
        for (const double floor : {0.0, 10.0}) {
            std::vector<std::uint32_t> all;
            for (std::uint32_t cell = 0; cell < 1'600; ++cell) {
                const RegionWorth most = regions.most(cell, price);
                if (most.cells > 0 && most.worth > floor) all.push_back(cell);
            }
            EXPECT_EQ(tiles.above(price, floor).cells, all);
        }
    }
}

TEST(SeedTiles, GreedyTakesTheWorthiestFirstAndKeepsTheDistance) {
    const DensityGrid grid = gamma_noise(40, 25_m, 10);
    const DiscRegions regions{grid, CellDisc{100_m, 25_m}, {4, 20}};
    const SeedTiles tiles{regions, 250_m};
    std::vector<std::uint32_t> taken;
    std::vector<double> worths;
    while (true) {
        RegionWorth best;
        std::uint32_t at = 0;
        for (std::uint32_t cell = 0; cell < 1'600; ++cell) {
            if (std::ranges::any_of(taken, [&](std::int64_t o) {
                    return CellDisc::closer(o / 40 - cell / 40, o % 40 - cell % 40, 250_m, 25_m);
                }))
                continue;
            const RegionWorth most = regions.most(cell, 2.0);
            if (most.cells == 0 || most.worth <= best.worth) continue;
            best = most;
            at = cell;
        }
        if (best.cells == 0) break;
        taken.push_back(at);
        worths.push_back(best.worth);
    }
    ASSERT_GT(worths.size(), 5U);
    const SeedTiles::Greedy four = tiles.greedy(2.0, 4, 10'000);
    EXPECT_EQ(four.regions, 4U);
    EXPECT_NEAR(four.next_worth, worths[4], 1e-9);
    const SeedTiles::Greedy all = tiles.greedy(2.0, 1'000, 10'000);
    EXPECT_EQ(all.regions, worths.size());
    EXPECT_EQ(all.next_worth, 0.0);
}

}  // namespace
}  // namespace beatline
