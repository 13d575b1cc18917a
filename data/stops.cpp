// SPDX-License-Identifier: Apache-2.0
#include "data/stops.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

#include "data/discretion.hpp"

namespace beatline {

std::string streets_of(const RoadPath& path) {
    std::vector<const PathLeg*> named;
    for (const PathLeg& leg : path.legs) {
        if (!leg.street.empty()) named.push_back(&leg);
    }
    std::vector<const PathLeg*> longest = named;
    std::ranges::stable_sort(
        longest, [](const PathLeg* a, const PathLeg* b) { return a->length > b->length; });
    if (longest.size() > 6) longest.resize(6);
    std::string text;
    std::string last;
    for (const PathLeg* leg : named) {
        if (std::ranges::find(longest, leg) == longest.end() || leg->street == last) continue;
        if (!text.empty()) text += ", ";
        text += leg->street;
        last = leg->street;
    }
    return text;
}

namespace {

struct VisitKey {
    std::uint32_t site;
    PlanTime start;
    auto operator<=>(const VisitKey&) const = default;
};

/// Every visit of the plan by site and start, with the routes on it: a crew's visit is one entry.
using VisitBook = std::map<VisitKey, std::vector<std::size_t>>;

VisitBook book_of(const PatrolPlan& plan) {
    VisitBook book;
    for (std::size_t r = 0; r < plan.routes.size(); ++r) {
        for (const Visit& v : plan.routes[r].visits) book[{v.site, v.start}].push_back(r);
    }
    return book;
}

std::string hotspot_reason(const PatrolPicture& picture, const VisitBook& book,
                           const Visit& visit) {
    const Site& site = picture.demand.problem.sites[visit.site];
    const Hotspot& h = picture.hotspots[picture.demand.origins[visit.site].index];
    std::size_t number = 0;
    std::size_t total = 0;
    const Visit* before = nullptr;
    Visit previous;
    for (auto it = book.lower_bound({visit.site, std::numeric_limits<PlanTime>::min()});
         it != book.end() && it->first.site == visit.site; ++it) {
        ++total;
        if (it->first.start < visit.start) {
            previous = {visit.site, 0, it->first.start, it->first.start + site.service};
            before = &previous;
        }
        if (it->first.start == visit.start) number = total;
    }
    std::string text =
        fmt::format("{} holds {:.1f} % of the weighted events; visit {} of {} in the period",
                    site.id, 100.0 * h.mass_share, number, total);
    if (before == nullptr) return text + ".";
    const PlanTime gap = (visit.start - before->depart) / 60;
    return gap < 36 * 60 ? fmt::format("{}, {} min after the last.", text, gap)
                         : fmt::format("{}, {} h after the last.", text, gap / 60);
}

std::string task_reason(const PatrolPicture& picture, const VisitBook& book, const Visit& visit,
                        std::size_t route) {
    const TaskRules& task = picture.operation.tasks[picture.demand.origins[visit.site].index];
    std::string text = fmt::format("Task {} must be done", task.id);
    if (!task.sensitive) text = fmt::format("Task {} ({}) must be done", task.id, task.kind);
    std::string with;
    for (const std::size_t other : book.at({visit.site, visit.start})) {
        if (other == route) continue;
        const ShiftOrigin& origin = picture.wanted.origins[picture.plan.routes[other].unit];
        with += (with.empty() ? ", together with " : " and ") +
                picture.operation.units[origin.unit].callsign;
    }
    const auto& windows = picture.demand.problem.sites[visit.site].windows;
    const auto window = std::ranges::find_if(windows, [&](const PlanWindow& w) {
        return w.open <= visit.start && visit.start <= w.close;
    });
    const auto clock = [&](PlanTime t) {
        return picture.clock.zone.hour_minute(picture.clock.instant(t));
    };
    return fmt::format("{}{}; it may begin from {} to {}.", text, with, clock(window->open),
                       clock(window->close));
}

/// The stop without its drive.
PlannedStop stop_of(const PatrolPicture& picture, const VisitBook& book, std::size_t route,
                    const Visit& visit) {
    const Site& site = picture.demand.problem.sites[visit.site];
    const SiteOrigin& origin = picture.demand.origins[visit.site];
    PlannedStop stop;
    stop.route = route;
    stop.place = site.id;
    stop.at = picture.demand.places[site.place];
    stop.arrive = visit.arrive;
    stop.start = visit.start;
    stop.depart = visit.depart;
    if (origin.kind == SiteKind::hotspot) {
        stop.kind = "hotspot";
        stop.why = hotspot_reason(picture, book, visit);
    } else {
        stop.kind = "task";
        stop.sensitive = is_sensitive(picture, visit.site);
        stop.why = task_reason(picture, book, visit, route);
    }
    return stop;
}

PlannedStop break_stop(const PlanWindow& rest, std::size_t route, const PlannedStop* where,
                       Point base) {
    PlannedStop stop;
    stop.route = route;
    stop.kind = "break";
    stop.place = where != nullptr ? where->place : "base";
    stop.at = where != nullptr ? where->at : base;
    stop.sensitive = where != nullptr && where->sensitive;
    stop.arrive = stop.start = rest.open;
    stop.depart = rest.close;
    stop.why = fmt::format("Break of {} min, due in this part of the shift.",
                           (rest.close - rest.open) / 60);
    stop.drive_min = stop.drive_km = 0.0;
    return stop;
}

/// Puts the break where it is taken: at the stop that the unit has reached when it begins.
void insert_break(const PatrolPicture& picture, const Route& route, std::size_t r,
                  std::vector<PlannedStop>& stops) {
    if (!route.rest || route.rest->close <= route.rest->open) return;
    const PatrolUnit& unit = picture.demand.problem.units[route.unit];
    const Point base = picture.demand.places[unit.start];
    std::size_t at = 0;  // stops whose service is over, or which are reached, when the break begins
    while (at < stops.size() && stops[at].depart <= route.rest->open) ++at;
    if (at < stops.size() && stops[at].arrive <= route.rest->open) {
        // Reached already, service still to come: the drive belongs to the break's row.
        PlannedStop rest = break_stop(*route.rest, r, &stops[at], base);
        rest.arrive = stops[at].arrive;
        std::swap(rest.drive_min, stops[at].drive_min);
        std::swap(rest.drive_km, stops[at].drive_km);
        std::swap(rest.via, stops[at].via);
        stops[at].arrive = route.rest->close;
        stops.insert(stops.begin() + static_cast<std::ptrdiff_t>(at), std::move(rest));
        return;
    }
    if (at == stops.size() && !stops.empty() && route.back <= route.rest->open) {
        const Point end = picture.demand.places[unit.end];
        stops.push_back(break_stop(*route.rest, r, nullptr, end));
        return;
    }
    const PlannedStop rest = break_stop(*route.rest, r, at == 0 ? nullptr : &stops[at - 1], base);
    stops.insert(stops.begin() + static_cast<std::ptrdiff_t>(at), rest);
}

}  // namespace

std::vector<PlannedStop> stops_of(const PatrolPicture& picture) {
    const VisitBook book = book_of(picture.plan);
    std::vector<PlannedStop> all;
    for (std::size_t r = 0; r < picture.plan.routes.size(); ++r) {
        const Route& route = picture.plan.routes[r];
        std::vector<PlannedStop> stops;
        for (std::size_t v = 0; v < route.visits.size(); ++v) {
            PlannedStop& stop = stops.emplace_back(stop_of(picture, book, r, route.visits[v]));
            if (!may_show(picture, route, v)) continue;
            const RoadPath& path = picture.paths[r][v];
            stop.drive_min = static_cast<double>(path.drive_ms) / 60'000.0;
            stop.drive_km = path.length.value / 1000.0;
            stop.via = streets_of(path);
        }
        insert_break(picture, route, r, stops);
        int seq = 0;
        for (PlannedStop& stop : stops) {
            stop.seq = ++seq;
            all.push_back(std::move(stop));
        }
    }
    return all;
}

}  // namespace beatline
