// The ways to hotspots that need more than the surface: equal units, and stretches of street.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/stages.hpp"

namespace beatline {

/// Both fill in found.hotspots and found.members, the second also found.streets; empty when there
/// is nothing to find.
void find_unit_hotspots(const Operation& operation, const Inputs& inputs, const Surface& surface,
                        FoundHotspots& found);
/// Reads the streets. Throws what the reader throws, NothingToDo when no event is near a street.
void find_street_hotspots(const Operation& operation, Inputs& inputs, const Surface& surface,
                          FoundHotspots& found);

/// What find_cells is asked for; shares of the area are of the surface's.
[[nodiscard]] CellParams unit_params(const HotspotRules& rules, const DensityGrid& density);

/// "contour of the density surface", "square of 150 m", "stretch of street"
[[nodiscard]] std::string method_phrase(const MethodRules& rules);

}  // namespace beatline
