// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

#include "data/discretion.hpp"
#include "data/layers.hpp"
#include "data/stops.hpp"

namespace beatline {

namespace {

constexpr double seconds_a_minute = 60.0;

/// The fields that name a unit's shift, and their values for a route.
std::vector<Field> shift_fields() {
    return {{"unit", FieldType::text, "callsign"},
            {"shift", FieldType::text, "callsign and first day"},
            {"day", FieldType::text, "first day of the shift"}};
}

std::vector<Value> shift_values(const PatrolPicture& picture, std::size_t shift) {
    const ShiftOrigin& origin = picture.wanted.origins[shift];
    return {picture.operation.units[origin.unit].callsign, picture.wanted.shifts[shift].id,
            to_string(origin.day)};
}

void append(std::vector<Value>& values, std::vector<Value> more) {
    std::ranges::move(more, std::back_inserter(values));
}
void append(std::vector<Field>& fields, std::vector<Field> more) {
    std::ranges::move(more, std::back_inserter(fields));
}

std::string iso(const PatrolPicture& picture, PlanTime t) {
    return picture.clock.zone.iso(picture.clock.instant(t));
}

double minutes(PlanTime seconds) {
    return static_cast<double>(seconds) / seconds_a_minute;
}

/// The drives of a route joined into lines; a new line begins where a drive may not be shown.
std::vector<Polyline> route_lines(const PatrolPicture& picture, std::size_t r) {
    std::vector<Polyline> lines;
    bool open = false;
    for (std::size_t leg = 0; leg < picture.paths[r].size(); ++leg) {
        if (!may_show(picture, picture.plan.routes[r], leg)) {
            open = false;
            continue;
        }
        if (!open) lines.emplace_back();
        open = true;
        for (const Point p : picture.paths[r][leg].line) {
            if (lines.back().empty() || lines.back().back() != p) lines.back().push_back(p);
        }
    }
    std::erase_if(lines, [](const Polyline& line) { return line.size() < 2; });
    return lines;
}

Value number(const std::optional<double>& value) {
    if (!value) return std::monostate{};
    return *value;
}

std::string place_of(const PatrolPicture& picture, const Route& route, std::size_t visit) {
    return visit < route.visits.size() ? picture.demand.problem.sites[route.visits[visit].site].id
                                       : "base";
}

/// Seconds that the plan reckons with for a drive; it may wait before it, never on the way.
PlanTime drive_of(const PatrolPicture& picture, const Route& route, std::size_t leg) {
    const PatrolProblem& problem = picture.demand.problem;
    const PatrolUnit& unit = problem.units[route.unit];
    const auto place = [&](std::size_t visit) {
        return problem.sites[route.visits[visit].site].place;
    };
    const PlaceIndex from = leg == 0 ? unit.start : place(leg - 1);
    const PlaceIndex to = leg < route.visits.size() ? place(leg) : unit.end;
    return problem.travel[unit.travel](from, to);
}

}  // namespace

Layer route_layer(const PatrolPicture& picture) {
    Layer layer{"routes", "Routes", GeometryType::line, shift_fields(), {}, "routes"};
    append(layer.fields, {{"stops", FieldType::integer, "visits in the shift"},
                          {"drive_min", FieldType::real,
                           "driving, minutes, but for drives to and from sensitive tasks"},
                          {"drive_km", FieldType::real, "driving, km, likewise"},
                          {"visit_min", FieldType::real, "presence at stops, minutes"},
                          {"wait_min", FieldType::real, "waiting, minutes"},
                          {"leave", FieldType::time, "leaves the base"},
                          {"back", FieldType::time, "is back"}});
    for (std::size_t r = 0; r < picture.plan.routes.size(); ++r) {
        const Route& route = picture.plan.routes[r];
        double km = 0.0;
        PlanTime driving = 0;
        for (std::size_t leg = 0; leg < picture.paths[r].size(); ++leg) {
            if (!may_show(picture, route, leg)) continue;
            km += picture.paths[r][leg].length.value / 1000.0;
            driving += drive_of(picture, route, leg);
        }
        PlanTime dwell = 0;
        for (const Visit& v : route.visits) dwell += v.depart - v.start;
        std::vector<Value> values = shift_values(picture, route.unit);
        append(values, {static_cast<std::int64_t>(route.visits.size()), minutes(driving), km,
                        minutes(dwell), minutes(route.waiting), iso(picture, route.leave),
                        iso(picture, route.back)});
        for (Polyline& line : route_lines(picture, r))
            layer.features.push_back({std::move(line), values});
    }
    return layer;
}

Layer leg_layer(const PatrolPicture& picture) {
    Layer layer{"legs", "Drives between stops", GeometryType::line, shift_fields(), {}, "legs"};
    append(layer.fields,
           {{"seq", FieldType::integer, "number of the drive in the shift"},
            {"from", FieldType::text, "place left"},
            {"to", FieldType::text, "place reached"},
            {"depart", FieldType::time, "left"},
            {"arrive", FieldType::time, "reached"},
            {"drive_min", FieldType::real, "driving, minutes"},
            {"km", FieldType::real, "length, km"},
            {"streets", FieldType::text, "streets, the longest six in driving order"}});
    for (std::size_t r = 0; r < picture.plan.routes.size(); ++r) {
        const Route& route = picture.plan.routes[r];
        for (std::size_t leg = 0; leg < picture.paths[r].size(); ++leg) {
            const RoadPath& path = picture.paths[r][leg];
            if (path.drive_ms == 0 || !may_show(picture, route, leg)) continue;
            const PlanTime arrive =
                leg < route.visits.size() ? route.visits[leg].arrive : route.back;
            std::vector<Value> values = shift_values(picture, route.unit);
            append(values, {static_cast<std::int64_t>(leg + 1),
                            leg == 0 ? std::string{"base"} : place_of(picture, route, leg - 1),
                            place_of(picture, route, leg),
                            iso(picture, arrive - drive_of(picture, route, leg)),
                            iso(picture, arrive), static_cast<double>(path.drive_ms) / 60'000.0,
                            path.length.value / 1000.0, streets_of(path)});
            layer.features.push_back({path.line, std::move(values)});
        }
    }
    return layer;
}

Layer stop_layer(const PatrolPicture& picture) {
    Layer layer{"stops", "Stops", GeometryType::point, shift_fields(), {}, "stops"};
    append(layer.fields, {{"seq", FieldType::integer, "order in the shift"},
                          {"kind", FieldType::text, "hotspot, task or break"},
                          {"place", FieldType::text, "hotspot or task"},
                          {"arrive", FieldType::time, "arrival"},
                          {"start", FieldType::time, "start of the visit"},
                          {"depart", FieldType::time, "departure"},
                          {"dwell_min", FieldType::real, "presence, minutes"},
                          {"drive_min", FieldType::real, "drive to it, minutes"},
                          {"drive_km", FieldType::real, "drive to it, km"},
                          {"why", FieldType::text, "why this stop"}});
    for (const PlannedStop& stop : stops_of(picture)) {
        if (stop.sensitive) continue;
        std::vector<Value> values = shift_values(picture, picture.plan.routes[stop.route].unit);
        append(values, {static_cast<std::int64_t>(stop.seq), stop.kind, stop.place,
                        iso(picture, stop.arrive), iso(picture, stop.start),
                        iso(picture, stop.depart), minutes(stop.depart - stop.start),
                        number(stop.drive_min), number(stop.drive_km), stop.why});
        layer.features.push_back({stop.at, std::move(values)});
    }
    return layer;
}

Layer unserved_layer(const PatrolPicture& picture) {
    Layer layer{"unserved", "Places not visited", GeometryType::point, {}, {}, "unserved"};
    layer.fields = {{"place", FieldType::text, "hotspot or task"},
                    {"kind", FieldType::text, "hotspot or task"},
                    {"reason", FieldType::text, "reason code"},
                    {"why", FieldType::text, "the reason in words"}};
    for (const Unserved& u : picture.plan.unserved) {
        if (is_sensitive(picture, u.site)) continue;
        const Site& site = picture.demand.problem.sites[u.site];
        const bool task = picture.demand.origins[u.site].kind == SiteKind::task;
        layer.features.push_back({picture.demand.places[site.place],
                                  {site.id, std::string{task ? "task" : "hotspot"},
                                   std::string{name_of(u.why)}, u.reason}});
    }
    return layer;
}

Layer unit_layer(const PatrolPicture& picture) {
    Layer layer{"units", "Units at their bases", GeometryType::point, shift_fields(), {}, "units"};
    append(layer.fields, {{"start", FieldType::time, "start of the shift"},
                          {"end", FieldType::time, "end of the shift"},
                          {"mode", FieldType::text, "car or foot"}});
    for (std::size_t s = 0; s < picture.wanted.shifts.size(); ++s) {
        const ShiftDemand& shift = picture.wanted.shifts[s];
        std::vector<Value> values = shift_values(picture, s);
        const bool car = picture.wanted.modes[shift.mode] == TravelMode::car;
        append(values, {iso(picture, shift.shift.open), iso(picture, shift.shift.close),
                        std::string{car ? "car" : "foot"}});
        layer.features.push_back({shift.base, std::move(values)});
    }
    return layer;
}

Layer task_layer(const PatrolPicture& picture) {
    Layer layer{"tasks", "Tasks", GeometryType::point, {}, {}, "tasks"};
    layer.fields = {{"id", FieldType::text, "task"},
                    {"kind", FieldType::text, "kind"},
                    {"window", FieldType::text, "when it may begin, local time"},
                    {"duration_min", FieldType::integer, "duration, minutes"},
                    {"units", FieldType::integer, "units needed together"},
                    {"planned", FieldType::boolean, "whether the plan holds it"},
                    {"why", FieldType::text, "who does it and when, or why nobody does"}};
    for (std::uint32_t s = 0; s < picture.demand.origins.size(); ++s) {
        if (picture.demand.origins[s].kind != SiteKind::task || is_sensitive(picture, s)) continue;
        const TaskRules& task = picture.operation.tasks[picture.demand.origins[s].index];
        const auto clock = [&](Seconds at) {
            return fmt::format("{:02}:{:02}", at.count() / 3600 % 24, at.count() / 60 % 60);
        };
        std::string who;
        for (const Route& route : picture.plan.routes) {
            for (const Visit& v : route.visits) {
                if (v.site != s) continue;
                who += fmt::format("{}{} at {}", who.empty() ? "" : " and ",
                                   picture.wanted.shifts[route.unit].id,
                                   picture.clock.zone.hour_minute(picture.clock.instant(v.start)));
            }
        }
        const bool planned = !who.empty();
        for (const Unserved& u : picture.plan.unserved) {
            if (u.site == s) who = u.reason;
        }
        const std::string day = task.day ? to_string(*task.day) + " " : std::string{};
        layer.features.push_back(
            {task.at,
             {task.id, task.kind, day + clock(task.window.from) + "-" + clock(task.window.to),
              task.duration.count() / 60, static_cast<std::int64_t>(task.units), planned, who}});
    }
    return layer;
}

Layer roads_used_layer(const PatrolPicture& picture) {
    Layer layer{"roads_used", "Roads driven", GeometryType::line, {}, {}, "roads_used"};
    layer.fields = {{"name", FieldType::text, "street name"},
                    {"class", FieldType::text, "road class"},
                    {"passes", FieldType::integer, "times driven in the period"},
                    {"km", FieldType::real, "length of the street, km"}};
    std::map<std::pair<std::uint32_t, StreetId>, std::int64_t> passes;  // mode, street
    for (std::size_t r = 0; r < picture.plan.routes.size(); ++r) {
        const Route& route = picture.plan.routes[r];
        const std::uint32_t mode = picture.demand.problem.units[route.unit].travel;
        for (std::size_t leg = 0; leg < picture.paths[r].size(); ++leg) {
            if (!may_show(picture, route, leg)) continue;
            const auto& streets = picture.paths[r][leg].streets;
            for (const StreetId s : std::set<StreetId>{streets.begin(), streets.end()})
                ++passes[{mode, s}];
        }
    }
    for (const auto& [key, count] : passes) {
        const RoadNetwork& network = picture.networks[key.first];
        const Street& street = network.streets[key.second];
        const auto line = network.line_of(key.second);
        layer.features.push_back(
            {Polyline{line.begin(), line.end()},
             {network.names[street.name], std::string{name_of(street.road_class)}, count,
              static_cast<double>(street.length_m) / 1000.0}});
    }
    return layer;
}

}  // namespace beatline
