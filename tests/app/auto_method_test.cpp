// hotspots.method = "auto": what the back-test chooses, what is made of it, and when it cannot be.
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
using testing::put;
using testing::read_json;
using testing::SmallTown;

/// 20 months in which two corners keep happening, and as much again happens where it never did
/// before: memory of the places is all that helps.
std::string places_that_last() {
    std::string csv = "lon,lat,when,what\n";
    const auto add = [&](int month, double lon, double lat) {
        csv += std::to_string(lon) + "," + std::to_string(lat) + "," +
               std::to_string(2024 + month / 12) + (month % 12 < 9 ? "-0" : "-") +
               std::to_string(month % 12 + 1) + ",Drugs\n";
    };
    for (int m = 0; m < 20; ++m) {
        for (int i = 0; i < 8; ++i) {
            add(m, -2.354, 51.384);
            if (i % 2 == 0) add(m, -2.345, 51.390);
            add(m, -2.3585 + 0.0009 * ((7 * m + 3 * i) % 20), 51.381 + 0.0006 * ((5 * m + i) % 18));
        }
    }
    return csv;
}

struct LastingTown : SmallTown {
    explicit LastingTown(const std::string& more = "")
        : SmallTown{"\n[evaluate]\ncell_m = 100\n" + more} {
        put(*this / "incidents.csv", places_that_last());
    }
};

