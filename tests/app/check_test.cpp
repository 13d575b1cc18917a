// beatline check: what it says of good inputs and bad ones, and that it hides no fault behind
// another.
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::put;
using testing::quality_of;
using testing::SmallTown;

Outcome check(const SmallTown& town, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"check", town.operation()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

TEST(Check, LeavesQualityRejectionsAndAReport) {
    const SmallTown town;
    put(town / "incidents.csv",
        testing::town_incidents() + ",51.38,2025-11,Drugs\n-2.35,51.38,2025-09,Drugs\n");
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("29 read, 28 used, 1 rejected: coord_missing 1"));
    EXPECT_THAT(outcome.err, HasSubstr("2025-09 to 2025-11, 2 months, 1 missing"));
    EXPECT_EQ(bytes_of(town / "out/report.txt"),
              outcome.err.substr(0, outcome.err.find("results: ")));
    EXPECT_THAT(bytes_of(town / "out/rejected.csv"),
                HasSubstr("incidents.csv,28,lon,coord_missing,"));
    const json quality = quality_of(town);
    const json& incidents = quality["inputs"][0];
    EXPECT_EQ(incidents["months"].size(), 2U);
    EXPECT_EQ(incidents["months"][1]["without_coordinates"], 1);
    EXPECT_EQ(incidents["months_missing"], json::array({"2025-10"}));
    EXPECT_EQ(incidents["places"]["distinct"], 5);
    EXPECT_EQ(incidents["places"]["largest_stack"], 12);
    EXPECT_EQ(incidents["categories"][0]["name"], "Drugs");
    EXPECT_EQ(incidents["categories"][0]["used"], 18);
    EXPECT_EQ(quality["crs"]["working"], "EPSG:27700");
    EXPECT_EQ(quality["roads"][0]["streets"], 84);
    EXPECT_EQ(quality["snapping"][0]["id"], "L1");
    EXPECT_TRUE(quality["failures"].empty());
    EXPECT_FALSE(std::filesystem::exists(town.out() + "/plan.json"));
}

TEST(Check, PrintsItsFindingsAsJsonAndNothingElse) {
    const SmallTown town;
    const Outcome outcome = check(town, {"--json", "-q"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(json::parse(outcome.out)["inputs"][0]["read"], 27);
}

TEST(Check, NamesEveryInputThatIsRefused) {
    const SmallTown town = SmallTown::with_operation(testing::town_operation(
        "\n[[incidents]]\npath = \"open.csv\"\nx = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n"));
    put(town / "open.csv", "lon,lat\n\"-2.35,51.38\n");
    put(town / "roads.geojson", "{");
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("refused: incidents open.csv: open.csv: line 2"));
    EXPECT_THAT(outcome.err, HasSubstr("refused: roads roads.geojson: "));
    EXPECT_THAT(outcome.err, HasSubstr("27 read, 27 used")) << "the good one is judged too";
    const json quality = quality_of(town);
    EXPECT_EQ(quality["failures"].size(), 2U);
    EXPECT_EQ(quality["failures"][0]["exit_code"], 3);
}

TEST(Check, JudgesTheRestAlsoWhenTheWorkingCrsCannotBeSettled) {
    std::string operation = testing::town_operation(
        "\n[[incidents]]\npath = \"gone.csv\"\nx = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n");
    const std::string crs = "crs = \"EPSG:27700\"\n";
    operation.replace(operation.find(crs), crs.size(), "");
    const SmallTown town = SmallTown::with_operation(operation);
    std::filesystem::remove(town / "incidents.csv");
    std::filesystem::remove(town / "roads.geojson");
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_EQ(outcome.code, 5) << outcome.err;
    EXPECT_EQ(quality_of(town)["failures"].size(), 3U) << outcome.err;
    for (const char* file : {"incidents.csv", "gone.csv", "roads.geojson"})
        EXPECT_THAT(outcome.err, HasSubstr(std::string{file} + ": "));
}

TEST(Check, PutsNoNameOfAFileOnALineOfItsOwnNorOnTheTerminal) {
    const SmallTown town;
    put(town / "incidents.csv", testing::town_incidents() +
                                    "-2.35,51.38,2025-11,A\x1b[31mEVIL\n"
                                    "-2.35,51.38,2025-11,\"B\nwarning: forged\"\n");
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_EQ(outcome.code, 0);
    for (const std::string& text : {outcome.err, bytes_of(town / "out/report.txt")}) {
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
        EXPECT_THAT(text, Not(HasSubstr("\nwarning: forged")));
        EXPECT_THAT(text, HasSubstr("\\x1B[31mEVIL"));
    }
}

TEST(Check, SaysOfEverySourceHowItsPlacesComeIntoTheWorkingCrs) {
    const SmallTown town = SmallTown::with_operation(
        testing::town_operation("\n[[incidents]]\npath = \"grid.csv\"\nx = \"e\"\ny = \"n\"\n"));
    put(town / "grid.csv", "e,n\n375300,164900\n");
    ASSERT_EQ(check(town, {"-o", town.out(), "-q"}).code, 0);
    const json inputs = quality_of(town)["inputs"];
    EXPECT_EQ(inputs[0]["crs"]["given"], "EPSG:4326");
    EXPECT_EQ(inputs[0]["crs"]["grid"], "uk_os_OSTN15_NTv2_OSGBtoETRS.tif");
    EXPECT_EQ(inputs[1]["crs"]["given"], "EPSG:27700");
    EXPECT_THAT(inputs[1]["crs"]["transformation"].get<std::string>(), HasSubstr("none"));
    EXPECT_EQ(json::parse(bytes_of(town / "out/manifest.json"))["inputs"].size(), 4U)
        << "the operation, two sources and the roads, each with its hash";
}

TEST(Check, JudgesTheSourcesTogether) {
    const SmallTown town = SmallTown::with_operation(testing::town_operation(
        "\n[[incidents]]\npath = \"late.csv\"\nx = \"lon\"\ny = \"lat\"\ncrs = \"EPSG:4326\"\n"
        "time = \"when\"\nid = \"id\"\n"));
    put(town / "late.csv", "lon,lat,when,id\n-2.354,51.384,2026-02,a\n-2.354,51.384,2026-02,a\n");
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_THAT(outcome.err, HasSubstr("all incidents: month_gap: no row in 2025-12, 2026-01"));
    const json all = quality_of(town)["all_incidents"];
    EXPECT_EQ(all["sources"], 2);
    EXPECT_EQ(all["places"]["events"], 29);
    EXPECT_EQ(all["places"]["largest_stack"], 14) << "12 of one file and 2 of the other";
    EXPECT_EQ(all["repeated_ids"], 1);
    EXPECT_EQ(check(town, {"--strict", "-q"}).code, 3) << "a warning";
}

TEST(Check, SaysWhenNoIncidentIsLeft) {
    const SmallTown town;
    put(town / "incidents.csv", "lon,lat,when,what\n-2.35,51.38,2025-11,Drugs\n");
    const Outcome outcome = check(town, {"-o", town.out(), "--set", "weights.max_age_days=1"});
    EXPECT_EQ(outcome.code, 4) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("1 rows read from incidents.csv (1 too_old)"));
    EXPECT_TRUE(std::filesystem::exists(town.out() + "/rejected.csv")) << "it says which";
}

