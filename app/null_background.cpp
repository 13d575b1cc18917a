// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "app/progress.hpp"
#include "app/snap_places.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/read_background.hpp"
#include "data/run_record.hpp"
#include "geo/convex_hull.hpp"

namespace beatline {

namespace {

void add_once(std::vector<std::string>& warnings, const std::string& warning) {
    if (std::ranges::find(warnings, warning) == warnings.end()) warnings.push_back(warning);
}

NullModel by_zones(const SignificanceRules& rules, Inputs& inputs) {
    BackgroundSource source = rules.zones;
    source.shown_path = published_path(source.shown_path);
    Background background = read_background(source, inputs.crs);
    for (const std::string& w : background.warnings) add_once(inputs.warnings, w);
    return NullModel::by_zones(background.zones, inputs.area, interrupted);
}

/// Of the streets that incidents are put on: with a method along streets, its own.
const RoadReading& streets_of(const Operation& operation, Inputs& inputs, RoadReading& own) {
    const MethodRules& way = operation.hotspots.way;
    if (way.method != HotspotMethod::network || way.streets == TravelMode::car)
        return car_roads(operation, inputs);
    own = add_roads(operation, way.streets, inputs);
    return own;
}

NullModel by_roads(const Operation& operation, Inputs& inputs) {
    RoadReading own;
    const RoadReading& roads = streets_of(operation, inputs, own);
    std::vector<WeightedLine> lines;
    for (StreetId s = 0; s < roads.network.streets.size(); ++s) {
        const auto line = roads.network.line_of(s);
        lines.push_back({{line.begin(), line.end()}, 1.0});
    }
    return NullModel::by_lines(lines, inputs.area, interrupted);
}

/// Read as incidents are, with an account of their own.
NullModel by_incidents(const Operation& operation, Inputs& inputs) {
    Inputs background;
    background.crs = inputs.crs;
    background.area = inputs.area;
    add_incidents(operation, operation.hotspots.significance.incidents, background);
    for (InputReport& report : background.reports) {
        for (const std::string& w : report.warnings)
            add_once(inputs.warnings, fmt::format("{}: {}", report.file, w));
        report.what = "background";
        inputs.reports.push_back(std::move(report));
    }
    inputs.rejected.append(std::move(background.rejected));
    std::vector<WeightedPoint> points;
    for (const PointEvent& e : background.incidents) points.push_back({e.at, 1.0});
    return NullModel::by_points(std::move(points), inputs.area);
}

std::optional<NullModel> anywhere(Inputs& inputs) {
    if (!inputs.area.empty()) return NullModel::anywhere(inputs.area);
    std::vector<Point> places;
    for (const PointEvent& e : inputs.incidents) places.push_back(e.at);
    const MultiPolygon hull = convex_hull(std::move(places));
    if (hull.empty()) {
        inputs.warnings.emplace_back(
            "hotspots.significance: not tested: all incidents lie on one place or line, and no "
            "operation.area says where else they might have been");
        return std::nullopt;
    }
    inputs.warnings.emplace_back(
        "hotspots.significance: without an operation.area chance puts events anywhere within the "
        "convex hull of the incidents, farmland and sea as well as streets; name the area");
    return NullModel::anywhere(hull);
}

}  // namespace

std::optional<NullModel> chance_of(const Operation& operation, Inputs& inputs) {
    const SignificanceRules& rules = operation.hotspots.significance;
    try {
        switch (rules.background) {
            case BackgroundKind::none:
                break;
            case BackgroundKind::zones:
                return by_zones(rules, inputs);
            case BackgroundKind::roads:
                return by_roads(operation, inputs);
            case BackgroundKind::incidents:
                return by_incidents(operation, inputs);
        }
    } catch (const std::invalid_argument& error) {
        if (interrupted()) throw Interrupted{};
        throw InputError{
            fmt::format("hotspots.background: {} (operation.area): wanted one that "
                        "covers it",
                        error.what())};
    }
    return anywhere(inputs);
}

}  // namespace beatline
