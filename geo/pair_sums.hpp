// Kernel sums over the other places, at every place and for a whole ladder of bandwidths at once.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "geo/kernel.hpp"
#include "geo/weighted_point.hpp"

namespace beatline {

/// The bandwidths of a ladder, rising, each > 0.
using BandwidthLadder = std::vector<Metres>;

/// `steps` bandwidths from `least` to `most`, each the same multiple of the one before; one only
/// where `most` is not above `least`. Throws std::invalid_argument for bounds that are not positive
/// numbers or no steps.
[[nodiscard]] BandwidthLadder bandwidth_ladder(Metres least, Metres most, std::size_t steps);

/// Row by row: the sums at query i for each bandwidth of the ladder, in weight per m^2.
class PairSums {
public:
    PairSums(std::size_t queries, std::size_t bandwidths)
        : bandwidths_{bandwidths}, sums_(queries * bandwidths, 0.0) {}

    [[nodiscard]] std::span<const double> at(std::size_t query) const {
        return {sums_.data() + query * bandwidths_, bandwidths_};
    }
    [[nodiscard]] std::span<double> at(std::size_t query) {
        return {sums_.data() + query * bandwidths_, bandwidths_};
    }

private:
    std::size_t bandwidths_;
    std::vector<double> sums_;
};

/// At every query the sum of weight * kernel_density over the places, except a place at the very
/// spot of the query when `without_own` is set (leave-one-place-out). A pair of query and place
/// is looked at once for all bandwidths of a polynomial kernel, whose terms are added up by the
/// ring between two bandwidths that the distance falls into; the Gaussian and the cone cost one
/// evaluation a pair and bandwidth. Exact but for rounding, about 1e-12 of the peak; the same for
/// any number of threads.
[[nodiscard]] PairSums pair_sums(std::span<const WeightedPoint> places,
                                 std::span<const Point> queries, const BandwidthLadder& ladder,
                                 Kernel kernel, bool without_own);

/// About how many pairs pair_sums would look at for a reach, from a count of places by squares of
/// that side.
[[nodiscard]] double expected_pairs(std::span<const WeightedPoint> places,
                                    std::span<const Point> queries, Metres reach);

}  // namespace beatline
