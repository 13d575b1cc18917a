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

/// (u + s)^k as coefficients of u, for every k up to `order`.
template <class Row, int order>
struct Shift {
    Row power[order + 1];

    explicit BEATLINE_INLINE Shift(double s) {
        // Powers s^(k - i) in lane i: each row of them is the one before times s, and a new one.
        alignas(64) static constexpr double unit[8][8] = {{1},
                                                          {0, 1},
                                                          {0, 0, 1},
                                                          {0, 0, 0, 1},
                                                          {0, 0, 0, 0, 1},
                                                          {0, 0, 0, 0, 0, 1},
                                                          {0, 0, 0, 0, 0, 0, 1},
                                                          {0, 0, 0, 0, 0, 0, 0, 1}};
        alignas(64) static constexpr double choose[7][8] = {{1},
                                                            {1, 1},
                                                            {1, 2, 1},
                                                            {1, 3, 3, 1},
                                                            {1, 4, 6, 4, 1},
                                                            {1, 5, 10, 10, 5, 1},
                                                            {1, 6, 15, 20, 15, 6, 1}};
        const Row by = Row::of(s);
        Row powers = Row::at(unit[0]);
        power[0] = powers;
#pragma GCC unroll 6
        for (int k = 1; k <= order; ++k) {
            powers = powers * by + Row::at(unit[k]);
            power[k] = powers * Row::at(choose[k]);
        }
    }
};

/// Counts the polynomials that run, in the lane behind the coefficients.
template <int degree>
BEATLINE_INLINE EdgeRow<degree> one_running() {
    double lanes[8] = {};
    lanes[2 * degree + 1] = 1.0;
    return EdgeRow<degree>::at(lanes);
}

/// A bin's polynomial with u from the window's centre: for each power of v, coefficients of u.
template <int degree>
struct BinRows {
    static constexpr int order = 2 * degree;
    using Row = EdgeRow<degree>;
    Row by_power[order + 1];

    BEATLINE_INLINE BinRows(const Polynomial<degree>& p, const Shift<Row, order>& shift) {
#pragma GCC unroll 7
        for (int j = 0; j <= order; ++j) {
            Row row = Row::of(p.coefficient[0][j]) * shift.power[0];
            if (j == 0) row = row + one_running<degree>();
#pragma GCC unroll 7
            for (int i = 1; i + j <= order; ++i) {
                if (Polynomial<degree>::has(i, j))
                    row = row + Row::of(p.coefficient[i][j]) * shift.power[i];
            }
            by_power[j] = row;
        }
    }

