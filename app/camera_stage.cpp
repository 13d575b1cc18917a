// SPDX-License-Identifier: Apache-2.0
#include "app/camera_stage.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "geo/camera_reach.hpp"

namespace beatline {

namespace {

/// A camera stands beside its road.
constexpr Metres camera_limit{100};

/// No camera carries more than this part of all that ANPR may carry: one alone is no whole picture.
constexpr double most_of_one = 0.2;

/// Finer than this the kernels would not show it.
constexpr Metres finest_spacing{10};

/// One camera's weight along the streets, or at its own place when no street is near.
std::vector<WeightedPoint> spread_one(const CameraRate& camera, const CameraReach* streets,
                                      const Operation& operation, CameraWeight& weight) {
    if (streets != nullptr) {
        const Metres limit = std::min(operation.snap_limit, camera_limit);
        if (const auto place = streets->place(camera.at, camera.bearing_deg, limit)) {
            weight.spread = CameraSpread::roads;
            const Metres spacing = std::max(finest_spacing, operation.hotspots.cell);
            return streets->spread(*place, weight.mass, {operation.anpr->reach, spacing});
        }
    }
    weight.spread = CameraSpread::disc;
    return {{camera.at, weight.mass}};
}

/// Leaves out the points outside the area, which is warned of.
void keep_inside(std::vector<WeightedPoint>& points, const Operation& operation, Inputs& inputs) {
    const EdgeCorrection edge = operation.hotspots.edge;
    if (edge == EdgeCorrection::none) return;
    const auto outside = std::ranges::count_if(inputs.cameras, [&](const CameraRate& c) {
        return c.rate.raised && !contains(inputs.area, c.at);
    });
    points = points_inside(std::move(points), inputs.area);
    if (outside > 0)
        inputs.warnings.push_back(
            fmt::format("hotspots.edge_correction = \"{}\": {} of the raised cameras lie outside "
                        "operation.area; what reaches beyond it carries no weight",
                        name_of(edge), outside));
}

void warn_of_discs(const Operation& operation, Inputs& inputs,
                   std::span<const CameraWeight> weights) {
    if (!(operation.anpr->reach > Metres{0})) return;  // discs were asked for
    const auto discs = std::ranges::count(weights, CameraSpread::disc, &CameraWeight::spread);
    if (discs == 0) return;
    inputs.warnings.push_back(
        operation.roads.empty()
            ? fmt::format("anpr: without [roads] the weight of {} raised cameras spreads as a "
                          "disc, not along the streets",
                          discs)
            : fmt::format("anpr: {} raised cameras stand more than {:g} m from every road: their "
                          "weight spreads as a disc",
                          discs, std::min(operation.snap_limit, camera_limit).value));
}

nlohmann::json shape_json(double shape) {
    if (std::isinf(shape)) return nullptr;
    return shape;
}

nlohmann::json corridor_json(const Corridors& corridors) {
    if (!corridors.why_none.empty()) return {{"made", false}, {"why", corridors.why_none}};
    std::uint64_t told = 0;
    std::size_t shown = 0;
    for (const Corridor& c : corridors.flows) {
        if (c.told != Disclosure::shown) continue;
        told += c.flow.trips;
        ++shown;
    }
    return {{"made", true},
            {"cameras_off_road", corridors.off_road},
            {"corridors", corridors.flows.size()},
            {"corridors_told", shown},
            {"trips_told", told}};
}

}  // namespace

std::vector<WeightedPoint> camera_points(const Operation& operation, Inputs& inputs, double mass,
                                         std::vector<CameraWeight>& weights) {
    weights.assign(inputs.cameras.size(), {});
    double excess = 0.0;
    for (const CameraRate& c : inputs.cameras) excess += c.rate.excess_per_1000;
    if (!(excess > 0.0) || !(mass > 0.0)) return {};
    std::optional<CameraReach> streets;
    if (operation.anpr->reach > Metres{0} && !operation.roads.empty())
        streets.emplace(car_roads(operation, inputs).network);
    std::vector<WeightedPoint> points;
    for (std::size_t c = 0; c < inputs.cameras.size(); ++c) {
        const CameraRate& camera = inputs.cameras[c];
        if (!(camera.rate.excess_per_1000 > 0.0)) continue;
        weights[c].mass = mass * std::min(camera.rate.excess_per_1000 / excess, most_of_one);
        std::ranges::copy(spread_one(camera, streets ? &*streets : nullptr, operation, weights[c]),
                          std::back_inserter(points));
    }
    warn_of_discs(operation, inputs, weights);
    keep_inside(points, operation, inputs);
    return points;
}

void split_masses(std::vector<Hotspot>& hotspots, const Surface& surface) {
    for (Hotspot& h : hotspots) {
        h.anpr_mass = 0.0;
        if (!surface.anpr) continue;
        const GridSpec& spec = surface.density.spec;
        const Box box = bounds(h.outline.outer);
        const auto row = [&](double y, std::size_t most) {
            const double at = std::floor((y - spec.corner.y) / spec.cell.value);
            return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(most)));
        };
        const auto col = [&](double x, std::size_t most) {
            const double at = std::floor((x - spec.corner.x) / spec.cell.value);
            return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(most)));
        };
        double all = 0.0;
        double anpr = 0.0;
        const std::size_t rows = std::min(row(box.max.y, spec.rows) + 1, spec.rows);
        const std::size_t cols = std::min(col(box.max.x, spec.cols) + 1, spec.cols);
        for (std::size_t r = row(box.min.y, spec.rows); r < rows; ++r) {
            for (std::size_t c = col(box.min.x, spec.cols); c < cols; ++c) {
                const double value = surface.density.at(r, c);
                if (!(value > 0.0) || !contains(h.outline, spec.centre(r, c))) continue;
                all += value;
                anpr += surface.anpr->at(r, c);
            }
        }
        if (all > 0.0) h.anpr_mass = h.mass * std::clamp(anpr / all, 0.0, 1.0);
    }
}

