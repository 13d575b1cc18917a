// The bandwidth of least mean square error for a clustered point process (Diggle's criterion).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "geo/kernel.hpp"
#include "geo/plane.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

struct DiggleRules {
    Metres most{1000};       ///< the widest standard deviation tried; > 0
    std::size_t steps{512};  ///< of distance up to four times that, at least 8
    MultiPolygon area;       ///< not empty: K by the border method, else without edge correction
    double most_pairs{4e9};  ///< beyond, only every second, third ... place is asked
};

struct DiggleChoice {
    Metres deviation{0};             ///< the standard deviation of the kernel, per axis
    std::vector<Metres> deviations;  ///< those tried
    std::vector<double> error;       ///< of each, relative: only where it is least means anything
    bool at_end{false};              ///< the widest or the narrowest is best: no minimum was found
};

/// Diggle (1985, Applied Statistics 34:138) as computed by Berman & Diggle (1989, JRSS B 51:81)
/// from Ripley's K:
///     M(r) = (1/lambda - 2 K(r)) / (pi r^2) + (pi r^2)^-2 * int A(s, r) dK(s)
/// with A(s, r) what two discs of radius r have in common at the distance s, and the kernel's
/// standard deviation r / 2. Distinct places with weights: K counts pairs of different places by
/// the product of their weights, 1/lambda is the area over Kish's effective number; with unit
/// weights this is spatstat's bw.diggle. Nothing with fewer than three places that carry weight, or
/// when no two lie within reach.
[[nodiscard]] std::optional<DiggleChoice> diggle_bandwidth(std::span<const WeightedPoint> places,
                                                           const DiggleRules& rules);

}  // namespace beatline
