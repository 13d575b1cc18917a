// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#include "app/progress.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/run_record.hpp"
#include "planner/check.hpp"

namespace beatline {

namespace {

constexpr Metres base_limit{500};   ///< a base farther from every road is a mistake
constexpr Metres place_limit{500};  ///< a hotspot or task farther than this cannot be reached
constexpr Metres search_radius{100'000};

/// Every place on the roads of one mode; throws for a base that is on none.
std::vector<std::optional<RoadPosition>> place_on_roads(const Operation& operation,
                                                        const PatrolDemand& demand,
                                                        const RoadNetwork& network,
                                                        TravelMode mode) {
    const RoadIndex index{network};
    for (const UnitRules& unit : operation.units) {
        if (unit.mode != mode) continue;
        for (const Point at : {unit.base, unit.end.value_or(unit.base)}) {
            if (index.nearest(at, base_limit)) continue;
            const auto far = index.nearest(at, search_radius);
            throw InputError{fmt::format(
                "{}: unit {}: the {} [{}, {}] is {} from the nearest road of {}; wanted {} m at "
                "most. Is it in the "
                "working CRS, and do the roads cover it?",
                operation.file.string(), unit.callsign, at == unit.base ? "base" : "end", at.x,
                at.y,
                far ? fmt::format("{:.0f} m", far->off_road.value) : std::string{"over 100 km"},
                operation.shown_roads, base_limit.value)};
        }
    }
    std::vector<std::optional<RoadPosition>> positions;
    for (const Point at : demand.places) positions.push_back(index.nearest(at, place_limit));
    return positions;
}

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
        fmt::format("{}: no road comes within {} m of any hotspot or task; do the roads "
                    "cover the area, and are they fit for the units' modes?",
                    operation.shown_roads, place_limit.value)};
}

void read_ground(const Operation& operation, Inputs& inputs, Patrols& patrols) {
    for (const TravelMode mode : patrols.wanted.modes) {
        RoadReading roads = read_roads({operation.roads, operation.shown_roads, inputs.crs, mode});
        inputs.warnings.insert(inputs.warnings.end(), roads.warnings.begin(), roads.warnings.end());
        patrols.ground.positions.push_back(
            place_on_roads(operation, patrols.demand, roads.network, mode));
        patrols.networks.push_back(std::move(roads.network));
        patrols.ground.roads.push_back(std::move(roads));
    }
    check_cover(operation, patrols);
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
    OperationDemand wanted = operation_demand(operation, clock, found.hotspots);
    Patrols patrols{std::move(clock), std::move(wanted), {}, {}, {}, {}, {}};
    const OperationDemand& w = patrols.wanted;
    patrols.demand = make_demand(w.shifts, w.hotspots, w.tasks, w.dose);
    patrols.demand.problem.name = operation.name;
    read_ground(operation, inputs, patrols);
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
