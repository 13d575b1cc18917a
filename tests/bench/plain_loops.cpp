// The definition as it stands: two loops, over points and over cells.
// Silverman (1986), Density Estimation for Statistics and Data Analysis, eq. 4.1.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "tests/bench/baselines.hpp"

namespace beatline::bench {

namespace {

struct Cells {
    std::size_t first_row, rows_end, first_col, cols_end;
};

template <class Shape>
void add_to(std::vector<double>& sums, const GridSpec& spec, const Cells& cells,
            const WeightedPoint& p, const Shape& shape) {
    const double x0 = spec.centre(0, 0).x - p.at.x;
    for (std::size_t r = cells.first_row; r < cells.rows_end; ++r) {
        const double dy = spec.centre(r, 0).y - p.at.y;
        double* const row = sums.data() + r * spec.cols;
        for (int c = static_cast<int>(cells.first_col); c < static_cast<int>(cells.cols_end); ++c) {
            const double dx = x0 + spec.cell.value * c;
            row[c] += p.weight * shape(dx * dx + dy * dy);
        }
    }
}

std::size_t cell_at(double offset, std::size_t n) {
    return static_cast<std::size_t>(std::clamp(offset, 0.0, static_cast<double>(n)));
}

Cells within(const GridSpec& spec, Point at, double reach) {
    const double cell = spec.cell.value;
    return {cell_at(std::floor((at.y - reach - spec.corner.y) / cell), spec.rows),
            cell_at(std::ceil((at.y + reach - spec.corner.y) / cell), spec.rows),
            cell_at(std::floor((at.x - reach - spec.corner.x) / cell), spec.cols),
            cell_at(std::ceil((at.x + reach - spec.corner.x) / cell), spec.cols)};
}

template <class Shape>
std::vector<double> loop(std::span<const WeightedPoint> points, const GridSpec& spec,
                         const double* reach, const Shape& shape) {
    std::vector<double> sums(spec.size());
    for (const WeightedPoint& p : points) {
        const Cells all{0, spec.rows, 0, spec.cols};
        add_to(sums, spec, reach == nullptr ? all : within(spec, p.at, *reach), p, shape);
    }
    return sums;
}

std::vector<double> loop(std::span<const WeightedPoint> points, const GridSpec& spec,
                         const double* reach, Kernel kernel, double h) {
    const double q = 1.0 / (h * h);
    const auto inside = [q](double d2) { return std::max(1.0 - d2 * q, 0.0); };
    switch (kernel) {
        case Kernel::quartic:
            return loop(points, spec, reach, [=](double d2) { return inside(d2) * inside(d2); });
        case Kernel::epanechnikov:
            return loop(points, spec, reach, inside);
        case Kernel::triweight:
            return loop(points, spec, reach,
                        [=](double d2) { return inside(d2) * inside(d2) * inside(d2); });
        case Kernel::triangular:
            return loop(points, spec, reach,
                        [h](double d2) { return std::max(1.0 - std::sqrt(d2) / h, 0.0); });
        case Kernel::uniform:
            return loop(points, spec, reach, [h](double d2) { return d2 < h * h ? 1.0 : 0.0; });
        case Kernel::gaussian:
            return loop(points, spec, reach, [q](double d2) { return std::exp(-0.5 * d2 * q); });
    }
    return {};
}

DensityGrid per_km2(const std::vector<double>& sums, const GridSpec& spec, Kernel kernel,
                    Metres bandwidth) {
    const double scale = 1e6 * kernel_density(kernel, Metres{0}, bandwidth);
    DensityGrid grid{spec, std::vector<float>(spec.size())};
    std::ranges::transform(sums, grid.values.begin(),
                           [scale](double sum) { return static_cast<float>(scale * sum); });
    return grid;
}

}  // namespace

DensityGrid plain_full_loop(std::span<const WeightedPoint> points, const GridSpec& spec,
                            Kernel kernel, Metres bandwidth) {
    return per_km2(loop(points, spec, nullptr, kernel, bandwidth.value), spec, kernel, bandwidth);
}

DensityGrid plain_box_loop(std::span<const WeightedPoint> points, const GridSpec& spec,
                           Kernel kernel, Metres bandwidth) {
    const double reach = support_radius(kernel, bandwidth).value;
    return per_km2(loop(points, spec, &reach, kernel, bandwidth.value), spec, kernel, bandwidth);
}

}  // namespace beatline::bench
