// SPDX-License-Identifier: Apache-2.0
#include "data/time_reader.hpp"

#include <date/tz.h>
#include <fmt/format.h>
#include <random>

#include <gtest/gtest.h>

#include "data/error.hpp"

namespace beatline {
namespace {

using namespace std::chrono_literals;

constexpr const char* zones[] = {"Europe/London",   "America/New_York", "Australia/Lord_Howe",
                                 "Africa/Monrovia", "Pacific/Apia",     "Etc/UTC"};

/// What a local time means, asked of the date library alone.
LocalTime by_the_date_library(const date::time_zone& zone, date::local_seconds local) {
    const date::local_info info = zone.get_info(local);
    if (info.result == date::local_info::nonexistent) return {info.first.end, false, true};
    return {Instant{local.time_since_epoch() - info.first.offset},
            info.result == date::local_info::ambiguous, false};
}

std::string iso(date::local_seconds local) {
    const auto day = date::floor<date::days>(local);
    const date::year_month_day date{day};
    const date::hh_mm_ss clock{local - day};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", int{date.year()},
                       unsigned{date.month()}, unsigned{date.day()}, clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

/// The law of every moment with a local time in the text.
void expect_as_the_date_library(const std::optional<ParsedTime>& parsed, const TimeZone& zone,
                                date::local_seconds local) {
    const LocalTime wanted = by_the_date_library(*date::locate_zone(zone.name()), local);
    ASSERT_TRUE(parsed) << iso(local);
    ASSERT_EQ(parsed->when, (Interval{wanted.instant, wanted.instant})) << iso(local);
    ASSERT_EQ(parsed->ambiguous, wanted.ambiguous) << iso(local);
    ASSERT_EQ(parsed->skipped, wanted.skipped) << iso(local);
    const Day begins = zone.day_of(wanted.instant);
    ASSERT_EQ(parsed->local_month, begins.year * 12 + static_cast<int>(begins.month) - 1);
    ASSERT_EQ(fmt::format("{:02}:{:02}", parsed->clock_s / 3600, parsed->clock_s / 60 % 60),
              zone.hour_minute(wanted.instant));
}

date::local_seconds start_of(int year) {
    return date::local_days{date::year{year} / 1 / 1};
}

TEST(TimeReader, MeansByEveryLocalTimeWhatTheDateLibraryMeans) {
    std::mt19937_64 random{11};
    std::uniform_int_distribution<std::int64_t> second{start_of(1950).time_since_epoch().count(),
                                                       start_of(2038).time_since_epoch().count()};
    for (const char* name : zones) {
        const TimeZone zone{name};
        TimeReader by_iso{zone};
        TimeReader by_format{zone, "%Y-%m-%d %H:%M:%S"};
        for (int i = 0; i < 20'000; ++i) {
            const date::local_seconds local{Seconds{second(random)}};
            const std::string text = iso(local);
            ASSERT_NO_FATAL_FAILURE(expect_as_the_date_library(by_iso.read(text), zone, local));
            ASSERT_NO_FATAL_FAILURE(expect_as_the_date_library(by_format.read(text), zone, local));
        }
    }
}

TEST(TimeReader, MeansTheSameOnEveryDayOfAClockChange) {
    for (const char* name : zones) {
        const TimeZone zone{name};
        TimeReader reader{zone};
        Instant next = std::chrono::sys_days{std::chrono::year{1950} / 1 / 1};
        while (next < Instant{std::chrono::sys_days{std::chrono::year{2038} / 1 / 1}}) {
            const date::sys_info info = date::locate_zone(name)->get_info(next);
            next = info.end;
            if (next > Instant{std::chrono::sys_days{std::chrono::year{2038} / 1 / 1}}) break;
            const date::local_seconds about{next.time_since_epoch() + info.offset};
            for (Seconds away = -75h; away <= 75h; away += 30min) {
                for (const Seconds beside : {-1s, 0s, 1s}) {
                    const date::local_seconds local = about + away + beside;
                    ASSERT_NO_FATAL_FAILURE(
                        expect_as_the_date_library(reader.read(iso(local)), zone, local));
                }
            }
        }
    }
}

TEST(TimeReader, ReadsInstantsWithAnOffsetBackInAnyZone) {
    std::mt19937_64 random{12};
    std::uniform_int_distribution<std::int64_t> second{0, 2'100'000'000};
    for (const char* name : zones) {
        const TimeZone zone{name};
        TimeReader reader{zone};
        TimeReader by_format{zone, "%d %b %Y %T %z"};
        for (int i = 0; i < 2'000; ++i) {
            const Instant when{Seconds{second(random)}};
            if (zone.offset_at(when) % 60s != 0s) continue;  // not to be written as +hh:mm
            const auto parsed = reader.read(zone.iso(when));
            ASSERT_TRUE(parsed) << zone.iso(when);
            EXPECT_EQ(parsed->when, (Interval{when, when}));
            EXPECT_FALSE(parsed->ambiguous || parsed->skipped);
            const Day day = zone.day_of(when);
            EXPECT_EQ(parsed->local_month, day.year * 12 + static_cast<int>(day.month) - 1);
            const Seconds clock{parsed->clock_s};
            EXPECT_EQ(zone.iso(when).substr(11, 8), iso(date::local_seconds{clock}).substr(11));
        }
    }
}

TEST(TimeReader, RemembersOnlyWhatWasTheSameText) {
    const TimeZone zone{"Europe/London"};
    TimeReader reader{zone};
    const char* texts[] = {"2024-06",
                           "2024-06",
                           "",
                           "",
                           "2024-06-01 10:05:07",
                           "2024-06",
                           "bad",
                           "2024-06-01",
                           "bad",
                           "2024-06-01T10:05:07Z",
                           "2024-06-01 10:05:07"};
    for (const char* text : texts) {
        const auto remembered = reader.read(text);
        const auto fresh = parse_time(text, zone);
        ASSERT_EQ(remembered.has_value(), fresh.has_value()) << text;
        if (!fresh) continue;
        EXPECT_EQ(remembered->when, fresh->when) << text;
        EXPECT_EQ(remembered->local_month, fresh->local_month) << text;
        EXPECT_EQ(remembered->clock_s, fresh->clock_s) << text;
    }
}

TEST(TimeReader, TakesWholeMonthsDaysAndHours) {
    const TimeZone zone{"Europe/London"};
    const auto month = TimeReader{zone, "%b-%y"}.read("Jul-24");
    ASSERT_TRUE(month);
    EXPECT_EQ(month->when, parse_time("2024-07", zone)->when);
    EXPECT_EQ(month->local_month, 2024 * 12 + 6) << "the month of the zone, not of UTC";
    EXPECT_EQ(month->clock_s, -1);
    const auto day = TimeReader{zone, "%d/%m/%Y"}.read("31/03/2024");
    ASSERT_TRUE(day);
    EXPECT_EQ(day->when.length(), 23h);
    EXPECT_EQ(day->clock_s, -1);
    const auto hour = TimeReader{zone, "%d/%m/%Y %H"}.read("01/04/2024 9");
    ASSERT_TRUE(hour);
    EXPECT_EQ(hour->when.length(), 1h);
    EXPECT_EQ(zone.iso(hour->when.from), "2024-04-01T09:00:00+01:00");
    EXPECT_EQ(hour->clock_s, 9 * 3600);
}

TEST(TimeReader, NamesTheMonthInWhichADayBeginsEvenWhereItsMidnightNeverWas) {
    for (const char* name : {"Europe/London", "America/Sao_Paulo", "Pacific/Apia",
                             "Pacific/Kiritimati", "Pacific/Kwajalein"}) {
        const TimeZone zone{name};
        TimeReader reader{zone};
        for (Day date{1990, 1, 1}; date.year < 2020; date = next_day(date)) {
            const auto day = reader.read(to_string(date));
            ASSERT_TRUE(day) << name << to_string(date);
            const Day begins = zone.day_of(day->when.from);
            ASSERT_EQ(day->local_month, begins.year * 12 + static_cast<int>(begins.month) - 1);
            ASSERT_EQ(day->clock_s, -1);
            ASSERT_GE(day->when.length(), 0s) << "Apia had no 30 December 2011";
            ASSERT_LE(day->when.length(), 25h) << name << to_string(date);
            ASSERT_EQ(day->when.to, reader.read(to_string(next_day(date)))->when.from);
        }
    }
}

TEST(TimeReader, TakesAMidnightAt24ForTheNextDay) {
    const TimeZone zone{"Europe/London"};
    const auto midnight = TimeReader{zone, "%d/%m/%Y %H:%M"}.read("31/12/2024 24:00");
    ASSERT_TRUE(midnight);
    EXPECT_EQ(midnight->when, parse_time("2025-01-01 00:00", zone)->when);
    EXPECT_EQ(midnight->local_month, 2025 * 12);
    EXPECT_EQ(midnight->clock_s, 0);
}

TEST(TimeReader, JoinsADateAndAClockFromTwoColumns) {
    const TimeZone zone{"Europe/London"};
    TimeReader reader{zone, "%d/%m/%Y"};
    for (const auto& [date, clock, iso_text] :
         {std::tuple{"13/02/2023", "17:45", "2023-02-13 17:45"},
          {"13/02/2023", "17:45:30", "2023-02-13 17:45:30"},
          {"13/02/2023", "9:05", "2023-02-13 09:05"},
          {"26/03/2023", "01:30", "2023-03-26 01:30"},
          {"29/10/2023", "01:30", "2023-10-29 01:30"},
          {"31/12/2023", "24:00", "2024-01-01 00:00"},
          {"14/02/2023", "", "2023-02-14"}}) {
        const auto parsed = reader.read(date, clock);
        const auto wanted = parse_time(iso_text, zone);
        ASSERT_TRUE(parsed) << iso_text;
        EXPECT_EQ(parsed->when, wanted->when) << iso_text;
        EXPECT_EQ(parsed->ambiguous, wanted->ambiguous) << iso_text;
        EXPECT_EQ(parsed->skipped, wanted->skipped) << iso_text;
        EXPECT_EQ(parsed->local_month, wanted->local_month) << iso_text;
        EXPECT_EQ(parsed->clock_s, wanted->clock_s) << iso_text;
    }
    TimeReader by_iso{zone};
    EXPECT_EQ(by_iso.read("2023-02-13", "17:45")->when, parse_time("2023-02-13 17:45", zone)->when);
}

TEST(TimeReader, RefusesClocksThatFitNoDay) {
    const TimeZone zone{"Europe/London"};
    TimeReader reader{zone};
    for (const char* clock : {"1745", "17", "17:4", "17:60", "25:00", "24:01", "17:45:", "17:45:60",
                              "17:45 ", "x", "5:45 PM", "17:45Z"}) {
        EXPECT_FALSE(reader.read("2023-02-13", clock)) << clock;
    }
    EXPECT_FALSE(reader.read("2023-02", "17:45")) << "a month has no clock";
    EXPECT_FALSE(reader.read("2023-02-13 00:00", "17:45")) << "two clocks";
    EXPECT_FALSE(reader.read("13/02/2023", "17:45"));
    EXPECT_FALSE(reader.read("", "17:45"));
    EXPECT_THROW((TimeReader{zone, "%d/%m"}), UsageError);
}

}  // namespace
}  // namespace beatline
