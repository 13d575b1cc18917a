// Rows as running polynomials: begun where a kernel's support is entered, ended where it is left.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/lane_kernels.hpp"
#include "geo/lanes.hpp"

namespace beatline::BEATLINE_LANES {
namespace {

template <int degree>
struct Edge {
    using Row = Doubles8;
};
template <>
struct Edge<1> {
    using Row = Doubles4;
};
template <int degree>
using EdgeRow = typename Edge<degree>::Row;

constexpr double binomial(int n, int k) {
    double value = 1.0;
    for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
    return value;
}

BEATLINE_INLINE int at_least(int a, int b) {
    return a > b ? a : b;
}
BEATLINE_INLINE double at_most_of(double a, double b) {
    return a < b ? a : b;
}
BEATLINE_INLINE int at_most(int a, int b) {
    return a < b ? a : b;
}

/// A run of columns of one row of the window gains the polynomial `row`.
template <class Row>
BEATLINE_INLINE void add_run(const Window& window, int r, int begin, int end, const Row& row) {
    begin = at_least(begin, 0);
    end = at_most(end, window.cols);
    if (begin >= end) return;
    double* const edges =
        window.edges + static_cast<std::ptrdiff_t>(r) * (window.cols + 1) * Row::size;
    double* const in = edges + static_cast<std::ptrdiff_t>(begin) * Row::size;
    double* const out = edges + static_cast<std::ptrdiff_t>(end) * Row::size;
    (Row::at(in) + row).put(in);
    (Row::at(out) - row).put(out);
}

/// The polynomial about a bin's centre, sum of coefficient[i][j] u^i v^j, from the bin's sums.
template <int degree>
struct Polynomial {
    static constexpr int order = 2 * degree;
    double coefficient[order + 1][order + 1];

    explicit Polynomial(const double* s);
    /// Terms of the highest order are even in both.
    static constexpr bool has(int i, int j) {
        return i + j < order || (i + j == order && i % 2 == 0);
    }
};

template <>
BEATLINE_INLINE Polynomial<1>::Polynomial(const double* s) : coefficient{} {
    auto& c = coefficient;
    c[0][0] = s[3];
    c[1][0] = 2 * s[1];
    c[0][1] = 2 * s[2];
    c[2][0] = c[0][2] = -s[0];
}

template <>
BEATLINE_INLINE Polynomial<2>::Polynomial(const double* s) : coefficient{} {
    const double g = s[0] - s[3] - s[5];
    auto& c = coefficient;
    c[0][0] = s[8];
    c[1][0] = 4 * s[6];
    c[0][1] = 4 * s[7];
    c[2][0] = 4 * s[3] - 2 * g;
    c[1][1] = 8 * s[4];
    c[0][2] = 4 * s[5] - 2 * g;
    c[3][0] = c[1][2] = -4 * s[1];
    c[2][1] = c[0][3] = -4 * s[2];
    c[4][0] = c[0][4] = s[0];
    c[2][2] = 2 * s[0];
}

template <>
BEATLINE_INLINE Polynomial<3>::Polynomial(const double* s) : coefficient{} {
    const double g = s[0] - s[3] - s[5];
    const double gx = s[1] - s[6] - s[8];
    const double gy = s[2] - s[7] - s[9];
    const double gg = g - s[10] - s[12];
    auto& c = coefficient;
    c[0][0] = s[15];
    c[1][0] = 6 * s[13];
    c[0][1] = 6 * s[14];
    c[2][0] = 12 * s[10] - 3 * gg;
    c[1][1] = 24 * s[11];
    c[0][2] = 12 * s[12] - 3 * gg;
    c[3][0] = 8 * s[6] - 12 * gx;
    c[2][1] = 24 * s[7] - 12 * gy;
    c[1][2] = 24 * s[8] - 12 * gx;
    c[0][3] = 8 * s[9] - 12 * gy;
    c[4][0] = 3 * g - 12 * s[3];
    c[3][1] = c[1][3] = -24 * s[4];
    c[2][2] = 6 * g - 12 * s[3] - 12 * s[5];
    c[0][4] = 3 * g - 12 * s[5];
    c[5][0] = c[1][4] = 6 * s[1];
    c[4][1] = c[0][5] = 6 * s[2];
    c[3][2] = 12 * s[1];
    c[2][3] = 12 * s[2];
    c[6][0] = c[0][6] = -s[0];
    c[4][2] = c[2][4] = -3 * s[0];
}

/// (u + s)^k as coefficients of u, for every k.
template <int degree>
struct Shift {
    double power[2 * degree + 1][8];

