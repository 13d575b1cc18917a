// SPDX-License-Identifier: Apache-2.0
#include "planner/search.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "planner/bound.hpp"
#include "planner/check.hpp"
#include "planner/model.hpp"

#include "tests/support/exhaustive_plan.hpp"
#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

SearchParams quick(std::uint64_t iterations, std::uint64_t seed = 1) {
    SearchParams params;
    params.seed = seed;
    params.iterations = iterations;
    return params;
}

std::string all(const std::vector<std::string>& complaints) {
    std::string out;
    for (const std::string& complaint : complaints) out += complaint + "\n";
    return out;
}

bool same(const PatrolPlan& a, const PatrolPlan& b) {
    if (a.routes.size() != b.routes.size() || a.value != b.value) return false;
    for (std::size_t r = 0; r < a.routes.size(); ++r) {
        if (a.routes[r].visits != b.routes[r].visits || a.routes[r].rest != b.routes[r].rest ||
            a.routes[r].leave != b.routes[r].leave || a.routes[r].back != b.routes[r].back) {
            return false;
        }
    }
    return true;
}

std::vector<PlanTime> begins_at(const PatrolPlan& plan, std::uint32_t site) {
    std::vector<PlanTime> begins;
    for (const Route& route : plan.routes) {
        for (const Visit& visit : route.visits) {
            if (visit.site == site) begins.push_back(visit.start);
        }
    }
    std::sort(begins.begin(), begins.end());
    return begins;
}

TEST(Search, EveryPlanOfTwoHundredRandomProblemsIsSound) {
    std::size_t visits = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        const PatrolPlan plan = plan_patrols(problem, quick(200, seed));
        EXPECT_EQ(all(check_plan(problem, plan)), "") << "seed " << seed;
        for (const Route& route : plan.routes) visits += route.visits.size();
    }
    EXPECT_GT(visits, 1500U);
}

TEST(Search, IsNeverBetterThanExhaustiveSearchAndSeldomWorse) {
    std::size_t optimal = 0;
    std::size_t cases = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        const RandomProblemSize size{2, 4, 120, 2, 0.1};
        const PatrolProblem problem = a_random_problem(seed, size);
        const ExhaustiveResult best = exhaustive_plan(problem, 5);
        if (!best.complete) continue;
        ++cases;
        const PatrolPlan plan = plan_patrols(problem, quick(300));
        std::uint32_t missing = 0;
        for (const Unserved& left : plan.unserved) {
            missing += problem.sites[left.site].required ? 1 : 0;
        }
        EXPECT_GE(missing, best.required_missing) << seed;
        if (missing == best.required_missing) {
            EXPECT_LE(plan.value, best.value + 1e-9) << seed;
            optimal += plan.value >= best.value - 1e-9 ? 1 : 0;
        }
        EXPECT_GE(value_bound(Model{problem}), best.most_value - 1e-9) << seed;
    }
    EXPECT_GE(cases, 80U);
    EXPECT_GE(optimal * 10, cases * 9) << optimal << " of " << cases;
}

TEST(Search, TheSameSeedGivesTheSamePlanAndAnotherSeedAnother) {
    const RandomProblemSize size{5, 40, 400, 3, 0.0};
    std::size_t differing = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const PatrolProblem problem = a_random_problem(seed, size);
        const PatrolPlan plan = plan_patrols(problem, quick(300, 7));
        EXPECT_TRUE(same(plan, plan_patrols(problem, quick(300, 7)))) << seed;
        differing += same(plan, plan_patrols(problem, quick(300, 8))) ? 0 : 1;
    }
    EXPECT_GT(differing, 0U);
}

TEST(Search, MoreIterationsAreNotWorseThanTheGreedyStart) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        PatrolProblem problem = a_random_problem(seed);
        for (Site& site : problem.sites) site.required = false;
        const double greedy = plan_patrols(problem, quick(0)).value;
        EXPECT_GE(plan_patrols(problem, quick(1000)).value, greedy - 1e-9) << seed;
    }
}

