// SPDX-License-Identifier: Apache-2.0
#include "geo/density_gaussian.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <oneapi/tbb/parallel_for.h>
#include <stdexcept>
#include <vector>

namespace beatline {

namespace {

constexpr double cut = 6.0;  // standard deviations, as kernel_density has it

/// exp(-(i / s)^2 / 2) around a place, at the cells that may lie within reach of it.
class AxisFactors {
public:
    explicit AxisFactors(double deviation)  // in cells
        : inverse_{1.0 / (deviation * deviation)},
          reach_{static_cast<long>(std::ceil(cut * deviation)) + 1},
          whole_(static_cast<std::size_t>(reach_) + 1),
          factors_(2 * whole_.size() - 1) {
        for (std::size_t i = 0; i < whole_.size(); ++i) {
            const auto cells = static_cast<double>(i);
            whole_[i] = std::exp(-0.5 * cells * cells * inverse_);
        }
    }

    /// With d the place's offset from the nearest cell:
    /// exp(-(i - d)^2 / 2 s^2) = exp(-d^2 / 2 s^2) exp(d / s^2)^i exp(-i^2 / 2 s^2).
    void move_to(double place) {
        const double nearest = std::round(place);
        const double offset = place - nearest;
        const double centre = std::exp(-0.5 * offset * offset * inverse_);
        const double up = std::exp(offset * inverse_);
        const double down = 1.0 / up;
        double rising = centre;
        double falling = centre;
        double* const middle = factors_.data() + reach_;
        middle[0] = centre;
        for (long i = 1; i <= reach_; ++i) {
            rising *= up;
            falling *= down;
            middle[i] = rising * whole_[static_cast<std::size_t>(i)];
            middle[-i] = falling * whole_[static_cast<std::size_t>(i)];
        }
        nearest_ = static_cast<long>(nearest);
    }

    /// The factor of cell `i`, first() <= i <= last().
    [[nodiscard]] double of(long i) const {
        return factors_[static_cast<std::size_t>(i - first())];
    }
    [[nodiscard]] std::span<const double> all() const { return factors_; }
    [[nodiscard]] long nearest() const { return nearest_; }
    [[nodiscard]] long first() const { return nearest_ - reach_; }
    [[nodiscard]] long last() const { return nearest_ + reach_; }

private:
    double inverse_;
    long reach_;
    std::vector<double> whole_;
    std::vector<double> factors_;
    long nearest_{0};
};

/// Rows [first, first + rows) of the surface while they are added up.
struct Band {
    long first;
    long rows;
    long cols;
    std::vector<double> sums;
};

/// Places in cells from the centre of cell (0, 0); `reach` likewise.
void add_point(Band& band, double x, double y, double height, double reach, AxisFactors& across,
               AxisFactors& up) {
    const auto edge = static_cast<double>(band.cols);
    if (!(x > -reach - 1.0 && x < edge + reach)) return;
    across.move_to(x);
    up.move_to(y);
    const double offset = x - static_cast<double>(across.nearest());
    const long from = std::max(up.first(), band.first);
    const long to = std::min(up.last(), band.first + band.rows - 1);
    for (long r = from; r <= to; ++r) {
        const double dy = static_cast<double>(r) - y;
        const double rest = reach * reach - dy * dy;
        if (!(rest > 0.0)) continue;
        // Whole cells to either side of the nearest; -1 where even that one lies outside.
        const double half = std::sqrt(rest) + 1.0;
        const long west = std::max(across.nearest() - (static_cast<long>(half - offset) - 1), 0L);
        const long east =
            std::min(across.nearest() + (static_cast<long>(half + offset) - 1), band.cols - 1);
        if (west > east) continue;
        const double factor = height * up.of(r);
        double* const sums = band.sums.data() + (r - band.first) * band.cols + west;
        const double* const factors = across.all().data() + (west - across.first());
        for (long c = 0; c <= east - west; ++c) sums[c] += factor * factors[c];
    }
}

}  // namespace

void gaussian_direct(std::span<const WeightedPoint> points, const GridSpec& spec,
                     const DensityParams& params, std::span<float> out, std::size_t first_row) {
    if (!(params.bandwidth.value > 0.0) || !std::isfinite(params.bandwidth.value))
        throw std::invalid_argument{"bandwidth must be a positive number of metres"};
    if (out.empty()) return;
    if (out.size() % spec.cols != 0 || first_row + out.size() / spec.cols > spec.rows)
        throw std::invalid_argument{"out is not whole rows of the grid"};
    const std::size_t all_rows = out.size() / spec.cols;
    const double cell = spec.cell.value;
    const double deviation = params.bandwidth.value / cell;
    const double reach = cut * deviation;
    const double height =
        kernel_density(Kernel::gaussian, Metres{0.0}, params.bandwidth) * m2_per_km2;
    const Point origin = spec.centre(0, 0);
    // High enough that few points are asked for twice, low enough for the cache.
    const auto height_rows =
        static_cast<std::size_t>(std::clamp(std::ceil(2.0 * reach), 64.0, 256.0));
    const std::size_t bands = (all_rows + height_rows - 1) / height_rows;
    tbb::parallel_for(std::size_t{0}, bands, [&](std::size_t b) {
        if (params.cancelled != nullptr && params.cancelled()) return;
        const std::size_t rows = std::min(height_rows, all_rows - b * height_rows);
        const auto cells = out.subspan(b * height_rows * spec.cols, rows * spec.cols);
        const std::size_t first = first_row + b * height_rows;
        const double margin = (reach + 1.0) * cell;
        const auto y_of = [](const WeightedPoint& p) { return p.at.y; };
        const auto from =
            std::ranges::lower_bound(points, spec.centre(first, 0).y - margin, {}, y_of);
        const auto to = std::ranges::upper_bound(
            from, points.end(), spec.centre(first + rows - 1, 0).y + margin, {}, y_of);
        if (from == to) {
            std::ranges::fill(cells, 0.0F);
            return;
        }
        Band band{static_cast<long>(first), static_cast<long>(rows), static_cast<long>(spec.cols),
                  std::vector<double>(cells.size())};
        AxisFactors across{deviation};
        AxisFactors up{deviation};
        for (auto p = from; p != to; ++p) {
            add_point(band, (p->at.x - origin.x) / cell, (p->at.y - origin.y) / cell,
                      height * p->weight, reach, across, up);
        }
        std::ranges::transform(band.sums, cells.begin(),
                               [](double sum) { return static_cast<float>(sum); });
    });
}

double gaussian_direct_seconds(std::size_t points, const GridSpec& spec,
                               Metres standard_deviation) {
    const double reach = cut * (standard_deviation / spec.cell);
    const double rows = std::min(2.0 * reach + 1.0, static_cast<double>(spec.rows));
    const double cells = std::min(std::numbers::pi / 2.0 * reach,
                                  static_cast<double>(spec.cols));  // of a row, in the mean
    return static_cast<double>(points) * (60e-9 + rows * (6e-9 + cells * 0.5e-9)) +
           static_cast<double>(spec.size()) * 0.5e-9;
}

}  // namespace beatline
