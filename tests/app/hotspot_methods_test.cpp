// Equal units and stretches of street, from the operation file to the layers.
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
using testing::Outcome;
using testing::read_json;
using testing::SmallTown;

Outcome hotspots(const SmallTown& town, const std::string& out,
                 const std::vector<std::string>& sets) {
    std::vector<std::string> arguments{"hotspots", town.operation(), "-o", out};
    for (const std::string& set : sets) arguments.insert(arguments.end(), {"--set", set});
    return beatline_says(arguments);
}

std::vector<json> properties_of(const std::string& out) {
    std::vector<json> found;
    for (const json& f : testing::features_of(out + "/hotspots.geojson"))
        found.push_back(f["properties"]);
    return found;
}

TEST(HotspotMethods, CellsAreUnitsOfTheSizeAskedForRankedByWhatTheyHold) {
    const SmallTown town;
    for (const char* unit : {"square", "hexagon"}) {
        const std::string out = town / unit;
        const Outcome outcome = hotspots(
            town, out,
            {"hotspots.method=cells", "hotspots.unit_m=120", std::string{"hotspots.unit="} + unit});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const auto found = properties_of(out);
        ASSERT_EQ(found.size(), 4U);
        const int events[] = {12, 8, 5, 2};
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_EQ(found[i]["id"], i + 1);
            EXPECT_EQ(found[i]["events"], events[i]);
            EXPECT_DOUBLE_EQ(found[i]["mass"].get<double>(), events[i]);
            EXPECT_NEAR(found[i]["area_m2"].get<double>(), 14'400.0, 1e-3);
            EXPECT_TRUE(found[i]["harm"].is_null());
            EXPECT_TRUE(found[i]["street_m"].is_null());
            EXPECT_GT(found[i]["pai"].get<double>(), 1.0);
            // November 2025 alone: 30 days.
            EXPECT_NEAR(found[i]["per_km2_year"].get<double>(), events[i] / 0.0144 * 365.25 / 30.0,
                        1e-3 * events[i] / 0.0144);
            EXPECT_THAT(found[i]["why"].get<std::string>(),
                        HasSubstr(std::string{unit} == "square" ? "(square of 120 m)"
                                                                : "(hexagon of 1.44 ha)"));
        }
        EXPECT_EQ(read_json(out + "/quality.json")["hotspots"]["from"], "cells");
    }
}

