// Kernel density with a bandwidth of its own for every point: narrow where there is much, wide
// where there is little.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geo/density.hpp"
#include "geo/kernel_point.hpp"

namespace beatline {

/// A bandwidth of Abramson's rule lies between the pilot's over this and times this.
inline constexpr double abramson_span = 4.0;

/// Abramson (1982): h_i = h0 * sqrt(G / f(p_i)), with h0 the bandwidth of `params`, f the density
/// that it gives (the pilot) and G the geometric mean of f over the points by their weights; then
/// clamped to [h0 / 4, 4 h0] and to `least`, below which a grid would miss the kernel. Every place
/// once; points without weight are left out.
[[nodiscard]] std::vector<KernelPoint> abramson_bandwidths(std::vector<WeightedPoint> points,
                                                           const DensityParams& params,
                                                           Metres least = Metres{0.0});

/// Weighted events per km^2 at every cell centre of `spec`, each point spread by its own bandwidth;
/// of `params` only the kernel and `cancelled` count. Exact: double sums, rounded once to float32,
/// the same for any order of the points and number of threads. Throws std::invalid_argument for a
/// bandwidth that is not a positive number.
[[nodiscard]] DensityGrid estimate_adaptive_density(std::vector<KernelPoint> points,
                                                    const GridSpec& spec,
                                                    const DensityParams& params);

}  // namespace beatline
