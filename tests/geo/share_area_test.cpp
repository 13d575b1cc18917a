// SPDX-License-Identifier: Apache-2.0
#include "geo/share_area.hpp"

#include <functional>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

std::vector<GainCurve> random_curves(std::size_t regions, std::size_t cells, std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::exponential_distribution<double> gain{1.0};
    std::vector<GainCurve> curves(regions);
    for (GainCurve& curve : curves) {
        curve.push_back(0.0);
        for (std::size_t n = 0; n < cells; ++n) curve.push_back(curve.back() + gain(rng));
    }
    return curves;
}

double gain_of(const std::vector<GainCurve>& curves, const std::vector<std::size_t>& sizes) {
    double sum = 0.0;
    for (std::size_t i = 0; i < curves.size(); ++i) sum += curves[i][sizes[i]];
    return sum;
}

double best_of_all(const std::vector<GainCurve>& curves, std::size_t least, std::size_t total) {
    const std::function<double(std::size_t, std::size_t)> from = [&](std::size_t i,
                                                                     std::size_t left) {
        if (i == curves.size()) return 0.0;
        double best = from(i + 1, left);
        for (std::size_t n = least; n < curves[i].size() && n <= left; ++n)
            best = std::max(best, curves[i][n] + from(i + 1, left - n));
        return best;
    };
    return from(0, total);
}

TEST(ShareArea, IsTheBestOfAllWhereAllCanBeTried) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const auto curves = random_curves(4, 6, seed);
        const std::size_t least = 1 + seed % 4;
        const std::size_t total = 5 + seed % 13;
        const auto sizes = share_area(curves, least, total);
        EXPECT_LE(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), total);
        for (const std::size_t n : sizes) EXPECT_TRUE(n == 0 || n >= least);
        EXPECT_NEAR(gain_of(curves, sizes), best_of_all(curves, least, total), 1e-9) << seed;
    }
}

TEST(ShareArea, ManyRegionsKeepTheLimitsAndMissTheBestByLessThanOneRegionsGain) {
    const auto curves = random_curves(900, 80, 7);  // 900 x 81 x 2000 steps are too many
    const auto sizes = share_area(curves, 5, 2'000);
    EXPECT_LE(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), 2'000U);
    for (const std::size_t n : sizes) EXPECT_TRUE(n == 0 || n >= 5);
    // Lagrangian bound: the budget at any price, and each region's best at that price.
    double bound = 1e300;
    for (double price = 0.0; price < 5.0; price += 0.02) {
        double sum = 2'000.0 * price;
        for (const GainCurve& curve : curves) {
            double best = 0.0;
            for (std::size_t n = 5; n < curve.size(); ++n)
                best = std::max(best, curve[n] - price * static_cast<double>(n));
            sum += best;
        }
        bound = std::min(bound, sum);
    }
    const double gain = gain_of(curves, sizes);
    EXPECT_LE(gain, bound);
    EXPECT_GT(gain, 0.995 * bound);
}

}  // namespace
}  // namespace beatline
