// What each density engine would cost, so that the cheapest can be taken.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geo/placed_points.hpp"

namespace beatline {

/// The largest bins for the moment engine, by the kernel's radius in cells. Larger bins are fewer
/// and have a wider rim.
[[nodiscard]] int bin_for(double radius);

/// Bins of at most so many points cost less point by point; `level` is PointBin's.
[[nodiscard]] std::uint32_t alone_for(std::uint32_t level);

/// Seconds on one core of a nominal machine of 3 GHz with 512-bit registers, without placing the
/// points, which both engines share. Fitted to measurements
/// (docs/benchmarks.md); only their order matters, and no result depends on it beyond rounding.
struct DensityCost {
    double direct{0.0};
    double moments{0.0};
};

/// `radius` in cells.
[[nodiscard]] DensityCost density_cost(const PlacedPoints& points, std::size_t cells,
                                       double radius);

}  // namespace beatline
