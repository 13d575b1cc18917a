// Small layers for the tests of whatever writes layers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "data/layer.hpp"
#include "data/write_layers.hpp"

namespace beatline::testing {

inline LayerContext bath_context() {
    return {.crs = "EPSG:27700", .marking = "OFFICIAL-SENSITIVE", .description = "Bath, one week"};
}

inline Polygon square(double x, double y, double side) {
    return {{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}, {}};
}

inline Layer stops_layer() {
    Layer layer{"stops", "Stops", GeometryType::point, {}, {}, "stops"};
    layer.fields = {{"unit", FieldType::text, "callsign"},
                    {"seq", FieldType::integer, "order of the stop"},
                    {"kind", FieldType::text, "hotspot, task or break"},
                    {"place", FieldType::text, "hotspot or task"},
                    {"arrive", FieldType::time, "arrival"},
                    {"depart", FieldType::time, "departure"},
                    {"drive_km", FieldType::real, "km driven to get here"},
                    {"planned", FieldType::boolean, "it is in the plan"},
                    {"why", FieldType::text, "reason"}};
    const auto stop = [&](double x, const std::string& unit, std::int64_t seq,
                          const std::string& why) {
        layer.features.push_back({Point{x, 164800.0},
                                  {unit, seq, std::string{"hotspot"}, "H" + std::to_string(seq),
                                   std::string{"2025-07-01T14:05:00+01:00"},
                                   std::string{"2025-07-01T14:20:00+01:00"}, 1.25, true, why}});
    };
    stop(375100, "L1", 1, "densest");
    stop(375300, "L2", 1, "it's a \"quoted\" <script>alert(1)</script>\nsecond line, ŵ €");
    stop(375500, "L1", 2, std::string(1'000'000, 'x'));
    layer.features.push_back({std::monostate{}, std::vector<Value>(9)});
    layer.features.back().values[6] = std::numeric_limits<double>::quiet_NaN();
    return layer;
}

inline Layer hotspots_layer() {
    Layer layer{"hotspots", "Hotspots", GeometryType::polygon, {}, {}, "hotspots"};
    layer.fields = {{"id", FieldType::integer, "rank"},
                    {"mass", FieldType::real, "weighted events"},
                    {"why", FieldType::text, "reason"}};
    for (std::int64_t id = 1; id <= 6; ++id)
        layer.features.push_back(
            {square(375000.0 + 300.0 * static_cast<double>(id), 164500, 150),
             {id, 40.0 / static_cast<double>(id), std::string{"many events"}}});
    Polygon& holed = std::get<Polygon>(layer.features[0].geometry);
    holed.holes.push_back({{375340, 164540}, {375340, 164580}, {375380, 164580}, {375340, 164540}});
    return layer;
}

inline Layer routes_layer() {
    Layer layer{"routes", "Routes", GeometryType::line, {}, {}, "routes"};
    layer.fields = {{"unit", FieldType::text, "callsign"}, {"drive_km", FieldType::real, "km"}};
    layer.features = {
        {Polyline{{375100, 164800}, {375300, 164500}, {375900, 164700}}, {std::string{"L1"}, 2.0}},
        {Polyline{{375100, 164800}, {375100, 164800}}, {std::string{"L2"}, 0.0}},
        {Polyline{}, {std::string{"L3"}, 0.0}}};
    return layer;
}

inline Layer table_layer() {
    Layer layer{"shifts", "Shifts", GeometryType::none, {}, {}, "shifts"};
    layer.fields = {{"unit", FieldType::text, "callsign"}, {"minutes", FieldType::integer, "min"}};
    layer.features = {{std::monostate{}, {std::string{"=L1"}, std::int64_t{-480}}}};
    return layer;
}

inline Layer empty_layer() {
    Layer layer{"unserved", "Unserved", GeometryType::point, {}, {}, "unserved"};
    layer.fields = {{"place", FieldType::text, "hotspot or task"}};
    return layer;
}

}  // namespace beatline::testing
