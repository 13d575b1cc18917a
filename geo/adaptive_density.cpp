// SPDX-License-Identifier: Apache-2.0
#include "geo/adaptive_density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

#include "geo/density_at.hpp"
#include "geo/density_engine.hpp"
#include "geo/place_rows.hpp"

namespace beatline {

std::vector<KernelPoint> abramson_bandwidths(std::vector<WeightedPoint> points,
                                             const DensityParams& params, Metres least) {
    std::erase_if(points, [](const WeightedPoint& p) { return !(p.weight > 0.0); });
    std::vector<KernelPoint> kernels = with_bandwidth(std::move(points), params.bandwidth);
    const DensityField pilot{kernels, params.kernel};
    std::vector<double> logs(kernels.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, kernels.size(), 64},
                      [&](const auto& part) {
                          if (params.cancelled != nullptr && params.cancelled()) return;
                          for (std::size_t i = part.begin(); i < part.end(); ++i)
                              logs[i] = std::log(pilot.at(kernels[i].at).per_km2);
                      });
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        sum += kernels[i].weight * logs[i];
        weight += kernels[i].weight;
    }
    const Metres h0 = params.bandwidth;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        const Metres h = std::exp(0.5 * (sum / weight - logs[i])) * h0;
        kernels[i].bandwidth =
            std::max(std::clamp(h, h0 / abramson_span, abramson_span * h0), least);
    }
    return kernels;
}

std::vector<KernelPoint> nearest_bandwidths(std::vector<WeightedPoint> points, std::size_t k,
                                            const DensityParams& params, Metres least) {
    if (k == 0) throw std::invalid_argument{"the 0-th nearest place is none"};
    std::erase_if(points, [](const WeightedPoint& p) { return !(p.weight > 0.0); });
    const std::vector<WeightedPoint> places = merge_coincident(std::move(points));
    const double h0 = params.bandwidth.value;
    // Where many are near, a short look is enough.
    std::vector<PlaceRows> reaches;
    for (double reach = h0 / abramson_span; reach < 2.0 * abramson_span * h0; reach *= 2.0)
        reaches.emplace_back(places, std::min(reach, abramson_span * h0));
    std::vector<KernelPoint> kernels = with_bandwidth(places, params.bandwidth);
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>{0, kernels.size(), 64}, [&](const auto& part) {
            if (params.cancelled != nullptr && params.cancelled()) return;
            std::vector<double> squares;
            for (std::size_t i = part.begin(); i < part.end(); ++i) {
                double h = abramson_span * h0;
                for (const PlaceRows& rows : reaches) {
                    squares.clear();
                    rows.for_near(kernels[i].at, [&](double d2, double) {
                        if (d2 > 0.0) squares.push_back(d2);
                    });
                    if (squares.size() < k) continue;
                    const auto kth = squares.begin() + static_cast<std::ptrdiff_t>(k - 1);
                    std::ranges::nth_element(squares, kth);
                    h = std::sqrt(*kth);
                    break;
                }
                kernels[i].bandwidth =
                    std::max(Metres{std::clamp(h, h0 / abramson_span, abramson_span * h0)}, least);
            }
        });
    return kernels;
}

std::vector<KernelPoint> with_bandwidths(std::vector<WeightedPoint> points,
                                         const DensityParams& params, Metres least, bool adaptive,
                                         std::optional<std::size_t> nearest) {
    if (!adaptive) return with_bandwidth(std::move(points), params.bandwidth);
    if (nearest) return nearest_bandwidths(std::move(points), *nearest, params, least);
    return abramson_bandwidths(std::move(points), params, least);
}

DensityGrid estimate_adaptive_density(std::vector<KernelPoint> points, const GridSpec& spec,
                                      const DensityParams& params) {
    return run_engine(row_engine(merge_kernels(std::move(points)), spec, params.kernel), spec,
                      params);
}

}  // namespace beatline