    [[nodiscard]] BEATLINE_INLINE Row at(double v) const {
        const Row height = Row::of(v);
        Row row = by_power[order];
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
    const BinRows<degree> rows{Polynomial<degree>{sums}, Shift<Row, 2 * degree>{to_centre}};
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

/// Where a point's support begins and ends on eight rows of a window.
struct RowEnds {
    std::int32_t begin[8];
    std::int32_t end[8];
    double inside[8];  // 1 - v^2

    BEATLINE_INLINE RowEnds(const MomentShape& shape, double x, double from_y, double cols) {
        alignas(64) static constexpr double row[8] = {0, 1, 2, 3, 4, 5, 6, 7};
        const Doubles8 none = Doubles8::of(0.0);
        const Doubles8 all = Doubles8::of(cols);
        const Doubles8 v =
            (Doubles8::of(from_y) + Doubles8::at(row)) * Doubles8::of(shape.inverse_radius);
        const Doubles8 g = Doubles8::of(1.0) - v * v;
        const Doubles8 half = sqrt(max(g, none)) * Doubles8::of(shape.radius);
        const Doubles8 middle = Doubles8::of(x + 0.5);
        g.put(inside);
        max(min(middle - half, all), none).put_cut(begin);
        max(min(middle + half, all), none).put_cut(end);
    }
};

/// One point, whose support begins and ends where it does: no rim.
template <int degree>
void add_point(const MomentShape& shape, const Window& window, const PlacedPoint& point) {
    using Row = EdgeRow<degree>;
    const double x = point.x - window.first_col;
    const double y = point.y - window.first_row;
    if (x + shape.radius <= 0.0 || x - shape.radius >= window.cols) return;
    const double south = y - shape.radius + 0.5;  // the first row is that of the cell it lies in
    const double north = y + shape.radius + 0.5;
    const int first =
        south > 0.0 ? static_cast<int>(at_most(south, static_cast<double>(window.rows))) : 0;
    const int last =
        north > 0.0 ? static_cast<int>(at_most(north, static_cast<double>(window.rows))) : 0;
    // (g - q)^degree with q = (u - a)^2 and g = 1 - v^2, as polynomials in u for each power of g.
    const Shift<Row, 2 * degree> shift{(0.5 * window.cols - x) * shape.inverse_radius};
    Row by_power[degree + 1];
#pragma GCC unroll 4
    for (int j = 0; j <= degree; ++j) {
        const int e = degree - j;
        const double factor = (e % 2 == 0 ? 1.0 : -1.0) * binomial(degree, j) * point.weight;
        by_power[j] = Row::of(factor) * shift.power[2 * e];
    }
    by_power[0] = by_power[0] + one_running<degree>();
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(window.cols + 1) * Row::size;
    double* edges = window.edges + first * stride;
    for (int r = first; r < last; r += 8) {
        const RowEnds ends{shape, x, r + 0.5 - y, static_cast<double>(window.cols)};
        const int rows = at_most(8, last - r);
        for (int k = 0; k < rows; ++k, edges += stride) {
            const Row height = Row::of(ends.inside[k]);
            Row row = by_power[degree];
#pragma GCC unroll 3
            for (int j = degree - 1; j >= 0; --j) row = row * height + by_power[j];
            // An empty run adds and takes away at one place.
            double* const in = edges + static_cast<std::ptrdiff_t>(ends.begin[k]) * Row::size;
            (Row::at(in) + row).put(in);
            double* const out = edges + static_cast<std::ptrdiff_t>(ends.end[k]) * Row::size;
            (Row::at(out) - row).put(out);
        }
    }
}

template <int degree>
void add_inner(const MomentShape* shapes, const Window& window, const PlacedPoint* points,
               const PointBin* bins, std::size_t count, const double* sums) {
    constexpr std::size_t lanes = bin_sums(degree);
    for (std::size_t b = 0; b < count; ++b) {
        const PointBin& bin = bins[b];
        const MomentShape& shape = shapes[bin.level];
        if (bin.count > shape.alone) {
            add_bin<degree>(shape, window, bin, sums + static_cast<std::size_t>(bin.sums) * lanes);
            continue;
        }
        for (std::uint32_t i = 0; i < bin.count; ++i)
            add_point<degree>(shape, window, points[bin.first + i]);
    }
}

template <int degree>
void finish(double inverse_radius, const Window& window, int row, double* rims, double scale,
            float* out) {
    using Row = EdgeRow<degree>;
    constexpr int order = 2 * degree;
    double* edge = window.edges + static_cast<std::ptrdiff_t>(row) * (window.cols + 1) * Row::size;
    const Row none = Row::of(0.0);
    Row running = none;
    for (int from = 0; from < window.cols; from += Window::block) {
        const int n = at_most(Window::block, window.cols - from);
        if (window.touched[from / Window::block] == 0) {  // then nothing runs across it, either
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
            const double u = (from + c + 0.5 - 0.5 * window.cols) * inverse_radius;
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

void add_inner_of(int degree, const MomentShape* shapes, const Window& window,
                  const PlacedPoint* points, const PointBin* bins, std::size_t count,
                  const double* sums) {
    if (degree == 1) return add_inner<1>(shapes, window, points, bins, count, sums);
    if (degree == 2) return add_inner<2>(shapes, window, points, bins, count, sums);
    add_inner<3>(shapes, window, points, bins, count, sums);
}

void finish_row_of(int degree, double inverse_radius, const Window& window, int row, double* rims,
                   double scale, float* out) {
    if (degree == 1) return finish<1>(inverse_radius, window, row, rims, scale, out);
    if (degree == 2) return finish<2>(inverse_radius, window, row, rims, scale, out);
    finish<3>(inverse_radius, window, row, rims, scale, out);
}

}  // namespace
}  // namespace beatline::BEATLINE_LANES
