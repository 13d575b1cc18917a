// Adaptive bandwidths, edge correction and peaks, from the operation file to the results.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <gmock/gmock.h>
#include <map>
#include <nlohmann/json.hpp>
#include <numbers>

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

/// A hotspot's properties by its number of events.
std::map<int, json> hotspots_of(const std::string& folder) {
    std::map<int, json> found;
    for (const json& f : testing::features_of(folder + "/hotspots.geojson"))
        found[f["properties"]["events"].get<int>()] = f["properties"];
    return found;
}

/// The town with an area whose western border runs some 20 m beside the place of five incidents.
struct BorderTown {
    static std::string operation() {
        std::string text = testing::town_operation();
        return text.insert(text.find("period"), "area = \"area.geojson\"\n");
    }
    BorderTown() {
        testing::put(town / "area.geojson",
                     R"({"type":"Polygon","coordinates":[[[-2.3588,51.37],[-2.33,51.37],)"
                     R"([-2.33,51.40],[-2.3588,51.40],[-2.3588,51.37]]]})");
    }
    SmallTown town{SmallTown::with_operation(operation())};
};

Outcome hotspots(const SmallTown& town, const std::string& out,
                 const std::vector<std::string>& sets = {}) {
    std::vector<std::string> arguments{"hotspots", town.operation(), "-o", out};
    for (const std::string& set : sets) arguments.insert(arguments.end(), {"--set", set});
    return beatline_says(arguments);
}

TEST(Surface, APeakIsTheSurfacesAndNotACells) {
    const SmallTown town;
    ASSERT_EQ(hotspots(town, town.out()).code, 0);
    const auto found = hotspots_of(town.out());
    ASSERT_EQ(found.size(), 4U);
    for (const auto& [events, properties] : found) {  // far apart: one quartic of 200 m each
        const double top = events * 3.0 / (std::numbers::pi * 0.2 * 0.2);
        EXPECT_NEAR(properties["peak_per_km2"].get<double>(), top, 1e-6 * top);
    }
}

TEST(Surface, EdgeCorrectionRaisesWhatLiesAtTheBorderAndSaysSo) {
    const BorderTown border;
    const SmallTown& town = border.town;
    std::map<std::string, std::map<int, json>> by;
    for (const char* kind : {"none", "uniform", "diggle"}) {
        const std::string out = town / kind;
        const std::string set = std::string{"hotspots.edge_correction="} + kind;
        const Outcome outcome = hotspots(town, out, {set});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        EXPECT_EQ(read_json(out + "/quality.json")["surface"]["edge_correction"], kind);
        by[kind] = hotspots_of(out);
        ASSERT_EQ(by[kind].size(), 4U);
    }
    const auto of = [&](const char* kind, int events, const char* what) {
        return by[kind][events][what].get<double>();
    };
    for (const char* kind : {"uniform", "diggle"}) {
        EXPECT_GT(of(kind, 5, "peak_per_km2"), 1.3 * of("none", 5, "peak_per_km2")) << kind;
        EXPECT_NEAR(of(kind, 12, "mass"), of("none", 12, "mass"), 1e-6) << kind << ": deep inside";
    }
    EXPECT_GT(of("diggle", 5, "mass"), 1.3 * of("none", 5, "mass"));
    const std::string same = town / "same";
    ASSERT_EQ(hotspots(town, same).code, 0);
    EXPECT_EQ(bytes_of(same + "/hotspots.geojson"), bytes_of(town / "none/hotspots.geojson"))
        << "none is the default";
}

TEST(Surface, AdaptiveBandwidthsAreToldAndTheSameOnAnyThreads) {
    const BorderTown border;
    const SmallTown& town = border.town;
    const std::vector<std::string> adaptive{"hotspots.adaptive=true",
                                            "hotspots.edge_correction=diggle"};
    const Outcome outcome = hotspots(town, town.out(), adaptive);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const json surface = read_json(town.out() + "/quality.json")["surface"];
    EXPECT_EQ(surface["adaptive"], true);
    EXPECT_EQ(surface["bandwidth_m"], 200.0);
    // Four places apart: f is 12, 8, 5, 2 times one height, G their mean geometric by weight.
    EXPECT_LT(surface["bandwidth_least_m"].get<double>(), 190.0);
    EXPECT_GT(surface["bandwidth_most_m"].get<double>(), 350.0);
    EXPECT_EQ(surface["support_radius_m"], surface["bandwidth_most_m"]);
    const std::string one = town / "one";
    ASSERT_EQ(beatline_says({"hotspots", town.operation(), "-o", one, "-j", "1", "--set",
                             adaptive[0], "--set", adaptive[1]})
                  .code,
              0);
    for (const char* name : {"/density.tif", "/hotspots.geojson"})
        EXPECT_TRUE(bytes_of(town.out() + name) == bytes_of(one + name)) << name;
}

TEST(Surface, RefusesWhatContradictsItself) {
    const SmallTown bare;
    const BorderTown border;
    const SmallTown& town = border.town;
    const auto refused = [](const Outcome& outcome, const char* says) {
        EXPECT_EQ(outcome.code, 2);
        EXPECT_THAT(outcome.err, HasSubstr(says));
        EXPECT_THAT(outcome.err, HasSubstr("edge_correction"));
    };
    refused(hotspots(bare, bare.out(), {"hotspots.edge_correction=diggle"}),
            "needs a study area: name its polygons as operation.area");
    refused(hotspots(town, town.out(), {"hotspots.edge_correction=toroidal"}),
            "found \"toroidal\", wanted none, uniform or diggle");
    refused(
        hotspots(town, town.out(), {"hotspots.edge_correction=uniform", "hotspots.adaptive=true"}),
        "use \"diggle\"");
}

}  // namespace
}  // namespace beatline
