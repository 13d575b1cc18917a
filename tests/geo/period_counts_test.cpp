// SPDX-License-Identifier: Apache-2.0
#include "geo/period_counts.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace beatline {
namespace {

Instant day(int n) {
    return Instant{std::chrono::hours{24 * n}};
}

PointEvent event(Point at, int from, int to, std::uint32_t kind = 0) {
    return {at, {day(from), day(to)}, 1.0, kind};
}

TEST(PeriodCounts, CountByPlaceAndPeriodOfTheEventsMiddle) {
    const PeriodBounds bounds{day(0), day(30), day(60)};
    const std::vector<PointEvent> events{
        event({1, 2}, 0, 30),    event({1, 2}, 30, 30),   event({1, 2}, 20, 50),
        event({5, 0}, 0, 0),     event({5, 0}, 60, 60),  // the last bound belongs to no period
        event({5, 0}, -1, 0, 0), event({9, 9}, 40, 40, 7)};
    const PeriodCounts counts = count_periods(events, bounds, [](auto kind) { return kind == 0; });
    ASSERT_EQ(counts.places, (std::vector<Point>{{5, 0}, {1, 2}}));
    ASSERT_EQ(counts.periods.size(), 2U);
    EXPECT_EQ(counts.periods[0], (std::vector<PlaceCount>{{0, 1}, {1, 1}}));
    EXPECT_EQ(counts.periods[1], (std::vector<PlaceCount>{{1, 2}}));
}

TEST(PeriodCounts, DoNotDependOnTheOrderOfTheEvents) {
    std::mt19937 random{1};
    std::vector<PointEvent> events;
    for (int i = 0; i < 500; ++i) {
        const int when = static_cast<int>(random() % 90);
        events.push_back(event({static_cast<double>(random() % 6), 0}, when, when));
    }
    const PeriodBounds bounds{day(0), day(30), day(60), day(90)};
    const auto all = [](std::uint32_t) { return true; };
    const PeriodCounts before = count_periods(events, bounds, all);
    std::ranges::shuffle(events, random);
    const PeriodCounts after = count_periods(events, bounds, all);
    EXPECT_EQ(before.places, after.places);
    EXPECT_EQ(before.periods, after.periods);
}

}  // namespace
}  // namespace beatline
