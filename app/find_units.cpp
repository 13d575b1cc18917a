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

void find_unit_hotspots(const Operation& operation, const Inputs& inputs, const Surface& surface,
                        FoundHotspots& found) {
    const CellParams params = unit_params(operation.hotspots, surface.density);
    found.hotspots = find_cells(surface.weighted, inputs.area, params);
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
    }
    return {};
}

}  // namespace beatline
