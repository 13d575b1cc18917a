// SPDX-License-Identifier: Apache-2.0
#include "data/read_events.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <random>

#include "data/projection.hpp"

#include "tests/support/event_files.hpp"

namespace beatline {
namespace {

using ::testing::ElementsAre;
using testing::good_rows;
using ::testing::HasSubstr;
using testing::header;
using testing::message_of;
using ::testing::Pair;
using testing::square_around_leicester;
using ::testing::UnorderedElementsAre;

class ReadEvents : public testing::EventFiles {};

TEST_F(ReadEvents, ReadsPlaceTimeAndKind) {
    const auto reading = read(source(std::string{header} +
                                     "-1.13,52.63,2024-06,Drugs,a\n-1.14,52.64,2024-07,Robbery,b\n"
                                     "-1.13,52.63,2024-06,Drugs,c\n"));
    ASSERT_EQ(reading.events.size(), 3U);
    EXPECT_THAT(reading.kinds, ElementsAre("Drugs", "Robbery"));
    EXPECT_EQ(reading.events[1].kind, 1U);
    EXPECT_EQ(reading.events[0].at, reading.events[2].at);
    EXPECT_NEAR(reading.events[0].at.x, 458900.0, 400.0);
    EXPECT_NEAR(reading.events[0].at.y, 304000.0, 600.0);
    EXPECT_EQ(reading.events[0].when.length(), std::chrono::days{30});
    EXPECT_DOUBLE_EQ(reading.events[0].weight, 1.0);
    EXPECT_EQ(reading.inputs[0].what, "incidents");
    EXPECT_EQ(reading.inputs[0].file, "in.csv");
}

TEST_F(ReadEvents, GivesEveryBadRowItsReason) {
    const std::string bad =
        "1,2\n"                             // field_count
        ",52.63,2024-06,x,\n"               // coord_missing
        "-1.13, ,2024-06,x,\n"              // coord_missing
        "west,52.63,2024-06,x,\n"           // coord_bad
        "\"-1,13\",52.63,2024-06,x,\n"      // coord_bad
        "nan,52.63,2024-06,x,\n"            // coord_nonfinite
        "-1.13,inf,2024-06,x,\n"            // coord_nonfinite
        "1e308,52.63,2024-06,x,\n"          // coord_nonfinite
        "1e999,52.63,2024-06,x,\n"          // coord_nonfinite
        "-7.557160,49.766807,2024-06,x,\n"  // coord_null_island: the grid's 0, 0
        "0,0.0,2024-06,x,\n"                // coord_null_island
        "-181,52.63,2024-06,x,\n"           // coord_range
        "-74.0,40.7,2024-06,x,\n"           // coord_range: New York
        "-1.13,52.63,,x,\n"                 // time_missing
        "-1.13,52.63,26/13/2026,x,\n"       // time_bad
        "-1.13,52.63,0202-01,x,\n"          // time_bad
        "-1.13,52.63,2025-02-30,x,\n"       // time_bad
        "-1.13,52.63,2024-06,x,,extra\n"    // field_count
        "\n";                               // field_count (a good row follows)
    const auto reading = read(source(header + bad + good_rows()));
    EXPECT_THAT(
        reading.inputs[0].rejected,
        UnorderedElementsAre(Pair("field_count", 3), Pair("coord_missing", 2), Pair("coord_bad", 2),
                             Pair("coord_nonfinite", 4), Pair("coord_null_island", 2),
                             Pair("coord_range", 2), Pair("time_missing", 1), Pair("time_bad", 3)));
    EXPECT_EQ(reading.inputs[0].used, 300U);
    for (std::size_t i = 1; i < reading.rejected.size(); ++i)
        EXPECT_LT(reading.rejected[i - 1].row, reading.rejected[i].row);
    const Rejection west = reading.rejected[3];
    EXPECT_EQ(west.file, "in.csv");
    EXPECT_EQ(west.row, 4U);
    EXPECT_EQ(west.column, "lon");
    EXPECT_EQ(west.reason, "coord_bad");
    EXPECT_EQ(west.value, "west");
}

TEST_F(ReadEvents, ShortensTheValueOfARejection) {
    const auto reading =
        read(source(header + std::string(79, 'x') + "\xC3\xA9,52.63,2024-06,x,\n" + good_rows()));
    EXPECT_EQ(reading.rejected[0].value, std::string(79, 'x')) << "cut between characters";
}

TEST_F(ReadEvents, KeepsToTheStudyArea) {
    EventRules rules;
    rules.area = square_around_leicester(2000);
    const auto reading = read(source(header + good_rows() +
                                     "-1.5,52.63,2024-06,x,\n"
                                     "2.35,48.85,2024-06,x,\n-74.0,40.7,2024-06,x,\n"),
                              rules);
    EXPECT_THAT(reading.inputs[0].rejected, ElementsAre(Pair("outside_area", 3)));
}

TEST_F(ReadEvents, LeavesAnEmptyResultToTheCaller) {
    EventRules rules;
    rules.area = square_around_leicester(2000);
    const auto outside = read(source(std::string{header} + "-1.5,52.63,2024-06,x,\n"), rules);
    EXPECT_TRUE(outside.events.empty());
    IncidentSource filtered = source(header + good_rows());
    filtered.categories = {"Robbery"};
    const auto other = read(filtered);
    EXPECT_TRUE(other.events.empty());
    EXPECT_THAT(other.inputs[0].rejected, ElementsAre(Pair("category_other", 300)));
}

TEST_F(ReadEvents, KeepsTheCategoriesAskedForAndNamesThoseThatNeverOccur) {
    IncidentSource s = source(header + good_rows() + "-1.13,52.63,2024-06, Drugs ,\n");
    s.categories = {"Drugs", "Burglry"};
    const auto reading = read(s);
    EXPECT_EQ(reading.events.size(), 1U) << "spaces around a category are nothing";
    EXPECT_THAT(reading.kinds, ElementsAre("Drugs"));
    ASSERT_FALSE(reading.inputs[0].warnings.empty());
    EXPECT_THAT(reading.inputs[0].warnings[0],
                HasSubstr("\"Burglry\". Did you mean \"Burglary\"?"));
}

TEST_F(ReadEvents, DoesWithoutTimeAndCategory) {
    IncidentSource s = source(std::string{header} + "-1.13,52.63,,,\n");
    s.time = s.category = s.id = "";
    const auto reading = read(s);
    ASSERT_EQ(reading.events.size(), 1U);
    EXPECT_EQ(reading.events[0].when, Interval{});
    EXPECT_THAT(reading.kinds, ElementsAre("incident"));
}

TEST_F(ReadEvents, RecognisesSwappedAxes) {
    std::string rows;
    for (int i = 0; i < 100; ++i) rows += "52.63,-1.13,2024-06,x,\n";
    EXPECT_THAT(complaint(source(header + rows)), HasSubstr("swapped"));
    EXPECT_THAT(complaint(source(header + rows)), HasSubstr("x = \"lat\", y = \"lon\""));
    EXPECT_THAT(complaint(source(header + rows + "-1.13,52.63,2024-06,x,\n")),
                HasSubstr("swapped"));
    const auto some = read(source(header + rows + rows + good_rows() + good_rows()));
    EXPECT_THAT(some.inputs[0].rejected, ElementsAre(Pair("coord_range", 200)))
        << "some swapped rows are bad rows, not a bad file";
}

TEST_F(ReadEvents, RecognisesSwappedEastingsByTheStudyArea) {
    EventRules rules;
    rules.area = square_around_leicester(2000);
    EXPECT_THAT(complaint(in_grid("lon,lat\n304300,458700\n304310,458710\n"), rules),
                HasSubstr("swapped"));
    EXPECT_EQ(read(in_grid("lon,lat\n458700,304300\n"), rules).events.size(), 1U);
}

TEST_F(ReadEvents, RecognisesMetresReadAsDegreesAndTheReverse) {
    EXPECT_THAT(complaint(source(std::string{header} + "458700,304300,2024-06,x,\n")),
                HasSubstr("crs = \"EPSG:27700\""));
    EXPECT_THAT(complaint(in_grid("lon,lat\n-1.13,52.63\n-1.14,52.64\n")),
                HasSubstr("crs = \"EPSG:4326\""));
}

TEST_F(ReadEvents, TakesTheWorkingCrsWhereNoneIsGiven) {
    IncidentSource s = in_grid("lon,lat\n458700,304300\n");
    s.crs = "";
    EXPECT_EQ(read(s).events[0].at, (Point{458700.0, 304300.0}));
}

TEST_F(ReadEvents, RecognisesBritainSwappedBeforeAWorkingCrsIsChosen) {
    EventRules degrees;
    degrees.working_crs = "EPSG:4326";
    EXPECT_THAT(complaint(source(std::string{header} + "52.63,-1.13,2024-06,x,\n"), degrees),
                HasSubstr("swapped"));
    EXPECT_EQ(read(source(std::string{header} + "3.4,6.5,2024-06,x,\n"), degrees).events.size(), 1U)
        << "Lagos, a few degrees from 0, 0";
}

TEST_F(ReadEvents, SaysWhichCrsWouldFitElsewhere) {
    EXPECT_THAT(complaint(source(std::string{header} + "-87.63,41.88,2024-06,x,\n")),
                HasSubstr("EPSG:32616"));
}

TEST_F(ReadEvents, RefusesFilesWithoutAUsableRow) {
    EXPECT_THAT(complaint(source("")), HasSubstr("empty"));
    EXPECT_THAT(complaint(source(header)), HasSubstr("no rows"));
    IncidentSource commas = source(std::string{header} +
                                   "\"-1,13\",\"52,63\",2024-06,x,\n,,2024-06,x,\n"
                                   "\"-1,14\",\"52,63\",2024-06,x,\n");
    EXPECT_EQ(read(commas).events.size(), 2U) << "a decimal comma is found";
    commas.decimal = '.';
    const std::string message = complaint(commas);
    EXPECT_THAT(message, HasSubstr("none of the 3 rows"));
    EXPECT_THAT(message, HasSubstr("2 of them: coord_bad"));
    EXPECT_THAT(message, HasSubstr("decimal comma"));
    EXPECT_THAT(complaint(source(std::string{header} + "-1.13,52.63,12/06/2024,x,\n")),
                HasSubstr("time_bad"));
}

TEST_F(ReadEvents, RefusesColumnsAndPresetsThatAreNotThere) {
    IncidentSource s = source(std::string{header} + "1,2,3,4,5\n");
    s.x = "lonn";
    EXPECT_THAT(message_of<UsageError>([&] { (void)read_events({s}, {}); }),
                HasSubstr("Did you mean \"lon\"?"));
    s.preset = "police";
    EXPECT_THAT(message_of<UsageError>([&] { (void)read_events({s}, {}); }),
                HasSubstr("Did you mean \"police.uk\"?"));
    IncidentSource bare = source(header);
    bare.x = "";
    EXPECT_THAT(message_of<UsageError>([&] { (void)read_events({bare}, {}); }),
                HasSubstr("x and y"));
}

TEST_F(ReadEvents, SaysWhatMattersToTheAnalysis) {
    std::string rows;
    for (int i = 0; i < 30; ++i) rows += "-1.13;52.63;2024-06;x;same\n";
    const auto reading = read(source("lon;lat;when;kind;id\n" + rows +
                                     "-1.14;52.64;2024-06;x;\n"
                                     ";;2024-06;x;\n"));
    EXPECT_THAT(reading.inputs[0].notes, ::testing::Contains(HasSubstr("delimiter is \";\"")));
    EXPECT_THAT(reading.inputs[0].notes, ::testing::Contains(HasSubstr("29 rows repeat the id")));
    EXPECT_THAT(reading.inputs[0].notes,
                ::testing::Contains(HasSubstr("3.1 % of the rows have no")));
    EXPECT_THAT(reading.inputs[0].warnings, ::testing::Contains(HasSubstr("stacked_points: 97 %")));
}

TEST_F(ReadEvents, NumbersKindsOverAllSources) {
    const IncidentSource one = source(std::string{header} + "-1.13,52.63,2024-06,A,\n");
    IncidentSource two = one;
    two.path = folder.file("two.csv", std::string{header} +
                                          "-1.13,52.63,2024-06,B,\n"
                                          "-1.13,52.63,2024-06,A,\n");
    const auto reading = read_events({one, two}, {});
    expect_balance(reading);
    EXPECT_THAT(reading.kinds, ElementsAre("A", "B"));
    EXPECT_EQ(reading.events[2].kind, 0U);
    EXPECT_EQ(reading.inputs.size(), 2U);
}

TEST_F(ReadEvents, PoliceUkPresetDoesWithoutTheCrimeId) {
    IncidentSource s;
    s.path =
        folder.file("p.csv", "Month,Longitude,Latitude,Crime type\n2024-06,-1.13,52.63,Drugs\n");
    s.preset = "police.uk";
    const auto reading = read(s);
    EXPECT_THAT(reading.kinds, ElementsAre("Drugs"));
    EXPECT_EQ(reading.events.size(), 1U);
}

TEST_F(ReadEvents, LosesNoRowUncountedWhateverByteIsPlanted) {
    std::mt19937 random{5};
    std::string clean = header;
    for (int i = 0; i < 60; ++i) clean += "-1.13,52.63,2024-06-01T10:00,\"a, b\",x\n";
    for (int round = 0; round < 150; ++round) {
        std::string spoiled = clean;
        spoiled[random() % spoiled.size()] = static_cast<char>(random() % 256);
        try {
            const auto reading = read(source(spoiled));
            EXPECT_GE(reading.inputs[0].read, 59U);
        } catch (const Failure& failure) {
            EXPECT_TRUE(failure.code() == ExitCode::bad_input || failure.code() == ExitCode::usage)
                << failure.what();
        }
    }
}

}  // namespace
}  // namespace beatline