TEST(Search, TheOrderOfSitesDoesNotDecideWhatIsFeasible) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        PatrolProblem turned = problem;
        std::reverse(turned.sites.begin(), turned.sites.end());
        const PatrolPlan plan = plan_patrols(turned, quick(200));
        EXPECT_EQ(all(check_plan(turned, plan)), "") << seed;
        EXPECT_DOUBLE_EQ(value_bound(Model{problem}), value_bound(Model{turned})) << seed;
    }
}

TEST(Search, RequiredSitesComeBeforeAnyValue) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10, -10}));
    problem.units = {a_unit("L1", {0, 50})};
    problem.sites = {a_site("rich", 1, 1000.0, 20, {{0, 50}}),
                     a_site("must", 2, 0.0, 20, {{0, 50}})};
    problem.sites[1].required = true;
    const PatrolPlan plan = plan_patrols(problem, quick(200));
    EXPECT_TRUE(plan.required_met);
    EXPECT_EQ(plan.value, 0.0);
    EXPECT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.unserved[0].site, 0U);
    EXPECT_EQ(plan.unserved[0].why, WhyUnserved::no_time_left);
}

TEST(Search, FindsTheOneWayToMeetAllRequiredSites) {
    // Ten tight tasks for two units and forty tempting sites beside them.
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 5, 10, -5, -10}));
    problem.units = {a_unit("L1", {0, 400}), a_unit("L2", {0, 400})};
    for (int i = 0; i < 10; ++i) {
        const PlanTime open = 20 + 70 * (i / 2);
        problem.sites.push_back(
            a_site("T" + std::to_string(i), i % 2 == 0 ? 2 : 4, 0.0, 40, {{open, open + 4}}));
        problem.sites.back().required = true;
    }
    for (int i = 0; i < 40; ++i) {
        problem.sites.push_back(a_site("H" + std::to_string(i), static_cast<PlaceIndex>(1 + i % 4),
                                       50.0, 12, {{0, 400}}));
    }
    const PatrolPlan plan = plan_patrols(problem, quick(500));
    EXPECT_EQ(all(check_plan(problem, plan)), "");
    EXPECT_TRUE(plan.required_met);
    EXPECT_GT(plan.value, 0.0);
}

TEST(Search, SaysWhichRequiredSiteCannotBeMet) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10, -10}));
    problem.units = {a_unit("L1", {0, 100})};
    problem.sites = {a_site("A", 1, 0.0, 20, {{30, 30}}), a_site("B", 2, 0.0, 20, {{30, 30}})};
    problem.sites[0].required = problem.sites[1].required = true;
    const PatrolPlan plan = plan_patrols(problem, quick(100));
    EXPECT_FALSE(plan.required_met);
    ASSERT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.unserved[0].why, WhyUnserved::no_time_left);
    EXPECT_NE(plan.unserved[0].reason.find("both are required"), std::string::npos)
        << plan.unserved[0].reason;
}

TEST(Search, KeepsTheGapBetweenVisitsOfDifferentUnits) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 5}));
    problem.units = {a_unit("L1", {0, 100}), a_unit("L2", {0, 100})};
    problem.sites = {a_site("H", 1, 10.0, 10, {{0, 100}})};
    problem.sites[0].max_visits = 5;
    problem.sites[0].min_gap = 20;
    const PatrolPlan plan = plan_patrols(problem, quick(200));
    // Begins at 5, 35 and 65; a fourth could begin at 95 only, too late to be back at 100.
    EXPECT_EQ(begins_at(plan, 0), (std::vector<PlanTime>{5, 35, 65}));
    EXPECT_EQ(plan.value, 30.0);
    EXPECT_EQ(plan.upper_bound, 30.0);
}

TEST(Search, TheUnitsOfACrewBeginTogether) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10, 40}));
    problem.units = {a_unit("L1", {0, 200}), a_unit("L2", {30, 200}), a_unit("L3", {60, 200})};
    problem.sites = {a_site("joint", 1, 10.0, 30, {{0, 100}}),
                     a_site("far", 2, 5.0, 10, {{0, 200}})};
    problem.sites[0].crew = 3;
    const PatrolPlan plan = plan_patrols(problem, quick(200));
    EXPECT_EQ(all(check_plan(problem, plan)), "");
    const std::vector<PlanTime> begins = begins_at(plan, 0);
    ASSERT_EQ(begins.size(), 3U);
    EXPECT_EQ(begins.front(), begins.back());
    EXPECT_GE(begins.front(), 70);
    EXPECT_EQ(plan.value, 15.0);
}

