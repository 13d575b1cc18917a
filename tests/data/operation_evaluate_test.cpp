// The table [evaluate] of an operation file, and the periods that follow from it.
// SPDX-License-Identifier: Apache-2.0
#include "data/operation_evaluate.hpp"

#include <gtest/gtest.h>

#include "data/error.hpp"
#include "data/evaluation_periods.hpp"
#include "data/operation.hpp"

#include "tests/support/message_of.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using testing::message_of;
using testing::TempFolder;

EvaluateRules rules_of(const std::string& evaluate) {
    const TempFolder folder;
    return read_operation(folder.file("operation.toml", R"([operation]
name = "Back-test"
[[incidents]]
path = "i.csv"
preset = "police.uk"
[evaluate]
)" + evaluate),
                          {})
        .evaluate;
}

/// One event a month of 2024, `months` of them.
std::vector<PointEvent> monthly_events(unsigned months, const TimeZone& zone) {
    std::vector<PointEvent> events;
    for (unsigned m = 1; m <= months; ++m) {
        const Day next = m == 12 ? Day{2025, 1, 1} : Day{2024, m + 1, 1};
        events.push_back(
            {{0, 0},
             {zone.at({2024, m, 1}, Seconds{0}).instant, zone.at(next, Seconds{0}).instant}});
    }
    return events;
}

TEST(OperationEvaluate, EveryKeyLandsWhereItBelongs) {
    const EvaluateRules rules = rules_of(R"(period = "week"
tune = ["2024-01-01", "2024-12-31"]
test = [2025-01-01, 2025-06-30]
cell_m = 100
anchor = [12.5, 7]
area_shares = [0.05, 0.01, 0.05]
categories = ["Burglary"]
methods = ["kde", "blend"]
bootstrap = 10
shifts = 3
[evaluate.groups]
"Robbery and weapons" = ["Robbery", "Possession of weapons"]
)");
    EXPECT_EQ(rules.period, PeriodUnit::week);
    EXPECT_EQ(to_string(rules.tune->last), "2024-12-31");
    EXPECT_EQ(to_string(rules.test->first), "2025-01-01");
    EXPECT_EQ(rules.grid.cell.value, 100);
    EXPECT_EQ(rules.grid.anchor.x, 12.5);
    EXPECT_EQ(rules.area_shares, (std::vector<double>{0.01, 0.05}));
    ASSERT_EQ(rules.groups.size(), 2U);
    EXPECT_EQ(rules.groups[1].name, "Robbery and weapons");
    EXPECT_EQ(rules.groups[1].categories.size(), 2U);
    EXPECT_EQ(rules.methods, (std::vector{ScoreMethod::kde, ScoreMethod::blend}));
    EXPECT_EQ(rules.bootstrap, 10U);
    EXPECT_EQ(rules.shifts, 3U);
}

TEST(OperationEvaluate, SaysWhatItWantsInstead) {
    const auto said = [](const std::string& line) {
        return message_of<UsageError>([&] { (void)rules_of(line); });
    };
    EXPECT_NE(said("period = \"year\"").find("wanted month, week or day"), std::string::npos);
    EXPECT_NE(said("methods = [\"kde_recent\"]").find("kde_recency"), std::string::npos);
    EXPECT_NE(said("area_shares = [5]").find("above 0 up to 1"), std::string::npos);
    EXPECT_NE(said("area_shares = []").find("wanted 1 to 20"), std::string::npos);
    EXPECT_NE(said("cell_m = 1").find("wanted 10 to 10,000"), std::string::npos);
    EXPECT_NE(said("tune = [\"2024-01-01\", \"2024-12-31\"]").find("evaluate.test"),
              std::string::npos);
    EXPECT_NE(
        said("tune = [\"2024-01-01\", \"2025-01-31\"]\ntest = [\"2025-01-01\", \"2025-06-30\"]")
            .find("before what is scored"),
        std::string::npos);
    EXPECT_NE(said("test = [\"2025-01-01\"]").find("found 1 dates"), std::string::npos);
    EXPECT_NE(said("categories = [\"all\"]").find("two groups"), std::string::npos);
    EXPECT_NE(said("area_share = 1").find("area_shares"), std::string::npos);
}

