// SPDX-License-Identifier: Apache-2.0
#include "planner/model.hpp"

#include <algorithm>
#include <limits>

#include "planner/objective.hpp"

namespace beatline {
namespace {

constexpr std::size_t most_neighbours = 100;

void find_units(const PatrolProblem& problem, const ShortestWays& ways, const Site& site,
                SiteModel& model) {
    Possible possible = possible_visits(problem, ways, site);
    model.most_visits = possible.most_visits;
    model.units = std::move(possible.units);
    model.separation = separation(site);
    model.single = model.most_visits <= 1 && site.crew == 1;
    for (const PlanWindow& window : site.windows) model.window_length += window.close - window.open;
    PlanTime reach = ShortestWays::no_way;
    for (const std::uint32_t u : model.units) reach = std::min(reach, ways.out(u, site.place));
    model.reach = reach;
}

void find_neighbours(const PatrolProblem& problem, const std::vector<std::uint32_t>& placeable,
                     std::vector<SiteModel>& sites) {
    if (problem.travel.empty()) return;
    const TravelMatrix& travel = problem.travel.front();
    std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
    for (const std::uint32_t s : placeable) {
        order.clear();
        const PlaceIndex here = problem.sites[s].place;
        for (const std::uint32_t other : placeable) {
            const PlaceIndex there = problem.sites[other].place;
            if (other == s) continue;
            order.emplace_back(std::min(travel(here, there), travel(there, here)), other);
        }
        const std::size_t kept = std::min(most_neighbours, order.size());
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept),
                          order.end());
        for (std::size_t i = 0; i < kept; ++i) sites[s].near.push_back(order[i].second);
    }
}

}  // namespace

Model::Model(const PatrolProblem& patrol_problem)
    : problem{&patrol_problem}, ways{patrol_problem}, sites(patrol_problem.sites.size()) {
    double worth = 0.0;
    double valued = 0.0;
    PlanTime longest = 1;
    for (std::uint32_t s = 0; s < sites.size(); ++s) {
        find_units(*problem, ways, site(s), sites[s]);
        if (sites[s].most_visits == 0) continue;
        placeable.push_back(s);
        worth += worth_of_visit(site(s)) * sites[s].most_visits;
        if (worth_of_visit(site(s)) > 0.0) {
            typical_value += worth_of_visit(site(s));
            valued += 1.0;
        }
    }
    for (const PatrolUnit& unit : problem->units) {
        longest = std::max(longest, unit.shift.close - unit.shift.open);
    }
    if (valued > 0.0) typical_value = (typical_value - 1.0) / valued;
    required_weight = 10.0 * (worth + 100.0 * typical_value);
    // A whole shift of driving is worth a fiftieth of a site: never enough to give one up for,
    // seldom enough to hide one.
    travel_weight = 0.02 * typical_value / static_cast<double>(longest);
    find_neighbours(*problem, placeable, sites);
}

}  // namespace beatline
