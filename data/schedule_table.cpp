// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "data/discretion.hpp"
#include "data/layers.hpp"
#include "data/stops.hpp"

namespace beatline {

namespace {

struct Clock {
    const PatrolPicture& picture;
    [[nodiscard]] std::string local(PlanTime t) const {
        return picture.clock.zone.hour_minute(picture.clock.instant(t));
    }
    [[nodiscard]] std::string iso(PlanTime t) const {
        return picture.clock.zone.iso(picture.clock.instant(t));
    }
};

Value one_decimal(const std::optional<double>& value) {
    if (!value) return std::monostate{};
    return static_cast<double>(static_cast<std::int64_t>(*value * 10.0 + 0.5)) / 10.0;
}

/// What stands in a row after unit and day.
struct Row {
    PlanTime at{0};  ///< rows of a shift stand in this order
    std::vector<Value> values;
};

Row leaving_row(const Clock& clock, const Route& route) {
    return {route.leave,
            {std::int64_t{0}, std::string{"base"}, std::string{"base"}, Value{}, Value{},
             clock.local(route.leave), 0.0, 0.0, 0.0, std::string{},
             std::string{"Leaves the base."}, clock.iso(route.leave)}};
}

Row stop_row(const Clock& clock, const PlannedStop& stop) {
    return {stop.arrive,
            {std::int64_t{stop.seq}, stop.kind, stop.place, clock.local(stop.arrive),
             clock.local(stop.start), clock.local(stop.depart),
             one_decimal(static_cast<double>(stop.depart - stop.start) / 60.0),
             one_decimal(stop.drive_min), one_decimal(stop.drive_km), stop.via, stop.why,
             clock.iso(stop.start)}};
}

Row home_row(const Clock& clock, const Route& route, const RoadPath& home, std::int64_t seq) {
    Row row{route.back,
            {seq, std::string{"base"}, std::string{"base"}, clock.local(route.back), Value{},
             Value{}, 0.0, Value{}, Value{}, std::string{}, std::string{"Back at the base."},
             clock.iso(route.back)}};
    if (may_show(clock.picture, route, route.visits.size())) {
        row.values[7] = one_decimal(static_cast<double>(home.drive_ms) / 60'000.0);
        row.values[8] = one_decimal(home.length.value / 1000.0);
        row.values[9] = streets_of(home);
    }
    return row;
}

Row idle_row(const Clock& clock, PlanTime open) {
    return {open,
            {std::int64_t{0}, std::string{"base"}, std::string{"base"}, Value{}, clock.local(open),
             Value{}, 0.0, 0.0, 0.0, std::string{},
             std::string{"No stop is planned in this shift."}, clock.iso(open)}};
}

/// The rows of one shift in order of time: a break at the base stands before leaving it or after
/// the return.
std::vector<Row> shift_rows(const Clock& clock, std::size_t r, std::span<const PlannedStop> stops) {
    const Route& route = clock.picture.plan.routes[r];
    if (route.visits.empty())
        return {idle_row(clock, clock.picture.wanted.shifts[route.unit].shift.open)};
    std::vector<Row> rows{leaving_row(clock, route)};
    std::int64_t last = 0;
    for (const PlannedStop& stop : stops) {
        if (stop.route != r) continue;
        last = stop.seq;
        rows.push_back(stop_row(clock, stop));
    }
    rows.push_back(home_row(clock, route, clock.picture.paths[r].back(), last + 1));
    std::ranges::stable_sort(rows, {}, &Row::at);
    return rows;
}

}  // namespace

Layer schedule_table(const PatrolPicture& picture) {
    Layer table{"schedule", "Schedule", GeometryType::none, {}, {}, ""};
    table.fields = {{"unit", FieldType::text, "callsign"},
                    {"day", FieldType::text, "first day of the shift"},
                    {"seq", FieldType::integer, "order in the shift; 0 is leaving the base"},
                    {"kind", FieldType::text, "base, hotspot, task or break"},
                    {"place", FieldType::text, "hotspot or task"},
                    {"arrive", FieldType::text, "local time"},
                    {"start", FieldType::text, "local time"},
                    {"depart", FieldType::text, "local time"},
                    {"dwell_min", FieldType::real, "presence, minutes"},
                    {"drive_min", FieldType::real, "drive to it, minutes"},
                    {"drive_km", FieldType::real, "drive to it, km"},
                    {"via", FieldType::text, "streets of the drive"},
                    {"why", FieldType::text, "why this stop"},
                    {"start_time", FieldType::time, "start with date and offset"}};
    const Clock clock{picture};
    const std::vector<PlannedStop> stops = stops_of(picture);
    for (std::size_t r = 0; r < picture.plan.routes.size(); ++r) {
        const Route& route = picture.plan.routes[r];
        const ShiftOrigin& origin = picture.wanted.origins[route.unit];
        const std::string& unit = picture.operation.units[origin.unit].callsign;
        const std::string day = to_string(origin.day);
        for (Row& row : shift_rows(clock, r, stops)) {
            std::vector<Value> values{unit, day};
            std::ranges::move(row.values, std::back_inserter(values));
            table.features.push_back({{}, std::move(values)});
        }
    }
    return table;
}

}  // namespace beatline
