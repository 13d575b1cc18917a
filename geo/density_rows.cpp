// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "geo/density_engine.hpp"

namespace beatline {

namespace {

constexpr double per_km2 = 1e6;  // 1/m^2 -> 1/km^2

/// One row of the surface: cell centres at x0 + col * cell.
struct CellRow {
    double x0;
    double cell;
    std::size_t cols;
};

struct Cols {
    std::size_t first;
    std::size_t last;  // one past
};

/// Columns whose centre may lie within `reach` of x. Generous by one: the kernels are zero outside.
Cols columns_within(const CellRow& row, double x, double reach) {
    const double from = std::floor((x - reach - row.x0) / row.cell);
    const double to = std::ceil((x + reach - row.x0) / row.cell) + 1.0;
    const auto n = static_cast<double>(row.cols);
    return {static_cast<std::size_t>(std::clamp(from, 0.0, n)),
            static_cast<std::size_t>(std::clamp(to, 0.0, n))};
}

/// Adds one point's kernel to one row. `shape(d2)` is the unnormalised kernel of the squared
/// distance in m^2; distances are differences of coordinates as given, so that ties at the rim are
/// decided exactly.
template <class Shape>
void add_point(const CellRow& row, double px, double dy2, double height, double reach,
               const Shape& shape, double* sums) {
    const Cols cols = columns_within(row, px, reach);
    const double offset = row.x0 - px;
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
DensityEngine sum_rows(std::vector<WeightedPoint> points, const GridSpec& spec,
                       const DensityParams& params, const Shape& shape) {
    const double reach = support_radius(params.kernel, params.bandwidth).value;
    const double scale = kernel_density(params.kernel, Metres{0.0}, params.bandwidth) * per_km2;
    const auto kept = std::make_shared<const std::vector<WeightedPoint>>(std::move(points));
    return {16, [=](std::size_t first_row, std::size_t rows, float* out) {
                std::vector<double> sums(spec.cols);
                for (std::size_t r = first_row; r < first_row + rows; ++r, out += spec.cols) {
                    std::ranges::fill(sums, 0.0);
                    const Point first = spec.centre(r, 0);
                    const CellRow row{first.x, spec.cell.value, spec.cols};
                    for (const WeightedPoint& p : within(*kept, first.y, reach)) {
                        const double dy2 = (p.at.y - first.y) * (p.at.y - first.y);
                        const double half = std::sqrt(std::max(reach * reach - dy2, 0.0));
                        add_point(row, p.at.x, dy2, p.weight * scale, half, shape, sums.data());
                    }
                    std::ranges::transform(sums, out,
                                           [](double v) { return static_cast<float>(v); });
                }
            }};
}

/// The uniform kernel along a row: a sum that changes where a disc is entered or left. Which cells
/// lie within is asked of the distance itself, so that the rim is the definition's.
class UniformRow {
public:
    explicit UniformRow(std::size_t cols) : steps_(cols + 1), discs_(cols + 1) {}

    void add(const CellRow& row, double px, double dy2, double weight, double h2) {
        const double half = std::sqrt(std::max(h2 - dy2, 0.0));
        const Cols cols = columns_within(row, px, half);
        const auto inside = [&](std::size_t c) {
            const double dx =
                (row.x0 - px) + row.cell * static_cast<double>(static_cast<std::int32_t>(c));
            return dx * dx + dy2 < h2;
        };
        std::size_t first = cols.first;
        std::size_t last = cols.last;
        while (first < last && !inside(first)) ++first;
        while (first < last && !inside(last - 1)) --last;
        if (first == last) return;
        steps_[first] += weight;
        steps_[last] -= weight;
        ++discs_[first];
        --discs_[last];
    }

    void finish(float* out) {
        double sum = 0.0;
        std::int64_t discs = 0;
        for (std::size_t c = 0; c + 1 < steps_.size(); ++c) {
            sum += std::exchange(steps_[c], 0.0);
            discs += std::exchange(discs_[c], 0);
            if (discs == 0) sum = 0.0;  // what rounding has left
            out[c] = static_cast<float>(std::max(sum, 0.0));
        }
        steps_.back() = 0.0;
        discs_.back() = 0;
    }

private:
    std::vector<double> steps_;
    std::vector<std::int64_t> discs_;
};

DensityEngine uniform_rows(std::vector<WeightedPoint> points, const GridSpec& spec,
                           const DensityParams& params) {
    const double h = params.bandwidth.value;
    const double scale = kernel_density(Kernel::uniform, Metres{0.0}, params.bandwidth) * per_km2;
    const auto kept = std::make_shared<const std::vector<WeightedPoint>>(std::move(points));
    return {16, [=](std::size_t first_row, std::size_t rows, float* out) {
                UniformRow sums{spec.cols};
                for (std::size_t r = first_row; r < first_row + rows; ++r, out += spec.cols) {
                    const Point first = spec.centre(r, 0);
                    const CellRow row{first.x, spec.cell.value, spec.cols};
                    for (const WeightedPoint& p : within(*kept, first.y, h)) {
                        const double dy2 = (p.at.y - first.y) * (p.at.y - first.y);
                        sums.add(row, p.at.x, dy2, p.weight * scale, h * h);
                    }
                    sums.finish(out);
                }
            }};
}

}  // namespace

DensityEngine row_engine(std::vector<WeightedPoint> points, const GridSpec& spec,
                         const DensityParams& params) {
    const double h = params.bandwidth.value;
    const double h2 = h * h;
    const double inverse = 1.0 / h2;
    switch (params.kernel) {
        case Kernel::quartic:
            return sum_rows(std::move(points), spec, params, [inverse](double d2) {
                const double inside = std::max(1.0 - d2 * inverse, 0.0);
                return inside * inside;
            });
        case Kernel::triweight:
            return sum_rows(std::move(points), spec, params, [inverse](double d2) {
                const double inside = std::max(1.0 - d2 * inverse, 0.0);
                return inside * inside * inside;
            });
        case Kernel::epanechnikov:
            return sum_rows(std::move(points), spec, params,
                            [inverse](double d2) { return std::max(1.0 - d2 * inverse, 0.0); });
        case Kernel::triangular:
            return sum_rows(std::move(points), spec, params,
                            [h](double d2) { return std::max(1.0 - std::sqrt(d2) / h, 0.0); });
        case Kernel::uniform:
            return uniform_rows(std::move(points), spec, params);
        case Kernel::gaussian:
            return sum_rows(std::move(points), spec, params, [h2, inverse](double d2) {
                return d2 < 36.0 * h2 ? std::exp(-0.5 * d2 * inverse) : 0.0;
            });
    }
    return {};
}

}  // namespace beatline
