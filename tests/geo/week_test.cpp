// SPDX-License-Identifier: Apache-2.0
#include "geo/week.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace beatline {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::year;

Instant utc(int y, unsigned m, unsigned d, Seconds clock) {
    return sys_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + clock;
}

Seconds no_offset(Instant) {
    return Seconds{0};
}

/// Europe/London in 2025: an hour ahead from 30 March 01:00 UTC to 26 October 01:00 UTC.
Seconds london(Instant when) {
    return when >= utc(2025, 3, 30, 1h) && when < utc(2025, 10, 26, 1h) ? Seconds{1h} : Seconds{0};
}

WeekHours spread(const Interval& when, const LocalOffset& offset = no_offset) {
    SpreadEvents events;
    EXPECT_TRUE(add_spread(events, when, 24h, offset));
    return sum_spread(events);
}

double total(const WeekHours& hours) {
    return std::accumulate(hours.begin(), hours.end(), 0.0);
}

TEST(Week, BeginsOnMondayAtMidnight) {
    const Instant monday = utc(2025, 12, 1, 0h);  // a Monday
    EXPECT_EQ(spread({monday, monday})[0], 1.0);
    const Instant last = utc(2025, 11, 30, 23h + 59min + 59s);
    EXPECT_EQ(spread({last, last})[167], 1.0);
    const Instant before_1970 = utc(1969, 12, 29, 5h);  // a Monday too
    EXPECT_EQ(spread({before_1970, before_1970})[5], 1.0);
}

TEST(Week, AnIntervalGivesEachHourTheTimeItHasInIt) {
    // Friday 21:30 to Saturday 00:00: half an hour, one, one.
    const WeekHours hours = spread({utc(2025, 12, 5, 21h + 30min), utc(2025, 12, 6, 0h)});
    EXPECT_NEAR(hours[4 * 24 + 21], 0.2, 1e-6);
    EXPECT_NEAR(hours[4 * 24 + 22], 0.4, 1e-6);
    EXPECT_NEAR(hours[4 * 24 + 23], 0.4, 1e-6);
    EXPECT_NEAR(total(hours), 1.0, 1e-6);
}

TEST(Week, AnIntervalAroundTheWeeksEndIsOne) {
    const WeekHours hours = spread({utc(2025, 11, 30, 23h), utc(2025, 12, 1, 1h)});
    EXPECT_NEAR(hours[167], 0.5, 1e-6);
    EXPECT_NEAR(hours[0], 0.5, 1e-6);
}

TEST(Week, FollowsTheLocalClockThroughItsChanges) {
    // Sunday 30 March 2025: 01:00 to 02:00 does not exist.
    const WeekHours spring = spread({utc(2025, 3, 30, 0h), utc(2025, 3, 30, 2h)}, london);
    EXPECT_NEAR(spring[6 * 24 + 0], 0.5, 1e-6);
    EXPECT_EQ(spring[6 * 24 + 1], 0.0);
    EXPECT_NEAR(spring[6 * 24 + 2], 0.5, 1e-6);
    // Sunday 26 October: 01:00 to 02:00 comes twice.
    const WeekHours autumn = spread({utc(2025, 10, 26, 0h), utc(2025, 10, 26, 2h)}, london);
    EXPECT_NEAR(autumn[6 * 24 + 1], 1.0, 1e-6);
    EXPECT_NEAR(total(autumn), 1.0, 1e-6);
    const Instant summer = utc(2025, 7, 7, 23h + 30min);  // Monday in UTC, Tuesday 00:30 in London
    EXPECT_EQ(spread({summer, summer}, london)[24], 1.0);
}

TEST(Week, ADayIsADayThoughAClockChangeMakesItLonger) {
    // The local Sunday of 26 October has 25 hours and still counts as one of 24 on the clock.
    const WeekHours hours = spread({utc(2025, 10, 25, 23h), utc(2025, 10, 27, 0h)}, london);
    EXPECT_NEAR(total(hours), 1.0, 1e-6);
    EXPECT_NEAR(hours[6 * 24 + 1], 2.0 / 25.0, 1e-6);
    EXPECT_NEAR(hours[6 * 24 + 12], 1.0 / 25.0, 1e-6);
}

TEST(Week, AMonthSaysNothingOfTheHour) {
    SpreadEvents events;
    EXPECT_FALSE(add_spread(events, {utc(2025, 12, 1, 0h), utc(2026, 1, 1, 0h)}, 24h, no_offset));
    EXPECT_FALSE(
        add_spread(events, {utc(2025, 12, 1, 0h), utc(2025, 12, 2, 0h + 1s)}, 24h, no_offset));
    EXPECT_EQ(events.size(), 0U);
}

TEST(Week, PickedEventsAreThoseAsked) {
    SpreadEvents events;
    for (int d = 0; d < 5; ++d)
        add_spread(events, {utc(2025, 12, 1, 24h * d + 90min), utc(2025, 12, 1, 24h * d + 150min)},
                   24h, no_offset);
    const std::vector<std::uint32_t> which{3, 1};
    EXPECT_EQ(sum_spread(pick_events(events, which)), sum_spread(events, which));
    EXPECT_NEAR(sum_spread(events, which)[24 * 3 + 1], 0.5, 1e-6);
}

TEST(Week, FoldsAreWeeks) {
    SpreadEvents events;
    for (int d = 0; d < 28; ++d) {
        const Instant at = utc(2025, 12, 1, 24h * d);
        add_spread(events, {at, at}, 24h, no_offset);
    }
    for (std::size_t e = 0; e < 28; ++e)
        EXPECT_EQ(events.folds[e], (events.folds[0] + e / 7) % week_folds);
}

}  // namespace
}  // namespace beatline