TEST(HotspotMethods, NetworkHotspotsAreStretchesOfStreetThatPatrolsVisit) {
    const SmallTown town;
    const Outcome outcome = beatline_says({"run", town.operation(), "-o", town.out(), "--set",
                                           "hotspots.method=network", "--set", "hotspots.count=3"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto found = properties_of(town.out());
    ASSERT_EQ(found.size(), 3U);
    std::int64_t visits = 0;
    for (const json& h : found) {
        EXPECT_GT(h["street_m"].get<double>(), 50.0);
        EXPECT_GT(h["peak_per_km"].get<double>(), 1.0);
        EXPECT_THAT(h["why"].get<std::string>(), HasSubstr("(stretch of street)"));
        EXPECT_THAT(h["why"].get<std::string>(), HasSubstr("m of street;"));
        visits += h["visits"].get<std::int64_t>();
    }
    EXPECT_EQ(found[0]["events"], 12);
    EXPECT_GT(visits, 0);
    const json quality = read_json(town.out() + "/quality.json")["hotspots"];
    EXPECT_EQ(quality["from"], "network");
    EXPECT_EQ(quality["network"]["spread"], "split");
    EXPECT_EQ(quality["network"]["off_street"], 0);
    EXPECT_NEAR(quality["network"]["mass"].get<double>(), 27.0, 0.01) << "all events' weight";
    EXPECT_THAT(bytes_of(town.out() + "/beatline.gpkg"), HasSubstr("hotspot_streets"));
}

TEST(HotspotMethods, TheSimpleSpreadHasMoreMassThanEvents) {
    const SmallTown town;
    ASSERT_EQ(
        hotspots(town, town.out(), {"hotspots.method=network", "hotspots.spread=simple"}).code, 0);
    const json quality = read_json(town.out() + "/quality.json")["hotspots"];
    EXPECT_GT(quality["network"]["mass"].get<double>(), 40.0);
}

TEST(HotspotMethods, EventsFarFromEveryStreetAreCountedAndSaid) {
    const SmallTown town;
    // Three more in the middle of a block, about 105 m from every street.
    std::string csv = testing::town_incidents();
    for (int i = 0; i < 3; ++i) csv += "-2.3585,51.381,2025-11,Drugs\n";
    testing::put(town / "incidents.csv", csv);
    const Outcome outcome =
        hotspots(town, town.out(), {"hotspots.method=network", "roads.snap_limit_m=50"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json network = read_json(town.out() + "/quality.json")["hotspots"]["network"];
    EXPECT_EQ(network["off_street"], 3);
    EXPECT_NEAR(network["mass"].get<double>(), 27.0, 0.01);
    EXPECT_THAT(outcome.err, HasSubstr("off_street: 3 of 30 incidents are farther than 50 m"));
}

TEST(HotspotMethods, TheNetworkNeedsRoads) {
    std::string text = testing::town_operation();
    const auto roads = text.find("[roads]");
    text.erase(roads, text.find("[hotspots]") - roads);
    const SmallTown town = SmallTown::with_operation(text);
    const Outcome outcome = hotspots(town, town.out(), {"hotspots.method=network"});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_THAT(outcome.err, HasSubstr("roads.path"));
    EXPECT_EQ(hotspots(town, town.out(), {"hotspots.method=cells"}).code, 0);
}

TEST(HotspotMethods, WordsAndNumbersThatAreNoneAreRefused) {
    const SmallTown town;
    for (const char* set :
         {"hotspots.method=knn", "hotspots.unit=circle", "hotspots.unit_m=0",
          "hotspots.spread=even", "hotspots.lixel_m=0.1", "hotspots.margin_m=-3",
          "hotspots.streets=boat", "hotspots.volume_share=0", "hotspots.nudge=3"}) {
        EXPECT_EQ(hotspots(town, town.out(), {set}).code, 2) << set;
    }
    EXPECT_EQ(
        hotspots(town, town.out(), {"hotspots.method=cells", "hotspots.volume_share=0.5"}).code, 2);
}

TEST(HotspotMethods, AVolumeShareKeepsNoMoreThanThatMass) {
    const SmallTown town;
    ASSERT_EQ(
        hotspots(town, town.out(), {"hotspots.volume_share=0.3", "hotspots.peak_share=0.01"}).code,
        0);
    double share = 0.0;
    for (const json& h : properties_of(town.out())) share += h["mass_share"].get<double>();
    EXPECT_NEAR(share, 0.3, 0.03);
}

TEST(HotspotMethods, AHarmTableGivesTheHarmInside) {
    const SmallTown town{"\n[weights]\ntable = \"harm.csv\"\nhalf_life_days = 10\n"};
    testing::put(town / "harm.csv", "category,weight\nDrugs,4\nRobbery,365\nBurglary,245\n");
    ASSERT_EQ(hotspots(town, town.out(), {}).code, 0);
    for (const json& h : properties_of(town.out())) {
        const int events = h["events"].get<int>();
        const double each = events == 8 ? 365.0 : events == 2 ? 245.0 : 4.0;
        EXPECT_DOUBLE_EQ(h["harm"].get<double>(), each * events) << "whatever their age";
    }
}

TEST(HotspotMethods, ThreadsDoNotMatter) {
    const SmallTown town;
    for (const char* method : {"cells", "network"}) {
        const std::string set = std::string{"hotspots.method="} + method;
        const std::string one = town / (std::string{method} + "1");
        const std::string many = town / (std::string{method} + "4");
        ASSERT_EQ(
            beatline_says({"hotspots", town.operation(), "-o", one, "-j", "1", "--set", set}).code,
            0);
        ASSERT_EQ(
            beatline_says({"hotspots", town.operation(), "-o", many, "-j", "4", "--set", set}).code,
            0);
        for (const char* file : {"/hotspots.geojson", "/beatline.gpkg", "/quality.json"})
            EXPECT_EQ(bytes_of(one + file), bytes_of(many + file)) << method << file;
    }
}

}  // namespace
}  // namespace beatline
