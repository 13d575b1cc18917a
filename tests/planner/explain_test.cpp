// SPDX-License-Identifier: Apache-2.0
#include "planner/explain.hpp"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "planner/possible.hpp"
#include "planner/search.hpp"

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

using ::testing::HasSubstr;

PatrolProblem with_one_site(const Site& site) {
    PatrolProblem problem;
    const std::uint32_t no = TravelMatrix::unreachable;
    problem.travel.emplace_back(3, std::vector<std::uint32_t>{0, 10, no,  //
                                                              10, 0, no,  //
                                                              10, 10, 0});
    problem.skill_names = {"dog", "search"};
    problem.units = {a_unit("L1", {0, 100}), a_unit("L2", {50, 150})};
    problem.units[0].skills = 1;
    problem.sites = {site};
    return problem;
}

Unserved reason_for(const PatrolProblem& problem) {
    SearchParams params;
    params.iterations = 50;
    const PatrolPlan plan = plan_patrols(problem, params);
    EXPECT_EQ(plan.unserved.size(), 1U);
    return plan.unserved.empty() ? Unserved{} : plan.unserved.front();
}

TEST(Explain, NoRoadLeadsThere) {
    const Unserved left = reason_for(with_one_site(a_site("S", 2, 1.0, 10, {{0, 200}})));
    EXPECT_EQ(left.why, WhyUnserved::unreachable);
    EXPECT_THAT(left.reason, HasSubstr("No road leads there"));
}

TEST(Explain, NoUnitHasTheSkills) {
    PatrolProblem problem = with_one_site(a_site("S", 1, 1.0, 10, {{0, 200}}));
    problem.sites[0].skills = 3;
    const Unserved left = reason_for(problem);
    EXPECT_EQ(left.why, WhyUnserved::lacks_skill);
    EXPECT_THAT(left.reason, HasSubstr("dog, search"));
}

TEST(Explain, TheVisitIsTooLongForAnyShift) {
    const Unserved left = reason_for(with_one_site(a_site("S", 1, 1.0, 85, {{0, 200}})));
    EXPECT_EQ(left.why, WhyUnserved::too_far);
    EXPECT_THAT(left.reason, HasSubstr("(10), the visit (85) and the way to the end place (10)"));
    EXPECT_THAT(left.reason, HasSubstr("by 5"));
}

TEST(Explain, NoShiftMeetsTheWindows) {
    const Unserved left = reason_for(with_one_site(a_site("S", 1, 1.0, 10, {{0, 9}, {131, 900}})));
    EXPECT_EQ(left.why, WhyUnserved::outside_shifts);
    EXPECT_THAT(left.reason, HasSubstr("no earlier than 10 and no later than 130"));
}

TEST(Explain, TooFewUnitsShareTheTime) {
    PatrolProblem problem = with_one_site(a_site("S", 1, 1.0, 10, {{0, 59}}));
    problem.sites[0].crew = 2;
    const Unserved left = reason_for(problem);
    EXPECT_EQ(left.why, WhyUnserved::lacks_crew);
    EXPECT_THAT(left.reason, HasSubstr("takes 2 units at once, but no more than 1"));
}

TEST(Explain, MoreValuableVisitsTakeTheTime) {
    PatrolProblem problem = with_one_site(a_site("S", 1, 1.0, 60, {{0, 200}}));
    problem.units.pop_back();
    problem.sites.push_back(a_site("T", 1, 4.0, 60, {{0, 200}}));
    const Unserved left = reason_for(problem);
    EXPECT_EQ(left.why, WhyUnserved::no_time_left);
    EXPECT_THAT(left.reason, HasSubstr("that of T on the route of L1, worth 4; it is worth 1."));
}

/// Units on one base, and sites five away from it.
PatrolProblem a_busy_day(int units) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 5}));
    for (int u = 1; u <= units; ++u) {
        problem.units.push_back(a_unit("L" + std::to_string(u), {0, 100}));
    }
    return problem;
}

Site a_crews_site(std::string id, double value, PlanTime service) {
    Site site = a_site(std::move(id), 1, value, service, {{0, 100}});
    site.crew = 2;
    return site;
}

TEST(Explain, ACrewsVisitThatStandsOnTwoRoutesIsLostOnce) {
    PatrolProblem problem = a_busy_day(2);
    problem.sites = {a_crews_site("J", 15.0, 60), a_crews_site("S", 12.0, 60)};
    const Unserved left = reason_for(problem);
    EXPECT_EQ(left.site, 1U);
    EXPECT_EQ(left.why, WhyUnserved::no_time_left);
    EXPECT_THAT(left.reason, HasSubstr("worth 15; it is worth 12."));
}

TEST(Explain, RoomForACrewIsFoundBySeveralVisitsGoingFromEachRoute) {
    PatrolProblem problem = a_busy_day(2);
    for (int i = 0; i < 6; ++i) {
        problem.sites.push_back(a_site("A" + std::to_string(i), 1, 10.0, 30, {{0, 100}}));
    }
    problem.sites.push_back(a_crews_site("S", 1.0, 60));
    const Unserved left = reason_for(problem);
    EXPECT_EQ(left.site, 6U);
    EXPECT_EQ(left.why, WhyUnserved::no_time_left);
    EXPECT_THAT(left.reason, HasSubstr("worth 40; it is worth 1."));
}

TEST(Explain, WhatWasNotWorkedOutIsNotClaimed) {
    PatrolProblem problem = a_busy_day(1);
    problem.sites = {a_site("S", 1, 1.0, 60, {{0, 100}}), a_site("T", 1, 4.0, 95, {{0, 100}})};
    const Model model{problem};
    const Solution nobody_goes{model};
    Budget nothing{0, std::nullopt, nullptr};
    const std::vector<Unserved> left = explain_unserved(nobody_goes, nothing, {});
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0].why, WhyUnserved::not_found);
    EXPECT_THAT(left[0].reason, HasSubstr("the search ended before it was worked out"));
    EXPECT_EQ(left[1].why, WhyUnserved::too_far);
}

TEST(Explain, SentencesUseTheCallersClock) {
    PatrolProblem problem = with_one_site(a_site("S", 1, 1.0, 85, {{0, 200}}));
    SearchParams params;
    params.iterations = 1;
    params.time_text.span = [](PlanTime t) { return std::to_string(t) + " min"; };
    EXPECT_THAT(plan_patrols(problem, params).unserved.at(0).reason,
                HasSubstr("the visit (85 min)"));
}

TEST(Explain, ClaimsOfImpossibilityHoldOnRandomProblems) {
    // Each such site stays without a visit even when it is the only one asked for.
    std::size_t claims = 0;
    std::size_t crews = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        SearchParams params;
        params.iterations = 30;
        for (const Unserved& left : plan_patrols(problem, params).unserved) {
            PatrolProblem alone = problem;
            alone.sites = {problem.sites[left.site]};
            const bool served = plan_patrols(alone, params).unserved.empty();
            if (left.why == WhyUnserved::no_time_left) {
                EXPECT_TRUE(served) << seed << ": " << left.reason;
                EXPECT_THAT(left.reason, HasSubstr("the cheapest room found for it is that of"));
                crews += problem.sites[left.site].crew > 1 ? 1 : 0;
            } else if (left.why != WhyUnserved::not_found) {
                EXPECT_FALSE(served) << seed << ": " << left.reason;
            }
            ++claims;
        }
    }
    EXPECT_GT(claims, 300U);
    EXPECT_GT(crews, 20U);
}

}  // namespace
}  // namespace beatline
