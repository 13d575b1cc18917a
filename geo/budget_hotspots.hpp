// Turns regions that were chosen under an area budget into hotspots.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/area_budget.hpp"
#include "geo/event.hpp"
#include "geo/hotspot.hpp"

namespace beatline {

/// In the choice's order, most mass first. Outlines run along the cells' sides, so areas are the
/// cells' and outlines share no more than sides; the peak is the centre of the densest cell.
[[nodiscard]] std::vector<Hotspot> hotspots_of(const BudgetChoice& choice,
                                               const DensityGrid& density,
                                               std::span<const PointEvent> events);

}  // namespace beatline
