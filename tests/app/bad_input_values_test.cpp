// Bad input, part 2: rows whose place or time is wrong, and files of which all rows are.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/bad_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::Account;
using testing::expect_accounted;
using testing::expect_refused;
using testing::expect_rows_rejected;
using testing::operation_with;
using testing::put;
using testing::repeated;
using testing::SmallTown;
using testing::town_incidents;
using testing::town_operation;
using testing::with_incident_keys;

constexpr const char* columns = "lon,lat,when,what\n";

/// One incident at each of these times, at a place in the town.
std::string incidents_at(std::initializer_list<const char*> times) {
    std::string text = columns;
    for (const char* time : times) text += "-2.354,51.384," + std::string{time} + ",Drugs\n";
    return text;
}

TEST(BadPlace, NumbersThatAreNotFiniteOrAbsurdAreSetAside) {
    expect_rows_rejected(SmallTown{},
                         {"nan,51.384,2025-11,Drugs", "NaN,51.384,2025-11,Drugs",
                          "inf,51.384,2025-11,Drugs", "-Infinity,51.384,2025-11,Drugs",
                          "1e308,51.384,2025-11,Drugs", "1e999,51.384,2025-11,Drugs"},
                         "coord_nonfinite", "lon");
    expect_rows_rejected(SmallTown{}, {"-2.354,1e308,2025-11,Drugs", "-2.354,nan,2025-11,Drugs"},
                         "coord_nonfinite", "lat");
}

TEST(BadPlace, TheOriginOfDegreesIsSetAside) {
    expect_rows_rejected(
        SmallTown{},
        {"0,0,2025-11,Drugs", "0.0,-0.0,2025-11,Drugs", "0.00000000,0e5,2025-11,Drugs"},
        "coord_null_island", "\"lon, lat\"");
}

TEST(BadPlace, LongitudeAndLatitudeSwappedEndWith3AndAHint) {
    const SmallTown town = SmallTown::with_operation(
        operation_with("x = \"lon\"\ny = \"lat\"", "x = \"lat\"\ny = \"lon\""));
    expect_refused(town, 3,
                   {"incidents.csv", "swapped", "wanted x = \"lon\", y = \"lat\"", "row 1"});
}

TEST(BadPlace, EastingsReadAsDegreesEndWith3AndTheKeyToChange) {
    const SmallTown town;
    put(town / "incidents.csv", columns + repeated("375461,165054,2025-11,Drugs\n", 5));
    expect_refused(town, 3, {"incidents.csv", "read as degrees", "crs = \"EPSG:27700\""});
}

TEST(BadPlace, DegreesReadAsEastingsEndWith3AndTheKeyToChange) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("crs = \"EPSG:4326\"", "crs = \"EPSG:27700\""));
    expect_refused(town, 3, {"incidents.csv", "read as eastings", "crs = \"EPSG:4326\""});
}

TEST(BadPlace, OutsideTheStudyAreaIsSetAsideAndSaid) {
    const SmallTown town =
        SmallTown::with_operation(operation_with("crs =", "area = \"area.geojson\"\ncrs ="));
    put(town / "area.geojson",
        R"({"type":"Polygon","coordinates":[[[-2.37,51.37],[-2.33,51.37],[-2.33,51.40],)"
        R"([-2.37,51.40],[-2.37,51.37]]]})");
    expect_rows_rejected(town, {"-2.40,51.384,2025-11,Drugs", "-2.354,51.45,2025-11,Drugs"},
                         "outside_area", "\"lon, lat\"");
    const json quality = json::parse(testing::bytes_of(town.out() + "/quality.json"));
    EXPECT_NE(quality.dump().find("lie outside the study area"), std::string::npos);
}

