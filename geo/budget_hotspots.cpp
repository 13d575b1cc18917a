// SPDX-License-Identifier: Apache-2.0
#include "geo/budget_hotspots.hpp"

#include <algorithm>

#include "geo/cell_outline.hpp"

namespace beatline {

std::vector<Hotspot> hotspots_of(const BudgetChoice& choice, const DensityGrid& density,
                                 std::span<const PointEvent> events) {
    const GridSpec& spec = density.spec;
    const double total = total_mass(density);
    std::vector<Hotspot> hotspots;
    for (const BudgetRegion& region : choice.regions) {
        Hotspot h;
        h.id = static_cast<std::uint32_t>(hotspots.size() + 1);
        h.outline = outline_of_cells(region.cells, spec);
        h.area = area(h.outline);
        h.mass = region.mass;
        h.mass_share = region.mass / total;
        const std::uint32_t densest = *std::ranges::max_element(
            region.cells, {}, [&](std::uint32_t cell) { return density.values[cell]; });
        h.peak = spec.centre(densest / spec.cols, densest % spec.cols);
        h.peak_per_km2 = static_cast<double>(density.values[densest]);
        const Box box = bounds(h.outline.outer);
        h.event_count =
            static_cast<std::uint32_t>(std::ranges::count_if(events, [&](const PointEvent& e) {
                return box.contains(e.at) && contains(h.outline, e.at);
            }));
        hotspots.push_back(std::move(h));
    }
    return hotspots;
}

}  // namespace beatline