Outcome hotspots(const SmallTown& town, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"hotspots", town.operation(), "-o",
                                       town.out(), "--set",          "hotspots.method=auto"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

std::vector<json> properties_of(const SmallTown& town) {
    std::vector<json> found;
    for (const json& f : testing::features_of(town.out() + "/hotspots.geojson"))
        found.push_back(f["properties"]);
    return found;
}

TEST(AutoMethod, MakesTheTestedCellsIntoHotspotsWhereMemoryOfPlacesWins) {
    const LastingTown town;
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json quality = read_json(town / "out/quality.json");
    const json& chosen = quality["hotspots"]["method_chosen"];
    EXPECT_EQ(chosen["asked"], "auto");
    EXPECT_EQ(chosen["method"], "cells");
    EXPECT_EQ(chosen["cell_m"], 100.0);
    EXPECT_EQ(chosen["tuning"].size(), 11U);
    EXPECT_EQ(chosen["scored"], json::array({"2025-04", "2025-08"}));
    EXPECT_FALSE(chosen["why"].get<std::string>().empty());
    const auto found = properties_of(town);
    ASSERT_GE(found.size(), 2U);
    double share = 0.0;
    for (const json& h : found) {
        EXPECT_NEAR(h["area_m2"].get<double>(), 10'000.0, 1e-3);
        EXPECT_THAT(h["why"].get<std::string>(),
                    HasSubstr("Method chosen by back-test (2024-10 to 2025-03): " +
                              chosen["model"].get<std::string>()));
        share += h["mass_share"].get<double>();
    }
    EXPECT_LE(share, 1.0 + 1e-9);
    // 160 and 80 of 400 incidents at the two corners, and a few that came by.
    EXPECT_GE(found[0]["events"], 160);
    EXPECT_GE(found[1]["events"], 80);
    EXPECT_GT(found[0]["mass"].get<double>(), found[1]["mass"].get<double>());
    EXPECT_THAT(read_json(town / "out/manifest.json")["method_chosen"].get<std::string>(),
                HasSubstr("cells of 100 m: " + chosen["model"].get<std::string>()));
}

TEST(AutoMethod, CellsHaveACornerAtTheAnchor) {
    const LastingTown town{"anchor = [30, 70]\n"};
    ASSERT_EQ(hotspots(town).code, 0);
    for (const json& f : testing::features_of(town.out() + "/hotspots.geojson"))
        EXPECT_GE(f["properties"]["events"], 0);
    const json quality = read_json(town / "out/quality.json");
    EXPECT_EQ(quality["hotspots"]["method_chosen"]["method"], "cells");
    EXPECT_GE(properties_of(town)[0]["events"], 160);
}

TEST(AutoMethod, APlainKernelThatWinsGivesContoursWithItsBandwidthAndMemory) {
    const LastingTown town{"methods = [\"kde\"]\n"};
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json quality = read_json(town / "out/quality.json");
    const json& chosen = quality["hotspots"]["method_chosen"];
    ASSERT_EQ(chosen["method"], "kde") << chosen;
    EXPECT_EQ(quality["hotspots"]["from"], "kde");
    const double bandwidth = quality["surface"]["bandwidth_m"];
    EXPECT_THAT(chosen["model"].get<std::string>(),
                HasSubstr("KDE " + std::to_string(static_cast<int>(bandwidth)) + " m, "));
    EXPECT_EQ(quality["surface"]["bandwidth_rule"], "by the back-test");
    EXPECT_THAT(properties_of(town)[0]["why"].get<std::string>(),
                HasSubstr("contour of the density surface"));
    // What the model forgets weighs nothing in the surface either.
    const double weight = quality["surface"]["weight"];
    const std::string model = chosen["model"];
    if (model.find("last 12 months") != std::string::npos)
        EXPECT_DOUBLE_EQ(weight, 12 * 20);
    else
        EXPECT_DOUBLE_EQ(weight, 20 * 20);
}

TEST(AutoMethod, OneMonthFallsBackToContoursAndSaysSo) {
    const SmallTown town;
    const Outcome outcome = hotspots(town);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("hotspots.method = \"auto\": no back-test is possible"));
    EXPECT_THAT(outcome.err, HasSubstr("4 months at least, found 1"));
    const json quality = read_json(town / "out/quality.json");
    EXPECT_EQ(quality["hotspots"]["from"], "kde");
    EXPECT_EQ(quality["hotspots"]["method_chosen"]["method"], "kde");
    EXPECT_THAT(properties_of(town)[0]["why"].get<std::string>(), HasSubstr("fell back"));
    // The same hotspots as without a choice, half-life included.
    const auto fallen = properties_of(town);
    ASSERT_EQ(hotspots(town, {"--overwrite", "--set", "hotspots.method=kde"}).code, 0);
    const auto plain = properties_of(town);
    ASSERT_EQ(plain.size(), fallen.size());
    for (std::size_t i = 0; i < plain.size(); ++i) EXPECT_EQ(plain[i]["mass"], fallen[i]["mass"]);
}

TEST(AutoMethod, TheFallBackKeepsTheHalfLifeOfTheOperation) {
    const SmallTown town{"\n[weights]\nhalf_life_days = 20\n"};
    ASSERT_EQ(hotspots(town).code, 0);
    const double fallen = properties_of(town)[0]["mass"];
    ASSERT_EQ(hotspots(town, {"--overwrite", "--set", "hotspots.method=kde"}).code, 0);
    EXPECT_DOUBLE_EQ(properties_of(town)[0]["mass"], fallen);
    EXPECT_LT(fallen, 12.0);
}

TEST(AutoMethod, ThreadsDoNotMatter) {
    const LastingTown town;
    ASSERT_EQ(hotspots(town, {"-j", "1"}).code, 0);
    const std::string one = bytes_of(town / "out/hotspots.geojson");
    const std::string quality = bytes_of(town / "out/quality.json");
    ASSERT_EQ(hotspots(town, {"-j", "5", "--overwrite"}).code, 0);
    EXPECT_EQ(bytes_of(town / "out/hotspots.geojson"), one);
    EXPECT_EQ(bytes_of(town / "out/quality.json"), quality);
}

TEST(AutoMethod, IsListedWhereAMethodIsUnknownAndRefusesWhatCellsLack) {
    const SmallTown town;
    const Outcome unknown = hotspots(town, {"--set", "hotspots.method=automatic"});
    EXPECT_EQ(unknown.code, 2);
    EXPECT_THAT(unknown.err, HasSubstr("wanted kde, cells, network or auto"));
    const Outcome share = hotspots(town, {"--set", "hotspots.volume_share=0.5"});
    EXPECT_EQ(share.code, 2);
    EXPECT_THAT(share.err, HasSubstr("may choose cells"));
}

}  // namespace
}  // namespace beatline
