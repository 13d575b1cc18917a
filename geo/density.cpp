// SPDX-License-Identifier: Apache-2.0
#include "geo/density.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>

namespace beatline {

namespace {

constexpr double per_km2 = 1e6;  // 1/m^2 -> 1/km^2

/// One row of the surface while it is added up: cell centres at x0 + col * cell, their values in
/// double.
struct RowSum {
    double x0;
    double cell;
    std::span<double> sums;
};

struct Cols {
    std::size_t first;
    std::size_t last;  // one past
};

/// Columns whose centre may lie within `reach` of x. Generous by one: the kernels are zero outside.
Cols columns_within(const RowSum& row, double x, double reach) {
    const double from = std::floor((x - reach - row.x0) / row.cell);
    const double to = std::ceil((x + reach - row.x0) / row.cell) + 1.0;
    const auto n = static_cast<double>(row.sums.size());
    return {static_cast<std::size_t>(std::clamp(from, 0.0, n)),
            static_cast<std::size_t>(std::clamp(to, 0.0, n))};
}

/// Adds one point's kernel to one row. `shape(d2)` is the unnormalised kernel of the squared
/// distance in m^2; distances are differences of coordinates as given, so that ties at the rim are
/// decided exactly.
template <class Shape>
void add_point(const RowSum& row, double px, double dy2, double height, double reach,
               const Shape& shape) {
    const Cols cols = columns_within(row, px, reach);
    const double offset = row.x0 - px;
    double* const sums = row.sums.data();
    for (std::size_t c = cols.first; c < cols.last; ++c) {
        const double dx = offset + row.cell * static_cast<double>(static_cast<std::int32_t>(c));
        sums[c] += height * shape(dx * dx + dy2);
    }
}

/// The points, sorted by y, that lie within `reach` of a row of cell centres.
std::span<const WeightedPoint> within(std::span<const WeightedPoint> points, double y,
                                      double reach) {
    const auto y_of = [](const WeightedPoint& p) { return p.at.y; };
    const auto first = std::ranges::lower_bound(points, y - reach, {}, y_of);
    const auto last = std::ranges::upper_bound(points, y + reach, {}, y_of);
    return {first, last};
}

template <class Shape>
void sum_rows(std::span<const WeightedPoint> points, DensityGrid& grid, const DensityParams& params,
              const Shape& shape) {
    const GridSpec& spec = grid.spec;
    const double reach = support_radius(params.kernel, params.bandwidth).value;
    const double scale = kernel_density(params.kernel, Metres{0.0}, params.bandwidth) * per_km2;
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, spec.rows}, [&](const auto& rows) {
        std::vector<double> sums(spec.cols);
        for (std::size_t r = rows.begin(); r < rows.end(); ++r) {
            if (params.cancelled != nullptr && params.cancelled()) return;
            std::ranges::fill(sums, 0.0);
            const Point first = spec.centre(r, 0);
            const RowSum row{first.x, spec.cell.value, sums};
            for (const WeightedPoint& p : within(points, first.y, reach)) {
                const double dy2 = (p.at.y - first.y) * (p.at.y - first.y);
                const double half = std::sqrt(std::max(reach * reach - dy2, 0.0));
                add_point(row, p.at.x, dy2, p.weight * scale, half, shape);
            }
            for (std::size_t c = 0; c < spec.cols; ++c)
                grid.values[r * spec.cols + c] = static_cast<float>(sums[c]);
        }
    });
}

}  // namespace

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

void stream_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                    const DensityParams& params,
                    const std::function<void(const DensityStrip&)>& take) {
    constexpr std::size_t strip_rows = 64;
    points = merge_coincident(std::move(points));
    for (std::size_t end = spec.rows; end > 0;) {
        const std::size_t rows = std::min(strip_rows, end);
        GridSpec part = spec;
        part.rows = rows;
        part.corner.y += static_cast<double>(end - rows) * spec.cell.value;
        const DensityGrid strip = estimate_density(points, part, params);
        take({end - rows, rows, strip.values});
        end -= rows;
    }
}

DensityGrid estimate_density(std::vector<WeightedPoint> points, const GridSpec& spec,
                             const DensityParams& params) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    points = merge_coincident(std::move(points));
    DensityGrid grid{spec, std::vector<float>(spec.size(), 0.0F)};
    const double h = params.bandwidth.value;
    const double h2 = h * h;
    const double inverse = 1.0 / h2;
    switch (params.kernel) {
        case Kernel::quartic:
            sum_rows(points, grid, params, [inverse](double d2) {
                const double inside = std::max(1.0 - d2 * inverse, 0.0);
                return inside * inside;
            });
            break;
        case Kernel::triweight:
            sum_rows(points, grid, params, [inverse](double d2) {
                const double inside = std::max(1.0 - d2 * inverse, 0.0);
                return inside * inside * inside;
            });
            break;
        case Kernel::epanechnikov:
            sum_rows(points, grid, params,
                     [inverse](double d2) { return std::max(1.0 - d2 * inverse, 0.0); });
            break;
        case Kernel::triangular:
            sum_rows(points, grid, params,
                     [h](double d2) { return std::max(1.0 - std::sqrt(d2) / h, 0.0); });
            break;
        case Kernel::uniform:
            sum_rows(points, grid, params, [h2](double d2) { return d2 < h2 ? 1.0 : 0.0; });
            break;
        case Kernel::gaussian:
            sum_rows(points, grid, params, [h2, inverse](double d2) {
                return d2 < 36.0 * h2 ? std::exp(-0.5 * d2 * inverse) : 0.0;
            });
            break;
    }
    return grid;
}

}  // namespace beatline
