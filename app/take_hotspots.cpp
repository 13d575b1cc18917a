// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>

#include "app/camera_stage.hpp"
#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/read_hotspots.hpp"
#include "geo/refine_peak.hpp"

namespace beatline {

namespace {

/// A place inside an outline on which the surface is zero: the middle of its widest horizontal cut.
Point inside_of(const Polygon& outline) {
    const Box box = bounds(outline.outer);
    Point best = outline.outer.front();
    double widest = 0.0;
    for (int step = 1; step < 16; ++step) {
        const double y = box.min.y + (box.max.y - box.min.y) * step / 16.0;
        double from = std::numeric_limits<double>::quiet_NaN();
        for (int i = 0; i <= 256; ++i) {
            const double x = box.min.x + (box.max.x - box.min.x) * i / 256.0;
            if (contains(outline, {x, y})) {
                if (std::isnan(from)) from = x;
                if (x - from < widest) continue;
                widest = x - from;
                best = {(from + x) / 2.0, y};
            } else {
                from = std::numeric_limits<double>::quiet_NaN();
            }
        }
    }
    return best;
}

}  // namespace

FoundHotspots take_hotspots(const Operation& operation, const std::filesystem::path& file,
                            Inputs& inputs, const Surface& surface) {
    FoundHotspots found;
    found.given = file;
    const double total = total_mass(surface.density);
    GivenHotspots layer = read_hotspots(file, inputs.crs);
    std::ranges::move(layer.warnings, std::back_inserter(inputs.warnings));
    for (GivenHotspot& given : layer.hotspots) {
        Hotspot& h = found.hotspots.emplace_back();
        h.id = given.id.value_or(static_cast<std::uint32_t>(found.hotspots.size()));
        h.outline = std::move(given.outline);
        h.area = area(h.outline);
        const SurfaceInside inside = surface_inside(surface.density, h.outline);
        h.mass = inside.mass;
        h.peak_per_km2 = inside.peak_per_km2;
        h.peak = inside.peak ? *inside.peak : inside_of(h.outline);
        if (inside.peak && surface.field)
            refine_peaks({&h, 1}, *surface.field, surface.density.spec.cell, inputs.area);
        h.mass_share = h.mass / total;
        if (given.mass) h.mass = *given.mass;
    }
    found.members = members_by_outline(found.hotspots, inputs.incidents);
    add_figures(inputs, surface, found);
    split_masses(found.hotspots, surface);
    test_hotspots(operation, inputs, surface, found);
    found.reasons = hotspot_reasons(found.hotspots, found.members, inputs.incidents, inputs.kinds,
                                    inputs.cameras, inputs.anpr_simulated);
    for (std::size_t i = 0; i < found.reasons.size(); ++i)
        found.reasons[i] = fmt::format("Drawn by hand in {}: {}{}", file.filename().string(),
                                       found.reasons[i], test_sentence(found.hotspots[i]));
    return found;
}

}  // namespace beatline
