// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <oneapi/tbb/parallel_for.h>

#include "app/progress.hpp"
#include "app/publish_warnings.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/run_record.hpp"
#include "planner/check.hpp"

namespace beatline {

namespace {

/// Roads that reach no place of the demand are the wrong roads, not a plan without visits.
void check_cover(const Operation& operation, const Patrols& patrols) {
    const PatrolDemand& demand = patrols.demand;
    for (const auto& positions : patrols.ground.positions) {
        for (const Site& site : demand.problem.sites) {
            if (positions[site.place]) return;
        }
    }
    if (demand.problem.sites.empty()) return;
    throw InputError{
        fmt::format("{}: no road comes within {:g} m of any hotspot or task; do the roads "
                    "cover the area, and are they fit for the units' modes?",
                    operation.shown_roads, operation.snap_limit.value)};
}

/// Every place of the demand on the roads of one mode; nothing for what is too far from them.
std::vector<std::optional<RoadPosition>> place_on_roads(const PatrolDemand& demand,
                                                        const RoadIndex& index, Metres limit) {
    std::vector<std::optional<RoadPosition>> positions;
    for (const Point at : demand.places) positions.push_back(index.nearest(at, limit));
    return positions;
}

/// Roads of every mode, and all places on them; throws for a base that is on none.
void read_ground(const Operation& operation, const FoundHotspots& found, Inputs& inputs,
                 Patrols& patrols) {
    PatrolGround& ground = patrols.ground;
    for (const TravelMode mode : patrols.wanted.modes) {
        RoadReading roads = add_roads(operation, mode, inputs);
        const RoadIndex index{roads.network};
        const auto snapped = snap_places(operation, found.hotspots, {mode, roads.network, index});
        refuse_far_bases(operation, snapped);
        std::ranges::copy(snapped, std::back_inserter(ground.snapped));
        ground.positions.push_back(place_on_roads(patrols.demand, index, operation.snap_limit));
        patrols.networks.push_back(std::move(roads.network));
        ground.roads.push_back(std::move(roads));
    }
    check_cover(operation, patrols);
    if (auto warning = warning_of_far_places(ground.snapped))
        inputs.warnings.push_back(std::move(*warning));
}

/// The drives of every route, along the streets.
std::vector<RoutePaths> drive(const Patrols& patrols) {
    std::vector<RoutePaths> paths(patrols.plan.routes.size());
    tbb::parallel_for(std::size_t{0}, paths.size(), [&](std::size_t r) {
        const Route& route = patrols.plan.routes[r];
        const PatrolUnit& unit = patrols.demand.problem.units[route.unit];
        const RoadNetwork& network = patrols.networks[unit.travel];
        const auto& positions = patrols.ground.positions[unit.travel];
        PlaceIndex at = unit.start;
        const auto go = [&](PlaceIndex to) {
            const Point here = positions[at]->at;
            auto path = at == to ? RoadPath{{here, here}, {}, {}, {}, 0}
                                 : quickest_path(network, *positions[at], *positions[to]);
            if (!path) throw std::logic_error{"the plan drives where no road leads"};
            paths[r].push_back(std::move(*path));
            at = to;
        };
        for (const Visit& v : route.visits) go(patrols.demand.problem.sites[v.site].place);
        go(unit.end);
    });
    return paths;
}

void check_skills(const Operation& operation) {
    std::vector<std::string> skills;
    for (const UnitRules& u : operation.units)
        skills.insert(skills.end(), u.skills.begin(), u.skills.end());
    for (const TaskRules& t : operation.tasks)
        skills.insert(skills.end(), t.skills.begin(), t.skills.end());
    std::ranges::sort(skills);
    skills.erase(std::unique(skills.begin(), skills.end()), skills.end());
    if (skills.size() > 64)
        throw LimitError{fmt::format("{}: {} different skills; at most 64 are planned with",
                                     operation.file.string(), skills.size())};
}

void check_plannable(const Operation& operation) {
    const std::string file = operation.file.string();
    if (operation.days.empty())
        throw UsageError{file +
                         ": operation.period is missing: a plan needs its first and last day"};
    if (operation.roads.empty())
        throw UsageError{file + ": the table [roads] is missing: a plan needs roads"};
    if (operation.units.empty())
        throw NothingToDo{file + ": no [[unit]]: there is nobody to plan for"};
    check_skills(operation);
}

}  // namespace

Patrols make_patrols(const Operation& operation, Inputs& inputs, const FoundHotspots& found,
                     const SearchParams& search) {
    check_plannable(operation);
    PlanClock clock = plan_clock(operation);
    const std::span<const Hotspot> hotspots{found.hotspots};
    OperationDemand wanted = operation_demand(
        operation, clock, hotspots.first(found.tests.patrolled.value_or(hotspots.size())));
    Patrols patrols{std::move(clock), std::move(wanted), {}, {}, {}, {}, {}};
    const OperationDemand& w = patrols.wanted;
    patrols.demand = make_demand(w.shifts, w.hotspots, w.tasks, w.dose);
    patrols.demand.problem.name = operation.name;
    read_ground(operation, found, inputs, patrols);
    for (std::size_t m = 0; m < w.modes.size(); ++m)
        patrols.demand.problem.travel.push_back(
            travel_between(patrols.networks[m], patrols.ground.positions[m]));
    validate(patrols.demand.problem);
    SearchParams params = search;
    params.time_text.clock = [&](PlanTime t) {
        const Instant when = patrols.clock.instant(t);
        return patrols.clock.zone.day_label(when) + " " + patrols.clock.zone.hour_minute(when);
    };
    params.time_text.span = [](PlanTime t) { return fmt::format("{} min", (t + 59) / 60); };
    patrols.plan = plan_patrols(patrols.demand.problem, params);
    if (interrupted()) throw Interrupted{};
    const auto faults = check_plan(patrols.demand.problem, patrols.plan);
    if (!faults.empty()) throw std::logic_error{"the plan is unsound: " + faults.front()};
    if (std::ranges::all_of(patrols.plan.routes, [](auto& r) { return r.visits.empty(); }))
        inputs.warnings.emplace_back(
            "no visit is planned in any shift; plan.json says of each place why");
    patrols.paths = drive(patrols);
    return patrols;
}

}  // namespace beatline
