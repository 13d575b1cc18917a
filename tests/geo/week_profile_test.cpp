// SPDX-License-Identifier: Apache-2.0
#include "geo/week_profile.hpp"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/week_events.hpp"

namespace beatline {
namespace {

double total(const WeekHours& hours) {
    return std::accumulate(hours.begin(), hours.end(), 0.0);
}

WeekHours one_event(std::size_t hour) {
    WeekHours counts{};
    counts[hour] = 1.0;
    return counts;
}

TEST(WeekProfile, SmoothingKeepsTheSum) {
    for (const WeekKernel kernel : {WeekKernel{0.5, 0.0}, {2.0, 0.5}, {8.0, 6.0 / 7.0}}) {
        EXPECT_NEAR(total(kernel_by_lag(kernel)), 1.0, 1e-12);
        const WeekHours counts = sum_spread(drawn_events(100, 1, any_hour));
        EXPECT_NEAR(total(smoothed(counts, kernel_by_lag(kernel))), 100.0, 1e-9);
    }
}

TEST(WeekProfile, SmoothingGoesAroundMidnightAndTheWeek) {
    const WeekHours by_lag = kernel_by_lag({2.0, 0.0});
    const WeekHours friday = smoothed(one_event(4 * 24 + 23), by_lag);
    EXPECT_DOUBLE_EQ(friday[5 * 24], friday[4 * 24 + 22]) << "Saturday 00:00 is as near as 22:00";
    const WeekHours sunday = smoothed(one_event(167), by_lag);
    EXPECT_DOUBLE_EQ(sunday[0], sunday[166]);
    // A Gaussian of 2 h over whole hours: exp(-1/8) of the middle an hour away.
    EXPECT_NEAR(sunday[0] / sunday[167], std::exp(-1.0 / 8.0), 1e-12);
}

TEST(WeekProfile, PooledDaysAreAlike) {
    const WeekHours profile = smoothed(one_event(50), kernel_by_lag({1.0, 6.0 / 7.0}));
    for (std::size_t h = 0; h < week_hours; ++h)
        EXPECT_NEAR(profile[h], profile[(h + 24) % week_hours], 1e-12);
    const WeekHours half = smoothed(one_event(50), kernel_by_lag({1.0, 0.5}));
    EXPECT_NEAR(half[74] / half[50], 0.5 / 6.0 / 0.5, 1e-6);
}

TEST(WeekProfile, KernelPoolsDaysThatAreAlikeAndKeepsApartThoseThatAreNot) {
    double pooled = 0.0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed)
        pooled += choose_week_kernel(fold_counts(drawn_events(400, seed, every_evening))).pooled;
    EXPECT_GT(pooled / 8.0, 0.6);
    const WeekKernel nights = choose_week_kernel(fold_counts(drawn_events(400, 2, weekend_night)));
    EXPECT_LT(nights.pooled, 0.2);
    EXPECT_LT(nights.deviation_h, 4.0);
}

TEST(WeekProfile, KernelIsWideWhenThereAreNoHours) {
    const WeekKernel kernel = choose_week_kernel(fold_counts(drawn_events(200, 4, any_hour)));
    EXPECT_GE(kernel.deviation_h, 4.0);
}

TEST(WeekProfile, IsNowhereZeroAndSumsToOne) {
    const WeekHours profile = area_profile(one_event(3), kernel_by_lag({0.5, 0.0}));
    EXPECT_NEAR(total(profile), 1.0, 1e-12);
    for (const double v : profile) EXPECT_GT(v, 0.0);
}

TEST(WeekProfile, IsDrawnToTheAreaByTheStrength) {
    const WeekHours by_lag = kernel_by_lag({1.0, 0.0});
    const WeekHours area = area_profile(one_event(100), by_lag);
    const WeekHours counts = sum_spread(drawn_events(30, 1, every_evening));
    const WeekHours own = drawn_profile(counts, by_lag, area, 0.0);
    const WeekHours mixed = drawn_profile(counts, by_lag, area, 30.0);
    for (std::size_t h = 0; h < week_hours; ++h)
        EXPECT_NEAR(mixed[h], 0.5 * own[h] + 0.5 * area[h], 1e-12) << "as many events as strength";
    EXPECT_EQ(drawn_profile(counts, by_lag, area, std::numeric_limits<double>::infinity()), area);
}

TEST(WeekProfile, StrengthIsGreatForPlacesThatAreAlikeAndSmallForThoseThatAreNot) {
    const WeekHours by_lag = kernel_by_lag({1.5, 0.3});
    std::vector<WeekFolds> alike;
    std::vector<WeekFolds> unlike;
    WeekFolds all_alike{};
    WeekFolds all_unlike{};
    for (std::uint64_t place = 0; place < 12; ++place) {
        alike.push_back(fold_counts(drawn_events(80, 10 + place, every_evening)));
        unlike.push_back(fold_counts(drawn_events(80, 10 + place, [&](Rng& rng) {
            return std::fmod(14.0 * static_cast<double>(place) + 6.0 * rng.unit(), 168.0);
        })));
        for (std::size_t f = 0; f < week_folds; ++f) {
            for (std::size_t h = 0; h < week_hours; ++h) {
                all_alike[f][h] += alike.back()[f][h];
                all_unlike[f][h] += unlike.back()[f][h];
            }
        }
    }
    EXPECT_GE(choose_prior_strength(alike, all_alike, by_lag), 200.0);
    EXPECT_LE(choose_prior_strength(unlike, all_unlike, by_lag), 10.0);
}

}  // namespace
}  // namespace beatline