TEST(BadPlace, OnePointAndAllPointsTheSameGiveAPlanCalledDegenerate) {
    for (const std::size_t count : {1U, 50U}) {
        for (const char* bandwidth : {"200", "\"auto\""}) {
            const SmallTown town = SmallTown::with_operation(
                operation_with("bandwidth_m = 200", "bandwidth_m = " + std::string{bandwidth}));
            put(town / "incidents.csv", columns + repeated("-2.354,51.384,2025-11,Drugs\n", count));
            const Account account = expect_accounted(town);
            EXPECT_NE(account.err.find("degenerate"), std::string::npos) << account.err;
            const json plan = json::parse(testing::bytes_of(town.out() + "/plan.json"));
            EXPECT_EQ(plan["routes"][0]["visits"].size(), 2U);
        }
    }
}

TEST(BadPlace, MostEventsOnStacksIsWarnedOf) {
    const SmallTown town;
    put(town / "incidents.csv", town_incidents());
    EXPECT_FALSE(expect_accounted(town).says("stacked_points"));
    put(town / "incidents.csv", town_incidents() + repeated("-2.354,51.384,2025-11,Drugs\n", 30));
    const Account account = expect_accounted(town, {"--overwrite"});
    EXPECT_TRUE(account.says("stacked_points")) << account.incidents();
    EXPECT_NE(account.err.find("stacked_points"), std::string::npos) << account.err;
}

TEST(BadTime, AnEndBeforeTheStartIsSetAside) {
    const SmallTown town = SmallTown::with_operation(with_incident_keys("time_to = \"until\""));
    put(town / "incidents.csv",
        "lon,lat,when,until,what\n-2.354,51.384,2025-11-02T10:00,2025-11-02T11:00,Drugs\n"
        "-2.354,51.384,2025-11-02T10:00,2025-11-02T09:59,Drugs\n"
        "-2.354,51.384,2025-11-02T10:00,,Drugs\n");
    const Account account = expect_accounted(town);
    EXPECT_EQ(account.incidents()["rejected"], (json{{"time_reversed", 1}}));
    EXPECT_NE(account.rejected.find(
                  "incidents.csv,2,until,time_reversed,2025-11-02T10:00 to 2025-11-02T09:59"),
              std::string::npos)
        << account.rejected;
}

TEST(BadTime, DayAndMonthThatCannotBeToldApartAreNeverGuessed) {
    const SmallTown town;
    put(town / "incidents.csv", incidents_at({"01/02/2025", "03/04/2025", "05/06/2025"}));
    expect_refused(town, 3,
                   {"incidents.csv", "time_bad", "1 February 2025 or 2 January 2025",
                    "time_format = \"%d/%m/%Y\" or \"%m/%d/%Y\""});
    // Said, they are read, and not the same way.
    for (const auto& [format, month] :
         {std::pair{"%d/%m/%Y", "2025-02"}, std::pair{"%m/%d/%Y", "2025-01"}}) {
        const SmallTown told = SmallTown::with_operation(
            with_incident_keys("time_format = \"" + std::string{format} + "\""));
        put(told / "incidents.csv", incidents_at({"01/02/2025"}));
        EXPECT_EQ(expect_accounted(told).incidents()["used"], 1) << month;
    }
}

TEST(BadTime, ADayThatTellsTheOrderIsAHintAndStillNoGuess) {
    const SmallTown town;
    put(town / "incidents.csv", incidents_at({"01/02/2025", "25/04/2025"}));
    expect_refused(town, 3, {"incidents.csv", "Say time_format = \"%d/%m/%Y\""});
}

TEST(BadTime, DaysAndYearsThatNeverWereAreSetAside) {
    expect_rows_rejected(SmallTown{},
                         {"-2.354,51.384,26/13/2026,Drugs", "-2.354,51.384,0202-11-02,Drugs",
                          "-2.354,51.384,2025-02-29,Drugs", "-2.354,51.384,2025-11-02T24:01,Drugs",
                          "-2.354,51.384,2025-13,Drugs", "-2.354,51.384,yesterday,Drugs"},
                         "time_bad", "when");
    const SmallTown town =
        SmallTown::with_operation(with_incident_keys("time_format = \"%d/%m/%Y\""));
    put(town / "incidents.csv", incidents_at({"26/12/2024", "26/13/2024", "01/01/0202"}));
    EXPECT_EQ(expect_accounted(town).incidents()["rejected"], (json{{"time_bad", 2}}));
}

