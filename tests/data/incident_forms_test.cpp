// SPDX-License-Identifier: Apache-2.0
// The forms that times, places and presets come in, through the whole reader.
#include <gmock/gmock.h>

#include "tests/support/event_files.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;
using testing::good_rows;
using ::testing::HasSubstr;
using testing::header;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class IncidentForms : public testing::EventFiles {};

TEST_F(IncidentForms, ReadsIntervals) {
    IncidentSource s = source(
        "lon,lat,when,to,kind,id\n"
        "-1.13,52.63,2024-06-01 10:00,2024-06-01 12:30,x,\n"
        "-1.13,52.63,2024-06-01 10:00,,x,\n"
        "-1.13,52.63,2024-06-01,2024-06-02,x,\n"
        "-1.13,52.63,2024-06-01 10:00,2024-06-01 09:59,x,\n"
        "-1.13,52.63,2024-06-01 10:00,yesterday,x,\n");
    s.time_to = "to";
    const auto reading = read(s);
    ASSERT_EQ(reading.events.size(), 3U);
    EXPECT_EQ(reading.events[0].when.length(), std::chrono::minutes{150});
    EXPECT_EQ(reading.events[1].when.length(), std::chrono::minutes{0}) << "no end known";
    EXPECT_EQ(reading.events[2].when.length(), std::chrono::days{2}) << "both days whole";
    EXPECT_THAT(reading.inputs[0].rejected,
                UnorderedElementsAre(Pair("time_reversed", 1), Pair("time_bad", 1)));
}

TEST_F(IncidentForms, CountsClockChanges) {
    EventRules rules;
    rules.zone = TimeZone{"Europe/London"};
    const auto reading = read(source(std::string{header} + "-1.13,52.63,2024-10-27 01:30,x,\n"
                                                           "-1.13,52.63,2024-10-27 01:30,x,\n"
                                                           "-1.13,52.63,2024-03-31 01:30,x,\n"),
                              rules);
    EXPECT_THAT(reading.inputs[0].notes, ::testing::Contains(HasSubstr("2 times fall")));
    EXPECT_THAT(reading.inputs[0].notes, ::testing::Contains(HasSubstr("1 times fall")));
}

TEST_F(IncidentForms, RejectsAnEndThatLiesBeforeItsBeginningInWholeDaysToo) {
    IncidentSource s = source(
        "lon,lat,when,to,kind,id\n"
        "-1.13,52.63,2025-03-02,2025-03-01,x,\n"
        "-1.13,52.63,2025-03,2025-02,x,\n"
        "-1.13,52.63,2025-03-02T00:00,2025-03-01,x,\n"
        "-1.13,52.63,2025-03-02T00:00,2025-03-02T00:00,x,\n"
        "-1.13,52.63,2025-03-02,2025-03-02,x,\n"
        "-1.13,52.63,2025-03-02T10:00,2025-03-02,x,\n");
    s.time_to = "to";
    const auto reading = read(s);
    EXPECT_EQ(reading.events.size(), 3U);
    EXPECT_THAT(reading.inputs[0].rejected, ElementsAre(Pair("time_reversed", 3)));
}

TEST_F(IncidentForms, JudgesAgesByTheReferenceAndTheClock) {
    const auto instant = [](int year, unsigned month, unsigned day) {
        return Instant{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                             static_cast<int>(day)}};
    };
    IncidentSource s = source(std::string{header} +
                              "-1.13,52.63,2099-01-01,x,\n"    // time_future
                              "-1.13,52.63,2005-01,x,\n"       // retention
                              "-1.13,52.63,2025-05-30,x,\n"    // too_recent
                              "-1.13,52.63,2024-08-01,x,\n"    // too_old
                              "-1.13,52.63,2025-04-01,x,\n");  // used
    s.retention_months = 24;
    EventRules rules;
    rules.now = instant(2025, 12, 1);
    rules.reference = instant(2025, 6, 1);
    rules.min_age_days = 30;
    rules.max_age_days = 200;
    const auto reading = read(s, rules);
    EXPECT_EQ(reading.events.size(), 1U);
    EXPECT_THAT(reading.inputs[0].rejected,
                UnorderedElementsAre(Pair("time_future", 1), Pair("retention", 1),
                                     Pair("too_recent", 1), Pair("too_old", 1)));
    rules.reference.reset();
    rules.min_age_days.reset();
    rules.max_age_days.reset();
    EXPECT_THAT(read(s, rules).inputs[0].rejected,
                UnorderedElementsAre(Pair("time_future", 1), Pair("retention", 1)))
        << "without a reference retention counts back from now";
}

