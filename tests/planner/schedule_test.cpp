// SPDX-License-Identifier: Apache-2.0
#include "planner/schedule.hpp"

#include <optional>

#include <gtest/gtest.h>

#include "planner/timetable.hpp"

#include "tests/support/patrol_problems.hpp"

namespace beatline {
namespace {

Stop stop_at(const PatrolProblem& problem, std::uint32_t site) {
    const Site& what = problem.sites[site];
    Stop stop;
    stop.site = site;
    stop.place = what.place;
    stop.service = what.service;
    stop.window = {what.windows.front().open, what.windows.back().close};
    if (what.windows.size() > 1) stop.windows = what.windows;
    return stop;
}

/// Earliest return of a route by trying the break on every leg, before and after the drive.
std::optional<PlanTime> earliest_return(const PatrolProblem& problem, const PatrolUnit& unit,
                                        const std::vector<std::uint32_t>& sites) {
    const TravelMatrix& travel = problem.travel[unit.travel];
    const bool has_rest = unit.rest.duration > 0;
    std::optional<PlanTime> best;
    for (std::size_t leg = 0; leg <= (has_rest ? sites.size() : 0); ++leg) {
        for (const bool before : {true, false}) {
            PlanTime time = unit.shift.open;
            PlaceIndex place = unit.start;
            bool possible = true;
            for (std::size_t i = 0; i <= sites.size() && possible; ++i) {
                const PlaceIndex next = i < sites.size() ? problem.sites[sites[i]].place : unit.end;
                const std::uint32_t drive = travel(place, next);
                possible = drive != TravelMatrix::unreachable;
                if (!(has_rest && i == leg && before)) time += drive;
                if (has_rest && i == leg) {
                    time = std::max(time, unit.rest.window.open) + unit.rest.duration;
                    possible = possible && time <= unit.rest.window.close;
                    if (before) time += drive;
                }
                place = next;
                if (i == sites.size()) break;
                bool inside = false;
                for (const PlanWindow& w : problem.sites[sites[i]].windows) {
                    if (time > w.close) continue;
                    time = std::max(time, w.open) + problem.sites[sites[i]].service;
                    inside = true;
                    break;
                }
                possible = possible && inside;
            }
            if (possible && time <= unit.shift.close && (!best || time < *best)) best = time;
        }
    }
    return best;
}

std::vector<std::uint32_t> random_sites(Rng& rng, const PatrolProblem& problem) {
    std::vector<std::uint32_t> sites;
    for (std::uint32_t n = 1 + rng.below(4); n > 0; --n) {
        sites.push_back(rng.below(static_cast<std::uint32_t>(problem.sites.size())));
    }
    return sites;
}

TEST(Schedule, IsFeasibleExactlyWhenSomeBreakLegWorks) {
    Rng rng{11};
    std::size_t feasible = 0;
    std::size_t not_feasible = 0;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        const PatrolProblem problem = a_random_problem(seed, {3, 6, 200, 1, 0.02});
        const PatrolUnit& unit = problem.units.front();
        RouteSchedule route{unit, problem.travel[unit.travel]};
        const std::vector<std::uint32_t> sites = random_sites(rng, problem);
        for (std::size_t i = 0; i < sites.size(); ++i) route.insert(i, stop_at(problem, sites[i]));
        const auto expected = earliest_return(problem, unit, sites);
        ASSERT_EQ(route.feasible(), expected.has_value()) << seed;
        if (expected) {
            EXPECT_EQ(route.stops().back().early[1], *expected) << seed;
        }
        ++(expected ? feasible : not_feasible);
    }
    EXPECT_GT(feasible, 200U);
    EXPECT_GT(not_feasible, 200U);
}

TEST(Schedule, AVisitFitsExactlyWhenTheRouteWithItIsFeasible) {
    Rng rng{12};
    std::size_t fitting = 0;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        const PatrolProblem problem = a_random_problem(seed, {3, 6, 300, 1, 0.02});
        const PatrolUnit& unit = problem.units.front();
        RouteSchedule route{unit, problem.travel[unit.travel]};
        const std::vector<std::uint32_t> sites = random_sites(rng, problem);
        for (std::size_t i = 0; i + 1 < sites.size(); ++i) {
            route.insert(i, stop_at(problem, sites[i]));
        }
        if (!route.feasible()) continue;
        const Stop added = stop_at(problem, sites.back());
        for (std::size_t before = 0; before <= route.visit_count(); ++before) {
            const Reach reach = route.reach(before, before + 1, added.place, added.service);
            PlanTime begin = never;
            for (const PlanWindow& window : problem.sites[added.site].windows) {
                begin = std::min(begin, reach.begin_in(window));
            }
            RouteSchedule with = route;
            with.insert(before, added);
            ASSERT_EQ(begin < never, with.feasible()) << seed;
            if (begin == never) continue;
            ++fitting;
            EXPECT_EQ(begin, with.stops()[before + 1].earliest()) << seed;
            EXPECT_EQ(with.driving() - route.driving(), route.detour(before, added.place)) << seed;
            with.erase(before + 1);
            EXPECT_EQ(with.driving(), route.driving()) << seed;
            EXPECT_EQ(with.stops().back().early, route.stops().back().early) << seed;
            EXPECT_EQ(with.stops().front().late, route.stops().front().late) << seed;
        }
    }
    EXPECT_GT(fitting, 300U);
}

TEST(Schedule, TheBreakMayBeTakenAtTheBaseBeforeOrAfterAllDriving) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 30}));
    problem.sites = {a_site("A", 1, 1.0, 10, {{0, 500}})};
    PatrolUnit unit = a_unit("L1", {0, 100});
    unit.rest = {20, {0, 22}};  // over before the place could be reached
    RouteSchedule early{unit, problem.travel[0]};
    early.insert(0, stop_at(problem, 0));
    ASSERT_TRUE(early.feasible());
    const Route first = timetable(early, 0);
    EXPECT_EQ(*first.rest, (PlanWindow{0, 20}));
    EXPECT_EQ(first.leave, 20);
    EXPECT_EQ(first.back, 90);
    unit.rest = {20, {70, 100}};
    RouteSchedule late{unit, problem.travel[0]};
    late.insert(0, stop_at(problem, 0));
    ASSERT_TRUE(late.feasible());
    const Route second = timetable(late, 0);
    EXPECT_EQ(second.back, 70);
    EXPECT_EQ(*second.rest, (PlanWindow{70, 90}));
}

TEST(Schedule, NoBreakFitsInTheMiddleOfADrive) {
    PatrolProblem problem;
    problem.travel.push_back(travel_on_a_line({0, 50}));
    problem.sites = {a_site("A", 1, 1.0, 10, {{0, 500}})};
    PatrolUnit unit = a_unit("L1", {0, 1000});
    unit.rest = {5, {46, 55}};
    RouteSchedule route{unit, problem.travel[0]};
    route.insert(0, stop_at(problem, 0));
    EXPECT_EQ(timetable(route, 0).rest->open, 50);  // there, and before service
    unit.rest = {5, {46, 51}};  // too soon after a drive from 0, in time at base
    RouteSchedule tight{unit, problem.travel[0]};
    tight.insert(0, stop_at(problem, 0));
    EXPECT_EQ(*timetable(tight, 0).rest, (PlanWindow{46, 51}));
    EXPECT_EQ(timetable(tight, 0).leave, 51);
}

}  // namespace
}  // namespace beatline
