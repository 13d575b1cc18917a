// What no choice of places that keep their distance can be worth more than.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/spaced_seeds.hpp"

namespace beatline {

struct SpacedBoundParams {
    Metres separation{300};  ///< > 0
    std::size_t count{20};   ///< at most so many are chosen
    std::size_t steps{
        400};  ///< of the search for good prices, fewer for very many seeds; any give a bound
    double per_place{0.0};          ///< a price per place chosen to begin from, >= 0
    std::span<const double> start;  ///< prices of the seeds' cells to begin from; may be empty
};

struct SpacedBound {
    double worth{0.0};          ///< the bound
    double per_place{0.0};      ///< the price per place chosen, last
    std::vector<double> share;  ///< per seed, how far the relaxed problem chooses it, [0, 1]
};

/// Bound from linear programming duality. Seeds within half a separation of one cell are pairwise
/// too close, so at most one of them is chosen: a price per seed's cell, paid by every seed within
/// half a separation of it, and a price per place chosen. When every seed pays at least its worth,
/// no choice is worth more than all prices together (each counted once, the one per place `count`
/// times). Good prices are searched for by the primal-dual hybrid gradient method (Chambolle and
/// Pock 2011, steps by Pock and Chambolle 2011) and then raised until every seed pays: the bound
/// holds however far that search got.
[[nodiscard]] SpacedBound bound_spaced_seeds(const Seeds& seeds, const GridSpec& spec,
                                             const SpacedBoundParams& params);

}  // namespace beatline
