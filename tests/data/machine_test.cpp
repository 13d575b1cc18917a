// SPDX-License-Identifier: Apache-2.0
#include "data/machine.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <stdexcept>

#include <gtest/gtest.h>

namespace beatline {
namespace {

using ::testing::HasSubstr;

const Finding& finding(const std::vector<Finding>& findings, const std::string& part) {
    const auto found = std::ranges::find_if(
        findings, [&](const Finding& f) { return f.name.find(part) != std::string::npos; });
    if (found == findings.end()) throw std::runtime_error{"nothing was found out about " + part};
    return *found;
}

TEST(ExamineMachine, SaysWhatToDoForEveryProblem) {
    for (const Finding& f : examine_machine()) {
        EXPECT_FALSE(f.found.empty()) << f.name;
        if (!f.problem.empty()) {
            EXPECT_THAT(f.problem, ::testing::AnyOf(HasSubstr("install"), HasSubstr("put")))
                << f.name;
        }
    }
}

TEST(ExamineMachine, FindsHereWhatTheTestsThemselvesNeed) {
    const auto findings = examine_machine();
    for (const std::string part : {"GPKG", "COG", "GeoJSON", "Shapefile", "FlatGeobuf", "London"})
        EXPECT_EQ(finding(findings, part).problem, "") << part;
}

TEST(ExamineMachine, WarnsOfTheBritishGridExactlyWhenTheShiftFileIsMissing) {
    const auto findings = examine_machine();
    const Finding& grid = finding(findings, "British grid");
    EXPECT_FALSE(grid.essential);
    EXPECT_EQ(grid.problem.empty(), !british_grid_accuracy().grid.empty());
    if (!grid.problem.empty()) {
        EXPECT_THAT(grid.problem, HasSubstr("BEATLINE_GRIDS"));
        EXPECT_THAT(grid.problem, HasSubstr("1.9 m"));
    }
}

}  // namespace
}  // namespace beatline
