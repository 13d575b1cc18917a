// The bundled operations on real input, through the command line.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include <gtest/gtest.h>

#include "data/csv.hpp"

#include "tests/support/command.hpp"
#include "tests/support/json_file.hpp"

namespace beatline {
namespace {

using nlohmann::json;
using testing::beatline_says;
using testing::bytes_of;
using testing::features_of;
using testing::Outcome;
using testing::read_json;
using testing::TempFolder;

/// What every run on real input must show.
void expect_sound(const std::string& folder) {
    const json quality = read_json(folder + "/quality.json");
    ASSERT_FALSE(quality["inputs"].empty());
    for (const json& input : quality["inputs"]) {
        std::int64_t rejected = 0;
        for (const auto& [reason, count] : input["rejected"].items())
            rejected += count.get<std::int64_t>();
        EXPECT_EQ(input["read"].get<std::int64_t>(), input["used"].get<std::int64_t>() + rejected)
            << input["file"];
    }
    const json plan = read_json(folder + "/plan.json");
    EXPECT_TRUE(plan["required_met"].get<bool>());
    EXPECT_GT(plan["value"].get<double>(), 0.0);
    EXPECT_LE(plan["value"].get<double>(), plan["upper_bound"].get<double>());
    for (const char* layer : {"/hotspots.geojson", "/stops.geojson"}) {
        for (const json& f : features_of(folder + layer))
            EXPECT_FALSE(f["properties"]["why"].get<std::string>().empty()) << layer;
    }
    for (const json& u : plan["unserved"]) EXPECT_FALSE(u["why"].get<std::string>().empty());
}

TEST(Sample, BathIsPlannedTheSameOnOneThreadAndOnTwo) {
    const TempFolder folder;
    const std::string one = folder / "one";
    const std::string two = folder / "two";
    const Outcome first = beatline_says({"demo", "-o", one, "-j", "1"});
    ASSERT_EQ(first.code, 0) << first.err;
    EXPECT_NE(first.err.find("simulated"), std::string::npos);
    ASSERT_EQ(beatline_says({"demo", "-o", two, "-j", "2"}).code, 0);
    for (const auto& entry : std::filesystem::directory_iterator{one}) {
        const std::string name = entry.path().filename();
        if (name == "manifest.json") continue;
        EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(two + "/" + name)) << name;
    }
    expect_sound(one);
    const json hotspots = read_json(one + "/hotspots.geojson")["features"];
    EXPECT_EQ(hotspots.size(), 20U);
    for (const json& h : hotspots) {  // what is simulated says so wherever it stands
        const std::string why = h["properties"]["why"];
        EXPECT_EQ(why.find("ANPR") == std::string::npos,
                  why.find("simulated") == std::string::npos);
    }
    EXPECT_EQ(read_json(one + "/manifest.json")["projection"]["grid"],
              "uk_os_OSTN15_NTv2_OSGBtoETRS.tif");
}

TEST(Sample, RutlandIsPlannedOnOpenStreetMapRoads) {
    const TempFolder folder;
    const std::string out = folder / "out";
    const Outcome outcome = beatline_says(
        {"run", BEATLINE_SOURCE_DIR "/data/sample/rutland/operation.toml", "-o", out});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    expect_sound(out);
    const json roads = read_json(out + "/quality.json")["roads"][0];
    EXPECT_GT(roads["one_way"].get<int>(), 50);
    EXPECT_GT(roads["turn_bans"].get<int>(), 0);
    // British Summer Time: the schedule's clock is an hour ahead of UTC.
    EXPECT_NE(bytes_of(out + "/schedule.csv").find("+01:00"), std::string::npos);
}

/// The harm of every incident of these categories in the Rutland file, summed by hand.
double harm_in_rutland(const std::string& table, const std::set<std::string>& categories) {
    std::map<std::string, double> weight;
    const CsvFile harm{table};
    harm.for_each_row([&](const CsvRow& row) {
        weight[std::string{row.fields[harm.column("category")]}] =
            parse_number(row.fields[harm.column("weight")]).value();
    });
    double sum = 0.0;
    const CsvFile incidents{BEATLINE_SOURCE_DIR
                            "/data/sample/rutland/2024-07_2025-06-rutland-street.csv"};
    incidents.for_each_row([&](const CsvRow& row) {
        const std::string category{row.fields[incidents.column("Crime type")]};
        if (!categories.contains(category)) return;
        sum += weight.contains(category) ? weight[category] : 1.0;
    });
    return sum;
}

TEST(Sample, AHarmTableWeighsTheIncidentsOfRutland) {
    const std::set<std::string> kept{"Drugs",      "Robbery",       "Possession of weapons",
                                     "Burglary",   "Vehicle crime", "Violence and sexual offences",
                                     "Other theft"};
    for (const char* table : {"cambridge-chi-police-uk.csv", "ons-css-police-uk.csv"}) {
        const TempFolder folder;
        const std::string out = folder / "out";
        const std::string harm = std::string{BEATLINE_SOURCE_DIR "/data/sample/harm/"} + table;
        const Outcome outcome =
            beatline_says({"hotspots", BEATLINE_SOURCE_DIR "/data/sample/rutland/operation.toml",
                           "-o", out, "--set", "weights.table=" + harm});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const json quality = read_json(out + "/quality.json");
        const double all = harm_in_rutland(harm, kept);
        EXPECT_NEAR(quality["surface"]["weight"].get<double>(), all, 1e-9 * all) << table;
        const json weights = quality["inputs"][1];
        EXPECT_EQ(weights["what"], "weights");
        EXPECT_EQ(weights["used"].get<int>(), 13);
        EXPECT_EQ(outcome.err.find("Anti-social"), std::string::npos) << outcome.err;
    }
}

TEST(Sample, AntisocialBehaviourHasNoHarmAndTheRunSaysSo) {
    const TempFolder folder;
    const auto copy = folder / "rutland";
    std::filesystem::copy(BEATLINE_SOURCE_DIR "/data/sample/rutland", copy,
                          std::filesystem::copy_options::recursive);
    std::string operation = bytes_of(copy / "operation.toml");
    const std::size_t at = operation.find("categories = [");
    ASSERT_NE(at, std::string::npos);
    operation.replace(at, operation.find('\n', at) - at,
                      "categories = [\"Anti-social behaviour\", \"Robbery\"]");
    testing::put(copy / "operation.toml", operation);
    const std::string harm = BEATLINE_SOURCE_DIR "/data/sample/harm/cambridge-chi-police-uk.csv";
    const Outcome outcome = beatline_says({"hotspots", copy / "operation.toml", "-o",
                                           folder / "out", "--set", "weights.table=" + harm});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("Anti-social behaviour"), std::string::npos) << outcome.err;
    const json quality = read_json(folder / "out/quality.json");
    const double all = harm_in_rutland(harm, {"Anti-social behaviour", "Robbery"});
    EXPECT_NEAR(quality["surface"]["weight"].get<double>(), all, 1e-9 * all);
}

}  // namespace
}  // namespace beatline
