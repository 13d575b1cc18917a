// SPDX-License-Identifier: Apache-2.0
#include "data/clock.hpp"

#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/message_of.hpp"

namespace beatline {
namespace {

using testing::message_of;
using namespace std::chrono_literals;

const TimeZone& london() {
    static const TimeZone zone{"Europe/London"};
    return zone;
}

Instant utc(int year, unsigned month, unsigned day, Seconds clock = 0s) {
    return Instant{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                         static_cast<int>(day)}} +
           clock;
}

TEST(TimeZone, KnowsSummerAndWinter) {
    EXPECT_EQ(london().at({2025, 12, 1}, 14h).instant, utc(2025, 12, 1, 14h));
    EXPECT_EQ(london().at({2025, 7, 1}, 14h).instant, utc(2025, 7, 1, 13h));
    EXPECT_EQ(london().iso(utc(2025, 7, 1, 13h)), "2025-07-01T14:00:00+01:00");
    EXPECT_EQ(london().iso(utc(2025, 12, 1, 14h + 5min + 6s)), "2025-12-01T14:05:06+00:00");
    EXPECT_EQ(TimeZone{"America/St_Johns"}.iso(utc(2025, 1, 1)), "2024-12-31T20:30:00-03:30");
    EXPECT_EQ(london().hour_minute(utc(2025, 7, 1, 13h + 5min)), "14:05");
    EXPECT_EQ(london().day_label(utc(2025, 12, 1)), "Mon 1 Dec");
    EXPECT_EQ(london().day_of(utc(2025, 6, 30, 23h + 30min)), (Day{2025, 7, 1}));
}

TEST(TimeZone, TakesTheFirstOfTwoEqualClockTimes) {
    const LocalTime twice = london().at({2025, 10, 26}, 1h + 30min);
    EXPECT_TRUE(twice.ambiguous);
    EXPECT_FALSE(twice.skipped);
    EXPECT_EQ(twice.instant, utc(2025, 10, 26, 30min)) << "still summer time";
}

TEST(TimeZone, TakesTheMomentAfterAGap) {
    const LocalTime never = london().at({2025, 3, 30}, 1h + 30min);
    EXPECT_TRUE(never.skipped);
    EXPECT_FALSE(never.ambiguous);
    EXPECT_EQ(never.instant, utc(2025, 3, 30, 1h));
    EXPECT_EQ(london().hour_minute(never.instant), "02:00");
}

TEST(TimeZone, RunsOverMidnight) {
    EXPECT_EQ(london().at({2025, 12, 31}, 24h).instant, utc(2026, 1, 1));
    EXPECT_EQ(london().at({2025, 10, 25}, 26h).instant, utc(2025, 10, 26, 2h))
        << "02:00 by the clock of the next day, after the change";
}

TEST(TimeZone, EveryLocalTimeComesBackFromItsInstant) {
    for (int day = 0; day < 366; ++day) {
        for (const Seconds clock : {0s, Seconds{1h + 30min}, Seconds{23h + 59min + 59s}}) {
            const Day date = next_day({2024, 1, 1}, day);
            const LocalTime local = london().at(date, clock);
            if (local.skipped) continue;
            EXPECT_EQ(parse_time(london().iso(local.instant), london())->when.from, local.instant);
            EXPECT_EQ(london().day_of(local.instant), date);
        }
    }
}

TEST(TimeZone, RefusesAnUnknownNameWithTheNearest) {
    EXPECT_THAT(message_of<UsageError>([] { (void)TimeZone{"Europe/Lodnon"}; }),
                ::testing::HasSubstr("Did you mean \"Europe/London\"?"));
    EXPECT_THROW((void)TimeZone{""}, UsageError);
    EXPECT_THROW((void)TimeZone{"../../etc/passwd"}, UsageError);
}

TEST(Day, CountsOnAndPrints) {
    EXPECT_EQ(next_day({2024, 2, 28}), (Day{2024, 2, 29}));
    EXPECT_EQ(next_day({2024, 12, 31}), (Day{2025, 1, 1}));
    EXPECT_EQ(next_day({2025, 3, 1}, -1), (Day{2025, 2, 28}));
    EXPECT_EQ(to_string(Day{2025, 3, 1}), "2025-03-01");
}

TEST(ParseDay, TakesRealDatesOnly) {
    EXPECT_EQ(parse_day("2025-12-01"), (Day{2025, 12, 1}));
    EXPECT_EQ(parse_day("2024-02-29"), (Day{2024, 2, 29}));
    for (const char* text : {"2025-02-29", "2025-02-30", "2025-13-01", "2025-00-01", "2025-01-00",
                             "0202-01-01", "2025-1-1", "2025-12-01 ", " 2025-12-01", "26/13/2026",
                             "20251201", "2025-12", "2025-12-01T00:00", "", "2025-12-0x"}) {
        EXPECT_EQ(parse_day(text), std::nullopt) << text;
    }
}

TEST(ParseClock, TakesHoursAndMinutesUpToMidnight) {
    EXPECT_EQ(parse_clock("14:00"), 14h);
    EXPECT_EQ(parse_clock("14:00:30"), 14h + 30s);
    EXPECT_EQ(parse_clock("00:00"), 0s);
    EXPECT_EQ(parse_clock("24:00"), 24h);
    for (const char* text : {"24:01", "25:00", "14:60", "14:00:60", "14", "1400", "9:00", "14:00x",
                             "14:00:", "-1:00", "", "14:00:30.5"}) {
        EXPECT_EQ(parse_clock(text), std::nullopt) << text;
    }
}

TEST(ParseTime, ReadsMonthsDaysAndMoments) {
    const auto month = parse_time("2025-07", london());
    ASSERT_TRUE(month);
    EXPECT_EQ(month->when, (Interval{utc(2025, 6, 30, 23h), utc(2025, 7, 31, 23h)}));
    EXPECT_EQ(parse_time("2025-12", london())->when.to, utc(2026, 1, 1));
    const auto day = parse_time("2025-03-30", london());
    ASSERT_TRUE(day);
    EXPECT_EQ(day->when.length(), 23h) << "the clocks go forward";
    for (const char* text :
         {"2025-07-01T14:05", "2025-07-01 14:05", "2025-07-01T14:05:00", "2025-07-01T13:05Z",
          "2025-07-01T14:05:00.250", "2025-07-01T15:05+02:00", "2025-07-01T15:05+0200",
          "2025-07-01T09:05-04", "2025-07-01t13:05:00z"}) {
        const auto moment = parse_time(text, london());
        ASSERT_TRUE(moment) << text;
        EXPECT_EQ(moment->when.from, utc(2025, 7, 1, 13h + 5min)) << text;
        EXPECT_EQ(moment->when.length(), 0s);
    }
    EXPECT_EQ(parse_time("2025-07-01T24:00Z", london())->when.from, utc(2025, 7, 2));
}

TEST(ParseTime, CountsClockChangesOnlyWhereTheZonesClockHolds) {
    EXPECT_TRUE(parse_time("2025-10-26T01:30", london())->ambiguous);
    EXPECT_FALSE(parse_time("2025-10-26T01:30+00:00", london())->ambiguous);
    EXPECT_TRUE(parse_time("2025-03-30 01:30", london())->skipped);
}

TEST(ParseTime, GuessesNothing) {
    for (const char* text : {"26/13/2026",
                             "01/02/2025",
                             "0202-01-01",
                             "2025-02-30",
                             "2025",
                             "2025-13",
                             "2025-12-01T",
                             "2025-12-01T14",
                             "2025-12-01T14:05X",
                             "2025-12-01T14:05 Z",
                             "2025-12-01T14:05+",
                             "2025-12-01T14:05+15:00",
                             "2025-12-01T14:05+01:60",
                             "2025-12-01T14:05.",
                             "2025-12-01  14:05",
                             "2025-12-01T14:05:61",
                             "2025-12-01T24:01",
                             "x2025-12",
                             "2025-12 ",
                             "",
                             "NULL"}) {
        EXPECT_EQ(parse_time(text, london()).has_value(), false) << text;
    }
}

}  // namespace
}  // namespace beatline
