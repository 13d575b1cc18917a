// `beatline density` with a study area, an edge correction and adaptive bandwidths.
// SPDX-License-Identifier: Apache-2.0
#include "app/density_surface.hpp"

#include <cmath>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/support/density_command.hpp"

namespace beatline {
namespace {

using testing::DensityCommand;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::Raster;
using testing::raster_of;

class DensityArea : public DensityCommand {
protected:
    /// A square kilometre at [450000, 300000].
    [[nodiscard]] std::string area() const {
        return folder
            .file("area.geojson",
                  R"({"type":"Polygon","crs":{"type":"name","properties":{"name":"EPSG:27700"}},)"
                  R"("coordinates":[[[450000,300000],[451000,300000],[451000,301000],)"
                  R"([450000,301000],[450000,300000]]]})")
            .string();
    }
    static std::string points() {
        std::mt19937 random{3};
        std::string csv = "e,n\n449900,300500\n451200,300500\n";  // two outside
        for (int i = 0; i < 400; ++i)
            csv += std::to_string(450000.5 + static_cast<double>(random() % 999)) + "," +
                   std::to_string(300000.5 + static_cast<double>(random() % 999)) + "\n";
        return csv;
    }
    static double mass(const Raster& raster, double cell) {
        double sum = 0.0;
        for (const float value : raster.values) sum += value > 0.0F ? value * cell * cell / 1e6 : 0;
        return sum;
    }
};

TEST_F(DensityArea, MasksTheRestAndCountsThePointsOutside) {
    const Outcome outcome = run(points(), {"--area", area(), "--cell", "10", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto summary = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(summary["read"], 402);
    EXPECT_EQ(summary["used"], 400);
    EXPECT_EQ(summary["rejected"]["outside_area"], 2);
    EXPECT_EQ(summary["edge_correction"], "none");
    EXPECT_EQ(summary["adaptive"], false);
    const Raster raster = raster_of(out());
    EXPECT_EQ(raster.cols, 100) << "the area's grid";
    EXPECT_LT(mass(raster, 10), 395.0);
}

TEST_F(DensityArea, DiggleKeepsTheMassWithOneBandwidthAndWithMany) {
    for (const bool adaptive : {false, true}) {
        std::vector<std::string> more{"--area", area(),       "--cell", "10", "--edge-correction",
                                      "diggle", "--overwrite"};
        if (adaptive) more.emplace_back("--adaptive");
        const Outcome outcome = run(points(), more);
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const Raster raster = raster_of(out());
        EXPECT_NEAR(mass(raster, 10), 400.0, 2.0);
        EXPECT_EQ(raster.says.at("edge_correction"), "diggle");
        EXPECT_EQ(raster.says.at("adaptive"), adaptive ? "true" : "false");
        EXPECT_EQ(raster.says.contains("bandwidth_most_m"), adaptive);
    }
}

TEST_F(DensityArea, UniformCorrectionDividesACornerByItsPartOfTheKernel) {
    const std::string corner = "e,n\n450005,300005\n";
    ASSERT_EQ(run(corner, {"--area", area(), "--cell", "10"}).code, 0);
    const Raster plain = raster_of(out());
    const Outcome outcome = run(
        corner, {"--area", area(), "--cell", "10", "--edge-correction", "uniform", "--overwrite"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Raster even = raster_of(out());
    const std::size_t south_west = static_cast<std::size_t>(99 * 100);
    // u = 0.05 of the bandwidth from both sides: e = 1/4 + u 16/(5 pi) + u^2 3/pi = 0.3033, less
    // terms of u^3.
    EXPECT_NEAR(even.values[south_west] / plain.values[south_west], 1.0 / 0.3033, 0.01);
}

TEST_F(DensityArea, AdaptiveBandwidthsCoverTheirWidestReach) {
    const Outcome outcome = run(points(), {"--adaptive", "--cell", "10", "--json"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto summary = nlohmann::json::parse(outcome.out);
    EXPECT_GT(summary["bandwidth_most_m"].get<double>(), 150.0);
    EXPECT_EQ(summary["support_radius_m"], summary["bandwidth_most_m"]);
    EXPECT_NEAR(mass(raster_of(out()), 10), 402.0, 1.0) << "nothing is cut off";
}

TEST_F(DensityArea, RefusesWhatContradictsItself) {
    const auto refused = [&](const std::vector<std::string>& more, int code, const char* says) {
        const Outcome outcome = run(points(), more);
        EXPECT_EQ(outcome.code, code);
        EXPECT_THAT(outcome.err, HasSubstr(says));
        EXPECT_FALSE(std::filesystem::exists(out()));
    };
    refused({"--edge-correction", "diggle"}, 2, "with --area FILE");
    refused({"--edge-correction", "torus"}, 2, "none, uniform, diggle");
    refused({"--edge-correction", "uniform", "--area", area(), "--adaptive"}, 2, "Use diggle");
    for (const char* method : {"fft", "moments", "sweep"})
        refused({"--method", method, "--adaptive"}, 2, "does not go with --adaptive");
    refused({"--area", folder / "none.geojson"}, 5, "none.geojson");
    refused({"--adaptive", "--extent", "0,0,20000,20000", "--cell", "1"}, 6, "limit is 250000000");
    const Outcome outcome = run("e,n\n1,1\n", {"--area", area()});
    EXPECT_EQ(outcome.code, 3);
    EXPECT_THAT(outcome.err, HasSubstr("none of the 1 points lies in the --area"));
}

}  // namespace
}  // namespace beatline
