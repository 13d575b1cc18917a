// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "app/hotspot_methods.hpp"
#include "app/progress.hpp"
#include "app/stages.hpp"
#include "geo/adaptive_density.hpp"

namespace beatline {

namespace {

/// Surfaces of the same events with other weights, made as the run's own was.
class Resurfacing {
public:
    Resurfacing(const Operation& operation, const Inputs& inputs, const Surface& surface)
        : rules_{operation.hotspots}, area_{inputs.area}, surface_{surface} {
        std::vector<std::uint32_t> order(inputs.incidents.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        const auto at = [&](std::uint32_t i) { return inputs.incidents[i].at; };
        std::ranges::sort(order, {}, at);
        place_of_.resize(order.size());
        for (const std::uint32_t i : order) {
            if (places_.empty() || places_.back() != at(i)) places_.push_back(at(i));
            place_of_[i] = static_cast<std::uint32_t>(places_.size() - 1);
        }
    }

    [[nodiscard]] std::vector<Hotspot> hotspots(std::span<const double> weights) const {
        if (rules_.way.method == HotspotMethod::cells)
            return find_cells(points_of(weights), area_, unit_params(rules_, surface_.density));
        return extract_hotspots(of(points_of(weights)), {}, rules_.extract);
    }

private:
    [[nodiscard]] std::vector<WeightedPoint> points_of(std::span<const double> weights) const {
        std::vector<WeightedPoint> points;
        points.reserve(places_.size() + surface_.cameras.size());
        for (const Point p : places_) points.push_back({p, 0.0});
        for (std::size_t i = 0; i < weights.size(); ++i) points[place_of_[i]].weight += weights[i];
        std::erase_if(points, [](const WeightedPoint& p) { return p.weight == 0.0; });
        std::ranges::copy(surface_.cameras, std::back_inserter(points));
        return points;
    }
    [[nodiscard]] DensityGrid of(std::vector<WeightedPoint> points) const {
        const GridSpec& spec = surface_.density.spec;
        if (points.empty()) return {spec, std::vector<float>(spec.size(), 0.0F)};
        if (!rules_.adaptive && rules_.edge == EdgeCorrection::none) {
            DensityGrid density = estimate_density(std::move(points), spec, surface_.params);
            for (std::size_t i = 0; i < density.values.size(); ++i) {
                if (std::isnan(surface_.density.values[i])) density.values[i] = std::nanf("");
            }
            return density;
        }
        auto kernels = with_bandwidths(std::move(points), surface_.params, rules_.cell,
                                       rules_.adaptive, rules_.bandwidth_by.nearest);
        return estimate_surface(std::move(kernels), spec, area_,
                                {surface_.params, rules_.adaptive, rules_.edge})
            .density;
    }

    const HotspotRules& rules_;
    const MultiPolygon& area_;
    const Surface& surface_;
    std::vector<Point> places_;
    std::vector<std::uint32_t> place_of_;  // of each incident
};

}  // namespace

Stability stability_of(const Operation& operation, const Inputs& inputs, const Surface& surface,
                       std::span<Hotspot> hotspots) {
    std::vector<double> weights;
    for (const PointEvent& e : inputs.incidents) weights.push_back(e.weight);
    const Resurfacing again{operation, inputs, surface};
    Stability stability = bootstrap_hotspots(
        hotspots, weights, surface.density.spec,
        {operation.hotspots.significance.resamples, operation.search.seed, interrupted},
        [&](std::span<const double> drawn) { return again.hotspots(drawn); });
    for (std::size_t i = 0; i < hotspots.size(); ++i) {
        // Cameras are not drawn again: what they make appears in every resample and says nothing.
        const bool of_cameras = hotspots[i].anpr_mass.value_or(0.0) > 0.5 * hotspots[i].mass;
        if (!of_cameras) hotspots[i].stability = stability.shares[i];
    }
    for (std::size_t i = 0; i < stability.cells.values.size(); ++i) {
        if (std::isnan(surface.density.values[i])) stability.cells.values[i] = std::nanf("");
    }
    return stability;
}

}  // namespace beatline