TEST_F(IncidentForms, SeesCategoriesAlsoOfRowsWithoutAPlace) {
    IncidentSource s = source(header + good_rows() + ",,2024-06,Arson,\n");
    s.categories = {"Burglary", "Arson"};
    const auto reading = read(s);
    EXPECT_THAT(reading.inputs[0].warnings,
                ::testing::Not(::testing::Contains(HasSubstr("Arson"))));
    EXPECT_EQ(reading.inputs[0].incidents->categories[1].read, 1U);
    EXPECT_EQ(reading.inputs[0].incidents->categories[1].used, 0U);
}

TEST_F(IncidentForms, WarnsWhenMostRowsAreUnusableOrEveryRowIsItsOwnCategory) {
    std::string rows = header;
    for (int i = 0; i < 1200; ++i)
        rows += (i % 3 == 0 ? "-1.13" : "") + (",52.63,2024-06,k" + std::to_string(i)) + ",\n";
    const auto warnings = read(source(rows)).inputs[0].warnings;
    EXPECT_THAT(warnings, ::testing::Contains(HasSubstr("mostly_rejected: 67 %")));
    EXPECT_THAT(warnings, ::testing::Contains(HasSubstr("many_categories: 1200")));
}

TEST_F(IncidentForms, KnowsThePresetsOfTheOpenDataAndOneThatKnowsNothing) {
    IncidentSource stops;
    stops.preset = "police.uk-stop-search";
    stops.path = folder.file("stops.csv",
                             "Type,Date,Latitude,Longitude,Object of search\n"
                             "Person search,2020-01-01T01:05:00+00:00,52.77,-1.20,Stolen goods\n");
    const auto stop = read(stops);
    EXPECT_THAT(stop.kinds, ElementsAre("Stolen goods"));
    EXPECT_EQ(stop.inputs[0].incidents->clock.with_clock, 1U);

    IncidentSource crashes;
    crashes.preset = "stats19";
    crashes.path = folder.file("crashes.csv",
                               "accident_index,longitude,latitude,accident_severity,date,time\n"
                               "a,-1.13,52.63,1,13/02/2023,17:45\nb,-1.13,52.63,3,01/02/2023,\n"
                               "c,NULL,NULL,2,01/02/2023,10:00\n");
    const auto crash = read(crashes);
    EXPECT_THAT(crash.kinds, ElementsAre("Fatal", "Slight"));
    EXPECT_EQ(crash.events[0].when.from,
              Instant{std::chrono::sys_days{std::chrono::year{2023} / 2 / 13}} +
                  std::chrono::minutes{17 * 60 + 45});
    EXPECT_EQ(crash.events[1].when.length(), std::chrono::hours{24}) << "no clock: the whole day";
    EXPECT_THAT(crash.inputs[0].rejected, ElementsAre(Pair("coord_missing", 1)));

    IncidentSource plain = source(header + good_rows());
    plain.preset = "generic";
    EXPECT_EQ(read(plain).events.size(), 300U);
}

TEST_F(IncidentForms, ReadsGridReferencesAsTheMiddlesOfTheirSquares) {
    IncidentSource s;
    s.path = folder.file("g.csv", "ref\nSK 58700 04300\nsk587043\nnonsense\n\nSK50\n");
    s.grid_ref = "ref";
    const auto reading = read(s);
    ASSERT_EQ(reading.events.size(), 3U);
    EXPECT_EQ(reading.events[0].at, (Point{458700.5, 304300.5}));
    EXPECT_EQ(reading.events[1].at, (Point{458750.0, 304350.0}));
    EXPECT_EQ(reading.events[2].at, (Point{455000.0, 305000.0}));
    EXPECT_THAT(reading.inputs[0].rejected,
                UnorderedElementsAre(Pair("coord_bad", 1), Pair("coord_missing", 1)));
}

TEST_F(IncidentForms, LooksAtTheFirstPlacesOfAFileOnly) {
    const auto places = first_places(source(header + good_rows()));
    ASSERT_EQ(places.size(), 300U);
    EXPECT_EQ(places[0], (Point{-1.13, 52.63}));
    std::string late = header;
    for (int i = 0; i < 5000; ++i) late += ",,2024-06,x,\n";
    EXPECT_EQ(first_places(source(late + good_rows())).size(), 300U) << "or all, when it must";
}

}  // namespace
}  // namespace beatline
