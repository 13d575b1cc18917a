// SPDX-License-Identifier: Apache-2.0
#include "tests/web/town.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace beatline::testing {
namespace {

constexpr double block = 160.0;  // metres
constexpr int columns = 24;
constexpr int rows = 16;
constexpr Point corner{374000.0, 163500.0};
const std::array<std::string, 4> callsigns{"L1", "L2", "T7", "<script>alert(1)</script>"};
const std::array<std::string, 2> days{"2025-12-01", "2025-12-02"};

// A street corner, moved a little so that the town is no chessboard.
Point crossing(int column, int row) {
    const double sway = std::sin(column * 1.7 + row * 0.9);
    const double lean = std::cos(column * 0.6 - row * 1.3);
    return {corner.x + column * block + 28.0 * sway, corner.y + row * block + 24.0 * lean};
}

// Along the rows' streets, then along the columns'.
Polyline way(std::pair<int, int> from, std::pair<int, int> to) {
    Polyline line{crossing(from.first, from.second)};
    while (from.first != to.first) {
        from.first += from.first < to.first ? 1 : -1;
        line.push_back(crossing(from.first, from.second));
    }
    while (from.second != to.second) {
        from.second += from.second < to.second ? 1 : -1;
        line.push_back(crossing(from.first, from.second));
    }
    return line;
}

std::string clock(const std::string& day, int minutes) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:00+00:00", minutes / 60, minutes % 60);
    return day + text.data();
}

Layer roads() {
    Layer layer = a_layer("roads", "Roads", GeometryType::line);
    layer.fields = {{"name", FieldType::text, "name of the street"},
                    {"class", FieldType::text, "class of the road"}};
    const auto add = [&](Point a, Point b, const std::string& name, const std::string& kind) {
        layer.features.push_back({Polyline{a, b}, {name, kind}});
    };
    for (int r = 0; r < rows; ++r) {
        const std::string name = r == 8 ? "London Road" : "Row Street " + std::to_string(r);
        const std::string kind = r == 8 ? "primary" : r % 4 == 0 ? "tertiary" : "residential";
        for (int c = 0; c + 1 < columns; ++c) add(crossing(c, r), crossing(c + 1, r), name, kind);
    }
    for (int c = 0; c < columns; ++c) {
        const std::string name = c == 12 ? "High Street" : "Column Lane " + std::to_string(c);
        const std::string kind = c == 12 ? "secondary" : c % 5 == 0 ? "unclassified" : "service";
        for (int r = 0; r + 1 < rows; ++r) add(crossing(c, r), crossing(c, r + 1), name, kind);
    }
    return layer;
}

const std::array<std::pair<int, int>, 8> hotspot_at{
    {{12, 8}, {6, 11}, {18, 5}, {9, 4}, {15, 12}, {20, 11}, {3, 6}, {13, 2}}};

Layer hotspots() {
    Layer layer = a_layer("hotspots", "Hotspots", GeometryType::polygon);
    layer.fields = {{"id", FieldType::integer, "rank by mass"},
                    {"mass_share", FieldType::real, "share of all mass, 0-1"},
                    {"peak_per_km2", FieldType::real, "largest density, weighted events per km2"},
                    {"area_m2", FieldType::real, "area, m2"},
                    {"events", FieldType::integer, "events inside"},
                    {"visits", FieldType::integer, "visits planned"},
                    {"minutes", FieldType::integer, "minutes planned"},
                    {"why", FieldType::text, "why it is a hotspot"}};
    for (std::size_t i = 0; i < hotspot_at.size(); ++i) {
        const Point centre = crossing(hotspot_at[i].first, hotspot_at[i].second);
        Polygon outline;
        for (int k = 0; k <= 40; ++k) {
            const double angle = 2.0 * std::numbers::pi * (k % 40) / 40.0;
            const double radius =
                150.0 - 8.0 * static_cast<double>(i) + 22.0 * std::sin(3.0 * angle);
            outline.outer.push_back(
                {centre.x + radius * std::cos(angle), centre.y + 0.8 * radius * std::sin(angle)});
        }
        const auto rank = static_cast<std::int64_t>(i) + 1;
        layer.features.push_back(
            {outline,
             {rank, 0.16 / static_cast<double>(rank), 905.25 / static_cast<double>(rank),
              area(outline).value, 240 / rank, std::int64_t{8}, std::int64_t{120},
              "Rank " + std::to_string(rank) + " of 8: " + std::to_string(240 / rank) +
                  " events in 12 weeks, densest between 18:00 and 23:00."}});
    }
    return layer;
}

