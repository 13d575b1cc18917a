// SPDX-License-Identifier: Apache-2.0
#include "geo/area_budget.hpp"

#include <cmath>
#include <limits>
#include <oneapi/tbb/global_control.h>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/density.hpp"

#include "tests/support/budget_choices.hpp"
#include "tests/support/random_points.hpp"

namespace beatline {
namespace {

using testing::best_budget_choice;
using testing::best_threshold_choice;
using testing::gamma_noise;

DensityGrid town(std::uint64_t seed, Metres cell = 25_m) {
    return estimate_density(testing::random_points(1'500, {0, 0}, 6'000, seed),
                            grid_over({{0, 0}, {6'000, 6'000}}, cell), {});
}

bool connected(const BudgetRegion& region, std::uint32_t cols) {
    std::set<std::uint32_t> left{region.cells.begin(), region.cells.end()};
    std::vector<std::uint32_t> open{region.centre};
    left.erase(region.centre);
    while (!open.empty()) {
        const std::uint32_t cell = open.back();
        open.pop_back();
        for (const std::uint32_t next : {cell - cols, cell - 1, cell + 1, cell + cols}) {
            if ((next == cell - 1 && cell % cols == 0) || (next == cell + 1 && next % cols == 0))
                continue;
            if (left.erase(next) != 0) open.push_back(next);
        }
    }
    return left.empty();
}

/// Every limit, for every region, and the sums.
void expect_within_limits(const BudgetChoice& choice, const DensityGrid& grid,
                          const AreaBudget& b) {
    const auto cols = static_cast<std::int64_t>(grid.spec.cols);
    const double cell_m2 = grid.spec.cell.value * grid.spec.cell.value;
    const auto closer = [&](std::int64_t p, std::int64_t q, Metres d) {
        return CellDisc::closer(p / cols - q / cols, p % cols - q % cols, d, grid.spec.cell);
    };
    std::set<std::uint32_t> taken;
    double mass = 0.0;
    EXPECT_LE(choice.regions.size(), b.count);
    for (std::size_t i = 0; i < choice.regions.size(); ++i) {
        const BudgetRegion& region = choice.regions[i];
        const double area = static_cast<double>(region.cells.size()) * cell_m2;
        EXPECT_GE(area, b.least.value * (1 - 1e-9));
        EXPECT_LE(area, b.most.value * (1 + 1e-9));
        EXPECT_TRUE(std::ranges::is_sorted(region.cells));
        EXPECT_TRUE(std::ranges::binary_search(region.cells, region.centre));
        EXPECT_TRUE(connected(region, static_cast<std::uint32_t>(cols)));
        double sum = 0.0;
        for (const std::uint32_t cell : region.cells) {
            EXPECT_TRUE(taken.insert(cell).second) << "a cell in two regions";
            EXPECT_TRUE(closer(cell, region.centre, b.radius));
            EXPECT_FALSE(std::isnan(grid.values[cell]));
            sum += static_cast<double>(grid.values[cell]) * cell_m2 / 1e6;
        }
        EXPECT_NEAR(region.mass, sum, 1e-9 * sum);
        mass += sum;
        if (i > 0) {
            EXPECT_LE(region.mass, choice.regions[i - 1].mass);
        }
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(closer(region.centre, choice.regions[j].centre, b.min_separation));
    }
    EXPECT_LE(static_cast<double>(taken.size()) * cell_m2, b.total.value * (1 + 1e-9));
    EXPECT_NEAR(choice.area.value, static_cast<double>(taken.size()) * cell_m2, 1e-6);
    EXPECT_NEAR(choice.mass, mass, 1e-9 * mass);
    EXPECT_LE(choice.mass, choice.bound);
    EXPECT_LE(choice.bound, choice.densest * (1 + 1e-8));
}

AreaBudget small_budget(std::uint64_t seed) {
    AreaBudget b;
    b.total = SquareMetres{625.0 * static_cast<double>(4 + seed % 6)};
    b.least = SquareMetres{625.0 * static_cast<double>(1 + seed % 2)};
    b.most = SquareMetres{625.0 * static_cast<double>(2 + seed / 2 % 4)};
    b.radius = seed % 3 == 0 ? 45_m : 30_m;
    b.min_separation = b.radius * 2.0 + Metres{20.0 * static_cast<double>(seed % 4)};
    b.count = 1 + seed % 3;
    return b;
}

TEST(AreaBudget, OnSmallGridsOfNoiseItIsNearTheBestOfAllAndTheBoundNeverBelow) {
    double choices = 0.0;
    double bounds = 0.0;
    int best_found = 0;
    constexpr int trials = 40;
    for (std::uint64_t seed = 0; seed < trials; ++seed) {
        const DensityGrid grid = gamma_noise(5, 25_m, seed);
        const AreaBudget budget = small_budget(seed);
        const BudgetChoice choice = choose_regions(grid, budget);
        expect_within_limits(choice, grid, budget);
        const double best = best_budget_choice(grid, budget);
        ASSERT_GT(best, 0.0);
        EXPECT_LE(choice.mass, best * (1 + 1e-9)) << seed;
        EXPECT_GE(choice.bound, best) << seed;
        best_found += choice.mass > best * (1 - 1e-9) ? 1 : 0;
        choices += choice.mass / best;
        bounds += choice.bound / best;
    }
    // Noise is the hardest surface there is: neighbours say nothing of one another.
    EXPECT_GT(choices / trials, 0.95);
    EXPECT_LT(bounds / trials, 1.15);
    EXPECT_GE(best_found, trials / 2);
}

TEST(AreaBudget, KeepsEveryLimitAndIsNeverWorseThanThresholding) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const DensityGrid grid = town(seed, seed % 2 == 0 ? 50_m : 25_m);
        AreaBudget b;
        b.total = SquareMetres{seed % 3 == 0 ? 300'000.0 : 800'000.0};
        b.min_separation = seed < 4 ? 300_m : 500_m;
        b.count = seed == 5 ? 4 : 20;
        const BudgetChoice choice = choose_regions(grid, b);
        expect_within_limits(choice, grid, b);
        EXPECT_GE(choice.mass, best_threshold_choice(grid, b)) << seed;
        EXPECT_GT(choice.mass, 0.85 * choice.bound) << seed;
    }
}

