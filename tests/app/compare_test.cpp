// What [change], [hotspots.relative] and the bandwidth's rules do, from the operation file to the
// results.
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/temp_folder.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::put;
using testing::read_json;
using testing::SmallTown;
using testing::TempFolder;
using testing::town_operation;

/// Incidents of two months about three places; in December many more at the second.
std::string two_months(int more) {
    std::mt19937_64 rng{1};
    std::string csv = "lon,lat,when,what\n";
    const double places[3][2] = {{-2.354, 51.384}, {-2.345, 51.390}, {-2.3585, 51.390}};
    const auto add = [&](int place, const char* month) {
        const double east = 0.001 * (static_cast<double>(rng() % 1000) / 500.0 - 1.0);
        const double north = 0.0006 * (static_cast<double>(rng() % 1000) / 500.0 - 1.0);
        csv += std::to_string(places[place][0] + east) + "," +
               std::to_string(places[place][1] + north) + "," + month + ",Drugs\n";
    };
    for (int i = 0; i < 90; ++i) {
        add(i % 3, "2025-10");
        add(i % 3, "2025-11");
    }
    for (int i = 0; i < more; ++i) add(1, "2025-11");
    return csv;
}

const char* const change_table = R"(
[change]
before = ["2025-10-01", "2025-10-31"]
after = ["2025-11-01", "2025-11-30"]
)";

struct ComparedTown {
    ComparedTown(const std::string& tables, int more)
        : town{SmallTown::with_operation(town_operation(tables))} {
        put(town / "incidents.csv", two_months(more));
    }
    SmallTown town;
};

Outcome hotspots(const SmallTown& town, std::vector<std::string> sets = {}) {
    std::vector<std::string> words{"hotspots", town.operation(), "-o", town.out()};
    for (const std::string& set : sets) {
        words.emplace_back("--set");
        words.push_back(set);
    }
    return beatline_says(words);
}

TEST(Change, FindsWhatGrewAndSaysWhy) {
    const ComparedTown compared{change_table, 90};
    const SmallTown& town = compared.town;
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json quality = read_json(town.out() + "/quality.json");
    EXPECT_EQ(quality["change"]["before"]["events"], 90);
    EXPECT_EQ(quality["change"]["after"]["events"], 180);
    EXPECT_GE(quality["change"]["areas"].get<int>(), 1);
    EXPECT_LE(quality["change"]["p_of_the_whole_map"].get<double>(), 0.05);
    EXPECT_TRUE(std::filesystem::exists(town.out() + "/change.tif"));
    const std::string page = bytes_of(town.out() + "/viewer.html");
    EXPECT_NE(page.find("Grew on "), std::string::npos);
}

TEST(Change, EqualMonthsShowNone) {
    const ComparedTown compared{change_table, 0};
    const SmallTown& town = compared.town;
    ASSERT_EQ(hotspots(town).code, 0);
    EXPECT_EQ(read_json(town.out() + "/quality.json")["change"]["areas"], 0);
}

TEST(Change, APeriodWithoutIncidentsIsSaidNotMapped) {
    const ComparedTown compared{change_table, 0};
    const SmallTown& town = compared.town;
    const Outcome outcome = hotspots(town, {R"(change.before=["2020-01-01", "2020-12-31"])"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("0 incidents lie in before"));
    EXPECT_FALSE(std::filesystem::exists(town.out() + "/change.tif"));
}

TEST(Change, RefusesPeriodsThatContradictEachOther) {
    const ComparedTown compared{change_table, 0};
    const SmallTown& town = compared.town;
    const auto refused = [&](const std::string& set, const char* says) {
        const Outcome outcome = hotspots(town, {set});
        EXPECT_EQ(outcome.code, 2) << set;
        EXPECT_THAT(outcome.err, HasSubstr(says));
    };
    refused(R"(change.before=["2025-10-01"])", "found 1 dates, wanted two");
    refused(R"(change.before=["2025-10-01", "2025-11-05"])", "does not come after 2025-11-05");
    refused("change.simulations=10", "wanted 19 or more");
    refused("change.compare=both", "wanted \"rate\"");
    refused("change.significance=0", "more than 0");
    refused("change.significance=1e-300", "found 1e-300: more simulations than 99999 would be");
    refused("change.befor=1", "before");
}

TEST(Relative, DividesByZonesAndNamesWhatTheyLack) {
    const ComparedTown compared{R"(
[hotspots.relative]
zones = "zones.geojson"
column = "people"
simulations = 39
)",
                                0};
    const SmallTown& town = compared.town;
    const auto zones = [](const char* properties) {
        return std::string{R"({"type":"FeatureCollection","features":[{"type":"Feature",)"} +
               R"("properties":)" + properties +
               R"(,"geometry":{"type":"Polygon","coordinates":[[[-2.37,51.37],[-2.33,51.37],)" +
               R"([-2.33,51.40],[-2.37,51.40],[-2.37,51.37]]]}}]})";
    };
    put(town / "zones.geojson", zones(R"({"people":5000})"));
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json relative = read_json(town.out() + "/quality.json")["relative"];
    EXPECT_EQ(relative["background"], "zones");
    EXPECT_NEAR(
        relative["background_amount"].get<double>() + relative["background_left_out"].get<double>(),
        5000.0, 1e-6);
    EXPECT_EQ(relative["simulations"], 39);
    EXPECT_TRUE(std::filesystem::exists(town.out() + "/relative.tif"));
    EXPECT_NE(bytes_of(town.out() + "/manifest.json").find("zones.geojson"), std::string::npos);

    put(town / "zones.geojson", zones(R"({"peeple":5000})"));
    const Outcome lacking =
        beatline_says({"hotspots", town.operation(), "-o", (town / "again").string()});
    EXPECT_EQ(lacking.code, 3);
    EXPECT_THAT(lacking.err, HasSubstr("no column named \"people\""));
    const Outcome checked =
        beatline_says({"check", town.operation(), "-o", (town / "checked").string()});
    EXPECT_EQ(checked.code, 3) << "check reads it too";
}

