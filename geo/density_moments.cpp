// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

#include "geo/density_cost.hpp"
#include "geo/density_engine.hpp"
#include "geo/lane_kernels.hpp"

namespace beatline {

namespace {

int degree_of(Kernel kernel) {
    return kernel == Kernel::epanechnikov ? 1 : kernel == Kernel::quartic ? 2 : 3;
}

/// Columns [first, end) whose offset from the bin's centre is at most `half`, counted from the bin.
struct Run {
    std::int32_t first{0};
    std::int32_t end{0};
};
Run columns_within(double half, int bin) {
    const double shift = 0.5 * bin - 0.5;
    return {static_cast<std::int32_t>(std::ceil(shift - half)),
            static_cast<std::int32_t>(std::floor(shift + half)) + 1};
}

/// The vectors behind a MomentShape; none for bins of no cells.
class ShapeTables {
public:
    ShapeTables(double radius, int bin, std::ptrdiff_t rim_stride) {
        shape.radius = radius;
        shape.inverse_radius = 1.0 / radius;
        shape.bin = bin;
        if (bin == 0) return;
        const int reach = static_cast<int>(radius) + 2;
        shape.rim_row_first = -reach;
        shape.rim_row_end = bin + reach;
        shape.inner_row_first = 0;
        shape.inner_row_end = 0;
        for (int t = shape.rim_row_first; t < shape.rim_row_end; ++t) add_row(t, rim_stride);
        rim_row_lane_.push_back(static_cast<std::uint32_t>(constant_.size()));
        for (int i = 0; i < 64; ++i) {  // so that the last registers are full
            constant_.push_back(-1.0F);
            x_.push_back(0.0F);
            y_.push_back(0.0F);
        }
        shape.inner_first = inner_first_.data();
        shape.inner_end = inner_end_.data();
        shape.rim_row_lane = rim_row_lane_.data();
        shape.rim_constant = constant_.data();
        shape.rim_x = x_.data();
        shape.rim_y = y_.data();
        shape.rim_col = col_.data();
        shape.rim_offset = offset_.data();
        if (!col_.empty()) {
            const auto [west, east] = std::ranges::minmax(col_);
            shape.rim_west = west;
            shape.rim_east = east + 1;
        }
        shape.inner_west = shape.inner_east = 0;
        if (!inner_first_.empty()) {
            shape.inner_west = *std::ranges::min_element(inner_first_);
            shape.inner_east = *std::ranges::max_element(inner_end_);
        }
    }

    MomentShape shape{};

private:
    void add_row(int t, std::ptrdiff_t rim_stride) {
        constexpr double safety = 1e-9;  // cells on the edge go to the rim, which asks each point
        const double r = shape.radius * (1.0 - safety);
        const double wide = shape.radius * (1.0 + safety);
        const double half_bin = 0.5 * shape.bin;
        const double off = std::abs(t + 0.5 - half_bin);
        Run inner;
        if (off + half_bin < r)
            inner = columns_within(
                std::sqrt(r * r - (off + half_bin) * (off + half_bin)) - half_bin, shape.bin);
        if (inner.first < inner.end) {
            if (inner_first_.empty()) shape.inner_row_first = t;
            shape.inner_row_end = t + 1;
            inner_first_.push_back(inner.first);
            inner_end_.push_back(inner.end);
        } else {
            inner = {};
        }
        rim_row_lane_.push_back(static_cast<std::uint32_t>(constant_.size()));
        const double near = std::max(off - half_bin, 0.0);
        if (near >= wide) return;
        const Run outer =
            columns_within(std::sqrt(wide * wide - near * near) + half_bin, shape.bin);
        for (std::int32_t c = outer.first; c < outer.end; ++c) {
            if (c == inner.first && inner.first < inner.end) c = inner.end;
            if (c >= outer.end) break;
            const double x = (c + 0.5 - half_bin) * shape.inverse_radius;
            const double y = (t + 0.5 - half_bin) * shape.inverse_radius;
            constant_.push_back(static_cast<float>(1.0 - x * x - y * y));
            x_.push_back(static_cast<float>(2.0 * x));
            y_.push_back(static_cast<float>(2.0 * y));
            col_.push_back(c);
            offset_.push_back(t * rim_stride + c);
        }
    }

