// beatline evaluate: what it leaves, what it says, and what it refuses.
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
using testing::SmallTown;

/// 20 months; three corners of the town keep happening, one moves, and a few are anywhere.
std::string many_months() {
    std::string csv = "lon,lat,when,what\n";
    const auto add = [&](int month, double lon, double lat, const char* what) {
        csv += std::to_string(lon) + "," + std::to_string(lat) + "," +
               std::to_string(2024 + month / 12) + (month % 12 < 9 ? "-0" : "-") +
               std::to_string(month % 12 + 1) + "," + what + "\n";
    };
    for (int m = 0; m < 20; ++m) {
        for (int i = 0; i < 8; ++i) {
            add(m, -2.354, 51.384, "Drugs");
            add(m, -2.345, 51.390, "Robbery");
            add(m, -2.3585 + 0.0009 * ((7 * m + 3 * i) % 20), 51.381 + 0.0006 * ((5 * m + i) % 18),
                i % 2 == 0 ? "Drugs" : "Robbery");
        }
    }
    return csv;
}

SmallTown town_of_months(const std::string& more = "") {
    return SmallTown{"\n[evaluate]\ncell_m = 100\n" + more};
}

Outcome evaluate(const SmallTown& town, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"evaluate", town.operation(), "-o", town.out()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

json evaluation_of(const SmallTown& town) {
    return json::parse(bytes_of(town / "out/evaluation.json"));
}

TEST(Evaluate, LeavesFiguresAPictureAndARecord) {
    const SmallTown town = town_of_months();
    put(town / "incidents.csv", many_months());
    const Outcome outcome = evaluate(town, {"--set", "operation.as_of=\"2025-12-01\""});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("hit rate in 1 %"));
    const json e = evaluation_of(town);
    EXPECT_EQ(e["format"], "beatline-evaluation/1");
    EXPECT_EQ(e["marking"], "OFFICIAL");
    EXPECT_EQ(e["grid"]["area_from"], "hull of the incidents before the scoring periods");
    EXPECT_EQ(e["periods"]["score"],
              json::array({"2025-04", "2025-05", "2025-06", "2025-07", "2025-08"}));
    EXPECT_EQ(e["periods"]["tune"].size(), 6U);
    ASSERT_EQ(e["groups"].size(), 3U);
    EXPECT_EQ(e["groups"][0]["name"], "all");
    EXPECT_EQ(e["groups"][0]["events_scored"], 5 * 24);
    const json& methods = e["groups"][0]["methods"];
    EXPECT_EQ(methods[0]["role"], "usual");
    EXPECT_EQ(methods[1]["role"], "plain_count");
    EXPECT_EQ(methods.size(), 12U);  // two baselines, ten methods
    // Two places of three hold two thirds of what happens.
    for (const json& at : methods[1]["at"]) {
        EXPECT_GE(at["hits"].get<double>(), at["area_share"].get<double>() > 0.01 ? 80.0 : 40.0);
        EXPECT_LE(at["hits"].get<double>(), at["hits_with_foresight"].get<double>() + 1e-6);
        EXPECT_LE(at["hit_rate"]["low"], at["hit_rate"]["value"]);
    }
    EXPECT_EQ(e["groups"][0]["grid_spread"].size(), 12U);
    const std::string svg = bytes_of(town / "out/evaluation.svg");
    EXPECT_THAT(svg, HasSubstr("<svg "));
    EXPECT_THAT(svg, HasSubstr("OFFICIAL"));
    EXPECT_THAT(svg, HasSubstr("usual KDE"));
    const json manifest = json::parse(bytes_of(town / "out/manifest.json"));
    EXPECT_EQ(manifest["command"], "evaluate");
    EXPECT_THAT(manifest.dump(), HasSubstr("evaluation.svg"));
    EXPECT_TRUE(std::filesystem::exists(town / "out/quality.json"));
}

TEST(Evaluate, WithoutAnAreaWhatHappensBeyondThePastsHullIsMissed) {
    const SmallTown town = town_of_months("methods = [\"count\"]\nshifts = 1\n");
    put(town / "incidents.csv", many_months());
    ASSERT_EQ(evaluate(town).code, 0);
    const json before = evaluation_of(town);
    std::string csv = many_months();
    for (int i = 0; i < 7; ++i) csv += "-2.300,51.400,2025-06,Drugs\n";  // 3 km off
    put(town / "incidents.csv", csv);
    ASSERT_EQ(evaluate(town, {"--overwrite"}).code, 0);
    const json after = evaluation_of(town);
    EXPECT_EQ(after["grid"], before["grid"]);
    const auto grew_by_seven = [](const json& less, const json& more) {
        EXPECT_EQ(more.get<double>(), less.get<double>() + 7);
    };
    grew_by_seven(before["incidents_in_no_cell"], after["incidents_in_no_cell"]);
    for (const char* member : {"events_missed_outside", "events_scored"})
        grew_by_seven(before["groups"][0][member], after["groups"][0][member]);
    EXPECT_EQ(after["groups"][0]["methods"][0]["at"][0]["hits"],
              before["groups"][0]["methods"][0]["at"][0]["hits"]);
}

