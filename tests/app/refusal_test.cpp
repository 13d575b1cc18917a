// What the command line refuses: the exit code, and words that help.
// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using testing::beatline_says;
using testing::Outcome;
using testing::put;
using testing::SmallTown;
using testing::town_operation;

/// The small town's operation with one piece of text replaced, run.
Outcome run_with(const std::string& old_text, const std::string& new_text) {
    std::string operation = town_operation();
    const auto at = operation.find(old_text);
    EXPECT_NE(at, std::string::npos) << old_text;
    operation.replace(at, old_text.size(), new_text);
    const SmallTown town = SmallTown::with_operation(operation);
    Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    if (outcome.code != 0 && outcome.code != 4) {
        EXPECT_FALSE(std::filesystem::exists(town.out())) << "a refused run leaves nothing";
    }
    return outcome;
}

struct Case {
    const char* name;
    const char* old_text;
    const char* new_text;
    int code;
    const char* says;
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.name;
}

class Refuses : public ::testing::TestWithParam<Case> {};

TEST_P(Refuses, WithTheRightCodeAndWords) {
    const Case& c = GetParam();
    const Outcome outcome = run_with(c.old_text, c.new_text);
    EXPECT_EQ(outcome.code, c.code) << outcome.err;
    EXPECT_NE(outcome.err.find(c.says), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

INSTANTIATE_TEST_SUITE_P(
    Operation, Refuses,
    ::testing::Values(
        Case{"UnknownKey", "bandwidth_m", "bandwith_m", 2, "did you mean bandwidth_m?"},
        Case{"UnknownKeySaysWhere", "bandwidth_m", "bandwith_m", 2, "operation.toml:19:1"},
        Case{"UnknownTable", "[dose]", "[doze]", 2, "did you mean dose?"},
        Case{"WrongType", "cell_m = 25", "cell_m = \"25\"", 2, "found text, wanted a number"},
        Case{"ZeroBandwidth", "bandwidth_m = 200", "bandwidth_m = 0", 2, "wanted more than 0"},
        Case{"BandwidthBeyondEveryCountry", "bandwidth_m = 200", "bandwidth_m = 1e300", 2,
             "at most 1000000 metres"},
        Case{"NoPatchLeftByAShare", "bandwidth_m = 200", "bandwidth_m = 200\nvolume_share = 1e-9",
             4, "raise hotspots.area_share or hotspots.volume_share"},
        Case{"NegativeBandwidth", "bandwidth_m = 200", "bandwidth_m = -5", 2, "wanted more than 0"},
        Case{"InfiniteBandwidth", "bandwidth_m = 200", "bandwidth_m = inf", 2, "finite"},
        Case{"CellWiderThanBandwidth", "cell_m = 25", "cell_m = 250", 2,
             "wider than the bandwidth"},
        Case{"NotToml", "[operation]", "[operation", 2, "not TOML"},
        Case{"UnknownZone", "crs =", "timezone = \"Mars/Olympus\"\ncrs =", 2, "Mars/Olympus"},
        Case{"CrsInDegrees", "\"EPSG:27700\"", "\"EPSG:4326\"", 2, "not a projected CRS"},
        Case{"UnknownCrs", "\"EPSG:27700\"", "\"EPSG:99999\"", 2, "EPSG:99999"},
        Case{"PeriodBackwards", "[\"2025-12-01\", ", "[\"2025-12-02\", ", 2, "comes after"},
        Case{"NoSuchDay", "[\"2025-12-01\", ", "[\"2025-02-30\", ", 2, "2025-02-30"},
        Case{"PathInCallsign", "callsign = \"L1\"", "callsign = \"../x\"", 2, "callsign"},
        Case{"ControlInCallsign", "callsign = \"L1\"", "callsign = \"L\\u0007\"", 2, "control"},
        Case{"BaseInDegrees", "[375042, 164612]", "[-2.36, 51.38]", 2, "looks like degrees"},
        Case{"BaseFarFromRoads", "[375042, 164612]", "[386177, 164568]", 3,
             "from the nearest road"},
        Case{"ShiftNonsense", "14:00-18:00", "14:00", 2, "14:00"},
        Case{"UnknownMode", "break_min = 20", "mode = \"horse\"", 2, "horse"},
        Case{"MissingFile", "incidents.csv", "nowhere.csv", 5, "nowhere.csv"},
        Case{"MissingColumn", "x = \"lon\"", "x = \"longitude\"", 2, "lon"},
        Case{"NetworkAddress", "roads.geojson", "/vsicurl/http://x/roads.geojson", 3,
             "only plain files"},
        Case{"Database", "roads.geojson", "PG:dbname=x", 3, "only plain files"},
        Case{"UnknownMethod", "bandwidth_m", "method = \"heat\"\nbandwidth_m", 2,
             "network or auto"},
        Case{"PublicProfile", "[dose]", "[privacy]\nprofile = \"public\"\n[dose]", 7, "public"},
        Case{"MissingKeyFile", "[dose]",
             "[anpr]\nhits = \"incidents.csv\"\ncameras = \"incidents.csv\"\nkey_file = "
             "\"no.key\"\n[dose]",
             7, "no.key"},
        Case{"WindowShorterThanAVisit", "cell_m = 25", "cell_m = 25\nwindows = [\"15:00-15:10\"]",
             2, "shorter than dose.visit_min"},
        Case{"NothingLeft", "category = \"what\"", "category = \"what\"\ncategories = [\"Arson\"]",
             4, "category_other"}),
    [](const auto& case_info) { return case_info.param.name; });

TEST(Refusal, DuplicateCallsigns) {
    const SmallTown town{
        "\n[[unit]]\ncallsign = \"L1\"\nbase = [375042, 164612]\nshift = \"14:00-18:00\"\n"};
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_NE(outcome.err.find("\"L1\" is given twice"), std::string::npos) << outcome.err;
}

TEST(Refusal, RoadsThatReachNoHotspot) {
    const SmallTown town;
    // One street at the base, the hotspots kilometres away.
    put(town / "incidents.csv", "lon,lat,when,what\n-2.40,51.40,2025-11,Drugs\n");
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_NE(outcome.err.find("no road comes within 500 m"), std::string::npos) << outcome.err;
}

TEST(Refusal, ExistingOutputIsKeptUnlessOverwriteIsSaid) {
    const SmallTown town;
    ASSERT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out()}).code, 0);
    EXPECT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out()}).code, 5);
    EXPECT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out(), "--overwrite"}).code,
              0);
    put(town / "out/notes.txt", "mine");
    EXPECT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out(), "--overwrite"}).code,
              5);
    EXPECT_TRUE(std::filesystem::exists(town / "out/notes.txt"));
}

