// SPDX-License-Identifier: Apache-2.0
#include "geo/spaced_seeds.hpp"

#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "geo/cell_disc.hpp"
#include "geo/spaced_bound.hpp"

namespace beatline {
namespace {

const GridSpec grid{{0, 0}, 25_m, 7, 7};

Seeds random_seeds(std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> worth{-0.5, 4.0};
    Seeds seeds;
    for (std::uint32_t cell = 0; cell < grid.size(); ++cell) {
        if (rng() % 5 == 0) continue;
        seeds.cells.push_back(cell);
        seeds.worth.push_back(worth(rng));
    }
    return seeds;
}

bool conflict(const Seeds& seeds, std::size_t a, std::size_t b, Metres apart) {
    const std::int64_t p = seeds.cells[a];
    const std::int64_t q = seeds.cells[b];
    return CellDisc::closer(p / 7 - q / 7, p % 7 - q % 7, apart, grid.cell);
}

double best_of_all(const Seeds& seeds, Metres apart, std::size_t count) {
    std::vector<std::size_t> taken;
    const std::function<double(std::size_t)> from = [&](std::size_t i) {
        if (i == seeds.cells.size() || taken.size() == count) return 0.0;
        double best = from(i + 1);
        for (const std::size_t other : taken)
            if (conflict(seeds, i, other, apart)) return best;
        if (seeds.worth[i] <= 0.0) return best;
        taken.push_back(i);
        best = std::max(best, seeds.worth[i] + from(i + 1));
        taken.pop_back();
        return best;
    };
    return from(0);
}

TEST(NearSeeds, AreThoseCloserThanTheDistance) {
    const Seeds seeds = random_seeds(3);
    for (const Metres apart : {20_m, 60_m, 100_m}) {
        const NearSeeds near{seeds.cells, grid, apart};
        for (std::size_t a = 0; a < seeds.cells.size(); ++a) {
            std::vector<char> found(seeds.cells.size(), 0);
            near.for_each(a, [&](std::uint32_t b) { found[b] = 1; });
            for (std::size_t b = 0; b < seeds.cells.size(); ++b)
                EXPECT_EQ(found[b] != 0, conflict(seeds, a, b, apart));
        }
    }
}

TEST(SpacedSeeds, KeepTheirDistanceAndAreTheBestOfAllOnSmallGrids) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Seeds seeds = random_seeds(seed);
        const Metres apart{70.0 + 20.0 * static_cast<double>(seed % 3)};
        const auto packed = pack_seeds(seeds, {seeds.cells, grid, apart}, 400, 1);
        double worth = 0.0;
        for (std::size_t i = 0; i < packed.size(); ++i) {
            worth += seeds.worth[packed[i]];
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_FALSE(conflict(seeds, packed[i], packed[j], apart));
        }
        const double best = best_of_all(seeds, apart, seeds.cells.size());
        EXPECT_LE(worth, best + 1e-9);
        EXPECT_NEAR(worth, best, 1e-9) << seed;
    }
}

TEST(SpacedBound, IsNeverBelowTheBestOfAllHoweverFewItsSteps) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Seeds seeds = random_seeds(seed);
        for (const std::size_t count : {1U, 3U, 100U}) {
            const Metres apart{70.0 + 20.0 * static_cast<double>(seed % 3)};
            const double best = best_of_all(seeds, apart, count);
            for (const std::size_t steps : {1U, 60U, 800U}) {
                const SpacedBound bound =
                    bound_spaced_seeds(seeds, grid, {apart, count, steps, 0.5, {}});
                EXPECT_GE(bound.worth, best) << seed << ' ' << count << ' ' << steps;
                if (steps == 800) {
                    EXPECT_LE(bound.worth, 1.6 * best) << seed << " " << count;
                }
            }
        }
    }
}

TEST(SpacedBound, MeetsTheBestWhereNothingIsInTheWay) {
    Seeds seeds{{0, 24, 48}, {3.0, 1.0, 2.0}};  // opposite corners and the middle, 106 m apart
    EXPECT_NEAR(bound_spaced_seeds(seeds, grid, {100_m, 10, 400, 0.0, {}}).worth, 6.0, 1e-9);
    EXPECT_NEAR(bound_spaced_seeds(seeds, grid, {100_m, 2, 2'000, 0.0, {}}).worth, 5.0, 0.05);
    EXPECT_NEAR(bound_spaced_seeds(seeds, grid, {300_m, 10, 400, 0.0, {}}).worth, 3.0, 0.05);
    seeds.worth = {0.0, -1.0, 0.0};
    EXPECT_EQ(bound_spaced_seeds(seeds, grid, {100_m, 10, 400, 0.0, {}}).worth, 0.0);
}

}  // namespace
}  // namespace beatline
