// SPDX-License-Identifier: Apache-2.0
#include "geo/gi_star.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/global_control.h>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

// clang-format off
const std::vector<double> counts{
    0, 1, 0, 2, 0, 0, 1,
    3, 0, 4, 1, 0, 2, 0,
    0, 7, 9, 3, 1, 0, 0,
    1, 0, 5, 2, 0, 0, 3,
    0, 0, 1, 0, 0, 1, 0};

// spdep 1.2-7, localG with include.self and binary weights: tests/reference/gi_star.R
const std::vector<double> queen{
    -0.342481154, -0.012046521, -0.012046521, -0.222860645, -0.644488893, -1.066117142, -0.592206996,
    0.620395851, 2.165880096, 2.711245588, 1.438726107, -0.560947363, -1.469889849, -1.066117142,
    0.620395851, 3.074822582, 3.438399577, 2.347668593, -0.560947363, -1.106312855, -0.644488893,
    -0.012046521, 1.984091599, 2.711245588, 1.620514604, -0.924524358, -1.288101352, -0.855303018,
    -1.091658680, -0.222860645, -0.012046521, -0.012046521, -1.066117142, -0.855303018, -0.342481154};
const std::vector<double> disc{
    -0.855303018, 1.183923179, 0.893360615, -0.197370368, -0.924524358, -1.086614424, -1.066117142,
    0.994711712, 1.750601705, 3.161208947, 1.319960165, -0.521288616, -1.672362523, -0.897402957,
    1.438726107, 2.826436441, 2.555772349, 2.720206231, 0.089264108, -1.023447375, -0.924524358,
    0.994711712, 1.750601705, 2.659050188, 0.985187660, -0.186516110, -0.987769677, -1.275825891,
    -1.276931266, 0.616288778, 0.893360615, -0.015581871, -1.288101352, -1.275825891, -0.855303018};
const std::vector<double> disc_with_cells_outside{
    1.813902540, 0.193792558, -0.676877362, -0.886973631, -0.912855053, 0.590884459, 1.706865223,
    2.455480642, 2.029198625, -0.128515913, -1.496725944, -0.670820393, 1.136608458, 1.688965974,
    1.888071719, 0.622973638, -0.700302965, -0.454667155, -0.674361391, 0.576065840, 0.892542994,
    -0.483604884, -0.468053495, -0.912855053, -1.151348716, -1.151348716, 0.626099034, -0.443744398,
    -0.895273786};
// clang-format on

TEST(GiStar, AgreesWithSpdep) {
    const auto square = gi_star(counts, 7, {}, {Neighbourhood::square, 1.0});
    const auto round = gi_star(counts, 7, {}, {Neighbourhood::disc, 2.0});
    for (std::size_t i = 0; i < counts.size(); ++i) {
        EXPECT_NEAR(square.z[i], queen[i], 3e-7 * (1.0 + std::abs(queen[i])));
        EXPECT_NEAR(round.z[i], disc[i], 3e-7 * (1.0 + std::abs(disc[i])));
    }
    std::vector<std::uint8_t> inside(counts.size(), 1);
    for (const std::size_t outside : {0U, 1U, 15U, 23U, 33U, 34U}) inside[outside] = 0;
    const auto masked = gi_star(counts, 7, inside, {Neighbourhood::disc, 2.0});
    EXPECT_EQ(masked.cells, 29U);
    std::size_t next = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (inside[i] == 0) {
            EXPECT_TRUE(std::isnan(masked.z[i]) && std::isnan(masked.q[i]));
            EXPECT_EQ(masked.significant[i], 0);
            continue;
        }
        const double wanted = disc_with_cells_outside[next++];
        EXPECT_NEAR(masked.z[i], wanted, 3e-7 * (1.0 + std::abs(wanted)));
    }
}

/// The definition, cell by cell.
std::vector<double> plain(std::span<const double> x, std::size_t cols,
                          std::span<const std::uint8_t> inside, const GiStarRules& rules) {
    const auto in = [&](std::size_t i) { return inside.empty() || inside[i] != 0; };
    double n = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!in(i)) continue;
        n += 1.0;
        sum += x[i];
        squares += x[i] * x[i];
    }
    const double mean = sum / n;
    const double s = std::sqrt(squares / n - mean * mean);
    std::vector<double> z(x.size(), std::nan(""));
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!in(i)) continue;
        double held = 0.0;
        double w = 0.0;
        for (std::size_t j = 0; j < x.size(); ++j) {
            const double dx = static_cast<double>(i % cols) - static_cast<double>(j % cols);
            const double dy = static_cast<double>(i / cols) - static_cast<double>(j / cols);
            const bool near = rules.shape == Neighbourhood::square
                                  ? std::max(std::abs(dx), std::abs(dy)) <= rules.reach
                                  : std::hypot(dx, dy) <= rules.reach;
            if (!near || !in(j)) continue;
            held += x[j];
            w += 1.0;
        }
        z[i] = w == n ? 0.0 : (held - w * mean) / (s * std::sqrt((n * w - w * w) / (n - 1.0)));
    }
    return z;
}