    std::vector<std::int32_t> inner_first_;
    std::vector<std::int32_t> inner_end_;
    std::vector<std::uint32_t> rim_row_lane_;
    std::vector<float> constant_;
    std::vector<float> x_;
    std::vector<float> y_;
    std::vector<std::int32_t> col_;
    std::vector<std::ptrdiff_t> offset_;
};

/// The sums that a bin's polynomial is made of, about its centre in radii: see Polynomial in
/// geo/strip_kernel.hpp. g = 1 - x^2 - y^2.
template <int degree>
void sum_bin(std::span<const PlacedPoint> points, double centre_x, double centre_y,
             double inverse_radius, double* s) {
    for (const PlacedPoint& p : points) {
        const double x = (p.x - centre_x) * inverse_radius;
        const double y = (p.y - centre_y) * inverse_radius;
        const double g = 1.0 - x * x - y * y;
        const double w = p.weight;
        const double wx = w * x;
        const double wy = w * y;
        s[0] += w;
        s[1] += wx;
        s[2] += wy;
        if constexpr (degree == 1) s[3] += w * g;
        if constexpr (degree >= 2) {
            s[3] += wx * x;
            s[4] += wx * y;
            s[5] += wy * y;
        }
        if constexpr (degree == 2) {
            s[6] += wx * g;
            s[7] += wy * g;
            s[8] += w * g * g;
        }
        if constexpr (degree == 3) {
            s[6] += wx * x * x;
            s[7] += wx * x * y;
            s[8] += wx * y * y;
            s[9] += wy * y * y;
            s[10] += g * wx * x;
            s[11] += g * wx * y;
            s[12] += g * wy * y;
            s[13] += g * g * wx;
            s[14] += g * g * wy;
            s[15] += g * g * g * w;
        }
    }
}

/// What one thread adds a strip up in.
struct Scratch {
    std::vector<double> edges;
    std::vector<double> rims;
    std::vector<unsigned char> touched;
};

/// Zeros, and those that are there stay: every strip leaves them so.
double* zeros(std::vector<double>& values, std::size_t count) {
    if (values.size() < count) values = huge_zeros<double>(count);
    return values.data();
}

class Moments {
public:
    Moments(PlacedPoints placed, const GridSpec& spec, const DensityParams& params,
            std::uint32_t alone)
        : placed_{std::move(placed)},
          cols_{static_cast<int>(spec.cols)},
          degree_{degree_of(params.kernel)},
          radius_{params.bandwidth.value / spec.cell.value},
          reach_{static_cast<int>(radius_) + 2},
          // A sweep has no rims: one row of zeros does for all.
          stride_{alone == ~std::uint32_t{0} ? 0 : cols_},
          kernels_{lane_kernels(simd_level())} {
        const int levels = std::countr_zero(static_cast<unsigned>(placed_.bin)) + 1;
        tables_.reserve(static_cast<std::size_t>(levels));  // the shapes point into them
        for (int level = 0; level < levels; ++level) {
            // Bins that are large against the kernel are all rim: their points are taken alone.
            const std::uint32_t own = std::max(alone, alone_for(static_cast<std::uint32_t>(level)));
            const bool used = own != ~std::uint32_t{0};
            tables_.emplace_back(radius_, used ? 1 << level : 0, stride_);
            shapes_.push_back(tables_.back().shape);
            shapes_.back().alone = own;
        }
        scale_ = kernel_density(params.kernel, Metres{0.0}, params.bandwidth) * m2_per_km2 *
                 placed_.weight_unit;
        while (window_cols_ < 3.0 * radius_ && window_cols_ < 1024) window_cols_ *= 2;
        // (20 radii)^6 is 6e7: eight of sixteen digits are left at the window's ends.
        while (degree_ == 3 && window_cols_ > 40.0 * radius_) window_cols_ /= 2;
        sum_bins();
    }

    /// A window's edges stay in the second-level cache.
    [[nodiscard]] std::size_t strip_rows() const {
        constexpr int cache = 512 * 1024;
        // Nor do the rims of a very wide grid grow beyond some 16 MB.
        const int rims = (1 << 21) / std::max(cols_, 1);
        return static_cast<std::size_t>(
            std::clamp(std::min(rims, cache / (window_cols_ * 8 * edge_lanes(degree_))), 8, 64));
    }

    void compute(std::size_t first, std::size_t rows, float* out) {
        Scratch& scratch = scratch_.local();
        const auto cells = static_cast<std::size_t>(
            std::max<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(rows) * stride_, cols_));
        const Rims rims{static_cast<int>(first), static_cast<int>(rows), cols_,
                        zeros(scratch.rims, cells), stride_};
        const auto [south, north] =
            tiles_near(rims.first_row, rims.rows, placed_.first_row, placed_.rows);
        for (std::size_t col = 0; col < placed_.cols; ++col) {
            for (std::size_t row = south; row < north; ++row) {
                const auto bins = placed_.bins_of(row, col);
                kernels_.add_rims(degree_, shapes_.data(), rims, placed_.points.data(), bins.data(),
                                  bins.size());
            }
        }
        for (int col = 0; col < cols_; col += window_cols_)
            compute_window(rims, col, scratch, south, north, out + col);
    }

private:
    using Tiles = std::pair<std::size_t, std::size_t>;

