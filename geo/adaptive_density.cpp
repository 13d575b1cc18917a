// SPDX-License-Identifier: Apache-2.0
#include "geo/adaptive_density.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <span>

#include "geo/density_at.hpp"
#include "geo/kernel_shape.hpp"

namespace beatline {

namespace {

constexpr double per_km2 = 1e6;  // 1/m^2 -> 1/km^2
constexpr std::size_t strip_rows = 16;

/// One point as a row wants it.
struct Source {
    Point at;
    double height;  // at the centre, per km^2
    double reach;   // m
    KernelScale scale;
};

/// Rows of cell centres, all of one strip: y0 + row * cell.
struct Strip {
    std::size_t first;
    std::size_t end;
    double south;  // centre of its first row
    double north;  // and of its last
};

Strip strip_of(const GridSpec& spec, std::size_t number) {
    const std::size_t first = number * strip_rows;
    const std::size_t end = std::min(first + strip_rows, spec.rows);
    return {first, end, spec.centre(first, 0).y, spec.centre(end - 1, 0).y};
}

/// Of the points, sorted by y, those whose own reach meets the strip, in their order.
std::vector<Source> sources_of(std::span<const KernelPoint> points, const Strip& strip,
                               const DensityParams& params, double widest_reach) {
    const double unit = kernel_density(params.kernel, Metres{0.0}, Metres{1.0}) * per_km2;
    const auto y_of = [](const KernelPoint& p) { return p.at.y; };
    const auto first = std::ranges::lower_bound(points, strip.south - widest_reach, {}, y_of);
    const auto last = std::ranges::upper_bound(points, strip.north + widest_reach, {}, y_of);
    std::vector<Source> sources;
    for (const KernelPoint& p : std::span{first, last}) {
        const double reach = support_radius(params.kernel, p.bandwidth).value;
        if (p.at.y + reach < strip.south || p.at.y - reach > strip.north) continue;
        const KernelScale scale{p.bandwidth};
        sources.push_back({p.at, p.weight * unit * scale.inverse, reach, scale});
    }
    return sources;
}

/// Adds one point to one row of sums, over the columns within its reach; generous by one, as the
/// kernels are zero outside.
template <Kernel kernel>
void add_source(const GridSpec& spec, const Source& source, Point first, std::span<double> sums) {
    const double dy = source.at.y - first.y;
    const double dy2 = dy * dy;
    const double half2 = source.reach * source.reach - dy2;
    if (half2 < 0.0) return;
    const double half = std::sqrt(half2);
    const double cell = spec.cell.value;
    const double offset = first.x - source.at.x;
    const auto cols = static_cast<double>(sums.size());
    const double from = std::clamp(std::floor((-half - offset) / cell), 0.0, cols);
    const double to = std::clamp(std::ceil((half - offset) / cell) + 1.0, 0.0, cols);
    for (auto c = static_cast<std::int32_t>(from); c < static_cast<std::int32_t>(to); ++c) {
        const double dx = offset + cell * static_cast<double>(c);
        sums[static_cast<std::size_t>(c)] +=
            source.height * kernel_shape<kernel>(dx * dx + dy2, source.scale);
    }
}

}  // namespace

std::vector<KernelPoint> abramson_bandwidths(std::vector<WeightedPoint> points,
                                             const DensityParams& params, Metres least) {
    std::erase_if(points, [](const WeightedPoint& p) { return !(p.weight > 0.0); });
    std::vector<KernelPoint> kernels = with_bandwidth(std::move(points), params.bandwidth);
    const DensityField pilot{kernels, params.kernel};
    std::vector<double> logs(kernels.size());
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, kernels.size(), 64},
                      [&](const auto& part) {
                          if (params.cancelled != nullptr && params.cancelled()) return;
                          for (std::size_t i = part.begin(); i < part.end(); ++i)
                              logs[i] = std::log(pilot.at(kernels[i].at).per_km2);
                      });
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        sum += kernels[i].weight * logs[i];
        weight += kernels[i].weight;
    }
    const Metres h0 = params.bandwidth;
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        const Metres h = std::exp(0.5 * (sum / weight - logs[i])) * h0;
        kernels[i].bandwidth =
            std::max(std::clamp(h, h0 / abramson_span, abramson_span * h0), least);
    }
    return kernels;
}

DensityGrid estimate_adaptive_density(std::vector<KernelPoint> points, const GridSpec& spec,
                                      const DensityParams& params) {
    points = merge_kernels(std::move(points));
    const double widest_reach = support_radius(params.kernel, widest_bandwidth(points)).value;
    DensityGrid grid{spec, std::vector<float>(spec.size(), 0.0F)};
    const std::size_t strips = (spec.rows + strip_rows - 1) / strip_rows;
    tbb::parallel_for(tbb::blocked_range<std::size_t>{0, strips, 1}, [&](const auto& part) {
        std::vector<double> sums(spec.cols);
        for (std::size_t s = part.begin(); s < part.end(); ++s) {
            const Strip strip = strip_of(spec, s);
            const auto sources = sources_of(points, strip, params, widest_reach);
            for (std::size_t row = strip.first; row < strip.end; ++row) {
                if (params.cancelled != nullptr && params.cancelled()) return;
                std::ranges::fill(sums, 0.0);
                for_kernel(params.kernel, [&](auto kernel) {
                    for (const Source& source : sources)
                        add_source<kernel()>(spec, source, spec.centre(row, 0), sums);
                });
                std::ranges::transform(
                    sums, grid.values.begin() + static_cast<std::ptrdiff_t>(row * spec.cols),
                    [](double sum) { return static_cast<float>(sum); });
            }
        }
    });
    return grid;
}

}  // namespace beatline
