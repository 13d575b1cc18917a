// The main job through the command line: what a run leaves, and that it leaves the same every time.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <regex>

#include <gtest/gtest.h>

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"
#include "tests/support/small_town.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using testing::features_of;
using testing::Outcome;
using testing::put;
using testing::read_json;
using testing::SmallTown;
using testing::TempFolder;
using testing::town_operation;

const std::vector<std::string> run_files{"beatline.gpkg",    "density.qml",   "density.tif",
                                         "hotspots.geojson", "manifest.json", "plan.json",
                                         "quality.json",     "rejected.csv",  "routes.geojson",
                                         "schedule.csv",     "stops.geojson", "viewer.html"};

std::set<std::string> names_in(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder})
        names.insert(entry.path().filename().string());
    return names;
}

std::string second_task(const std::string& extra) {
    return R"(
[[task]]
id = "T-1"
kind = "safeguarding"
at = [375461, 165054]
window = "15:00-16:30"
duration_min = 30
)" + extra;
}

TEST(Run, LeavesEveryFileAndNothingElse) {
    const SmallTown town;
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(names_in(town.out()), (std::set<std::string>{run_files.begin(), run_files.end()}));
    EXPECT_EQ(town.folder().names(),
              (std::set<std::string>{"incidents.csv", "operation.toml", "out", "roads.geojson"}));
}

TEST(Run, IsTheSameBytesAgainAndWithOneThread) {
    const SmallTown town;
    const std::string again = town / "again";
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out(), "-j", "2"}).code, 0);
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", again, "-j", "1"}).code, 0);
    for (const std::string& name : run_files) {
        if (name == "manifest.json") continue;
        EXPECT_TRUE(bytes_of(town.out() + "/" + name) == bytes_of(again + "/" + name)) << name;
    }
    json first = read_json(town.out() + "/manifest.json");
    json second = read_json(again + "/manifest.json");
    ASSERT_TRUE(first.contains("measured"));
    first.erase("measured");
    second.erase("measured");
    EXPECT_EQ(first, second);
}

TEST(Run, FindsTheFourPlacesInOrderAndVisitsThem) {
    const SmallTown town;
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    const json hotspots = read_json(town.out() + "/hotspots.geojson");
    std::vector<int> events;
    for (const json& f : hotspots["features"]) {
        events.push_back(f["properties"]["events"]);
        EXPECT_FALSE(f["properties"]["why"].get<std::string>().empty());
        EXPECT_EQ(f["properties"]["visits"], 2);
    }
    EXPECT_EQ(events, (std::vector<int>{12, 8, 5, 2}));
    const json plan = read_json(town.out() + "/plan.json");
    EXPECT_EQ(plan["format"], "beatline-plan/1");
    EXPECT_LE(plan["value"].get<double>(), plan["upper_bound"].get<double>() + 1e-9);
    EXPECT_EQ(plan["routes"].size(), 1U);
    EXPECT_EQ(plan["routes"][0]["visits"].size(), 8U);
    for (const json& f : features_of(town.out() + "/stops.geojson"))
        EXPECT_FALSE(f["properties"]["why"].get<std::string>().empty());
}

TEST(Run, AccountsForEveryRow) {
    const SmallTown town;
    put(town / "incidents.csv",
        testing::town_incidents() +
            "0,0,2025-11,Drugs\n,,2025-11,Drugs\n-2.35,51.385,nonsense,Drugs\n");
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    const json input = read_json(town.out() + "/quality.json")["inputs"][0];
    EXPECT_EQ(input["read"], 30);
    EXPECT_EQ(input["used"], 27);
    EXPECT_EQ(input["rejected"],
              (json{{"coord_null_island", 1}, {"coord_missing", 1}, {"time_bad", 1}}));
    const std::string rejected = bytes_of(town.out() + "/rejected.csv");
    EXPECT_EQ(std::ranges::count(rejected, '\n'), 4);
    EXPECT_NE(rejected.find("nonsense"), std::string::npos);
}

/// SHA-256 by the system's own tool.
std::string sha256_by_tool(const std::string& file, const TempFolder& scratch) {
    const std::string line =
        "sha256sum " + testing::quoted(file) + " >" + testing::quoted(scratch / "sum");
    EXPECT_EQ(std::system(line.c_str()), 0);
    return bytes_of(scratch / "sum").substr(0, 64);
}

