// Roads through the command line: the keys of [roads], the account of the network, and how far
// places are from it.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"
#include "tests/support/osm_text.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using testing::Outcome;
using testing::put;
using testing::quality_of;
using testing::SmallTown;
using testing::TempFolder;

Outcome run(const SmallTown& town, const std::vector<std::string>& sets = {}) {
    std::vector<std::string> arguments{"run", town.operation(), "-o", town.out(), "--overwrite"};
    for (const std::string& set : sets) arguments.insert(arguments.end(), {"--set", set});
    return beatline_says(arguments);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The small town's streets under columns that nobody knows.
std::string strange_roads() {
    std::string roads = testing::town_roads();
    replace_all(roads, R"("highway":"residential","maxspeed":"30 mph")",
                R"("rank":"Estate","limit":20)");
    replace_all(roads, R"("name":)", R"("label":)");
    return roads;
}

TEST(Roads, QualityAccountsForTheNetwork) {
    const SmallTown town;
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json roads = quality_of(town)["roads"][0];
    EXPECT_EQ(roads["mode"], "car");
    EXPECT_EQ(roads["features_read"], 84);
    EXPECT_EQ(roads["streets"], 84);
    EXPECT_EQ(roads["components"], 1);
    EXPECT_EQ(roads["weak_components"], 1);
    EXPECT_EQ(roads["share_kept"], 1.0);
    EXPECT_EQ(roads["dead_ends"], 0) << "a grid has none";
    EXPECT_EQ(roads["one_way"], 0);
    EXPECT_EQ(roads["without_name"], 0);
    EXPECT_EQ(roads["without_speed"], 0);
    EXPECT_EQ(roads["km_by_class"], (json{{"residential", roads["km"]}}));
}

TEST(Roads, SaysWhenEverySpeedIsAssumed) {
    const SmallTown town;
    std::string roads = testing::town_roads();
    replace_all(roads, R"(,"maxspeed":"30 mph")", "");
    put(town / "roads.geojson", roads);
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json report = quality_of(town)["roads"][0];
    EXPECT_NE(report["notes"].dump().find("no speed limit stands in the data"), std::string::npos);
    EXPECT_EQ(report["without_speed"], 84);
    EXPECT_EQ(report["without_speed_km"], report["km"]);
}

TEST(Roads, ColumnsOfAnyLayerCanBeNamed) {
    const SmallTown known;
    ASSERT_EQ(run(known).code, 0);
    const SmallTown town;
    put(town / "roads.geojson", strange_roads());
    const Outcome outcome =
        run(town, {"roads.class=rank", "roads.classes.Estate=residential", "roads.speed=limit",
                   "roads.speed_unit=mph", "roads.name=label"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.err.find("warning"), std::string::npos) << outcome.err;
    const json roads = quality_of(town)["roads"][0];
    EXPECT_EQ(roads["km_by_class"], quality_of(known)["roads"][0]["km_by_class"]);
    EXPECT_EQ(roads["without_name"], 0);
    EXPECT_EQ(roads["without_speed"], 0);
    EXPECT_NE(bytes_of(town.out() + "/schedule.csv").find("North "), std::string::npos);
}

TEST(Roads, AWrongColumnEndsWithTwoAndNamesTheColumns) {
    const SmallTown town;
    const Outcome outcome = run(town, {"roads.name=nam"});
    EXPECT_EQ(outcome.code, 2);
    for (const char* part : {"roads.geojson", "roads.name", "\"nam\"", "Did you mean \"name\"?",
                             "\"name\", \"highway\", \"maxspeed\""})
        EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(town.out()));
    const Outcome word = run(town, {"roads.classes.Estate=residental"});
    EXPECT_EQ(word.code, 2);
    EXPECT_NE(word.err.find("Did you mean \"residential\"?"), std::string::npos) << word.err;
}

TEST(Roads, ColumnKeysAreRefusedForOpenStreetMap) {
    const SmallTown town;
    put(town / "roads.geojson", testing::osm_crossroads().str());
    const Outcome outcome = run(town, {"roads.class=highway"});
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    EXPECT_NE(outcome.err.find("leave out class"), std::string::npos) << outcome.err;
}

const char* const outlying = R"(
[[task]]
id = "T-1"
kind = "school"
at = [375042, 164300]
window = "14:00-17:00"

[[task]]
id = "T-2"
kind = "safeguarding"
at = [374842, 164612]
window = "14:00-17:00"
sensitive = true
)";