TEST(Evaluate, GivesTheSameBytesForAnyNumberOfThreadsAndOtherIntervalsForAnotherSeed) {
    const SmallTown town = town_of_months("shifts = 1\n");
    put(town / "incidents.csv", many_months());
    ASSERT_EQ(evaluate(town, {"-j", "1"}).code, 0);
    const std::string one = bytes_of(town / "out/evaluation.json");
    ASSERT_EQ(evaluate(town, {"-j", "5", "--overwrite"}).code, 0);
    EXPECT_EQ(bytes_of(town / "out/evaluation.json"), one);
    ASSERT_EQ(evaluate(town, {"--seed", "2", "--overwrite"}).code, 0);
    EXPECT_NE(bytes_of(town / "out/evaluation.json"), one);
}

TEST(Evaluate, WorksWithoutItsTableAndPrintsJsonAlone) {
    const SmallTown town;
    put(town / "incidents.csv", many_months());
    const Outcome outcome = evaluate(town, {"--json", "-q"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out), evaluation_of(town));
    EXPECT_EQ(outcome.err, "");
}

TEST(Evaluate, JudgesTheGroupsThatAreNamed) {
    const SmallTown town = town_of_months(
        "methods = [\"count\", \"kde\"]\nshifts = 1\ncategories = [\"Drugs\"]\n"
        "[evaluate.groups]\nboth = [\"Drugs\", \"Robbery\"]\n");
    put(town / "incidents.csv", many_months());
    ASSERT_EQ(evaluate(town).code, 0);
    const json e = evaluation_of(town);
    ASSERT_EQ(e["groups"].size(), 3U);
    EXPECT_EQ(e["groups"][1]["name"], "Drugs");
    EXPECT_EQ(e["groups"][2]["events_scored"], e["groups"][0]["events_scored"]);
    EXPECT_EQ(e["groups"][0]["methods"].size(), 4U);
    const Outcome misspelt =
        evaluate(town, {"--overwrite", "--set", "evaluate.categories=[\"Drug\"]"});
    EXPECT_EQ(misspelt.code, 2);
    EXPECT_THAT(misspelt.err, HasSubstr("no incident has the category \"Drug\""));
    EXPECT_THAT(misspelt.err, HasSubstr("Drugs"));
}

TEST(Evaluate, JudgesDensityAlongStreetsWhereThereAreRoads) {
    const SmallTown town = town_of_months("methods = [\"kde\", \"network\"]\n");
    put(town / "incidents.csv", many_months());
    ASSERT_EQ(evaluate(town).code, 0);
    const json group = evaluation_of(town)["groups"][0];
    std::string streets;
    for (const json& method : group["methods"]) {
        if (method["role"] == "network") streets = method["model"];
    }
    EXPECT_THAT(streets, HasSubstr("density along streets"));

    std::string text = testing::town_operation("\n[evaluate]\nmethods = [\"network\"]\n");
    text.erase(text.find("[roads]"), std::string{"[roads]\npath = \"roads.geojson\"\n"}.size());
    const SmallTown roadless = SmallTown::with_operation(text);
    put(roadless / "incidents.csv", many_months());
    const Outcome refused = evaluate(roadless);
    EXPECT_EQ(refused.code, 2);
    EXPECT_THAT(refused.err, HasSubstr("name the road file as roads.path"));
}

TEST(Evaluate, SaysWhyItCannotJudge) {
    const SmallTown one_month;
    const Outcome few = evaluate(one_month);
    EXPECT_EQ(few.code, 4);
    EXPECT_THAT(few.err, HasSubstr("4 months at least, found 1"));
    EXPECT_FALSE(std::filesystem::exists(one_month.out()));
    const SmallTown town = town_of_months("period = \"week\"\n");
    put(town / "incidents.csv", many_months());
    const Outcome vague = evaluate(town);
    EXPECT_EQ(vague.code, 3);
    EXPECT_THAT(vague.err, HasSubstr("evaluate.period = \"month\""));
    const Outcome nowhere = beatline_says({"evaluate", town.operation()});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_THAT(nowhere.err, HasSubstr("-o/--output"));
}

}  // namespace
}  // namespace beatline