TEST(AreaBudget, OnePeakGetsTheDensestDiscAndMeetsTheBound) {
    const DensityGrid grid =
        estimate_density({{{3'000, 3'000}, 10.0}}, grid_over({{0, 0}, {6'000, 6'000}}, 25_m), {});
    AreaBudget b;
    b.total = b.most = SquareMetres{40'000};
    const BudgetChoice choice = choose_regions(grid, b);
    ASSERT_EQ(choice.regions.size(), 1U);
    EXPECT_DOUBLE_EQ(choice.area.value, 40'000.0);
    EXPECT_NEAR(choice.mass, choice.bound, 1e-6 * choice.bound);
}

TEST(AreaBudget, MoreOfAnyLimitNeverLowersTheBound) {
    const DensityGrid grid = town(11, 50_m);
    AreaBudget tight;
    tight.total = SquareMetres{400'000};
    tight.count = 8;
    AreaBudget wide = tight;
    wide.total = SquareMetres{800'000};
    wide.count = 16;
    const BudgetChoice less = choose_regions(grid, tight);
    const BudgetChoice more = choose_regions(grid, wide);
    EXPECT_GE(more.bound, less.mass);
    EXPECT_GE(more.mass, less.mass);
}

TEST(AreaBudget, SparseSurfacesGetFewerRegionsThanAllowed) {
    const DensityGrid grid = estimate_density({{{1'000, 1'000}, 2.0}, {{4'000, 4'000}, 1.0}},
                                              grid_over({{0, 0}, {6'000, 6'000}}, 50_m), {});
    AreaBudget b;
    b.total = SquareMetres{10'000'000};
    b.count = 500;
    const BudgetChoice choice = choose_regions(grid, b);
    expect_within_limits(choice, grid, b);
    EXPECT_GE(choice.regions.size(), 2U);
    EXPECT_GT(choice.mass, 2.0);
    for (const BudgetRegion& region : choice.regions) EXPECT_GT(region.mass, 0.0);
}

TEST(AreaBudget, IsTheSameOnAnyNumberOfThreads) {
    const DensityGrid grid = town(12);
    const BudgetChoice two = choose_regions(grid, {});
    const oneapi::tbb::global_control one{oneapi::tbb::global_control::max_allowed_parallelism, 1};
    const BudgetChoice alone = choose_regions(grid, {});
    EXPECT_EQ(two.bound, alone.bound);
    EXPECT_EQ(two.mass, alone.mass);
    ASSERT_EQ(two.regions.size(), alone.regions.size());
    for (std::size_t i = 0; i < two.regions.size(); ++i)
        EXPECT_EQ(two.regions[i].cells, alone.regions[i].cells);
}

TEST(AreaBudget, NothingGivesNothing) {
    const DensityGrid flat{{{0, 0}, 25_m, 20, 20}, std::vector<float>(400, 0.0F)};
    EXPECT_TRUE(choose_regions(flat, {}).regions.empty());
    const DensityGrid outside{{{0, 0}, 25_m, 20, 20}, std::vector<float>(400, NAN)};
    EXPECT_TRUE(choose_regions(outside, {}).regions.empty());
    DensityGrid narrow = flat;  // three cells: less than any region needs
    for (std::size_t i = 3; i < narrow.values.size(); ++i) narrow.values[i] = NAN;
    narrow.values[1] = 5.0F;
    EXPECT_TRUE(choose_regions(narrow, {}).regions.empty());
}

TEST(AreaBudget, RefusesLimitsThatContradictEachOther) {
    const DensityGrid grid = town(1, 50_m);
    const auto refused = [&](AreaBudget b) {
        EXPECT_THROW((void)choose_regions(grid, b), std::invalid_argument);
    };
    refused({.total = SquareMetres{0}});
    refused({.total = SquareMetres{5'000}});
    refused({.least = SquareMetres{80'000}});
    refused({.least = SquareMetres{68'000}, .most = SquareMetres{69'000}});  // 27.2 to 27.6 cells
    refused({.radius = 151_m});
    refused({.least = SquareMetres{20'000}, .radius = 60_m});
    refused({.count = 0});
}

}  // namespace
}  // namespace beatline
