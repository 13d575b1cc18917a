// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

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

double one_decimal(double v) {
    return static_cast<double>(static_cast<std::int64_t>(v * 10.0 + 0.5)) / 10.0;
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
        const auto add = [&](std::int64_t seq, const std::string& kind, const std::string& place,
                             std::vector<Value> rest) {
            std::vector<Value> values{unit, day, seq, kind, place};
            values.insert(values.end(), rest.begin(), rest.end());
            table.features.push_back({{}, std::move(values)});
        };
        if (route.visits.empty()) {
            add(0, "base", "base",
                {Value{}, clock.local(picture.wanted.shifts[route.unit].shift.open), Value{}, 0.0,
                 0.0, 0.0, std::string{}, std::string{"No stop is planned in this shift."},
                 clock.iso(picture.wanted.shifts[route.unit].shift.open)});
            continue;
        }
        add(0, "base", "base",
            {Value{}, Value{}, clock.local(route.leave), 0.0, 0.0, 0.0, std::string{},
             std::string{"Leaves the base."}, clock.iso(route.leave)});
        std::int64_t last = 0;
        bool from_sensitive = false;
        for (const PlannedStop& stop : stops) {
            if (stop.route != r) continue;
            last = stop.seq;
            from_sensitive = stop.sensitive;
            add(last, stop.kind, stop.place,
                {clock.local(stop.arrive), clock.local(stop.start), clock.local(stop.depart),
                 one_decimal(static_cast<double>(stop.depart - stop.start) / 60.0),
                 one_decimal(stop.drive_min), one_decimal(stop.drive_km), stop.via, stop.why,
                 clock.iso(stop.start)});
        }
        const RoadPath& home = picture.paths[r].back();
        add(last + 1, "base", "base",
            {clock.local(route.back), Value{}, Value{}, 0.0,
             one_decimal(static_cast<double>(home.drive_ms) / 60'000.0),
             one_decimal(home.length.value / 1000.0),
             from_sensitive ? std::string{} : streets_of(home), std::string{"Back at the base."},
             clock.iso(route.back)});
    }
    return table;
}

}  // namespace beatline
