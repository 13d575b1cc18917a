// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>

#include "app/stages.hpp"
#include "data/error.hpp"
#include "data/read_hotspots.hpp"
#include "geo/refine_peak.hpp"

namespace beatline {

namespace {

/// What the surface says of an outline: its mass and its densest cell.
void measure(const DensityGrid& density, Hotspot& hotspot) {
    const GridSpec& spec = density.spec;
    const Box box = bounds(hotspot.outline.outer);
    const auto index = [&](double from, double to, std::size_t most) {
        return static_cast<std::size_t>(
            std::clamp(std::floor((to - from) / spec.cell.value), 0.0, static_cast<double>(most)));
    };
    const double cell_km2 = spec.cell.value * spec.cell.value / 1e6;
    const std::size_t last_row =
        std::min(index(spec.corner.y, box.max.y, spec.rows) + 1, spec.rows);
    const std::size_t last_col =
        std::min(index(spec.corner.x, box.max.x, spec.cols) + 1, spec.cols);
    for (std::size_t r = index(spec.corner.y, box.min.y, spec.rows); r < last_row; ++r) {
        for (std::size_t c = index(spec.corner.x, box.min.x, spec.cols); c < last_col; ++c) {
            const double value = density.at(r, c);
            const Point centre = spec.centre(r, c);
            if (std::isnan(value) || !contains(hotspot.outline, centre)) continue;
            hotspot.mass += value * cell_km2;
            if (value <= hotspot.peak_per_km2) continue;
            hotspot.peak_per_km2 = value;
            hotspot.peak = centre;
        }
    }
}

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
        measure(surface.density, h);
        if (h.peak == Point{})
            h.peak = inside_of(h.outline);
        else if (surface.field)
            refine_peaks({&h, 1}, *surface.field, surface.density.spec.cell, inputs.area);
        h.mass_share = h.mass / total;
        if (given.mass) h.mass = *given.mass;
        const Box box = bounds(h.outline.outer);
        h.event_count = static_cast<std::uint32_t>(std::ranges::count_if(
            inputs.incidents,
            [&](const PointEvent& e) { return box.contains(e.at) && contains(h.outline, e.at); }));
    }
    test_hotspots(operation, inputs, surface, found);
    found.reasons = hotspot_reasons(found.hotspots, inputs.incidents, inputs.kinds, inputs.cameras,
                                    inputs.anpr_simulated);
    for (std::size_t i = 0; i < found.reasons.size(); ++i)
        found.reasons[i] = fmt::format("Drawn by hand in {}: {}{}", file.filename().string(),
                                       found.reasons[i], test_sentence(found.hotspots[i]));
    return found;
}

}  // namespace beatline
