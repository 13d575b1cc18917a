// SPDX-License-Identifier: Apache-2.0
#include "data/time_format.hpp"

#include <gmock/gmock.h>

#include "data/error.hpp"

#include "tests/support/message_of.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;
using testing::message_of;
using namespace std::chrono_literals;

struct Read {
    std::string_view format, text;
    Day date;
    int clock_s{-1};
};

constexpr int at(int hour, int minute, int second = 0) {
    return hour * 3600 + minute * 60 + second;
}

TEST(TimeFormat, ReadsWhatItsDirectivesSay) {
    for (const Read& r : {
             Read{"%d/%m/%Y %H:%M", "26/02/2024 14:05", {2024, 2, 26}, at(14, 5)},
             Read{"%d/%m/%Y %H:%M", "6/2/2024   9:5", {2024, 2, 6}, at(9, 5)},
             Read{"%m/%d/%y", "2/26/24", {2024, 2, 26}},
             Read{"%d.%m.%Y", "26.02.2024", {2024, 2, 26}},
             Read{"%d %b %Y", "26 Feb 2024", {2024, 2, 26}},
             Read{"%d %b %Y", "26 FEBRUARY 2024", {2024, 2, 26}},
             Read{"%B %d, %Y", "may 1, 2024", {2024, 5, 1}},
             Read{"%d-%b-%y", "01-Sept-24", {2024, 9, 1}},
             Read{"%d%b%Y", "1sep2024", {2024, 9, 1}},
             Read{"%e %B %Y", " 1 March 2024", {2024, 3, 1}},
             Read{"%m/%d/%Y %I:%M:%S %p", "02/26/2024 02:05:09 PM", {2024, 2, 26}, at(14, 5, 9)},
             Read{"%d/%m/%Y %I:%M%p", "26/02/2024 2:05pm", {2024, 2, 26}, at(14, 5)},
             Read{"%Y%m%d%H%M%S", "20240226140509", {2024, 2, 26}, at(14, 5, 9)},
             Read{"%Y%m%dT%H%M", "20240226T1405", {2024, 2, 26}, at(14, 5)},
             Read{"%F %T", "2024-02-26 14:05:09", {2024, 2, 26}, at(14, 5, 9)},
             Read{"%FT%R", "2024-02-26T14:05", {2024, 2, 26}, at(14, 5)},
             Read{"%d/%m/%Y %T.%f", "26/02/2024 14:05:09.1234567", {2024, 2, 26}, at(14, 5, 9)},
             Read{"%Y-%m-%d 00:00:00", "2024-02-26 00:00:00", {2024, 2, 26}},
             Read{"%d/%m/%Y 100%%", "26/02/2024 100%", {2024, 2, 26}},
             Read{"on %d %m %Y\tat %H.%M h", "on 26 02 2024 at 14.05 h", {2024, 2, 26}, at(14, 5)},
             Read{"%m/%Y", "2/2024", {2024, 2, 0}},
             Read{"%B %Y", "February 2024", {2024, 2, 0}},
         }) {
        const auto written = TimeFormat{r.format}.read(r.text);
        ASSERT_TRUE(written) << r.format << " of " << r.text;
        EXPECT_EQ(written->date, r.date) << r.text;
        EXPECT_EQ(written->clock_s, r.clock_s) << r.text;
        EXPECT_FALSE(written->offset) << r.text;
        EXPECT_FALSE(written->whole_hour) << r.text;
    }
}

TEST(TimeFormat, ReadsOffsetsFromUtc) {
    const TimeFormat format{"%d/%m/%Y %H:%M %z"};
    EXPECT_EQ(format.read("26/02/2024 14:05 Z")->offset, 0s);
    EXPECT_EQ(format.read("26/02/2024 14:05 +01")->offset, 1h);
    EXPECT_EQ(format.read("26/02/2024 14:05 -0330")->offset, -(3h + 30min));
    EXPECT_EQ(format.read("26/02/2024 14:05 +05:45")->offset, 5h + 45min);
    const auto amid = TimeFormat{"%d/%m/%Y %H:%M%z!"}.read("26/02/2024 14:05+01!");
    ASSERT_TRUE(amid);
    EXPECT_EQ(amid->offset, 1h);
    EXPECT_FALSE(format.read("26/02/2024 14:05"));
    EXPECT_FALSE(format.read("26/02/2024 14:05 BST"));
}

TEST(TimeFormat, CountsMiddayAndMidnightByTwelves) {
    const TimeFormat format{"%Y-%m-%d %I:%M %p"};
    EXPECT_EQ(format.read("2024-02-26 12:30 AM")->clock_s, at(0, 30));
    EXPECT_EQ(format.read("2024-02-26 12:30 PM")->clock_s, at(12, 30));
    EXPECT_EQ(format.read("2024-02-26 1:30 am")->clock_s, at(1, 30));
    EXPECT_EQ(format.read("2024-02-26 11:30 Pm")->clock_s, at(23, 30));
    for (const char* text : {"2024-02-26 0:30 AM", "2024-02-26 13:30 PM", "2024-02-26 1:30",
                             "2024-02-26 1:30 XM", "2024-02-26 1:30 P"}) {
        EXPECT_FALSE(format.read(text)) << text;
    }
}

TEST(TimeFormat, PlacesYearsOfTwoDigitsAsPosixDoes) {
    const TimeFormat format{"%d/%m/%y"};
    EXPECT_EQ(format.read("01/01/69")->date.year, 1969);
    EXPECT_EQ(format.read("01/01/99")->date.year, 1999);
    EXPECT_EQ(format.read("01/01/00")->date.year, 2000);
    EXPECT_EQ(format.read("01/01/68")->date.year, 2068);
    EXPECT_FALSE(format.read("01/01/5"));
    EXPECT_FALSE(format.read("01/01/1999"));
}