TEST(GiStar, IsItsDefinitionForEveryShapeAndReach) {
    std::mt19937_64 rng{12};
    constexpr std::size_t cols = 29;
    constexpr std::size_t rows = 70;  // more than one strip
    std::vector<double> x(cols * rows);
    std::vector<std::uint8_t> inside(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<double>(rng() % 4);
        inside[i] = rng() % 6 == 0 ? 0 : 1;
    }
    for (const auto shape : {Neighbourhood::square, Neighbourhood::disc}) {
        for (const double reach : {0.0, 1.0, 1.5, 4.0, 14.3, 28.0, 500.0}) {
            for (const bool masked : {false, true}) {
                const std::span<const std::uint8_t> mask =
                    masked ? std::span<const std::uint8_t>{inside}
                           : std::span<const std::uint8_t>{};
                const GiStarRules rules{shape, reach};
                const auto wanted = plain(x, cols, mask, rules);
                const auto found = gi_star(x, cols, mask, rules);
                for (std::size_t i = 0; i < x.size(); ++i) {
                    if (std::isnan(wanted[i])) {
                        EXPECT_TRUE(std::isnan(found.z[i]));
                        continue;
                    }
                    ASSERT_NEAR(found.z[i], wanted[i], 2e-6 * (1.0 + std::abs(wanted[i])))
                        << reach << (masked ? " masked" : "");
                }
            }
        }
    }
}

TEST(GiStar, ChanceHasFewSignificantCellsAndAPlantedPatchIsFound) {
    std::mt19937_64 rng{3};
    constexpr std::size_t cols = 60;
    int sets_with_any = 0;
    for (int set = 0; set < 100; ++set) {
        std::vector<double> x(cols * cols, 0.0);
        for (int event = 0; event < 20'000; ++event) x[rng() % x.size()] += 1.0;
        const auto chance = gi_star(x, cols, {}, {Neighbourhood::square, 1.0});
        sets_with_any += std::ranges::count(chance.significant, 1) > 0 ? 1 : 0;
        for (std::size_t r = 20; r < 24; ++r)
            for (std::size_t c = 30; c < 34; ++c) x[r * cols + c] = 14.0;
        const auto planted = gi_star(x, cols, {}, {Neighbourhood::square, 1.0});
        EXPECT_EQ(planted.significant[22 * cols + 32], 1);
        EXPECT_GT(planted.z[22 * cols + 32], 4.0F);
    }
    EXPECT_LE(sets_with_any, 12) << "5 expected, and counts are a little skewed";
}

TEST(GiStar, ScaleAndThreadsDoNotMatter) {
    std::mt19937_64 rng{5};
    std::vector<double> x(40 * 200);
    for (double& v : x) v = static_cast<double>(rng() % 9);
    std::vector<double> twice = x;
    for (double& v : twice) v *= 2.0;
    const GiStarRules rules{Neighbourhood::disc, 3.0};
    const auto many = gi_star(x, 40, {}, rules);
    const auto scaled = gi_star(twice, 40, {}, rules);
    const tbb::global_control one{tbb::global_control::max_allowed_parallelism, 1};
    const auto alone = gi_star(x, 40, {}, rules);
    EXPECT_EQ(many.z, alone.z);
    EXPECT_EQ(many.q, alone.q);
    EXPECT_EQ(many.z, scaled.z);
}

TEST(GiStar, NothingIsClaimedWhereAllCellsAreAlike) {
    const auto flat = gi_star(std::vector<double>(12, 3.0), 4, {}, {});
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_TRUE(std::isnan(flat.z[i]));
        EXPECT_EQ(flat.significant[i], 0);
    }
    EXPECT_TRUE(gi_star({}, 4, {}, {}).z.empty());
}

TEST(GiStar, RefusesWhatDoesNotFit) {
    const std::vector<double> x(12, 1.0);
    const std::vector<std::uint8_t> short_mask(5, 1);
    EXPECT_THROW((void)gi_star(x, 5, {}, {}), std::invalid_argument);
    EXPECT_THROW((void)gi_star(x, 4, short_mask, {}), std::invalid_argument);
    EXPECT_THROW((void)gi_star(x, 4, {}, {Neighbourhood::square, -1.0}), std::invalid_argument);
    EXPECT_THROW((void)gi_star(std::vector<double>{1.0, std::nan("")}, 2, {}, {}),
                 std::invalid_argument);
}

TEST(CellSums, EveryEventFallsIntoTheCellThatHoldsIt) {
    const GridSpec spec{{100, 200}, 10_m, 2, 3};
    const std::vector<Point> places{{100, 200}, {109.9, 209.9}, {110, 200},
                                    {129, 219}, {130, 210},     {99, 205}};
    const std::vector<double> weights{1, 2, 4, 8, 16, 32};
    EXPECT_EQ(cell_sums(places, weights, spec), (std::vector<double>{3, 4, 0, 0, 0, 8}));
    EXPECT_THROW((void)cell_sums(places, {}, spec), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
