// SPDX-License-Identifier: Apache-2.0
#include "planner/solution.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "planner/insertion.hpp"
#include "planner/ruin.hpp"

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

/// Value, missing required sites and driving, counted anew from routes and visits.
Score rescored(const Solution& solution) {
    const Model& model = solution.model();
    Score score;
    for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
        score.value += model.site(s).value * static_cast<double>(solution.occasions(s).size());
        score.required_missing += model.site(s).required && solution.occasions(s).empty() ? 1 : 0;
    }
    for (const RouteSchedule& route : solution.routes()) {
        for (std::size_t i = 1; route.visit_count() > 0 && i < route.stops().size(); ++i) {
            score.driving += route.travel(route.stops()[i - 1].place, route.stops()[i].place);
        }
    }
    return score;
}

void expect_rescored(const Solution& solution) {
    const Score anew = rescored(solution);
    EXPECT_NEAR(solution.score().value, anew.value, 1e-9);
    EXPECT_EQ(solution.score().required_missing, anew.required_missing);
    EXPECT_EQ(solution.score().driving, anew.driving);
}

/// Reservations of one site's visits lie a separation apart, and every stop can be served in its
/// own.
void expect_sound(const Solution& solution) {
    for (std::uint32_t s = 0; s < solution.model().sites.size(); ++s) {
        const std::vector<Occasion>& there = solution.occasions(s);
        for (std::size_t i = 0; i < there.size(); ++i) {
            const RouteSchedule& route = solution.routes()[there[i].unit];
            const std::size_t stop = route.find(s, there[i].id);
            ASSERT_GT(stop, 0U);
            EXPECT_EQ(route.stops()[stop].window, there[i].window);
            if (i == 0) continue;
            EXPECT_GE(there[i].window.open,
                      there[i - 1].window.close + solution.model().sites[s].separation);
        }
    }
    for (const RouteSchedule& route : solution.routes()) EXPECT_TRUE(route.feasible());
}

TEST(Solution, ClaimedInsertionCostsEqualTheRescoredDifference) {
    std::size_t inserted = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        const Model model{problem};
        Rng rng{seed};
        Inserter inserter{model, rng, {}};
        Ruin ruin{model, rng, {}};
        Solution solution{model};
        if (model.placeable.empty()) continue;
        for (int step = 0; step < 60; ++step) {
            if (step % 20 == 19) ruin.remove_strings(solution);
            const std::uint32_t site =
                model.placeable[rng.below(static_cast<std::uint32_t>(model.placeable.size()))];
            const Placement* place = inserter.cheapest(solution, site);
            if (place == nullptr) continue;
            PlanTime detour = 0;
            for (const Seat& seat : place->seats) {
                detour +=
                    solution.routes()[seat.unit].detour(seat.before, problem.sites[site].place);
            }
            const Score before = solution.score();
            const std::size_t visits = solution.occasions(site).size();
            const bool made = solution.insert(*place);
            const Score after = solution.score();
            EXPECT_EQ(after.driving - before.driving, made ? detour : 0);
            EXPECT_NEAR(after.value - before.value, made ? problem.sites[site].value : 0.0, 1e-9);
            EXPECT_EQ(solution.occasions(site).size(), visits + (made ? 1 : 0));
            inserted += made ? 1 : 0;
        }
        expect_rescored(solution);
        expect_sound(solution);
    }
    EXPECT_GT(inserted, 1000U);
}

TEST(Solution, UndoTakesEveryChangeBack) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const PatrolProblem problem = a_random_problem(seed);
        const Model model{problem};
        if (model.placeable.empty()) continue;
        Rng rng{seed};
        Inserter inserter{model, rng, {}};
        Ruin ruin{model, rng, {}};
        Solution solution{model};
        for (const std::uint32_t s : model.placeable) inserter.insert_all(solution, s);
        solution.keep();
        const Score before = solution.score();
        std::vector<std::vector<Occasion>> occasions;
        for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
            occasions.push_back(solution.occasions(s));
        }
        ruin.remove_strings(solution);
        for (const std::uint32_t s : model.placeable) inserter.insert_all(solution, s);
        expect_sound(solution);
        solution.undo();
        EXPECT_EQ(solution.score(), before);
        expect_rescored(solution);
        expect_sound(solution);
        for (std::uint32_t s = 0; s < model.sites.size(); ++s) {
            ASSERT_EQ(solution.occasions(s).size(), occasions[s].size());
            for (std::size_t i = 0; i < occasions[s].size(); ++i) {
                EXPECT_EQ(solution.occasions(s)[i].window, occasions[s][i].window);
                EXPECT_EQ(solution.occasions(s)[i].unit, occasions[s][i].unit);
            }
        }
    }
}

TEST(Solution, RemovingAShortcutRemovesWhatCannotBeDrivenWithoutIt) {
    // No way leads from A to B but over the middle.
    PatrolProblem problem;
    const std::uint32_t no = TravelMatrix::unreachable;
    problem.travel.emplace_back(4, std::vector<std::uint32_t>{0, 5, 5, 5,   //
                                                              5, 0, 5, no,  //
                                                              5, 5, 0, 5,   //
                                                              5, no, 5, 0});
    problem.units = {a_unit("L1", {0, 24})};
    problem.sites = {a_site("A", 1, 1.0, 1, {{5, 5}}), a_site("M", 2, 1.0, 1, {{11, 11}}),
                     a_site("B", 3, 1.0, 1, {{17, 17}})};
    const Model model{problem};
    Rng rng{1};
    Inserter inserter{model, rng, {}};
    Solution solution{model};
    for (const std::uint32_t s : {0U, 1U, 2U}) ASSERT_EQ(inserter.insert_all(solution, s), 1U);
    solution.remove(1, solution.occasions(1)[0].id);
    EXPECT_TRUE(solution.routes()[0].feasible());
    EXPECT_EQ(solution.routes()[0].visit_count(), 1U);
    expect_rescored(solution);
}

}  // namespace
}  // namespace beatline
