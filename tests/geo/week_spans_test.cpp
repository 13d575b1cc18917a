// SPDX-License-Identifier: Apache-2.0
#include "geo/week_spans.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/rng.hpp"

namespace beatline {
namespace {

std::uint32_t hours_of(const std::vector<WeekSpan>& spans) {
    std::uint32_t sum = 0;
    for (const WeekSpan& s : spans) sum += s.hours;
    return sum;
}

TEST(WeekSpans, AreThoseOfEveryPairOfSpansTried) {
    // Two spans at most of three hours at least, 8 % of the profile: every pair that is short
    // enough. Profiles of few values, so that spans have ties, and rough ones.
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        Rng rng{seed};
        WeekHours profile{};
        for (double& v : profile) v = seed % 2 == 0 ? rng.unit() : 1.0 + rng.below(4);
        const double all = std::accumulate(profile.begin(), profile.end(), 0.0);
        const auto held = [&](std::uint32_t from, std::uint32_t hours) {
            double sum = 0.0;
            for (std::uint32_t h = 0; h < hours; ++h) sum += profile[(from + h) % week_hours];
            return sum;
        };
        std::uint32_t fewest = 168;
        double most = 0.0;
        const auto offer = [&](std::uint32_t hours, double sum) {
            if (sum < 0.08 * all) return;
            if (hours < fewest) {
                fewest = hours;
                most = 0.0;
            }
            if (hours == fewest) most = std::max(most, sum);
        };
        for (std::uint32_t a = 0; a < week_hours; ++a) {
            for (std::uint32_t la = 3; la <= 14; ++la) {
                const double first = held(a, la);
                offer(la, first);
                for (std::uint32_t gap = 1; gap + la + 3 < week_hours; ++gap) {
                    double second = held(a + la + gap, 2);
                    for (std::uint32_t lb = 3; la + lb <= 14 && la + lb + gap < week_hours; ++lb) {
                        second += profile[(a + la + gap + lb - 1) % week_hours];
                        offer(la + lb, first + second);
                    }
                }
            }
        }
        const auto spans = busiest_spans(profile, {0.08, 2, 3});
        EXPECT_EQ(hours_of(spans), fewest);
        EXPECT_NEAR(share_in(profile, spans), most / all, 1e-9);
    }
}

TEST(WeekSpans, OfADailyPatternAreItsHoursOnEveryDay) {
    WeekHours profile{};
    for (std::uint32_t d = 0; d < 7; ++d) {
        for (std::uint32_t h = 20; h < 26; ++h) profile[(24 * d + h) % week_hours] = 1.0;
    }
    const auto spans = busiest_spans(profile, {1.0, 7, 3});
    ASSERT_EQ(spans.size(), 7U);
    for (std::uint32_t d = 0; d < 7; ++d) EXPECT_EQ(spans[d], (WeekSpan{24 * d + 20, 6}));
    EXPECT_EQ(busiest_spans(profile, {0.5, 7, 3}).size(), 4U)
        << "half of it in 21 h: 6 + 6 + 6 + 3";
}

TEST(WeekSpans, OfADayAreTheSameOnAllDays) {
    Rng rng{2};
    WeekHours profile{};
    for (double& v : profile) v = rng.unit();
    for (std::uint32_t d = 0; d < 7; ++d) {
        for (std::uint32_t h = 22; h < 27; ++h) profile[(24 * d + h) % week_hours] += 5.0;
    }
    const auto spans = busiest_daily_spans(profile, {0.68, 7, 3});
    ASSERT_EQ(spans.size(), 7U);
    for (std::uint32_t d = 0; d < 7; ++d) EXPECT_EQ(spans[d], (WeekSpan{24 * d + 22, 5}));
    profile.fill(1.0);
    EXPECT_EQ(busiest_daily_spans(profile, {1.0, 7, 3}), (std::vector<WeekSpan>{{0, 168}}));
}

TEST(WeekSpans, GoAroundTheEndOfTheWeek) {
    WeekHours profile{};
    profile.fill(0.01);
    for (const std::size_t h : {165U, 166U, 167U, 0U, 1U}) profile[h] = 5.0;
    const auto spans = busiest_spans(profile, {0.9, 7, 3});
    EXPECT_EQ(spans, (std::vector<WeekSpan>{{165, 5}}));
}

TEST(WeekSpans, AreNoShorterThanAskedAndNoMore) {
    Rng rng{9};
    for (int round = 0; round < 20; ++round) {
        WeekHours profile{};
        for (double& v : profile) v = rng.unit() * rng.unit();
        const WeekSpanParams params{0.1 + 0.8 * rng.unit(), 1 + rng.below(7), 1 + rng.below(6)};
        const auto spans = busiest_spans(profile, params);
        EXPECT_LE(spans.size(), params.count);
        EXPECT_GE(share_in(profile, spans), params.share - 1e-9);
        for (std::size_t s = 0; s < spans.size(); ++s) {
            EXPECT_GE(spans[s].hours, params.least_hours);
            if (s > 0) {
                EXPECT_GT(spans[s].from, spans[s - 1].from + spans[s - 1].hours);
            }
        }
    }
}

TEST(WeekSpans, OfEverythingAreTheWholeWeek) {
    WeekHours profile{};
    profile.fill(1.0);
    EXPECT_EQ(busiest_spans(profile, {1.0, 7, 3}), (std::vector<WeekSpan>{{0, 168}}));
    EXPECT_EQ(hours_of(busiest_spans(profile, {0.5, 7, 3})), 84U);
}

TEST(WeekSpans, RefuseWhatIsOutOfRange) {
    WeekHours profile{};
    EXPECT_THROW(busiest_spans(profile, {}), std::invalid_argument);
    profile.fill(1.0);
    EXPECT_THROW(busiest_spans(profile, {0.0, 7, 3}), std::invalid_argument);
    EXPECT_THROW(busiest_spans(profile, {0.5, 0, 3}), std::invalid_argument);
    EXPECT_THROW(busiest_spans(profile, {0.5, 7, 25}), std::invalid_argument);
}

}  // namespace
}  // namespace beatline