    explicit BEATLINE_INLINE Shift(double s) : power{} {
        power[0][0] = 1.0;
#pragma GCC unroll 6
        for (int k = 1; k <= 2 * degree; ++k) {
            double rest = 1.0;
            for (int i = k; i >= 0; --i) {
                power[k][i] = binomial(k, i) * rest;
                rest *= s;
            }
        }
    }
};

/// A bin's polynomial with u from a segment's origin: for each power of v, coefficients of u.
template <int degree>
struct BinRows {
    static constexpr int order = 2 * degree;
    EdgeRow<degree> by_power[order + 1];

    BEATLINE_INLINE BinRows(const Polynomial<degree>& p, const Shift<degree>& shift) {
        using Row = EdgeRow<degree>;
#pragma GCC unroll 7
        for (int j = 0; j <= order; ++j) {
            double first[8] = {p.coefficient[0][j]};
            if (j == 0) first[order + 1] = 1.0;  // how many polynomials run
            Row row = Row::at(first);
#pragma GCC unroll 7
            for (int i = 1; i + j <= order; ++i) {
                if (Polynomial<degree>::has(i, j))
                    row = row + Row::of(p.coefficient[i][j]) * Row::at(shift.power[i]);
            }
            by_power[j] = row;
        }
    }

    [[nodiscard]] BEATLINE_INLINE EdgeRow<degree> at(double v) const {
        const auto height = EdgeRow<degree>::of(v);
        EdgeRow<degree> row = by_power[order];
#pragma GCC unroll 6
        for (int j = order - 1; j >= 0; --j) row = row * height + by_power[j];
        return row;
    }
};

/// The cells that lie within reach of every point of the bin.
template <int degree>
void add_bin(const MomentShape& shape, const Window& window, const PointBin& bin,
             const double* sums) {
    using Row = EdgeRow<degree>;
    const int row = bin.row - window.first_row;
    const int col = bin.col - window.first_col;
    const int first = at_least(shape.inner_row_first, -row);
    const int end = at_most(shape.inner_row_end, window.rows - row);
    if (first >= end) return;
    const int west = col + shape.inner_west;
    const int east = col + shape.inner_east;
    if (east <= 0 || west >= window.cols) return;
    const double half = 0.5 * shape.bin;
    const double to_centre = (0.5 * window.cols - (col + half)) * shape.inverse_radius;
    const BinRows<degree> rows{Polynomial<degree>{sums}, Shift<degree>{to_centre}};
    const bool inside = west >= 0 && east <= window.cols;
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(window.cols + 1) * Row::size;
    double* edges =
        window.edges + (row + first) * stride + static_cast<std::ptrdiff_t>(col) * Row::size;
    for (int t = first; t < end; ++t, edges += stride) {
        const Row polynomial = rows.at((t + 0.5 - half) * shape.inverse_radius);
        const int begin = shape.inner_first[t - shape.inner_row_first];
        const int stop = shape.inner_end[t - shape.inner_row_first];
        if (inside) {
            double* const in = edges + static_cast<std::ptrdiff_t>(begin) * Row::size;
            double* const out = edges + static_cast<std::ptrdiff_t>(stop) * Row::size;
            (Row::at(in) + polynomial).put(in);
            (Row::at(out) - polynomial).put(out);
        } else {
            add_run(window, row + t, col + begin, col + stop, polynomial);
        }
    }
}

/// Points of a bin in float, in radii from its centre: the rim is where kernels are nearly zero.
struct RimPoints {
    static constexpr int most = 256;
    float x[most];
    float y[most];
    float square[most];
    float weight[most];
};

constexpr int rim_registers = 4;
constexpr int rim_block = rim_registers * Floats16::size;

template <int degree>
BEATLINE_INLINE void rim_terms(const MomentShape& shape, const RimPoints& points, int count,
                               std::uint32_t lane, float* sums) {
    Floats16 constant[rim_registers];
    Floats16 x[rim_registers];
    Floats16 y[rim_registers];
    Floats16 sum[rim_registers];
    for (int b = 0; b < rim_registers; ++b) {
        const std::uint32_t at = lane + static_cast<std::uint32_t>(b * Floats16::size);
        constant[b] = Floats16::at(shape.rim_constant + at);
        x[b] = Floats16::at(shape.rim_x + at);
        y[b] = Floats16::at(shape.rim_y + at);
        sum[b] = Floats16::of(0.0F);
    }
    for (int p = 0; p < count; ++p) {
        const Floats16 px = Floats16::of(points.x[p]);
        const Floats16 py = Floats16::of(points.y[p]);
        const Floats16 square = Floats16::of(points.square[p]);
        const Floats16 weight = Floats16::of(points.weight[p]);
#pragma GCC unroll 4
        for (int b = 0; b < rim_registers; ++b) {
            const Floats16 t =
                max((constant[b] - square) + (x[b] * px + y[b] * py), Floats16::of(0.0F));
            if constexpr (degree == 1) sum[b] = sum[b] + t * weight;
            if constexpr (degree == 2) sum[b] = sum[b] + t * t * weight;
            if constexpr (degree == 3) sum[b] = sum[b] + t * t * (t * weight);
        }
    }
    for (int b = 0; b < rim_registers; ++b) sum[b].put(sums + b * Floats16::size);
}

template <int degree>
void add_rim(const MomentShape& shape, const Rims& rims, const PointBin& bin,
             const PlacedPoint* points) {
    const int row = bin.row - rims.first_row;
    const int first = at_least(shape.rim_row_first, -row);
    const int end = at_most(shape.rim_row_end, rims.rows - row);
    if (first >= end) return;
    const std::uint32_t begin = shape.rim_row_lane[first - shape.rim_row_first];
    const std::uint32_t stop = shape.rim_row_lane[end - shape.rim_row_first];
    double* const to = rims.sums + row * rims.stride + rims.margin + bin.col;
    const double x = bin.col + 0.5 * shape.bin;
    const double y = bin.row + 0.5 * shape.bin;
    RimPoints batch;
    for (std::uint32_t done = 0; done < bin.count;) {
        const std::uint32_t left = bin.count - done;
        const int n = left < RimPoints::most ? static_cast<int>(left) : RimPoints::most;
        for (int i = 0; i < n; ++i) {
            const PlacedPoint& p = points[done + static_cast<std::uint32_t>(i)];
            const double dx = (p.x - x) * shape.inverse_radius;
            const double dy = (p.y - y) * shape.inverse_radius;
            batch.x[i] = static_cast<float>(dx);
            batch.y[i] = static_cast<float>(dy);
            batch.square[i] = static_cast<float>(dx * dx + dy * dy);
            batch.weight[i] = static_cast<float>(p.weight);
        }
        for (std::uint32_t lane = begin; lane < stop; lane += rim_block) {
            float sums[rim_block];
            rim_terms<degree>(shape, batch, n, lane, sums);
            const std::int32_t* const offset = shape.rim_offset + lane;
            const std::uint32_t rest = stop - lane;
            const int lanes = rest < rim_block ? static_cast<int>(rest) : rim_block;
            for (int l = 0; l < lanes; ++l) to[offset[l]] += sums[l];
        }
        done += static_cast<std::uint32_t>(n);
    }
}

/// One point, whose support begins and ends where it does: no rim.
template <int degree>
void add_point(const MomentShape& shape, const Window& window, const PlacedPoint& point) {
    using Row = EdgeRow<degree>;
    const double x = point.x - window.first_col;
    const double y = point.y - window.first_row;
    if (x + shape.radius <= 0.0 || x - shape.radius >= window.cols) return;
    const double south = y - shape.radius + 0.5;  // the first row is that of the cell it lies in
    const double north = y + shape.radius + 0.5;
    const int first = south > 0.0 ? static_cast<int>(at_most_of(south, window.rows)) : 0;
    const int end = north > 0.0 ? static_cast<int>(at_most_of(north, window.rows)) : 0;
    if (first >= end) return;
    // (g - q)^degree with q = (u - a)^2 and g = 1 - v^2, as polynomials in u for each power of g.
    const double a = (x - 0.5 * window.cols) * shape.inverse_radius;
    Row by_power[degree + 1];
#pragma GCC unroll 4
    for (int j = 0; j <= degree; ++j) {
        double c[8] = {};
        const int e = degree - j;
        double rest = (e % 2 == 0 ? 1.0 : -1.0) * binomial(degree, j) * point.weight;
#pragma GCC unroll 7
        for (int i = 2 * e; i >= 0; --i) {
            c[i] = binomial(2 * e, i) * rest;
            rest *= -a;
        }
        if (j == 0) c[2 * degree + 1] = 1.0;
        by_power[j] = Row::at(c);
    }
    const double cols = window.cols;
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(window.cols + 1) * Row::size;
    double* edges = window.edges + first * stride;
    for (int r = first; r < end; ++r, edges += stride) {
        const double v = (r + 0.5 - y) * shape.inverse_radius;
        const double g = 1.0 - v * v;
        const double half = shape.radius * __builtin_sqrt(g > 0.0 ? g : 0.0);
        double from = x - half + 0.5;
        double to = x + half + 0.5;
        from = from > 0.0 ? from : 0.0;
        from = from < cols ? from : cols;
        to = to > 0.0 ? to : 0.0;
        to = to < cols ? to : cols;
        const Row height = Row::of(g);
        Row row = by_power[degree];
#pragma GCC unroll 3
        for (int j = degree - 1; j >= 0; --j) row = row * height + by_power[j];
        // An empty run adds and takes away at one place.
        double* const in = edges + static_cast<std::ptrdiff_t>(from) * Row::size;
        (Row::at(in) + row).put(in);
        double* const out = edges + static_cast<std::ptrdiff_t>(to) * Row::size;
        (Row::at(out) - row).put(out);
    }
}

template <int degree>
void add_inner(const MomentShape& shape, const Window& window, const PlacedPoint* points,
               const PointBin* bins, std::size_t count, const double* sums) {
    for (std::size_t b = 0; b < count; ++b) {
        const PointBin& bin = bins[b];
        if (bin.count > shape.alone) {
            add_bin<degree>(shape, window, bin, sums + bin.sums);
            continue;
        }
        for (std::uint32_t i = 0; i < bin.count; ++i)
            add_point<degree>(shape, window, points[bin.first + i]);
    }
}

template <int degree>
void add_rims(const MomentShape& shape, const Rims& rims, const PlacedPoint* points,
              const PointBin* bins, std::size_t count) {
    for (std::size_t b = 0; b < count; ++b) {
        if (bins[b].count > shape.alone)
            add_rim<degree>(shape, rims, bins[b], points + bins[b].first);
    }
}

template <int degree>
void finish(const MomentShape& shape, const Window& window, int row, double* rims, double scale,
            float* out) {
    using Row = EdgeRow<degree>;
    constexpr int order = 2 * degree;
    double* edge = window.edges + static_cast<std::ptrdiff_t>(row) * (window.cols + 1) * Row::size;
    const Row none = Row::of(0.0);
    Row running = none;
    for (int from = 0; from < window.cols; from += Window::block) {
        const int n = at_most(Window::block, window.cols - from);
        if (window.touched[from / Window::block] == 0) {  // then nothing runs across it, either
            for (int c = 0; c < n; ++c) out[from + c] = 0.0F;
            running = none;
            edge += n * Row::size;
            continue;
        }
        double rows[Window::block][Row::size];
        for (int c = 0; c < n; ++c, edge += Row::size) {
            running = running + Row::at(edge);
            none.put(edge);
            running.put(rows[c]);
        }
        if (rows[n - 1][order + 1] == 0.0) running = none;  // what rounding has left
        for (int c = 0; c < n; ++c) {
            const double u = (from + c + 0.5 - 0.5 * window.cols) * shape.inverse_radius;
            double value = rows[c][order];
#pragma GCC unroll 6
            for (int i = order - 1; i >= 0; --i) value = value * u + rows[c][i];
            value = (rows[c][order + 1] > 0.0 && value > 0.0 ? value : 0.0) + rims[from + c];
            rims[from + c] = 0.0;
            out[from + c] = static_cast<float>(value * scale);
        }
    }
    none.put(edge);  // runs that end with the window
}

void add_rims_of(int degree, const MomentShape& shape, const Rims& rims, const PlacedPoint* points,
                 const PointBin* bins, std::size_t count) {
    if (degree == 1) return add_rims<1>(shape, rims, points, bins, count);
    if (degree == 2) return add_rims<2>(shape, rims, points, bins, count);
    add_rims<3>(shape, rims, points, bins, count);
}

void add_inner_of(int degree, const MomentShape& shape, const Window& window,
                  const PlacedPoint* points, const PointBin* bins, std::size_t count,
                  const double* sums) {
    if (degree == 1) return add_inner<1>(shape, window, points, bins, count, sums);
    if (degree == 2) return add_inner<2>(shape, window, points, bins, count, sums);
    add_inner<3>(shape, window, points, bins, count, sums);
}

void finish_row_of(int degree, const MomentShape& shape, const Window& window, int row,
                   double* rims, double scale, float* out) {
    if (degree == 1) return finish<1>(shape, window, row, rims, scale, out);
    if (degree == 2) return finish<2>(shape, window, row, rims, scale, out);
    finish<3>(shape, window, row, rims, scale, out);
}

}  // namespace
}  // namespace beatline::BEATLINE_LANES
