// SPDX-License-Identifier: Apache-2.0
#include "geo/kernel_point.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace beatline {

std::vector<KernelPoint> with_bandwidth(std::vector<WeightedPoint> points, Metres bandwidth) {
    points = merge_coincident(std::move(points));
    std::vector<KernelPoint> kernels;
    kernels.reserve(points.size());
    for (const WeightedPoint& p : points) kernels.push_back({p.at, p.weight, bandwidth});
    return kernels;
}

std::vector<WeightedPoint> without_bandwidth(std::span<const KernelPoint> points) {
    std::vector<WeightedPoint> plain;
    plain.reserve(points.size());
    for (const KernelPoint& p : points) plain.push_back({p.at, p.weight});
    return plain;
}

std::vector<KernelPoint> merge_kernels(std::vector<KernelPoint> points) {
    std::ranges::sort(points, [](const KernelPoint& a, const KernelPoint& b) {
        if (a.at.y != b.at.y) return a.at.y < b.at.y;
        if (a.at.x != b.at.x) return a.at.x < b.at.x;
        if (a.bandwidth != b.bandwidth) return a.bandwidth < b.bandwidth;
        return a.weight < b.weight;  // so that the sums do not depend on the input's order
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (kept > 0 && points[kept - 1].at == points[i].at &&
            points[kept - 1].bandwidth == points[i].bandwidth)
            points[kept - 1].weight += points[i].weight;
        else
            points[kept++] = points[i];
    }
    points.resize(kept);
    return points;
}

Metres widest_bandwidth(std::span<const KernelPoint> points) {
    Metres widest{0.0};
    for (const KernelPoint& p : points) {
        if (!(p.bandwidth.value > 0.0) || !std::isfinite(p.bandwidth.value))
            throw std::invalid_argument{"bandwidth must be a positive number of metres"};
        widest = std::max(widest, p.bandwidth);
    }
    return widest;
}

}  // namespace beatline
