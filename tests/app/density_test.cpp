// The density engine from the command line: the raster it writes, and what it refuses.
// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <cmath>
#include <filesystem>
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

TEST_F(DensityCommand, EqualsBruteForceAtEveryCellCentre) {
    std::mt19937 random{1};
    std::string csv = "id,e,n,w\n";
    std::vector<WeightedPoint> points;
    for (int i = 0; i < 60; ++i) {
        const WeightedPoint p{{450000.0 + static_cast<double>(random() % 1400) - 200.0,
                               300000.0 + static_cast<double>(random() % 1000) - 200.0},
                              static_cast<double>(random() % 9)};
        points.push_back(p);
        csv += std::to_string(i) + "," + std::to_string(p.at.x) + "," + std::to_string(p.at.y) +
               "," + std::to_string(p.weight) + "\n";
    }
    for (const Kernel kernel : all_kernels) {
        const Outcome outcome =
            run(csv, {"--weight", "w", "--kernel", std::string{name_of(kernel)}, "--extent",
                      "450000,300000,451000,300500", "--cell", "20", "--overwrite"});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const Raster raster = raster_of(out());
        ASSERT_EQ(raster.cols, 50);
        ASSERT_EQ(raster.rows, 25);
        EXPECT_DOUBLE_EQ(raster.corner[0], 450000.0);
        EXPECT_DOUBLE_EQ(raster.corner[3], 300500.0) << "north up";
        EXPECT_DOUBLE_EQ(raster.corner[5], -20.0);
        EXPECT_EQ(raster.says.at("kernel"), name_of(kernel));
        EXPECT_EQ(raster.says.at("events"), "60");
        for (int row = 0; row < raster.rows; ++row) {
            for (int col = 0; col < raster.cols; ++col) {
                const Point centre{450010.0 + 20.0 * col, 300490.0 - 20.0 * row};
                double sum = 0.0;
                for (const WeightedPoint& p : points) {
                    sum += p.weight * kernel_density(kernel, distance(p.at, centre), Metres{100});
                }
                const double found =
                    raster.values[static_cast<std::size_t>(row * raster.cols + col)];
                ASSERT_NEAR(found, 1e6 * sum, 1e-6 * 1e6 * sum + 1e-4) << row << ' ' << col;
            }
        }
    }
}

