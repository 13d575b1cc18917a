// SPDX-License-Identifier: Apache-2.0
#include "geo/hotspot_figures.hpp"

#include <algorithm>
#include <cmath>

#include "geo/covered_time.hpp"

namespace beatline {

namespace {

constexpr double seconds_per_year = 365.25 * 24.0 * 3600.0;

/// Years from the first event's time to the last one's, without the gaps.
std::optional<double> years_of(std::span<const PointEvent> events, std::span<const Interval> gaps) {
    std::optional<Interval> period;
    for (const PointEvent& e : events) {
        if (e.when == Interval{}) continue;  // no time
        if (!period) period = e.when;
        period->from = std::min(period->from, e.when.from);
        period->to = std::max(period->to, e.when.to);
    }
    const Seconds covered = period ? covered_time(*period, gaps) : Seconds{0};
    if (!(covered > Seconds{0})) return std::nullopt;
    return static_cast<double>(covered.count()) / seconds_per_year;
}

std::size_t cell_at(double from, double to, double cell, std::size_t most) {
    return static_cast<std::size_t>(
        std::clamp(std::floor((to - from) / cell), 0.0, static_cast<double>(most)));
}

}  // namespace

HotspotMembers members_by_outline(std::span<const Hotspot> hotspots,
                                  std::span<const PointEvent> events) {
    HotspotMembers members;
    for (const Hotspot& h : hotspots) {
        auto& inside = members.emplace_back();
        const Box box = bounds(h.outline.outer);
        for (std::uint32_t i = 0; i < events.size(); ++i) {
            if (box.contains(events[i].at) && contains(h.outline, events[i].at))
                inside.push_back(i);
        }
    }
    return members;
}

void add_figures(std::span<Hotspot> hotspots, const HotspotMembers& members,
                 std::span<const PointEvent> events, const FigureBasis& basis) {
    const std::optional<double> years = years_of(events, basis.gaps);
    for (std::size_t h = 0; h < hotspots.size(); ++h) {
        Hotspot& hotspot = hotspots[h];
        const auto n = static_cast<double>(members[h].size());
        hotspot.event_count = static_cast<std::uint32_t>(members[h].size());
        if (years && hotspot.area.value > 0.0)
            hotspot.per_km2_year = n / (hotspot.area.value / m2_per_km2) / *years;
        if (!basis.harm_by_kind.empty()) {
            double harm = 0.0;
            for (const std::uint32_t i : members[h]) {
                const std::uint32_t kind = events[i].kind;
                harm += kind < basis.harm_by_kind.size() ? basis.harm_by_kind[kind] : 1.0;
            }
            hotspot.harm = harm;
        }
        if (basis.study_area.value > 0.0 && hotspot.area.value > 0.0 && !events.empty())
            hotspot.pai =
                (n / static_cast<double>(events.size())) / (hotspot.area / basis.study_area);
    }
}

SquareMetres area_of(const DensityGrid& density) {
    const auto cells =
        std::ranges::count_if(density.values, [](float v) { return !std::isnan(v); });
    return static_cast<double>(cells) * (density.spec.cell * density.spec.cell);
}

SurfaceInside surface_inside(const DensityGrid& density, const Polygon& outline) {
    SurfaceInside result;
    const GridSpec& spec = density.spec;
    const Box box = bounds(outline.outer);
    const double cell = spec.cell.value;
    const double cell_km2 = cell * cell / m2_per_km2;
    const std::size_t last_row =
        std::min(cell_at(spec.corner.y, box.max.y, cell, spec.rows) + 1, spec.rows);
    const std::size_t last_col =
        std::min(cell_at(spec.corner.x, box.max.x, cell, spec.cols) + 1, spec.cols);
    for (std::size_t r = cell_at(spec.corner.y, box.min.y, cell, spec.rows); r < last_row; ++r) {
        for (std::size_t c = cell_at(spec.corner.x, box.min.x, cell, spec.cols); c < last_col;
             ++c) {
            const double value = density.at(r, c);
            const Point centre = spec.centre(r, c);
            if (std::isnan(value) || !contains(outline, centre)) continue;
            result.mass += value * cell_km2;
            if (value <= result.peak_per_km2) continue;
            result.peak_per_km2 = value;
            result.peak = centre;
        }
    }
    return result;
}

double value_at(const DensityGrid& density, Point place) {
    const GridSpec& spec = density.spec;
    if (!spec.box().contains(place)) return 0.0;
    const std::size_t row = cell_at(spec.corner.y, place.y, spec.cell.value, spec.rows - 1);
    const std::size_t col = cell_at(spec.corner.x, place.x, spec.cell.value, spec.cols - 1);
    const double value = density.at(row, col);
    return std::isnan(value) ? 0.0 : value;
}

}  // namespace beatline
