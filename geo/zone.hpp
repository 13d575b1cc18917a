// A zone: an area and how much of something it holds, as a census counts it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/grid.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct Zone {
    MultiPolygon shape;
    double amount{0.0};  ///< of people, households, addresses …; >= 0, finite
};

struct SpreadZones {
    std::vector<WeightedPoint> points;  ///< at cell centres, each cell once, south to north
    double inside{0.0};                 ///< the amount that they carry
    double outside{0.0};                ///< of the zones (or parts of them) beyond grid and area
};

/// Every zone's amount shared out evenly (areal weighting) over the cells of `spec` whose centre it
/// holds; a zone too thin to hold any gives all to the cell that holds the middle of its largest
/// part. Cells whose centre lies outside `area` get nothing (an empty area excludes none), and what
/// they would have got is counted as outside. Zones may overlap: amounts add up.
[[nodiscard]] SpreadZones spread_zones(std::span<const Zone> zones, const GridSpec& spec,
                                       const MultiPolygon& area);

}  // namespace beatline
