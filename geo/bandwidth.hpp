// Rules of thumb for the bandwidth: by how far the events spread and how many they are.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/kernel.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct BandwidthChoice {
    Metres bandwidth{300};
    Metres spread{0};         ///< that it rests on
    double effective_n{0.0};  ///< Kish: (sum w)^2 / sum w^2
    bool degenerate{false};   ///< no spread (one place only): the bandwidth is a fallback of 300 m
};

/// Silverman (1986), eq. 4.14 and 4.15 with the normal reference in two dimensions:
/// h = A(K) * s * n^(-1/6), A(K)^6 = 4 pi R(K) / m2(K)^2 (2.40 Epanechnikov, 2.78 quartic, 1
/// Gaussian); s is, per axis, the smaller of the standard deviation and the interquartile range
/// / 1.349, and the geometric mean over the axes. A rule for one hump: on a whole county it
/// oversmooths, which docs/methods.md says.
[[nodiscard]] BandwidthChoice silverman_bandwidth(std::span<const WeightedPoint> points,
                                                  Kernel shape);

/// Scott (1992), Multivariate Density Estimation, eq. 6.42: the same with the sample's standard
/// deviations, geometric mean over the axes. With the Gaussian it is spatstat's
/// bw.scott(isotropic = TRUE).
[[nodiscard]] BandwidthChoice scott_bandwidth(std::span<const WeightedPoint> points, Kernel shape);

/// The bandwidth of a kernel that has this standard deviation along an axis.
[[nodiscard]] Metres of_deviation(Kernel shape, Metres deviation);

}  // namespace beatline