TEST(Run, ManifestHashesMatchTheFiles) {
    const SmallTown town;
    const TempFolder scratch;
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    const json manifest = read_json(town.out() + "/manifest.json");
    EXPECT_EQ(manifest["outputs"].size(), run_files.size() - 1);
    for (const json& output : manifest["outputs"])
        EXPECT_EQ(output["sha256"],
                  sha256_by_tool(town.out() + "/" + output["file"].get<std::string>(), scratch));
    EXPECT_EQ(manifest["inputs"].size(), 3U);
    for (const json& input : manifest["inputs"])
        EXPECT_EQ(input["sha256"],
                  sha256_by_tool(town / input["file"].get<std::string>(), scratch));
}

TEST(Run, NoAbsolutePathStandsInAnyResult) {
    const SmallTown town;
    const Outcome outcome = beatline_says(
        {"run", town.operation(), "-o", town.out(), "--set", "privacy.camera_precision_m=5"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(bytes_of(town.out() + "/quality.json").find("camera_precision_m has no effect"),
              std::string::npos);
    for (const std::string& name : run_files)
        EXPECT_EQ(bytes_of(town.out() + "/" + name).find(town.folder().path().string()),
                  std::string::npos)
            << name;
}

/// Metres between two places given in degrees, near Bath.
double metres_apart(const json& a, double lon, double lat) {
    return std::hypot((a[0].get<double>() - lon) * 69'500.0,
                      (a[1].get<double>() - lat) * 111'200.0);
}

TEST(Run, ASensitiveTaskLeavesItsPlaceNowhere) {
    // A corner where no hotspot is and which no other drive needs: [376007, 164607], the far end of
    // East 0.
    const SmallTown town{R"(
[[task]]
id = "T-1"
kind = "safeguarding"
at = [376294, 164602]
window = "15:00-16:30"
duration_min = 30
sensitive = true
)"};
    put(town / "incidents.csv",
        "lon,lat,when,what\n-2.354,51.384,2025-11,Drugs\n-2.36,51.390,2025-11,Drugs\n");
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    const std::string schedule = bytes_of(town.out() + "/schedule.csv");
    EXPECT_NE(schedule.find("T-1"), std::string::npos) << "the unit must know of it";
    EXPECT_EQ(schedule.find("safeguarding"), std::string::npos);
    // The task is at the east end of the first street, which no other drive uses.
    for (const std::string& name : run_files) {
        if (name == "viewer.html") continue;  // draws the whole network
        EXPECT_EQ(bytes_of(town.out() + "/" + name).find("North 6"), std::string::npos) << name;
        EXPECT_EQ(bytes_of(town.out() + "/" + name).find("376294"), std::string::npos) << name;
    }
    for (const char* layer :
         {"/stops.geojson", "/routes.geojson", "/viewer.html", "/beatline.gpkg"})
        EXPECT_EQ(bytes_of(town.out() + layer).find("T-1"), std::string::npos) << layer;
    for (const json& f : features_of(town.out() + "/routes.geojson")) {
        for (const json& place : f["geometry"]["coordinates"])
            EXPECT_GT(metres_apart(place, -2.342, 51.38), 100.0);
    }
    bool after = false;  // the drive after the task is as telling as the one to it
    for (const json& f : features_of(town.out() + "/stops.geojson")) {
        if (!f["properties"]["drive_km"].is_null()) continue;
        after = true;
        EXPECT_TRUE(f["properties"]["drive_min"].is_null());
    }
    EXPECT_TRUE(after || schedule.find("Back at the base") != std::string::npos);
}

TEST(Run, AnOrdinaryTaskIsDoneInItsWindow) {
    const SmallTown town{second_task("")};
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    const json stops = read_json(town.out() + "/stops.geojson");
    const auto task = std::ranges::find_if(stops["features"], [](const json& f) {
        return f["properties"]["place"] == "T-1" && f["properties"]["kind"] == "task";
    });
    ASSERT_NE(task, stops["features"].end());
    const std::string start = (*task)["properties"]["start"];
    EXPECT_GE(start, "2025-12-01T15:00:00+00:00");
    EXPECT_LE(start, "2025-12-01T16:00:00+00:00");
}

TEST(Run, ATaskOutsideAllShiftsEndsWith4AndSaysWhy) {
    const SmallTown town{R"(
[[task]]
id = "early"
at = [375461, 165054]
window = "06:00-07:00"
)"};
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    EXPECT_EQ(outcome.code, 4);
    EXPECT_NE(outcome.err.find("early"), std::string::npos);
    EXPECT_NE(outcome.err.find("outside_shifts"), std::string::npos) << outcome.err;
    const json plan = read_json(town.out() + "/plan.json");
    EXPECT_EQ(plan["unserved"][0]["site"], "early");
}

TEST(Run, TwoUnitsBeginAJointTaskTogether) {
    const SmallTown town{R"(
[[unit]]
callsign = "L2"
base = [376091, 165719]
shift = "14:00-18:00"

[[task]]
id = "joint"
at = [375461, 165054]
window = "15:00-17:00"
duration_min = 30
units = 2
)"};
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    std::vector<std::int64_t> starts;
    const json plan = read_json(town.out() + "/plan.json");
    for (const json& route : plan["routes"]) {
        for (const json& v : route["visits"]) {
            if (v["site"] == "joint") starts.push_back(v["start"]);
        }
    }
    ASSERT_EQ(starts.size(), 2U);
    EXPECT_EQ(starts[0], starts[1]);
}

TEST(Run, MarkupInANameIsShownAsText) {
    std::string operation = town_operation();
    operation.replace(operation.find("Small town"), 10, "<script>alert(1)</script>");
    const SmallTown town = SmallTown::with_operation(operation);
    ASSERT_EQ(beatline_says({"run", town.operation(), "-o", town.out()}).code, 0);
    EXPECT_EQ(bytes_of(town.out() + "/viewer.html").find("<script>alert"), std::string::npos);
}

TEST(Run, HotspotsAloneNeedsNoRoadsAndNoUnits) {
    std::string operation = town_operation();
    operation.erase(operation.find("[[unit]]"));
    operation.erase(operation.find("[roads]"),
                    operation.find("[hotspots]") - operation.find("[roads]"));
    const SmallTown town = SmallTown::with_operation(operation);
    const Outcome outcome = beatline_says({"hotspots", town.operation(), "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(town.out() + "/plan.json"));
    EXPECT_EQ(read_json(town.out() + "/hotspots.geojson")["features"].size(), 4U);
    EXPECT_EQ(beatline_says({"run", town.operation(), "-o", town.out() + "2"}).code, 2);
}

TEST(Plan, HonoursAnEditedHotspotLayer) {
    const SmallTown town;
    put(town / "mine.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"id":7,"mass":3.5},"geometry":{"type":"Polygon","coordinates":[[[-2.3525,51.3825],
        [-2.3495,51.3825],[-2.3495,51.3845],[-2.3525,51.3845],[-2.3525,51.3825]]]}}]})");
    const Outcome outcome = beatline_says(
        {"plan", town.operation(), "--hotspots", town / "mine.geojson", "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json hotspots = read_json(town.out() + "/hotspots.geojson");
    ASSERT_EQ(hotspots["features"].size(), 1U);
    EXPECT_EQ(hotspots["features"][0]["properties"]["id"], 7);
    EXPECT_EQ(hotspots["features"][0]["properties"]["mass"], 3.5);
    EXPECT_EQ(read_json(town.out() + "/plan.json")["value"], 7.0);
}

TEST(Plan, SaysWhenAnEditedLayersColumnsCannotBeUsed) {
    const SmallTown town;
    const std::string square =
        R"("geometry":{"type":"Polygon","coordinates":[[[-2.3525,51.3825],[-2.3495,51.3825],
        [-2.3495,51.3845],[-2.3525,51.3845],[-2.3525,51.3825]]]}})";
    put(town / "mine.geojson", R"({"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"id":7,"mass":3.5},)" +
                                   square + "," +
                                   R"({"type":"Feature","properties":{"id":7,"mass":null},)" +
                                   square + "]}");
    const Outcome outcome = beatline_says(
        {"plan", town.operation(), "--hotspots", town / "mine.geojson", "-o", town.out()});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("column id is not used"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("column mass is not used"), std::string::npos) << outcome.err;
}

TEST(Run, ATaskLongerThanItsWindowBeginsInsideIt) {
    // 240 s away at least: at the first second of the window nobody could be there.
    const SmallTown town{R"(
[[task]]
id = "long"
at = [376091, 165719]
window = "14:00-14:20"
duration_min = 30
)"};
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out()});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST(Run, JsonGoesToStandardOutputAndNothingElseDoes) {
    const SmallTown town;
    const Outcome outcome =
        beatline_says({"run", town.operation(), "-o", town.out(), "--json", "-q"});
    ASSERT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    const json summary = json::parse(outcome.out);
    EXPECT_EQ(summary["hotspots"], 4);
    EXPECT_EQ(summary["read"], 27);
}

}  // namespace
}  // namespace beatline