TEST_F(DensityCommand, CoversThePointsDensityWhenNoExtentIsGiven) {
    const Outcome outcome = run("e,n\n450000,300000\n450010,300020\n", {"--cell", "10"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Raster raster = raster_of(out());
    double mass = 0.0;
    for (const float value : raster.values) mass += value * 10.0 * 10.0 / 1e6;
    EXPECT_NEAR(mass, 2.0, 0.01) << "nothing is cut off";
    EXPECT_DOUBLE_EQ(std::fmod(raster.corner[0], 10.0), 0.0);
}

TEST_F(DensityCommand, CountsTheRowsItCannotUse) {
    const std::string csv =
        "e,n,w\n450000,300000,1\n,300000,1\nnan,300000,1\neast,300000,1\n"
        "450000,1e308,1\n450000,300000,-1\n450000,300000,\n450000,300000,x\n1,2\n";
    const Outcome outcome = run(csv, {"--weight", "w"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out, "") << "data only";
    for (const char* part : {"9 rows read, 1 used", "1 rejected as coord_missing",
                             "2 rejected as coord_nonfinite", "1 rejected as coord_bad",
                             "1 rejected as weight_negative", "1 rejected as weight_missing",
                             "1 rejected as weight_bad", "1 rejected as field_count"}) {
        EXPECT_THAT(outcome.err, HasSubstr(part));
    }
    const Outcome strict = run(csv, {"--weight", "w", "--strict", "--overwrite", "--json", "-q"});
    EXPECT_EQ(strict.code, 3);
    EXPECT_EQ(strict.err, "");
    const auto summary = nlohmann::json::parse(strict.out);
    EXPECT_EQ(summary["read"], 9);
    EXPECT_EQ(summary["rejected"]["coord_nonfinite"], 2);
}

struct Refusal {
    const char* name;
    std::vector<std::string> options;
    const char* csv;
    int code;
    const char* says;
};

class DensityRefuses : public DensityCommand, public ::testing::WithParamInterface<Refusal> {};

TEST_P(DensityRefuses, WithTheRightCodeAndWords) {
    const Refusal& c = GetParam();
    const Outcome outcome = run(c.csv, c.options);
    EXPECT_EQ(outcome.code, c.code) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(c.says));
    EXPECT_FALSE(std::filesystem::exists(out()));
    EXPECT_EQ(folder.names().size(), 1U) << "nothing half written";
}

constexpr const char* one_point = "e,n\n450000,300000\n";

INSTANTIATE_TEST_SUITE_P(
    Case, DensityRefuses,
    ::testing::Values(
        Refusal{"ZeroBandwidth", {"--bandwidth", "0"}, one_point, 2, "bandwidth"},
        Refusal{"NegativeBandwidth", {"--bandwidth", "-5"}, one_point, 2, "bandwidth"},
        Refusal{"NanBandwidth", {"--bandwidth", "nan"}, one_point, 2, "bandwidth"},
        Refusal{"BandwidthAcrossTheWorld", {"--bandwidth", "1e300"}, one_point, 2, "below 1e12"},
        Refusal{"BandwidthOfTooManyCells",
                {"--bandwidth", "100", "--cell", "1e-20"},
                one_point,
                2,
                "more than 1e12 cells"},
        Refusal{"RowWithoutEnd",
                {"--extent", "0,0,10000000,10", "--cell", "1"},
                one_point,
                6,
                "the limit is 1000000 a side"},
        Refusal{"WeightsBeyondFloat",
                {"--weight", "w"},
                "e,n,w\n450000,300000,1e90\n450000,300000,1e90\n",
                3,
                "Wanted smaller weights"},
        Refusal{"ZeroCell", {"--cell", "0"}, one_point, 2, "cell"},
        Refusal{"CellAboveBandwidth", {"--cell", "101"}, one_point, 2, "larger than --bandwidth"},
        Refusal{
            "UnknownKernel", {"--kernel", "quadric"}, one_point, 2, "Did you mean \"quartic\"?"},
        Refusal{"UnknownMethod", {"--method", "magic"}, one_point, 2, "Wanted one of auto, direct"},
        Refusal{
            "MisspeltMethod", {"--method", "moment"}, one_point, 2, "Did you mean \"moments\"?"},
        Refusal{"UnknownProgram",
                {"--like", "arcgis"},
                one_point,
                2,
                "--like arcgis: not known. Wanted one of qgis, grass, spatstat"},
        Refusal{"MisspeltProgram", {"--like", "gras"}, one_point, 2, "Did you mean \"grass\"?"},
        Refusal{"KernelThatQgisLacks",
                {"--like", "qgis", "--kernel", "gaussian"},
                one_point,
                2,
                "has no gaussian kernel. Wanted --kernel with one of quartic, triangular"},
        Refusal{"KernelThatSpatstatLacks",
                {"--like", "spatstat", "--kernel", "triweight"},
                one_point,
                2,
                "has no triweight kernel"},
        Refusal{"CellAboveGrassSigma",
                {"--like", "grass", "--kernel", "gaussian", "--cell", "26"},
                one_point,
                2,
                "--cell 26 is larger than --bandwidth 100 (25 m)"},
        Refusal{"Degrees", {"--crs", "EPSG:4326"}, one_point, 2, "degrees"},
        Refusal{"UnknownCrs", {"--crs", "EPSG:99999"}, one_point, 2, "EPSG:99999"},
        Refusal{"ExtentNoWholeCells",
                {"--extent", "0,0,1010,1000", "--cell", "25"},
                one_point,
                2,
                "0,0,1025,1000"},
        Refusal{"ExtentBackwards", {"--extent", "100,0,0,100"}, one_point, 2, "XMIN,YMIN"},
        Refusal{"ExtentOfThree", {"--extent", "0,0,100"}, one_point, 2, "XMIN,YMIN"},
        Refusal{"ExtentOfFive", {"--extent", "0,0,100,100,5"}, one_point, 2, "XMIN,YMIN"},
        Refusal{"ExtentNoNumbers", {"--extent", "a,b,c,d"}, one_point, 2, "XMIN,YMIN"},
        Refusal{"HugeGrid",
                {"--extent", "0,0,10000000,10000000", "--cell", "1"},
                one_point,
                6,
                "cells"},
        Refusal{"FarPoints", {"--cell", "1"}, "e,n\n0,0\n9e9,9e9\n", 6, "cells"},
        Refusal{"MissingColumn", {"--weight", "ww"}, one_point, 2, "no column \"ww\""},
        Refusal{"NoRows", {}, "e,n\n", 3, "no usable point"}, Refusal{"Empty", {}, "", 3, "empty"},
        Refusal{"NothingUsable", {}, "e,n\n,\n", 3, "1 coord_missing"},
        Refusal{"UnclosedQuote", {}, "e,n\n450000,\"300000\n450000,300000\n", 3, "line 2"}),
    [](const ::testing::TestParamInfo<Refusal>& one) { return std::string{one.param.name}; });

TEST_F(DensityCommand, ReplacesNothingUnlessAsked) {
    EXPECT_EQ(run(one_point).code, 0);
    EXPECT_EQ(run(one_point).code, 5);
    EXPECT_EQ(run(one_point, {"--overwrite"}).code, 0);
}

TEST_F(DensityCommand, WritesTheSameBytesForAnyOrderOfRows) {
    ASSERT_EQ(run("e,n\n450000,300000\n450010.5,300020\n450003,300001\n").code, 0);
    const std::string first = testing::bytes_of(out());
    ASSERT_EQ(run("e,n\n450003,300001\n450010.5,300020\n450000,300000\n", {"--overwrite"}).code, 0);
    EXPECT_EQ(testing::bytes_of(out()), first);
}

}  // namespace
}  // namespace beatline
