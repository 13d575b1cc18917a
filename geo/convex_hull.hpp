// The convex hull of places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geo/plane.hpp"

namespace beatline {

/// The smallest convex polygon around the points; empty when they lie on one line.
[[nodiscard]] MultiPolygon convex_hull(std::vector<Point> points);

}  // namespace beatline
