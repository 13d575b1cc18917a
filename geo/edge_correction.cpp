// SPDX-License-Identifier: Apache-2.0
#include "geo/edge_correction.hpp"

#include <algorithm>
#include <cmath>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>

#include "geo/edge_mass.hpp"

namespace beatline {

std::string_view name_of(EdgeCorrection correction) {
    switch (correction) {
        case EdgeCorrection::none:
            return "none";
        case EdgeCorrection::uniform:
            return "uniform";
        case EdgeCorrection::diggle:
            return "diggle";
    }
    return "";
}

std::optional<EdgeCorrection> edge_correction_named(std::string_view name) {
    for (const EdgeCorrection correction : all_edge_corrections) {
        if (name_of(correction) == name) return correction;
    }
    return std::nullopt;
}

std::vector<WeightedPoint> points_inside(std::vector<WeightedPoint> points,
                                         const MultiPolygon& area) {
    const AreaIndex index{area};
    std::erase_if(points, [&](const WeightedPoint& p) { return !index.contains(p.at); });
    return points;
}

void correct_uniform(DensityGrid& density, const MultiPolygon& area, const DensityParams& params) {
    const EdgeMass mass{area, params.kernel, params.bandwidth};
    const GridSpec& spec = density.spec;
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, spec.rows}, [&](const auto& rows) {
        for (std::size_t r = rows.begin(); r < rows.end(); ++r) {
            if (params.cancelled != nullptr && params.cancelled()) return;
            for (std::size_t c = 0; c < spec.cols; ++c) {
                float& value = density.values[r * spec.cols + c];
                if (!(value > 0.0F)) continue;  // NaN, too
                const double inside = mass.at(spec.centre(r, c), params.bandwidth);
                value = static_cast<float>(value / std::max(inside, least_edge_mass));
            }
        }
    });
}

std::vector<KernelPoint> diggle_weights(std::vector<KernelPoint> points, const MultiPolygon& area,
                                        Kernel kernel) {
    if (points.empty()) return points;
    const EdgeMass mass{area, kernel, widest_bandwidth(points)};
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, points.size(), 64}, [&](const auto& part) {
        for (std::size_t i = part.begin(); i < part.end(); ++i)
            points[i].weight /=
                std::max(mass.at(points[i].at, points[i].bandwidth), least_edge_mass);
    });
    return points;
}

}  // namespace beatline
