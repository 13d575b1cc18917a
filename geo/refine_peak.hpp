// From the densest cell to the peak itself.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/density_at.hpp"
#include "geo/hotspot.hpp"

namespace beatline {

/// Climbs from `start` by mean shift, in longer steps while they lead up and shorter ones when they
/// do not. The place it ends at is never lower than the start nor farther from it than `within`;
/// where the surface is flat, as the uniform kernel's steps are, it is the start. Deterministic.
[[nodiscard]] Point refine_peak(const DensityField& field, Point start, Metres within);

/// Moves each hotspot's peak from its cell centre to the surface's maximum near it, within the
/// distance of one cell, and sets `peak_per_km2` to the density there. A peak that would leave its
/// outline or a study area that is not empty stays where it is; nothing else changes.
void refine_peaks(std::span<Hotspot> hotspots, const DensityField& field, Metres cell,
                  const MultiPolygon& area);

}  // namespace beatline
