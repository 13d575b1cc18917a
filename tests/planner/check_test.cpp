// SPDX-License-Identifier: Apache-2.0
#include "planner/check.hpp"

#include <functional>
#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Two units on a line of places 0, 10, 20, 30; written by hand.
struct Case {
    PatrolProblem problem;
    PatrolPlan plan;
};

Case a_sound_plan() {
    Case c;
    PatrolProblem& p = c.problem;
    p.travel.push_back(travel_on_a_line({0, 10, 20, 30}));
    p.skill_names = {"dog"};
    p.units = {a_unit("L1", {0, 200}), a_unit("L2", {0, 200})};
    p.units[0].rest = {20, {40, 80}};
    p.units[1].skills = 1;
    p.sites = {a_site("H", 1, 5.0, 10, {{0, 60}, {100, 160}}), a_site("J", 2, 7.0, 10, {{0, 200}}),
               a_site("D", 3, 3.0, 10, {{0, 200}}), a_site("X", 3, 1.0, 10, {{0, 10}})};
    p.sites[0].max_visits = 2;
    p.sites[0].min_gap = 30;
    p.sites[0].max_per_window = 1;
    p.sites[1].crew = 2;
    p.sites[1].required = true;
    p.sites[2].skills = 1;
    Route one;
    one.unit = 0;
    one.leave = 0;
    // H 10-20, J 30-40, break 40-60 at J, H again at 100.
    one.visits = {{0, 10, 10, 20}, {1, 30, 30, 40}, {0, 70, 100, 110}};
    one.rest = PlanWindow{40, 60};
    one.back = 120;
    one.driving = 40;
    one.waiting = 30;
    Route two;
    two.unit = 1;
    two.leave = 10;
    two.visits = {{1, 30, 30, 40}, {2, 50, 50, 60}};
    two.back = 90;
    two.driving = 60;
    c.plan.routes = {one, two};
    c.plan.unserved = {{3, WhyUnserved::outside_shifts, "It closes too early."}};
    c.plan.value = 20.0;
    c.plan.upper_bound = 21.0;
    return c;
}

std::vector<std::string> complaints_when(const std::function<void(PatrolPlan&)>& spoil) {
    Case c = a_sound_plan();
    spoil(c.plan);
    return check_plan(c.problem, c.plan);
}

#define EXPECT_COMPLAINT(sentence, ...)                                 \
    EXPECT_THAT(complaints_when([](PatrolPlan& plan) { __VA_ARGS__; }), \
                Contains(HasSubstr(sentence)))

TEST(Check, AcceptsTheSoundPlan) {
    EXPECT_THAT(complaints_when([](PatrolPlan&) {}), IsEmpty());
}

TEST(Check, RefusesADriveThatIsTooQuick) {
    EXPECT_COMPLAINT("unit \"L2\" to site \"D\": arrives at 49",
                     plan.routes[1].visits[1].arrive = 49);
    EXPECT_COMPLAINT("to its end place", plan.routes[1].back = 89);
    EXPECT_COMPLAINT("unit \"L1\" to site \"H\": arrives at 10, but leaves at 1",
                     plan.routes[0].leave = 1);
}

TEST(Check, RefusesServiceBeforeArrivalOrOfAnotherLength) {
    EXPECT_COMPLAINT("starts at 50 before it arrives at 55", plan.routes[1].visits[1].arrive = 55);
    EXPECT_COMPLAINT("departs at 65", plan.routes[1].visits[1].depart = 65);
}

TEST(Check, RefusesAStartOutsideTheWindows) {
    EXPECT_COMPLAINT("starts at 99, inside none of its windows",
                     plan.routes[0].visits[2].start = 99;
                     plan.routes[0].visits[2].depart = 109);
}

TEST(Check, RefusesARouteBeyondTheShift) {
    EXPECT_COMPLAINT("beyond its shift", plan.routes[0].leave = -1);
    EXPECT_COMPLAINT("beyond its shift", plan.routes[1].back = 201);
}

