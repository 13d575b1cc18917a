// How far hotspots hang on the very events that happened: the same places drawn again and again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/grid.hpp"
#include "geo/hotspot.hpp"

namespace beatline {

/// Finds hotspots with these weights for the events, by whatever method the run uses. Called from
/// several threads at once.
using FindHotspots = std::function<std::vector<Hotspot>(std::span<const double> weights)>;

struct StabilityRules {
    std::size_t resamples{50};
    std::uint64_t seed{1};
    bool (*cancelled)(){nullptr};
};

struct Stability {
    std::vector<double> shares;  ///< per hotspot, of the resamples in which it appears, [0, 1]
    DensityGrid cells;           ///< per cell, of the resamples in which a hotspot covers it; empty
                                 ///< when no grid was given
    std::size_t resamples{0};
};

/// Bootstrap of the events (Efron 1979): each counts as often as a Poisson number of mean 1 says,
/// which is the multinomial draw but for a total that varies a little (Hanley & MacGibbon 2006,
/// Comput. Methods Programs Biomed. 83:57) and needs no new places, only weights. A hotspot
/// appears in a resample when one of its hotspots has its peak inside the outline, or an outline
/// that holds the hotspot's peak.
///
/// `weights`: one an event, as the surface had them. `spec`: grid of `cells`; of no cells: none.
/// Deterministic for a seed, whatever the number of threads.
[[nodiscard]] Stability bootstrap_hotspots(std::span<const Hotspot> hotspots,
                                           std::span<const double> weights, const GridSpec& spec,
                                           const StabilityRules& rules, const FindHotspots& find);

/// How often each event counts in a resample: Poisson numbers of mean 1.
[[nodiscard]] std::vector<std::uint8_t> resample_counts(std::size_t events, std::uint64_t seed,
                                                        std::size_t resample);

}  // namespace beatline
