// SPDX-License-Identifier: Apache-2.0
#include "data/clock_window.hpp"

#include <gtest/gtest.h>

namespace beatline {
namespace {

WeekWindow window(int from_h, int to_h, WeekDays days = every_day) {
    return {{Seconds{from_h * 3600}, Seconds{to_h * 3600}}, days};
}

TEST(ClockWindow, KnowsTheDaysOfTheWeek) {
    EXPECT_EQ(weekday_of({2025, 12, 1}), 0U) << "a Monday";
    EXPECT_EQ(weekday_of({2024, 2, 29}), 3U) << "a Thursday";
    EXPECT_EQ(weekday_of({1999, 12, 31}), 4U) << "a Friday";
}

TEST(ClockWindow, ReadsDays) {
    EXPECT_EQ(parse_weekdays("Mon"), 0b0000001);
    EXPECT_EQ(parse_weekdays("Fri,Sat "), 0b0110000);
    EXPECT_EQ(parse_weekdays("fri - sun"), 0b1110000);
    EXPECT_EQ(parse_weekdays("Sat-Mon,Wed"), 0b1100101);
    EXPECT_EQ(parse_weekdays("Mon-Sun"), every_day);
    for (const char* wrong : {"", "Friday", "Fri,", "Fri-", "-Fri", "Fr", "Mon Tue"})
        EXPECT_FALSE(parse_weekdays(wrong)) << wrong;
}

TEST(ClockWindow, FindsOverlapsAroundMidnightAndTheWeeksEnd) {
    EXPECT_FALSE(overlap({}));
    EXPECT_FALSE(overlap({window(18, 26)}));
    EXPECT_TRUE(overlap({window(22, 27), window(2, 4)}));
    EXPECT_FALSE(overlap({window(22, 27, 0b0010000), window(2, 4, 0b0010000)}))
        << "Friday night reaches into Saturday, not into Friday morning";
    EXPECT_TRUE(overlap({window(22, 27, 0b1000000), window(2, 4, 0b0000001)}))
        << "Sunday night reaches into Monday";
}

TEST(ClockWindow, WritesSpansAsPeopleDo) {
    std::vector<WeekSpan> daily;
    for (std::uint32_t d = 0; d < 7; ++d) daily.push_back({24 * d + 20, 6});
    EXPECT_EQ(windows_text(windows_of(daily)), "daily 20:00-02:00");
    EXPECT_EQ(windows_text(windows_of({{4 * 24 + 21, 6}, {5 * 24 + 21, 6}, {2 * 24 + 18, 4}})),
              "Fri,Sat 21:00-03:00, Wed 18:00-22:00");
    EXPECT_EQ(windows_text(windows_of({{0, 3}, {24, 3}, {48, 3}, {144, 3}})),
              "Sun-Wed 00:00-03:00");
    EXPECT_EQ(windows_text(windows_of({{4 * 24 + 20, 30}})), "Fri 20:00 to Sun 02:00");
    EXPECT_EQ(windows_text({}), "");
}

TEST(ClockWindow, ReadsWhatItWrites) {
    for (WeekDays days = 1; days < every_day; ++days) {
        const std::string text = windows_text({window(20, 22, days)});
        const auto digit = text.find_first_of("0123456789");
        EXPECT_EQ(parse_weekdays(text.substr(0, digit)), days) << text;
    }
}

}  // namespace
}  // namespace beatline