    /// Tiles whose points reach cells [at, at + cells).
    [[nodiscard]] Tiles tiles_near(int at, int cells, int first_tile, std::size_t tiles) const {
        const auto tile = [&](int cell) {
            const double t = std::floor(static_cast<double>(cell - first_tile) / placed_.tile);
            return static_cast<std::size_t>(std::clamp(t, 0.0, static_cast<double>(tiles)));
        };
        return {tile(at - reach_), std::min(tile(at + cells + reach_) + 1, tiles)};
    }

    void compute_window(const Rims& rims, int col, Scratch& scratch, std::size_t south,
                        std::size_t north, float* out) const {
        const int cols = std::min(window_cols_, cols_ - col);
        const auto lanes = static_cast<std::size_t>(edge_lanes(degree_));
        scratch.touched.assign(static_cast<std::size_t>(cols / Window::block + 1), 0);
        const Window window{rims.first_row,
                            rims.rows,
                            col,
                            cols,
                            zeros(scratch.edges, static_cast<std::size_t>(rims.rows) *
                                                     static_cast<std::size_t>(cols + 1) * lanes),
                            scratch.touched.data()};
        const auto [west, east] = tiles_near(col, cols, placed_.first_col, placed_.cols);
        for (std::size_t tile_col = west; tile_col < east; ++tile_col) {
            for (std::size_t row = south; row < north; ++row) {
                const auto bins = placed_.bins_of(row, tile_col);
                if (bins.empty()) continue;
                touch(window, placed_.first_col + static_cast<int>(tile_col) * placed_.tile);
                kernels_.add_inner(degree_, shapes_.data(), window, placed_.points.data(),
                                   bins.data(), bins.size(), sums_.data());
            }
        }
        for (int r = 0; r < rims.rows; ++r)
            kernels_.finish_row(degree_, 1.0 / radius_, window, r,
                                rims.sums + r * rims.stride + col, scale_,
                                out + static_cast<std::ptrdiff_t>(r) * cols_);
    }

    /// Marks the blocks of columns that a tile's points may reach.
    void touch(const Window& window, int tile_col) const {
        const int from = std::max(tile_col - reach_ - window.first_col, 0);
        const int to =
            std::min(tile_col + placed_.tile + reach_ - window.first_col, window.cols - 1);
        for (int b = from / Window::block; b * Window::block <= to; ++b) window.touched[b] = 1;
    }

    void sum_bins() {
        std::uint32_t next = 0;
        for (PointBin& bin : std::span{placed_.bins.data(), placed_.bins.size()}) {
            if (bin.count <= shapes_[bin.level].alone) continue;
            bin.sums = next++;
        }
        const auto lanes = static_cast<std::size_t>(bin_sums(degree_));
        sums_ = HugeArray<double>(next * lanes);
        tbb::parallel_for(std::size_t{0}, placed_.bins.size(), [&](std::size_t b) {
            const PointBin& bin = placed_.bins[b];
            if (bin.count <= shapes_[bin.level].alone) return;
            const auto points = std::span{placed_.points.data() + bin.first, bin.count};
            const double x = bin.col + 0.5 * (1 << bin.level);
            const double y = bin.row + 0.5 * (1 << bin.level);
            double* const s = sums_.data() + static_cast<std::size_t>(bin.sums) * lanes;
            std::fill_n(s, lanes, 0.0);
            const double inverse = shapes_[bin.level].inverse_radius;
            if (degree_ == 1) sum_bin<1>(points, x, y, inverse, s);
            if (degree_ == 2) sum_bin<2>(points, x, y, inverse, s);
            if (degree_ == 3) sum_bin<3>(points, x, y, inverse, s);
        });
    }

    PlacedPoints placed_;
    int cols_;
    int degree_;
    double radius_;  // cells
    int reach_;
    std::ptrdiff_t stride_;
    std::vector<ShapeTables> tables_;  // by level
    std::vector<MomentShape> shapes_;
    const LaneKernels& kernels_;
    double scale_{1.0};
    int window_cols_{256};
    HugeArray<double> sums_;
    tbb::enumerable_thread_specific<Scratch> scratch_;
};

}  // namespace

DensityEngine moment_engine(PlacedPoints points, const GridSpec& spec, const DensityParams& params,
                            std::uint32_t alone) {
    const auto moments = std::make_shared<Moments>(std::move(points), spec, params, alone);
    return {moments->strip_rows(), [moments](std::size_t first, std::size_t rows, float* out) {
                moments->compute(first, rows, out);
            }};
}

}  // namespace beatline
