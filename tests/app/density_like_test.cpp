// `beatline density` in other programs' bandwidths and units, against numbers worked out by hand.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>

#include "geo/density.hpp"

#include "tests/support/density_command.hpp"

namespace beatline {
namespace {

using testing::DensityCommand;
using testing::Outcome;
using testing::Raster;
using testing::raster_of;

using std::numbers::pi;

// One event of weight 3 at the centre of a cell of 10 m: that cell is at a distance of 0, the one
// six to the east at 60 m. The bandwidth given is 100.
constexpr const char* one_event = "e,n,w\n450005,300005,3\n";
const std::vector<std::string> around_it{"--weight", "w", "--extent", "449900,299900,450110,300110",
                                         "--cell",   "10"};

struct Case {
    const char* program;
    const char* kernel;
    double at_0;   // for a weight of 1
    double at_60;  // metres
    const char* unit_type;
    double bandwidth_m;
    double standard_deviation_m;
};

class DensityLike : public DensityCommand, public ::testing::WithParamInterface<Case> {
protected:
    [[nodiscard]] Raster made() const {
        const Case& c = GetParam();
        std::vector<std::string> more = around_it;
        more.insert(more.end(), {"--kernel", c.kernel});
        if (*c.program != '\0') more.insert(more.end(), {"--like", c.program});
        const Outcome outcome = run(one_event, more);
        EXPECT_EQ(outcome.code, 0) << outcome.err;
        return raster_of(out());
    }
};

TEST_P(DensityLike, GivesThatProgramsNumbersAndSaysSo) {
    const Case& c = GetParam();
    const Raster raster = made();
    ASSERT_EQ(raster.cols, 21);
    const auto east_by = [&](std::size_t cells) { return raster.values[10 * 21 + 10 + cells]; };
    EXPECT_NEAR(east_by(0), 3.0 * c.at_0, 1e-6 * 3.0 * c.at_0);
    EXPECT_NEAR(east_by(6), 3.0 * c.at_60, 1e-6 * 3.0 * c.at_0);
    EXPECT_EQ(raster.unit_type, c.unit_type);
    EXPECT_NEAR(std::stod(raster.says.at("bandwidth_m")), c.bandwidth_m, 1e-9);
    EXPECT_NEAR(std::stod(raster.says.at("standard_deviation_m")), c.standard_deviation_m, 1e-9);
    EXPECT_EQ(raster.says.at("weight_sum"), "3") << "as it was given";
    EXPECT_EQ(raster.says.count("like"), *c.program != '\0' ? 1U : 0U);
    if (*c.program == '\0') return;
    EXPECT_EQ(raster.says.at("like"), c.program);
    EXPECT_EQ(raster.says.at("like_bandwidth_m"), "100");
}

// By hand. u = 0.6 where the bandwidth is the radius, so 1 - u^2 = 0.64. For spatstat the quartic
// reaches 100 sqrt 8 = 282.84 m, Epanechnikov 100 sqrt 6 = 244.95 m and the disc 200 m; for GRASS a
// Gaussian of 100 m has a standard deviation of 25 m.
INSTANTIATE_TEST_SUITE_P(
    Case, DensityLike,
    ::testing::Values(
        Case{"", "quartic", 300 / pi, 300 / pi * 0.4096, "1/km2", 100, 35.35533905932738},
        Case{"qgis", "quartic", 1, 0.4096, "1", 100, 35.35533905932738},
        Case{"qgis", "epanechnikov", 1, 0.64, "1", 100, 40.824829046386306},
        Case{"qgis", "triweight", 1, 0.262144, "1", 100, 31.622776601683793},
        Case{"qgis", "triangular", 1, 0.4, "1", 100, 38.72983346207417},
        Case{"qgis", "uniform", 1, 1, "1", 100, 50},
        Case{"grass", "quartic", 3e-4 / pi, 3e-4 / pi * 0.4096, "1/m2", 100, 35.35533905932738},
        Case{"grass", "triweight", 4e-4 / pi, 4e-4 / pi * 0.262144, "1/m2", 100,
             31.622776601683793},
        Case{"grass", "gaussian", 1 / (1250 * pi), std::exp(-2.88) / (1250 * pi), "1/m2", 25, 25},
        Case{"spatstat", "gaussian", 5e-5 / pi, 5e-5 / pi* std::exp(-0.18), "1/m2", 100, 100},
        Case{"spatstat", "quartic", 3 / (8e4 * pi), 3 / (8e4 * pi) * 0.955 * 0.955, "1/m2",
             282.842712474619, 100},
        Case{"spatstat", "epanechnikov", 2 / (6e4 * pi), 2 / (6e4 * pi) * 0.94, "1/m2",
             244.94897427831780, 100},
        Case{"spatstat", "uniform", 1 / (4e4 * pi), 1 / (4e4 * pi), "1/m2", 200, 100}),
    [](const ::testing::TestParamInfo<Case>& one) {
        const std::string program = one.param.program;
        return (program.empty() ? "beatline" : program) + "_" + one.param.kernel;
    });

TEST_F(DensityCommand, TellsTheRasterAndTheSummaryTheSame) {
    std::vector<std::string> more = around_it;
    more.insert(more.end(), {"--json", "-q", "--like", "spatstat", "--method", "sweep"});
    const Outcome outcome = run(one_event, more);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto summary = nlohmann::json::parse(outcome.out);
    const Raster raster = raster_of(out());
    for (const char* key : {"kernel", "unit", "normalisation", "method", "like"})
        EXPECT_EQ(summary[key], raster.says.at(key));
    for (const char* key : {"bandwidth_m", "support_radius_m", "standard_deviation_m",
                            "like_bandwidth_m", "events", "weight_sum"})
        EXPECT_DOUBLE_EQ(summary[key].get<double>(), std::stod(raster.says.at(key)));
    EXPECT_EQ(raster.says.at("kernel"), "quartic");
    EXPECT_EQ(raster.says.at("unit"), "weighted events per m2");
    EXPECT_EQ(raster.says.at("method"), "sweep");
}

TEST_F(DensityCommand, SaysWhereThePeakIs) {
    const Outcome outcome =
        run("e,n\n450035,300065\n",
            {"--json", "-q", "--extent", "450000,300000,450100,300200", "--cell", "10"});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const auto summary = nlohmann::json::parse(outcome.out);
    const auto peak = summary["peak"];
    EXPECT_EQ(peak["row"], 13) << "of 20, from the north";
    EXPECT_EQ(peak["col"], 3);
    EXPECT_DOUBLE_EQ(peak["x"].get<double>(), 450035);
    EXPECT_DOUBLE_EQ(peak["y"].get<double>(), 300065);
    EXPECT_NEAR(peak["value"].get<double>(), 300 / pi, 1e-4);
    EXPECT_EQ(raster_of(out()).values[13 * 10 + 3], peak["value"].get<float>());
}

TEST_F(DensityCommand, TakesEveryMethodByItsNameAndExactForAuto) {
    std::vector<std::string> names{"exact"};
    for (const DensityMethod method : all_density_methods) names.emplace_back(name_of(method));
    for (const std::string& name : names) {
        const Outcome outcome =
            run("e,n\n450005,300005\n", {"--method", name, "--cell", "10", "--overwrite"});
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        const Raster raster = raster_of(out());
        EXPECT_EQ(raster.says.at("method"), name == "exact" ? "auto" : name);
        EXPECT_NEAR(*std::ranges::max_element(raster.values), 300 / pi, 0.01 * 300 / pi) << name;
    }
}

}  // namespace
}  // namespace beatline
