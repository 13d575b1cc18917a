// SPDX-License-Identifier: Apache-2.0
#include "geo/adaptive_density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include "geo/density_at.hpp"
#include "geo/density_engine.hpp"

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

DensityGrid estimate_adaptive_density(std::vector<KernelPoint> points, const GridSpec& spec,
                                      const DensityParams& params) {
    return run_engine(row_engine(merge_kernels(std::move(points)), spec, params.kernel), spec,
                      params);
}

}  // namespace beatline
