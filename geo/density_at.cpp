// SPDX-License-Identifier: Apache-2.0
#include "geo/density_at.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/kernel_shape.hpp"

namespace beatline {

namespace {}  // namespace

DensityField::DensityField(std::vector<KernelPoint> points, Kernel kernel)
    : kernel_{kernel}, points_{merge_kernels(std::move(points))} {
    reach_ = support_radius(kernel, widest_bandwidth(points_)).value;
    if (points_.empty()) return;
    // Sorted by y already, so bands are runs.
    std::size_t first = 0;
    while (first < points_.size()) {
        const double row = row_of(points_[first].at.y);
        std::size_t end = first;
        while (end < points_.size() && row_of(points_[end].at.y) == row) ++end;
        const auto begin = points_.begin();
        std::stable_sort(
            begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end),
            [](const KernelPoint& a, const KernelPoint& b) { return a.at.x < b.at.x; });
        bands_.push_back({row, first});
        first = end;
    }
    bands_.push_back({std::numeric_limits<double>::infinity(), points_.size()});
}

DensityField::DensityField(std::vector<WeightedPoint> points, const DensityParams& params)
    : DensityField{with_bandwidth(std::move(points), params.bandwidth), params.kernel} {}

double DensityField::row_of(double y) const {
    return std::floor(y / reach_);
}

/// Calls `visit(point, east, north, d2)` for the points of three bands whose x is within reach:
/// offsets from the point to the place.
template <class Visit>
void DensityField::for_points_near(Point place, const Visit& visit) const {
    if (points_.empty() || !std::isfinite(place.x) || !std::isfinite(place.y)) return;
    const double row = row_of(place.y);
    for (auto band = std::ranges::lower_bound(bands_, row - 1.0, {}, &Band::row);
         band->row <= row + 1.0; ++band) {
        const auto begin = points_.begin() + static_cast<std::ptrdiff_t>(band->first);
        const auto end = points_.begin() + static_cast<std::ptrdiff_t>((band + 1)->first);
        auto p = std::lower_bound(begin, end, place.x - reach_,
                                  [](const KernelPoint& k, double x) { return k.at.x < x; });
        for (; p != end && p->at.x <= place.x + reach_; ++p) {
            const double east = p->at.x - place.x;
            const double north = p->at.y - place.y;
            visit(*p, east, north, east * east + north * north);
        }
    }
}

DensityAt DensityField::at(Point place) const {
    const double unit = kernel_density(kernel_, Metres{0.0}, Metres{1.0}) * m2_per_km2;
    return for_kernel(kernel_, [&](auto kernel) {
        DensityAt sum;
        for_points_near(place, [&](const KernelPoint& p, double east, double north, double d2) {
            const KernelScale scale{p.bandwidth};
            const double height = p.weight * scale.inverse;
            const double pull = height * kernel_pull<kernel()>(d2, scale);
            sum.per_km2 += height * kernel_shape<kernel()>(d2, scale);
            sum.dx += pull * east;
            sum.dy += pull * north;
        });
        return DensityAt{unit * sum.per_km2, unit * sum.dx, unit * sum.dy};
    });
}

Point DensityField::mean_shift(Point place) const {
    return for_kernel(kernel_, [&](auto kernel) {
        double pulls = 0.0;
        double dx = 0.0;
        double dy = 0.0;
        for_points_near(place, [&](const KernelPoint& p, double east, double north, double d2) {
            const KernelScale scale{p.bandwidth};
            const double pull = p.weight * scale.inverse * kernel_pull<kernel()>(d2, scale);
            pulls += pull;
            dx += pull * east;
            dy += pull * north;
        });
        return pulls > 0.0 ? Point{place.x + dx / pulls, place.y + dy / pulls} : place;
    });
}

}  // namespace beatline
