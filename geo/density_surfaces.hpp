// Several surfaces of the same places: categories, time windows, Monte Carlo replicates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "geo/density.hpp"
#include "geo/density_engine.hpp"

namespace beatline {

/// Places sorted once for as many surfaces as are asked of them. A surface gathers its weights,
/// leaves out what weighs nothing, and is computed by the engine that is cheapest for it; so it
/// costs what the engine does and a pass over the places.
///
/// Each surface keeps the numerical contract of estimate_density, of which it differs by rounding
/// only. Its bytes depend on its own weights and on where all places lie, not on their order, the
/// other surfaces or the number of threads. Memory: 24 bytes a place and 24 a bin; for a
/// surface under way twice as much of what weighs something, besides its engine's.
class SharedPlaces {
public:
    /// Throws std::invalid_argument as estimate_density does.
    SharedPlaces(std::span<const Point> places, const GridSpec& spec, const DensityParams& params);

    /// One weight for each place as given. Throws std::invalid_argument for another number of them,
    /// and for one that is negative or not finite. May be called from any number of threads.
    [[nodiscard]] DensityGrid surface(std::span<const double> weights) const;

    /// One surface for each list of weights, on all threads.
    [[nodiscard]] std::vector<DensityGrid> surfaces(
        std::span<const std::vector<double>> weights) const;

    /// The same surface in strips: see stream_density.
    void stream(std::span<const double> weights,
                const std::function<void(const DensityStrip&)>& take) const;

private:
    [[nodiscard]] DensityEngine engine(std::span<const double> weights) const;

    GridSpec spec_;
    DensityParams params_;
    std::size_t count_;
    // For engines that take bins, or those that take points:
    bool binned_{false};
    PlacedPoints each_;
    std::vector<Point> places_;
    std::vector<std::uint32_t> order_;  // of places_, by y, then x
};

}  // namespace beatline
