// SPDX-License-Identifier: Apache-2.0
#include "planner/bound.hpp"

#include <gtest/gtest.h>

#include "planner/model.hpp"
#include "planner/possible.hpp"
#include "planner/search.hpp"

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

TEST(Bound, IsNeverBelowAPlan) {
    std::size_t tight = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        SearchParams params;
        params.iterations = 200;
        const double value = plan_patrols(problem, params).value;
        const double bound = value_bound(Model{problem});
        EXPECT_GE(bound, value * (1.0 - 1e-12)) << seed;
        tight += bound <= value * (1.0 + 1e-12) ? 1 : 0;
    }
    EXPECT_GT(tight, 10U);
}

TEST(Bound, CountsTheTimeThatVisitsTake) {
    // A shift of 100 holds six visits of 10 with drives of at least 5, and the way home of 5.
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50}));
    problem.units = {a_unit("L1", {0, 100})};
    for (std::uint32_t i = 1; i <= 10; ++i) {
        problem.sites.push_back(a_site("H" + std::to_string(i), i, 1.0, 10, {{0, 1000}}));
    }
    EXPECT_EQ(value_bound(Model{problem}), 6.0);
    problem.units.push_back(a_unit("L2", {0, 35}));
    EXPECT_EQ(value_bound(Model{problem}), 8.0);
    for (Site& site : problem.sites) site.crew = 2;
    EXPECT_LE(value_bound(Model{problem}), 4.0);
}

TEST(Bound, CountsTheVisitsThatSpacingLeaves) {
    Site site = a_site("H", 0, 1.0, 10, {{0, 50}, {60, 100}});
    site.max_visits = 100;
    site.min_gap = 20;
    EXPECT_EQ(most_visits_within(site, {{0, 200}}), 4U);  // 0, 30, 60, 90
    site.max_per_window = 1;
    EXPECT_EQ(most_visits_within(site, {{0, 200}}), 2U);
    site.max_per_window = 0;
    EXPECT_EQ(most_visits_within(site, {{25, 31}, {95, 96}}), 2U);
    site.max_visits = 3;
    EXPECT_EQ(most_visits_within(site, {{0, 200}}), 3U);
}

TEST(Bound, FindsWhatCrewsShare) {
    EXPECT_EQ(covered({{{0, 10}}, {{5, 20}}, {{10, 12}, {18, 30}}}, 2),
              (std::vector<PlanWindow>{{5, 12}, {18, 20}}));
    EXPECT_EQ(covered({{{0, 10}}, {{11, 20}}}, 2), std::vector<PlanWindow>{});
    EXPECT_EQ(covered({{{0, 10}}, {{10, 20}}}, 2), (std::vector<PlanWindow>{{10, 10}}));
}

}  // namespace
}  // namespace beatline
