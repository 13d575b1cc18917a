// Density relative to a background: where events are denser than people, houses or other events
// would have it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

#include "geo/density.hpp"
#include "geo/map_test.hpp"

namespace beatline {

struct RelativeRules {
    GridSpec spec;
    MultiPolygon area;      ///< cells outside are left out; empty: none are
    DensityParams density;  ///< one kernel and bandwidth for both surfaces
    /// Of either surface's mass so much is spread evenly over the cells before they are divided,
    /// [0, 1): the ratio of next to nothing and nothing is about 1, not infinite (a constant added
    /// to both, as Bowman & Azzalini 1997 and Bithell 1990 do).
    double even_share{0.05};
    std::size_t replicates{199};
    std::uint64_t seed{1};
};

struct RelativeDensity {
    /// (f / W) / (g / G): 1 where the events are as dense as the background foretells; NaN outside.
    DensityGrid ratio;
    DensityGrid expected;  ///< W g / G: events per km^2 if the background were all
    /// What the events' share of the surface exceeds the background's by, in standard deviations
    /// under chance.
    DensityGrid z;
    MapTest chance;
};

/// Against a background that is known, as a census is: chance throws every event, with its weight,
/// on the background's points by their weight. sd^2 = R(K) (g / G) sum w^2 / (sum w)^2, the
/// asymptotic variance of Kelsall & Diggle (1995, Bernoulli 1:3) and Hazelton & Davies (2009,
/// Biometrical Journal 51:98) with a background of any size. Points outside the area should not be
/// among either. Throws std::invalid_argument without weight in both or for rules out of range.
[[nodiscard]] RelativeDensity relative_to_background(std::span<const WeightedPoint> events,
                                                     std::span<const WeightedPoint> background,
                                                     const RelativeRules& rules);

/// Against other events, which are a sample as these are: chance exchanges the labels of the two
/// (Kelsall & Diggle 1995; Davies & Hazelton 2010, Statistics in Medicine 29:2423).
[[nodiscard]] RelativeDensity relative_to_events(std::span<const WeightedPoint> events,
                                                 std::span<const WeightedPoint> others,
                                                 const RelativeRules& rules);

}  // namespace beatline
