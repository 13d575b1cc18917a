// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "app/hotspot_methods.hpp"
#include "geo/cells.hpp"
#include "geo/refine_peak.hpp"

namespace beatline {

CellParams unit_params(const HotspotRules& rules, const DensityGrid& density) {
    return {rules.way.unit_shape,
            rules.way.unit,
            rules.way.nudge,
            rules.extract.count,
            rules.extract.min_separation,
            rules.extract.area_share,
            area_of(density)};
}

namespace {

/// The cells that the back-test ranks highest, cameras with their share of the mass beside them.
std::vector<Hotspot> find_scored_cells(const MethodChoice& choice, const Surface& surface,
                                       CellParams params) {
    std::vector<WeightedPoint> points = choice.scores;
    for (const WeightedPoint& camera : surface.cameras)
        points.push_back(
            {{camera.at.x - choice.anchor.x, camera.at.y - choice.anchor.y}, camera.weight});
    params.study_area = choice.ground;
    std::vector<Hotspot> found = find_cells(std::move(points), {}, params);
    for (Hotspot& h : found) {
        for (Point& p : h.outline.outer) {
            p.x += choice.anchor.x;
            p.y += choice.anchor.y;
        }
        h.peak.x += choice.anchor.x;
        h.peak.y += choice.anchor.y;
    }
    return found;
}

}  // namespace

void find_unit_hotspots(const Operation& operation, const Inputs& inputs, const Surface& surface,
                        FoundHotspots& found) {
    const CellParams params = unit_params(operation.hotspots, surface.density);
    found.hotspots = inputs.method && inputs.method->as == MethodChoice::As::cells
                         ? find_scored_cells(*inputs.method, surface, params)
                         : find_cells(surface.weighted, inputs.area, params);
    for (Hotspot& h : found.hotspots) {
        // Visits go to the densest place of the unit, which need not be where a row was put.
        const SurfaceInside inside = surface_inside(surface.density, h.outline);
        h.peak = inside.peak.value_or(h.peak);
        h.peak_per_km2 = value_at(surface.density, h.peak);
    }
    if (surface.field)
        refine_peaks(found.hotspots, *surface.field, surface.density.spec.cell, inputs.area);
    found.members = members_by_outline(found.hotspots, inputs.incidents);
}

std::string method_phrase(const MethodRules& rules) {
    switch (rules.method) {
        case HotspotMethod::kde:
            return "contour of the density surface";
        case HotspotMethod::cells:
            return rules.unit_shape == UnitShape::square
                       ? fmt::format("square of {:g} m", rules.unit.value)
                       : fmt::format("hexagon of {:.4g} ha",
                                     (rules.unit * rules.unit).value / 10'000.0);
        case HotspotMethod::network:
            return "stretch of street";
        case HotspotMethod::automatic:
            break;
    }
    return {};
}

}  // namespace beatline