TEST(Check, RefusesABreakThatIsMissingShortMisplacedOrOverlapping) {
    EXPECT_COMPLAINT("has no break", plan.routes[0].rest.reset());
    EXPECT_COMPLAINT("takes a break that it does not have",
                     plan.routes[1].rest = PlanWindow{70, 80});
    EXPECT_COMPLAINT("does not last 20", plan.routes[0].rest = (PlanWindow{40, 59}));
    EXPECT_COMPLAINT("does not lie inside its window", plan.routes[0].rest = (PlanWindow{75, 95}));
    EXPECT_COMPLAINT("overlaps a visit, a drive", plan.routes[0].rest = (PlanWindow{55, 75}));
}

TEST(Check, RefusesAUnitWithoutTheSkill) {
    Case c = a_sound_plan();
    c.problem.units[1].skills = 0;
    EXPECT_THAT(check_plan(c.problem, c.plan), Contains(HasSubstr("lacks a skill")));
}

TEST(Check, RefusesACrewThatIsIncompleteOrNotTogether) {
    EXPECT_COMPLAINT("1 unit(s) begin at 31", plan.routes[1].visits[0].start = 31;
                     plan.routes[1].visits[0].depart = 41);
    Case c = a_sound_plan();
    c.problem.sites[1].crew = 3;
    EXPECT_THAT(check_plan(c.problem, c.plan), Contains(HasSubstr("a visit takes 3")));
}

TEST(Check, RefusesMoreVisitsThanWantedOrTooCloseToEachOther) {
    Case c = a_sound_plan();
    c.problem.sites[0].max_visits = 1;
    EXPECT_THAT(check_plan(c.problem, c.plan), Contains(HasSubstr("2 visits, at most 1")));
    c = a_sound_plan();
    c.problem.sites[0].min_gap = 81;
    EXPECT_THAT(check_plan(c.problem, c.plan),
                Contains(HasSubstr("closer than its service and minimum gap")));
    c = a_sound_plan();
    c.problem.sites[0].windows = {{0, 160}};
    EXPECT_THAT(check_plan(c.problem, c.plan),
                Contains(HasSubstr("one more than 1 in its window")));
}

TEST(Check, RefusesAWrongValueOrBound) {
    EXPECT_COMPLAINT("the value is given as", plan.value = 20.5);
    EXPECT_COMPLAINT("the value is given as", plan.value = std::nan(""));
    EXPECT_COMPLAINT("is below the value", plan.upper_bound = 19.0);
}

TEST(Check, RefusesADishonestRequiredFlag) {
    EXPECT_COMPLAINT("required sites are all met", plan.required_met = false);
    Case c = a_sound_plan();
    c.problem.sites[3].required = true;
    EXPECT_THAT(check_plan(c.problem, c.plan), Contains(HasSubstr("a required site has no visit")));
}

TEST(Check, RefusesAnIncompleteListOfUnservedSites) {
    EXPECT_COMPLAINT("list of unserved sites", plan.unserved.clear());
    EXPECT_COMPLAINT("list of unserved sites",
                     plan.unserved.push_back({0, WhyUnserved::not_found, "x"}));
    EXPECT_COMPLAINT("without a reason", plan.unserved[0].reason.clear());
}

TEST(Check, RefusesWrongTotals) {
    EXPECT_COMPLAINT("driving is given as 41", plan.routes[0].driving = 41);
    EXPECT_COMPLAINT("waiting is given as 29", plan.routes[0].waiting = 29);
}

TEST(Check, RefusesRoutesThatAreNotOneAUnitInOrder) {
    EXPECT_COMPLAINT("routes for 2 units", plan.routes.pop_back());
    EXPECT_COMPLAINT("routes follow the units' order", std::swap(plan.routes[0], plan.routes[1]));
    EXPECT_COMPLAINT("which does not exist", plan.routes[0].visits[0].site = 9);
}

TEST(Check, RefusesAUnitThatVisitsNothingYetDrives) {
    EXPECT_COMPLAINT("visits nothing", plan.routes[1].visits.clear());
}

TEST(Check, RefusesAWayThatDoesNotExist) {
    Case c = a_sound_plan();
    std::vector<std::uint32_t> times;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) times.push_back(c.problem.travel[0](i, j));
    }
    times[2 * 4 + 3] = TravelMatrix::unreachable;
    c.problem.travel[0] = TravelMatrix{4, times};
    EXPECT_THAT(check_plan(c.problem, c.plan), Contains(HasSubstr("no way leads there")));
}

}  // namespace
}  // namespace beatline