struct PlanLayers {
    Layer routes = a_layer("routes", "Routes", GeometryType::line);
    Layer stops = a_layer("stops", "Stops", GeometryType::point);
    Layer units = a_layer("units", "Bases", GeometryType::point);
};

void add_shift(PlanLayers& plan, std::size_t unit, const std::string& day, int turn) {
    const std::string& callsign = callsigns[unit];
    const std::string shift = callsign + " " + day;
    const std::pair<int, int> base = unit == 3 ? std::pair{22, 14} : std::pair{11, 9};
    std::pair<int, int> at = base;
    Polyline route{crossing(at.first, at.second)};
    int now = 14 * 60 + 4;
    double km = 0.0;
    for (int seq = 1; seq <= 5; ++seq) {
        const auto spot = (unit * 2 + static_cast<std::size_t>(seq * 3 + turn)) % hotspot_at.size();
        const bool pause = seq == 4;
        const bool task = seq == 5 && unit < 2;
        const std::pair<int, int> next = task ? std::pair{16, 7} : pause ? at : hotspot_at[spot];
        const Polyline drive = way(at, next);
        const double drive_km = length(drive).value / 1000.0;
        const int drive_min = static_cast<int>(std::lround(drive_km * 2.4));
        route.insert(route.end(), drive.begin() + 1, drive.end());
        const int arrive = now + drive_min;
        const int dwell = task ? 60 : pause ? 45 : 15;
        const std::string kind = task ? "task" : pause ? "break" : "hotspot";
        const std::string place = task ? "BTP-1" : pause ? "break" : "H" + std::to_string(spot + 1);
        std::string why = place;
        why.append(" is the most worth per minute that ")
            .append(callsign)
            .append(" can reach by then.");
        plan.stops.features.push_back(
            {crossing(next.first, next.second),
             {callsign, shift, day, std::int64_t{seq}, kind, place, clock(day, arrive),
              clock(day, arrive), clock(day, arrive + dwell), static_cast<double>(dwell),
              static_cast<double>(drive_min), drive_km, why}});
        now = arrive + dwell + 20;
        km += drive_km;
        at = next;
    }
    const Polyline home = way(at, base);
    route.insert(route.end(), home.begin() + 1, home.end());
    plan.routes.features.push_back({route,
                                    {callsign, shift, day, std::int64_t{5}, 41.0, km, 150.0, 60.0,
                                     clock(day, 14 * 60), clock(day, now + 10)}});
    plan.units.features.push_back(
        {crossing(base.first, base.second),
         {callsign, day, shift, clock(day, 14 * 60), clock(day, 22 * 60), std::string{"car"}}});
}

PlanLayers plan_layers() {
    PlanLayers plan;
    const Field unit{"unit", FieldType::text, "callsign"};
    const Field shift{"shift", FieldType::text, "callsign and day"};
    const Field day{"day", FieldType::text, "local date"};
    plan.routes.fields = {unit,
                          shift,
                          day,
                          {"stops", FieldType::integer, "stops"},
                          {"drive_min", FieldType::real, "driving, minutes"},
                          {"drive_km", FieldType::real, "driving, km"},
                          {"visit_min", FieldType::real, "on site, minutes"},
                          {"wait_min", FieldType::real, "waiting, minutes"},
                          {"leave", FieldType::time, "leaves base"},
                          {"back", FieldType::time, "back at base"}};
    plan.stops.fields = {unit,
                         shift,
                         day,
                         {"seq", FieldType::integer, "number in the shift"},
                         {"kind", FieldType::text, "hotspot, task or break"},
                         {"place", FieldType::text, "hotspot or task"},
                         {"arrive", FieldType::time, "arrival"},
                         {"start", FieldType::time, "start of service"},
                         {"depart", FieldType::time, "departure"},
                         {"dwell_min", FieldType::real, "on site, minutes"},
                         {"drive_min", FieldType::real, "driving to it, minutes"},
                         {"drive_km", FieldType::real, "driving to it, km"},
                         {"why", FieldType::text, "why it is in the plan"}};
    plan.units.fields = {unit,
                         day,
                         shift,
                         {"start", FieldType::time, "start of the shift"},
                         {"end", FieldType::time, "end of the shift"},
                         {"mode", FieldType::text, "car or foot"}};
    for (std::size_t d = 0; d < days.size(); ++d) {
        for (std::size_t u = 0; u < callsigns.size(); ++u) {
            add_shift(plan, u, days[d], static_cast<int>(d) * 3);
        }
    }
    return plan;
}

