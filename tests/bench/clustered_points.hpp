// The points that density is measured on: clusters of every size over a thin floor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "geo/grid.hpp"
#include "geo/weighted_point.hpp"

namespace beatline::bench {

/// `n` points of weight 1 on 60 by 45 km at (400000, 280000): four in five in 200 Gaussian clusters
/// whose standard deviation is log-uniform from 150 to 1,500 m and whose share is Pareto with
/// exponent 1.5, the others uniform. The same points on any platform but for the last digits that
/// its logarithm and cosine give.
[[nodiscard]] std::vector<WeightedPoint> clustered_points(std::size_t n);

/// The same area in square cells: 1280 columns are cells of 46.875 m, 2560 of 23.4375 m.
[[nodiscard]] GridSpec clustered_grid(std::size_t cols);

}  // namespace beatline::bench
