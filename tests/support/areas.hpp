// Study areas for tests.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>

#include "geo/plane.hpp"

namespace beatline::testing {

/// Counter-clockwise.
inline Ring square_ring(Point corner, double side) {
    return {corner,
            {corner.x + side, corner.y},
            {corner.x + side, corner.y + side},
            {corner.x, corner.y + side},
            corner};
}

inline MultiPolygon square_area(Point corner, double side) {
    return {{square_ring(corner, side), {}}};
}

/// A star with `points` tips, a hole in its middle and an island beside it.
inline MultiPolygon ragged_area(Point centre, double radius, int points = 7) {
    Polygon star;
    for (int i = 0; i <= 2 * points; ++i) {
        const double angle = std::numbers::pi * (i % (2 * points)) / points;
        const double r = i % 2 == 0 ? radius : 0.55 * radius;
        star.outer.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
    }
    Ring hole = square_ring({centre.x - 0.2 * radius, centre.y - 0.1 * radius}, 0.25 * radius);
    star.holes.push_back({hole.rbegin(), hole.rend()});
    return {star, {square_ring({centre.x + 1.1 * radius, centre.y}, 0.3 * radius), {}}};
}

}  // namespace beatline::testing