TEST(Snapping, TellsHowFarEveryPlaceIsFromWhichRoad) {
    const SmallTown town{std::string{"end = [375042, 164500]\n"} + outlying};
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json snapping = quality_of(town)["snapping"];
    std::vector<std::string> order;
    for (const json& place : snapping)
        order.push_back(place["what"].get<std::string>() + " " + place["id"].get<std::string>());
    EXPECT_EQ(order,
              (std::vector<std::string>{"base L1", "end L1", "task T-1", "task T-2", "hotspot H1",
                                        "hotspot H2", "hotspot H3", "hotspot H4"}));
    EXPECT_LT(snapping[0]["distance_m"], 5.0);
    EXPECT_NEAR(snapping[1]["distance_m"].get<double>(), 112.0, 5.0);
    EXPECT_EQ(snapping[1]["street"], "East 0");
    EXPECT_NEAR(snapping[2]["distance_m"].get<double>(), 312.0, 5.0);
    for (const json& place : snapping) {
        EXPECT_TRUE(place["on_road"].get<bool>());
        EXPECT_EQ(place["mode"], "car");
    }
    const json& secret = snapping[3];
    EXPECT_NEAR(secret["distance_m"].get<double>(), 200.0, 5.0);
    EXPECT_FALSE(secret.contains("street")) << "only the id and the distance";
}

TEST(Snapping, TheFarthestAreWarnedOfWithoutNamingSensitiveTasks) {
    const SmallTown town{outlying};
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("2 places are more than 100 m from the nearest road, the farthest: "
                               "task T-1 31"),
              std::string::npos)
        << outcome.err;
    EXPECT_NE(outcome.err.find(", a sensitive task "), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.err.find("T-2"), std::string::npos);
    EXPECT_EQ(bytes_of(town.out() + "/viewer.html").find("T-2"), std::string::npos);
}

TEST(Snapping, BeyondTheLimitABaseEndsTheRunAndATaskIsUnserved) {
    const SmallTown town{std::string{"end = [375042, 164500]\n"} + outlying};
    const Outcome base = run(town, {"roads.snap_limit_m=100"});
    EXPECT_EQ(base.code, 3);
    for (const char* part : {"unit L1: the end [375042, 164500] is 11", "m from the nearest road",
                             "wanted 100 m at most", "roads.snap_limit_m"})
        EXPECT_NE(base.err.find(part), std::string::npos) << base.err;

    const SmallTown tasks{outlying};
    const Outcome outcome = run(tasks, {"roads.snap_limit_m=250"});
    EXPECT_EQ(outcome.code, 4) << "a task must be done";
    const json snapping = quality_of(tasks)["snapping"];
    EXPECT_EQ(snapping[1]["id"], "T-1");
    EXPECT_FALSE(snapping[1]["on_road"].get<bool>());
    EXPECT_NEAR(snapping[1]["distance_m"].get<double>(), 312.0, 5.0);
    const json plan = json::parse(bytes_of(tasks.out() + "/plan.json"));
    ASSERT_EQ(plan["unserved"].size(), 1U);
    EXPECT_EQ(plan["unserved"][0]["site"], "T-1");
    EXPECT_EQ(plan["unserved"][0]["reason"], "unreachable");
}

TEST(Snapping, EveryModeHasItsOwnRoads) {
    const SmallTown town{R"(
[[unit]]
callsign = "F1"
base = [375250, 164612]
shift = "14:00-18:00"
mode = "foot"
)"};
    const Outcome outcome = run(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json quality = quality_of(town);
    ASSERT_EQ(quality["roads"].size(), 2U);
    EXPECT_EQ(quality["roads"][1]["mode"], "foot");
    EXPECT_FALSE(quality["roads"][1].contains("without_speed"));
    const json snapping = quality["snapping"];
    const auto count = [&](const char* what, const char* mode) {
        return std::ranges::count_if(
            snapping, [&](const json& p) { return p["what"] == what && p["mode"] == mode; });
    };
    EXPECT_EQ(count("base", "car"), 1);
    EXPECT_EQ(count("base", "foot"), 1);
    EXPECT_EQ(count("hotspot", "car"), count("hotspot", "foot"));
}

TEST(MatrixSnapping, TheLimitIsAnOptionAndFarPointsAreWarnedOf) {
    const TempFolder folder;
    const std::string roads = folder.file("roads.osm", testing::osm_crossroads().str());
    const std::string points =
        folder.file("points.csv", "lon,lat\n-2.3614368,51.38\n-2.3573,51.3825\n");
    const auto says = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"matrix", roads, points, "--x", "lon", "--y", "lat", "--crs",
                                   "EPSG:4326", "-o", "-"});
        return beatline_says(more);
    };
    const Outcome far = says({});
    EXPECT_EQ(far.code, 0) << far.err;
    EXPECT_NE(far.err.find("1 of 2 points lie more than 100 m"), std::string::npos) << far.err;
    EXPECT_NE(far.err.find("row 2 2"), std::string::npos) << far.err;
    EXPECT_EQ(says({"--strict"}).code, 3);
    const Outcome refused = says({"--snap-limit", "150"});
    EXPECT_EQ(refused.code, 3);
    EXPECT_NE(refused.err.find("limit 150 m, --snap-limit"), std::string::npos) << refused.err;
    for (const char* limit : {"0", "-1", "5001", "nan", "inf"})
        EXPECT_EQ(says({"--snap-limit", limit}).code, 2) << limit;
}

}  // namespace
}  // namespace beatline
