// SPDX-License-Identifier: Apache-2.0
#include "geo/extract.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "geo/outline.hpp"
#include "geo/spaced_peaks.hpp"

namespace beatline {

namespace {

using Cell = std::uint32_t;
constexpr Cell none = ~Cell{0};

/// Cells that hold anything, densest first; equal ones in grid order.
std::vector<Cell> by_density(const DensityGrid& density) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < density.values.size(); ++i) {
        if (density.values[i] > 0.0F) cells.push_back(static_cast<Cell>(i));
    }
    std::ranges::sort(cells, [&](Cell a, Cell b) {
        const float va = density.values[a];
        const float vb = density.values[b];
        return va != vb ? va > vb : a < b;
    });
    return cells;
}

/// For every cell the peak that it climbs to (by its highest neighbour); none where the density is
/// zero.
struct Basins {
    std::vector<Cell> peak_of;  ///< per cell: index into peaks
    std::vector<Cell> peaks;    ///< cells, highest first
};

Basins find_basins(const DensityGrid& density, std::span<const Cell> sorted) {
    Basins basins{std::vector<Cell>(density.values.size(), none), {}};
    for (const Cell cell : sorted) {
        Cell best = none;
        for_each_neighbour(density.spec, cell, [&](Cell n) {
            if (basins.peak_of[n] == none) return;
            if (best == none || density.values[n] > density.values[best]) best = n;
        });
        if (best == none) {
            basins.peak_of[cell] = static_cast<Cell>(basins.peaks.size());
            basins.peaks.push_back(cell);
        } else {
            basins.peak_of[cell] = basins.peak_of[best];
        }
    }
    return basins;
}

Point centre_of(const GridSpec& spec, Cell cell) {
    return spec.centre(cell / spec.cols, cell % spec.cols);
}

/// Per peak, the kept peak that it belongs to: itself when it is kept.
std::vector<Cell> space_out(const Basins& basins, const GridSpec& spec, Metres separation) {
    SpacedPeaks kept{separation};
    std::vector<Cell> owner(basins.peaks.size());
    for (Cell p = 0; p < basins.peaks.size(); ++p) {
        const Point at = centre_of(spec, basins.peaks[p]);
        const std::optional<Cell> near = kept.near(at);
        owner[p] = near.value_or(p);
        if (!near) kept.keep(at, p);
    }
    return owner;
}

/// The density that a cell needs to be among the densest `share` of the study area.
double level_of_share(const DensityGrid& density, std::span<const Cell> sorted, double share) {
    const auto cells = static_cast<double>(
        std::ranges::count_if(density.values, [](float v) { return !std::isnan(v); }));
    const auto keep = static_cast<std::size_t>(std::max(std::floor(share * cells), 1.0));
    return density.values[sorted[std::min(keep, sorted.size()) - 1]];
}

/// The rank that a cell needs to be among the first that hold `share` of the mass.
double level_of_volume(const DensityGrid& density, const DensityGrid& ranking,
                       std::span<const Cell> sorted, double share) {
    double all = 0.0;
    for (const Cell cell : sorted) all += density.values[cell];
    double sum = 0.0;
    for (const Cell cell : sorted) {
        sum += density.values[cell];
        if (sum >= share * all) return ranking.values[cell];
    }
    return ranking.values[sorted.back()];
}

/// The connected cells around a peak that belong to it and are dense enough.
Patch grow(const DensityGrid& density, const Basins& basins, std::span<const Cell> owner, Cell peak,
           double level, std::vector<char>& seen) {
    const Cell start = basins.peaks[peak];
    seen[start] = 1;
    return grow_patch(density.spec, start, [&](Cell n) {
        const Cell basin = basins.peak_of[n];
        if (seen[n] != 0 || basin == none || owner[basin] != peak) return false;
        if (static_cast<double>(density.values[n]) < level) return false;
        seen[n] = 1;
        return true;
    });
}

std::uint32_t count_inside(const Polygon& outline, std::span<const PointEvent> events) {
    const Box box = bounds(outline.outer);
    return static_cast<std::uint32_t>(std::ranges::count_if(events, [&](const PointEvent& e) {
        return box.contains(e.at) && contains(outline, e.at);
    }));
}

void check(const DensityGrid& density, const HotspotParams& params) {
    if (density.values.size() >= none) throw std::invalid_argument{"grid has too many cells"};
    if (params.area_share && !(*params.area_share > 0.0 && *params.area_share <= 1.0))
        throw std::invalid_argument{"area_share is not in (0, 1]"};
    if (params.volume_share && !(*params.volume_share > 0.0 && *params.volume_share <= 1.0))
        throw std::invalid_argument{"volume_share is not in (0, 1]"};
    if (!(params.peak_share > 0.0 && params.peak_share <= 1.0))
        throw std::invalid_argument{"peak_share is not in (0, 1]"};
    if (!(params.min_separation.value >= 0.0))
        throw std::invalid_argument{"min_separation is negative"};
}

struct Candidate {
    Patch patch;
    double level;
    Hotspot hotspot;
};

}  // namespace

std::vector<Hotspot> extract_hotspots(const DensityGrid& density,
                                      std::span<const PointEvent> events,
                                      const HotspotParams& params) {
    return extract_hotspots(density, density, events, params);
}

std::vector<Hotspot> extract_hotspots(const DensityGrid& density, const DensityGrid& ranking,
                                      std::span<const PointEvent> events,
                                      const HotspotParams& params) {
    check(ranking, params);
    const std::vector<Cell> sorted = by_density(ranking);
    if (sorted.empty()) return {};
    double floor = params.area_share ? level_of_share(ranking, sorted, *params.area_share) : 0.0;
    if (params.volume_share)
        floor = std::max(floor, level_of_volume(density, ranking, sorted, *params.volume_share));
    const Basins basins = find_basins(ranking, sorted);
    const std::vector<Cell> owner = space_out(basins, density.spec, params.min_separation);
    const double total = total_mass(density);
    const double cell_m2 = density.spec.cell.value * density.spec.cell.value;

    std::vector<Candidate> candidates;
    std::vector<char> seen(density.values.size(), char{0});
    for (Cell p = 0; p < basins.peaks.size(); ++p) {
        const double height = ranking.values[basins.peaks[p]];
        if (owner[p] != p || height < floor) continue;
        const double level = std::max(floor, params.peak_share * height);
        Candidate c{grow(ranking, basins, owner, p, level, seen), level, {}};
        if (static_cast<double>(c.patch.cells.size()) * cell_m2 < params.min_area.value) continue;
        c.hotspot.peak = centre_of(density.spec, basins.peaks[p]);
        c.hotspot.peak_per_km2 = density.values[basins.peaks[p]];
        c.hotspot.mass = mass_of(density, c.patch.cells);
        c.hotspot.mass_share = c.hotspot.mass / total;
        candidates.push_back(std::move(c));
    }
    std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
        return a.hotspot.mass > b.hotspot.mass;
    });
    if (candidates.size() > params.count) candidates.resize(params.count);

    std::vector<Hotspot> hotspots;
    for (Candidate& c : candidates) {
        Hotspot& h = hotspots.emplace_back(std::move(c.hotspot));
        h.id = static_cast<std::uint32_t>(hotspots.size());
        h.outline = outline_of(c.patch, ranking, c.level);
        h.area = area(h.outline);
        h.event_count = count_inside(h.outline, events);
    }
    return hotspots;
}

}  // namespace beatline
