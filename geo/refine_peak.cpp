// SPDX-License-Identifier: Apache-2.0
#include "geo/refine_peak.hpp"

#include <algorithm>

namespace beatline {

namespace {

constexpr int most_steps = 200;
constexpr double shortest_step_m = 1e-4;
constexpr double longest_stride = 64.0;  // mean shifts in one step
constexpr double shortest_stride = 1.0 / 64.0;

/// `p`, or where the way to it from `centre` leaves the disc.
Point pulled_into(Point p, Point centre, double radius_m) {
    const double d = distance(p, centre).value;
    if (d <= radius_m) return p;
    const double share = radius_m / d * (1.0 - 1e-12);  // rounding may not carry it out again
    return {centre.x + share * (p.x - centre.x), centre.y + share * (p.y - centre.y)};
}

}  // namespace

Point refine_peak(const DensityField& field, Point start, Metres within) {
    Point best = start;
    double height = field.at(start).per_km2;
    double stride = 1.0;
    for (int step = 0; step < most_steps && stride >= shortest_stride; ++step) {
        const Point to = field.mean_shift(best);
        const Point next =
            pulled_into({best.x + stride * (to.x - best.x), best.y + stride * (to.y - best.y)},
                        start, within.value);
        const double there = field.at(next).per_km2;
        if (!(there > height)) {
            stride /= 4.0;
            continue;
        }
        const double moved = distance(next, best).value;
        best = next;
        height = there;
        if (moved < shortest_step_m * stride) break;
        stride = std::min(2.0 * std::max(stride, 0.5), longest_stride);
    }
    return best;
}

void refine_peaks(std::span<Hotspot> hotspots, const DensityField& field, Metres cell,
                  const MultiPolygon& area) {
    for (Hotspot& h : hotspots) {
        const Point peak = refine_peak(field, h.peak, cell);
        if (peak == h.peak || !contains(h.outline, peak) ||
            (!area.empty() && !contains(area, peak)))
            continue;
        h.peak = peak;
        h.peak_per_km2 = field.at(peak).per_km2;
    }
}

}  // namespace beatline