TEST(TimeFormat, TakesAnHourAloneForTheWholeHour) {
    const auto hour = TimeFormat{"%d/%m/%Y %H"}.read("26/02/2024 9");
    ASSERT_TRUE(hour);
    EXPECT_TRUE(hour->whole_hour);
    EXPECT_EQ(hour->clock_s, at(9, 0));
    EXPECT_EQ(TimeFormat{"%d/%m/%Y %I %p"}.read("26/02/2024 9 PM")->clock_s, at(21, 0));
}

TEST(TimeFormat, LetsADayEndAt24) {
    const TimeFormat format{"%d/%m/%Y %H:%M:%S"};
    EXPECT_EQ(format.read("26/02/2024 24:00:00")->clock_s, 86'400);
    EXPECT_FALSE(format.read("26/02/2024 24:00:01"));
    EXPECT_FALSE(format.read("26/02/2024 24:01:00"));
}

TEST(TimeFormat, GuessesNothing) {
    struct Case {
        std::string_view format, text;
    };
    for (const Case& c : {Case{"%d/%m/%Y", ""},
                          Case{"%d/%m/%Y", "02/26/2024"},
                          Case{"%d/%m/%Y", "30/02/2024"},
                          Case{"%d/%m/%Y", "29/02/2023"},
                          Case{"%d/%m/%Y", "00/02/2024"},
                          Case{"%d/%m/%Y", "26/00/2024"},
                          Case{"%d/%m/%Y", "26/02/24"},
                          Case{"%d/%m/%Y", "26/02/0202"},
                          Case{"%d/%m/%Y", "26/02/2200"},
                          Case{"%d/%m/%Y", "26/02/1899"},
                          Case{"%d/%m/%Y", "26/02/20244"},
                          Case{"%d/%m/%Y", "026/02/2024"},
                          Case{"%d/%m/%Y", "26/02/2024 "},
                          Case{"%d/%m/%Y", " 26/02/2024"},
                          Case{"%d/%m/%Y", "26-02-2024"},
                          Case{"%d/%m/%Y", "26/02/2024 14:05"},
                          Case{"%d/%m/%Y %H:%M", "26/02/2024"},
                          Case{"%d/%m/%Y %H:%M", "26/02/2024 14:60"},
                          Case{"%d/%m/%Y %H:%M", "26/02/202414:05"},
                          Case{"%d/%m/%Y %H:%M:%S", "26/02/2024 14:05:60"},
                          Case{"%d/%m/%Y %H:%M:%S.%f", "26/02/2024 14:05:06."},
                          Case{"%d %b %Y", "26 Fev 2024"},
                          Case{"%d %b %Y", "26 Febr 2024"},
                          Case{"%d %b %Y", "26 Fe 2024"},
                          Case{"%dth %b %Y", "26TH Feb 2024"},
                          Case{"%Y%m%d", "2024226"},
                          Case{"%Y%m%d %H%M", "20240226 905"},
                          Case{"%Y0%m", "202400"}}) {
        EXPECT_FALSE(TimeFormat{c.format}.read(c.text)) << c.format << " of " << c.text;
    }
}

TEST(TimeFormat, NamesTheDirectiveThatIsNotUnderstood) {
    const auto complaint = [](std::string_view format) {
        return message_of<UsageError>([&] { (void)TimeFormat{format}; });
    };
    EXPECT_THAT(complaint("%d/%m/%Q"), HasSubstr("time_format \"%d/%m/%Q\": %Q is not understood"));
    EXPECT_THAT(complaint("%j %Y"), HasSubstr("%j is not understood. Wanted %Y"));
    EXPECT_THAT(complaint("%d %m %Y %H:%M %Z"), HasSubstr("%Z is not understood"));
    EXPECT_THAT(complaint("%D"), HasSubstr("%D"));
    EXPECT_THAT(complaint("%d/%m/%Y %"), HasSubstr("the % at the end"));
    EXPECT_THAT(complaint("%\xC3\xA9 %m/%Y"), HasSubstr("a % without a letter"));
    EXPECT_THAT(complaint("%\xC3\xA9 %m/%Y"), HasSubstr("Wanted"));
}

TEST(TimeFormat, RefusesFormatsThatCannotNameAMoment) {
    struct Case {
        std::string_view format, says;
    };
    for (const Case& c :
         {Case{"", "no year"}, Case{"%d/%m", "no year"}, Case{"%d.%Y", "no month"},
          Case{"%H:%M", "no year"}, Case{"%m/%Y %H:%M", "the clock has no day. Wanted %d or %e."},
          Case{"%d/%m/%Y %I:%M", "AM and PM are not told apart. Wanted %p."},
          Case{"%d/%m/%Y %H:%M %p", "Wanted %I."}, Case{"%d/%m/%Y :%M", "Wanted %H or %I."},
          Case{"%d/%m/%Y %H %S", "Wanted %M."}, Case{"%d/%m/%Y %H:%M.%f", "Wanted %S."},
          Case{"%d/%m/%Y %z", "the offset has no clock"},
          Case{"%d/%m/%Y %y", "%Y or %y stands twice"},
          Case{"%d %b %m %Y", "%m or %b or %B stands twice"},
          Case{"%F %d", "%d or %e stands twice"}, Case{"%F %T %M", "%M stands twice"},
          Case{"%F %T %z%z", "%z stands twice"}}) {
        EXPECT_THAT(message_of<UsageError>([&] { (void)TimeFormat{c.format}; }), HasSubstr(c.says))
            << c.format;
    }
}

}  // namespace
}  // namespace beatline
