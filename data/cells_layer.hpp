// The layer of Gi* cells: which squares of the map hold more, or less, than chance gives.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "data/layer.hpp"
#include "data/operation_significance.hpp"
#include "geo/event.hpp"
#include "geo/gi_star.hpp"

namespace beatline {

/// Counts of incidents on a grid, and how each cell's neighbourhood stands.
struct CountedCells {
    GridSpec spec;
    std::vector<double> counts;
    std::vector<std::uint8_t> inside;
    GiStar gi;
};

/// Cells whose centre lies in the area, or that hold an incident; without an area all of the
/// incidents' box. Nothing when the box would have more than 20 million cells.
[[nodiscard]] std::optional<CountedCells> count_cells(std::span<const PointEvent> events,
                                                      const MultiPolygon& area,
                                                      const GiStarTable& rules);

/// The cells that hold an incident or are significant; the others say nothing.
[[nodiscard]] Layer cells_layer(const CountedCells& cells);

}  // namespace beatline