TEST(EvaluationPeriods, TakeTheLastQuarterToScoreAndTheThirdBeforeToTune) {
    const TimeZone zone{"Europe/London"};
    const auto periods = evaluation_periods(monthly_events(12, zone), {}, zone);
    EXPECT_EQ(periods.names.front(), "2024-01");
    EXPECT_EQ(periods.names.size(), 12U);
    EXPECT_EQ(periods.bounds.size(), 13U);
    EXPECT_EQ(periods.schedule.tune_first, 5U);
    EXPECT_EQ(periods.schedule.tune_end, 9U);
    EXPECT_EQ(periods.schedule.test_first, 9U);
    EXPECT_EQ(periods.schedule.test_end, 12U);
    const auto four = evaluation_periods(monthly_events(4, zone), {}, zone);
    EXPECT_EQ(four.schedule.tune_first, 2U);
    EXPECT_EQ(four.schedule.test_first, 3U);
}

TEST(EvaluationPeriods, SpansTakeThePeriodsThatLieWhollyInside) {
    const TimeZone zone{"Europe/London"};
    EvaluateRules rules;
    rules.tune = DaySpan{{2024, 3, 2}, {2024, 6, 30}};
    rules.test = DaySpan{{2024, 8, 1}, {2024, 10, 30}};
    const auto periods = evaluation_periods(monthly_events(12, zone), rules, zone);
    EXPECT_EQ(periods.names[periods.schedule.tune_first], "2024-04");
    EXPECT_EQ(periods.names[periods.schedule.tune_end - 1], "2024-06");
    EXPECT_EQ(periods.names[periods.schedule.test_first], "2024-08");
    EXPECT_EQ(periods.names[periods.schedule.test_end - 1], "2024-09");
}

TEST(EvaluationPeriods, WeeksBeginOnMondayAndDaysFollowTheLocalClock) {
    const TimeZone zone{"Europe/London"};
    std::vector<PointEvent> events;
    // 30 June 2024, 23:30 UTC is 00:30 on Monday 1 July in London.
    for (int day = 0; day < 30; ++day) {
        const Instant when = zone.at(next_day({2024, 7, 1}, day), Seconds{1800}).instant;
        events.push_back({{0, 0}, {when, when}});
    }
    EvaluateRules rules;
    rules.period = PeriodUnit::week;
    EXPECT_EQ(evaluation_periods(events, rules, zone).names,
              (std::vector<std::string>{"2024-07-01", "2024-07-08", "2024-07-15", "2024-07-22",
                                        "2024-07-29"}));
    rules.period = PeriodUnit::day;
    EXPECT_EQ(evaluation_periods(events, rules, zone).names.front(), "2024-07-01");
    EXPECT_EQ(evaluation_periods(events, rules, zone).names.size(), 30U);
}

TEST(EvaluationPeriods, SayWhyTheyCannotServe) {
    const TimeZone zone{"Europe/London"};
    const auto months = monthly_events(12, zone);
    EvaluateRules rules;
    EXPECT_NE(message_of<NothingToDo>([&] {
                  (void)evaluation_periods(monthly_events(3, zone), rules, zone);
              }).find("found 3"),
              std::string::npos);
    rules.period = PeriodUnit::week;
    EXPECT_NE(message_of<InputError>([&] {
                  (void)evaluation_periods(months, rules, zone);
              }).find("12 of 12 incidents span more than a week"),
              std::string::npos);
    rules.period = PeriodUnit::month;
    rules.test = DaySpan{{2025, 8, 1}, {2025, 10, 30}};
    EXPECT_NE(message_of<NothingToDo>([&] {
                  (void)evaluation_periods(months, rules, zone);
              }).find("evaluate.test: no period lies wholly within"),
              std::string::npos);
    rules.test = DaySpan{{2024, 2, 1}, {2024, 10, 30}};
    EXPECT_NE(message_of<NothingToDo>([&] {
                  (void)evaluation_periods(months, rules, zone);
              }).find("to learn from"),
              std::string::npos);
}

}  // namespace
}  // namespace beatline
