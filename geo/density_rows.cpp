// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "geo/density_engine.hpp"
#include "geo/huge_array.hpp"
#include "geo/kernel_shape.hpp"

namespace beatline {

namespace {

constexpr std::size_t strip_rows = 16;

/// One row of the surface: cell centres at x0 + col * cell.
struct CellRow {
    double x0;
    double y;
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

/// Squared distance of a column's centre from a point `dy2` off the row, from the coordinates as
/// given, so that ties at the rim are decided exactly.
double distance2(const CellRow& row, double x, std::size_t col, double dy2) {
    const double dx = (row.x0 - x) + row.cell * static_cast<double>(static_cast<std::int32_t>(col));
    return dx * dx + dy2;
}

/// A row's sums, a cell at a time.
template <Kernel kernel>
class RowSums {
public:
    explicit RowSums(std::size_t cols) : sums_(cols) {}

    void add(const CellRow& row, const KernelPoint& p, double height, const KernelScale& scale,
             Cols cols, double dy2) {
        for (std::size_t c = cols.first; c < cols.last; ++c)
            sums_[c] += height * kernel_shape<kernel>(distance2(row, p.at.x, c, dy2), scale);
    }

    void finish(float* out) {
        for (double& sum : sums_) *out++ = static_cast<float>(std::exchange(sum, 0.0));
    }

private:
    std::vector<double> sums_;
};

/// The uniform kernel's: a sum that changes where a disc is entered or left. Which cells lie within
/// is asked of the distance itself, so that the rim is the definition's.
template <>
class RowSums<Kernel::uniform> {
public:
    explicit RowSums(std::size_t cols) : steps_(cols + 1), discs_(cols + 1) {}

    void add(const CellRow& row, const KernelPoint& p, double height, const KernelScale& scale,
             Cols cols, double dy2) {
        const auto inside = [&](std::size_t c) {
            return distance2(row, p.at.x, c, dy2) < scale.h2;
        };
        while (cols.first < cols.last && !inside(cols.first)) ++cols.first;
        while (cols.first < cols.last && !inside(cols.last - 1)) --cols.last;
        if (cols.first == cols.last) return;
        steps_[cols.first] += height;
        steps_[cols.last] -= height;
        ++discs_[cols.first];
        --discs_[cols.last];
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

/// Adds to one row all points that may reach it, which is asked of each.
template <Kernel kernel>
void add_points(std::span<const KernelPoint> points, const CellRow& row, double widest_reach,
                RowSums<kernel>& sums) {
    const double unit = kernel_density(kernel, Metres{0.0}, Metres{1.0}) * m2_per_km2;
    const auto y_of = [](const KernelPoint& p) { return p.at.y; };
    const auto first = std::ranges::lower_bound(points, row.y - widest_reach, {}, y_of);
    const auto last = std::ranges::upper_bound(points, row.y + widest_reach, {}, y_of);
    // Of the last point's bandwidth, which most often is the next one's as well.
    Metres bandwidth{0.0};
    KernelScale scale{Metres{1.0}};
    double reach2 = 0.0;
    for (const KernelPoint& p : std::span{first, last}) {
        if (p.bandwidth != bandwidth) {
            bandwidth = p.bandwidth;
            scale = KernelScale{bandwidth};
            const double reach = support_radius(kernel, bandwidth).value;
            reach2 = reach * reach;
        }
        const double dy2 = (p.at.y - row.y) * (p.at.y - row.y);
        const double half2 = reach2 - dy2;
        if (half2 < 0.0) continue;
        sums.add(row, p, p.weight * unit * scale.inverse, scale,
                 columns_within(row, p.at.x, std::sqrt(half2)), dy2);
    }
}

}  // namespace

DensityEngine row_engine(std::vector<KernelPoint> points, const GridSpec& spec, Kernel kernel) {
    const double reach = support_radius(kernel, widest_bandwidth(points)).value;
    const auto kept = std::make_shared<const std::vector<KernelPoint>>(std::move(points));
    return for_kernel(kernel, [&](auto shape) {
        return DensityEngine{
            strip_rows, [=](std::size_t first_row, std::size_t rows, float* out) {
                RowSums<shape()> sums{spec.cols};
                for (std::size_t r = first_row; r < first_row + rows; ++r, out += spec.cols) {
                    const Point first = spec.centre(r, 0);
                    add_points(*kept, {first.x, first.y, spec.cell.value, spec.cols}, reach, sums);
                    sums.finish(out);
                }
            }};
    });
}

DensityEngine row_engine(const std::vector<WeightedPoint>& points, const GridSpec& spec,
                         const DensityParams& params) {
    std::vector<KernelPoint> kernels;
    kernels.reserve(points.size());
    advise_huge_pages(kernels.data(), points.size() * sizeof(KernelPoint));
    for (const WeightedPoint& p : points) kernels.push_back({p.at, p.weight, params.bandwidth});
    return row_engine(std::move(kernels), spec, params.kernel);
}

}  // namespace beatline
