// Points that lean to one side of a square kilometre, the same as in tests/reference/*.R.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <vector>

#include "geo/weighted_point.hpp"

namespace beatline::testing {

/// Multiples of two irrational numbers, whole parts dropped, bent towards one corner.
inline std::vector<WeightedPoint> leaning_points(int count) {
    std::vector<WeightedPoint> points;
    for (int i = 1; i <= count; ++i) {
        const double u = std::fmod(i * 0.6180339887498949, 1.0);
        const double v = std::fmod(i * 0.7548776662466927, 1.0);
        points.push_back({{1000.0 * u * u, 1000.0 * v * (0.4 + 0.6 * u)}, 1.0});
    }
    return points;
}

}  // namespace beatline::testing
