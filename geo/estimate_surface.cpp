// SPDX-License-Identifier: Apache-2.0
#include "geo/estimate_surface.hpp"

#include <stdexcept>

#include "geo/adaptive_density.hpp"

namespace beatline {

EstimatedSurface estimate_surface(std::vector<KernelPoint> points, const GridSpec& spec,
                                  const MultiPolygon& area, const SurfaceRules& rules) {
    const DensityParams& params = rules.density;
    if (rules.edge != EdgeCorrection::none && area.empty())
        throw std::invalid_argument{"an edge correction needs an area"};
    if (rules.edge == EdgeCorrection::uniform && rules.adaptive)
        throw std::invalid_argument{"uniform edge correction of adaptive bandwidths"};
    if (rules.edge == EdgeCorrection::diggle)
        points = diggle_weights(std::move(points), area, params.kernel);
    EstimatedSurface surface;
    surface.density = rules.adaptive ? estimate_adaptive_density(points, spec, params)
                                     : estimate_density(without_bandwidth(points), spec, params);
    mask_outside(surface.density, area);
    if (rules.edge == EdgeCorrection::uniform)
        correct_uniform(surface.density, area, params);
    else
        surface.points = std::move(points);
    return surface;
}

}  // namespace beatline
