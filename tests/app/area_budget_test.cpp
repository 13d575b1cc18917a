// Hotspots under an area budget, from the operation file to the results.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
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

const std::vector<std::string> budget{"hotspots.area_budget_km2=0.12",
                                      "hotspots.unit_area_m2=[20000,50000]"};

Outcome hotspots(const SmallTown& town, const std::string& out, std::vector<std::string> sets,
                 const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"hotspots", town.operation(), "-o", out};
    for (const std::string& set : sets) arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return beatline_says(arguments);
}

TEST(AreaBudgetRun, KeepsToTheBudgetAndSaysHowFarTheBestCanBe) {
    const SmallTown town;
    const Outcome outcome = hotspots(town, town.out(), budget);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("area budget: 0.12 of 0.12 km2 in"));
    const json told = read_json(town.out() + "/quality.json")["area_budget"];
    EXPECT_EQ(told["budget_km2"], 0.12);
    EXPECT_EQ(told["min_separation_m"], 300.0);
    EXPECT_EQ(told["unit_radius_m"], 150.0);
    const double value = told["value"].get<double>();
    const double bound = told["bound"].get<double>();
    EXPECT_GE(bound, value);
    EXPECT_NEAR(told["gap"].get<double>(), 1.0 - value / bound, 1e-12);
    EXPECT_LT(told["gap"].get<double>(), 0.03);  // four places apart: nothing is in the way

    double area = 0.0;
    double mass = 0.0;
    int rank = 0;
    for (const json& f : testing::features_of(town.out() + "/hotspots.geojson")) {
        const json& p = f["properties"];
        EXPECT_EQ(f["geometry"]["type"], "Polygon");
        EXPECT_EQ(p["id"], ++rank);
        EXPECT_GE(p["area_m2"].get<double>(), 20'000.0);
        EXPECT_LE(p["area_m2"].get<double>(), 50'000.0);
        EXPECT_DOUBLE_EQ(std::fmod(p["area_m2"].get<double>(), 625.0), 0.0) << "whole cells";
        EXPECT_THAT(p["why"].get<std::string>(), HasSubstr("Chosen under an area budget: 0.12 of"));
        EXPECT_THAT(p["why"].get<std::string>(), HasSubstr("(connected cells of the density"));
        area += p["area_m2"].get<double>();
        mass += p["mass"].get<double>();
    }
    EXPECT_LE(area, 120'000.0);
    EXPECT_NEAR(area, told["used_km2"].get<double>() * 1e6, 1e-6);
    EXPECT_NEAR(mass, value, 1e-9 * value);
    const json centres = told["centres"];
    ASSERT_EQ(centres.size(), static_cast<std::size_t>(rank));
    for (std::size_t i = 0; i < centres.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_GE(std::hypot(centres[i][0].get<double>() - centres[j][0].get<double>(),
                                 centres[i][1].get<double>() - centres[j][1].get<double>()),
                      300.0);
}

TEST(AreaBudgetRun, IsTheSameOnAnyThreadsAndReachesThePlan) {
    const SmallTown town;
    const std::string one = town / "one";
    ASSERT_EQ(hotspots(town, town.out(), budget).code, 0);
    ASSERT_EQ(hotspots(town, one, budget, {"-j", "1"}).code, 0);
    for (const char* name : {"/hotspots.geojson", "/quality.json"})
        EXPECT_TRUE(bytes_of(town.out() + name) == bytes_of(one + name)) << name;
    const std::string plan = town / "plan";
    const Outcome run = beatline_says(
        {"run", town.operation(), "-o", plan, "--json", "--set", budget[0], "--set", budget[1]});
    ASSERT_EQ(run.code, 0) << run.err;
    const json told = json::parse(run.out);
    EXPECT_GT(told["visits"].get<int>(), 0);
    EXPECT_EQ(told["area_budget"], read_json(plan + "/quality.json")["area_budget"]);
}

TEST(AreaBudgetRun, WithoutABudgetNothingIsSaidOfOne) {
    const SmallTown town;
    ASSERT_EQ(hotspots(town, town.out(), {}).code, 0);
    EXPECT_FALSE(read_json(town.out() + "/quality.json").contains("area_budget"));
}

TEST(AreaBudgetRun, RefusesLimitsThatNothingCanKeep) {
    const SmallTown town;
    const auto refused = [&](const std::vector<std::string>& sets, const char* key,
                             const char* says) {
        const Outcome outcome = hotspots(town, town.out(), sets);
        EXPECT_EQ(outcome.code, 2) << outcome.err;
        EXPECT_THAT(outcome.err, HasSubstr(std::string{"hotspots."} + key + ": "));
        EXPECT_THAT(outcome.err, HasSubstr(says));
    };
    const std::string km2 = "hotspots.area_budget_km2=1";
    refused({"hotspots.area_budget_km2=0"}, "area_budget_km2", "wanted km2 above 0");
    refused({"hotspots.area_budget_km2=\"all\""}, "area_budget_km2", "wanted a number");
    refused({"hotspots.area_budget_km2=0.005"}, "area_budget_km2", "less than one hotspot");
    refused({"hotspots.unit_area_m2=[1,2]"}, "unit_area_m2", "give area_budget_km2 too");
    refused({"hotspots.unit_radius_m=100"}, "unit_radius_m", "give area_budget_km2 too");
    refused({km2, "hotspots.unit_area_m2=7"}, "unit_area_m2", "wanted two numbers");
    refused({km2, "hotspots.unit_area_m2=[5,3]"}, "unit_area_m2", "wanted [least, most]");
    refused({km2, "hotspots.unit_area_m2=[700,800]"}, "unit_area_m2", "no whole number of cells");
    refused({km2, "hotspots.unit_area_m2=[80000,90000]"}, "unit_area_m2", "have 68125 m2");
    refused({km2, "hotspots.unit_radius_m=151"}, "unit_radius_m", "at most 150");
    refused({km2, "hotspots.min_separation_m=0"}, "min_separation_m", "above 0");
    refused({km2, "hotspots.min_separation_m=90000"}, "unit_radius_m", "use larger cells");
    refused({km2, "hotspots.peak_share=0.5"}, "peak_share", "contradicts area_budget_km2");
    refused({km2, "hotspots.method=cells"}, "area_budget_km2", "found method = \"cells\"");
    refused({km2, "hotspots.volume_share=0.5"}, "volume_share", "contradicts area_budget_km2");
    refused({km2, "hotspots.area_share=0.5"}, "area_share", "contradicts area_budget_km2");
}

}  // namespace
}  // namespace beatline
