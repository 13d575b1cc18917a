// SPDX-License-Identifier: Apache-2.0
#include "app/density_surface.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/density_grid.hpp"
#include "app/progress.hpp"
#include "data/error.hpp"
#include "data/projection.hpp"
#include "data/read_area.hpp"
#include "geo/adaptive_density.hpp"

namespace beatline {

namespace {

constexpr std::size_t most_cells_held = 250'000'000;  // 1 GB

/// With an area or adaptive bandwidths the surface is held whole.
bool held_whole(const DensityWish& wish) {
    return !wish.area.empty() || wish.rules.adaptive;
}

bool is_adaptive(const DensityOptions& options) {
    return options.adaptive || options.nearest > 0;
}

std::optional<std::size_t> nearest_of(const DensityOptions& options) {
    return options.nearest > 0 ? std::optional{options.nearest} : std::nullopt;
}

EdgeCorrection edge_of(const DensityOptions& options) {
    const auto edge = edge_correction_named(options.edge_correction);
    if (!edge)
        throw UsageError{
            fmt::format("--edge-correction {}: not known. Wanted one of none, "
                        "uniform, diggle.",
                        options.edge_correction)};
    if (*edge != EdgeCorrection::none && options.area.empty())
        throw UsageError{
            fmt::format("--edge-correction {}: needs the study area; name its "
                        "polygons with --area FILE.",
                        options.edge_correction)};
    if (*edge == EdgeCorrection::uniform && is_adaptive(options))
        throw UsageError{
            "--edge-correction uniform is not defined together with --adaptive, as it divides by "
            "the mass of one kernel. Use diggle, which takes each point's own."};
    return *edge;
}

}  // namespace

DensityWish density_wish(const DensityOptions& options, const DensityParams& params) {
    const bool adaptive = is_adaptive(options);
    DensityWish wish{{}, {params, adaptive, edge_of(options)}};
    if (adaptive && params.method != DensityMethod::automatic &&
        params.method != DensityMethod::direct)
        throw UsageError{
            fmt::format("--method {}: has one kernel for all points and does not go with "
                        "--adaptive. Leave --method out.",
                        name_of(params.method))};
    if (!options.by.empty() && (adaptive || !options.area.empty()))
        throw UsageError{
            "--by: its bands are plain surfaces and do not go with --area, --edge-correction or "
            "--adaptive. Leave those out, or make a raster of each value's points."};
    if (!options.area.empty())
        wish.area = read_area(options.area, describe_crs(options.crs).name, options.area.string());
    return wish;
}

void keep_inside(PointReading& reading, const DensityWish& wish) {
    if (wish.area.empty()) return;
    const std::size_t all = reading.points.size();
    reading.points = points_inside(std::move(reading.points), wish.area);
    const std::size_t outside = all - reading.points.size();
    if (outside == 0) return;
    if (reading.points.empty())
        throw InputError{
            fmt::format("{}: none of the {} points lies in the --area; are both in the place and "
                        "the CRS meant?",
                        reading.report.file, all)};
    reading.report.rejected["outside_area"] += outside;
    reading.report.used -= outside;
}

WishedSurface plan_surface(std::vector<WeightedPoint> points, std::optional<GridSpec> spec,
                           const DensityOptions& options, const DensityWish& wish,
                           nlohmann::ordered_json& facts) {
    const DensityParams& params = wish.rules.density;
    WishedSurface surface{{}, std::move(points), {}};
    Metres widest = params.bandwidth;
    if (wish.rules.adaptive) {
        surface.kernels = with_bandwidths(surface.points, params, Metres{options.cell}, true,
                                          nearest_of(options));
        if (interrupted()) throw Interrupted{};
        if (surface.kernels.empty())
            throw NothingToDo{"every point weighs zero: there is no bandwidth to adapt"};
        const auto [least, most] = std::ranges::minmax(
            surface.kernels, {}, [](const KernelPoint& p) { return p.bandwidth; });
        widest = most.bandwidth;
        facts["bandwidth_least_m"] = least.bandwidth.value;
        facts["bandwidth_most_m"] = widest.value;
    }
    facts["adaptive"] = wish.rules.adaptive;
    facts["support_radius_m"] = support_radius(params.kernel, widest).value;
    facts["edge_correction"] = name_of(wish.rules.edge);
    if (spec) {
        surface.spec = *spec;
    } else if (!wish.area.empty()) {
        const Box box = bounds(wish.area);
        surface.spec = grid_of_points(options, {{box.min, 1.0}, {box.max, 1.0}}, Metres{0.0});
    } else {
        surface.spec =
            grid_of_points(options, surface.points, support_radius(params.kernel, widest));
    }
    if (held_whole(wish) && surface.spec.size() > most_cells_held)
        throw LimitError{
            fmt::format("the grid would have {} cells; with --area or --adaptive the limit is {}. "
                        "Give a smaller --extent or a larger --cell.",
                        surface.spec.size(), most_cells_held)};
    return surface;
}

void hand_out(WishedSurface surface, const DensityWish& wish,
              const std::function<void(const DensityStrip&)>& take) {
    const DensityParams& params = wish.rules.density;
    if (!held_whole(wish)) {
        stream_density(std::move(surface.points), surface.spec, params, take);
        if (interrupted()) throw Interrupted{};  // before anyone asks for the strips that lack
        return;
    }
    if (!wish.rules.adaptive)
        surface.kernels = with_bandwidth(std::move(surface.points), params.bandwidth);
    const EstimatedSurface whole =
        estimate_surface(std::move(surface.kernels), surface.spec, wish.area, wish.rules);
    if (interrupted()) throw Interrupted{};
    take({0, surface.spec.rows, whole.density.values});
}

}  // namespace beatline