TEST(Refusal, ASymlinkIsNeverReplaced) {
    const SmallTown town;
    std::filesystem::create_directory(town / "real");
    std::filesystem::create_directory_symlink(town / "real", town / "out");
    EXPECT_EQ(beatline_says({"hotspots", town.operation(), "-o", town.out(), "--overwrite"}).code,
              5);
    EXPECT_TRUE(std::filesystem::is_symlink(town / "out"));
}

TEST(Refusal, UsageEndsWith2) {
    const SmallTown town;
    for (const char* threads : {"0", "-1", "1000000", "two"})
        EXPECT_EQ(beatline_says({"run", town.operation(), "-o", town.out(), "-j", threads}).code, 2)
            << threads;
    EXPECT_EQ(beatline_says({}).code, 2);
    EXPECT_EQ(beatline_says({"patrol"}).code, 2);
    EXPECT_EQ(beatline_says({"run"}).code, 2);
    EXPECT_EQ(beatline_says({"run", town.operation()}).code, 2);
    EXPECT_EQ(
        beatline_says({"run", town.operation(), "-o", town.out(), "--time-limit", "soon"}).code, 2);
    const Outcome set =
        beatline_says({"run", town.operation(), "-o", town.out(), "--set", "dose.vizit_min=3"});
    EXPECT_EQ(set.code, 2);
    EXPECT_NE(set.err.find("visit_min"), std::string::npos) << set.err;
}

TEST(Refusal, StrictTurnsWarningsInto3) {
    const SmallTown town;
    const std::vector<std::string> run{"hotspots", town.operation(), "-o",
                                       town.out(), "--set",          "hotspots.significance=0.05"};
    EXPECT_EQ(beatline_says(run).code, 0);
    auto strict = run;
    strict.insert(strict.end(), {"--strict", "--overwrite"});
    EXPECT_EQ(beatline_says(strict).code, 3);
}

TEST(Help, FitsEightyColumnsAndEndsWellEverywhere) {
    for (const char* command :
         {"", "demo", "run", "hotspots", "plan", "density", "matrix", "solve", "doctor"}) {
        std::vector<std::string> arguments{"--help"};
        if (*command != 0) arguments.insert(arguments.begin(), command);
        const Outcome outcome = beatline_says(arguments);
        EXPECT_EQ(outcome.code, 0) << command;
        std::istringstream lines{outcome.out};
        for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
    }
    const Outcome version = beatline_says({"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_EQ(version.out.rfind("beatline ", 0), 0U);
}

}  // namespace
}  // namespace beatline
