// Areas where one of two sets of events is denser than chance would have it, with their figures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/two_samples.hpp"

namespace beatline {

struct ChangedArea {
    std::uint32_t id{0};  ///< 1 changed most, by mass
    Polygon outline;
    Point peak;  ///< centre of the cell that changed most by chance's measure
    SquareMetres area{0};
    double before{0.0}, after{0.0};  ///< weighted events in it, per unit of scale
    double peak_z{0.0};              ///< negative where it fell
    double p_value{1.0};             ///< of the peak, on the whole map
};

/// Connected cells whose z is beyond what chance reaches anywhere on the map at this level, growth
/// and fall apart; smaller patches than `least_area` are left out. Sorted by how much changed.
[[nodiscard]] std::vector<ChangedArea> changed_areas(const TwoSamples& samples, double level,
                                                     SquareMetres least_area);

}  // namespace beatline