std::vector<Layer> anpr_layers(const Operation& operation, const Inputs& inputs,
                               const Surface& surface, const Corridors& corridors) {
    if (inputs.cameras.empty()) return {};
    const ExposureParams& params = operation.anpr->source.exposure;
    std::vector<std::string> whys;
    for (const CameraRate& c : inputs.cameras)
        whys.push_back(why_of_camera(c, inputs.exposure, params));
    const bool simulated = inputs.anpr_simulated;
    std::vector<Layer> layers;
    layers.push_back(camera_layer(inputs.cameras, surface.camera_weights, whys, simulated));
    layers.push_back(camera_hour_table(inputs.cameras, inputs.exposure, simulated));
    if (!corridors.why_none.empty()) return layers;
    layers.push_back(
        corridor_layer(corridors.flows, inputs.cameras, operation.privacy.min_count, simulated));
    layers.push_back(corridor_street_layer(corridors.streets, simulated));
    return layers;
}

nlohmann::json anpr_section(const Operation& operation, const Inputs& inputs,
                            const Surface& surface, const Corridors& corridors) {
    const ExposureModel& e = inputs.exposure;
    nlohmann::json raised = nlohmann::json::array();
    std::size_t along_roads = 0;
    std::size_t discs = 0;
    for (std::size_t c = 0; c < inputs.cameras.size(); ++c) {
        if (inputs.cameras[c].rate.raised) raised.push_back(inputs.cameras[c].id);
        along_roads += surface.camera_weights[c].spread == CameraSpread::roads ? 1 : 0;
        discs += surface.camera_weights[c].spread == CameraSpread::disc ? 1 : 0;
    }
    const bool vary = inputs.exposure_known && !std::isinf(e.camera_shape);
    nlohmann::json section{
        {"cameras", inputs.cameras.size()},
        {"exposure_known", inputs.exposure_known},
        {"pooled_per_1000_reads", e.pooled_per_1000},
        {"rates_vary", vary},
        {"by_hour_of_week", e.hourly},
        {"shape_cameras", shape_json(e.camera_shape)},
        {"shape_hours", shape_json(e.hour_shape)},
        {"shape_camera_hours", shape_json(e.cell_shape)},
        {"raised_ratio", operation.anpr->source.exposure.raised_ratio},
        {"raised_fdr", operation.anpr->source.exposure.raised_fdr},
        {"raised", raised},
        {"share_asked", operation.anpr->share},
        {"share", surface.anpr_share},
        {"incident_mass", surface.weight * (1.0 - surface.anpr_share)},
        {"anpr_mass", surface.weight * surface.anpr_share},
        {"reach_m", operation.anpr->reach.value},
        {"along_roads", along_roads},
        {"as_disc", discs},
        {"combination",
         "incidents carry 1 - share of the surface's mass, each by its weight; raised cameras "
         "carry share at most, each by its excess over the other cameras' rate and no "
         "more than a fifth of it; no other camera and no "
         "count of hits carries any"}};
    if (!vary && inputs.exposure_known)
        section["note"] = "the cameras' rates differ no more than Poisson counts would by chance";
    section["corridors"] = corridor_json(corridors);
    return section;
}

}  // namespace beatline
