// SPDX-License-Identifier: Apache-2.0
#include "planner/timetable.hpp"

namespace beatline {
namespace {

/// Index of the stop before which the break is taken, or 0 when there is none.
std::size_t stop_after_rest(const RouteSchedule& schedule) {
    if (schedule.unit().rest.duration == 0) return 0;
    const std::vector<Stop>& stops = schedule.stops();
    for (std::size_t i = stops.size() - 1; i > 0; --i) {
        const Stop& a = stops[i - 1];
        const PlanTime drive = schedule.travel(a.place, stops[i].place);
        // Taken on this leg, unless being done with it before is sooner.
        const PlanTime rest_here = schedule.ready_after_rest(a.early[0] + a.service, drive);
        if (rest_here <= a.early[1] + a.service + drive) return i;
    }
    return 0;
}

/// The break on the leg to a stop: after the drive where its window allows, else before it.
PlanWindow rest_on_leg(const PatrolBreak& rest, PlanTime free, PlanTime drive) {
    const bool after = free + drive <= rest.window.close - rest.duration;
    const PlanTime begin = std::max(after ? free + drive : free, rest.window.open);
    return {begin, begin + rest.duration};
}

PlanTime waiting_of(const Route& route, PlanTime service) {
    PlanTime resting = 0;
    if (route.rest) {
        resting = std::max(PlanTime{0}, std::min(route.rest->close, route.back) -
                                            std::max(route.rest->open, route.leave));
    }
    return route.back - route.leave - route.driving - service - resting;
}

}  // namespace

Route timetable(const RouteSchedule& schedule, std::uint32_t unit) {
    Route route;
    route.unit = unit;
    route.leave = route.back = schedule.unit().shift.open;
    if (schedule.visit_count() == 0) return route;
    const std::vector<Stop>& stops = schedule.stops();
    const std::size_t after_rest = stop_after_rest(schedule);
    PlanWindow rest;
    PlanTime service = 0;
    PlanTime free = schedule.unit().shift.open;
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const Stop& stop = stops[i];
        const PlanTime drive = schedule.travel(stops[i - 1].place, stop.place);
        PlanTime arrive = free + drive;
        bool rest_before_drive = false;
        if (i == after_rest) {
            rest = rest_on_leg(schedule.unit().rest, free, drive);
            route.rest = rest;
            rest_before_drive = arrive > rest.open;
            if (rest_before_drive) arrive = rest.close + drive;
        }
        const PlanTime begin = stop.early[after_rest == 0 || i >= after_rest ? 1 : 0];
        if (i == 1) {
            // Leave late: for the break at the first stop, or for the visit itself.
            const bool rest_there = after_rest == 1 && !rest_before_drive;
            arrive = rest_there ? rest.open : begin;
            route.leave = arrive - drive;
        }
        if (i + 1 == stops.size()) {
            route.back = arrive;
            break;
        }
        route.visits.push_back({stop.site, arrive, begin, begin + stop.service});
        service += stop.service;
        free = begin + stop.service;
    }
    route.driving = schedule.driving();
    route.waiting = waiting_of(route, service);
    return route;
}

}  // namespace beatline
