// SPDX-License-Identifier: Apache-2.0
#include "data/date_order.hpp"

#include <gmock/gmock.h>
#include <random>
#include <vector>

#include "data/time_format.hpp"

namespace beatline {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using Texts = std::vector<std::string_view>;

struct Case {
    Texts texts;
    DateOrder order;
    std::string_view format;  // that the hint names
};

const std::vector<Case>& clear_cases() {
    static const std::vector<Case> cases = {
        {{"26/02/2024 14:05"}, DateOrder::day_first, "%d/%m/%Y %H:%M"},
        {{"01/02/2024 14:05", "26/02/2024 09:00"}, DateOrder::day_first, "%d/%m/%Y %H:%M"},
        {{"1/2/2024", "", "13/2/2024"}, DateOrder::day_first, "%d/%m/%Y"},
        {{"2/26/24"}, DateOrder::month_first, "%m/%d/%y"},
        {{"02/26/2024 02:05:09 PM"}, DateOrder::month_first, "%m/%d/%Y %I:%M:%S %p"},
        {{"26-02-2024"}, DateOrder::day_first, "%d-%m-%Y"},
        {{"26.02.2024"}, DateOrder::day_first, "%d.%m.%Y"},
        {{"26.02.2024, 14:05"}, DateOrder::day_first, "%d.%m.%Y, %H:%M"},
        {{"26 02 2024"}, DateOrder::day_first, "%d %m %Y"},
        {{"26/02/2024  1405"}, DateOrder::day_first, "%d/%m/%Y %H%M"},
        {{"26/02/2024 14:05:09.250"}, DateOrder::day_first, "%d/%m/%Y %H:%M:%S.%f"},
        {{"26/02/2024 14:05+01:00"}, DateOrder::day_first, "%d/%m/%Y %H:%M%z"},
        {{"26/02/2024T14:05Z"}, DateOrder::day_first, "%d/%m/%YT%H:%M%z"},
        {{"26 Feb 2024"}, DateOrder::day_first, "%d %b %Y"},
        {{"1 February 2024", "2 Mar 2024"}, DateOrder::day_first, "%d %b %Y"},
        {{"01-Feb-24"}, DateOrder::day_first, "%d-%b-%y"},
        {{"Feb 26, 2024 2:05 pm"}, DateOrder::month_first, "%b %d, %Y %I:%M %p"},
        {{"2024/02/26 14:05"}, DateOrder::other, "%Y/%m/%d %H:%M"},
        {{"2024-2-26 9:05"}, DateOrder::other, "%Y-%m-%d %H:%M"},
        {{"2024-Feb-26"}, DateOrder::other, "%Y-%b-%d"},
        {{"20240226"}, DateOrder::other, "%Y%m%d"},
        {{"20240226T140509"}, DateOrder::other, "%Y%m%dT%H%M%S"},
        {{"20240226140509"}, DateOrder::other, "%Y%m%d%H%M%S"},
        {{"02/2024", "12/2024"}, DateOrder::other, "%m/%Y"},
        {{"Feb-24"}, DateOrder::other, "%b-%y"},
    };
    return cases;
}

TEST(DateOrder, IsFoundWhereOneOrderReadsEveryText) {
    for (const Case& c : clear_cases()) {
        EXPECT_EQ(guess_date_order(c.texts), c.order) << c.texts.front();
        EXPECT_THAT(time_format_hint(c.texts),
                    HasSubstr("time_format = \"" + std::string{c.format} + '"'));
    }
}

TEST(DateOrder, HintsOnlyAtFormatsThatReadEveryText) {
    for (const Case& c : clear_cases()) {
        const TimeFormat format{c.format};
        for (const std::string_view text : c.texts)
            EXPECT_TRUE(text.empty() || format.read(text)) << text;
    }
}

TEST(DateOrder, IsUnclearWhereDayAndMonthCannotBeToldApart) {
    const Texts texts{"01/01/2024", "01/02/2024"};
    EXPECT_EQ(guess_date_order(texts), DateOrder::unclear);
    EXPECT_EQ(time_format_hint(texts),
              "\"01/02/2024\" may be 1 February 2024 or 2 January 2024: say time_format = "
              "\"%d/%m/%Y\" or \"%m/%d/%Y\".");
    EXPECT_EQ(time_format_hint(Texts{"01/01/2024 14:05"}),
              "\"01/01/2024 14:05\" does not tell which is the day and which the month: say "
              "time_format = \"%d/%m/%Y %H:%M\" or \"%m/%d/%Y %H:%M\".");
    EXPECT_EQ(guess_date_order(Texts{"24-02-26"}), DateOrder::unclear) << "2024 or 2026";
    EXPECT_EQ(guess_date_order(Texts{"10111912"}), DateOrder::unclear) << "ddmmyyyy or mmddyyyy";
}

TEST(DateOrder, NeedsNoFormatForIso) {
    const Texts texts{"2024-02-26", "2024-02", "2024-02-26T14:05Z"};
    EXPECT_EQ(guess_date_order(texts), DateOrder::iso);
    EXPECT_THAT(time_format_hint(texts), HasSubstr("need no time_format"));
}

TEST(DateOrder, OwnsWhatItDoesNotKnow) {
    for (const Texts& texts : {Texts{"yesterday"},
                               {"26/02/2024", "yesterday"},
                               {"26/02/2024", "2024-02-26"},
                               {"13/02/2024", "02/13/2024"},
                               {"30/02/2024"},
                               {"1708956309"},
                               {"45348.5868"},
                               {"14:05"},
                               {"26/02/2024 14:05 BST"},
                               {"20240226140509 UTC"}}) {
        EXPECT_EQ(guess_date_order(texts), DateOrder::other) << texts.front();
        EXPECT_THAT(time_format_hint(texts),
                    ContainsRegex("No (one )?time_format is known that reads"));
        EXPECT_THAT(time_format_hint(texts), HasSubstr(std::string{texts.back()})) << texts.back();
    }
    EXPECT_THAT(time_format_hint(Texts{"01/02/2024", "2/13/2024", "5/6/2024", "13/2/2024"}),
                HasSubstr("reads both \"01/02/2024\" and \"2/13/2024\""));
    EXPECT_EQ(guess_date_order(Texts{}), DateOrder::other);
    EXPECT_EQ(time_format_hint(Texts{"", ""}), "");
}

TEST(DateOrder, PassesOverAFewTextsThatAreNoTimes) {
    Texts texts(9, "26/02/2024");
    texts.emplace_back("unknown");
    EXPECT_EQ(guess_date_order(texts), DateOrder::day_first);
    EXPECT_THAT(time_format_hint(texts), HasSubstr("\"%d/%m/%Y\""));
    texts.emplace_back("unknown");
    EXPECT_EQ(guess_date_order(texts), DateOrder::other);
    EXPECT_THAT(time_format_hint(texts), HasSubstr("reads \"unknown\""));
}

TEST(DateOrder, HasWordsForAnyText) {
    std::mt19937 random{3};
    const std::string_view some[] = {
        "1", "12", "2024", "20240226", "202402261405", "Feb",   "PM", "am", "Z", "+", "-", "/", ":",
        ".", " ",  "T",    "%",        "\xC3\xA9",     "140509"};
    for (int i = 0; i < 20'000; ++i) {
        std::string text{some[random() % 5]};
        for (std::size_t parts = random() % 10; parts > 0; --parts)
            text += some[random() % std::size(some)];
        EXPECT_FALSE(time_format_hint(Texts{text}).empty()) << text;
    }
}

}  // namespace
}  // namespace beatline
