// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>
#include <string>

#include "geo/density_cost.hpp"
#include "geo/density_engine.hpp"
#include "geo/huge_array.hpp"

namespace beatline {

std::string_view name_of(DensityMethod method) {
    switch (method) {
        case DensityMethod::automatic:
            return "auto";
        case DensityMethod::direct:
            return "direct";
        case DensityMethod::moments:
            return "moments";
        case DensityMethod::sweep:
            return "sweep";
        case DensityMethod::fft:
            return "fft";
    }
    return "";
}

std::optional<DensityMethod> density_method_named(std::string_view name) {
    for (const DensityMethod method : all_density_methods) {
        if (name_of(method) == name) return method;
    }
    return std::nullopt;
}

bool can_compute(DensityMethod method, Kernel kernel) {
    const bool polynomial =
        kernel == Kernel::epanechnikov || kernel == Kernel::quartic || kernel == Kernel::triweight;
    switch (method) {
        case DensityMethod::automatic:
        case DensityMethod::direct:
        case DensityMethod::fft:
            return true;
        case DensityMethod::moments:
            return polynomial;
        case DensityMethod::sweep:
            return polynomial || kernel == Kernel::uniform;
    }
    return false;
}

std::optional<int> bin_wanted(const GridSpec& spec, const DensityParams& params) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    if (!can_compute(params.method, params.kernel))
        throw std::invalid_argument{"the method " + std::string{name_of(params.method)} +
                                    " cannot compute the " + std::string{name_of(params.kernel)} +
                                    " kernel"};
    constexpr double most_cells = 65536;  // beyond, the lists of rim cells would be what is large
    // Around a point that reaches few cells, blocks and windows would be too wide for their digits.
    constexpr double fewest_cells = 2.0;
    const double radius = params.bandwidth.value / spec.cell.value;
    if (params.method == DensityMethod::fft || params.kernel == Kernel::uniform ||
        params.kernel == Kernel::gaussian || radius < fewest_cells || radius > most_cells)
        return std::nullopt;
    const bool sums_bins = can_compute(DensityMethod::moments, params.kernel) &&
                           params.method != DensityMethod::direct &&
                           params.method != DensityMethod::sweep;
    return sums_bins ? bin_for(radius) : 1;
}

DensityEngine engine_for(PlacedPoints placed, const GridSpec& spec, const DensityParams& params) {
    const double radius = params.bandwidth.value / spec.cell.value;
    const bool polynomial = can_compute(DensityMethod::moments, params.kernel);
    if (!polynomial || params.method == DensityMethod::direct)
        return direct_engine(std::move(placed), spec, params);
    if (params.method == DensityMethod::sweep)
        return moment_engine(std::move(placed), spec, params, ~std::uint32_t{0});
    if (params.method != DensityMethod::moments) {
        const DensityCost cost = density_cost(placed, spec.size(), radius);
        if (cost.direct < cost.moments) return direct_engine(std::move(placed), spec, params);
    }
    return moment_engine(std::move(placed), spec, params, 0);
}

DensityEngine engine_for(std::vector<WeightedPoint> merged, const GridSpec& spec,
                         const DensityParams& params) {
    if (params.method == DensityMethod::fft) return fft_engine(std::move(merged), spec, params);
    if (params.kernel == Kernel::gaussian) return gaussian_engine(std::move(merged), spec, params);
    return row_engine(merged, spec, params);
}

namespace {

DensityEngine engine_of_points(std::vector<WeightedPoint> points, const GridSpec& spec,
                               const DensityParams& params) {
    const std::optional<int> bin = bin_wanted(spec, params);
    if (!bin) return engine_for(merge_coincident(std::move(points)), spec, params);
    const double radius = params.bandwidth.value / spec.cell.value;
    return engine_for(place_points(std::move(points), spec, radius, *bin), spec, params);
}

}  // namespace

DensityGrid run_engine(const DensityEngine& engine, const GridSpec& spec,
                       const DensityParams& params) {
    DensityGrid grid{spec, huge_zeros<float>(spec.size())};
    const std::size_t height =
        engine.at_once ? std::max<std::size_t>(spec.rows, 1) : engine.strip_rows;
    const std::size_t strips = (spec.rows + height - 1) / height;
    tbb::parallel_for(std::size_t{0}, strips, [&](std::size_t strip) {
        if (params.cancelled != nullptr && params.cancelled()) return;
        const std::size_t first = strip * height;
        engine.compute(first, std::min(height, spec.rows - first),
                       grid.values.data() + first * spec.cols);
    });
    return grid;
}

DensityGrid estimate_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                             const DensityParams& params) {
    return run_engine(engine_of_points(std::move(points), spec, params), spec, params);
}

void stream_engine(const DensityEngine& engine, const GridSpec& spec, const DensityParams& params,
                   const std::function<void(const DensityStrip&)>& take) {
    // Strips of few cells are computed several at a time, for all threads.
    constexpr std::size_t cells = 2'000'000;
    const std::size_t at_a_time = std::clamp<std::size_t>(
        cells / std::max<std::size_t>(spec.cols * engine.strip_rows, 1), 1, 16);
    const std::size_t height = engine.strip_rows * at_a_time;
    std::vector<float> values(std::min(height, spec.rows) * spec.cols);
    for (std::size_t end = spec.rows; end > 0;) {
        if (params.cancelled != nullptr && params.cancelled()) return;
        // Strips begin at the same rows as in estimate_density, and so have the same bytes.
        const std::size_t begin = (end - 1) / height * height;
        const std::size_t strips = (end - begin + engine.strip_rows - 1) / engine.strip_rows;
        std::ranges::fill(values, 0.0F);
        tbb::parallel_for(std::size_t{0}, strips, [&](std::size_t strip) {
            const std::size_t first = begin + strip * engine.strip_rows;
            engine.compute(first, std::min(engine.strip_rows, end - first),
                           values.data() + (first - begin) * spec.cols);
        });
        take({begin, end - begin, std::span{values}.first((end - begin) * spec.cols)});
        end = begin;
    }
}

void stream_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                    const DensityParams& params,
                    const std::function<void(const DensityStrip&)>& take) {
    stream_engine(engine_of_points(std::move(points), spec, params), spec, params, take);
}

}  // namespace beatline