TEST(Search, TakesTheBreakInsideItsWindowBetweenVisits) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10, 20}));
    problem.units = {a_unit("L1", {0, 200})};
    problem.units[0].rest = {30, {60, 100}};
    problem.sites = {a_site("A", 1, 1.0, 30, {{0, 200}}), a_site("B", 2, 1.0, 30, {{0, 200}})};
    const PatrolPlan plan = plan_patrols(problem, quick(100));
    EXPECT_EQ(all(check_plan(problem, plan)), "");
    EXPECT_EQ(plan.value, 2.0);
    ASSERT_TRUE(plan.routes[0].rest.has_value());
    EXPECT_GE(plan.routes[0].rest->open, 60);
    EXPECT_LE(plan.routes[0].rest->close, 100);
}

TEST(Search, LeavesTheBaseOnlyInTimeForTheFirstVisit) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10}));
    problem.units = {a_unit("L1", {0, 200})};
    problem.sites = {a_site("A", 1, 1.0, 30, {{90, 120}})};
    const PatrolPlan plan = plan_patrols(problem, quick(10));
    EXPECT_EQ(plan.routes[0].leave, 80);
    EXPECT_EQ(plan.routes[0].back, 130);
    EXPECT_EQ(plan.routes[0].waiting, 0);
}

TEST(Search, AnEmptyProblemHasAnEmptyPlan) {
    const PatrolPlan nothing = plan_patrols(PatrolProblem{}, SearchParams{});
    EXPECT_TRUE(nothing.routes.empty());
    EXPECT_TRUE(nothing.required_met);
    PatrolProblem no_units;
    no_units.travel.push_back(travel_on_a_line({0, 1}));
    no_units.sites = {a_site("A", 1, 5.0, 1, {{0, 9}})};
    const PatrolPlan plan = plan_patrols(no_units, SearchParams{});
    EXPECT_EQ(all(check_plan(no_units, plan)), "");
    EXPECT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.upper_bound, 0.0);
}

TEST(Search, ACrewsVisitGivesWayToOneWorthMoreThanItOnce) {
    // Greedy takes the short J first, on two units; B needs both of them for the day.
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 5}));
    problem.units = {a_unit("L1", {0, 100}), a_unit("L2", {0, 100})};
    problem.sites = {a_site("J", 1, 10.0, 40, {{0, 100}}), a_site("B", 1, 15.0, 80, {{0, 100}})};
    problem.sites[0].crew = problem.sites[1].crew = 2;
    EXPECT_EQ(plan_patrols(problem, quick(0)).value, 15.0);
    // A third unit has K, worth less than J: but J and K together are worth more than B.
    problem.units.push_back(a_unit("L3", {0, 100}));
    problem.sites.push_back(a_site("K", 1, 8.0, 60, {{0, 100}}));
    const PatrolPlan plan = plan_patrols(problem, quick(0));
    EXPECT_EQ(all(check_plan(problem, plan)), "");
    EXPECT_EQ(plan.value, 23.0);
}

TEST(Search, APlanThatIterationsEndedIsTheirsWhateverTheTimeLimit) {
    const RandomProblemSize size{5, 40, 400, 3, 0.0};
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const PatrolProblem problem = a_random_problem(seed, size);
        SearchParams params = quick(1000, seed);
        const PatrolPlan plan = plan_patrols(problem, params);
        for (const int limit_ms : {3, 30, 100, 300, 10'000}) {
            params.time_limit = std::chrono::milliseconds{limit_ms};
            const PatrolPlan timed = plan_patrols(problem, params);
            EXPECT_TRUE(timed.ended_on_time_limit || same(plan, timed)) << seed << " " << limit_ms;
        }
    }
}

