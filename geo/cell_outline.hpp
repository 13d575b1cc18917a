// The outline of a set of grid cells along the cells' own sides: its area is exactly theirs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "geo/grid.hpp"

namespace beatline {

/// A valid polygon for cells that are 4-connected: vertices only where the outline turns. Where two
/// cells meet at a corner alone, the gap between their neighbours becomes a hole that touches the
/// outer ring there, so that every ring is simple. `cells` ascending, without repeats, not empty.
[[nodiscard]] Polygon outline_of_cells(std::span<const std::uint32_t> cells, const GridSpec& spec);

}  // namespace beatline
