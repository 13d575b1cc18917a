// SPDX-License-Identifier: Apache-2.0
#include "geo/knox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/global_control.h>
#include <stdexcept>

#include <gtest/gtest.h>

#include "geo/rng.hpp"

namespace beatline {
namespace {

struct Dated {
    std::vector<Point> at;
    std::vector<std::int32_t> day;
};

/// The events of tests/reference/knox.R: every fifth follows the one before it closely.
Dated reference_events(bool with_followers) {
    Dated events;
    Point before{};
    std::int32_t day_before = 0;
    for (std::int64_t i = 0; i < 400; ++i) {
        const bool follows = i % 5 == 0 && i > 0;
        Point at{static_cast<double>(i * 7919 % 2003), static_cast<double>(i * 104729 % 1999)};
        auto day = static_cast<std::int32_t>((i * i * 31 + i * 17) % 211);
        if (follows) {
            at = {before.x + 20, before.y + 10};
            day = day_before + 3;
        }
        before = at;
        day_before = day;
        if (follows && !with_followers) continue;
        events.at.push_back(at);
        events.day.push_back(day);
    }
    return events;
}

KnoxTable knox(const Dated& events, std::vector<double> distance_m, std::vector<double> days,
               std::uint32_t simulations = 0, std::uint64_t seed = 1) {
    KnoxParams params;
    params.distance_m = std::move(distance_m);
    params.days = std::move(days);
    params.simulations = simulations;
    params.seed = seed;
    return knox_test(events.at, events.day, params);
}

Dated random_events(std::size_t n, std::uint64_t seed) {
    Rng rng{seed};
    Dated events;
    for (std::size_t i = 0; i < n; ++i) {
        events.at.push_back({rng.unit() * 4000.0, rng.unit() * 4000.0});
        events.day.push_back(static_cast<std::int32_t>(rng.below(365)));
    }
    return events;
}

TEST(Knox, CountsAsRDoes) {
    // tests/reference/knox.R: counted over dist() of places and dates.
    const KnoxTable table = knox(reference_events(true), {0, 50, 100, 200}, {0, 4, 8, 16});
    const std::vector<std::uint64_t> in_r{100, 23, 40, 21, 22, 46, 55, 61, 120};
    for (std::size_t c = 0; c < in_r.size(); ++c) EXPECT_EQ(table.cells[c].observed, in_r[c]) << c;
}

TEST(Knox, ExpectsAsSurveillanceDoes) {
    // surveillance::knox 1.20.3: statistic and null.value of cumulative cut-offs.
    const Dated events = reference_events(true);
    for (const auto& [days, metres, observed, expected] : {std::tuple{4.0, 50.0, 100U, 23.709223},
                                                           {8.0, 100.0, 166U, 96.525489},
                                                           {16.0, 200.0, 488U, 405.069073}}) {
        const KnoxTable table = knox(events, {0, metres}, {0, days});
        EXPECT_EQ(table.cells[0].observed, observed);
        EXPECT_NEAR(table.cells[0].expected, expected, 1e-6);
    }
}

TEST(Knox, FindsTheMonteCarloPOfSurveillance) {
    // The same with B = 9999; the standard error of either p is below 0.005. R's cut-offs include
    // their end, ours do not: the next day, and a hair more than so many metres.
    const Dated events = reference_events(false);
    for (const auto& [days, metres, observed, expected, p] :
         {std::tuple{8.0, 150.0, 91U, 93.990460, 0.6485},
          {31.0, 300.0, 722U, 707.190771, 0.2529}}) {
        const KnoxTable table = knox(events, {0, metres + 1e-6}, {0, days}, 9999);
        EXPECT_EQ(table.cells[0].observed, observed);
        EXPECT_NEAR(table.cells[0].expected, expected, 1e-6);
        EXPECT_NEAR(table.cells[0].p, p, 0.02);
    }
}

TEST(Knox, ExpectsTheMeanOfItsPermutations) {
    // n events of which all dates are tried: the mean over all permutations is the expectation.
    Dated events{{{0, 0}, {10, 0}, {0, 30}, {500, 0}, {505, 0}}, {0, 1, 5, 5, 20}};
    std::vector<int> order{0, 1, 2, 3, 4};
    const std::vector<std::int32_t> days = events.day;
    std::vector<double> sums(4, 0.0);
    double permutations = 0.0;
    do {
        for (std::size_t i = 0; i < 5; ++i)
            events.day[i] = days[static_cast<std::size_t>(order[i])];
        const KnoxTable table = knox(events, {0, 20, 40}, {0, 2, 10});
        for (std::size_t c = 0; c < 4; ++c) sums[c] += static_cast<double>(table.cells[c].observed);
        permutations += 1.0;
    } while (std::ranges::next_permutation(order).found);
    const KnoxTable table = knox(events, {0, 20, 40}, {0, 2, 10});
    for (std::size_t c = 0; c < 4; ++c)
        EXPECT_NEAR(table.cells[c].expected, sums[c] / permutations, 1e-12);
}

TEST(Knox, ExpectsTheSameAsAllPairsOneByOneOverTwoHundredYears) {
    Rng rng{8};
    Dated events;
    for (std::size_t i = 0; i < 700; ++i) {  // in spells, so that dates are shared too
        events.at.push_back({rng.unit() * 900.0, rng.unit() * 900.0});
        const std::uint32_t day = i % 3 == 0 ? rng.below(30) : rng.below(200 * 365);
        events.day.push_back(static_cast<std::int32_t>(day));
    }
    for (const std::vector<double>& days : {std::vector<double>{0, 1, 2, 30.5, 400, 9'000, 80'000},
                                            {0.5, 0.7, 3, 73'000},
                                            {0, 0.25, 200'000}}) {
        const KnoxTable table = knox(events, {0, 100, 300}, days);
        const double all = 700.0 * 699.0 / 2.0;
        for (std::size_t t = 0; t + 1 < days.size(); ++t) {
            double in_time = 0.0;
            std::array<double, 2> near{};
            for (std::size_t a = 0; a < 700; ++a) {
                for (std::size_t b = a + 1; b < 700; ++b) {
                    const double delay = std::abs(events.day[a] - events.day[b]);
                    in_time += delay >= days[t] && delay < days[t + 1] ? 1.0 : 0.0;
                    const double apart = distance(events.at[a], events.at[b]).value;
                    near[0] += apart < 100.0 ? 1.0 : 0.0;
                    near[1] += apart >= 100.0 && apart < 300.0 ? 1.0 : 0.0;
                }
            }
            EXPECT_DOUBLE_EQ(table.at(0, t).expected, near[0] * in_time / all);
            EXPECT_DOUBLE_EQ(table.at(1, t).expected, near[1] * in_time / all);
        }
    }
}

TEST(Knox, StopsWhenAsked) {
    const Dated events = reference_events(true);
    KnoxParams params;
    params.cancelled = [] { return true; };
    const KnoxTable at_once = knox_test(events.at, events.day, params);
    ASSERT_EQ(at_once.cells.size(), 90U);
    for (const KnoxCell& cell : at_once.cells) {
        EXPECT_EQ(cell.p, 1.0);
        EXPECT_EQ(cell.observed, 0U) << "nothing was counted";
    }
    int asked = 0;
    params.cancelled = [&asked] { return ++asked > 1; };
    const KnoxTable later = knox_test(events.at, events.day, params);
    std::uint64_t observed = 0;
    for (const KnoxCell& cell : later.cells) {
        observed += cell.observed;
        EXPECT_EQ(cell.p, 1.0);
    }
    EXPECT_GT(observed, 0U);
    EXPECT_EQ(asked, 2) << "no replicate was drawn";
}

TEST(Knox, FindsPlantedFollowersAndOnlyWhereTheyAre) {
    Dated events = random_events(600, 3);
    for (std::size_t i = 0; i < 60; ++i) {  // one in ten is followed within 3 days and 40 m
        events.at.push_back({events.at[i].x + 30.0, events.at[i].y + 20.0});
        events.day.push_back(events.day[i] + 1 + static_cast<std::int32_t>(i % 3));
    }
    const KnoxTable table = knox(events, {0, 50, 200, 400}, {0, 7, 14, 28}, 999);
    EXPECT_LE(table.at(0, 0).p_max, 0.001);
    EXPECT_GT(table.at(0, 0).ratio, 10.0);
    for (std::size_t c = 1; c < table.cells.size(); ++c) EXPECT_GT(table.cells[c].p_max, 0.01) << c;
}

TEST(Knox, ReportsChanceAsOftenAsItSays) {
    // 100 sets without structure at 0.05: family-wise by p_max in any of nine cells;
    // P(Binomial(100, 0.05) > 11) = 0.004.
    int found = 0;
    for (std::uint64_t set = 0; set < 100; ++set) {
        const KnoxTable table =
            knox(random_events(150, 100 + set), {0, 200, 400, 600}, {0, 7, 14, 28}, 99, set);
        found += std::ranges::any_of(table.cells, [](auto& c) { return c.p_max <= 0.05; }) ? 1 : 0;
    }
    EXPECT_LE(found, 11);
}

TEST(Knox, DoesNotDependOnTheNumberOfThreads) {
    const Dated events = reference_events(true);
    const auto with_threads = [&](std::size_t threads) {
        const oneapi::tbb::global_control limit{
            oneapi::tbb::global_control::max_allowed_parallelism, threads};
        return knox(events, {0, 50, 100, 200}, {0, 4, 8, 16}, 199);
    };
    const KnoxTable one = with_threads(1);
    const KnoxTable four = with_threads(4);
    for (std::size_t c = 0; c < one.cells.size(); ++c) {
        EXPECT_EQ(one.cells[c].p, four.cells[c].p);
        EXPECT_EQ(one.cells[c].p_max, four.cells[c].p_max);
    }
}

TEST(Knox, OrdersItsPValues) {
    const KnoxTable table = knox(reference_events(true), {0, 50, 100, 200}, {0, 4, 8, 16}, 199);
    for (const KnoxCell& cell : table.cells) {
        EXPECT_GE(cell.p, 1.0 / 200.0);
        EXPECT_GE(cell.p_max, cell.p - 1e-12) << "a family's p is no smaller than its member's";
        EXPECT_GE(cell.q, cell.p);
    }
}

TEST(Knox, HasAnAnswerForNoEventsAndForOneDate) {
    EXPECT_EQ(knox({}, {0, 100}, {0, 7}, 99).cells[0].observed, 0U);
    const KnoxTable one_day = knox({{{0, 0}, {1, 0}, {900, 0}}, {7, 7, 7}}, {0, 100}, {0, 7}, 99);
    EXPECT_EQ(one_day.cells[0].observed, 1U);
    EXPECT_DOUBLE_EQ(one_day.cells[0].expected, 1.0);
    EXPECT_DOUBLE_EQ(one_day.cells[0].p, 1.0);
}

TEST(Knox, RefusesWhatMakesNoSense) {
    EXPECT_THROW(knox({{{0, 0}}, {}}, {0, 100}, {0, 7}), std::invalid_argument);
    EXPECT_THROW(knox({}, {0, 100}, {7, 7}), std::invalid_argument);
    EXPECT_THROW(knox({}, {0, 100}, {-1, 7}), std::invalid_argument);
    EXPECT_THROW(knox({{{0, 0}, {1, 1}}, {0, 100'000}}, {0, 100}, {0, 7}), std::length_error);
}

}  // namespace
}  // namespace beatline
