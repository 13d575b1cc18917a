// A place with its weight and the bandwidth of its own kernel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "geo/weighted_point.hpp"

namespace beatline {

struct KernelPoint {
    Point at;
    double weight{1.0};
    Metres bandwidth{300};  ///< > 0

    auto operator<=>(const KernelPoint&) const = default;
};

/// Every place once, sorted by y, then x; all with the same bandwidth.
[[nodiscard]] std::vector<KernelPoint> with_bandwidth(std::vector<WeightedPoint> points,
                                                      Metres bandwidth);

/// The same without bandwidths, in the same order.
[[nodiscard]] std::vector<WeightedPoint> without_bandwidth(std::span<const KernelPoint> points);

/// Points on one spot with one bandwidth become one; sorted by y, x, bandwidth.
[[nodiscard]] std::vector<KernelPoint> merge_kernels(std::vector<KernelPoint> points);

/// The largest bandwidth; zero without points. Throws std::invalid_argument for a bandwidth that is
/// not a positive number.
[[nodiscard]] Metres widest_bandwidth(std::span<const KernelPoint> points);

}  // namespace beatline