TEST(BadTime, ClockChangesAreCountedAndThePolicySaid) {
    const SmallTown town;
    put(town / "incidents.csv",
        incidents_at({"2025-03-30T01:30", "2025-03-30T01:10", "2025-10-26T01:30",
                      "2025-10-26T01:30+00:00", "2025-11-02T01:30"}));
    const Account account = expect_accounted(town);
    EXPECT_EQ(account.incidents()["used"], 5);
    EXPECT_TRUE(account.says("1 times fall into an hour that the clocks repeat; the first was"))
        << account.incidents();
    EXPECT_TRUE(account.says("2 times fall into an hour that the clocks skip; the moment after"))
        << account.incidents();
}

TEST(BadTime, TheFutureIsSetAside) {
    const SmallTown future;
    expect_rows_rejected(future, {"-2.354,51.384,2099-01-01,Drugs", "-2.354,51.384,2099-06,Drugs"},
                         "time_future", "when");
    const std::string quality = testing::bytes_of(future.out() + "/quality.json");
    EXPECT_EQ(quality.find("month_gap"), std::string::npos) << "no gap of 70 years";
    // The future of the day that counts as today.
    const SmallTown town =
        SmallTown::with_operation(operation_with("crs =", "as_of = \"2025-11-15\"\ncrs ="));
    put(town / "incidents.csv",
        incidents_at({"2025-11-14", "2025-11-15T23:59", "2025-11-16T00:01", "2025-11"}));
    EXPECT_EQ(expect_accounted(town).incidents()["rejected"], (json{{"time_future", 1}}));
}

TEST(BadTime, AMonthWithoutARowIsWarnedOf) {
    const SmallTown town;
    put(town / "incidents.csv", incidents_at({"2025-04-02", "2025-01", "2025-01-31", "2025-07"}));
    EXPECT_TRUE(expect_accounted(town).says(
        "month_gap: no row in 2025-02, 2025-03, 2025-05, 2025-06 between 2025-01 and 2025-07"));
}

TEST(BadTime, OlderThanTheRetentionIsSetAside) {
    const SmallTown town = SmallTown::with_operation(with_incident_keys("retention_months = 6"));
    expect_rows_rejected(town,
                         {"-2.354,51.384,2025-05-31,Drugs", "-2.354,51.384,2024-11,Drugs",
                          "-2.354,51.384,1999-01-01T00:00,Drugs"},
                         "retention", "when");
}

TEST(BadTime, AnprHitsOutsideTheRetentionOrInTheFutureAreSetAside) {
    const SmallTown town{
        "\n[anpr]\nhits = \"hits.csv\"\ncameras = \"cameras.csv\"\nretention_months = 3\n"};
    put(town / "cameras.csv", "camera,x,y\nC1,-2.354,51.384\n");
    put(town / "hits.csv",
        "time,camera\n2025-11-01T10:00,C1\n2025-08-31T23:00,C1\n2025-11-02T10:00,C1\n"
        "2099-01-01T10:00,C1\n2025-13-01T10:00,C1\n2025-11-01T10:00,C9\n2025-11-01T10:00\n");
    const Account account = expect_accounted(town);
    const json& hits = account.inputs.at(2);
    EXPECT_EQ(hits["what"], "anpr hits");
    EXPECT_EQ(hits["used"], 2);
    EXPECT_EQ(hits["rejected"], (json{{"retention", 1},
                                      {"time_future", 1},
                                      {"time_bad", 1},
                                      {"unknown_camera", 1},
                                      {"field_count", 1}}));
    EXPECT_NE(account.rejected.find("hits.csv,2,time,retention,2025-08-31T23:00"),
              std::string::npos)
        << account.rejected;
}

}  // namespace
}  // namespace beatline
