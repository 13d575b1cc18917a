// Kernel density with a bandwidth of its own for every point: narrow where there is much, wide
// where there is little.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "geo/density.hpp"
#include "geo/kernel_point.hpp"

namespace beatline {

/// A place's own bandwidth lies between the one asked for over this and times this.
inline constexpr double abramson_span = 4.0;

/// Abramson (1982): h_i = h0 * sqrt(G / f(p_i)), with h0 the bandwidth of `params`, f the density
/// that it gives (the pilot) and G the geometric mean of f over the points by their weights; then
/// clamped to [h0 / 4, 4 h0] and to `least`, below which a grid would miss the kernel. Every place
/// once; points without weight are left out.
[[nodiscard]] std::vector<KernelPoint> abramson_bandwidths(std::vector<WeightedPoint> points,
                                                           const DensityParams& params,
                                                           Metres least = Metres{0.0});

/// Loftsgaarden & Quesenberry (1965): h_i is the distance to the k-th nearest other place, whatever
/// the places weigh, so that many events on one spot do not make it narrow; clamped as above, and
/// wide where there are no k others within reach. Throws std::invalid_argument for k = 0.
[[nodiscard]] std::vector<KernelPoint> nearest_bandwidths(std::vector<WeightedPoint> points,
                                                          std::size_t k,
                                                          const DensityParams& params,
                                                          Metres least = Metres{0.0});

/// Each place with the bandwidth of `params`; or, adaptive, with one of its own, by the k-th
/// nearest place where a k is given, else by Abramson's rule.
[[nodiscard]] std::vector<KernelPoint> with_bandwidths(std::vector<WeightedPoint> points,
                                                       const DensityParams& params, Metres least,
                                                       bool adaptive,
                                                       std::optional<std::size_t> nearest);

/// Weighted events per km^2 at every cell centre of `spec`, each point spread by its own bandwidth;
/// of `params` only the kernel and `cancelled` count. Exact: double sums, rounded once to float32,
/// the same for any order of the points and number of threads. Throws std::invalid_argument for a
/// bandwidth that is not a positive number.
[[nodiscard]] DensityGrid estimate_adaptive_density(std::vector<KernelPoint> points,
                                                    const GridSpec& spec,
                                                    const DensityParams& params);

}  // namespace beatline
