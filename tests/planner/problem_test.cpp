// SPDX-License-Identifier: Apache-2.0
#include "planner/problem.hpp"

#include <cmath>
#include <functional>
#include <gmock/gmock.h>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;

PatrolProblem a_valid_problem() {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10}));
    problem.skill_names = {"dog"};
    problem.units = {a_unit("L1", {0, 100})};
    problem.sites = {a_site("H1", 1, 5.0, 10, {{0, 40}, {50, 90}})};
    return problem;
}

std::string refusal_when(const std::function<void(PatrolProblem&)>& spoil) {
    PatrolProblem problem = a_valid_problem();
    spoil(problem);
    try {
        validate(problem);
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "";
}

#define EXPECT_REFUSAL(sentence, ...) \
    EXPECT_THAT(refusal_when([](PatrolProblem& p) { __VA_ARGS__; }), HasSubstr(sentence))

TEST(Problem, AcceptsSoundAndEmptyProblems) {
    EXPECT_NO_THROW(validate(a_valid_problem()));
    EXPECT_NO_THROW(validate(PatrolProblem{}));
    EXPECT_EQ(refusal_when([](PatrolProblem& p) { p.sites[0].windows[1].open = 40; }), "");
}

TEST(Problem, RefusesIndicesOutOfRange) {
    EXPECT_REFUSAL("unit \"L1\": start is place 2", p.units[0].start = 2);
    EXPECT_REFUSAL("unit \"L1\": end is place 7", p.units[0].end = 7);
    EXPECT_REFUSAL("travel matrix 1 of 1", p.units[0].travel = 1);
    EXPECT_REFUSAL("site \"H1\": place is place 2", p.sites[0].place = 2);
    EXPECT_REFUSAL("matrices differ", p.travel.push_back(travel_on_a_line({0})));
}

TEST(Problem, RefusesUnsoundTimes) {
    EXPECT_REFUSAL("closes before it opens", p.units[0].shift = (PlanWindow{100, 0}));
    EXPECT_REFUSAL("closes before it opens", p.sites[0].windows = {{5, 4}});
    EXPECT_REFUSAL("overlap or are out of order", p.sites[0].windows = {{0, 40}, {39, 50}});
    EXPECT_REFUSAL("has no window", p.sites[0].windows.clear());
    EXPECT_REFUSAL("service is -1", p.sites[0].service = -1);
    EXPECT_REFUSAL("min_gap is -1", p.sites[0].min_gap = -1);
    EXPECT_REFUSAL("times lie between", p.units[0].shift.close = PlanTime{1} << 40);
    EXPECT_REFUSAL("break of 30 does not fit", p.units[0].rest = (PatrolBreak{30, {80, 150}}));
}

TEST(Problem, RefusesUnsoundNumbersAndNames) {
    EXPECT_REFUSAL("value must be", p.sites[0].value = -1.0);
    EXPECT_REFUSAL("value must be", p.sites[0].value = std::nan(""));
    EXPECT_REFUSAL("value must be", p.sites[0].value = HUGE_VAL);
    EXPECT_REFUSAL("max_visits is 0", p.sites[0].max_visits = 0);
    EXPECT_REFUSAL("crew is 0", p.sites[0].crew = 0);
    EXPECT_REFUSAL("skill that the problem does not name", p.sites[0].skills = 2);
    EXPECT_REFUSAL("occurs twice", p.sites.push_back(p.sites[0]));
    EXPECT_REFUSAL("unit \"L1\" occurs twice", p.units.push_back(p.units[0]));
    EXPECT_REFUSAL("empty id", p.units[0].id.clear());
}

}  // namespace
}  // namespace beatline
