// SPDX-License-Identifier: Apache-2.0
#include "geo/density_surfaces.hpp"

#include <cmath>
#include <numeric>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>
#include <stdexcept>

#include "geo/gather_weights.hpp"

namespace beatline {

SharedPlaces::SharedPlaces(std::span<const Point> places, const GridSpec& spec,
                           const DensityParams& params)
    : spec_{spec}, params_{params}, count_{places.size()} {
    if (const std::optional<int> bin = bin_wanted(spec, params)) {
        binned_ = true;
        each_ = place_each(places, spec, params.bandwidth.value / spec.cell.value, *bin);
        return;
    }
    places_.assign(places.begin(), places.end());
    order_.resize(places.size());
    std::iota(order_.begin(), order_.end(), std::uint32_t{0});
    tbb::parallel_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
        if (places[a].y != places[b].y) return places[a].y < places[b].y;
        return places[a].x < places[b].x;
    });
}

DensityEngine SharedPlaces::engine(std::span<const double> weights) const {
    if (weights.size() != count_)
        throw std::invalid_argument{"as many weights as places are wanted"};
    for (const double weight : weights) {
        if (!(weight >= 0.0) || !std::isfinite(weight))
            throw std::invalid_argument{"weights must be finite and not negative"};
    }
    if (binned_) return engine_for(gather_weights(each_, weights), spec_, params_);
    return engine_for(gather_weights(places_, order_, weights), spec_, params_);
}

DensityGrid SharedPlaces::surface(std::span<const double> weights) const {
    return run_engine(engine(weights), spec_, params_);
}

std::vector<DensityGrid> SharedPlaces::surfaces(
    std::span<const std::vector<double>> weights) const {
    std::vector<DensityGrid> grids(weights.size());
    tbb::parallel_for(std::size_t{0}, weights.size(),
                      [&](std::size_t i) { grids[i] = surface(weights[i]); });
    return grids;
}

void SharedPlaces::stream(std::span<const double> weights,
                          const std::function<void(const DensityStrip&)>& take) const {
    stream_engine(engine(weights), spec_, params_, take);
}

}  // namespace beatline
