// Finds hotspots in a density surface: the places around its highest peaks, apart from one another.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "geo/event.hpp"
#include "geo/grid.hpp"
#include "geo/hotspot.hpp"

namespace beatline {

struct HotspotParams {
    std::size_t count{20};  ///< at most so many, those of most mass
    std::optional<double>
        area_share;  ///< only cells among the densest share of the study area, (0, 1]
    std::optional<double> volume_share;  ///< only cells of the smallest area that holds this share
                                         ///< of the mass, (0, 1]
    Metres min_separation{300};          ///< between peaks, >= 0
    double peak_share{
        0.5};  ///< an outline ends where the density falls below this share of its peak
    SquareMetres min_area{5'000};  ///< smaller patches are noise
};

/// Peaks are taken from the highest down; one closer than `min_separation` to a higher one belongs
/// to it. A hotspot is the connected patch of cells that climb to its peak (and to the peaks that
/// belong to it) and hold at least `peak_share` of the peak's density, and, with `area_share` and
/// `volume_share`, at least the density that the densest share of the area has, and that the
/// percent volume contour has. Ranked by mass; outlines are valid
/// polygons that do not overlap by more than the interpolation of half a cell. NaN cells are
/// outside the study area. Throws std::invalid_argument for parameters out of range.
[[nodiscard]] std::vector<Hotspot> extract_hotspots(const DensityGrid& density,
                                                    std::span<const PointEvent> events,
                                                    const HotspotParams& params);

/// The places where another surface of the same grid is high (a ratio); masses, peak densities and
/// ranks are still those of the density.
[[nodiscard]] std::vector<Hotspot> extract_hotspots(const DensityGrid& density,
                                                    const DensityGrid& ranking,
                                                    std::span<const PointEvent> events,
                                                    const HotspotParams& params);

}  // namespace beatline