TEST(Check, TellsRoundedAndUnknownHours) {
    const SmallTown town;
    std::string rows = "lon,lat,when,what\n";
    for (int i = 0; i < 200; ++i)
        rows += "-2.35,51.38,2025-11-0" + std::to_string(1 + i % 9) +
                (i % 10 == 0  ? "T00:00,x\n"
                 : i % 2 == 0 ? "T11:00,x\n"
                              : "T11:37,x\n");
    put(town / "incidents.csv", rows);
    const Outcome outcome = check(town, {"-o", town.out()});
    EXPECT_THAT(outcome.err, HasSubstr("heaped_times: 10 % of the times are midnight exactly"));
    const json times = quality_of(town)["inputs"][0]["times"];
    EXPECT_EQ(times["with_time_of_day"], 200);
    EXPECT_EQ(times["on_the_hour"], 100);
    EXPECT_EQ(times["at_midnight"], 20);
}

TEST(Check, OverwritesItsOwnResultsOnly) {
    const SmallTown town;
    ASSERT_EQ(check(town, {"-o", town.out(), "-q"}).code, 0);
    EXPECT_EQ(check(town, {"-o", town.out(), "-q"}).code, 5);
    EXPECT_EQ(check(town, {"-o", town.out(), "-q", "--overwrite"}).code, 0);
}

TEST(Run, RepeatsWhatTheCheckHasFound) {
    const SmallTown town;
    std::string rows = "lon,lat,when,what\n";
    for (int i = 0; i < 60; ++i) rows += "-2.354,51.384,2025-11,x\n-2.345,51.390,2025-09,x\n";
    put(town / "incidents.csv", rows);
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json quality = quality_of(town);
    EXPECT_THAT(quality["warnings"].dump(), HasSubstr("month_gap"));
    EXPECT_THAT(quality["warnings"].dump(), HasSubstr("stacked_points: 100 %"));
    EXPECT_THAT(quality["warnings"].dump(), HasSubstr("below that a surface only redraws"))
        << "two points 900 m apart, a bandwidth of 200 m";
    EXPECT_THAT(bytes_of(town / "out/viewer.html"), HasSubstr("month_gap"));
}

}  // namespace
}  // namespace beatline
