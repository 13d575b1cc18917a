// Seeded points for tests: clusters over a uniform floor, like events in a town.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <vector>

#include "geo/density.hpp"

namespace beatline::testing {

/// `n` points in a square of `side` metres at `corner`, four in five in clusters; weights in (0,
/// 3).
inline std::vector<WeightedPoint> random_points(std::size_t n, Point corner, double side,
                                                std::uint64_t seed) {
    std::mt19937_64 rng{seed};
    std::uniform_real_distribution<double> unit{0.0, 1.0};
    std::normal_distribution<double> normal{0.0, side / 20.0};
    std::vector<Point> centres(5);
    for (Point& c : centres)
        c = {corner.x + side * (0.2 + 0.6 * unit(rng)), corner.y + side * (0.2 + 0.6 * unit(rng))};
    std::vector<WeightedPoint> points;
    for (std::size_t i = 0; i < n; ++i) {
        const Point c = centres[i % centres.size()];
        const Point at = i % 5 == 0
                             ? Point{corner.x + side * unit(rng), corner.y + side * unit(rng)}
                             : Point{c.x + normal(rng), c.y + normal(rng)};
        points.push_back({at, 3.0 * unit(rng)});
    }
    return points;
}

}  // namespace beatline::testing
