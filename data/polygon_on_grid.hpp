// Polygons on a grid of coordinates: is one valid, and how to make it so.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/plane.hpp"

namespace beatline {

/// Valid by OGC Simple Features: closed rings of four points or more that do not cross or overlap.
[[nodiscard]] bool is_valid(const Polygon& polygon);

/// The same area with every coordinate at a multiple of `step`, as valid polygons; parts thinner
/// than the grid vanish. Throws std::invalid_argument when the rings are not finite.
[[nodiscard]] MultiPolygon polygons_on_grid(const Polygon& polygon, double step);

}  // namespace beatline