Layer tasks() {
    Layer layer = a_layer("tasks", "Tasks", GeometryType::point);
    layer.fields = {{"id", FieldType::text, "name of the task"},
                    {"kind", FieldType::text, "kind"},
                    {"window", FieldType::text, "when it can be done"},
                    {"duration_min", FieldType::integer, "minutes"},
                    {"units", FieldType::integer, "units it takes"},
                    {"planned", FieldType::boolean, "whether it is in the plan"},
                    {"why", FieldType::text, "why, or why not"}};
    layer.features = {
        {crossing(16, 7),
         {std::string{"BTP-1"}, std::string{"joint"}, std::string{"16:30-19:30"}, std::int64_t{60},
          std::int64_t{2}, true, std::string{"Two units meet BTP at the station."}}},
        {crossing(4, 14),
         {std::string{"SCH-2"}, std::string{"school"}, std::string{"09:00-10:00"}, std::int64_t{45},
          std::int64_t{1}, false,
          std::string{"Its window closes before the first shift begins."}}}};
    return layer;
}

Layer unserved() {
    Layer layer = a_layer("unserved", "Not served", GeometryType::point);
    layer.fields = {{"place", FieldType::text, "hotspot or task"},
                    {"kind", FieldType::text, "kind"},
                    {"reason", FieldType::text, "code"},
                    {"why", FieldType::text, "the reason in a sentence"}};
    layer.features = {
        {crossing(4, 14),
         {std::string{"SCH-2"}, std::string{"task"}, std::string{"window_closed"},
          std::string{"No unit is on shift between 09:00 and 10:00."}}},
        {crossing(23, 1),
         {std::string{"H9"}, std::string{"hotspot"}, std::string{"no_time_left"},
          std::string{"Every shift is full; the nearest, L2, would be 11 min over."}}}};
    return layer;
}

DensityGrid density() {
    DensityGrid grid;
    grid.spec = {.corner = {corner.x - 200.0, corner.y - 200.0},
                 .cell = Metres{25},
                 .rows = 118,
                 .cols = 168};
    for (std::size_t row = 0; row < grid.spec.rows; ++row) {
        for (std::size_t col = 0; col < grid.spec.cols; ++col) {
            const Point at = grid.spec.centre(row, col);
            double sum = 0.0;
            for (std::size_t i = 0; i < hotspot_at.size(); ++i) {
                const Point centre = crossing(hotspot_at[i].first, hotspot_at[i].second);
                const double near = 1.0 - std::pow(distance(at, centre).value / 500.0, 2.0);
                if (near > 0.0) sum += 900.0 / (static_cast<double>(i) + 1.0) * near * near;
            }
            const bool outside = row < 6 && col < 6;
            grid.values.push_back(outside ? std::numeric_limits<float>::quiet_NaN()
                                          : static_cast<float>(sum));
        }
    }
    return grid;
}

}  // namespace

Layer a_layer(const std::string& name, const std::string& title, GeometryType geometry) {
    Layer layer;
    layer.name = name;
    layer.title = title;
    layer.geometry = geometry;
    return layer;
}

ViewerInput a_town() {
    PlanLayers plan = plan_layers();
    ViewerInput input;
    input.title = "Made-up town <b>week</b> & test";
    input.marking = "OFFICIAL-SENSITIVE";
    input.period = "1 December 2025 to 2 December 2025";
    input.crs = "EPSG:27700";
    input.attribution = "Made-up streets, for tests";
    input.notices = {"ANPR data are simulated.",
                     "3 of 1,204 rows were set aside: see rejected.csv."};
    input.layers = {roads(),
                    hotspots(),
                    std::move(plan.routes),
                    std::move(plan.stops),
                    tasks(),
                    std::move(plan.units),
                    unserved()};
    input.density = density();
    return input;
}

ViewerInput an_empty_page() {
    ViewerInput input;
    input.title = "Nothing";
    return input;
}

}  // namespace beatline::testing
