// Weights for points that were sorted before: what several surfaces of the same places share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/placed_points.hpp"

namespace beatline {

/// What place_points makes of these places and weights (one for each place as given, >= 0), from
/// place_each's sorting of the places: what weighs nothing is left out, weights at one place are
/// added in rising order, dense bins are split. Parallel.
[[nodiscard]] PlacedPoints gather_weights(const PlacedPoints& each,
                                          std::span<const double> weights);

/// What merge_coincident leaves of these places and weights, less what weighs nothing. `order`
/// numbers the places by y, then x.
[[nodiscard]] std::vector<WeightedPoint> gather_weights(std::span<const Point> places,
                                                        std::span<const std::uint32_t> order,
                                                        std::span<const double> weights);

}  // namespace beatline
