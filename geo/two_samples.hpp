// Two sets of events held against each other: where the one is denser than the other, and whether
// chance would do as much.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/density.hpp"
#include "geo/map_test.hpp"

namespace beatline {

/// How replicates are made where the two sets are one population.
enum class Relabelling {
    by_size,      ///< every event falls to the second with its scale's share: rates are compared
    by_exchange,  ///< labels change places, each set keeps its number: shares are compared
};

struct TwoSampleRules {
    GridSpec spec;
    MultiPolygon area;  ///< cells outside are left out; empty: none are
    DensityParams density;
    double first_scale{1.0};   ///< what the first set is divided by: years, weight; > 0
    double second_scale{1.0};  ///< and the second
    /// Of what the variance rests on, so much is spread evenly over the cells, [0, 1): where there
    /// is next to nothing, one event is no news.
    double even_share{0.05};
    Relabelling relabelling{Relabelling::by_size};
    std::size_t replicates{199};
    std::uint64_t seed{1};
};

/// Cell by cell. Densities are weighted events per km^2 and unit of their scale; NaN outside.
struct TwoSamples {
    DensityGrid first, second;
    /// The difference second - first over its standard deviation under chance,
    ///     sd^2 = R(K) c2 / (first_scale * second_scale)
    /// R(K) the integral of K^2, c2 the density of squared weights of both sets (Bowman & Azzalini
    /// 1997, Applied Smoothing Techniques, sec. 2.3, for two samples).
    DensityGrid z;
    MapTest chance;  ///< what z is held against
};

/// Weights of the sets may differ; an event keeps its weight when it changes sets. The same for any
/// order within a set of equal weights and any number of threads. Throws std::invalid_argument for
/// scales, share or bandwidth out of range.
[[nodiscard]] TwoSamples compare_samples(std::span<const WeightedPoint> first,
                                         std::span<const WeightedPoint> second,
                                         const TwoSampleRules& rules);

/// The two-sided p of a standard normal z, in [0, 1].
[[nodiscard]] double normal_p(double z);

}  // namespace beatline
