// Chooses a bandwidth when the user does not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "geo/kernel.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct BandwidthChoice {
    Metres bandwidth{300};
    Metres spread{0};         ///< the robust spread that it rests on
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

}  // namespace beatline
