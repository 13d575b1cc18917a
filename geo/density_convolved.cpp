// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "geo/density_engine.hpp"
#include "geo/density_fft.hpp"
#include "geo/density_gaussian.hpp"

namespace beatline {

namespace {

using FillRows = void (*)(std::span<const WeightedPoint>, const GridSpec&, const DensityParams&,
                          std::span<float>, std::size_t);

/// An engine over a function that fills any rows of the grid.
DensityEngine engine_of(FillRows fill, std::vector<WeightedPoint> merged, const GridSpec& spec,
                        const DensityParams& params, bool at_once) {
    constexpr std::size_t strip_cells = 4'000'000;
    const auto points = std::make_shared<const std::vector<WeightedPoint>>(std::move(merged));
    return {std::max<std::size_t>(strip_cells / std::max<std::size_t>(spec.cols, 1), 64),
            [=](std::size_t first, std::size_t rows, float* out) {
                fill(*points, spec, params, {out, rows * spec.cols}, first);
            },
            at_once};
}

DensityEngine gridded(std::vector<WeightedPoint> merged, const GridSpec& spec,
                      const DensityParams& params) {
    // Fine nodes are as many as the cells, or more: then a strip at a time.
    const bool coarse = params.bandwidth.value >= 4.0 * spec.cell.value;
    return engine_of(gaussian_gridded, std::move(merged), spec, params, coarse);
}

}  // namespace

DensityEngine gaussian_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                              const DensityParams& params) {
    // By pairs the factors along an axis are as many as the kernel is wide, whatever the grid.
    const bool wide = params.bandwidth.value > 10'000.0 * spec.cell.value;
    if (wide && params.method == DensityMethod::direct) return row_engine(points, spec, params);
    const bool by_pairs =
        params.method == DensityMethod::direct ||
        !gaussian_gridded_serves(spec.cell, params.bandwidth) ||
        (!wide && gaussian_direct_seconds(points.size(), spec, params.bandwidth) <
                      gaussian_gridded_seconds(points.size(), spec, params.bandwidth));
    if (!by_pairs) return gridded(std::move(points), spec, params);
    DensityEngine engine = engine_of(gaussian_direct, std::move(points), spec, params, false);
    engine.strip_rows = 128;
    return engine;
}

DensityEngine fft_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                         const DensityParams& params) {
    if (params.kernel == Kernel::gaussian && gaussian_gridded_serves(spec.cell, params.bandwidth))
        return gridded(std::move(points), spec, params);
    return engine_of(fft_density, std::move(points), spec, params, true);
}

}  // namespace beatline
