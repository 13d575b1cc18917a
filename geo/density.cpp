// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

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

namespace {

DensityEngine engine_for(std::vector<WeightedPoint> points, const GridSpec& spec,
                         const DensityParams& params) {
    constexpr double most_cells = 1e8;  // beyond, offsets in cells would not fit into 32 bits
    const double radius = params.bandwidth.value / spec.cell.value;
    const bool polynomial = can_compute(DensityMethod::moments, params.kernel);
    // Around a point that reaches few cells, blocks and windows would be too wide for their digits.
    constexpr double fewest_cells = 2.0;
    if (params.method == DensityMethod::fft) return fft_engine(std::move(points), spec, params);
    if (params.kernel == Kernel::gaussian) return gaussian_engine(std::move(points), spec, params);
    if (params.kernel == Kernel::uniform || radius < fewest_cells || radius > most_cells)
        return row_engine(std::move(points), spec, params);
    if (!polynomial || params.method == DensityMethod::direct)
        return direct_engine(place_points(std::move(points), spec, radius, 1), spec, params);
    const int bin = params.method == DensityMethod::sweep ? 1 : bin_for(radius);
    PlacedPoints placed = place_points(std::move(points), spec, radius, bin);
    if (params.method == DensityMethod::sweep)
        return moment_engine(std::move(placed), spec, params, ~std::uint32_t{0});
    if (params.method != DensityMethod::moments) {
        const DensityCost cost = density_cost(placed, spec.size(), radius);
        if (cost.direct < cost.moments) return direct_engine(std::move(placed), spec, params);
    }
    return moment_engine(std::move(placed), spec, params, 0);
}

DensityEngine checked_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                             const DensityParams& params) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    if (!can_compute(params.method, params.kernel))
        throw std::invalid_argument{"this kernel has no such method"};
    return engine_for(std::move(points), spec, params);
}

}  // namespace

DensityGrid estimate_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                             const DensityParams& params) {
    const DensityEngine engine = checked_engine(std::move(points), spec, params);
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

void stream_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                    const DensityParams& params,
                    const std::function<void(const DensityStrip&)>& take) {
    const DensityEngine engine = checked_engine(std::move(points), spec, params);
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

}  // namespace beatline