TEST(Relative, DividesByOtherIncidentsTheSameOnAnyThreads) {
    const ComparedTown compared{R"(
[hotspots.relative]
simulations = 19
rank_by = "ratio"

[[hotspots.relative.incidents]]
path = "all.csv"
x = "lon"
y = "lat"
crs = "EPSG:4326"
)",
                                60};
    const SmallTown& town = compared.town;
    put(town / "all.csv", two_months(0));
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(read_json(town.out() + "/quality.json")["relative"]["background_amount"], 180.0);
    const std::string one = (town / "one").string();
    ASSERT_EQ(beatline_says({"hotspots", town.operation(), "-o", one, "-j", "1"}).code, 0);
    for (const char* name : {"/relative.tif", "/hotspots.geojson", "/quality.json"})
        EXPECT_TRUE(bytes_of(town.out() + name) == bytes_of(one + name)) << name;
}

TEST(Relative, WantsOneBackground) {
    const ComparedTown compared{"\n[hotspots.relative]\neven_share = 0.1\n", 0};
    const SmallTown& town = compared.town;
    const Outcome outcome = hotspots(town);
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("[[hotspots.relative.incidents]]"));
}

TEST(BandwidthRules, SayWhatTheyChoseAndWhy) {
    const ComparedTown compared{"", 0};
    const SmallTown& town = compared.town;
    for (const char* rule : {"auto", "silverman", "scott", "likelihood", "diggle"}) {
        const std::string out = (town / rule).string();
        const Outcome outcome =
            beatline_says({"hotspots", town.operation(), "-o", out, "--set",
                           std::string{"hotspots.bandwidth_m=\""} + rule + "\""});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const json quality = read_json(out + "/quality.json");
        EXPECT_EQ(quality["bandwidth"]["asked"], rule);
        EXPECT_EQ(quality["bandwidth"]["why"], quality["surface"]["bandwidth_rule"]);
        EXPECT_EQ(quality["bandwidth"]["bandwidth_m"], quality["surface"]["bandwidth_m"]);
        EXPECT_GE(quality["bandwidth"]["bandwidth_m"].get<double>(), 25.0);
    }
    const json chosen = read_json((town / "auto/quality.json").string())["bandwidth"];
    EXPECT_EQ(chosen["used"], "held-out likelihood");
    EXPECT_EQ(chosen["held_out_from"], "2025-11-01");
    EXPECT_EQ(chosen["events_held_out"], 90);
    EXPECT_EQ(chosen["tried"].size(), 24U);
    const Outcome misspelt = hotspots(town, {"hotspots.bandwidth_m=\"silvermann\""});
    EXPECT_EQ(misspelt.code, 2);
    EXPECT_THAT(misspelt.err, HasSubstr("Did you mean \"silverman\"?"));
}

TEST(BandwidthRules, NearestPlacesWantTheirNumberOnlyWhenAsked) {
    const ComparedTown compared{"", 0};
    const SmallTown& town = compared.town;
    ASSERT_EQ(hotspots(town, {"hotspots.adaptive=nearest", "hotspots.nearest_k=55"}).code, 0);
    const json surface = read_json(town.out() + "/quality.json")["surface"];
    EXPECT_LT(surface["bandwidth_least_m"].get<double>(), surface["bandwidth_most_m"]);
    const Outcome without = hotspots(town, {"hotspots.nearest_k=3"});
    EXPECT_EQ(without.code, 2);
    EXPECT_THAT(without.err, HasSubstr("adaptive = \"nearest\""));
    EXPECT_EQ(hotspots(town, {"hotspots.adaptive=widest"}).code, 2);
}

TEST(BandwidthRules, TheDensityCommandHasThemToo) {
    const TempFolder folder;
    std::string csv = "x,y\n";
    std::mt19937_64 rng{2};
    for (int i = 0; i < 200; ++i)
        csv += std::to_string(400000 + rng() % 3000) + "," + std::to_string(300000 + rng() % 3000) +
               "\n";
    const auto points = folder.file("points.csv", csv);
    const auto density = [&](std::vector<std::string> more) {
        std::vector<std::string> words{
            "density",     points.string(), "--x",        "x",  "--y",
            "y",           "--crs",         "EPSG:27700", "-o", (folder / "d.tif").string(),
            "--overwrite", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return beatline_says(words);
    };
    const Outcome by_rule = density({"--bandwidth", "auto"});
    ASSERT_EQ(by_rule.code, 0) << by_rule.err;
    const json said = json::parse(by_rule.out);
    EXPECT_THAT(said["bandwidth_rule"].get<std::string>(), HasSubstr("leave-one-out likelihood"));
    EXPECT_GT(said["bandwidth_m"].get<double>(), 25.0);
    const Outcome nearest = density({"--bandwidth", "300", "--nearest", "5"});
    ASSERT_EQ(nearest.code, 0) << nearest.err;
    EXPECT_EQ(json::parse(nearest.out)["adaptive"], true);
    EXPECT_EQ(density({"--bandwidth", "scot"}).code, 2);
    EXPECT_EQ(density({"--bandwidth", "auto", "--like", "grass"}).code, 2);
    EXPECT_EQ(density({"--bandwidth", "-5"}).code, 2);
}

}  // namespace
}  // namespace beatline