TEST(Search, ATimeLimitHoldsForAllThatComesAfterTheSearchToo) {
    // Hundreds of exchanges gain here, and three hundred crews ask what room would cost.
    PatrolProblem problem;
    std::vector<int> at;
    for (int p = 0; p <= 1500; ++p) at.push_back(p * 397 % 1501);
    problem.travel.push_back(travel_on_a_line(at));
    for (int u = 0; u < 25; ++u) {
        problem.units.push_back(a_unit("U" + std::to_string(u), {0, 28'800}));
    }
    Rng rng{1};
    for (std::uint32_t s = 1; s <= 1500; ++s) {
        const PlanTime open = rng.below(14'000);
        problem.sites.push_back(a_site("S" + std::to_string(s), s, 1.0 + rng.below(50),
                                       600 + rng.below(600), {{open, open + 14'000}}));
        problem.sites.back().crew = s % 5 == 0 ? 2 : 1;
    }
    SearchParams params;
    params.time_limit = std::chrono::milliseconds{200};
    const auto started = std::chrono::steady_clock::now();
    const PatrolPlan plan = plan_patrols(problem, params);
    const auto used = std::chrono::steady_clock::now() - started;
    // Much room for slow machines; without a clock in each part it takes minutes.
    EXPECT_LT(used, std::chrono::seconds{5});
    EXPECT_TRUE(plan.ended_on_time_limit);
    EXPECT_EQ(all(check_plan(problem, plan)), "");
}

TEST(Search, StopsWhenAsked) {
    const PatrolProblem problem = a_random_problem(3);
    SearchParams params = quick(1'000'000'000);
    int asked = 0;
    params.cancelled = [&] { return ++asked > 3; };
    const PatrolPlan plan = plan_patrols(problem, params);
    EXPECT_LT(plan.iterations, 1000U);
    EXPECT_FALSE(plan.ended_on_time_limit);
    EXPECT_EQ(all(check_plan(problem, plan)), "");
}

TEST(Search, ATimeLimitOfNothingStillGivesAPlan) {
    const PatrolProblem problem = a_random_problem(4);
    SearchParams params;
    params.time_limit = std::chrono::milliseconds{0};
    const PatrolPlan plan = plan_patrols(problem, params);
    EXPECT_TRUE(plan.ended_on_time_limit);
    EXPECT_EQ(all(check_plan(problem, plan)), "");
}

TEST(Search, TheLastExchangesKeepToTheTimeLimit) {
    // 400 sites that all want to be in 40 full routes: thousands of exchanges would gain.
    std::vector<int> at;
    for (int i = 0; i <= 400; ++i) at.push_back((i * 37) % 401);
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line(at));
    for (std::uint32_t u = 0; u < 40; ++u) {
        problem.units.push_back(a_unit("U" + std::to_string(u), {0, 2000}));
    }
    for (PlaceIndex i = 1; i <= 400; ++i) {
        problem.sites.push_back(
            a_site("S" + std::to_string(i), i, 1.0 + (i * 13) % 50, 50, {{0, 2000}}));
        problem.sites.back().max_visits = 4;
        problem.sites.back().min_gap = 200;
    }
    SearchParams params;
    params.time_limit = std::chrono::milliseconds{0};
    const auto started = std::chrono::steady_clock::now();
    const PatrolPlan plan = plan_patrols(problem, params);
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{2});
    EXPECT_TRUE(plan.ended_on_time_limit);
    EXPECT_EQ(all(check_plan(problem, plan)), "");
}

TEST(Search, WhatACancelledSearchLeftOutIsNotSaidToHaveNoRoom) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 10, 20}));
    problem.units = {a_unit("U", {0, 50})};
    problem.sites = {a_site("A", 1, 5.0, 20, {{0, 50}}), a_site("B", 2, 3.0, 10, {{0, 50}})};
    SearchParams params = quick(10);
    params.cancelled = [] { return true; };
    const PatrolPlan plan = plan_patrols(problem, params);
    ASSERT_EQ(plan.unserved.size(), 1U);
    EXPECT_EQ(plan.unserved[0].why, WhyUnserved::not_found);
}

}  // namespace
}  // namespace beatline
